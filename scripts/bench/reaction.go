package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"courtyard/scripts/drive"
)

const reactionsEach = 5 // people who react, in turn

// updatedStart is how the delivery of a changed message begins.
var (
	updatedStart = []byte(`{"type":"message.updated","channel":`)
	messageStart = []byte(`,"message":{"id":`)
)

// changes is what a crowd has seen of changed messages, each of which is changed once; the crowd's mutex protects it.
type changes struct {
	begun      map[int64]int64 // by the message's id, nanoseconds since the crowd's epoch
	deliveries int64
	latencies  *histogram
}

// reaction1000 is how long a reaction takes to a thousand people in the channel.
func (b *bench) reaction1000(ctx context.Context) (f figures, err error) {
	people := pick(b.quick, 200, 1000)
	o, err := b.office(ctx, officeSize{people, 1})
	if err != nil {
		return nil, err
	}
	s, err := b.open(ctx, o, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	run, count := b.runs.next(), pick(b.quick, 60, 600)
	messages := make([]drive.Message, count)
	for i := range messages {
		if messages[i], _, err = drive.Send(s.client, s.People[0], s.Channels[0], nonce(run, i), drive.Text(i)); err != nil {
			return nil, err
		}
	}
	c, err := s.gather(ctx, people)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	t := &changes{begun: map[int64]int64{}, latencies: newHistogram()}
	c.mutex.Lock()
	c.changes = t
	c.mutex.Unlock()
	if err := c.reactAll(ctx, s, messages); err != nil {
		return nil, err
	}
	expected := int64(count) * int64(people)
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end) && c.changed() < expected; {
		time.Sleep(20 * time.Millisecond)
	}
	b.note("%d of %d deliveries, p50 %.1f ms", t.deliveries, expected, t.latencies.percentile(0.5))
	if t.deliveries != expected {
		return nil, errors.New("reactions were lost")
	}
	return figures{"conversation_reaction1000_p99_ms": t.latencies.percentile(0.99)}, nil
}

// reactAll reacts to each message once, twenty times a second, whatever the answers do.
func (c *crowd) reactAll(ctx context.Context, s *stage, messages []drive.Message) error {
	var work sync.WaitGroup
	failed := make(chan error, len(messages))
	tick := time.NewTicker(time.Second / 20)
	defer tick.Stop()
	for i, m := range messages {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		c.mutex.Lock()
		c.changes.begun[m.ID] = c.now()
		c.mutex.Unlock()
		work.Go(func() {
			if err := react(s.client, s.People[i%reactionsEach], m.ID, i); err != nil {
				failed <- err
			}
		})
	}
	work.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

func (c *crowd) changed() int64 {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.changes.deliveries
}

// delivered notes the arrival of a changed message.
func (t *changes) delivered(id, now int64) {
	if begun, found := t.begun[id]; found {
		t.deliveries++
		t.latencies.add(now - begun)
	}
}
