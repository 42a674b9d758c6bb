package models

import (
	"context"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// Category groups channels in a workspace's list.
type Category struct {
	ID          int64
	WorkspaceID int64
	Name        string
	Position    int64
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
}

const categoryQuery = `SELECT g.id, g.workspace_id AS workspace, g.name, g.position FROM categories g
	JOIN workspace_members w ON w.workspace_id = g.workspace_id AND w.account_id = ?`

// Categories are those of all the actor's workspaces, in their order.
func (s *Store) Categories(ctx context.Context, actor int64) ([]event.Category, error) {
	return categories(s.read(ctx), actor, "")
}

// categoriesOf are those of one workspace of the actor's, in their order.
func categoriesOf(db *gorm.DB, actor, workspace int64) ([]event.Category, error) {
	return categories(db, actor, ` WHERE g.workspace_id = ?`, workspace)
}

func categories(db *gorm.DB, actor int64, where string, values ...any) ([]event.Category, error) {
	list := []event.Category{}
	err := db.Raw(categoryQuery+where+` ORDER BY g.workspace_id, g.position, g.id`, append([]any{actor}, values...)...).Scan(&list).Error
	return list, storageError(err)
}

// Category is one of a workspace that the actor is in, as this write sees it.
func (tx *Tx) Category(actor, id int64) (event.Category, error) {
	found, err := categories(tx.db, actor, ` WHERE g.id = ?`, id)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return event.Category{}, err
	}
	return found[0], nil
}

// category is one of a workspace as this write sees it.
func (tx *Tx) category(workspace, id int64) (Category, error) {
	var c Category
	err := tx.db.Where("id = ? AND workspace_id = ?", id, workspace).Take(&c).Error
	return c, storageError(err)
}

// CountCategories counts the categories of a workspace as this write sees them.
func (tx *Tx) CountCategories(workspace int64) (n int64, err error) {
	err = tx.db.Raw(`SELECT count(*) FROM categories WHERE workspace_id = ?`, workspace).Row().Scan(&n)
	return n, storageError(err)
}

// CreateCategory stores a category at the end of its workspace's list, gives it its id and tells the members.
func (tx *Tx) CreateCategory(actor int64, c *Category) (err error) {
	c.CreatedAt = tx.now
	if c.Position, err = tx.positionAtEnd(categoryOrder(c.WorkspaceID), 0); err != nil {
		return err
	}
	if err := tx.db.Create(c).Error; err != nil {
		return storageError(err)
	}
	return tx.announceCategories(actor, c.WorkspaceID)
}

// CategoryChanges are what to change of a category; nil leaves it as it is. Before is the one to stand before, 0 the end.
type CategoryChanges struct {
	Name   *string
	Before *int64
}

// UpdateCategory changes a category's name or place and tells the members.
func (tx *Tx) UpdateCategory(actor int64, c event.Category, changes CategoryChanges) error {
	position := c.Position
	if changes.Before != nil {
		var err error
		if position, _, err = tx.place(categoryOrder(c.Workspace), *changes.Before, c.ID); err != nil {
			return err
		}
	}
	err := tx.db.Exec(`UPDATE categories SET name = coalesce(?, name), position = ? WHERE id = ?`, changes.Name, position, c.ID).Error
	if err != nil {
		return err
	}
	return tx.announceCategories(actor, c.Workspace)
}

// DeleteCategory takes a category away, puts its channels after those in none, and tells the members.
func (tx *Tx) DeleteCategory(actor int64, c event.Category) error {
	last, err := tx.positionAtEnd(channelOrder(c.Workspace, nil), 0)
	if err != nil {
		return err
	}
	var moved []int64
	err = tx.db.Raw(`UPDATE channels SET category_id = NULL, position = ? + o.place FROM (
		SELECT id, ? * (row_number() OVER (ORDER BY position, id) - 1) AS place FROM channels WHERE category_id = ?) o
		WHERE channels.id = o.id RETURNING channels.id`, last, positionGap, c.ID).Scan(&moved).Error
	if err != nil {
		return err
	}
	if err := tx.db.Exec(`DELETE FROM categories WHERE id = ?`, c.ID).Error; err != nil {
		return err
	}
	if err := tx.announceMoved(moved); err != nil {
		return err
	}
	return tx.announceCategories(actor, c.Workspace)
}

func (tx *Tx) announceCategories(actor, workspace int64) error {
	rev, err := tx.nextWorkspaceRev(workspace)
	if err != nil {
		return err
	}
	list, err := categoriesOf(tx.db, actor, workspace)
	if err == nil {
		tx.Announce(event.Audience{Workspace: workspace}, event.CategoriesUpdated{
			Type: "categories.updated", Workspace: workspace, Rev: rev, Categories: list,
		})
	}
	return err
}
