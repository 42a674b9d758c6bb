package handlers

import (
	"context"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/models"
)

// invite is a code with the whole link that leads to it.
type invite struct {
	models.Invite
	URL string `json:"url"`
}

func (s *Server) withURL(ctx context.Context, i models.Invite) invite {
	return invite{i, s.linkBase(ctx) + "/join/" + i.Code}
}

type inviteList struct {
	Items  []invite       `json:"items"`
	People []event.Person `json:"people"`
}

func (s *Server) invites(ctx context.Context, actor models.Actor, in *ByID) (*answer[inviteList], error) {
	invites, people, err := s.app.Invites(ctx, actor.Account, in.ID)
	out := inviteList{Items: make([]invite, len(invites)), People: people}
	for i := range invites {
		out.Items[i] = s.withURL(ctx, invites[i])
	}
	return &answer[inviteList]{out}, err
}

type createInviteInput struct {
	ByID
	Body struct {
		MaxUses          *int64 `json:"max_uses,omitempty" minimum:"1" maximum:"1000000"`
		ExpiresInMinutes *int64 `json:"expires_in_minutes,omitempty" minimum:"1" maximum:"5256000"`
	}
}

func (s *Server) createInvite(ctx context.Context, actor models.Actor, in *createInviteInput) (*answer[invite], error) {
	i, err := s.app.CreateInvite(ctx, actor.Account, in.ID, app.InviteLimits(in.Body))
	return &answer[invite]{s.withURL(ctx, i)}, err
}

type invitationList struct {
	Items  []models.Invitation `json:"items"`
	Next   int64               `json:"next,omitempty"`
	People []event.Person      `json:"people"`
}

func (s *Server) invitations(ctx context.Context, actor models.Actor, in *PageByID) (*answer[invitationList], error) {
	invitations, people, err := s.app.Invitations(ctx, actor.Account, in.ID, in.After, in.Limit+1)
	page := pageOf(invitations, in.Limit, func(i models.Invitation) int64 { return i.Account }).Body
	return &answer[invitationList]{invitationList{page.Items, page.Next, people}}, err
}

func (s *Server) revokeInvite(ctx context.Context, actor models.Actor, in *ByID) (*none, error) {
	return &none{}, s.app.RevokeInvite(ctx, actor.Account, in.ID)
}

type byCode struct {
	Code string `path:"code" maxLength:"64"`
}

type invitePreview struct {
	Workspace struct {
		Name    string `json:"name"`
		Icon    string `json:"icon"`
		Members int64  `json:"members"`
	} `json:"workspace"`
	AlreadyMember bool  `json:"already_member"`
	WorkspaceID   int64 `json:"workspace_id,omitempty" doc:"Only for its members."`
}

func (s *Server) previewInvite(ctx context.Context, in *byCode) (*answer[invitePreview], error) {
	actor, _ := actorOf(ctx)
	p, err := s.app.PreviewInvite(ctx, actor.Account, in.Code)
	if err != nil {
		return nil, err
	}
	out := &answer[invitePreview]{}
	out.Body.Workspace.Name, out.Body.Workspace.Icon, out.Body.Workspace.Members = p.Name, p.Icon, p.Members
	if p.AlreadyMember {
		out.Body.AlreadyMember, out.Body.WorkspaceID = true, p.Workspace
	}
	return out, nil
}

type joinedWorkspace struct {
	Workspace event.Workspace `json:"workspace"`
}

func (s *Server) acceptInvite(ctx context.Context, actor models.Actor, in *byCode) (*answered[joinedWorkspace], error) {
	w, joined, err := s.app.AcceptInvite(ctx, actor.Account, in.Code)
	if err != nil {
		return nil, err
	}
	return created(joinedWorkspace{w}, joined), nil
}
