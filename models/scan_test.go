package models

import (
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

func TestWhatIsRareAboutAMessageIsReadAlsoByItself(t *testing.T) {
	s := talking(t)
	m, err := says(t, s, 2, 0)
	require.NoError(t, err)
	seen := func() event.Message {
		found, err := scanMessages(s.read(t.Context()), `SELECT `+messageColumns+` FROM messages WHERE id = ?`, m.ID)
		require.NoError(t, err)
		require.Len(t, found, 1)
		return found[0]
	}
	plain := seen()
	for set, change := range map[string]func(*event.Message){
		"kind = 'topic'":                        func(m *event.Message) { m.Kind = LineTopic },
		"calls = 'here'":                        func(m *event.Message) { m.Calls = CallsHere },
		"thread = 7, parent = 8, in_stream = 0": func(m *event.Message) { m.Thread, m.Parent = 7, 8 },
		"thread = 7, parent = 7, in_stream = 1": func(m *event.Message) { m.Thread, m.Parent, m.ToChannel = 7, 7, true },
		"quote = 9":                             func(m *event.Message) { m.Quote = 9 },
		"replies = 1, replied_at = 5":           func(m *event.Message) { m.Replies, m.RepliedAt = 1, 5 },
		"edited_at = 5":                         func(m *event.Message) { m.EditedAt = 5 },
		"deleted_at = 5, deleted_by = 1":        func(m *event.Message) { m.DeletedAt, m.DeletedBy = 5, 1 },
		"pinned_at = 5, pinned_by = 1":          func(m *event.Message) { m.PinnedAt, m.PinnedBy = 5, 1 },
		"reacted = 1":                           func(m *event.Message) { m.Reactions = []event.Reaction{} },
		"filed = 1":                             func(m *event.Message) { m.Files = []event.File{} },
	} {
		expected := plain
		change(&expected)
		require.NoError(t, s.exec(`UPDATE messages SET kind = '', calls = '', thread = NULL, parent = NULL, in_stream = 1, quote = NULL, replies = 0,
			replied_at = NULL, edited_at = NULL, deleted_at = NULL, deleted_by = NULL, pinned_at = NULL, pinned_by = NULL, reacted = 0, filed = 0`))
		require.NoError(t, s.exec(`UPDATE messages SET `+set))
		require.Equal(t, expected, seen(), set)
	}
}

func TestWhatIsRareAboutAChannelIsReadAlsoByItself(t *testing.T) {
	s := talking(t)
	seen := func() event.Channel {
		c, err := s.Channel(t.Context(), 1, 1)
		require.NoError(t, err)
		return c
	}
	plain, archived := seen(), int64(5)
	for set, change := range map[string]func(*event.Channel){
		"channels SET kind = 'announcement'":  func(c *event.Channel) { c.Kind = KindAnnouncement },
		"channels SET kind = 'direct'":        func(c *event.Channel) { c.Kind, c.Closed, c.People = KindDirect, true, []int64{1, 2} },
		"channels SET topic = 'x'":            func(c *event.Channel) { c.Topic = "x" },
		"channels SET private = 1":            func(c *event.Channel) { c.Private = true },
		"channels SET manager_id = 2":         func(c *event.Channel) { c.Manager = 2 },
		"channels SET history = 'joining'":    func(c *event.Channel) { c.History = HistoryJoining },
		"channels SET posting = 'moderators'": func(c *event.Channel) { c.Posting = Moderators },
		"channels SET pinning = 'everyone'":   func(c *event.Channel) { c.Pinning = Everyone },
		"channels SET archived_at = 5":        func(c *event.Channel) { c.ArchivedAt = &archived },
		"channel_members SET notify = 'all'":  func(c *event.Channel) { c.Notify = "all" },
		"channel_members SET muted = 1":       func(c *event.Channel) { c.Muted = true },
		"channel_members SET favourite = 3":   func(c *event.Channel) { c.Favourite = 3 },
		"channel_members SET hidden_seq = -1": func(c *event.Channel) { c.HiddenSeq = hiddenAtFirst },
	} {
		expected := plain
		change(&expected)
		require.NoError(t, s.exec(`UPDATE channels SET kind = 'text', topic = '', private = 0, manager_id = NULL, history = 'all', posting = 'everyone',
			pinning = 'moderators', archived_at = NULL`))
		require.NoError(t, s.exec(`UPDATE channel_members SET notify = '', muted = 0, favourite = NULL, hidden_seq = NULL`))
		require.NoError(t, s.exec(`UPDATE `+set))
		require.Equal(t, expected, seen(), set)
	}
}
