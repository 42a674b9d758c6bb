package models

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// Calls are what a message calls besides the people it names (Message.Calls).
const (
	CallsHere    = "here"
	CallsChannel = "channel"
)

// everybody stands in a mention for everybody in the channel.
const everybody = 0

// Mention is one person whom a message names or calls; account 0 is everybody in the channel, thread 0 the channel's stream.
type Mention struct {
	ChannelID int64 `gorm:"primaryKey"`
	AccountID int64 `gorm:"primaryKey"`
	Seq       int64 `gorm:"primaryKey"`
	Thread    int64
	// Named is false where only a call of who is online reached him.
	Named bool
}

// MembersNamed are those of the usernames (by key) that people have whom the actor may name in a channel of his: the workspace's
// members, in a direct channel the people in it. ErrNotFound when he is not in the channel.
func (s *Store) MembersNamed(ctx context.Context, actor, channel int64, keys []string) (map[string]int64, error) {
	if _, _, err := s.historyFrom(ctx, actor, channel); err != nil {
		return nil, err
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	var found []Account
	err = s.read(ctx).Raw(`SELECT a.id, a.username_key FROM channels c JOIN accounts a ON a.username_key IN (SELECT value FROM json_each(?))
		WHERE c.id = ? AND (EXISTS (SELECT 1 FROM workspace_members w WHERE w.workspace_id = c.workspace_id AND w.account_id = a.id)
			OR c.workspace_id IS NULL AND EXISTS (SELECT 1 FROM channel_members m WHERE m.channel_id = c.id AND m.account_id = a.id))`,
		string(list), channel).Scan(&found).Error
	named := map[string]int64{}
	for _, a := range found {
		named[a.UsernameKey] = a.ID
	}
	return named, storageError(err)
}

// editMentions puts the rows of an edited message's mentions in the place of those it had before, and leaves of after.Mentions whom they
// reach. Called is whom after.Calls reaches; 0 is everybody. A call that stood there before goes on reaching those it has reached.
func (tx *Tx) editMentions(before event.Message, after *event.Message, called []int64) error {
	calledAnew := after.Calls != before.Calls
	if err := tx.deleteMentions(before, calledAnew); err != nil {
		return err
	}
	if !calledAnew {
		// Whose name is taken away has no row any more.
		called = slices.DeleteFunc(slices.Clone(called), func(id int64) bool { return !slices.Contains(before.Mentions, id) })
	}
	return tx.addMentions(after, called)
}

// deleteMentions takes away whom a message names, and with them those whom it only calls.
func (tx *Tx) deleteMentions(m event.Message, alsoCalled bool) error {
	// Told by account, too: else SQLite looks at all of the channel's mentions.
	return tx.db.Exec(`DELETE FROM mentions WHERE channel_id = ? AND seq = ? AND (named OR ?) AND account_id IN (
		SELECT account_id FROM mentions WHERE channel_id = ? AND seq = ?)`, m.Channel, m.Seq, alsoCalled, m.Channel, m.Seq).Error
}

// addMentions stores whom a message names and calls, and leaves of m.Mentions whom that reaches: people in the channel besides the author.
func (tx *Tx) addMentions(m *event.Message, called []int64) error {
	if slices.Contains(called, everybody) {
		if err := tx.db.Exec(`INSERT INTO mentions (channel_id, account_id, seq, thread, named) VALUES (?, ?, ?, ?, 0)`,
			m.Channel, everybody, m.Seq, mentionThread(m)).Error; err != nil {
			return err
		}
		called = nil
	}
	reached, err := tx.insertMentions(m, m.Mentions, true)
	if err != nil {
		return err
	}
	m.Mentions = slices.DeleteFunc(m.Mentions, func(id int64) bool { return !slices.Contains(reached, id) })
	_, err = tx.insertMentions(m, called, false)
	return err
}

// mentionThread is the thread that a message's mentions are counted in; 0 is the channel's stream.
func mentionThread(m *event.Message) int64 {
	if m.ToChannel {
		return 0
	}
	return m.Thread
}

// insertMentions adds those of some people who are in the channel, but never the author. Who is called already may be named besides.
func (tx *Tx) insertMentions(m *event.Message, people []int64, named bool) (reached []int64, err error) {
	if len(people) == 0 {
		return nil, nil
	}
	err = tx.db.Raw(`INSERT INTO mentions (channel_id, account_id, seq, thread, named)
		SELECT channel_id, account_id, ?, ?, ? FROM channel_members WHERE channel_id = ? AND account_id IN ? AND account_id <> ?
		ON CONFLICT DO UPDATE SET named = 1 WHERE excluded.named RETURNING account_id`, m.Seq, mentionThread(m), named, m.Channel, people, m.Author).Scan(&reached).Error
	return reached, storageError(err)
}

// fillMentions adds to messages whom they name and reach, and whether that is the reader.
func fillMentions(db *gorm.DB, reader int64, messages []event.Message) error {
	naming := map[int64][]int64{}
	for _, m := range messages {
		if m.Calls != "" || m.Kind == LineJoined || strings.Contains(m.HTML, `<span data-account="`) {
			naming[m.Channel] = append(naming[m.Channel], m.Seq)
		}
	}
	for channel, seqs := range naming {
		var rows []Mention
		err := db.Raw(`SELECT seq, account_id, named FROM mentions WHERE channel_id = ? AND seq IN ? AND (named OR account_id IN (?, ?))`,
			channel, seqs, reader, everybody).Scan(&rows).Error
		if err != nil {
			return storageError(err)
		}
		for i := range messages {
			if messages[i].Channel == channel {
				addMentions(&messages[i], reader, rows)
			}
		}
	}
	return nil
}

func addMentions(m *event.Message, reader int64, rows []Mention) {
	for _, r := range rows {
		if r.Seq != m.Seq {
			continue
		}
		if r.Named {
			m.Mentions = append(m.Mentions, r.AccountID)
		}
		m.Mentioned = m.Mentioned || r.AccountID == reader || r.AccountID == everybody && m.Author != reader
	}
}
