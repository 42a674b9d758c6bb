package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"courtyard/scripts/drive"
)

// How the browser's side comes back and heals (frontend/src/socket).
var backoffs = []time.Duration{300 * time.Millisecond, time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 20 * time.Second}

const (
	greetedWithin = 10 * time.Second
	healAgain     = 2 * time.Second
	// silentFor is longer than the server's pings are apart.
	silentFor   = 45 * time.Second
	goingAway   = 1001
	tooMany     = 4429
	tooManyWait = 30 * time.Second
)

// browser is a client of the real protocol with one channel on screen. It keeps numbers as the browser's side does, and comes back by itself.
type browser struct {
	server  *drive.Server
	account drive.Account
	from    net.IP
	trust   *tls.Config
	open    int64

	mutex      sync.Mutex // protects what follows
	conn       net.Conn
	epoch      string
	me         int64
	workspaces map[int64]int64
	channels   map[int64]int64
	held       map[string]bool // nonces of the open channel's messages
	healing    map[int64]bool
	served     time.Time // when it was last resumed and healed
	refetched  int       // healings that asked over HTTP

	work sync.WaitGroup
}

func newBrowser(s *drive.Server, a drive.Account, number int, open int64) *browser {
	trust := drive.TrustAny()
	trust.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	return &browser{
		server: s, account: a, from: ownAddress(1, number), trust: trust, open: open,
		workspaces: map[int64]int64{}, channels: map[int64]int64{}, held: map[string]bool{}, healing: map[int64]bool{},
	}
}

// numbers is what the client reads of rows and frames.
type numbers struct {
	ID   int64
	Rev  int64
	Last int64 `json:"last_rev"`
}

type shell struct {
	Epoch      string
	Me         numbers
	Workspaces []numbers
	Channels   []numbers
}

// online is the client's HTTP for a moment: a connection of its own, as the socket's cannot carry it.
func (b *browser) online(ctx context.Context, use func(*line) error) error {
	l, err := openLine(ctx, b.server, b.from, b.trust)
	if err != nil {
		return err
	}
	defer l.close()
	return use(l)
}

// load is a page's first call.
func (b *browser) load(ctx context.Context) error {
	return b.online(ctx, func(l *line) error {
		if err := b.refresh(l); err != nil {
			return err
		}
		return l.get(fmt.Sprintf("/api/v1/channels/%d/messages?limit=50", b.open), b.account.Token, nil)
	})
}

// refresh takes the rows of everything in one call.
func (b *browser) refresh(l *line) error {
	var now shell
	if err := l.get("/api/v1/bootstrap", b.account.Token, &now); err != nil {
		return err
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.epoch, b.me = now.Epoch, max(b.me, now.Me.Rev)
	for _, w := range now.Workspaces {
		b.workspaces[w.ID] = max(b.workspaces[w.ID], w.Rev)
	}
	for _, c := range now.Channels {
		if known, found := b.channels[c.ID]; !found || c.ID != b.open {
			b.channels[c.ID] = max(known, c.Last)
		}
	}
	return nil
}

// run stays connected until the context ends.
func (b *browser) run(ctx context.Context) {
	for attempt := 0; ctx.Err() == nil; attempt++ {
		end := b.visit(ctx)
		if end.resumed {
			attempt = 0
		}
		wait := time.Duration(float64(backoffs[min(attempt, len(backoffs)-1)]) * (0.7 + 0.6*rand.Float64()))
		if end.after > 0 {
			wait = time.Duration(float64(end.after) * (1 + rand.Float64()))
		}
		if !end.greeted && ctx.Err() == nil {
			b.work.Go(func() { // a browser does not tell why, so it asks
				_ = b.online(ctx, func(l *line) error { return l.get("/api/v1/me", b.account.Token, nil) })
			})
		}
		_ = rest(ctx, wait)
	}
	b.work.Wait()
}

// ending is how a visit ended; after is when the server wants it back.
type ending struct {
	greeted, resumed bool
	after            time.Duration
}

// visit is one connection from its beginning to its end.
func (b *browser) visit(ctx context.Context) (end ending) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	conn, err := dialFrom(ctx, b.server, b.from, b.trust)
	if err != nil {
		return end
	}
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(greetedWithin))
	carry, err := upgrade(conn, b.server.Host(), b.account.Token)
	if err != nil {
		return end
	}
	_ = conn.SetWriteDeadline(time.Time{})
	b.mutex.Lock()
	b.conn = conn
	b.mutex.Unlock()
	buffer := make([]byte, 4<<10)
	for {
		for {
			opcode, body, rest, complete := cutFrame(carry)
			if !complete {
				break
			}
			carry = rest
			if b.frame(ctx, opcode, body, &end) {
				return end
			}
		}
		n, err := conn.Read(buffer)
		if err != nil {
			return end
		}
		carry = append(append([]byte{}, carry...), buffer[:n]...)
	}
}

