package models

import (
	"context"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// Workspace is a place of people and channels, with a log of its own.
type Workspace struct {
	ID          int64
	Name        string
	Description string
	Icon        string
	SeenBy      bool
	FileLinks   string
	Picture     *int64
	Rev         int64
	CreatedBy   int64
	DeletedAt   *int64
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
}

const workspaceQuery = `SELECT w.id, w.name, w.description, w.icon, coalesce(w.picture, 0) AS picture, w.seen_by, w.file_links, m.role, m.notify, w.rev, w.created_at,
	(SELECT count(*) FROM workspace_members c WHERE c.workspace_id = w.id) AS members
	FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id WHERE m.account_id = ? AND w.deleted_at IS NULL`

// Workspaces are those that the actor is in.
func (s *Store) Workspaces(ctx context.Context, actor int64) ([]event.Workspace, error) {
	return workspaces(s.read(ctx), actor)
}

func workspaces(db *gorm.DB, actor int64) ([]event.Workspace, error) {
	list := []event.Workspace{}
	err := db.Raw(workspaceQuery+` ORDER BY m.joined_at, w.id`, actor).Scan(&list).Error
	return list, storageError(err)
}

// Workspace is one that the actor is in.
func (s *Store) Workspace(ctx context.Context, actor, id int64) (event.Workspace, error) {
	return workspace(s.read(ctx), actor, id)
}

// Workspace is one that the actor is in, as this write left it.
func (tx *Tx) Workspace(actor, id int64) (event.Workspace, error) {
	return workspace(tx.db, actor, id)
}

func workspace(db *gorm.DB, actor, id int64) (event.Workspace, error) {
	var w event.Workspace
	found := db.Raw(workspaceQuery+` AND w.id = ?`, actor, id).Scan(&w)
	if found.Error == nil && found.RowsAffected == 0 {
		return w, ErrNotFound
	}
	return w, storageError(found.Error)
}

// CreateWorkspace stores a workspace and gives it its id; it has no members yet.
func (tx *Tx) CreateWorkspace(w *Workspace) error {
	w.CreatedAt, w.FileLinks = tx.now, LinksByNobody
	return storageError(tx.db.Create(w).Error)
}

// WorkspaceChanges are what to change of a workspace; nil leaves it as it is.
type WorkspaceChanges struct {
	Name, Description, Icon *string
	SeenBy                  *bool
	FileLinks               *string
	Picture                 *int64
}

// UpdateWorkspace changes a workspace that the actor is in and tells its members.
func (tx *Tx) UpdateWorkspace(actor, id int64, c WorkspaceChanges) (event.Workspace, error) {
	before, err := tx.Workspace(actor, id)
	if err == nil {
		err = tx.changePicture(actor, before.Picture, c.Picture)
	}
	if err != nil {
		return before, err
	}
	err = tx.db.Exec(`UPDATE workspaces SET rev = rev + 1, name = coalesce(?, name), description = coalesce(?, description),
		icon = coalesce(?, icon), seen_by = coalesce(?, seen_by), file_links = coalesce(?, file_links),
		picture = nullif(coalesce(?, picture), 0) WHERE id = ?`, c.Name, c.Description, c.Icon, c.SeenBy, c.FileLinks, c.Picture, id).Error
	if err != nil {
		return event.Workspace{}, err
	}
	w, err := tx.Workspace(actor, id)
	if err == nil {
		tx.Announce(event.Audience{Workspace: id}, event.WorkspaceUpdated{
			Type: "workspace.updated", Workspace: id, Rev: w.Rev, Name: w.Name, Description: w.Description, Icon: w.Icon, SeenBy: w.SeenBy,
			FileLinks: w.FileLinks, Picture: w.Picture,
		})
	}
	return w, err
}

// nextWorkspaceRev takes the next number of a workspace's log.
func (tx *Tx) nextWorkspaceRev(id int64) (int64, error) {
	var rev int64
	err := tx.db.Raw(`UPDATE workspaces SET rev = rev + 1 WHERE id = ? RETURNING rev`, id).Row().Scan(&rev)
	return rev, storageError(err)
}
