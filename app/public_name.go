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
	// NeedsRoot says whether the present root certificate may not sign for it.
	NeedsRoot func() bool
	// Agreed says that whoever chose it knows what a new root costs: every device that trusts the present one has to trust it.
	Agreed bool
	// Take puts it into service.
	Take func() error
}

// NameServer puts the name that people type into service and keeps it. A name that cannot come into service is not kept; where
// the commit fails afterwards, the certificate goes by it until the next start, and the next try keeps it. ErrAuthorityInUse when that takes a
// new root without an agreement although others than the first person may have trusted the present one.
func (a *App) NameServer(ctx context.Context, actor models.Actor, chosen ServerName) error {
	if err := a.MayName(actor); err != nil {
		return err
	}
	return a.store.Write(ctx, func(tx *models.Tx) error {
		if chosen.NeedsRoot() && !chosen.Agreed {
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
		return chosen.Take() // other writes wait until the keys are on the disk
	})
}
