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
	Rev       int64
}

// ChannelDeparture is one person who left one channel by himself.
type ChannelDeparture struct {
	ChannelID int64 `gorm:"primaryKey"`
	AccountID int64 `gorm:"primaryKey"`
}

// everyonePiece is how many people one write adds to a channel.
const everyonePiece = 500

// ChannelMembers are the people of a channel that the actor is in, by id, from the one after a given id on.
func (s *Store) ChannelMembers(ctx context.Context, actor, channel, after int64, limit int) ([]event.Person, error) {
	if err := s.inChannel(ctx, actor, channel); err != nil {
		return nil, err
	}
	people := []event.Person{}
	err := s.read(ctx).Raw(`SELECT a.id, a.name, a.username FROM channel_members m JOIN accounts a ON a.id = m.account_id
		WHERE m.channel_id = ? AND m.account_id > ? ORDER BY m.account_id LIMIT ?`, channel, after, limit).Scan(&people).Error
	return people, storageError(err)
}

// inChannel gives ErrNotFound when the actor is not in a channel.
func (s *Store) inChannel(ctx context.Context, actor, channel int64) error {
	var one int
	return storageError(s.read(ctx).Raw(`SELECT 1 FROM channel_members WHERE channel_id = ? AND account_id = ?`, channel, actor).Row().Scan(&one))
}

// JoinChannel puts the actor into a channel and tells everybody; false when he is in it already.
func (tx *Tx) JoinChannel(actor, channel int64) (bool, error) {
	if _, err := tx.Channel(actor, channel); !errors.Is(err, ErrNotFound) {
		return false, err
	}
	rev, err := tx.nextAccountRev(actor)
	if err != nil {
		return false, err
	}
	if err := tx.addChannelMember(channel, actor, rev); err != nil {
		return false, err
	}
	if err := tx.db.Exec(`DELETE FROM channel_departures WHERE channel_id = ? AND account_id = ?`, channel, actor).Error; err != nil {
		return false, err
	}
	if err := tx.announceChannelJoined(channel, actor, rev); err != nil {
		return false, err
	}
	return true, tx.appendLine(channel, LineJoined, actor, "")
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

// LeaveChannel takes the actor out of a channel and tells everybody.
func (tx *Tx) LeaveChannel(actor, channel int64) error {
	deleted := tx.db.Exec(`DELETE FROM channel_members WHERE channel_id = ? AND account_id = ?`, channel, actor)
	if deleted.Error != nil {
		return deleted.Error
	}
	if deleted.RowsAffected == 0 {
		return ErrNotFound
	}
	if err := tx.db.Create(&ChannelDeparture{channel, actor}).Error; err != nil {
		return err
	}
	rev, err := tx.nextAccountRev(actor)
	if err != nil {
		return err
	}
	tx.Announce(event.Audience{Channel: channel}, event.Following{Accounts: []int64{actor}})
	tx.Announce(event.Audience{Account: actor}, event.ChannelLeft{Type: "channel.left", Rev: rev, Channel: channel})
	return tx.appendLine(channel, LineLeft, actor, "")
}

// AddEveryone puts the next people of the workspace, 500 at most, into a channel that is for everyone; it gives how many.
// Who left the channel by himself is not added again.
func (tx *Tx) AddEveryone(workspace, channel int64) (int, error) {
	var ids []int64
	err := tx.db.Raw(`SELECT m.account_id FROM workspace_members m JOIN channels c ON c.id = ? AND c.everyone WHERE m.workspace_id = ?
		AND NOT EXISTS (SELECT 1 FROM channel_members x WHERE x.channel_id = c.id AND x.account_id = m.account_id)
		AND NOT EXISTS (SELECT 1 FROM channel_departures d WHERE d.channel_id = c.id AND d.account_id = m.account_id)
		LIMIT ?`, channel, workspace, everyonePiece).Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return 0, storageError(err)
	}
	if err := tx.db.Exec(`UPDATE accounts SET rev = rev + 1 WHERE id IN ?`, ids).Error; err != nil {
		return 0, err
	}
	err = tx.db.Exec(`INSERT INTO channel_members (channel_id, account_id, joined_seq, read_seq, rev)
		SELECT n.channel_id, a.id, n.last_seq, n.last_seq, a.rev FROM channel_counters n, accounts a WHERE n.channel_id = ? AND a.id IN ?`,
		channel, ids).Error
	if err != nil {
		return 0, err
	}
	tx.Announce(event.Audience{Channel: channel}, event.Following{Accounts: ids, Begins: true})
	return len(ids), tx.announceAdded(channel, ids)
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
