package app

import (
	"context"
	"errors"
	"time"

	"courtyard/models"
)

// removalRetry is how long a removal that failed, on a full disk say, waits before it goes on.
const removalRetry = time.Minute

// expiryInterval is how often it is looked for uploads whose time is over.
const expiryInterval = time.Hour

// forgetDelay gathers deleted messages, so that the write-ahead log, for which all writers wait, is not emptied for each.
const forgetDelay = 15 * time.Second

// DeleteChannel takes a channel away from everybody at once; what was said in it goes in the background.
func (a *App) DeleteChannel(ctx context.Context, actor, id int64) error {
	err := a.store.Write(ctx, func(tx *models.Tx) error {
		if _, err := channelToManage(tx, actor, id, DeleteChannel); err != nil {
			return err
		}
		return tx.MarkChannelDeleted(id)
	})
	if err != nil {
		return err
	}
	defer a.removeSoon()
	return a.inPieces(ctx, func(tx *models.Tx) (bool, error) { return tx.EmptyChannel(id) })
}

// DeleteWorkspace takes a workspace away from everybody at once; what it held goes in the background.
func (a *App) DeleteWorkspace(ctx context.Context, actor, id int64) error {
	err := a.store.Write(ctx, func(tx *models.Tx) error {
		if err := require(tx, actor, id, DeleteWorkspace); err != nil {
			return err
		}
		return tx.MarkWorkspaceDeleted(id)
	})
	if err != nil {
		return err
	}
	defer a.removeSoon()
	return a.inPieces(ctx, func(tx *models.Tx) (bool, error) { return tx.EmptyWorkspace(id) })
}

// inPieces repeats a write, each of its own, until it says that nothing is left; others write in between.
func (a *App) inPieces(ctx context.Context, piece func(*models.Tx) (bool, error)) error {
	for {
		more := false
		err := a.store.Write(ctx, func(tx *models.Tx) (err error) {
			more, err = piece(tx)
			return err
		})
		if err != nil || !more {
			return err
		}
		time.Sleep(pieceDelay)
	}
}

// removeAfter wakes Remove after a change that may have left something to be taken away, and gives the change's error on.
func (a *App) removeAfter(err error) error {
	if err == nil {
		a.removeSoon()
	}
	return err
}

func (a *App) removeSoon() {
	select {
	case a.removals <- struct{}{}:
	default: // it is to begin anyway
	}
}

// Remove takes away what deleted workspaces, channels and messages held, also what an earlier run left, until the context ends.
// It says what went wrong and tries again after a while.
func (a *App) Remove(ctx context.Context, failed func(error)) {
	for {
		var again <-chan time.Time
		if err := errors.Join(a.settleKept(ctx), a.removeAll(ctx)); err != nil && ctx.Err() == nil && !errors.Is(err, models.ErrStopped) {
			failed(err)
			again = time.After(removalRetry)
		}
		select {
		case <-ctx.Done():
			return
		case <-a.removals:
		case <-again:
		case <-time.After(expiryInterval):
		case <-a.deletions:
			a.gather(ctx)
		}
	}
}

// gather waits a moment for more messages to be deleted.
func (a *App) gather(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-a.removals:
	case <-time.After(a.options.forgetDelay()):
	}
}

func (a *App) removeAll(ctx context.Context) error {
	r, err := a.store.Removals(ctx)
	if err != nil {
		return err
	}
	// Each in a write of its own: somebody may be in hundreds of channels.
	for _, m := range r.Members {
		err := a.store.Write(ctx, func(tx *models.Tx) error { return tx.RemoveMember(m.WorkspaceID, m.AccountID, models.LineLeft) })
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
	}
	for _, m := range r.Directs {
		err := a.store.Write(ctx, func(tx *models.Tx) error { return tx.LeaveDirect(m.AccountID, m.ChannelID) })
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
	}
	for _, id := range r.Workspaces {
		if err := a.inPieces(ctx, func(tx *models.Tx) (bool, error) { return tx.EmptyWorkspace(id) }); err != nil {
			return err
		}
	}
	for _, id := range r.Channels {
		if err := a.removeChannel(ctx, id); err != nil {
			return err
		}
	}
	for _, id := range r.Workspaces {
		if err := a.store.Write(ctx, func(tx *models.Tx) error { return tx.RemoveWorkspace(id) }); err != nil {
			return err
		}
	}
	if len(r.Members)+len(r.Directs) > 0 {
		return a.removeAll(ctx) // their private channels may have gone with them
	}
	if err := a.forgetEndedLinks(ctx); err != nil {
		return err
	}
	return errors.Join(a.removeFiles(ctx), a.forget(ctx))
}

// forget takes what was deleted out of the write-ahead log, and out of where moved rows have left it; a failure is made good the
// next time.
func (a *App) forget(ctx context.Context) error {
	note, err := a.store.LogToForget(ctx)
	if err != nil || note == "" {
		return err
	}
	if err := a.store.EmptyLog(ctx); err != nil {
		return err
	}
	wiped, err := a.store.WipeResidue(ctx)
	if err == nil && wiped {
		err = a.store.EmptyLog(ctx)
	}
	if err != nil {
		return err
	}
	return a.store.Write(ctx, func(tx *models.Tx) error { return tx.LogForgotten(note) })
}

func (a *App) removeChannel(ctx context.Context, id int64) error {
	if err := a.inPieces(ctx, func(tx *models.Tx) (bool, error) { return tx.EmptyChannel(id) }); err != nil {
		return err
	}
	if err := a.inPieces(ctx, func(tx *models.Tx) (bool, error) { return tx.RemoveMessages(id) }); err != nil {
		return err
	}
	return a.store.Write(ctx, func(tx *models.Tx) error { return tx.RemoveChannel(id) })
}
