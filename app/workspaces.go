package app

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

// CreateWorkspace makes a workspace whose owner is the actor, with its first channel.
func (a *App) CreateWorkspace(ctx context.Context, actor models.Actor, w models.Workspace) (made event.Workspace, err error) {
	if !a.options.WorkspaceCreation && actor.Role == "user" {
		return made, errWorkspaceCreation
	}
	c := models.WorkspaceChanges{Name: &w.Name, Description: &w.Description, Icon: &w.Icon}
	if err := cleanWorkspace(&c); err != nil {
		return made, err
	}
	w = models.Workspace{Name: *c.Name, Description: *c.Description, Icon: *c.Icon, CreatedBy: actor.Account}
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		made, err = createWorkspace(tx, actor.Account, &w)
		return err
	})
	return made, err
}

func createWorkspace(tx *models.Tx, owner int64, w *models.Workspace) (event.Workspace, error) {
	if err := tx.CreateWorkspace(w); err != nil {
		return event.Workspace{}, err
	}
	err := tx.CreateChannel(&models.Channel{
		WorkspaceID: &w.ID, Kind: models.KindText, Name: firstChannel, NameKey: Fold(firstChannel), Everyone: true, CreatedBy: owner,
	})
	if err != nil {
		return event.Workspace{}, err
	}
	if err := tx.AddMember(models.WorkspaceMember{WorkspaceID: w.ID, AccountID: owner, Role: "owner"}); err != nil {
		return event.Workspace{}, err
	}
	return tx.Workspace(owner, w.ID)
}

// UpdateWorkspace changes a workspace's name, description, icon or settings.
func (a *App) UpdateWorkspace(ctx context.Context, actor, id int64, c models.WorkspaceChanges) (w event.Workspace, err error) {
	if err := cleanWorkspace(&c); err != nil {
		return w, err
	}
	err = a.choosePicture(ctx, actor, c.Picture, func() (int64, error) {
		w, err := a.store.Workspace(ctx, actor, id)
		if err == nil && !Can(w.Role, EditWorkspace) {
			err = missing(string(EditWorkspace))
		}
		return w.Picture, err
	})
	if err != nil {
		return w, err
	}
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		if err := require(tx, actor, id, EditWorkspace); err != nil {
			return err
		}
		w, err = tx.UpdateWorkspace(actor, id, c)
		return renamed(err, models.ErrFileUnfit, ErrFileUnfit)
	})
	return w, a.removeAfter(err) // fewer may share files: their links have ended
}

// cleanWorkspace checks what is to change.
func cleanWorkspace(c *models.WorkspaceChanges) error {
	if c.Name != nil {
		name, err := cleanName(*c.Name)
		if err != nil {
			return err
		}
		c.Name = &name
	}
	for _, field := range []struct {
		text  **string
		limit int
	}{{&c.Description, descriptionLimit}, {&c.Icon, iconLimit}} {
		if *field.text == nil {
			continue
		}
		line, ok := cleanLine(**field.text, field.limit)
		if !ok {
			return ErrTextInvalid
		}
		*field.text = &line
	}
	return nil
}

// require gives the error for somebody who is not in a workspace or whose role there lacks a right.
func require(tx *models.Tx, actor, workspace int64, right Right) error {
	role, err := tx.Role(actor, workspace)
	if err != nil {
		return err
	}
	if !Can(role, right) {
		return missing(string(right))
	}
	return nil
}
