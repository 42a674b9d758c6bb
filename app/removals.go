package app

import (
	"context"
	"errors"
	"time"

	"courtyard/models"
)

// removalRetry is how long a removal that failed, on a full disk say, waits before it goes on.
const removalRetry = time.Minute

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

// Remove takes away what deleted workspaces and channels held, also what an earlier run left, until the context ends. It says what went wrong and
// tries again after a while.
func (a *App) Remove(ctx context.Context, failed func(error)) {
	for {
		again := make(<-chan time.Time)
		if err := a.removeAll(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, models.ErrStopped) {
			failed(err)
			again = time.After(removalRetry)
		}
		select {
		case <-ctx.Done():
			return
		case <-a.removals:
		case <-again:
		}
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
	if len(r.Members) > 0 {
		return a.removeAll(ctx) // their private channels may have gone with them
	}
	return a.forget(ctx, r.Log || len(r.Channels)+len(r.Workspaces) > 0)
}

// forget empties the write-ahead log where it may hold what was deleted; a failure is made good the next time.
func (a *App) forget(ctx context.Context, wanted bool) error {
	if !wanted {
		return nil
	}
	if err := a.store.EmptyLog(ctx); err != nil {
		return err
	}
	return a.store.Write(ctx, func(tx *models.Tx) error { return tx.LogForgotten() })
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
