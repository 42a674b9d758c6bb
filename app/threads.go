package app

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

// FollowThread lets the actor follow a thread, or cease to.
func (a *App) FollowThread(ctx context.Context, actor, root int64, following bool) (event.Thread, error) {
	return a.markThread(ctx, actor, root, models.ThreadMark{Following: &following})
}

// ReadThread moves the actor's read mark of a thread forwards; with back it goes to just before the reply, and he follows the thread.
func (a *App) ReadThread(ctx context.Context, actor, root, seq int64, back bool) (event.Thread, error) {
	if back {
		seq = max(seq-1, 0)
	}
	return a.markThread(ctx, actor, root, models.ThreadMark{ReadSeq: &seq, Back: back})
}

func (a *App) markThread(ctx context.Context, actor, root int64, mark models.ThreadMark) (t event.Thread, err error) {
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		t, err = tx.SaveThreadMark(actor, root, mark)
		return err
	})
	return t, err
}
