package handlers

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

type updateMembershipInput struct {
	ByID
	Body struct {
		Notify    *string `json:"notify,omitempty" enum:",all,mentions,nothing" doc:"Empty: as the workspace has it."`
		Muted     *bool   `json:"muted,omitempty"`
		Favourite *bool   `json:"favourite,omitempty"`
		Before    *int64  `json:"before,omitempty" minimum:"0" doc:"The favourite to stand before; 0: at the end. Makes it a favourite."`
		Hidden    *bool   `json:"hidden,omitempty" doc:"Only of a direct channel: it is left out of the list until somebody writes."`
	}
}

func (s *Server) updateMembership(ctx context.Context, actor models.Actor, in *updateMembershipInput) (*answer[event.Channel], error) {
	c, err := s.app.UpdateMembership(ctx, actor.Account, in.ID, models.MembershipChanges(in.Body))
	return &answer[event.Channel]{c}, err
}

type updateWorkspaceMembershipInput struct {
	ByID
	Body struct {
		Notify string `json:"notify" enum:",all,mentions,nothing" doc:"Of its channels that have no level of their own; empty: mentions."`
	}
}

func (s *Server) updateWorkspaceMembership(ctx context.Context, actor models.Actor, in *updateWorkspaceMembershipInput) (*answer[event.Workspace], error) {
	w, err := s.app.SetWorkspaceNotify(ctx, actor.Account, in.ID, in.Body.Notify)
	return &answer[event.Workspace]{w}, err
}
