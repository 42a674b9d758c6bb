package models

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// groupSize is how many waiting writes share one commit at most.
const groupSize = 64

// Tx is one write in its savepoint. What it announces is told only after the commit.
type Tx struct {
	db        *gorm.DB
	announced []event.Announcement
	now       int64
}

// Now is the time of this write, in UTC milliseconds.
func (tx *Tx) Now() int64 { return tx.now }

// Announce leaves an event for an audience, told after the commit in the order of the calls.
func (tx *Tx) Announce(to event.Audience, what any) {
	tx.announced = append(tx.announced, event.Announcement{To: to, Event: what})
}

// job is a write that waits for the writer.
type job struct {
	ctx       context.Context
	run       func(*Tx) error
	announced []event.Announcement
	err       error
	done      chan struct{}
}

// Write runs fn in a transaction and returns when it is on disk and announced; an error of fn undoes only fn's own work.
// fn does SQL only, in under 5 ms and 500 rows: all writers wait for it. A caller who gives up before his turn is skipped.
func (s *Store) Write(ctx context.Context, fn func(*Tx) error) error {
	j := &job{ctx: ctx, run: fn, done: make(chan struct{})}
	select {
	case s.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.stopped:
		return ErrStopped
	}
	<-j.done
	return j.err
}

// write is the writer: the only goroutine that touches the writing connection after the start.
func (s *Store) write() {
	defer close(s.stopped)
	look := time.NewTicker(watchEvery)
	defer look.Stop()
	group := make([]*job, 0, groupSize)
	for {
		select {
		case <-s.stopping:
			return
		case <-look.C:
			_ = s.guardFiles() // who writes next is told
		case j := <-s.jobs:
			group = s.gather(append(group[:0], j))
			s.commit(group)
		}
	}
}

// gather takes whoever waits already, up to a full group.
func (s *Store) gather(group []*job) []*job {
	for len(group) < groupSize {
		select {
		case j := <-s.jobs:
			group = append(group, j)
		default:
			return group
		}
	}
	return group
}

// commit brings a group to disk in one transaction, then announces it, then answers its callers.
func (s *Store) commit(group []*job) {
	err := s.transact(group)
	if err == nil {
		err = s.guardFiles() // stored in a file that is deleted is not stored
	}
	if err != nil {
		for _, j := range group {
			j.err, j.announced = err, nil
		}
	}
	var announced []event.Announcement
	for _, j := range group {
		if j.err == nil {
			announced = append(announced, j.announced...)
		}
	}
	if len(announced) > 0 {
		s.publish(announced)
	}
	for _, j := range group {
		close(j.done)
	}
}

// transact runs the group's writes in savepoints of one transaction. An error it returns means that nothing was stored.
// The first one that the disk takes also notes that a server runs, where the start could not.
func (s *Store) transact(group []*job) error {
	if err := s.exec("BEGIN IMMEDIATE"); err != nil {
		return storageError(err)
	}
	if s.unnoted {
		if err := (&Tx{db: s.writer}).saveSetting(settingRunning, "yes"); err != nil {
			_ = s.exec("ROLLBACK")
			return storageError(err)
		}
	}
	for _, j := range group {
		if j.err = j.ctx.Err(); j.err != nil {
			continue
		}
		if err := s.attempt(j); err != nil {
			_ = s.exec("ROLLBACK") // fails where SQLite has rolled back by itself
			return storageError(err)
		}
	}
	if err := s.exec("COMMIT"); err != nil {
		_ = s.exec("ROLLBACK")
		return storageError(err)
	}
	s.unnoted = false
	return nil
}

// attempt runs one write in its savepoint. An error it returns means that the whole transaction is over.
func (s *Store) attempt(j *job) error {
	if err := s.exec("SAVEPOINT w"); err != nil {
		return err
	}
	tx := &Tx{db: s.writer, now: s.now()}
	if j.err = guarded(tx, j.run); j.err != nil {
		j.err = storageError(j.err)
		if err := s.exec("ROLLBACK TO w"); err != nil {
			return errors.Join(j.err, err)
		}
	}
	j.announced = tx.announced
	return s.exec("RELEASE w")
}

// guarded turns a panic of one write into its error, so that the others of the group go on.
func guarded(tx *Tx, fn func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a write panicked: %v\n%s", p, debug.Stack())
		}
	}()
	return fn(tx)
}

// exec runs a statement on the writing connection, under no caller's context: a cancelled one would undo the whole group.
func (s *Store) exec(sql string) error { return s.writer.Exec(sql).Error }
