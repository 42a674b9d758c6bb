package handlers

import (
	"context"
	"errors"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/models"
)

func (s *Server) seenBy(ctx context.Context, actor models.Actor, in *ByID) (*answer[list[event.Person]], error) {
	people, err := s.store.Readers(ctx, actor.Account, in.ID)
	if errors.Is(err, models.ErrUntold) {
		return nil, app.ErrSeenByUntold
	}
	return &answer[list[event.Person]]{list[event.Person]{Items: people}}, err
}
