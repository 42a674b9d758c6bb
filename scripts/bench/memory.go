package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"courtyard/scripts/drive"
)

const (
	connectionChannels = 20
	// perChannel is how many messages each channel carries before the memory of its readers' sockets is read.
	perChannel = 5
)

// idle is the memory of a set-up server that nobody has used since its start.
func (b *bench) idle(ctx context.Context) (f figures, err error) {
	o, err := b.office(ctx, officeSize{100, 1})
	if err != nil {
		return nil, err
	}
	s, err := b.open(ctx, o, true)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := rest(ctx, pick[time.Duration](b.quick, 3, 60)*time.Second); err != nil {
		return nil, err
	}
	memory, err := s.server.Resident()
	return figures{"talk_idle_mb": float64(memory) / 1e6}, err
}

// rest waits, unless the bench is ended.
func rest(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// connectionMemory is what one more TLS socket costs a server that has been used before.
func (b *bench) connectionMemory(ctx context.Context) (f figures, err error) {
	people := pick(b.quick, 200, 1000)
	o, err := b.office(ctx, officeSize{people, connectionChannels})
	if err != nil {
		return nil, err
	}
	s, err := b.open(ctx, o, true)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	run := b.runs.next()
	if err := s.warmUp(ctx, run); err != nil {
		return nil, err
	}
	if err := rest(ctx, 5*time.Second); err != nil {
		return nil, err
	}
	before, err := s.server.Resident()
	if err != nil {
		return nil, err
	}
	c, err := s.gather(ctx, people)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	if err := s.chat(ctx, run+"t", perChannel); err != nil {
		return nil, err
	}
	if err := c.awaitOthers(ctx, int64(people)*perChannel*(connectionChannels-1)); err != nil {
		return nil, err
	}
	after, err := s.server.Resident()
	return figures{"talk_conn_tls_kib": float64(after-before) / 1024 / float64(people)}, err
}

// warmUp does once what people do, over a few connections, so that caches are full before the sockets come.
func (s *stage) warmUp(ctx context.Context, run string) error {
	defer s.client.Close()
	if err := s.chat(ctx, run+"w", 1); err != nil {
		return err
	}
	return drive.InParallel(ctx, 4, len(s.People), func(i int) error {
		return s.client.Must(drive.Request{Method: http.MethodGet, Path: "/api/v1/bootstrap", Token: s.People[i].Token})
	})
}

// chat posts some messages to each channel.
func (s *stage) chat(ctx context.Context, run string, each int) error {
	for i := range each * len(s.Channels) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		_, status, err := drive.Send(s.client, s.People[0], s.Channels[i%len(s.Channels)], nonce(run, i), drive.Text(i))
		if err != nil || status != http.StatusCreated {
			return fmt.Errorf("a post was answered with %d: %w", status, err)
		}
	}
	return nil
}

// awaitOthers waits until so much has arrived in the channels that are not watched, and a moment more.
func (c *crowd) awaitOthers(ctx context.Context, wanted int64) error {
	for range 200 {
		arrived := int64(0)
		c.mutex.Lock()
		for _, m := range c.members {
			arrived += m.others
		}
		c.mutex.Unlock()
		if arrived >= wanted {
			return rest(ctx, time.Second)
		}
		if err := rest(ctx, 50*time.Millisecond); err != nil {
			return err
		}
	}
	return errors.New("not everything arrived in ten seconds")
}
