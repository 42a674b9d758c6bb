package models

import (
	"context"

	"courtyard/app/event"
)

// ChannelPins is how many messages of a channel are pinned at most.
const ChannelPins = 100

// PinCount is how many messages of a channel are pinned.
func (tx *Tx) PinCount(channel int64) (n int, err error) {
	err = tx.db.Raw(`SELECT count(*) FROM messages WHERE channel_id = ? AND pinned_at IS NOT NULL`, channel).Row().Scan(&n)
	return n, storageError(err)
}

// Pin pins a message that the actor sees and tells the channel.
func (tx *Tx) Pin(actor int64, m event.Message) error {
	_, err := tx.updateMessage(actor, m, nil, `pinned_at = ?, pinned_by = ?`, tx.now, actor)
	return err
}

// Unpin takes the pin off a message that the actor sees and tells the channel.
func (tx *Tx) Unpin(actor int64, m event.Message) error {
	_, err := tx.updateMessage(actor, m, nil, `pinned_at = NULL, pinned_by = NULL`)
	return err
}

// Pins are the pinned messages of a channel that the actor sees, the last pinned first.
func (s *Store) Pins(ctx context.Context, actor, channel int64) (h History, err error) {
	floor, _, err := s.historyFrom(ctx, actor, channel)
	if err != nil {
		return h, err
	}
	h.Items, err = scanMessages(s.read(ctx), `SELECT `+messageColumns+` FROM messages WHERE channel_id = ? AND pinned_at IS NOT NULL
		AND seq > ? ORDER BY pinned_at DESC, seq DESC`, channel, floor)
	if err != nil {
		return h, err
	}
	h.People, err = s.complete(ctx, actor, h.Items)
	return h, err
}
