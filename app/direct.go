package app

import (
	"context"
	"errors"
	"slices"

	"courtyard/app/event"
	"courtyard/models"
)

// DirectPeople is how many people a direct channel has at most.
const DirectPeople = 20

// BeginDirect gives the direct channel of the actor and some people who share a workspace with him; false when there was one. Nobody
// else makes it one with oneself. A group with a name is always a new one.
func (a *App) BeginDirect(ctx context.Context, actor int64, others []int64, name string) (c event.Channel, isNew bool, err error) {
	people := append(slices.Clone(others), actor)
	slices.Sort(people)
	people = slices.Compact(people)
	if len(people) > DirectPeople {
		return c, false, ErrGroupFull
	}
	if name != "" {
		if len(people) < 3 {
			return c, false, ErrPair
		}
		if name, err = cleanName(name); err != nil {
			return c, false, err
		}
	}
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		if name == "" {
			if c, err = tx.DirectChannel(actor, people); err == nil {
				c, err = shown(tx, actor, c)
			}
			if !errors.Is(err, models.ErrNotFound) {
				return err
			}
		}
		if err := sharePlace(tx, actor, slices.DeleteFunc(slices.Clone(people), func(id int64) bool { return id == actor })); err != nil {
			return err
		}
		id, err := tx.CreateDirect(actor, people, name)
		if err != nil {
			return err
		}
		isNew = true
		c, err = tx.Channel(actor, id)
		return err
	})
	return c, isNew, err
}

// shown is a direct channel that the actor wants to see, also where he has hidden it.
func shown(tx *models.Tx, actor int64, c event.Channel) (event.Channel, error) {
	if c.HiddenSeq == 0 {
		return c, nil
	}
	no := false
	if err := tx.UpdateMembership(actor, c.ID, models.MembershipChanges{Hidden: &no}); err != nil {
		return c, err
	}
	return tx.Channel(actor, c.ID)
}

// sharePlace refuses people who share no workspace with the actor, as if they did not exist.
func sharePlace(tx *models.Tx, actor int64, others []int64) error {
	shares, err := tx.Shares(actor, others)
	if err == nil && !shares {
		err = ErrNotFound
	}
	return err
}

// isGroup says of a direct channel that it is one of three and more people, and stays one when they leave.
func isGroup(c event.Channel) bool { return c.History == models.HistoryJoining }

// addToGroup puts somebody who shares a workspace with the actor into a group of his.
func addToGroup(tx *models.Tx, actor int64, c event.Channel, account int64) (bool, error) {
	switch {
	case !isGroup(c):
		return false, ErrPair
	case slices.Contains(c.People, account):
		return false, nil
	case len(c.People) >= DirectPeople:
		return false, ErrGroupFull
	}
	if err := sharePlace(tx, actor, []int64{account}); err != nil {
		return false, err
	}
	return tx.JoinDirect(account, c.ID)
}

// fitDirect refuses what a direct channel cannot become: only a group has something to change, its name.
func fitDirect(present event.Channel, c models.ChannelChanges) error {
	renames := models.ChannelChanges{Name: c.Name, NameKey: c.NameKey}
	switch {
	case c != renames:
		return ErrDirect
	case !isGroup(present):
		return ErrPair
	case present.Closed:
		return ErrDirectClosed
	}
	return nil
}
