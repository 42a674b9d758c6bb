package models

import (
	"context"

	"courtyard/app/event"
)

// How much one write of a removal takes at most: all writers wait for it.
const (
	removedMembers  = 25 // each with the rows of all his channels
	removedMessages = 250
	removedRows     = 250 // of what hangs on them
	emptiedMembers  = 500
)

// MarkWorkspaceDeleted lets nobody in any more and leaves the rest to the removal.
func (tx *Tx) MarkWorkspaceDeleted(id int64) error {
	if err := tx.db.Exec(`UPDATE workspaces SET deleted_at = ? WHERE id = ?`, tx.now, id).Error; err != nil {
		return err
	}
	if err := tx.db.Exec(`DELETE FROM invites WHERE workspace_id = ?`, id).Error; err != nil {
		return err
	}
	return tx.db.Exec(`UPDATE channels SET deleted_at = ?, private = 1, everyone = 0 WHERE workspace_id = ?`, tx.now, id).Error
}

// MarkChannelDeleted hides a channel, frees its name and leaves the rest to the removal.
func (tx *Tx) MarkChannelDeleted(id int64) error {
	// A control character stands in no name.
	return tx.db.Exec(`UPDATE channels SET deleted_at = ?, name_key = char(1) || id, direct_key = NULL, private = 1, everyone = 0 WHERE id = ?`, tx.now, id).Error
}

// deleteAbandoned gives up those of some channels that are private and have lost their last member: nobody could ever read them.
func (tx *Tx) deleteAbandoned(channels []int64) error {
	for _, id := range channels {
		var abandoned bool
		err := tx.db.Raw(`SELECT private AND NOT EXISTS (SELECT 1 FROM channel_members WHERE channel_id = channels.id) FROM channels WHERE id = ?`, id).
			Row().Scan(&abandoned)
		if err == nil && abandoned {
			err = tx.MarkChannelDeleted(id)
		}
		if err != nil {
			return storageError(err)
		}
	}
	return nil
}

// EmptyWorkspace takes the next people out of a deleted workspace and all its channels and tells them; false when nobody is left.
func (tx *Tx) EmptyWorkspace(id int64) (bool, error) {
	var people []int64
	err := tx.db.Raw(`SELECT account_id FROM workspace_members WHERE workspace_id = ? LIMIT ?`, id, removedMembers).Scan(&people).Error
	if err != nil || len(people) == 0 {
		return false, storageError(err)
	}
	directs, err := tx.directsOf(people...)
	if err != nil {
		return false, err
	}
	err = tx.tellingClosed(directs, func() error {
		return tx.db.Exec(`DELETE FROM workspace_members WHERE workspace_id = ? AND account_id IN ?`, id, people).Error
	})
	if err != nil {
		return false, err
	}
	var rows []ChannelMember
	err = tx.db.Raw(`DELETE FROM channel_members WHERE account_id IN ? AND channel_id IN (SELECT id FROM channels WHERE workspace_id = ?)
		RETURNING channel_id, account_id`, people, id).Scan(&rows).Error
	if err != nil {
		return false, err
	}
	if err := tx.db.Exec(`DELETE FROM drafts WHERE account_id IN ? AND channel_id IN (SELECT id FROM channels WHERE workspace_id = ?)`,
		people, id).Error; err != nil {
		return false, err
	}
	for _, r := range rows {
		tx.Announce(event.Audience{Channel: r.ChannelID}, event.Following{Accounts: []int64{r.AccountID}})
	}
	tx.Announce(event.Audience{Workspace: id}, event.Following{Accounts: people})
	return true, tx.announceGone(people, func(rev int64) any {
		return event.WorkspaceLeft{Type: "workspace.left", Rev: rev, Workspace: id, Deleted: true}
	})
}

// EmptyChannel takes the next people out of a deleted channel and tells them; false when nobody is left.
func (tx *Tx) EmptyChannel(id int64) (bool, error) {
	var people []int64
	err := tx.db.Raw(`DELETE FROM channel_members WHERE channel_id = ? AND account_id IN (
		SELECT account_id FROM channel_members WHERE channel_id = ? LIMIT ?) RETURNING account_id`, id, id, emptiedMembers).Scan(&people).Error
	if err != nil || len(people) == 0 {
		return false, storageError(err)
	}
	if err := tx.forgetDrafts(id, people...); err != nil {
		return false, err
	}
	tx.Announce(event.Audience{Channel: id}, event.Following{Accounts: people})
	return true, tx.announceGone(people, func(rev int64) any {
		return event.ChannelLeft{Type: "channel.left", Rev: rev, Channel: id, Deleted: true}
	})
}

// announceGone tells each account something under the next number of its own log.
func (tx *Tx) announceGone(people []int64, what func(rev int64) any) error {
	var accounts []Account
	if err := tx.db.Raw(`UPDATE accounts SET rev = rev + 1 WHERE id IN ? RETURNING id, rev`, people).Scan(&accounts).Error; err != nil {
		return err
	}
	for _, a := range accounts {
		tx.Announce(event.Audience{Account: a.ID}, what(a.Rev))
	}
	return nil
}

