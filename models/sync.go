package models

import (
	"context"

	"courtyard/app/event"
)

// changesBehind is how far behind a client may be before it is told to load anew.
const changesBehind = 2000

// WorkspaceIDs are the workspaces that the actor is in.
func (s *Store) WorkspaceIDs(ctx context.Context, actor int64) (ids []int64, err error) {
	err = s.read(ctx).Raw(`SELECT workspace_id FROM workspace_members WHERE account_id = ?`, actor).Scan(&ids).Error
	return ids, storageError(err)
}

// ChannelIDs are the channels that the actor is in.
func (s *Store) ChannelIDs(ctx context.Context, actor int64) (ids []int64, err error) {
	err = s.read(ctx).Raw(`SELECT channel_id FROM channel_members WHERE account_id = ?`, actor).Scan(&ids).Error
	return ids, storageError(err)
}

// Numbers are the last numbers of every log that one account hears.
type Numbers struct {
	Me         int64
	Workspaces map[int64]int64
	Channels   map[int64]int64
	// DndUntil is what the account's settings said at that number.
	DndUntil int64
}

// Numbers are read after the hub follows the account, so that nothing lies between them and the first event.
func (s *Store) Numbers(ctx context.Context, actor int64) (Numbers, error) {
	n := Numbers{Workspaces: map[int64]int64{}, Channels: map[int64]int64{}}
	err := s.read(ctx).Raw(`SELECT rev, dnd_until FROM accounts WHERE id = ?`, actor).Row().Scan(&n.Me, &n.DndUntil)
	if err != nil {
		return n, storageError(err)
	}
	if err := s.pairs(ctx, n.Workspaces, `SELECT w.id, w.rev FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id
		WHERE m.account_id = ?`, actor); err != nil {
		return n, err
	}
	return n, s.pairs(ctx, n.Channels, `SELECT n.channel_id, n.last_rev FROM channel_members m JOIN channel_counters n ON n.channel_id = m.channel_id
		WHERE m.account_id = ?`, actor)
}

func (s *Store) pairs(ctx context.Context, into map[int64]int64, query string, actor int64) error {
	found, err := scan(s.read(ctx), [2]int64{}, func(p *[2]int64) []any { return []any{&p[0], &p[1]} }, query, actor)
	for _, p := range found {
		into[p[0]] = p[1]
	}
	return err
}

// ChannelDifference is what changed in a channel's log since a number; each changed message stands once, as it is now.
type ChannelDifference struct {
	Rev      int64
	Reset    bool
	More     bool
	Channel  *event.Channel
	Messages []event.Message
	// Related are the roots and parents of changed replies, as they are now; Threads is how the reader stands to their threads.
	Related []event.Message
	Threads []event.Thread
	People  []event.Person
}

// ChannelChanges is what changed in a channel that the actor is in.
func (s *Store) ChannelChanges(ctx context.Context, actor, id, since int64, limit int) (ChannelDifference, error) {
	d := ChannelDifference{Messages: []event.Message{}, Related: []event.Message{}, Threads: []event.Thread{}, People: []event.Person{}}
	c, err := s.Channel(ctx, actor, id)
	if err != nil {
		return d, err
	}
	d.Rev = c.LastRev
	if since > c.LastRev || c.LastRev-since > changesBehind {
		d.Reset, d.Channel = true, &c
		return d, nil
	}
	var row int64
	if err := s.read(ctx).Raw(`SELECT rev FROM channels WHERE id = ?`, id).Row().Scan(&row); err != nil {
		return d, storageError(err)
	}
	if row > since {
		d.Channel = &c
	}
	// Up to the number read above: what comes in between belongs to the next difference.
	floor := int64(0)
	if c.History == HistoryJoining {
		floor = c.JoinedSeq
	}
	d.Messages, err = scanMessages(s.read(ctx), `SELECT `+messageColumns+` FROM messages WHERE channel_id = ? AND rev > ? AND rev <= ? AND seq > ?
		ORDER BY rev LIMIT ?`, id, since, c.LastRev, floor, limit+1)
	if err != nil {
		return d, err
	}
	if limit = min(limit, fitting(d.Messages)); len(d.Messages) > limit {
		d.Messages, d.More = d.Messages[:limit], true
		d.Rev = d.Messages[limit-1].Rev
	}
	log := seen{s.read(ctx), id, floor, ofStream, id}
	if d.Related, err = log.related(d.Messages); err != nil {
		return d, err
	}
	if d.Threads, err = s.threadsOf(ctx, actor, d.Messages); err != nil {
		return d, err
	}
	d.People, err = s.complete(ctx, actor, d.Messages, d.Related)
	return d, err
}