// frame takes one frame and says whether it was the last.
func (b *browser) frame(ctx context.Context, opcode byte, body []byte, end *ending) (last bool) {
	_ = b.conn.SetReadDeadline(time.Now().Add(silentFor))
	switch opcode {
	case finText:
		if event, found := bytes.CutPrefix(body, createdStart); found {
			b.created(ctx, event)
			return false
		}
		b.rare(ctx, body, end)
	case finPing:
		_, _ = b.conn.Write(clientFrame(finPong, body)) // a broken connection shows when reading
	case finClose:
		end.after = comeback(body)
		return true
	}
	return false
}

// comeback is the time that a close frame asks for; zero means back-off.
func comeback(body []byte) time.Duration {
	if len(body) < 2 {
		return 0
	}
	var seconds int
	switch binary.BigEndian.Uint16(body) {
	case goingAway:
		_, _ = fmt.Sscanf(string(body[2:]), "retry after %d", &seconds) // none: zero
	case tooMany:
		return tooManyWait
	}
	return time.Duration(seconds) * time.Second
}

// created applies the next message of a channel, drops a known one, and heals a gap.
func (b *browser) created(ctx context.Context, event []byte) {
	channel, event := number(event)
	event, _ = bytes.CutPrefix(event, revStart)
	rev, event := number(event)
	b.mutex.Lock()
	known, mine := b.channels[channel]
	if mine && rev == known+1 {
		b.channels[channel] = rev
		if channel == b.open {
			b.hold(event)
		}
	}
	b.mutex.Unlock()
	if mine && rev > known+1 {
		b.healChannel(ctx, channel)
	}
}

// hold notes the nonce of a message that is on screen now. The mutex is held.
func (b *browser) hold(event []byte) {
	if _, text, found := bytes.Cut(event, []byte(`"nonce":"`)); found {
		if nonce, _, found := bytes.Cut(text, []byte(`"`)); found {
			b.held[string(nonce)] = true
		}
	}
}

// rare takes what is no message.
func (b *browser) rare(ctx context.Context, body []byte, end *ending) {
	var f struct {
		Type, Epoch          string
		Me, Rev              int64
		Channel              json.RawMessage
		Workspaces, Channels json.RawMessage
	}
	if json.Unmarshal(body, &f) != nil {
		return
	}
	switch f.Type {
	case "hello":
		end.greeted = true
		b.resume()
	case "resumed":
		end.resumed = true
		var workspaces, channels map[int64]int64
		if json.Unmarshal(f.Workspaces, &workspaces) == nil && json.Unmarshal(f.Channels, &channels) == nil {
			b.work.Go(func() { b.catchUp(ctx, f.Me, workspaces, channels) })
		}
	case "me.updated", "read.updated", "channel.joined", "workspace.joined":
		b.mutex.Lock()
		b.me = max(b.me, f.Rev)
		b.mutex.Unlock()
	}
}

func (b *browser) resume() {
	b.mutex.Lock()
	frame, err := json.Marshal(map[string]any{
		"type": "resume", "epoch": b.epoch, "me": b.me, "workspaces": b.workspaces, "channels": b.channels,
	})
	b.mutex.Unlock()
	if err == nil {
		_, _ = b.conn.Write(clientFrame(finText, frame)) // a broken connection shows when reading
	}
}
