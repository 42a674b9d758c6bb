package app

import (
	"context"
	"strings"

	"courtyard/app/event"
	"courtyard/models"
)

// React adds the actor's emoji to a message; one that he has chosen already changes nothing.
func (a *App) React(ctx context.Context, actor, message int64, emoji string) (m event.Message, err error) {
	emoji, ok := CleanReaction(emoji)
	if !ok {
		return m, ErrEmojiInvalid
	}
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		var c event.Channel
		if m, c, err = messageToChange(tx, actor, message); err != nil {
			return err
		}
		if name, own := strings.CutPrefix(emoji, ":"); own {
			if _, err := tx.EmojiIn(c.Workspace, strings.TrimSuffix(name, ":")); err != nil {
				return renamed(err, models.ErrNotFound, ErrEmojiInvalid)
			}
		}
		different, stands, err := tx.ReactionCounts(message, emoji)
		if err != nil {
			return err
		}
		if !stands && different >= models.MessageReactions {
			return ErrTooManyReactions
		}
		m, err = tx.React(actor, m, emoji, true)
		return err
	})
	return m, err
}

// Unreact takes the actor's emoji away from a message.
func (a *App) Unreact(ctx context.Context, actor, message int64, emoji string) error {
	emoji, ok := CleanReaction(emoji)
	if !ok {
		return ErrEmojiInvalid
	}
	return a.store.Write(ctx, func(tx *models.Tx) error {
		m, _, err := messageToChange(tx, actor, message)
		if err == nil {
			_, err = tx.React(actor, m, emoji, false)
		}
		return err
	})
}
