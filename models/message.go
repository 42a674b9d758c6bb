package models

import (
	"context"
	"errors"
	"slices"

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
	// Thread is the root's id; a root has none.
	Thread    *int64
	Parent    *int64
	Quote     *int64
	InStream  bool
	Calls     string
	Replies   int64
	RepliedAt *int64
	EditedAt  *int64
	DeletedAt *int64
	DeletedBy *int64
	PinnedAt  *int64
	PinnedBy  *int64
	Reacted   bool
	Filed     bool
	CreatedAt int64 `gorm:"autoCreateTime:false"`
}

// messageColumns are the columns of event.Message, what most messages lack as a rare one.
const messageColumns = `id, channel_id, seq, rev, author_id, coalesce(nonce, ''), text, html, created_at,
	CASE WHEN kind <> '' OR calls <> '' OR reacted OR filed OR coalesce(thread, quote, replied_at, edited_at, deleted_at, pinned_at) IS NOT NULL
	THEN json_object('kind', kind, 'calls', calls, 'thread', thread, 'parent', parent, 'to_channel', iif(in_stream AND thread, json('true'), NULL),
		'quote', quote, 'replies', replies, 'replied_at', replied_at, 'edited_at', edited_at, 'deleted_at', deleted_at, 'deleted_by', deleted_by,
		'pinned_at', pinned_at, 'pinned_by', pinned_by, 'reactions', iif(reacted, json('[]'), NULL),
		'files', iif(filed, json('[]'), NULL)) END`

// Delivery is what the store must know of a message besides what it says.
type Delivery struct {
	Renderer int
	// Called is whom the message's Calls reaches; 0 is everybody.
	Called []int64
	// Permitted says that its author may write where only some do.
	Permitted bool
	// Files are the ids of what hangs on it: complete uploads of its author's.
	Files []int64
}

// AppendMessage numbers and stores a message of somebody who is in the channel, moves his read mark to it and tells the channel.
// What he had begun to write there ends with it. A reply moves his mark in its thread, and that of the channel only where it stands
// in the stream.
// ErrNotFound when he is not in it or does not see what he answers, ErrArchived or ErrClosed when it can only be read, ErrModerated when
// not everybody writes there and he is not said to be permitted, ErrDeleted when he answers a tombstone, ErrTaken when he has used the
// nonce before, ErrFileUnfit when one of the files is not his, not complete, or hangs on a message. Everybody answers in a thread. Of m.Mentions stay those whom it reaches.
func (tx *Tx) AppendMessage(m *event.Message, d Delivery) error {
	var root threadRoot
	if m.Parent != 0 {
		var err error
		if root, err = tx.rootFor(m); err != nil {
			return err
		}
	}
	drafted, err := tx.numberMessage(m, d.Permitted)
	if err != nil {
		return err
	}
	if err := tx.addMentions(m, d.Called); err != nil {
		return err
	}
	if err := tx.insertMessage(m, d.Renderer); err != nil {
		return err
	}
	if len(d.Files) > 0 {
		if err := tx.attach(m, d.Files); err != nil {
			return err
		}
	}
	if drafted {
		if err := tx.storeDraft(m.Author, &event.Draft{Channel: m.Channel, Thread: m.Thread}); err != nil {
			return err
		}
	}
	if inStream(m) {
		err := tx.db.Exec(`UPDATE channel_members SET read_seq = ? WHERE channel_id = ? AND account_id = ?`, m.Seq, m.Channel, m.Author).Error
		if err != nil {
			return err
		}
	}
	if m.Thread == 0 {
		tx.announceMessage(m, nil)
		return nil
	}
	state, err := tx.countReply(root, m)
	if err == nil {
		tx.announceMessage(m, state)
	}
	return err
}

// inStream says whether a message stands in the channel's stream.
func inStream(m *event.Message) bool { return m.Thread == 0 || m.ToChannel }

// numberMessage takes the next numbers for a message of somebody who may write it; drafted says that he has a draft in its place.
// A statement is compiled anew for each message, so these two are as small as can be: one that did both took half as long again.
func (tx *Tx) numberMessage(m *event.Message, permitted bool) (drafted bool, err error) {
	var kind, posting string
	var archived bool
	var n ChannelCounter
	err = tx.db.Raw(`SELECT c.kind, c.posting, c.archived_at IS NOT NULL, n.last_seq, n.last_rev, n.last_stream_seq, coalesce(d.text, '') <> ''
		FROM channel_members m CROSS JOIN channels c ON c.id = m.channel_id CROSS JOIN channel_counters n ON n.channel_id = m.channel_id
		LEFT JOIN drafts d ON d.account_id = m.account_id AND d.channel_id = m.channel_id AND d.thread = ?
		WHERE m.channel_id = ? AND m.account_id = ? AND c.deleted_at IS NULL`, m.Thread, m.Channel, m.Author).
		Row().Scan(&kind, &posting, &archived, &n.LastSeq, &n.LastRev, &n.LastStreamSeq, &drafted)
	switch {
	case err != nil:
		return false, storageError(err)
	case archived:
		return false, ErrArchived
	case posting != Everyone && inStream(m) && !permitted:
		return false, ErrModerated
	case kind == KindDirect:
		if err := tx.requireOpen(m.Channel, m.Author); err != nil {
			return false, err
		}
	}
	m.Seq, m.Rev = n.LastSeq+1, n.LastRev+1
	if inStream(m) {
		n.LastStreamSeq = m.Seq
	}
	return drafted, tx.db.Exec(`UPDATE channel_counters SET last_seq = ?, last_rev = ?, last_stream_seq = ? WHERE channel_id = ?`,
		m.Seq, m.Rev, n.LastStreamSeq, m.Channel).Error
}

