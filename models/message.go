package models

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// Kinds of lines: what happened to a channel, told in its log. They never count as unread.
const (
	LineJoined  = "joined"
	LineLeft    = "left"
	LineRemoved = "removed"
	LineRenamed = "renamed"
	LineTopic   = "topic"

	LinePrivate  = "private"
	LineHistory  = "history"
	LineArchived = "archived"
	LineRestored = "restored"
)

// Message is one numbered entry of a channel's log.
type Message struct {
	ID        int64
	ChannelID int64
	Seq       int64
	Rev       int64
	Kind      string
	AuthorID  int64
	Nonce     *string
	Text      string
	HTML      string
	Renderer  int64
	CreatedAt int64 `gorm:"autoCreateTime:false"`
}

const messageColumns = `id, channel_id, seq, rev, kind, author_id, coalesce(nonce, ''), text, html, created_at`

// AppendMessage numbers and stores a message of somebody who is in the channel, moves his read mark to it and tells the channel.
// ErrNotFound when he is not in it, ErrArchived when it can only be read, ErrTaken when he has used the nonce before.
func (tx *Tx) AppendMessage(m *event.Message, renderer int) error {
	err := tx.db.Raw(`UPDATE channel_counters SET last_seq = last_seq + 1, last_stream_seq = last_seq + 1, last_rev = last_rev + 1
		WHERE channel_id = ? AND EXISTS (SELECT 1 FROM channel_members m JOIN channels c ON c.id = m.channel_id
		WHERE m.channel_id = ? AND m.account_id = ? AND c.archived_at IS NULL AND c.deleted_at IS NULL)
		RETURNING last_seq, last_rev`, m.Channel, m.Channel, m.Author).Row().Scan(&m.Seq, &m.Rev)
	if err = storageError(err); errors.Is(err, ErrNotFound) {
		return tx.whyNoMessage(m)
	}
	if err != nil {
		return err
	}
	if err := tx.insertMessage(m, renderer); err != nil {
		return err
	}
	return tx.db.Exec(`UPDATE channel_members SET read_seq = ? WHERE channel_id = ? AND account_id = ?`, m.Seq, m.Channel, m.Author).Error
}

// whyNoMessage says why a channel took no message.
func (tx *Tx) whyNoMessage(m *event.Message) error {
	if _, err := tx.Channel(m.Author, m.Channel); err != nil {
		return err
	}
	return ErrArchived
}

// appendLine numbers and stores a line and tells the channel.
func (tx *Tx) appendLine(channel int64, kind string, about int64, text string) error {
	m := &event.Message{Channel: channel, Kind: kind, Author: about, Text: text}
	err := tx.db.Raw(`UPDATE channel_counters SET last_seq = last_seq + 1, last_rev = last_rev + 1 WHERE channel_id = ?
		RETURNING last_seq, last_rev`, channel).Row().Scan(&m.Seq, &m.Rev)
	if err != nil {
		return storageError(err)
	}
	return tx.insertMessage(m, 0)
}

func (tx *Tx) appendLines(channels []int64, kind string, about int64) error {
	for _, id := range channels {
		if err := tx.appendLine(id, kind, about, ""); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) insertMessage(m *event.Message, renderer int) error {
	m.CreatedAt = tx.now
	var nonce *string
	if m.Nonce != "" {
		nonce = &m.Nonce
	}
	err := tx.db.Raw(`INSERT INTO messages (channel_id, seq, rev, kind, author_id, nonce, text, html, renderer, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
		m.Channel, m.Seq, m.Rev, m.Kind, m.Author, nonce, m.Text, m.HTML, renderer, m.CreatedAt).Row().Scan(&m.ID)
	if err != nil {
		return storageError(err)
	}
	tx.Announce(event.Audience{Channel: m.Channel}, event.MessageCreated{Type: "message.created", Channel: m.Channel, Rev: m.Rev, Message: *m})
	return nil
}

// MessageByNonce is the actor's own message with a nonce, as it is now.
func (s *Store) MessageByNonce(ctx context.Context, actor int64, nonce string) (event.Message, error) {
	found, err := scanMessages(s.read(ctx), `SELECT `+messageColumns+` FROM messages WHERE author_id = ? AND nonce = ?`, actor, nonce)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return event.Message{}, err
	}
	return found[0], nil
}

// scanMessages runs a query for messageColumns: by hand, because it is the query that people wait for.
func scanMessages(db *gorm.DB, query string, values ...any) (messages []event.Message, err error) {
	messages = []event.Message{}
	rows, err := db.Raw(query, values...).Rows()
	if err != nil {
		return nil, storageError(err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var m event.Message
		if err := rows.Scan(&m.ID, &m.Channel, &m.Seq, &m.Rev, &m.Kind, &m.Author, &m.Nonce, &m.Text, &m.HTML, &m.CreatedAt); err != nil {
			return nil, storageError(err)
		}
		messages = append(messages, m)
	}
	return messages, storageError(rows.Err())
}
