package app

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

// UpdateMembership changes how the actor has one of his channels.
func (a *App) UpdateMembership(ctx context.Context, actor, channel int64, changes models.MembershipChanges) (c event.Channel, err error) {
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		if c, err = tx.Channel(actor, channel); err != nil {
			return err
		}
		if changes.Hidden != nil && c.Kind != models.KindDirect {
			return ErrNotDirect
		}
		if err := tx.UpdateMembership(actor, channel, changes); err != nil {
			return renamed(err, models.ErrNotFound, ErrNeighbourGone)
		}
		c, err = tx.Channel(actor, channel)
		return err
	})
	return c, err
}

// SetWorkspaceNotify changes what the actor is told of a workspace's channels.
func (a *App) SetWorkspaceNotify(ctx context.Context, actor, workspace int64, notify string) (w event.Workspace, err error) {
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		if _, err := tx.Role(actor, workspace); err != nil {
			return err
		}
		if err := tx.SetWorkspaceNotify(actor, workspace, notify); err != nil {
			return err
		}
		w, err = tx.Workspace(actor, workspace)
		return err
	})
	return w, err
}
