package models

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// How many different emoji stand at a message at most, and how many of the people who chose one are named with it.
const (
	MessageReactions = 50
	reactionPeople   = 30
)

// reactionQuery gives of each emoji at some messages how many chose it, whether the reader did, and the first of them.
const reactionQuery = `SELECT message_id, emoji, account_id, chosen, mine FROM (
	SELECT message_id, emoji, account_id, id, row_number() OVER (each ORDER BY id) AS place, count(*) OVER each AS chosen,
		max(account_id = ?) OVER each AS mine
	FROM reactions WHERE message_id IN ? WINDOW each AS (PARTITION BY message_id, emoji))
	WHERE place <= ? ORDER BY id`

// fillReactions adds the reactions to those messages that have some, with the reader's own marked, by one query at most.
func fillReactions(db *gorm.DB, reader int64, messages []event.Message) error {
	var ids []int64
	at := map[int64]int{}
	for i, m := range messages {
		if m.Reactions != nil {
			ids = append(ids, m.ID)
			at[m.ID] = i
		}
	}
	if len(ids) == 0 {
		return nil
	}
	type choice struct {
		message, account int64
		event.Reaction
	}
	choices, err := scan(db, choice{}, func(c *choice) []any {
		return []any{&c.message, &c.Emoji, &c.account, &c.Count, &c.Mine}
	}, reactionQuery, reader, ids, reactionPeople)
	for _, c := range choices {
		m := &messages[at[c.message]]
		i := slices.IndexFunc(m.Reactions, func(o event.Reaction) bool { return o.Emoji == c.Emoji })
		if i < 0 {
			i, m.Reactions = len(m.Reactions), append(m.Reactions, c.Reaction)
		}
		m.Reactions[i].Accounts = append(m.Reactions[i].Accounts, c.account)
	}
	return err
}

// ReactionCounts says how many different emoji stand at a message, and whether one of them does.
func (tx *Tx) ReactionCounts(message int64, emoji string) (different int, stands bool, err error) {
	err = tx.db.Raw(`SELECT count(DISTINCT emoji), coalesce(max(emoji = ?), 0) FROM reactions WHERE message_id = ?`, emoji, message).
		Row().Scan(&different, &stands)
	return different, stands, storageError(err)
}

// React adds the actor's emoji to a message or takes it away, and tells the channel; what is so already is not told.
func (tx *Tx) React(actor int64, m event.Message, emoji string, add bool) (event.Message, error) {
	statement, values := `DELETE FROM reactions WHERE message_id = ? AND emoji = ? AND account_id = ?`, []any{m.ID, emoji, actor}
	if add {
		statement = `INSERT INTO reactions (message_id, emoji, account_id, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`
		values = append(values, tx.now)
	}
	changed := tx.db.Exec(statement, values...)
	if changed.Error != nil || changed.RowsAffected == 0 {
		return m, changed.Error
	}
	return tx.updateMessage(actor, m, &event.Reacted{Account: actor, Emoji: emoji, Added: add},
		`reacted = EXISTS (SELECT 1 FROM reactions WHERE message_id = messages.id)`)
}

// Reactors are the first of those who chose an emoji at a message that the actor sees.
func (s *Store) Reactors(ctx context.Context, actor, message int64, emoji string, limit int) ([]event.Person, error) {
	if _, err := messageSeen(s.read(ctx), actor, message); err != nil {
		return nil, err
	}
	return scanPeople(s.read(ctx), `SELECT `+personColumns+` FROM reactions r JOIN accounts a ON a.id = r.account_id
		WHERE r.message_id = ? AND r.emoji = ? ORDER BY r.id LIMIT ?`, message, emoji, limit)
}