// appendLine numbers and stores a line and tells the channel.
func (tx *Tx) appendLine(channel int64, kind string, about int64, text string) error {
	return tx.appendNumbered(&event.Message{Channel: channel, Kind: kind, Author: about, Text: text})
}

func (tx *Tx) appendNumbered(m *event.Message) error {
	err := tx.db.Raw(`UPDATE channel_counters SET last_seq = last_seq + 1, last_rev = last_rev + 1 WHERE channel_id = ?
		RETURNING last_seq, last_rev`, m.Channel).Row().Scan(&m.Seq, &m.Rev)
	if err != nil {
		return storageError(err)
	}
	if err := tx.insertMessage(m, 0); err != nil {
		return err
	}
	tx.announceMessage(m, nil)
	return nil
}

func (tx *Tx) appendLines(channels []int64, kind string, about int64) error {
	for _, id := range channels {
		if err := tx.appendLine(id, kind, about, ""); err != nil {
			return err
		}
	}
	return nil
}

// insertMessage stores a message and gives it its id, by the driver's own word: RETURNING takes a third of the time again.
func (tx *Tx) insertMessage(m *event.Message, renderer int) error {
	m.CreatedAt = tx.now
	stored, err := tx.db.Statement.ConnPool.ExecContext(tx.db.Statement.Context, `INSERT INTO messages (channel_id, seq, rev, kind, author_id, nonce,
		text, html, renderer, created_at, calls, quote, thread, parent, in_stream) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.Channel, m.Seq, m.Rev, m.Kind, m.Author, orNull(m.Nonce), m.Text, m.HTML, renderer, m.CreatedAt, m.Calls, orNull(m.Quote),
		orNull(m.Thread), orNull(m.Parent), inStream(m))
	if err != nil {
		return storageError(err)
	}
	m.ID, err = stored.LastInsertId()
	return storageError(err)
}

// orNull is a value, or NULL in place of its type's zero.
func orNull[T comparable](value T) any {
	var zero T
	if value == zero {
		return nil
	}
	return value
}

func (tx *Tx) announceMessage(m *event.Message, thread *event.ThreadState) {
	tx.Announce(event.Audience{Channel: m.Channel}, event.MessageCreated{
		Type: "message.created", Channel: m.Channel, Rev: m.Rev, Message: *m, Thread: thread,
	})
}

// messageSeen is a message that the actor sees, without its reactions and mentions; ErrNotFound when there is none.
func messageSeen(db *gorm.DB, actor, id int64) (event.Message, error) {
	found, err := scanMessages(db, `SELECT `+messageColumns+` FROM messages WHERE id = ? AND EXISTS (
		SELECT 1 FROM channel_members m JOIN channels c ON c.id = m.channel_id WHERE m.channel_id = messages.channel_id AND m.account_id = ?
		AND c.deleted_at IS NULL AND messages.seq > `+historyFloor+`)`, id, actor)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return event.Message{}, err
	}
	return found[0], nil
}

// MessageSeen is one that the actor sees, as this write left it, without its reactions and mentions.
func (tx *Tx) MessageSeen(actor, id int64) (event.Message, error) {
	return messageSeen(tx.db, actor, id)
}

// Message is one that the actor sees, as this write left it.
func (tx *Tx) Message(actor, id int64) (event.Message, error) {
	return completeMessage(tx.db, actor, id)
}

func completeMessage(db *gorm.DB, actor, id int64) (event.Message, error) {
	m, err := messageSeen(db, actor, id)
	if err != nil {
		return m, err
	}
	one := []event.Message{m}
	err = fill(db, actor, one)
	return one[0], err
}

// MessageInPlace is one message with the people in it and, of a reply, the message that its thread begins with.
type MessageInPlace struct {
	Message event.Message
	People  []event.Person
	Root    *event.Message
}

// Message is one that the actor sees; a root that he does not see is left out.
func (s *Store) Message(ctx context.Context, actor, id int64) (p MessageInPlace, err error) {
	if p.Message, err = completeMessage(s.read(ctx), actor, id); err != nil {
		return p, err
	}
	all := []event.Message{p.Message}
	if p.Message.Thread != 0 {
		root, err := completeMessage(s.read(ctx), actor, p.Message.Thread)
		if err == nil {
			p.Root, all = &root, append(all, root)
		} else if !errors.Is(err, ErrNotFound) {
			return p, err
		}
	}
	p.People, err = s.authors(ctx, all)
	return p, err
}

// updateMessage changes a message under the channel's next number, tells the channel and gives it as the actor sees it.
func (tx *Tx) updateMessage(actor int64, m event.Message, reacted *event.Reacted, set string, values ...any) (event.Message, error) {
	rev, err := tx.nextChannelRev(m.Channel)
	if err != nil {
		return m, err
	}
	if err := tx.db.Exec(`UPDATE messages SET rev = ?, `+set+` WHERE id = ?`, append(append([]any{rev}, values...), m.ID)...).Error; err != nil {
		return m, err
	}
	if m, err = tx.Message(actor, m.ID); err != nil {
		return m, err
	}
	return m, tx.announceChange(m, event.MessageUpdated{Type: "message.updated", Channel: m.Channel, Rev: rev, Message: forEverybody(m), Reacted: reacted})
}

// touchMessage gives a message, of which nothing but what hangs on it has changed, the channel's next number, and tells the channel.
func (tx *Tx) touchMessage(m *event.Message) (err error) {
	if m.Rev, err = tx.nextChannelRev(m.Channel); err != nil {
		return err
	}
	if err := tx.db.Exec(`UPDATE messages SET rev = ? WHERE id = ?`, m.Rev, m.ID).Error; err != nil {
		return err
	}
	nobody, whole := int64(0), []event.Message{*m}
	if err := fill(tx.db, nobody, whole); err != nil {
		return err
	}
	return tx.announceChange(whole[0], event.MessageUpdated{Type: "message.updated", Channel: m.Channel, Rev: m.Rev, Message: forEverybody(whole[0])})
}

// DeleteMessage leaves a tombstone of a message that the actor sees, tells the channel, and has the log forget what it said.
func (tx *Tx) DeleteMessage(actor int64, m event.Message) error {
	for _, statement := range []string{`DELETE FROM message_versions WHERE message_id = ?`, `DELETE FROM reactions WHERE message_id = ?`} {
		if err := tx.db.Exec(statement, m.ID).Error; err != nil {
			return err
		}
	}
	if err := errors.Join(tx.deleteMentions(m, true), tx.releaseFiles(m.ID)); err != nil {
		return err
	}
	rev, err := tx.nextChannelRev(m.Channel)
	if err != nil {
		return err
	}
	err = tx.db.Exec(`UPDATE messages SET rev = ?, text = '', html = '', renderer = 0, calls = '', quote = NULL, edited_at = NULL, pinned_at = NULL,
		pinned_by = NULL, reacted = 0, filed = 0, deleted_at = ?, deleted_by = ? WHERE id = ?`, rev, tx.now, actor, m.ID).Error
	if err != nil {
		return err
	}
	if m, err = tx.Message(actor, m.ID); err != nil {
		return err
	}
	thread, err := tx.uncountReply(m)
	if err != nil {
		return err
	}
	err = tx.announceChange(m, event.MessageDeleted{Type: "message.deleted", Channel: m.Channel, Rev: rev, ID: m.ID, Message: m, Thread: thread})
	return errors.Join(err, tx.ForgetLog())
}

// announceChange tells a channel of a change of a message; who may not see that hears only the number.
func (tx *Tx) announceChange(m event.Message, what any) error {
	var hidden []int64
	err := tx.db.Raw(`SELECT m.account_id FROM channels c JOIN channel_members m ON m.channel_id = c.id
		WHERE c.id = ? AND c.history = 'joining' AND m.joined_seq >= ?`, m.Channel, m.Seq).Scan(&hidden).Error
	tx.announced = append(tx.announced, event.Announcement{
		To: event.Audience{Channel: m.Channel}, Event: what,
		Hidden: hidden, Instead: event.ChannelTouched{Type: "channel.touched", Channel: m.Channel, Rev: m.Rev},
	})
	return storageError(err)
}

// forEverybody is a message without what is one reader's alone.
func forEverybody(m event.Message) event.Message {
	m.Mentioned = false
	m.Reactions = slices.Clone(m.Reactions)
	for i := range m.Reactions {
		m.Reactions[i].Mine = false
	}
	return m
}

// MessageByNonce is the actor's own message with a nonce, as it is now.
func (s *Store) MessageByNonce(ctx context.Context, actor int64, nonce string) (event.Message, error) {
	found, err := scanMessages(s.read(ctx), `SELECT `+messageColumns+` FROM messages WHERE author_id = ? AND nonce = ?`, actor, nonce)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err == nil {
		err = fill(s.read(ctx), actor, found)
	}
	if err != nil {
		return event.Message{}, err
	}
	return found[0], nil
}

// scanMessages runs a query for messageColumns.
func scanMessages(db *gorm.DB, query string, values ...any) ([]event.Message, error) {
	return scan(db, event.Message{}, func(m *event.Message) []any {
		return []any{&m.ID, &m.Channel, &m.Seq, &m.Rev, &m.Author, &m.Nonce, &m.Text, &m.HTML, &m.CreatedAt, rare{m}}
	}, query, values...)
}
