package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"courtyard/scripts/drive"
)

const (
	// rateStep is the factor from one tried rate to the next, rateSteps how many are tried at most.
	rateStep  = 1.25
	rateSteps = 10
	// rateP99 is the latency in ms that a held rate stays under.
	rateP99 = 250
	// rateSenders is how many members send: one socket's reader waits for each commit.
	rateSenders = 64
)

func (b *bench) rate100(ctx context.Context) (figures, error) {
	rate, err := b.highestRate(ctx, 100, pick(b.quick, 1000.0, 4500))
	return figures{"talk_rate100": rate}, err
}

func (b *bench) rate1000(ctx context.Context) (figures, error) {
	rate, err := b.highestRate(ctx, pick(b.quick, 200, 1000), pick(b.quick, 500.0, 1500))
	return figures{"talk_rate1000": rate}, err
}

// highestRate goes up from a first rate, or down where it is not held, until a step changes the answer; then once between.
func (b *bench) highestRate(ctx context.Context, people int, first float64) (float64, error) {
	held, err := b.holds(ctx, people, first)
	if err != nil {
		return 0, err
	}
	factor := rateStep
	if !held {
		factor = 1 / rateStep
	}
	rate, turned := first, false
	for range pick(b.quick, 1, rateSteps) {
		rate *= factor
		now, err := b.holds(ctx, people, rate)
		if err != nil {
			return 0, err
		}
		if turned = now != held; turned {
			break
		}
	}
	switch {
	case !turned && !held:
		return 0, nil
	case !turned:
		return rate, nil
	}
	best, worst := min(rate, rate/factor), max(rate, rate/factor)
	between := math.Sqrt(best * worst)
	if held, err = b.holds(ctx, people, between); held {
		best = between
	}
	return best, err
}

// holds tries one rate on a server and sockets of its own, so that nothing waits from the try before.
func (b *bench) holds(ctx context.Context, people int, rate float64) (held bool, err error) {
	office, err := b.office(ctx, officeSize{people, 1})
	if err != nil {
		return false, err
	}
	s, err := b.open(ctx, office, false)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	c, err := s.gather(ctx, people)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	before, err := drive.Numbers(s.client, s.People[0].Token, s.Channels[0])
	if err != nil {
		return false, err
	}
	o, err := c.bear(ctx, b.runs.next(), load{
		perSecond: rate, lasting: pick[time.Duration](b.quick, 2, 10) * time.Second, senders: rateSenders, settle: 15 * time.Second,
	})
	if err != nil {
		return false, err
	}
	problem := c.judge(s, o, before.LastSeq)
	b.note("%d people, %.0f/s: %s; %s", people, rate, o, verdict(problem))
	return problem == nil, ctx.Err()
}

func verdict(problem error) string {
	if problem == nil {
		return "held"
	}
	return "not held: " + problem.Error()
}

// judge says why a rate was not held.
func (c *crowd) judge(s *stage, o outcome, before int64) error {
	switch {
	case o.acks != len(o.messages):
		return errors.New("not everything was acknowledged")
	case o.p99 >= rateP99:
		return fmt.Errorf("p99 %.0f ms", o.p99)
	}
	stored, err := storedAsAcknowledged(s, o, before)
	if err != nil {
		return err
	}
	return c.heal(s, stored, before)
}

// storedAsAcknowledged compares the acknowledgements with the history after a seq; it gives each nonce's rev.
func storedAsAcknowledged(s *stage, o outcome, after int64) (map[string]int64, error) {
	token, channel := s.People[0].Token, s.Channels[0]
	last, err := drive.Numbers(s.client, token, channel)
	if err != nil {
		return nil, err
	}
	history, err := drive.History(s.client, token, channel, after)
	if err != nil {
		return nil, err
	}
	stored, seqs := map[string]int64{}, map[string]int64{}
	for _, m := range history {
		stored[m.Nonce], seqs[m.Nonce] = m.Rev, m.Seq
	}
	for i, m := range o.messages {
		n := nonce(o.run, i)
		if seqs[n] != m.seq || stored[n] != m.rev || m.rev > last.LastRev {
			return nil, errors.New("an acknowledged message is not stored as it was acknowledged")
		}
	}
	return stored, nil
}

// heal lets each member who has a gap fetch it as a client does, and says whether anything is still missing.
func (c *crowd) heal(s *stage, stored map[string]int64, before int64) error {
	newest := int64(0)
	for _, rev := range stored {
		newest = max(newest, rev)
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, m := range c.members {
		from := m.rev
		if m.gapAfter >= 0 {
			from = m.gapAfter
		}
		if from >= newest {
			continue
		}
		fetched, err := drive.Changes(s.client, m.account.Token, s.Channels[0], from, before)
		if err != nil {
			return err
		}
		for n, rev := range stored {
			if rev > from && !fetched[n] {
				return errors.New("a message was lost for good")
			}
		}
	}
	return nil
}
