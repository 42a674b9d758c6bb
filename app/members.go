package app

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

// SetRole changes a member's role. Everybody may lower his own; the last owner cannot.
func (a *App) SetRole(ctx context.Context, actor, workspace, account int64, role string) (m event.Member, err error) {
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		mine, err := tx.Role(actor, workspace)
		if err != nil {
			return err
		}
		present, err := tx.Role(account, workspace)
		if err != nil {
			return err
		}
		lowersOwn := actor == account && rank(role) <= rank(mine)
		if !lowersOwn && !canSetRole(mine, present, role) {
			return ErrRoleNotGiven
		}
		if present != role {
			if err := keepAnOwner(tx, workspace, present); err != nil {
				return err
			}
			if err := tx.SetRole(workspace, account, role); err != nil {
				return err
			}
		}
		m, err = tx.Member(workspace, account)
		return err
	})
	return m, a.removeAfter(err) // a lower role ends links to files
}

// RemoveMember takes somebody of a lower role out of a workspace.
func (a *App) RemoveMember(ctx context.Context, actor, workspace, account int64) error {
	return a.removeAfter(a.store.Write(ctx, func(tx *models.Tx) error {
		mine, err := tx.Role(actor, workspace)
		switch {
		case err != nil:
			return err
		case !Can(mine, RemoveMember):
			return missing(string(RemoveMember))
		case actor == account:
			return errSelfRemovalInstead
		}
		present, err := tx.Role(account, workspace)
		if err != nil {
			return err
		}
		if !canSetRole(mine, present, present) {
			return missing(string(RemoveMember))
		}
		if err := keepAnOwner(tx, workspace, present); err != nil {
			return err
		}
		return tx.RemoveMember(workspace, account, models.LineRemoved)
	}))
}

// LeaveWorkspace takes the actor out of a workspace; the last owner cannot leave.
func (a *App) LeaveWorkspace(ctx context.Context, actor, workspace int64) error {
	return a.removeAfter(a.store.Write(ctx, func(tx *models.Tx) error {
		present, err := tx.Role(actor, workspace)
		if err != nil {
			return err
		}
		if err := keepAnOwner(tx, workspace, present); err != nil {
			return err
		}
		return tx.RemoveMember(workspace, actor, models.LineLeft)
	}))
}

// keepAnOwner refuses to take the last owner's role away.
func keepAnOwner(tx *models.Tx, workspace int64, present string) error {
	if present != "owner" {
		return nil
	}
	owners, err := tx.Owners(workspace)
	if err == nil && owners < 2 {
		return ErrLastOwner
	}
	return err
}
