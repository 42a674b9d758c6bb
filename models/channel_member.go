package models

import (
	"context"
	"errors"

	"courtyard/app/event"
)

// ChannelMember is one person in one channel, with how far he has read.
type ChannelMember struct {
	ChannelID int64 `gorm:"primaryKey"`
	AccountID int64 `gorm:"primaryKey"`
	JoinedSeq int64
	ReadSeq   int64
	Notify    string
	Muted     bool
	Favourite *int64
	HiddenSeq *int64
	Rev       int64
}

// ChannelDeparture is one person who left one channel, or was taken out of it, while in its workspace.
type ChannelDeparture struct {
	ChannelID int64 `gorm:"primaryKey"`
	AccountID int64 `gorm:"primaryKey"`
}

// everyonePiece is how many people one write adds to a channel.
const everyonePiece = 500

// ChannelMembers are the people of a channel that the actor is in, by id, from the one after a given id on.
func (s *Store) ChannelMembers(ctx context.Context, actor, channel, after int64, limit int) ([]event.Person, error) {
	if _, _, err := s.historyFrom(ctx, actor, channel); err != nil {
		return nil, err
	}
	return scanPeople(s.read(ctx), `SELECT `+personColumns+` FROM channel_members m JOIN accounts a ON a.id = m.account_id
		WHERE m.channel_id = ? AND m.account_id > ? ORDER BY m.account_id LIMIT ?`, channel, after, limit)
}

// historyFrom is the seq after which the actor sees a channel's messages, and the channel's last one; ErrNotFound when he is not in it.
func (s *Store) historyFrom(ctx context.Context, actor, channel int64) (floor, last int64, err error) {
	err = s.read(ctx).Raw(`SELECT `+historyFloor+`, n.last_seq FROM channel_members m JOIN channels c ON c.id = m.channel_id
		JOIN channel_counters n ON n.channel_id = c.id
		WHERE m.channel_id = ? AND m.account_id = ? AND c.deleted_at IS NULL`, channel, actor).Row().Scan(&floor, &last)
	return floor, last, storageError(err)
}

// JoinChannel puts an account into a channel and tells everybody; false when it is in it already.
func (tx *Tx) JoinChannel(account, channel int64) (bool, error) {
	joined, err := tx.enterChannel(account, channel)
	if err != nil || !joined {
		return false, err
	}
	return true, tx.appendLine(channel, LineJoined, account, "")
}

// AddToChannel does the same for somebody who did not ask for it: the line mentions him, so that he finds the channel.
func (tx *Tx) AddToChannel(account, channel int64) (bool, error) {
	added, err := tx.enterChannel(account, channel)
	if err != nil || !added {
		return false, err
	}
	line := &event.Message{Channel: channel, Kind: LineJoined, Author: account, Mentions: []int64{account}}
	if err := tx.appendNumbered(line); err != nil {
		return false, err
	}
	err = tx.db.Exec(`INSERT INTO mentions (channel_id, account_id, seq, thread, named) VALUES (?, ?, ?, 0, 1)`, channel, account, line.Seq).Error
	return true, err
}

func (tx *Tx) enterChannel(account, channel int64) (bool, error) {
	if _, err := tx.Channel(account, channel); !errors.Is(err, ErrNotFound) {
		return false, err
	}
	rev, err := tx.nextAccountRev(account)
	if err != nil {
		return false, err
	}
	if err := tx.addChannelMember(channel, account, rev); err != nil {
		return false, err
	}
	if err := tx.db.Exec(`DELETE FROM channel_departures WHERE channel_id = ? AND account_id = ?`, channel, account).Error; err != nil {
		return false, err
	}
	return true, tx.announceChannelJoined(channel, account, rev)
}

