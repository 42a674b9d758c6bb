package handlers

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

func (s *Server) workspaces(ctx context.Context, actor models.Actor, _ *none) (*answer[list[event.Workspace]], error) {
	workspaces, err := s.store.Workspaces(ctx, actor.Account)
	return &answer[list[event.Workspace]]{list[event.Workspace]{Items: workspaces}}, err
}

type createWorkspaceInput struct {
	Body struct {
		Name        string `json:"name" maxLength:"200"`
		Description string `json:"description,omitempty" maxLength:"2000"`
		Icon        string `json:"icon,omitempty" maxLength:"20"`
	}
}

func (s *Server) createWorkspace(ctx context.Context, actor models.Actor, in *createWorkspaceInput) (*answer[event.Workspace], error) {
	w, err := s.app.CreateWorkspace(ctx, actor, models.Workspace{Name: in.Body.Name, Description: in.Body.Description, Icon: in.Body.Icon})
	return &answer[event.Workspace]{w}, err
}

func (s *Server) workspace(ctx context.Context, actor models.Actor, in *ByID) (*answer[event.Workspace], error) {
	w, err := s.store.Workspace(ctx, actor.Account, in.ID)
	return &answer[event.Workspace]{w}, err
}

type updateWorkspaceInput struct {
	ByID
	Body struct {
		Name        *string `json:"name,omitempty" maxLength:"200"`
		Description *string `json:"description,omitempty" maxLength:"2000"`
		Icon        *string `json:"icon,omitempty" maxLength:"20"`
		SeenBy      *bool   `json:"seen_by,omitempty"`
		FileLinks   *string `json:"file_links,omitempty" enum:"nobody,admins,moderators,members"`
		Picture     *int64  `json:"picture,omitempty" minimum:"0" doc:"An upload of one's own that hangs on nothing; 0: none."`
	}
}

func (s *Server) updateWorkspace(ctx context.Context, actor models.Actor, in *updateWorkspaceInput) (*answer[event.Workspace], error) {
	w, err := s.app.UpdateWorkspace(ctx, actor.Account, in.ID, models.WorkspaceChanges(in.Body))
	return &answer[event.Workspace]{w}, err
}

func (s *Server) deleteWorkspace(ctx context.Context, actor models.Actor, in *ByID) (*none, error) {
	return &none{}, s.app.DeleteWorkspace(ctx, actor.Account, in.ID)
}

func (s *Server) leaveWorkspace(ctx context.Context, actor models.Actor, in *ByID) (*none, error) {
	return &none{}, s.app.LeaveWorkspace(ctx, actor.Account, in.ID)
}
