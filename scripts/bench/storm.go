package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"courtyard/scripts/drive"
)

const (
	stormWorkspaces = 3
	stormChannels   = 20 // in each workspace
	// stormEvery is how often somebody writes meanwhile, so that everybody has something to heal.
	stormEvery = 200 * time.Millisecond
	// stormWait is how long the last client may take before the bench gives up.
	stormWait = 2 * time.Minute
)

// acknowledged is a message whose sender was told that it is stored.
type acknowledged struct {
	channel, rev int64
	nonce        string
}

// storm restarts the server under many clients of the real protocol, in order and by kill, and waits until the last one is served again.
func (b *bench) storm(ctx context.Context) (f figures, err error) {
	o, channels, err := b.stormOffice(ctx, pick(b.quick, 200, 2000))
	if err != nil {
		return nil, err
	}
	server, err := drive.Start(ctx, drive.Options{Binary: b.binary, DataDir: o.folder, TLS: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	everybody, err := b.visitors(ctx, server, o.People, channels)
	if err != nil {
		return nil, err
	}
	defer everybody.leave()
	writer := newWriter(server, o.People[0], channels, b.runs.next())
	writer.start(ctx, stormEvery)
	defer writer.stop()
	slowest := 0.0
	for _, end := range []struct {
		name string
		stop func() error
	}{{"stopped in order", func() error { return server.Stop() }}, {"killed", func() error { return server.Kill() }}} {
		if err := rest(ctx, 3*time.Second); err != nil {
			return nil, err
		}
		begun := time.Now()
		if err := end.stop(); err != nil {
			return nil, err
		}
		down := time.Now()
		if server, err = drive.Start(ctx, drive.Options{Binary: b.binary, DataDir: o.folder, TLS: true, Port: server.Port}); err != nil {
			return nil, err
		}
		if err := everybody.await(ctx, down); err != nil {
			return nil, err
		}
		took := time.Since(begun).Seconds()
		b.note("%s: down after %.2f s, all %d served again after %.1f s", end.name, down.Sub(begun).Seconds(), len(everybody.browsers), took)
		slowest = max(slowest, took)
	}
	messages := writer.stop()
	lost, err := everybody.lost(ctx, messages)
	b.note("%d messages acknowledged, %d healings asked over HTTP, %d not there", len(messages), everybody.refetched(), lost)
	return figures{"doors_storm_all_back_s": slowest, "doors_storm_lost": float64(lost)}, err
}

// stormOffice makes, once, people who are all in the same workspaces and channels and have read everything.
func (b *bench) stormOffice(ctx context.Context, people int) (o *office, channels []int64, err error) {
	if b.storms == nil {
		b.storms = map[int][]int64{}
	}
	size := officeSize{people, stormChannels}
	if o, err = b.office(ctx, size); err != nil || b.storms[people] != nil {
		return o, b.storms[people], err
	}
	if channels, err = b.widen(ctx, o, stormWorkspaces, stormChannels); err != nil {
		return nil, nil, err
	}
	if err := markRead(ctx, o.folder, channels); err != nil {
		return nil, nil, err
	}
	b.storms[people] = channels
	return o, channels, nil
}

// widen lets everybody of an office into more workspaces, until there are so many; it gives the channels of all.
func (b *bench) widen(ctx context.Context, o *office, workspaces, channelsEach int) (channels []int64, err error) {
	s, err := b.open(ctx, o, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	channels = o.Channels
	for range workspaces - 1 {
		b.note("letting %d people into another workspace", len(o.People))
		more, err := o.AddWorkspace(ctx, s.client, channelsEach)
		if err != nil {
			return nil, err
		}
		channels = append(channels, more.Channels...)
	}
	return channels, nil
}

// visitors are browsers that are all connected.
type visitors struct {
	browsers []*browser
	end      context.CancelFunc
	work     sync.WaitGroup
}

// visitors loads the page for everybody, connects him, and waits until all are served.
func (b *bench) visitors(ctx context.Context, s *drive.Server, people []drive.Account, channels []int64) (*visitors, error) {
	v := &visitors{}
	running, end := context.WithCancel(ctx)
	v.end = end
	for i, person := range people {
		v.browsers = append(v.browsers, newBrowser(s, person, i, channels[i%len(channels)]))
	}
	begun := time.Now()
	err := drive.InParallel(ctx, dialers, len(people), func(i int) error {
		if err := v.browsers[i].load(ctx); err != nil {
			return err
		}
		v.work.Go(func() { v.browsers[i].run(running) })
		return nil
	})
	if err == nil {
		err = v.await(ctx, begun)
	}
	if err != nil {
		v.leave()
		return nil, err
	}
	return v, nil
}

// await waits until everybody has been served after a moment.
func (v *visitors) await(ctx context.Context, since time.Time) error {
	for end := time.Now().Add(stormWait); time.Now().Before(end); {
		missing := 0
		for _, b := range v.browsers {
			if !b.servedSince(since) {
				missing++
			}
		}
		if missing == 0 {
			return nil
		}
		if err := rest(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
	return errors.New("not everybody was served")
}

// lost counts messages that a client does not have though they were acknowledged; what is on its way gets some seconds.
func (v *visitors) lost(ctx context.Context, messages []acknowledged) (int, error) {
	missing := 0
	for range 50 {
		missing = 0
		for _, b := range v.browsers {
			for _, m := range messages {
				if !b.has(m) {
					missing++
				}
			}
		}
		if missing == 0 {
			break
		}
		if err := rest(ctx, 200*time.Millisecond); err != nil {
			return missing, err
		}
	}
	return missing, nil
}

func (v *visitors) refetched() (sum int) {
	for _, b := range v.browsers {
		b.mutex.Lock()
		sum += b.refetched
		b.mutex.Unlock()
	}
	return sum
}

func (v *visitors) leave() {
	v.end()
	v.work.Wait()
}

// writer posts to channels picked at random and keeps what was acknowledged; what fails is not tried again.
type writer struct {
	client   *drive.Client
	author   drive.Account
	channels []int64
	run      string
	end      context.CancelFunc
	ended    chan struct{}
	messages []acknowledged
}

func newWriter(s *drive.Server, author drive.Account, channels []int64, run string) *writer {
	return &writer{client: drive.NewClient(s, 1), author: author, channels: channels, run: run, ended: make(chan struct{})}
}

func (w *writer) start(ctx context.Context, every time.Duration) {
	ctx, w.end = context.WithCancel(ctx)
	go func() {
		defer close(w.ended)
		for i := 0; rest(ctx, every) == nil; i++ {
			channel := w.channels[rand.IntN(len(w.channels))]
			m, status, err := drive.Send(w.client, w.author, channel, nonce(w.run, i), drive.Text(i))
			if err == nil && status == http.StatusCreated {
				w.messages = append(w.messages, acknowledged{channel, m.Rev, nonce(w.run, i)})
			}
		}
	}()
}

// stop ends the writing and gives what was acknowledged; a second call does nothing more.
func (w *writer) stop() []acknowledged {
	w.end()
	<-w.ended
	w.client.Close()
	return w.messages
}
