package main

import (
	"context"
	"errors"
	"time"
)

// stoppedBuffer is what the kernel keeps for a reader who has stopped, in bytes: little, so that the server feels it soon.
const stoppedBuffer = 4 << 10

// slow compares the delivery to most people while the others stop reading with the delivery while they read.
func (b *bench) slow(ctx context.Context) (f figures, err error) {
	people, idlers := pick(b.quick, 200, 1000), pick(b.quick, 40, 200)
	o, err := b.office(ctx, officeSize{people, 1})
	if err != nil {
		return nil, err
	}
	without, err := b.besideIdlers(ctx, o, idlers, false)
	if err != nil {
		return nil, err
	}
	with, err := b.besideIdlers(ctx, o, idlers, true)
	if err != nil {
		return nil, err
	}
	if lost := without.lost() + with.lost(); lost != 0 {
		return nil, errors.New("deliveries to people who read were lost")
	}
	return figures{"doors_slow_p99_ratio": with.p99 / without.p99}, nil
}

// besideIdlers bears a load with some of the people in a crowd of their own, who stop reading if wanted.
func (b *bench) besideIdlers(ctx context.Context, o *office, idlers int, stop bool) (out outcome, err error) {
	s, err := b.open(ctx, o, false)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	readers := len(o.People) - idlers
	idle, err := gather(ctx, s.server, o.People[readers:], o.Channels[0])
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, idle.close()) }()
	c, err := s.gather(ctx, readers)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	if stop {
		idle.stopReading()
	}
	// What is sent before fills the kernel's buffers, so that the server feels those who stopped from the measure's first second on.
	before := load{perSecond: 50, lasting: pick[time.Duration](b.quick, 3, 8) * time.Second, senders: 5, settle: 20 * time.Second}
	if _, err := c.bear(ctx, b.runs.next(), before); err != nil {
		return out, err
	}
	out, err = c.bear(ctx, b.runs.next(), load{
		perSecond: 20, lasting: pick[time.Duration](b.quick, 5, 30) * time.Second, senders: 5, settle: 20 * time.Second,
	})
	b.note("%d of %d stop reading: %v, %d of them were given up; %s", idlers, len(o.People), stop, idle.givenUp(ctx), out)
	return out, err
}

// stopReading leaves everything that comes in the kernel, which keeps little.
func (c *crowd) stopReading() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.ended = true
	for _, m := range c.members {
		if m.polled != nil {
			m.polled.keep(stoppedBuffer)
		}
	}
}

// givenUp counts sockets that the server has ended, of those that nobody reads any more.
func (c *crowd) givenUp(ctx context.Context) (count int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if !c.ended {
		return 0
	}
	for _, m := range c.members {
		_ = m.polled.write(clientFrame(finPing, nil)) // where the server has closed, its kernel answers with a reset
	}
	for range 10 {
		count = 0
		for _, m := range c.members {
			m.gone = m.gone || m.polled.drained()
			if m.gone {
				count++
			}
		}
		if rest(ctx, 50*time.Millisecond) != nil {
			break
		}
	}
	return count
}
