package models

import (
	"context"
	"errors"
	"maps"
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
	Items []event.Message
	// Related are messages beside the page that its own ones need: see seen.related.
	Related []event.Message
	// Root and Standing belong to a thread's page: the message it begins with, where the reader sees it, and how he stands to it.
	Root     *event.Message
	Standing *event.Thread
	// Reply belongs to a stream's page around a message that stands only in its thread: that message.
	Reply  *event.Message
	People []event.Person
	// LastSeq is the channel's last seq before the page was read.
	LastSeq int64
	// Next is the seq to continue from in the page's direction; 0: there is no more.
	Next int64
}

// Messages is a page of the stream of a channel that the actor is in: replies stand in it where their author wanted that.
func (s *Store) Messages(ctx context.Context, actor, channel int64, p Page) (History, error) {
	floor, last, err := s.historyFrom(ctx, actor, channel)
	if err != nil {
		return History{}, err
	}
	log := seen{s.read(ctx), channel, floor, ofStream, channel}
	h, err := log.page(p)
	if err != nil {
		return h, err
	}
	h.LastSeq = last
	if h.Related, err = log.related(h.Items); err != nil {
		return h, err
	}
	beside, err := log.besideStream(p.Around)
	if err != nil {
		return h, err
	}
	if h.People, err = s.complete(ctx, actor, h.Items, h.Related, beside); err == nil && len(beside) > 0 {
		h.Reply = &beside[0]
	}
	return h, err
}

// Replies is a page of a thread in a channel that the actor is in; ErrNotFound when he sees nothing of it.
func (s *Store) Replies(ctx context.Context, actor, channel, root int64, p Page) (History, error) {
	_, last, err := s.historyFrom(ctx, actor, channel)
	if err != nil {
		return History{}, err
	}
	in, floor, err := threadOf(s.read(ctx), actor, root)
	if err == nil && in != channel {
		err = ErrNotFound
	}
	if err != nil {
		return History{}, err
	}
	log := seen{s.read(ctx), channel, floor, ofThread, root}
	h, err := log.page(p)
	if err != nil {
		return h, err
	}
	h.LastSeq = last
	above, err := log.byID([]int64{root})
	if err != nil {
		return h, err
	}
	standing, err := thread(s.read(ctx), actor, root, channel)
	if err != nil {
		return h, err
	}
	h.Standing = &standing
	h.Related = []event.Message{}
	if h.People, err = s.complete(ctx, actor, h.Items, above); err == nil && len(above) > 0 {
		h.Root = &above[0]
	}
	return h, err
}

// page is a piece of what the reader sees.
func (s seen) page(p Page) (h History, err error) {
	switch {
	case p.Around > 0:
		h.Items, err = s.around(p.Around, p.Limit)
		if fit := fitting(h.Items); fit < len(h.Items) {
			h.Items, err = s.around(p.Around, fit)
		}
	case p.After != nil:
		h.Items, err = s.after(*p.After, p.Limit+1)
		h.Items, h.Next = cut(h.Items, p.Limit)
	default:
		h.Items, err = s.before(p.Before, p.Limit+1)
		h.Items, h.Next = cut(h.Items, p.Limit)
		slices.Reverse(h.Items)
	}
	return h, err
}

// complete adds to messages what other tables hold of them, as the actor sees it, and gives the people in them.
func (s *Store) complete(ctx context.Context, actor int64, lists ...[]event.Message) ([]event.Person, error) {
	for _, messages := range lists {
		if err := fill(s.read(ctx), actor, messages); err != nil {
			return nil, err
		}
	}
	return s.authors(ctx, lists...)
}

// fill adds to messages what other tables hold of them, as the reader sees it.
func fill(db *gorm.DB, reader int64, messages []event.Message) error {
	return errors.Join(fillReactions(db, reader, messages), fillMentions(db, reader, messages), fillFiles(db, messages))
}

// pageBytes bounds the text, with what was made of it, in one answer; a single message always fits.
const pageBytes = 1 << 20

// fitting is how many of some messages one answer holds.
func fitting(items []event.Message) int {
	left := pageBytes
	for i, m := range items {
		if left -= len(m.Text) + len(m.HTML); left < 0 && i > 0 {
			return i
		}
	}
	return len(items)
}

// cut takes away what is too much for a page, as the one message that was read only to learn whether there is more, and gives the
// seq to go on from.
func cut(items []event.Message, limit int) ([]event.Message, int64) {
	limit = min(limit, fitting(items))
	if len(items) <= limit {
		return items, 0
	}
	return items[:limit], items[limit-1].Seq
}

// Where a seen part lies: in the stream of a channel, or in the thread of a root.
const (
	ofStream = `channel_id = ? AND in_stream`
	ofThread = `thread = ?`
)

// seen is the part of a channel's log that one member sees; which says where, and of the id's channel or root.
type seen struct {
	db             *gorm.DB
	channel, floor int64
	which          string
	id             int64
}

func (s seen) before(seq int64, limit int) ([]event.Message, error) {
	if seq == 0 {
		seq = 1 << 62
	}
	return scanMessages(s.db, `SELECT `+messageColumns+` FROM messages WHERE `+s.which+` AND seq < ? AND seq > ? ORDER BY seq DESC LIMIT ?`,
		s.id, seq, s.floor, limit)
}

func (s seen) after(seq int64, limit int) ([]event.Message, error) {
	return scanMessages(s.db, `SELECT `+messageColumns+` FROM messages WHERE `+s.which+` AND seq > ? ORDER BY seq LIMIT ?`,
		s.id, max(seq, s.floor), limit)
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

// besideStream is the message with a seq, where it stands only in its thread.
func (s seen) besideStream(seq int64) ([]event.Message, error) {
	if seq == 0 {
		return nil, nil
	}
	return scanMessages(s.db, `SELECT `+messageColumns+` FROM messages WHERE channel_id = ? AND seq = ? AND seq > ? AND NOT in_stream`,
		s.channel, seq, s.floor)
}

// authors are the people in some messages.
func (s *Store) authors(ctx context.Context, lists ...[]event.Message) ([]event.Person, error) {
	named := map[int64]struct{}{}
	for _, messages := range lists {
		for i := range messages {
			m := &messages[i]
			named[m.Author], named[m.DeletedBy], named[m.PinnedBy] = struct{}{}, struct{}{}, struct{}{}
			for _, id := range m.Mentions {
				named[id] = struct{}{}
			}
		}
	}
	delete(named, 0)
	return peopleByID(s.read(ctx), slices.Collect(maps.Keys(named)))
}
