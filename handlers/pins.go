package handlers

import (
	"context"

	"courtyard/models"
)

func (s *Server) pins(ctx context.Context, actor models.Actor, in *ByID) (*answer[messageList], error) {
	h, err := s.store.Pins(ctx, actor.Account, in.ID)
	return &answer[messageList]{messageList(h)}, err
}

func (s *Server) pin(ctx context.Context, actor models.Actor, in *ByID) (*none, error) {
	return &none{}, s.app.Pin(ctx, actor.Account, in.ID, true)
}

func (s *Server) unpin(ctx context.Context, actor models.Actor, in *ByID) (*none, error) {
	return &none{}, s.app.Pin(ctx, actor.Account, in.ID, false)
}
