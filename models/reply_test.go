package models

import (
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// talking is a store with a channel of two people, 1 and 2.
func talking(t *testing.T) *Store {
	t.Helper()
	s, _ := fresh(t)
	require.NoError(t, s.exec(`INSERT INTO accounts (username, username_key, name, password_hash, role, created_at)
		VALUES ('aiko', 'aiko', 'Aiko', '', 'owner', 1), ('ben', 'ben', 'Ben', '', 'user', 1)`))
	require.NoError(t, s.exec(`INSERT INTO channels (kind, name, name_key, topic, everyone, created_by, created_at) VALUES ('text', 'a', 'a', '', 0, 1, 1)`))
	require.NoError(t, s.exec(`INSERT INTO channel_counters (channel_id, last_seq, last_stream_seq, last_rev) VALUES (1, 0, 0, 0)`))
	require.NoError(t, s.exec(`INSERT INTO channel_members (channel_id, account_id, joined_seq, read_seq, rev) VALUES (1, 1, 0, 0, 0), (1, 2, 0, 0, 0)`))
	return s
}

func says(t *testing.T, s *Store, author, parent int64) (event.Message, error) {
	t.Helper()
	m := event.Message{Channel: 1, Author: author, Text: "x", Parent: parent}
	err := s.Write(t.Context(), func(tx *Tx) error { return tx.AppendMessage(&m, Delivery{}) })
	return m, err
}

func bury(t *testing.T, s *Store, m event.Message) (state *event.ThreadState) {
	t.Helper()
	require.NoError(t, s.Write(t.Context(), func(tx *Tx) (err error) {
		if err = tx.db.Exec(`UPDATE messages SET deleted_at = 1, text = '' WHERE id = ?`, m.ID).Error; err == nil && m.Thread != 0 {
			state, err = tx.uncountReply(m)
		}
		return err
	}))
	return state
}

func TestADeletedMessageIsAnsweredOnlyWhereItsThreadGoesOn(t *testing.T) {
	s := talking(t)
	alone, err := says(t, s, 1, 0)
	require.NoError(t, err)
	bury(t, s, alone)
	_, err = says(t, s, 2, alone.ID)
	require.ErrorIs(t, err, ErrDeleted)

	root, err := says(t, s, 1, 0)
	require.NoError(t, err)
	first, err := says(t, s, 2, root.ID)
	require.NoError(t, err)
	second, err := says(t, s, 2, root.ID)
	require.NoError(t, err)
	bury(t, s, root)
	require.Equal(t, int64(1), bury(t, s, first).Replies)
	third, err := says(t, s, 1, first.ID)
	require.NoError(t, err, "somebody else is still talking there")
	require.Equal(t, root.ID, third.Thread)
	bury(t, s, second)
	require.Zero(t, bury(t, s, third).Replies)
	_, err = says(t, s, 2, root.ID)
	require.ErrorIs(t, err, ErrDeleted, "nothing is left of it")
}

func TestADeletedReplyCountsNoMore(t *testing.T) {
	s := talking(t)
	root, err := says(t, s, 1, 0)
	require.NoError(t, err)
	reply, err := says(t, s, 2, root.ID)
	require.NoError(t, err)
	unread, err := s.UnreadThreads(t.Context(), 1)
	require.NoError(t, err)
	require.Len(t, unread, 1)
	later, err := says(t, s, 2, root.ID)
	require.NoError(t, err)
	state := bury(t, s, later)
	require.Equal(t, int64(1), state.Replies)
	require.Greater(t, state.RepliedAt, reply.CreatedAt-1, "the time stays, or a client could not tell the later state")
	bury(t, s, reply)
	unread, err = s.UnreadThreads(t.Context(), 1)
	require.NoError(t, err)
	require.Empty(t, unread)
	h, err := s.Messages(t.Context(), 1, 1, Page{Limit: 10})
	require.NoError(t, err)
	require.Empty(t, h.Related)
	listed, _, _, err := s.Threads(t.Context(), 1, ThreadPage{Limit: 10})
	require.NoError(t, err)
	require.Empty(t, listed)
}
