package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"courtyard/scripts/drive"
)

// load is how fast, how long and by how many members messages are sent: open loop, whatever the answers do.
type load struct {
	perSecond float64
	lasting   time.Duration
	senders   int
	// settle is how long what was sent may take to arrive.
	settle time.Duration
}

// outcome is what a crowd saw of a load.
type outcome struct {
	run                  string
	messages             []sent
	acks, refused        int
	refusal              string
	deliveries, expected int64
	disorder             int64
	p50, p99             float64 // ms
	server, client       time.Duration
}

func (o outcome) lost() int64 { return o.expected - o.deliveries }

// perDelivery is processor time per delivery in µs.
func (o outcome) perDelivery(used time.Duration) float64 {
	return float64(used.Nanoseconds()) / 1e3 / float64(max(o.deliveries, 1))
}

func (o outcome) String() string {
	return fmt.Sprintf("%d sent, %d acknowledged, %d refused %s, %d of %d delivered, %d out of order, p50 %.1f ms, p99 %.1f ms, CPU a delivery: server %.2f µs, client %.2f µs",
		len(o.messages), o.acks, o.refused, o.refusal, o.deliveries, o.expected, o.disorder, o.p50, o.p99, o.perDelivery(o.server), o.perDelivery(o.client))
}

// runs numbers the loads of this process, so that nonces are never used twice.
type runs struct{ last atomic.Int64 }

func (r *runs) next() string { return fmt.Sprintf("b%d-%d", time.Now().Unix(), r.last.Add(1)) }

// bear sends a load to the crowd's channel and waits until everything has arrived or nothing more comes.
func (c *crowd) bear(ctx context.Context, run string, l load) (outcome, error) {
	interval := time.Duration(float64(time.Second) / l.perSecond)
	messages := make([]sent, int(l.perSecond*l.lasting.Seconds()))
	begin := c.now() + int64(50*time.Millisecond)
	for i := range messages {
		messages[i].due = begin + int64(i)*int64(interval)
	}
	t := newTally(c.tally.channel, run, messages)
	c.mutex.Lock()
	c.tally = t
	for _, m := range c.members {
		m.disorder, m.gapAfter = 0, -1
	}
	c.mutex.Unlock()
	o := outcome{run: run, messages: messages, expected: int64(len(messages)) * int64(c.connected())}
	used, err := c.server.CPU()
	if err != nil {
		return o, err
	}
	own := ownCPU()
	if err := c.send(ctx, t, l.senders); err != nil {
		return o, err
	}
	c.settle(ctx, t, o.expected, l.settle)
	after, err := c.server.CPU()
	o.server, o.client = after-used, ownCPU()-own
	c.count(t, &o)
	return o, err
}

// send writes each message at its time; the members take turns.
func (c *crowd) send(ctx context.Context, t *tally, senders int) error {
	run := string(t.marker[len(`"nonce":"`) : len(t.marker)-1])
	for i := range t.messages {
		text, err := json.Marshal(drive.Text(i))
		if err != nil {
			return err
		}
		frame := clientFrame(finText, fmt.Appendf(nil, `{"type":"message.send","ref":"%s","channel":%d,"nonce":"%s","text":%s}`,
			strconv.Itoa(i), t.channel, nonce(run, i), text))
		if wait := t.messages[i].due - c.now(); wait > 0 {
			pause(time.Duration(wait))
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if sender := c.members[i%min(senders, len(c.members))]; sender.write(frame) != nil {
			c.mutex.Lock()
			sender.gone = true // its later messages count as not acknowledged
			c.mutex.Unlock()
		}
	}
	return nil
}

// settle waits until everything has arrived, or nothing has for two seconds, or the time is over.
func (c *crowd) settle(ctx context.Context, t *tally, expected int64, longest time.Duration) {
	const step, patience = 20 * time.Millisecond, 2 * time.Second
	end, last, idle := time.Now().Add(longest), int64(-1), time.Duration(0)
	for time.Now().Before(end) && ctx.Err() == nil && idle < patience {
		c.mutex.Lock()
		progress := t.deliveries + int64(t.acks)
		done := t.deliveries >= expected && t.acks+t.refused >= len(t.messages)
		c.mutex.Unlock()
		if done {
			return
		}
		if idle += step; progress != last {
			last, idle = progress, 0
		}
		time.Sleep(step)
	}
}

func (c *crowd) count(t *tally, o *outcome) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	o.acks, o.refused, o.refusal, o.deliveries = t.acks, t.refused, t.refusal, t.deliveries
	o.p50, o.p99 = t.latencies.percentile(0.5), t.latencies.percentile(0.99)
	for _, m := range c.members {
		o.disorder += m.disorder
	}
}
