package app

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

// categoriesLimit is how many categories a workspace may have: every change of one shows all of them to everybody.
const categoriesLimit = 100

// CreateCategory makes a category at the end of a workspace's list.
func (a *App) CreateCategory(ctx context.Context, actor, workspace int64, name string) (made event.Category, err error) {
	if name, err = cleanName(name); err != nil {
		return made, err
	}
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		if err := require(tx, actor, workspace, ArrangeChannels); err != nil {
			return err
		}
		n, err := tx.CountCategories(workspace)
		if err != nil {
			return err
		}
		if n >= categoriesLimit {
			return ErrTooManyCategories
		}
		c := models.Category{WorkspaceID: workspace, Name: name}
		if err := tx.CreateCategory(actor, &c); err != nil {
			return err
		}
		made, err = tx.Category(actor, c.ID)
		return err
	})
	return made, err
}

// UpdateCategory changes a category's name or its place in the list.
func (a *App) UpdateCategory(ctx context.Context, actor, id int64, c models.CategoryChanges) (after event.Category, err error) {
	if c.Name != nil {
		name, err := cleanName(*c.Name)
		if err != nil {
			return after, err
		}
		c.Name = &name
	}
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		present, err := categoryToArrange(tx, actor, id)
		if err != nil {
			return err
		}
		if err := tx.UpdateCategory(actor, present, c); err != nil {
			return renamed(err, models.ErrNotFound, ErrNeighbourGone)
		}
		after, err = tx.Category(actor, id)
		return err
	})
	return after, err
}

// DeleteCategory takes a category away; its channels stay.
func (a *App) DeleteCategory(ctx context.Context, actor, id int64) error {
	return a.store.Write(ctx, func(tx *models.Tx) error {
		present, err := categoryToArrange(tx, actor, id)
		if err != nil {
			return err
		}
		return tx.DeleteCategory(actor, present)
	})
}

// categoryToArrange is a category that the actor may change.
func categoryToArrange(tx *models.Tx, actor, id int64) (event.Category, error) {
	c, err := tx.Category(actor, id)
	if err != nil {
		return c, err
	}
	return c, require(tx, actor, c.Workspace, ArrangeChannels)
}
