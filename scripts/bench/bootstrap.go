package main

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"path/filepath"
	"slices"

	"courtyard/scripts/drive"
)

const (
	bootstrapWorkspaces = 10
	// bootstrapChannels is how many of them each workspace has.
	bootstrapChannels = 50
	// bootstrapDirect is how many direct channels the second person has besides, a quarter of them with one other person.
	bootstrapDirect = 200
	// unreadShare is the part of the channels, one in so many, with more unread than is counted; all others are read to their end.
	unreadShare = 5
)

// bootstrap times the call with which the page of somebody in many places begins, and weighs its answer as it travels.
func (b *bench) bootstrap(ctx context.Context) (f figures, err error) {
	o, err := b.crowdedOffice(ctx)
	if err != nil {
		return nil, err
	}
	s, err := b.open(ctx, o, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	bytes := 0
	times, err := inTurn(ctx, s, pick(b.quick, 100, 1000), func(c *drive.Client, _ int) error {
		return c.Must(drive.Request{Method: http.MethodGet, Path: "/api/v1/bootstrap", Token: o.People[1].Token, Size: &bytes,
			Header: map[string]string{"Accept-Encoding": "gzip"}}) // as every browser asks
	})
	b.note("%d bytes a call, p50 %.1f ms, slowest %.1f ms", bytes, percentileOf(times, 0.5), percentileOf(times, 1))
	return figures{"doors_bootstrap_p99_ms": percentileOf(times, 0.99), "doors_bootstrap_kib": float64(bytes) / 1024}, err
}

// crowdedOffice makes, once, an office whose second person is in all of its many channels, direct ones too, with a million messages.
func (b *bench) crowdedOffice(ctx context.Context) (*office, error) {
	if b.crowded != nil {
		return b.crowded, nil
	}
	o, err := b.office(ctx, officeSize{51, bootstrapChannels})
	if err != nil {
		return nil, err
	}
	channels, err := b.widen(ctx, o, bootstrapWorkspaces, bootstrapChannels)
	if err != nil {
		return nil, err
	}
	direct, err := b.converse(ctx, o)
	if err != nil {
		return nil, err
	}
	channels = append(channels, direct...)
	count := pick(b.quick, 50_000, 1_000_000)
	if err := b.seed(ctx, o, channels, count); err != nil {
		return nil, err
	}
	var read []int64
	for i, channel := range channels {
		if i%unreadShare != 0 {
			read = append(read, channel)
		}
	}
	if err := markRead(ctx, o.folder, read); err != nil {
		return nil, err
	}
	b.crowded = o
	return o, nil
}

// converse begins the second person's direct channels: with each of the others, then with two of them at once.
func (b *bench) converse(ctx context.Context, o *office) (ids []int64, err error) {
	s, err := b.open(ctx, o, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	others := slices.Delete(slices.Clone(o.People), 1, 2)
	for i := range bootstrapDirect {
		people := []int64{others[i%len(others)].ID}
		if round := i / len(others); round > 0 {
			people = append(people, others[(i+round)%len(others)].ID)
		}
		var made struct {
			ID int64 `json:"id"`
		}
		if err := s.client.Must(drive.Request{Method: http.MethodPost, Path: "/api/v1/direct", Token: o.People[1].Token,
			Body: map[string]any{"account_ids": people}, Into: &made}); err != nil {
			return nil, err
		}
		ids = append(ids, made.ID)
	}
	return ids, nil
}

// markRead moves everybody's read marks in channels to their ends, past the server, which does not run.
func markRead(ctx context.Context, folder string, channels []int64) (err error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, "courtyard.db")+"?_pragma=journal_mode(WAL)")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, channel := range channels {
		_, err := db.ExecContext(ctx, `UPDATE channel_members SET read_seq = (SELECT last_seq FROM channel_counters WHERE channel_id = ?1) WHERE channel_id = ?1`, channel)
		if err != nil {
			return err
		}
	}
	return nil
}
