package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"courtyard/scripts/drive"
)

const (
	// floodPeople are connected and hear both the probe and the flood.
	floodPeople = 20
	tricklers   = 500
	trickle     = 10 * time.Second
	// guesses is how many sign-ins a second are tried, each from one of so many addresses, with a name that nobody has.
	guesses        = 200
	guessAddresses = 250
	// guessWait is longer than the server lets a sign-in wait for its turn, 20 s.
	guessWait = 30 * time.Second
)

// flood sends a probe's messages while one client floods another channel, many sockets trickle, and passwords are guessed.
// The server is a real one: passwords cost what they cost, and limits hold.
func (b *bench) flood(ctx context.Context) (f figures, err error) {
	o, err := b.office(ctx, officeSize{floodPeople + 1, 2})
	if err != nil {
		return nil, err
	}
	server, err := drive.Start(ctx, drive.Options{Binary: b.binary, DataDir: o.folder, TLS: true, Real: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	probe, err := gather(ctx, server, o.People[:floodPeople], o.Channels[0])
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, probe.close()) }()
	h := &harm{server: server}
	stop, err := h.begin(ctx, o, b.runs.next())
	if err != nil {
		return nil, err
	}
	defer stop()
	if err := rest(ctx, 3*time.Second); err != nil {
		return nil, err
	}
	out, err := probe.bear(ctx, b.runs.next(), load{
		perSecond: 10, lasting: pick[time.Duration](b.quick, 5, 60) * time.Second, senders: 1, settle: 20 * time.Second,
	})
	stop()
	b.note("the probe: %s; meanwhile %s", out, h)
	if err == nil && (out.lost() != 0 || out.acks != len(out.messages)) {
		err = errors.New("not every message of the probe arrived")
	}
	return figures{"doors_flood_probe_p99_ms": out.p99}, err
}

// harm is what is done to the server meanwhile, and how often it came about.
type harm struct {
	server                 *drive.Server
	flooded, trickled, cut atomic.Int64
	guessed, refused, busy atomic.Int64
	work                   sync.WaitGroup
}

func (h *harm) String() string {
	return fmt.Sprintf("%d messages flooded, %d bytes trickled on sockets that were closed %d times, %d sign-ins tried (%d refused, %d told to wait, %d without an answer)",
		h.flooded.Load(), h.trickled.Load(), h.cut.Load(), h.guessed.Load(), h.refused.Load(), h.busy.Load(),
		h.guessed.Load()-h.refused.Load()-h.busy.Load())
}

// begin starts everything and gives what ends it; a second end does nothing.
func (h *harm) begin(ctx context.Context, o *office, run string) (stop func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	flooder, err := gather(ctx, h.server, o.People[floodPeople:], o.Channels[1])
	if err != nil {
		cancel()
		return nil, err
	}
	h.work.Go(func() { h.flood(ctx, flooder, run) })
	for i := range tricklers {
		h.work.Go(func() { h.trickle(ctx, i) })
	}
	h.work.Go(func() { h.guess(ctx) })
	return sync.OnceFunc(func() {
		cancel()
		_ = flooder.close()
		h.work.Wait()
	}), nil
}

// flood writes messages as fast as the connection takes them.
func (h *harm) flood(ctx context.Context, c *crowd, run string) {
	for i := 0; ctx.Err() == nil; i++ {
		frame := clientFrame(finText, fmt.Appendf(nil, `{"type":"message.send","channel":%d,"nonce":"%s","text":"flood"}`, c.tally.channel, nonce(run, i)))
		if c.members[0].write(frame) != nil {
			return
		}
		h.flooded.Add(1)
	}
}

// trickle sends a request byte by byte from an address of its own, and begins anew when it is cut off.
func (h *harm) trickle(ctx context.Context, number int) {
	const request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: and so on and on\r\n\r\n"
	if rest(ctx, trickle*time.Duration(number)/tricklers) != nil {
		return
	}
	for ctx.Err() == nil {
		conn, err := dialFrom(ctx, h.server, ownAddress(2, number), nil)
		if err != nil {
			_ = rest(ctx, time.Second)
			continue
		}
		stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
		for i := range len(request) {
			_ = conn.SetDeadline(time.Now().Add(openWait))
			if _, err := conn.Write([]byte{request[i]}); err != nil {
				h.cut.Add(1)
				break
			}
			h.trickled.Add(1)
			if rest(ctx, trickle) != nil {
				break
			}
		}
		stop()
		_ = conn.Close()
	}
}

// guess tries sign-ins at their rate, whatever the answers do.
func (h *harm) guess(ctx context.Context) {
	tick := time.NewTicker(time.Second / guesses)
	defer tick.Stop()
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		h.guessed.Add(1)
		h.work.Go(func() { h.guessOnce(ctx, i) })
	}
}

func (h *harm) guessOnce(ctx context.Context, i int) {
	l, err := openLine(ctx, h.server, ownAddress(3, i%guessAddresses), drive.TrustAny())
	if err != nil {
		return
	}
	defer l.close()
	defer context.AfterFunc(ctx, l.close)()
	l.wait = guessWait
	status, err := l.ask(http.MethodPost, "/api/v1/sessions", "", fmt.Sprintf(`{"username":"nobody%d","password":"wrong-password","token":true}`, i), nil)
	switch {
	case err != nil:
	case status == http.StatusTooManyRequests:
		h.busy.Add(1)
	case status == http.StatusUnauthorized:
		h.refused.Add(1)
	}
}
