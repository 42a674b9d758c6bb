package models

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// Page names a piece of a channel's log by seq: at most one of Before, After and Around is set; none is the newest page.
type Page struct {
	Before, Around int64
	// After may be 0, the beginning; nil is unset.
	After *int64
	Limit int
}

// History is a piece of a channel's log, ascending by seq, with the people in it.
type History struct {
	Items  []event.Message
	People []event.Person
	// Next is the seq to continue from in the page's direction; 0: there is no more.
	Next int64
}

// Messages is a page of a channel that the actor is in.
func (s *Store) Messages(ctx context.Context, actor, channel int64, p Page) (History, error) {
	floor, err := s.historyFrom(ctx, actor, channel)
	if err != nil {
		return History{}, err
	}
	log := seen{s.read(ctx), channel, floor}
	var h History
	switch {
	case p.Around > 0:
		h.Items, err = log.around(p.Around, p.Limit)
	case p.After != nil:
		h.Items, err = log.after(*p.After, p.Limit+1)
		h.Items, h.Next = cut(h.Items, p.Limit)
	default:
		h.Items, err = log.before(p.Before, p.Limit+1)
		h.Items, h.Next = cut(h.Items, p.Limit)
		slices.Reverse(h.Items)
	}
	if err != nil {
		return History{}, err
	}
	h.People, err = s.authors(ctx, h.Items)
	return h, err
}

// cut takes away the one message that was read only to learn whether there is more, and gives the seq to go on from.
func cut(items []event.Message, limit int) ([]event.Message, int64) {
	if len(items) <= limit {
		return items, 0
	}
	return items[:limit], items[limit-1].Seq
}

// seen is the part of a channel's log that one member sees.
type seen struct {
	db             *gorm.DB
	channel, floor int64
}

func (s seen) before(seq int64, limit int) ([]event.Message, error) {
	if seq == 0 {
		seq = 1 << 62
	}
	return scanMessages(s.db, `SELECT `+messageColumns+` FROM messages WHERE channel_id = ? AND seq < ? AND seq > ? ORDER BY seq DESC LIMIT ?`,
		s.channel, seq, s.floor, limit)
}

func (s seen) after(seq int64, limit int) ([]event.Message, error) {
	return scanMessages(s.db, `SELECT `+messageColumns+` FROM messages WHERE channel_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
		s.channel, max(seq, s.floor), limit)
}

func (s seen) around(seq int64, limit int) ([]event.Message, error) {
	older, err := s.before(seq, limit/2)
	if err != nil {
		return nil, err
	}
	slices.Reverse(older)
	newer, err := s.after(seq-1, limit-limit/2)
	return append(older, newer...), err
}

func (s *Store) authors(ctx context.Context, messages []event.Message) ([]event.Person, error) {
	ids := make([]int64, 0, len(messages))
	for _, m := range messages {
		if !slices.Contains(ids, m.Author) {
			ids = append(ids, m.Author)
		}
	}
	return peopleByID(s.read(ctx), ids)
}
