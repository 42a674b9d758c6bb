package main

import (
	"context"
	"fmt"
	"time"

	"courtyard/scripts/drive"
)

// catchUp fetches what differs after resuming, as the browser's side does: what is on screen by its log, all else in one call.
func (b *browser) catchUp(ctx context.Context, me int64, workspaces, channels map[int64]int64) {
	for ctx.Err() == nil {
		if b.catchUpOnce(ctx, me, workspaces, channels) == nil {
			b.mutex.Lock()
			b.served = time.Now()
			b.mutex.Unlock()
			return
		}
		_ = rest(ctx, healAgain)
	}
}

func (b *browser) catchUpOnce(ctx context.Context, me int64, workspaces, channels map[int64]int64) error {
	b.mutex.Lock()
	changedWorkspaces, others := []int64{}, false
	for id, rev := range workspaces {
		if known, found := b.workspaces[id]; !found {
			others = true
		} else if rev > known {
			changedWorkspaces = append(changedWorkspaces, id)
		}
	}
	openChanged := channels[b.open] > b.channels[b.open]
	for id, rev := range channels {
		others = others || id != b.open && rev > b.channels[id]
	}
	meChanged := me > b.me
	b.mutex.Unlock()
	if len(changedWorkspaces) == 0 && !openChanged && !others && !meChanged {
		return nil
	}
	return b.online(ctx, func(l *line) error {
		for _, id := range changedWorkspaces {
			if err := b.healWorkspace(l, id); err != nil {
				return err
			}
		}
		if openChanged {
			if err := b.healOpen(l); err != nil {
				return err
			}
		}
		switch {
		case others:
			return b.refresh(l)
		case meChanged:
			return b.healMe(l)
		}
		return nil
	})
}

func (b *browser) healWorkspace(l *line, id int64) error {
	b.mutex.Lock()
	since := b.workspaces[id]
	b.mutex.Unlock()
	var now numbers
	if err := l.get(fmt.Sprintf("/api/v1/workspaces/%d/changes?since=%d", id, since), b.account.Token, &now); err != nil {
		return err
	}
	b.mutex.Lock()
	b.workspaces[id] = max(b.workspaces[id], now.Rev)
	b.mutex.Unlock()
	return nil
}

func (b *browser) healMe(l *line) error {
	b.mutex.Lock()
	since := b.me
	b.mutex.Unlock()
	var now numbers
	if err := l.get(fmt.Sprintf("/api/v1/me/changes?since=%d", since), b.account.Token, &now); err != nil {
		return err
	}
	b.mutex.Lock()
	b.me = max(b.me, now.Rev)
	b.mutex.Unlock()
	return nil
}

// healOpen brings the channel on screen to its end.
func (b *browser) healOpen(l *line) error {
	for {
		b.mutex.Lock()
		since := b.channels[b.open]
		b.mutex.Unlock()
		var now struct {
			Rev         int64
			More, Reset bool
			Messages    []drive.Message
		}
		path := fmt.Sprintf("/api/v1/channels/%d/changes?since=%d", b.open, since)
		if err := l.get(path, b.account.Token, &now); err != nil {
			return err
		}
		if now.Reset {
			return fmt.Errorf("%s: more behind than a bench can be", path)
		}
		b.mutex.Lock()
		for _, m := range now.Messages {
			b.held[m.Nonce] = true
		}
		b.channels[b.open] = max(b.channels[b.open], now.Rev)
		b.refetched++
		b.mutex.Unlock()
		if !now.More {
			return nil
		}
	}
}

// healChannel closes a gap that an event has shown, one call at a time for each channel.
func (b *browser) healChannel(ctx context.Context, id int64) {
	b.mutex.Lock()
	busy := b.healing[id]
	b.healing[id] = true
	b.mutex.Unlock()
	if busy {
		return
	}
	b.work.Go(func() {
		for ctx.Err() == nil && b.healChannelOnce(ctx, id) != nil {
			_ = rest(ctx, healAgain)
		}
		b.mutex.Lock()
		delete(b.healing, id)
		b.mutex.Unlock()
	})
}

func (b *browser) healChannelOnce(ctx context.Context, id int64) error {
	return b.online(ctx, func(l *line) error {
		if id == b.open {
			return b.healOpen(l)
		}
		var row numbers
		if err := l.get(fmt.Sprintf("/api/v1/channels/%d", id), b.account.Token, &row); err != nil {
			return err
		}
		b.mutex.Lock()
		b.channels[id] = max(b.channels[id], row.Last)
		b.refetched++
		b.mutex.Unlock()
		return nil
	})
}

// has says whether a message that was acknowledged is on screen, or for another channel, whether its number is known.
func (b *browser) has(m acknowledged) bool {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.channels[m.channel] < m.rev {
		return false
	}
	return m.channel != b.open || b.held[m.nonce]
}

func (b *browser) servedSince(moment time.Time) bool {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.served.After(moment)
}
