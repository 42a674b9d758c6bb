package models

import (
	"cmp"
	"context"
	"errors"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// Channel is a log of messages in a workspace, or between some people (WorkspaceID nil).
type Channel struct {
	ID          int64
	WorkspaceID *int64
	Kind        string
	Name        string
	NameKey     string
	Topic       string
	Private     bool
	ManagerID   *int64
	Everyone    bool
	History     string
	CategoryID  *int64
	Position    int64
	DirectKey   *string
	Posting     string
	Pinning     string
	ArchivedAt  *int64
	DeletedAt   *int64
	Rev         int64
	CreatedBy   int64
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
}

// Kinds of channels.
const (
	KindText         = "text"
	KindAnnouncement = "announcement"
	KindDirect       = "direct"
)

// Who sees what was written before he joined (Channel.History).
const (
	HistoryAll     = "all"
	HistoryJoining = "joining"
)

// Who may write in a channel (Channel.Posting), and who may pin there (Channel.Pinning).
const (
	Everyone   = "everyone"
	Moderators = "moderators"
)

// ChannelCounter holds the last numbers of a channel, apart because every message changes them.
type ChannelCounter struct {
	ChannelID     int64 `gorm:"primaryKey;autoIncrement:false"`
	LastSeq       int64
	LastStreamSeq int64
	LastRev       int64
}

// historyFloor is the seq up to which a member (m) of a channel (c) sees nothing.
const historyFloor = `CASE c.history WHEN 'joining' THEN m.joined_seq ELSE 0 END`

// unreadCount counts the messages of others after the read mark, up to 100, and only where the counters say there may be some.
const unreadCount = `CASE WHEN n.last_stream_seq > m.read_seq THEN (SELECT count(*) FROM (SELECT 1 FROM messages x
	WHERE x.channel_id = m.channel_id AND x.seq > max(m.read_seq, ` + historyFloor + `) AND x.kind = ''
	AND x.in_stream AND x.deleted_at IS NULL AND x.author_id <> m.account_id LIMIT 100)) ELSE 0 END`

// mentionCount counts what names or calls the member in the stream after his read mark, up to 100. A line may, too.
const mentionCount = `CASE WHEN n.last_seq > m.read_seq THEN (SELECT count(*) FROM (
	SELECT 1 FROM mentions x WHERE x.channel_id = m.channel_id AND x.account_id = m.account_id AND x.thread = 0
		AND x.seq > max(m.read_seq, ` + historyFloor + `)
	UNION ALL SELECT 1 FROM mentions x JOIN messages y ON y.channel_id = x.channel_id AND y.seq = x.seq
		WHERE x.channel_id = m.channel_id AND x.account_id = 0 AND x.thread = 0 AND y.author_id <> m.account_id
		AND x.seq > max(m.read_seq, ` + historyFloor + `) LIMIT 100)) ELSE 0 END`

// channelForm are the columns of event.ChannelForm.
const channelForm = `c.name, c.topic, c.private, coalesce(c.manager_id, 0) AS manager, c.everyone, c.history, coalesce(c.category_id, 0) AS category, c.position, c.posting, c.pinning, c.archived_at`

// membershipForm are the columns of event.Membership.
const membershipForm = `m.notify, m.muted, coalesce(m.favourite, 0) AS favourite, coalesce(m.hidden_seq, 0) AS hidden_seq,
	` + closed + ` AS closed`

// channelQuery is a query for event.Channel, what most channels lack as a rare column: see ordinary.
const channelQuery = `SELECT c.id, coalesce(c.workspace_id, 0), c.name, c.everyone, coalesce(c.category_id, 0), c.position, c.created_by, c.created_at,
	n.last_seq, n.last_stream_seq, n.last_rev, m.joined_seq, m.read_seq, ` + unreadCount + `, ` + mentionCount + `,
	CASE WHEN c.kind <> 'text' OR c.topic <> '' OR c.private OR c.history <> 'all' OR c.posting <> 'everyone' OR c.pinning <> 'moderators'
		OR m.notify <> '' OR m.muted OR coalesce(c.manager_id, c.archived_at, m.favourite, m.hidden_seq) IS NOT NULL
	THEN json_object('kind', c.kind, 'topic', c.topic, 'private', iif(c.private, json('true'), NULL), 'history', c.history,
		'posting', c.posting, 'pinning', c.pinning, 'manager', c.manager_id, 'archived_at', c.archived_at, 'notify', m.notify,
		'muted', iif(m.muted, json('true'), NULL), 'favourite', m.favourite, 'hidden_seq', m.hidden_seq,
		'closed', iif(` + closed + `, json('true'), NULL)) END
	FROM channel_members m JOIN channels c ON c.id = m.channel_id JOIN channel_counters n ON n.channel_id = c.id
	WHERE m.account_id = ? AND c.deleted_at IS NULL`

// ordinary is a channel of the actor's with nothing rare about it.
var ordinary = event.Channel{
	Kind: KindText, ChannelForm: event.ChannelForm{History: HistoryAll, Posting: Everyone, Pinning: Moderators}, Member: true,
}

// scanChannels runs a channelQuery with something added.
func scanChannels(db *gorm.DB, query string, values ...any) ([]event.Channel, error) {
	channels, err := scan(db, ordinary, func(c *event.Channel) []any {
		return []any{&c.ID, &c.Workspace, &c.Name, &c.Everyone, &c.Category, &c.Position, &c.CreatedBy, &c.CreatedAt,
			&c.LastSeq, &c.LastStreamSeq, &c.LastRev, &c.JoinedSeq, &c.ReadSeq, &c.Unread, &c.Mentions, rare{c}}
	}, query, values...)
	return channels, errors.Join(err, fillPeople(db, channels))
}

// Channels are those that the actor is in, in all workspaces.
func (s *Store) Channels(ctx context.Context, actor int64) ([]event.Channel, error) {
	return scanChannels(s.read(ctx), channelQuery+` ORDER BY c.id`, actor)
}

// channelsOf are the channels of one workspace that the actor is in.
func channelsOf(db *gorm.DB, actor, workspace int64) ([]event.Channel, error) {
	return scanChannels(db, channelQuery+` AND c.workspace_id = ? ORDER BY c.id`, actor, workspace)
}

// Channel is one that the actor is in.
func (s *Store) Channel(ctx context.Context, actor, id int64) (event.Channel, error) {
	return channel(s.read(ctx), actor, id)
}

// Channel is one that the actor is in, as this write left it.
func (tx *Tx) Channel(actor, id int64) (event.Channel, error) { return channel(tx.db, actor, id) }

func channel(db *gorm.DB, actor, id int64) (event.Channel, error) {
	found, err := scanChannels(db, channelQuery+` AND c.id = ?`, actor, id)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return event.Channel{}, err
	}
	return found[0], nil
}

