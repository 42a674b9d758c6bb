package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"courtyard/scripts/drive"
)

const (
	soakPeople   = 100
	soakChannels = 20
	soakEvery    = 50 * time.Millisecond
	// soakWarm comes before the first look: caches are filled then.
	soakWarm = 3 * time.Minute
	soakTime = 20 * time.Minute
	// soakRest is longer than Go waits at most for its next collection of garbage, two minutes.
	soakRest = 150 * time.Second
)

// soak is what a long mixed load with clients coming and going leaves behind. Memory is looked at before and after; goroutines are
// counted as a process ends, so those before are another process's, which has had the same warm-up.
func (b *bench) soak(ctx context.Context) (f figures, err error) {
	o, err := b.office(ctx, officeSize{soakPeople, soakChannels})
	if err != nil {
		return nil, err
	}
	before, err := b.soaked(ctx, o, 0)
	if err != nil {
		return nil, err
	}
	after, err := b.soaked(ctx, o, pick(b.quick, 20*time.Second, soakTime))
	if err != nil {
		return nil, err
	}
	b.note("goroutines %d and %d, memory %.1f MB and %.1f MB", before.goroutines, after.goroutines, after.memoryBefore, after.memory)
	return figures{
		"doors_soak_goroutines": float64(max(0, after.goroutines-before.goroutines)), "doors_soak_mb": max(0, after.memory-after.memoryBefore),
	}, nil
}

// remains is what one server has when everybody has left; memory in MB.
type remains struct {
	goroutines           int
	memoryBefore, memory float64
}

// soaked starts a server, warms it up, loads it so long, and ends it by looking at its goroutines.
func (b *bench) soaked(ctx context.Context, o *office, lasting time.Duration) (r remains, err error) {
	server, err := drive.Start(ctx, drive.Options{Binary: b.binary, DataDir: o.folder, TLS: true})
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	if r.memoryBefore, err = b.day(ctx, server, o, pick(b.quick, 5*time.Second, soakWarm)); err != nil {
		return r, err
	}
	r.memory = r.memoryBefore
	if lasting > 0 {
		if r.memory, err = b.day(ctx, server, o, lasting); err != nil {
			return r, err
		}
	}
	r.goroutines, err = server.Goroutines()
	return r, err
}

// day lets people come, talk and go for a time, and gives the server's memory a while after the last has left.
func (b *bench) day(ctx context.Context, server *drive.Server, o *office, lasting time.Duration) (float64, error) {
	d := &busyDay{server: server, office: o, run: b.runs.next(), client: drive.NewClient(server, 8)}
	working, cancel := context.WithTimeout(ctx, lasting)
	for i := range o.People {
		d.work.Go(func() { d.comeAndGo(working, i) })
	}
	for _, job := range []struct {
		every time.Duration
		do    func(i int) error
	}{{soakEvery, d.write}, {2 * soakEvery, d.read}, {20 * soakEvery, d.signInAndOut}} {
		d.work.Go(func() { d.often(working, job.every, job.do) })
	}
	d.work.Wait()
	cancel()
	d.client.Close()
	b.note("%s: %d visits, %d calls, %d of them failed", lasting, d.visits.Load(), d.calls.Load(), d.failed.Load())
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if d.failed.Load() > 0 {
		return 0, errors.New("calls failed under a load that is no heavy one")
	}
	if err := rest(ctx, pick(b.quick, 15*time.Second, soakRest)); err != nil {
		return 0, err
	}
	memory, err := server.Resident()
	return float64(memory) / 1e6, err
}

// busyDay is a mixed load.
type busyDay struct {
	server                *drive.Server
	office                *office
	run                   string
	client                *drive.Client
	work                  sync.WaitGroup
	visits, calls, failed atomic.Int64
}

// comeAndGo opens the page, stays for some seconds, and leaves without a farewell, again and again.
func (d *busyDay) comeAndGo(ctx context.Context, person int) {
	for ctx.Err() == nil {
		b := newBrowser(d.server, d.office.People[person], person, d.office.Channels[rand.IntN(len(d.office.Channels))])
		visit, cancel := context.WithTimeout(ctx, 2*time.Second+rand.N(28*time.Second))
		if b.load(visit) == nil {
			d.visits.Add(1)
			b.run(visit)
		}
		cancel()
		_ = rest(ctx, rand.N(4*time.Second))
	}
}

// often does a job again and again; a failure counts unless the day is over.
func (d *busyDay) often(ctx context.Context, every time.Duration, do func(i int) error) {
	for i := 0; rest(ctx, every) == nil; i++ {
		d.calls.Add(1)
		if do(i) != nil && ctx.Err() == nil {
			d.failed.Add(1)
		}
	}
}

func (d *busyDay) write(i int) error {
	person, channel := d.office.People[i%len(d.office.People)], d.office.Channels[rand.IntN(len(d.office.Channels))]
	_, status, err := drive.Send(d.client, person, channel, nonce(d.run, i), drive.Text(i))
	if err == nil && status != http.StatusCreated {
		err = fmt.Errorf("a post was answered with %d", status)
	}
	return err
}

func (d *busyDay) read(i int) error {
	channel := d.office.Channels[rand.IntN(len(d.office.Channels))]
	return d.client.Must(drive.Request{
		Method: http.MethodGet, Path: fmt.Sprintf("/api/v1/channels/%d/messages?limit=50", channel), Token: d.office.People[i%len(d.office.People)].Token,
	})
}

func (d *busyDay) signInAndOut(i int) error {
	in, err := d.office.SignIn(d.client, 1+i%(len(d.office.People)-1))
	if err != nil {
		return err
	}
	return d.client.Must(drive.Request{Method: http.MethodDelete, Path: "/api/v1/sessions/current", Token: in.Token})
}