// addChannelMember inserts the row: what is there already counts as read.
func (tx *Tx) addChannelMember(channel, account, rev int64) error {
	err := tx.db.Exec(`INSERT INTO channel_members (channel_id, account_id, joined_seq, read_seq, rev)
		SELECT channel_id, ?, last_seq, last_seq, ? FROM channel_counters WHERE channel_id = ?`, account, rev, channel).Error
	if err == nil {
		tx.Announce(event.Audience{Channel: channel}, event.Following{Accounts: []int64{account}, Begins: true})
	}
	return storageError(err)
}

func (tx *Tx) announceChannelJoined(channel, account, rev int64) error {
	c, err := tx.Channel(account, channel)
	if err == nil {
		tx.Announce(event.Audience{Account: account}, event.ChannelJoined{Type: "channel.joined", Rev: rev, Channel: c})
	}
	return err
}

// LeaveChannel takes an account out of a channel and tells everybody, with a line that says how it came about.
func (tx *Tx) LeaveChannel(account, channel int64, line string) error {
	deleted := tx.db.Exec(`DELETE FROM channel_members WHERE channel_id = ? AND account_id = ?`, channel, account)
	if deleted.Error != nil {
		return deleted.Error
	}
	if deleted.RowsAffected == 0 {
		return ErrNotFound
	}
	if err := tx.db.Create(&ChannelDeparture{channel, account}).Error; err != nil {
		return err
	}
	if err := tx.forgetThreads(account, []int64{channel}); err != nil {
		return err
	}
	if err := tx.forgetDrafts(channel, account); err != nil {
		return err
	}
	rev, err := tx.nextAccountRev(account)
	if err != nil {
		return err
	}
	tx.Announce(event.Audience{Channel: channel}, event.Following{Accounts: []int64{account}})
	tx.Announce(event.Audience{Account: account}, event.ChannelLeft{Type: "channel.left", Rev: rev, Channel: channel})
	if err := tx.appendLine(channel, line, account, ""); err != nil {
		return err
	}
	return tx.deleteAbandoned([]int64{channel})
}

// AddEveryone puts the next people of the workspace, 500 at most, into a channel that is for everyone; false when none is left.
// Who left the channel is not added again.
func (tx *Tx) AddEveryone(workspace, channel int64) (bool, error) {
	var ids []int64
	err := tx.db.Raw(`SELECT m.account_id FROM workspace_members m JOIN channels c ON c.id = ? AND c.everyone WHERE m.workspace_id = ?
		AND NOT EXISTS (SELECT 1 FROM channel_members x WHERE x.channel_id = c.id AND x.account_id = m.account_id)
		AND NOT EXISTS (SELECT 1 FROM channel_departures d WHERE d.channel_id = c.id AND d.account_id = m.account_id)
		LIMIT ?`, channel, workspace, everyonePiece).Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return false, storageError(err)
	}
	if err := tx.db.Exec(`UPDATE accounts SET rev = rev + 1 WHERE id IN ?`, ids).Error; err != nil {
		return false, err
	}
	err = tx.db.Exec(`INSERT INTO channel_members (channel_id, account_id, joined_seq, read_seq, rev)
		SELECT n.channel_id, a.id, n.last_seq, n.last_seq, a.rev FROM channel_counters n, accounts a WHERE n.channel_id = ? AND a.id IN ?`,
		channel, ids).Error
	if err != nil {
		return false, err
	}
	tx.Announce(event.Audience{Channel: channel}, event.Following{Accounts: ids, Begins: true})
	return true, tx.announceAdded(channel, ids)
}

// announceAdded shows the tabs of everybody who was added the channel; the rows differ only in the account's own number.
func (tx *Tx) announceAdded(channel int64, ids []int64) error {
	c, err := tx.Channel(ids[0], channel)
	if err != nil {
		return err
	}
	var added []ChannelMember
	if err := tx.db.Raw(`SELECT account_id, rev FROM channel_members WHERE channel_id = ? AND account_id IN ?`, channel, ids).Scan(&added).Error; err != nil {
		return err
	}
	for _, m := range added {
		tx.Announce(event.Audience{Account: m.AccountID}, event.ChannelJoined{Type: "channel.joined", Rev: m.Rev, Channel: c})
	}
	return nil
}
