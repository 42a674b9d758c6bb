package models

import (
	"context"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// How much of somebody's drafts one answer holds; the rest is asked for one by one.
const (
	draftsListed    = 200
	draftsChanged   = 1000
	draftCharacters = 2000
	draftBytes      = 48 << 10
)

// draftQuery finds the actor's draft in a channel that he is in and in a thread of which he sees something; without one it is empty.
const draftQuery = `SELECT coalesce(d.text, ''), coalesce(d.updated_at, 0) FROM channel_members m JOIN channels c ON c.id = m.channel_id
	LEFT JOIN drafts d ON d.account_id = m.account_id AND d.channel_id = m.channel_id AND d.thread = ?
	WHERE m.account_id = ? AND m.channel_id = ? AND c.deleted_at IS NULL AND (? = 0 OR EXISTS (
		SELECT 1 FROM messages x WHERE (x.thread = ? OR x.id = ? AND x.thread IS NULL AND x.kind = '')
		AND x.channel_id = m.channel_id AND x.seq > ` + historyFloor + `))`

func draft(db *gorm.DB, actor, channel, thread int64) (event.Draft, error) {
	d := event.Draft{Channel: channel, Thread: thread}
	err := db.Raw(draftQuery, thread, actor, channel, thread, thread, thread).Row().Scan(&d.Text, &d.UpdatedAt)
	return d, storageError(err)
}

// Draft is what the actor has begun to write in a channel that he is in, or in a thread of it (0: none).
func (s *Store) Draft(ctx context.Context, actor, channel, thread int64) (event.Draft, error) {
	return draft(s.read(ctx), actor, channel, thread)
}

// SaveDraft keeps what the actor has begun to write in a channel that he is in, or in a thread of it, and tells his tabs. An empty
// text ends the draft; its row stays for tabs that were away.
func (tx *Tx) SaveDraft(actor int64, d event.Draft) (event.Draft, error) {
	present, err := draft(tx.db, actor, d.Channel, d.Thread)
	if err != nil || present.Text == d.Text {
		return present, err
	}
	err = tx.storeDraft(actor, &d)
	return d, err
}

// storeDraft gives each text of a place a later time than the one before it, so that whoever hears of two knows which is newer.
func (tx *Tx) storeDraft(actor int64, d *event.Draft) error {
	rev, err := tx.nextAccountRev(actor)
	if err != nil {
		return err
	}
	err = tx.db.Raw(`INSERT INTO drafts (account_id, channel_id, thread, text, rev, updated_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (account_id, channel_id, thread) DO UPDATE
		SET text = excluded.text, rev = excluded.rev, updated_at = max(excluded.updated_at, drafts.updated_at + 1) RETURNING updated_at`,
		actor, d.Channel, d.Thread, d.Text, rev, tx.now).Row().Scan(&d.UpdatedAt)
	if err == nil {
		tx.Announce(event.Audience{Account: actor}, event.DraftUpdated{Type: "draft.updated", Rev: rev, Draft: *d})
	}
	return storageError(err)
}

// Drafts are what the actor has begun to write, the newest 200, cut to what a first screen needs.
func (s *Store) Drafts(ctx context.Context, actor int64) ([]event.Draft, error) {
	return s.scanDrafts(ctx, `text <> '' ORDER BY rev DESC LIMIT ?`, actor, draftsListed)
}

// changedDrafts are those that changed after a number, ended ones too.
func (s *Store) changedDrafts(ctx context.Context, actor, since int64) ([]event.Draft, error) {
	return s.scanDrafts(ctx, `rev > ? ORDER BY rev DESC LIMIT ?`, actor, since, draftsChanged)
}

func (s *Store) scanDrafts(ctx context.Context, which string, values ...any) ([]event.Draft, error) {
	drafts, err := scan(s.read(ctx), event.Draft{}, func(d *event.Draft) []any {
		return []any{&d.Channel, &d.Thread, &d.Text, &d.Cut, &d.UpdatedAt}
	}, `SELECT channel_id, thread, substr(text, 1, ?), length(text) > ?, updated_at FROM drafts WHERE account_id = ? AND `+which,
		append([]any{draftCharacters, draftCharacters}, values...)...)
	room := draftBytes
	for i := range drafts {
		d := &drafts[i]
		if room -= len(d.Text); room < 0 && d.Text != "" {
			d.Text, d.Cut = "", true
		}
	}
	return drafts, err
}

// forgetDrafts takes away what somebody has begun to write in a channel.
func (tx *Tx) forgetDrafts(channel int64, accounts ...int64) error {
	return tx.db.Exec(`DELETE FROM drafts WHERE account_id IN ? AND channel_id = ?`, accounts, channel).Error
}
