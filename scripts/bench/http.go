package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"courtyard/scripts/drive"
)

// inTurn times calls that follow one another on one kept connection, in ms.
func inTurn(ctx context.Context, s *stage, count int, call func(c *drive.Client, i int) error) ([]float64, error) {
	c := drive.NewClient(s.server, 1)
	defer c.Close()
	times := make([]float64, 0, count)
	for i := range count {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		begun := time.Now()
		if err := call(c, i); err != nil {
			return nil, err
		}
		times = append(times, float64(time.Since(begun).Nanoseconds())/1e6)
	}
	return times, nil
}

// acknowledgement times posts over HTTP: each answer means that the message is on disk.
func (b *bench) acknowledgement(ctx context.Context) (f figures, err error) {
	o, err := b.office(ctx, officeSize{100, 1})
	if err != nil {
		return nil, err
	}
	s, err := b.open(ctx, o, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	run := b.runs.next()
	times, err := inTurn(ctx, s, pick(b.quick, 200, 2000), func(c *drive.Client, i int) error {
		_, status, err := drive.Send(c, o.People[0], o.Channels[0], nonce(run, i), drive.Text(i))
		if err == nil && status != http.StatusCreated {
			err = fmt.Errorf("a post was answered with %d", status)
		}
		return err
	})
	return figures{"talk_ack_p50_ms": percentileOf(times, 0.5), "talk_ack_p99_ms": percentileOf(times, 0.99)}, err
}

// newest50 times the page that opening a channel loads, in a channel with a million messages.
func (b *bench) newest50(ctx context.Context) (f figures, err error) {
	o, err := b.millionOffice(ctx)
	if err != nil {
		return nil, err
	}
	s, err := b.open(ctx, o, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	path := fmt.Sprintf("/api/v1/channels/%d/messages?limit=50", o.Channels[0])
	times, err := inTurn(ctx, s, pick(b.quick, 200, 2000), func(c *drive.Client, _ int) error {
		return c.Must(drive.Request{Method: http.MethodGet, Path: path, Token: o.People[0].Token})
	})
	return figures{"talk_newest50_p99_ms": percentileOf(times, 0.99)}, err
}
