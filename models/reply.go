package models

import (
	"slices"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// followersTold is how many of a thread's followers an event names.
const followersTold = 500

// threadRoot is the message that a thread begins with.
type threadRoot struct {
	ID, Seq, Author, Replies int64
	Deleted                  bool
}

// rootFor finds the thread that a reply is going to stand in and enters it there. ErrNotFound when its author may not see what he
// answers, ErrDeleted when that is a tombstone with nothing below it.
func (tx *Tx) rootFor(m *event.Message) (threadRoot, error) {
	var r threadRoot
	err := tx.db.Raw(`SELECT r.id, r.seq, r.author_id, r.replies, r.deleted_at IS NOT NULL
		FROM messages p JOIN messages r ON r.id = coalesce(p.thread, p.id)
		JOIN channel_members m ON m.channel_id = p.channel_id AND m.account_id = ? JOIN channels c ON c.id = p.channel_id
		WHERE p.id = ? AND p.channel_id = ? AND p.kind = '' AND p.seq > `+historyFloor, m.Author, m.Parent, m.Channel).
		Row().Scan(&r.ID, &r.Seq, &r.Author, &r.Replies, &r.Deleted)
	if err == nil && r.Deleted && r.Replies == 0 {
		return r, ErrDeleted
	}
	m.Thread = r.ID
	return r, storageError(err)
}

// countReply counts a stored reply at its root, and lets those follow whom it concerns.
func (tx *Tx) countReply(r threadRoot, m *event.Message) (*event.ThreadState, error) {
	// replied_at only grows: of two states of a root a client knows the later one by it.
	err := tx.db.Exec(`UPDATE messages SET replies = replies + 1, replied_at = max(?, coalesce(replied_at, 0) + 1) WHERE id = ?`, m.CreatedAt, r.ID).Error
	if err != nil {
		return nil, err
	}
	if r.Replies == 0 && !r.Deleted {
		if err := tx.followThread(r.Author, m); err != nil {
			return nil, err
		}
	}
	if err := tx.followNamed(m.Mentions, m); err != nil {
		return nil, err
	}
	err = tx.db.Exec(`INSERT INTO thread_members (thread, account_id, channel_id, following, read_seq, rev) VALUES (?, ?, ?, 1, ?, 0)
		ON CONFLICT DO UPDATE SET following = 1, read_seq = max(read_seq, excluded.read_seq)`, r.ID, m.Author, m.Channel, m.Seq).Error
	if err != nil {
		return nil, err
	}
	return tx.threadState(r.ID)
}

// uncountReply takes a deleted message out of its root's count, where it is a reply.
func (tx *Tx) uncountReply(m event.Message) (*event.ThreadState, error) {
	if m.Thread == 0 {
		return nil, nil
	}
	if err := tx.db.Exec(`UPDATE messages SET replies = max(replies - 1, 0) WHERE id = ?`, m.Thread).Error; err != nil {
		return nil, err
	}
	return tx.threadState(m.Thread)
}

// followSince lets people in a reply's channel follow its thread from that reply on; what it does where they have a row already follows.
const followSince = `INSERT INTO thread_members (thread, account_id, channel_id, following, read_seq, rev)
	SELECT ?, account_id, channel_id, 1, ?, 0 FROM channel_members WHERE channel_id = ? AND account_id IN ? ON CONFLICT `

// followThread lets somebody follow the thread of a reply from that reply on. Who has ceased to follow it is left alone.
func (tx *Tx) followThread(account int64, m *event.Message) error {
	return tx.db.Exec(followSince+`DO NOTHING`, m.Thread, m.Seq-1, m.Channel, []int64{account}).Error
}

// followNamed does the same for those whom a reply names, and brings back who has ceased to follow.
func (tx *Tx) followNamed(named []int64, m *event.Message) error {
	if len(named) == 0 {
		return nil
	}
	return tx.db.Exec(followSince+`DO UPDATE SET following = 1, read_seq = excluded.read_seq WHERE NOT following`,
		m.Thread, m.Seq-1, m.Channel, named).Error
}

// followNamedAnew does the same for those whom only the edited text of a reply names, and tells them.
func (tx *Tx) followNamedAnew(before, after event.Message) error {
	anew := slices.DeleteFunc(slices.Clone(after.Mentions), func(id int64) bool { return slices.Contains(before.Mentions, id) })
	if after.Thread == 0 || len(anew) == 0 {
		return nil
	}
	if err := tx.followNamed(anew, &after); err != nil {
		return err
	}
	_, err := tx.tellThread(after.Thread, anew)
	return err
}

// threadState is what a thread is like, as this write left it.
func (tx *Tx) threadState(root int64) (*event.ThreadState, error) {
	state := event.ThreadState{Root: root}
	err := tx.db.Raw(`SELECT seq, replies, coalesce(replied_at, 0) FROM messages WHERE id = ?`, root).Row().Scan(&state.Seq, &state.Replies, &state.RepliedAt)
	if err != nil {
		return nil, storageError(err)
	}
	err = tx.db.Raw(`SELECT account_id FROM thread_members WHERE thread = ? AND following LIMIT ?`, root, followersTold).Scan(&state.Followers).Error
	return &state, err
}

// related is what a list of messages needs beside itself: the last three replies of each root in it, and what the replies in it
// answer, as far as the reader sees them.
func (s seen) related(items []event.Message) ([]event.Message, error) {
	var roots, answered []int64
	for _, m := range items {
		if m.Replies > 0 {
			roots = append(roots, m.ID)
		}
		if m.Thread != 0 {
			answered = append(answered, m.Thread, m.Parent)
		}
	}
	last, err := s.lastReplies(roots)
	if err != nil {
		return nil, err
	}
	answered = slices.DeleteFunc(answered, func(id int64) bool {
		isIt := func(m event.Message) bool { return m.ID == id }
		return slices.ContainsFunc(items, isIt) || slices.ContainsFunc(last, isIt)
	})
	above, err := s.byID(answered)
	related := append(last, above...)
	return related[:fitting(related)], err
}

// lastReplies are the last three replies of each root.
func (s seen) lastReplies(roots []int64) ([]event.Message, error) {
	if len(roots) == 0 {
		return []event.Message{}, nil
	}
	return scanMessages(s.db, `SELECT `+messageColumns+` FROM messages WHERE id IN (SELECT m.id FROM messages r
		JOIN messages m ON m.thread = r.id AND m.seq >= coalesce((SELECT y.seq FROM messages y
			WHERE y.thread = r.id AND y.deleted_at IS NULL ORDER BY y.seq DESC LIMIT 1 OFFSET 2), 0)
		WHERE r.id IN ?) AND deleted_at IS NULL AND seq > ? ORDER BY seq`, roots, s.floor)
}

func (s seen) byID(ids []int64) ([]event.Message, error) {
	if len(ids) == 0 {
		return []event.Message{}, nil
	}
	return scanMessages(s.db, `SELECT `+messageColumns+` FROM messages WHERE id IN ? AND channel_id = ? AND seq > ? ORDER BY seq`, ids, s.channel, s.floor)
}

// threadOf is the root of a thread that the actor sees something of, in a channel that he is in.
func threadOf(db *gorm.DB, actor, root int64) (channel int64, floor int64, err error) {
	err = db.Raw(`SELECT r.channel_id, `+historyFloor+` FROM messages r
		JOIN channel_members m ON m.channel_id = r.channel_id AND m.account_id = ? JOIN channels c ON c.id = r.channel_id
		WHERE r.id = ? AND r.thread IS NULL AND r.kind = '' AND c.deleted_at IS NULL
		AND (r.seq > `+historyFloor+` OR EXISTS (SELECT 1 FROM messages x WHERE x.thread = r.id AND x.seq > `+historyFloor+`))`, actor, root).
		Row().Scan(&channel, &floor)
	return channel, floor, storageError(err)
}
