package app

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

// Pin pins a message where the actor may, or takes its pin off; what is so already changes nothing.
func (a *App) Pin(ctx context.Context, actor, message int64, pinned bool) error {
	return a.store.Write(ctx, func(tx *models.Tx) error {
		m, c, err := messageToChange(tx, actor, message)
		if err != nil {
			return err
		}
		if err := requirePinning(tx, actor, c); err != nil {
			return err
		}
		switch {
		case pinned == (m.PinnedAt != 0):
			return nil
		case !pinned:
			return tx.Unpin(actor, m)
		}
		n, err := tx.PinCount(c.ID)
		if err != nil {
			return err
		}
		if n >= models.ChannelPins {
			return ErrTooManyPins
		}
		return tx.Pin(actor, m)
	})
}

// requirePinning refuses who may not pin in a channel: everybody may in a direct one, and where its setting says so.
func requirePinning(tx *models.Tx, actor int64, c event.Channel) error {
	if c.Workspace == 0 || c.Pinning == models.Everyone {
		return nil
	}
	return requireIn(tx, actor, c, PinMessages)
}
