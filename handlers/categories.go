package handlers

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

type createCategoryInput struct {
	ByID
	Body struct {
		Name string `json:"name" maxLength:"200"`
	}
}

func (s *Server) createCategory(ctx context.Context, actor models.Actor, in *createCategoryInput) (*answer[event.Category], error) {
	c, err := s.app.CreateCategory(ctx, actor.Account, in.ID, in.Body.Name)
	return &answer[event.Category]{c}, err
}

type updateCategoryInput struct {
	ByID
	Body struct {
		Name   *string `json:"name,omitempty" maxLength:"200"`
		Before *int64  `json:"before,omitempty" minimum:"0" doc:"The category to stand before; 0: at the end."`
	}
}

func (s *Server) updateCategory(ctx context.Context, actor models.Actor, in *updateCategoryInput) (*answer[event.Category], error) {
	c, err := s.app.UpdateCategory(ctx, actor.Account, in.ID, models.CategoryChanges(in.Body))
	return &answer[event.Category]{c}, err
}

func (s *Server) deleteCategory(ctx context.Context, actor models.Actor, in *ByID) (*none, error) {
	return &none{}, s.app.DeleteCategory(ctx, actor.Account, in.ID)
}
