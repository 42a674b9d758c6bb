package models

import (
	"context"

	"courtyard/app/event"
)

// readersShown is the largest channel in which it is told who has seen a message.
const readersShown = 50

// Readers are the people who have read up to a message that the actor sees, without its author; of a reply those who follow its
// thread. ErrUntold where the workspace does not allow to tell it, where there is none, and in larger channels.
func (s *Store) Readers(ctx context.Context, actor, id int64) ([]event.Person, error) {
	m, err := messageSeen(s.read(ctx), actor, id)
	if err != nil {
		return nil, err
	}
	var told bool
	err = s.read(ctx).Raw(`SELECT w.seen_by AND (SELECT count(*) FROM (SELECT 1 FROM channel_members WHERE channel_id = c.id LIMIT ?)) <= ?
		FROM channels c JOIN workspaces w ON w.id = c.workspace_id WHERE c.id = ?`, readersShown+1, readersShown, m.Channel).Scan(&told).Error
	if err == nil && !told {
		err = ErrUntold
	}
	if err != nil {
		return nil, storageError(err)
	}
	// Who came later counts as having read what was there, but may never have seen it.
	return scanPeople(s.read(ctx), `SELECT `+personColumns+` FROM channel_members m JOIN accounts a ON a.id = m.account_id
		LEFT JOIN thread_members t ON t.thread = ? AND t.account_id = m.account_id
		WHERE m.channel_id = ? AND m.account_id <> ? AND m.joined_seq < ? AND CASE WHEN ? THEN t.read_seq ELSE m.read_seq END >= ?
		ORDER BY a.id`, m.Thread, m.Channel, m.Author, m.Seq, mentionThread(&m) != 0, m.Seq)
}
