package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"courtyard/scripts/drive"
)

// A kill comes so long after the round's first acknowledgement.
const (
	killSoonest = 500 * time.Millisecond
	killLatest  = 3 * time.Second
	// firstAckWait is how long the first acknowledgement may take.
	firstAckWait = 20 * time.Second
)

// round lets everybody talk, kills the server, starts it again, compares, sends everything once more, and compares again.
func (c *crash) round(ctx context.Context, number int) error {
	marks := make([]int, len(c.ledgers))
	for i, l := range c.ledgers {
		marks[i] = len(l.entries)
	}
	took, wal, point, err := c.talkAndKill(ctx, number)
	if err != nil {
		return err
	}
	if late := c.forget(marks); late > 0 {
		point += fmt.Sprintf(", %d acknowledged after the cut", late)
	}
	sent, acked := 0, 0
	for i, l := range c.ledgers {
		sent += len(l.entries) - marks[i]
		for _, e := range l.entries[marks[i]:] {
			if e.acknowledged {
				acked++
			}
		}
	}
	differs, kept, err := c.compareAndRepeat(ctx, marks)
	if err != nil {
		return err
	}
	rate := float64(sent) / took.Seconds()
	if wal > 0 {
		c.filled++
	}
	if rate < roundRate {
		c.slow++
	}
	c.done, c.sent, c.acked, c.kept, c.differs = c.done+1, c.sent+sent, c.acked+acked, c.kept+kept, c.differs+differs
	fmt.Printf("round %2d: killed after %4d ms, %4d sent (%3.0f/s), %4d acknowledged, %2d kept without, log %7d bytes, %d differences%s\n",
		number, took.Milliseconds(), sent, rate, acked, kept, wal, differs, point)
	return ctx.Err()
}

// talkAndKill gives how long people talked until the kill, the size of the write-ahead log that it left, and the point of the kill.
func (c *crash) talkAndKill(ctx context.Context, number int) (took time.Duration, wal int64, point string, err error) {
	s, client, err := c.start(ctx)
	if err != nil {
		return 0, 0, "", err
	}
	defer client.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	first := make(chan struct{})
	var once sync.Once
	var talkers sync.WaitGroup
	var failure atomic.Pointer[error]
	begun := time.Now()
	for _, l := range c.ledgers {
		talkers.Go(func() {
			if err := l.talk(ctx, s, client, number, func() { once.Do(func() { close(first) }) }); err != nil {
				failure.CompareAndSwap(nil, &err)
			}
		})
	}
	select {
	case <-first:
		begun = time.Now()
		point, err = c.end(ctx, s, client)
	case <-time.After(firstAckWait):
		err = errors.New("nothing was acknowledged")
	case <-ctx.Done():
	}
	took = time.Since(begun)
	err = errors.Join(err, s.Kill(), ctx.Err())
	cancel()
	talkers.Wait()
	if refused := failure.Load(); refused != nil && c.cut.IsZero() {
		err = errors.Join(err, *refused)
	}
	if info, statErr := os.Stat(filepath.Join(c.folder, "courtyard.db-wal")); statErr == nil {
		wal = info.Size()
	}
	return took, wal, point, err
}

// forget takes back what came after the disk was cut off: an answer that no power cut would have let out.
func (c *crash) forget(marks []int) (late int) {
	if c.cut.IsZero() {
		return 0
	}
	for i, l := range c.ledgers {
		late += l.forget(marks[i], c.cut)
	}
	return late
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// compareAndRepeat compares on a new server, then sends every message of the round again and compares once more.
func (c *crash) compareAndRepeat(ctx context.Context, marks []int) (differs, kept int, err error) {
	s, client, err := c.start(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer func() {
		client.Close()
		if err = errors.Join(err, s.Stop()); err == nil {
			err = whole(ctx, filepath.Join(c.folder, "courtyard.db"))
		}
	}()
	history, err := c.history(client)
	if err != nil {
		return 0, 0, err
	}
	problems := compare(c.ledgers, history)
	kept = unacknowledgedIn(c.ledgers, history)
	var mutex sync.Mutex
	err = drive.InParallel(ctx, clients, len(c.ledgers), func(i int) error {
		found, err := c.ledgers[i].repeat(client, marks[i], history)
		mutex.Lock()
		defer mutex.Unlock()
		problems = append(problems, found...)
		return err
	})
	if err != nil {
		return 0, kept, err
	}
	again, err := c.history(client)
	if err != nil {
		return 0, kept, err
	}
	problems = append(problems, compare(c.ledgers, again)...)
	for _, p := range problems {
		fmt.Println("  difference:", p)
	}
	return len(problems), kept, nil
}

func (c *crash) history(client *drive.Client) ([]drive.Message, error) {
	return drive.History(client, c.office.People[0].Token, c.office.Channels[0], 0)
}
