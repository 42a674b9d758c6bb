package models

import "courtyard/app/event"

// SaveReadMark moves the actor's read mark of a channel and tells his tabs; back only where that is asked for.
func (tx *Tx) SaveReadMark(actor, channel, seq int64, back bool) (event.ReadMark, error) {
	mark := event.ReadMark{Channel: channel}
	rev, err := tx.nextAccountRev(actor)
	if err != nil {
		return mark, err
	}
	moved := tx.db.Exec(`UPDATE channel_members SET rev = ?, read_seq = min(?, (SELECT last_seq FROM channel_counters WHERE channel_id = ?))
		WHERE channel_id = ? AND account_id = ? AND (? OR read_seq < ?)`, rev, seq, channel, channel, actor, back, seq)
	if moved.Error != nil {
		return mark, moved.Error
	}
	err = tx.db.Raw(`SELECT m.read_seq, `+unreadCount+` FROM channel_members m JOIN channel_counters n ON n.channel_id = m.channel_id
		WHERE m.channel_id = ? AND m.account_id = ?`, channel, actor).Row().Scan(&mark.ReadSeq, &mark.Unread)
	if err == nil {
		tx.Announce(event.Audience{Account: actor}, event.ReadUpdated{Type: "read.updated", Rev: rev, ReadMark: mark})
	}
	return mark, storageError(err)
}
