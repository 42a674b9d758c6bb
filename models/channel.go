package models

import (
	"context"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// Channel is a log of messages in a workspace.
type Channel struct {
	ID          int64
	WorkspaceID int64
	Kind        string
	Name        string
	NameKey     string
	Topic       string
	Everyone    bool
	Rev         int64
	CreatedBy   int64
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
}

// ChannelCounter holds the last numbers of a channel, apart because every message changes them.
type ChannelCounter struct {
	ChannelID     int64 `gorm:"primaryKey;autoIncrement:false"`
	LastSeq       int64
	LastStreamSeq int64
	LastRev       int64
}

// unreadCount counts the messages of others after the read mark, up to 100, and only where the counters say there may be some.
const unreadCount = `CASE WHEN n.last_stream_seq > m.read_seq THEN (SELECT count(*) FROM (SELECT 1 FROM messages x
	WHERE x.channel_id = m.channel_id AND x.seq > m.read_seq AND x.kind = '' AND x.author_id <> m.account_id LIMIT 100)) ELSE 0 END`

const channelQuery = `SELECT c.id, c.workspace_id AS workspace, c.kind, c.name, c.topic, c.everyone, c.created_by, c.created_at,
	1 AS member, n.last_seq, n.last_stream_seq, n.last_rev, m.joined_seq, m.read_seq, ` + unreadCount + ` AS unread
	FROM channel_members m JOIN channels c ON c.id = m.channel_id JOIN channel_counters n ON n.channel_id = c.id
	WHERE m.account_id = ?`

// Channels are those that the actor is in, in all workspaces.
func (s *Store) Channels(ctx context.Context, actor int64) ([]event.Channel, error) {
	channels := []event.Channel{}
	err := s.read(ctx).Raw(channelQuery+` ORDER BY c.id`, actor).Scan(&channels).Error
	return channels, storageError(err)
}

// channelsOf are the channels of one workspace that the actor is in.
func channelsOf(db *gorm.DB, actor, workspace int64) ([]event.Channel, error) {
	channels := []event.Channel{}
	err := db.Raw(channelQuery+` AND c.workspace_id = ? ORDER BY c.id`, actor, workspace).Scan(&channels).Error
	return channels, storageError(err)
}

// Channel is one that the actor is in.
func (s *Store) Channel(ctx context.Context, actor, id int64) (event.Channel, error) {
	return channel(s.read(ctx), actor, id)
}

// Channel is one that the actor is in, as this write left it.
func (tx *Tx) Channel(actor, id int64) (event.Channel, error) { return channel(tx.db, actor, id) }

func channel(db *gorm.DB, actor, id int64) (event.Channel, error) {
	var c event.Channel
	found := db.Raw(channelQuery+` AND c.id = ?`, actor, id).Scan(&c)
	if found.Error == nil && found.RowsAffected == 0 {
		return c, ErrNotFound
	}
	return c, storageError(found.Error)
}

// Browse are the channels of a workspace that the actor is in or may join, by id, from the one after a given id on.
func (s *Store) Browse(ctx context.Context, actor, workspace, after int64, limit int) ([]event.Channel, error) {
	if _, err := s.Role(ctx, actor, workspace); err != nil {
		return nil, err
	}
	channels := []event.Channel{}
	err := s.read(ctx).Raw(`SELECT c.id, c.workspace_id AS workspace, c.kind, c.name, c.topic, c.everyone, c.created_by, c.created_at,
		m.account_id IS NOT NULL AS member, (SELECT count(*) FROM channel_members x WHERE x.channel_id = c.id) AS members
		FROM channels c LEFT JOIN channel_members m ON m.channel_id = c.id AND m.account_id = ?
		WHERE c.workspace_id = ? AND c.id > ? ORDER BY c.id LIMIT ?`, actor, workspace, after, limit).Scan(&channels).Error
	return channels, storageError(err)
}

// OpenChannelWorkspace is the workspace of a channel that the actor is in or may join, as this write sees it.
func (tx *Tx) OpenChannelWorkspace(actor, id int64) (int64, error) {
	var workspace int64
	err := tx.db.Raw(`SELECT c.workspace_id FROM channels c JOIN workspace_members m ON m.workspace_id = c.workspace_id AND m.account_id = ?
		WHERE c.id = ?`, actor, id).Row().Scan(&workspace)
	return workspace, storageError(err)
}

// CreateChannel stores a channel without members and gives it its id; ErrTaken when the workspace has one of that name.
func (tx *Tx) CreateChannel(c *Channel) error {
	c.CreatedAt = tx.now
	if err := tx.db.Create(c).Error; err != nil {
		return storageError(err)
	}
	return tx.db.Create(&ChannelCounter{ChannelID: c.ID}).Error
}

// ChannelChanges are what to change of a channel; nil leaves it as it is. NameKey goes with Name.
type ChannelChanges struct {
	Name, NameKey, Topic *string
	Everyone             *bool
}

// UpdateChannel changes a channel that the actor is in, tells its members and leaves a line for a new name or topic.
func (tx *Tx) UpdateChannel(actor, id int64, c ChannelChanges) error {
	before, err := tx.Channel(actor, id)
	if err != nil {
		return err
	}
	rev, err := tx.nextChannelRev(id)
	if err != nil {
		return err
	}
	var name, topic string
	var everyone bool
	err = tx.db.Raw(`UPDATE channels SET rev = ?, name = coalesce(?, name), name_key = coalesce(?, name_key), topic = coalesce(?, topic),
		everyone = coalesce(?, everyone) WHERE id = ? RETURNING name, topic, everyone`,
		rev, c.Name, c.NameKey, c.Topic, c.Everyone, id).Row().Scan(&name, &topic, &everyone)
	if err != nil {
		return storageError(err)
	}
	tx.Announce(event.Audience{Channel: id}, event.ChannelUpdated{
		Type: "channel.updated", Channel: id, Rev: rev, Name: name, Topic: topic, Everyone: everyone,
	})
	if name != before.Name {
		if err := tx.appendLine(id, LineRenamed, actor, name); err != nil {
			return err
		}
	}
	if topic != before.Topic {
		return tx.appendLine(id, LineTopic, actor, topic)
	}
	return nil
}

// nextChannelRev takes the next number for a change of a channel that adds no message.
func (tx *Tx) nextChannelRev(id int64) (int64, error) {
	var rev int64
	err := tx.db.Raw(`UPDATE channel_counters SET last_rev = last_rev + 1 WHERE channel_id = ? RETURNING last_rev`, id).Row().Scan(&rev)
	return rev, storageError(err)
}