// WorkspaceDifference is the difference of a workspace's log since a number.
type WorkspaceDifference struct {
	Rev        int64
	Reset      bool
	Workspace  event.Workspace
	Categories []event.Category
	Members    []event.Member
	Gone       []int64
}

// WorkspaceChanges is what changed in a workspace that the actor is in.
func (s *Store) WorkspaceChanges(ctx context.Context, actor, id, since int64) (WorkspaceDifference, error) {
	d := WorkspaceDifference{Members: []event.Member{}, Gone: []int64{}}
	w, err := s.Workspace(ctx, actor, id)
	if err != nil {
		return d, err
	}
	d.Workspace, d.Rev = w, w.Rev
	if d.Categories, err = categoriesOf(s.read(ctx), actor, id); err != nil {
		return d, err
	}
	if since > w.Rev || w.Rev-since > changesBehind {
		d.Reset = true
		return d, nil
	}
	if err := s.read(ctx).Raw(memberQuery+` AND m.rev > ? ORDER BY m.account_id`, id, since).Scan(&d.Members).Error; err != nil {
		return d, storageError(err)
	}
	err = s.read(ctx).Raw(`SELECT account_id FROM workspace_departures WHERE workspace_id = ? AND rev > ?`, id, since).Scan(&d.Gone).Error
	return d, storageError(err)
}

// MeDifference is the difference of an account's log since a number, with all it is in, so that what ended is seen too.
type MeDifference struct {
	Me           event.Me
	Workspaces   []event.Workspace
	Categories   []event.Category
	Channels     []event.Channel
	Threads      []event.Thread
	WorkspaceIDs []int64
	ChannelIDs   []int64
	Drafts       []event.Draft
}

// MeChanges is what changed for the actor.
func (s *Store) MeChanges(ctx context.Context, actor, since int64) (MeDifference, error) {
	d := MeDifference{Channels: []event.Channel{}, WorkspaceIDs: []int64{}, ChannelIDs: []int64{}}
	var err error
	// The number first: what changes in between is fetched once more, never missed.
	if d.Me, err = s.Me(ctx, actor); err != nil {
		return d, err
	}
	if since > d.Me.Rev {
		since = 0
	}
	if d.Workspaces, err = s.Workspaces(ctx, actor); err != nil {
		return d, err
	}
	for _, w := range d.Workspaces {
		d.WorkspaceIDs = append(d.WorkspaceIDs, w.ID)
	}
	if d.Categories, err = s.Categories(ctx, actor); err != nil {
		return d, err
	}
	if d.Channels, err = scanChannels(s.read(ctx), channelQuery+` AND m.rev > ? ORDER BY c.id`, actor, since); err != nil {
		return d, err
	}
	if d.Threads, err = s.threadsChanged(ctx, actor, since); err != nil {
		return d, err
	}
	if d.Drafts, err = s.changedDrafts(ctx, actor, since); err != nil {
		return d, err
	}
	if ids, err := s.ChannelIDs(ctx, actor); err != nil {
		return d, err
	} else if ids != nil {
		d.ChannelIDs = ids
	}
	return d, nil
}
