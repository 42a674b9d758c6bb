package models

import "courtyard/app/event"

// SaveReadMark moves the actor's read mark of a channel and tells his tabs; back only where that is asked for. A mark that
// stands there already, or further, is not moved and not told.
func (tx *Tx) SaveReadMark(actor, channel, seq int64, back bool) (event.ReadMark, error) {
	present, first, err := tx.readMark(actor, channel)
	seq = min(max(seq, first), present.LastSeq)
	if err != nil || seq == present.ReadSeq || (seq < present.ReadSeq && !back) {
		return present, err
	}
	rev, err := tx.nextAccountRev(actor)
	if err != nil {
		return present, err
	}
	if err := tx.db.Exec(`UPDATE channel_members SET rev = ?, read_seq = ? WHERE channel_id = ? AND account_id = ?`,
		rev, seq, channel, actor).Error; err != nil {
		return present, err
	}
	mark, _, err := tx.readMark(actor, channel)
	if err == nil {
		tx.Announce(event.Audience{Account: actor}, event.ReadUpdated{Type: "read.updated", Rev: rev, ReadMark: mark})
	}
	return mark, err
}

// readMark is how far somebody has read a channel, and from which seq on he sees it.
func (tx *Tx) readMark(actor, channel int64) (mark event.ReadMark, first int64, err error) {
	mark.Channel = channel
	err = tx.db.Raw(`SELECT m.read_seq, `+unreadCount+`, `+mentionCount+`, `+historyFloor+`, n.last_seq
		FROM channel_members m JOIN channels c ON c.id = m.channel_id JOIN channel_counters n ON n.channel_id = m.channel_id
		WHERE m.channel_id = ? AND m.account_id = ?`, channel, actor).Row().Scan(&mark.ReadSeq, &mark.Unread, &mark.Mentions, &first, &mark.LastSeq)
	return mark, first, storageError(err)
}
