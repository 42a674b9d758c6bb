package handlers

import (
	"context"
	"net/url"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/models"
)

func (s *Server) emoji(ctx context.Context, actor models.Actor, in *ByID) (*answer[list[event.Emoji]], error) {
	emoji, err := s.store.Emoji(ctx, actor.Account, in.ID)
	return &answer[list[event.Emoji]]{list[event.Emoji]{Items: emoji}}, err
}

type createEmojiInput struct {
	ByID
	Body struct {
		Name string `json:"name" maxLength:"64"`
		File int64  `json:"file" minimum:"1" doc:"An upload of one's own that hangs on nothing."`
	}
}

func (s *Server) createEmoji(ctx context.Context, actor models.Actor, in *createEmojiInput) (*answer[event.Emoji], error) {
	e, err := s.app.CreateEmoji(ctx, actor.Account, in.ID, in.Body.Name, in.Body.File)
	return &answer[event.Emoji]{e}, err
}

type emojiOf struct {
	ByID
	Name string `path:"name" maxLength:"256"`
}

func (s *Server) deleteEmoji(ctx context.Context, actor models.Actor, in *emojiOf) (*none, error) {
	name, err := url.PathUnescape(in.Name)
	if err != nil {
		return nil, app.ErrNotFound
	}
	return &none{}, s.app.DeleteEmoji(ctx, actor.Account, in.ID, name)
}
