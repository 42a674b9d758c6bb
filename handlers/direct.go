package handlers

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

type beginDirectInput struct {
	Body struct {
		AccountIDs []int64 `json:"account_ids" maxItems:"200" doc:"At most 20 people with oneself; nobody else: notes to oneself."`
		Name       string  `json:"name,omitempty" maxLength:"200" doc:"Of a group of three and more; one with a name is always a new one."`
	}
}

func (s *Server) beginDirect(ctx context.Context, actor models.Actor, in *beginDirectInput) (*answered[event.Channel], error) {
	c, isNew, err := s.app.BeginDirect(ctx, actor.Account, in.Body.AccountIDs, in.Body.Name)
	if err != nil {
		return nil, err
	}
	return created(c, isNew), nil
}
