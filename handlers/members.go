package handlers

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

func (s *Server) members(ctx context.Context, actor models.Actor, in *PageByID) (*answer[list[event.Member]], error) {
	members, err := s.store.Members(ctx, actor.Account, in.ID, in.After, in.Limit+1)
	return pageOf(members, in.Limit, func(m event.Member) int64 { return m.ID }), err
}

type setRoleInput struct {
	MemberOf
	Body struct {
		Role string `json:"role" enum:"owner,admin,moderator,member"`
	}
}

func (s *Server) setRole(ctx context.Context, actor models.Actor, in *setRoleInput) (*answer[event.Member], error) {
	m, err := s.app.SetRole(ctx, actor.Account, in.ID, in.Account, in.Body.Role)
	return &answer[event.Member]{m}, err
}

func (s *Server) removeMember(ctx context.Context, actor models.Actor, in *MemberOf) (*none, error) {
	return &none{}, s.app.RemoveMember(ctx, actor.Account, in.ID, in.Account)
}
