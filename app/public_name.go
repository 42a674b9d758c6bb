package app

import (
	"context"

	"courtyard/models"
)

// MayName answers who may not know or choose the name that people type: only the instance's owner may.
func (a *App) MayName(actor models.Actor) error {
	if actor.Role != "owner" {
		return errPublicName
	}
	return nil
}

// SavePublicName keeps the name that people type, while nobody but the first person can have used the certificate
// authority; ErrAuthorityInUse afterwards, since a new one costs every device a visit.
func (a *App) SavePublicName(ctx context.Context, actor models.Actor, name string) error {
	if err := a.MayName(actor); err != nil {
		return err
	}
	return a.store.Write(ctx, func(tx *models.Tx) error {
		alone, err := tx.FirstAlone()
		if err != nil {
			return err
		}
		if !alone {
			return ErrAuthorityInUse
		}
		return tx.SavePublicName(name)
	})
}
