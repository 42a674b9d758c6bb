package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"courtyard/scripts/drive"
)

// Which one of a round's system calls is the last: one of so many.
const (
	syncs  = 100
	writes = 20
	// pointWait is how long the way to a point may take.
	pointWait = 30 * time.Second
)

// afterCommit kills as soon as a sync of the write-ahead log has returned: what it brought to disk is not acknowledged.
func (c *crash) afterCommit(ctx context.Context) error {
	c.end = func(ctx context.Context, s *drive.Server, _ *drive.Client) (string, error) {
		at := point{calls: `^f(data)?sync$`, files: `/courtyard\.db-wal$`, number: 1 + c.random.IntN(syncs)}
		return fmt.Sprintf(", after sync %d", at.number), killAt(ctx, s, nil, at)
	}
	if err := c.talking(ctx); err != nil {
		return err
	}
	if c.kept == 0 {
		return errors.New("no kill left a message stored and not acknowledged: they proved nothing")
	}
	return nil
}

// inCheckpoint kills between the writes to the database file, which only checkpoints make; a channel's removal asks for one.
func (c *crash) inCheckpoint(ctx context.Context) error {
	c.end = func(ctx context.Context, s *drive.Server, client *drive.Client) (string, error) {
		at := point{calls: `^pwrite64$`, files: `/courtyard\.db$`, number: 1 + c.random.IntN(writes)}
		return fmt.Sprintf(", after write %d", at.number), killAt(ctx, s, func() { c.remove(client, s.Ended()) }, at)
	}
	return c.talking(ctx)
}

// remove makes channels and removes them until the server is gone.
func (c *crash) remove(client *drive.Client, ended <-chan struct{}) {
	for i := 0; ; i++ {
		select {
		case <-ended:
			return
		default:
		}
		var made struct{ ID int64 }
		// Errors are the end of the server, which is what this waits for.
		_ = client.Must(drive.Request{Method: http.MethodPost, Token: c.office.People[0].Token, Into: &made,
			Path: fmt.Sprintf("/api/v1/workspaces/%d/channels", c.office.Workspace),
			Body: map[string]any{"name": fmt.Sprintf("passing-%d-%d", c.done, i), "kind": "text"}})
		_, _ = client.Do(drive.Request{Method: http.MethodDelete, Token: c.office.People[0].Token, Path: fmt.Sprintf("/api/v1/channels/%d", made.ID)})
	}
}

// killAt follows a server, lets something happen to it, and waits until its follower has killed it.
func killAt(ctx context.Context, s *drive.Server, happen func(), at point) error {
	f, err := follow(ctx, s.PID(), at)
	if err != nil {
		return errors.Join(err, s.Kill())
	}
	if happen != nil {
		go happen()
	}
	select {
	case <-s.Ended():
	case <-time.After(pointWait):
	case <-ctx.Done():
	}
	if err := s.Kill(); err != nil {
		return err
	}
	_, killed, err := f.end()
	if !killed {
		err = errors.Join(errors.New("the server did not come to the point"), err, ctx.Err())
	}
	return err
}