// Browse are the channels of a workspace that the actor is in or may join, by id, from the one after a given id on.
func (s *Store) Browse(ctx context.Context, actor, workspace, after int64, limit int) ([]event.Channel, error) {
	if _, err := s.Role(ctx, actor, workspace); err != nil {
		return nil, err
	}
	channels := []event.Channel{}
	err := s.read(ctx).Raw(`SELECT c.id, coalesce(c.workspace_id, 0) AS workspace, c.kind, `+channelForm+`, c.created_by, c.created_at,
		m.account_id IS NOT NULL AS member, (SELECT count(*) FROM channel_members x WHERE x.channel_id = c.id) AS members
		FROM channels c LEFT JOIN channel_members m ON m.channel_id = c.id AND m.account_id = ?
		WHERE c.workspace_id = ? AND (m.account_id IS NOT NULL OR NOT c.private) AND c.id > ? ORDER BY c.id LIMIT ?`,
		actor, workspace, after, limit).Scan(&channels).Error
	return channels, storageError(err)
}

// OpenChannelWorkspace is the workspace of a channel that the actor is in or may join, as this write sees it.
func (tx *Tx) OpenChannelWorkspace(actor, id int64) (int64, error) {
	var workspace int64
	err := tx.db.Raw(`SELECT c.workspace_id FROM channels c JOIN workspace_members w ON w.workspace_id = c.workspace_id AND w.account_id = ?
		LEFT JOIN channel_members m ON m.channel_id = c.id AND m.account_id = w.account_id
		WHERE c.id = ? AND (m.account_id IS NOT NULL OR NOT c.private)`, actor, id).Row().Scan(&workspace)
	return workspace, storageError(err)
}