// Removals are what was deleted and still holds something.
type Removals struct {
	// Members are people who are deleted, and still in a workspace.
	Members []WorkspaceMember
	// Directs are the rows of deleted people in direct channels, but for those whose other person is to see who it was, and those of
	// people who have left a workspace in groups with nobody whom they share one with.
	Directs              []ChannelMember
	Workspaces, Channels []int64
}

// Removals are what is to be taken away.
func (s *Store) Removals(ctx context.Context) (r Removals, err error) {
	db := s.read(ctx)
	if err := db.Raw(`SELECT m.workspace_id, m.account_id FROM workspace_members m JOIN accounts a ON a.id = m.account_id
		WHERE a.deleted_at IS NOT NULL`).Scan(&r.Members).Error; err != nil {
		return r, storageError(err)
	}
	if err := db.Raw(`SELECT m.channel_id, m.account_id FROM accounts a CROSS JOIN channel_members m ON m.account_id = a.id
		JOIN channels c ON c.id = m.channel_id AND c.kind = 'direct' WHERE a.deleted_at IS NOT NULL AND (c.history = 'joining' OR NOT EXISTS (
			SELECT 1 FROM channel_members o JOIN accounts b ON b.id = o.account_id WHERE o.channel_id = c.id AND b.deleted_at IS NULL))`).
		Scan(&r.Directs).Error; err != nil {
		return r, storageError(err)
	}
	var strangers []ChannelMember
	if err := db.Raw(`SELECT m.channel_id, m.account_id FROM (SELECT DISTINCT account_id FROM workspace_departures) d
		CROSS JOIN channel_members m ON m.account_id = d.account_id
		JOIN channels c ON c.id = m.channel_id AND c.kind = 'direct' AND c.history = 'joining' WHERE ` + closed).Scan(&strangers).Error; err != nil {
		return r, storageError(err)
	}
	r.Directs = append(r.Directs, strangers...)
	if err := db.Raw(`SELECT id FROM workspaces WHERE deleted_at IS NOT NULL`).Scan(&r.Workspaces).Error; err != nil {
		return r, storageError(err)
	}
	err = db.Raw(`SELECT c.id FROM channels c LEFT JOIN workspaces w ON w.id = c.workspace_id
		WHERE c.deleted_at IS NOT NULL OR w.deleted_at IS NOT NULL`).Scan(&r.Channels).Error
	return r, storageError(err)
}

// RemoveMessages takes the next messages of a deleted channel away, with all that hangs on them; false when none is left.
func (tx *Tx) RemoveMessages(channel int64) (bool, error) {
	var batch []int64
	if err := tx.db.Raw(`SELECT id FROM messages WHERE channel_id = ? LIMIT ?`, channel, removedMessages).Scan(&batch).Error; err != nil {
		return false, err
	}
	left := int64(removedRows)
	for _, piece := range []struct {
		statement string
		of        any
	}{
		{`DELETE FROM message_versions WHERE id IN (SELECT id FROM message_versions WHERE message_id IN ? LIMIT ?)`, batch},
		{`DELETE FROM reactions WHERE id IN (SELECT id FROM reactions WHERE message_id IN ? LIMIT ?)`, batch},
		{`DELETE FROM thread_members WHERE (thread, account_id) IN (SELECT thread, account_id FROM thread_members WHERE thread IN ? LIMIT ?)`, batch},
		{`DELETE FROM mentions WHERE (channel_id, account_id, seq) IN (SELECT channel_id, account_id, seq FROM mentions WHERE channel_id = ? LIMIT ?)`, channel},
		{`DELETE FROM drafts WHERE (account_id, channel_id, thread) IN (SELECT account_id, channel_id, thread FROM drafts WHERE channel_id = ? LIMIT ?)`, channel},
	} {
		deleted := tx.db.Exec(piece.statement, piece.of, left)
		left -= deleted.RowsAffected
		if deleted.Error != nil || left <= 0 {
			return true, deleted.Error
		}
	}
	if err := tx.releaseFiles(batch...); err != nil {
		return false, err
	}
	deleted := tx.db.Exec(`DELETE FROM messages WHERE id IN ?`, batch)
	return deleted.RowsAffected > 0, deleted.Error
}

// RemoveChannel takes away what is left of a deleted channel without members and messages.
func (tx *Tx) RemoveChannel(id int64) error {
	return tx.removeRows(id, `DELETE FROM channel_departures WHERE channel_id = ?`, `DELETE FROM channel_counters WHERE channel_id = ?`,
		`DELETE FROM channels WHERE id = ?`)
}

// RemoveWorkspace takes away what is left of a deleted workspace without members and channels.
func (tx *Tx) RemoveWorkspace(id int64) error {
	if err := tx.losePictures(`SELECT picture FROM workspaces WHERE id = ?`, id); err != nil {
		return err
	}
	if err := tx.forgetEmoji(`workspace_id = ?`, id); err != nil {
		return err
	}
	return tx.removeRows(id, `DELETE FROM workspace_departures WHERE workspace_id = ?`, `DELETE FROM categories WHERE workspace_id = ?`,
		`DELETE FROM workspaces WHERE id = ?`)
}

// removeRows runs the statements that take away what belongs to an id, and has the log forget it.
func (tx *Tx) removeRows(id int64, statements ...string) error {
	for _, statement := range statements {
		if err := tx.db.Exec(statement, id).Error; err != nil {
			return err
		}
	}
	return tx.ForgetLog()
}
