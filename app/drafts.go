package app

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

// SaveDraft keeps what the actor has begun to write; an empty text ends the draft.
func (a *App) SaveDraft(ctx context.Context, actor int64, d event.Draft) (saved event.Draft, err error) {
	if err := checkText(d.Text); err != nil {
		return saved, err
	}
	d.Text = cleanText(d.Text)
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		saved, err = tx.SaveDraft(actor, d)
		return err
	})
	return saved, err
}
