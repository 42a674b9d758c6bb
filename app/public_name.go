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

// ServerName is a choice of the name that people type.
type ServerName struct {
	Name string
	// NewRoot says that the present root certificate may not sign for it, Agreed that whoever chose it knows what that costs:
	// every device that trusts the present root has to trust the new one.
	NewRoot, Agreed bool
	// Take puts it into service.
	Take func() error
}

// NameServer keeps the name that people type and puts it into service, both or neither. ErrAuthorityInUse when that takes a
// new root without an agreement although others than the first person may have trusted the present one.
func (a *App) NameServer(ctx context.Context, actor models.Actor, chosen ServerName) error {
	if err := a.MayName(actor); err != nil {
		return err
	}
	return a.store.Write(ctx, func(tx *models.Tx) error {
		if chosen.NewRoot && !chosen.Agreed {
			alone, err := tx.FirstAlone()
			if err != nil {
				return err
			}
			if !alone {
				return ErrAuthorityInUse
			}
		}
		if err := tx.SavePublicName(chosen.Name); err != nil {
			return err
		}
		return chosen.Take() // holds up other writes for the moment that two keys take
	})
}