// CreateChannel stores a channel without members at the end of its category and gives it its id; ErrTaken when the workspace
// has one of that name.
func (tx *Tx) CreateChannel(c *Channel) error {
	c.CreatedAt = tx.now
	c.History = cmp.Or(c.History, HistoryAll)
	c.Posting = cmp.Or(c.Posting, Everyone)
	c.Pinning = cmp.Or(c.Pinning, Moderators)
	if c.WorkspaceID != nil {
		var err error
		if c.Position, err = tx.positionAtEnd(channelOrder(*c.WorkspaceID, c.CategoryID), 0); err != nil {
			return err
		}
	}
	if err := tx.db.Create(c).Error; err != nil {
		return storageError(err)
	}
	return tx.db.Create(&ChannelCounter{ChannelID: c.ID}).Error
}

// ChannelChanges are what to change of a channel; nil leaves it as it is. NameKey goes with Name. Category 0 is none; Before is the
// channel of that category to stand before, 0 the end.
type ChannelChanges struct {
	Name, NameKey, Topic        *string
	Private, Everyone, Archived *bool
	History, Posting, Pinning   *string
	Category, Before            *int64
}

// UpdateChannel changes a channel that the actor is in, tells its members and leaves a line for each change they should know of.
func (tx *Tx) UpdateChannel(actor, id int64, c ChannelChanges) error {
	before, err := tx.Channel(actor, id)
	if err != nil {
		return err
	}
	if c.Category != nil || c.Before != nil {
		if err := tx.moveChannel(actor, before, c); err != nil {
			return err
		}
	}
	rev, err := tx.nextChannelRev(id)
	if err != nil {
		return err
	}
	err = tx.db.Exec(`UPDATE channels SET rev = ?, name = coalesce(?, name), name_key = coalesce(?, name_key), topic = coalesce(?, topic),
		private = coalesce(?, private), everyone = coalesce(?, everyone), history = coalesce(?, history),
		posting = coalesce(?, posting), pinning = coalesce(?, pinning),
		direct_key = CASE WHEN coalesce(?, name) = '' THEN direct_key END,
		archived_at = CASE ? WHEN 1 THEN coalesce(archived_at, ?) WHEN 0 THEN NULL ELSE archived_at END WHERE id = ?`,
		rev, c.Name, c.NameKey, c.Topic, c.Private, c.Everyone, c.History, c.Posting, c.Pinning, c.Name, c.Archived, tx.now, id).Error
	if err != nil {
		return storageError(err)
	}
	after, err := tx.announceChannel(id, rev)
	if err != nil {
		return err
	}
	return tx.appendChangeLines(actor, id, before.ChannelForm, after)
}

// announceChannel tells a channel's members what it is like now.
func (tx *Tx) announceChannel(id, rev int64) (form event.ChannelForm, err error) {
	err = storageError(tx.db.Raw(`SELECT `+channelForm+` FROM channels c WHERE c.id = ?`, id).Scan(&form).Error)
	if err != nil {
		return form, err
	}
	people, err := directPeople(tx.db, id)
	if err == nil {
		tx.Announce(event.Audience{Channel: id}, event.ChannelUpdated{Type: "channel.updated", Channel: id, Rev: rev, ChannelForm: form, People: people})
	}
	return form, err
}

// appendChangeLines tells in the channel's log what its members should know of.
func (tx *Tx) appendChangeLines(actor, channel int64, before, after event.ChannelForm) error {
	archived := LineArchived
	if after.ArchivedAt == nil {
		archived = LineRestored
	}
	for _, line := range []struct {
		changed    bool
		kind, text string
	}{
		{before.Name != after.Name, LineRenamed, after.Name},
		{before.Topic != after.Topic, LineTopic, after.Topic},
		{before.Private != after.Private, LinePrivate, ""},
		{before.History != after.History, LineHistory, after.History},
		{(before.ArchivedAt == nil) != (after.ArchivedAt == nil), archived, ""},
	} {
		if !line.changed {
			continue
		}
		if err := tx.appendLine(channel, line.kind, actor, line.text); err != nil {
			return err
		}
	}
	return nil
}

// nextChannelRev takes the next number for a change of a channel that adds no message.
func (tx *Tx) nextChannelRev(id int64) (int64, error) {
	var rev int64
	err := tx.db.Raw(`UPDATE channel_counters SET last_rev = last_rev + 1 WHERE channel_id = ? RETURNING last_rev`, id).Row().Scan(&rev)
	return rev, storageError(err)
}
