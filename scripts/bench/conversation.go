package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"courtyard/scripts/drive"
)

const (
	longChannel = 200_000
	// switchChannels is how many channels are visited for the first time.
	switchChannels = 20
	growthRate     = 30 // messages and reactions, each, a second
	growthWarm     = time.Minute
	growthTime     = 10 * time.Minute
	directory      = 5000
)

// scroll turns the wheel from the newest message of a long channel back to its middle.
func (b *bench) scroll(ctx context.Context) (figures, error) {
	count := pick(b.quick, 5_000, longChannel)
	o, err := b.office(ctx, officeSize{40, 1})
	if err != nil {
		return nil, err
	}
	if err := b.seed(ctx, o, o.Channels, count); err != nil {
		return nil, err
	}
	return b.visit(ctx, o, false, func(s *stage) page {
		return page{
			script: "scroll", lasting: 20 * time.Minute, details: map[string]any{"path": s.channelPath(0), "middle": count / 2},
		}
	})
}

func (s *stage) channelPath(i int) string {
	return fmt.Sprintf("/w/%d/c/%d", s.Workspace, s.Channels[i])
}

// switching goes through channels for the first time, and through some of them again.
func (b *bench) switching(ctx context.Context) (figures, error) {
	o, err := b.office(ctx, officeSize{20, switchChannels + 1})
	if err != nil {
		return nil, err
	}
	if err := b.seed(ctx, o, o.Channels, (switchChannels+1)*300); err != nil {
		return nil, err
	}
	var names []string
	for i := range switchChannels {
		names = append(names, fmt.Sprintf("room-%d", i+1))
	}
	return b.visit(ctx, o, false, func(s *stage) page {
		return page{script: "switch", lasting: time.Minute, details: map[string]any{"names": names}}
	})
}

// growth is what minutes of messages and reactions in the open channel leave in a page.
func (b *bench) growth(ctx context.Context) (figures, error) {
	o, err := b.office(ctx, officeSize{100, 1})
	if err != nil {
		return nil, err
	}
	lasting := map[string]time.Duration{
		"ready":    pick(b.quick, 3*time.Second, growthWarm),
		"measured": pick(b.quick, 5*time.Second, growthTime),
	}
	return b.visit(ctx, o, true, func(s *stage) page {
		return page{
			script: "growth", lasting: growthWarm + growthTime, details: map[string]any{"path": s.channelPath(0)},
			step: func(ctx context.Context, line string) error { return s.lively(ctx, b.runs.next(), lasting[line]) },
		}
	})
}

// lively writes messages and reacts to the latest of them, at a steady rate, in the first channel.
func (s *stage) lively(ctx context.Context, run string, lasting time.Duration) error {
	c := drive.NewClient(s.server, 4)
	defer c.Close()
	latest := make([]drive.Message, 0, 64)
	tick := time.NewTicker(time.Second / growthRate)
	defer tick.Stop()
	for i := range int(lasting.Seconds() * growthRate) {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		m, status, err := drive.Send(c, s.People[i%5], s.Channels[0], nonce(run, i), drive.Text(i))
		if err != nil || status != http.StatusCreated {
			return errors.Join(err, fmt.Errorf("a message was answered with %d", status))
		}
		latest = append(latest, m)[max(0, len(latest)-20):]
		if err := react(c, s.People[(i+1)%5], latest[i%len(latest)].ID, i); err != nil {
			return err
		}
	}
	return nil
}

// emoji are those that people of the bench choose from.
var emoji = []string{"👍", "🎉", "✅", "👀", "🙏", "😄", "🚀", "🐈"}

func react(c *drive.Client, a drive.Account, message int64, i int) error {
	return c.Must(drive.Request{
		Method: http.MethodPut, Token: a.Token, Path: fmt.Sprintf("/api/v1/messages/%d/reactions?emoji=%s", message, emoji[i%len(emoji)]),
	})
}

// completion types the names of people of a large office.
func (b *bench) completion(ctx context.Context) (figures, error) {
	o, err := b.office(ctx, officeSize{pick(b.quick, 500, directory), 1})
	if err != nil {
		return nil, err
	}
	return b.visit(ctx, o, true, func(s *stage) page {
		return page{script: "completion", lasting: time.Minute, details: map[string]any{"path": s.channelPath(0)}}
	})
}
