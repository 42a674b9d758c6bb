package models

import (
	"context"
	"database/sql/driver"
	"errors"
	"time"

	"gorm.io/gorm"
)

// door opens a pool's connections, one at a time and none while it is shut or a file is missing: connections to a log that was
// deleted and to its successor must never be open together, as they would share one index.
type door struct {
	driver  driver.Driver
	address string
	store   *Store
}

// doorWait is how long an opening waits for missing files to be replaced; doorLook is how often it looks.
const (
	doorWait = 5 * time.Second
	doorLook = 10 * time.Millisecond
)

// Connect opens one connection (driver.Connector).
func (d *door) Connect(ctx context.Context) (driver.Conn, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, doorWait, ErrFileGone)
	defer cancel()
	look := time.NewTicker(doorLook)
	defer look.Stop()
	for {
		if c, err := d.tryConnect(ctx); c != nil || err != nil {
			return c, err
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// tryConnect gives nothing where a file is missing. It looks again afterwards: SQLite makes a new log in silence.
func (d *door) tryConnect(ctx context.Context) (driver.Conn, error) {
	select {
	case d.store.shut <- struct{}{}:
		defer func() { <-d.store.shut }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if d.store.missing() != "" {
		return nil, nil
	}
	c, err := d.driver.Open(d.address)
	if err != nil {
		return nil, err
	}
	if d.store.missing() != "" {
		return nil, c.Close()
	}
	whole, ok := c.(sqliteConn)
	if !ok {
		return nil, errors.Join(errors.New("the SQLite driver has changed its interfaces"), c.Close())
	}
	d.store.connected.Add(1)
	return counted{whole, d.store}, nil
}

// Driver is SQLite's (driver.Connector).
func (d *door) Driver() driver.Driver { return d.driver }

// sqliteConn is all that database/sql uses of a connection of the driver.
type sqliteConn interface {
	driver.Conn
	driver.Pinger
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
}

// counted is a connection that the store counts while it is open.
type counted struct {
	sqliteConn
	store *Store
}

// IsValid says whether the pool may keep the connection (driver.Validator).
func (c counted) IsValid() bool { return !c.store.changing.Load() }

// Close closes it (driver.Conn).
func (c counted) Close() error {
	defer c.store.connected.Add(-1)
	return c.sqliteConn.Close()
}

// shutWait is how long queries in progress may hold up a change of all connections; new ones wait for it.
const shutWait = time.Second

// reconnect closes every connection of both pools, which brings the whole log into the database, and lets new ones begin a
// new log. It runs in the writer's goroutine, outside a transaction.
func (s *Store) reconnect() error {
	ctx, cancel := context.WithTimeoutCause(context.Background(), shutWait, errors.New("a query is still reading"))
	defer cancel()
	select {
	case s.shut <- struct{}{}:
		defer func() { <-s.shut }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	s.changing.Store(true)
	defer s.changing.Store(false)
	// The writer's own goes last: without it nothing could be saved from a log that a query still holds.
	for _, p := range []struct {
		db         *gorm.DB
		size, left int
	}{{s.reader, readers, 1}, {s.writer, 1, 0}} {
		pool, err := p.db.DB()
		if err != nil {
			return err
		}
		pool.SetMaxIdleConns(0) // closes those that nobody uses; the others are closed when they are given back
		defer pool.SetMaxIdleConns(p.size)
		if err := s.awaitConnections(ctx, p.left); err != nil {
			return err
		}
	}
	s.files.Store(nil)
	return nil
}

func (s *Store) awaitConnections(ctx context.Context, left int) error {
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for int(s.connected.Load()) > left {
		select {
		case <-look.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}
