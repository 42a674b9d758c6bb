package handlers

import (
	"context"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/models"
)

// reactorsShown is how many of the people behind a reaction are named.
const reactorsShown = 200

// ReactionOf is one emoji at the message that a path names.
type ReactionOf struct {
	ByID
	Emoji string `query:"emoji" required:"true" maxLength:"64" doc:"One emoji, kept fully qualified (UTS #51), or the name of one of the workspace's own between colons."`
}

func (s *Server) reactors(ctx context.Context, actor models.Actor, in *ReactionOf) (*answer[list[event.Person]], error) {
	emoji, ok := app.CleanReaction(in.Emoji)
	if !ok {
		return nil, app.ErrEmojiInvalid
	}
	people, err := s.store.Reactors(ctx, actor.Account, in.ID, emoji, reactorsShown)
	return &answer[list[event.Person]]{list[event.Person]{Items: people}}, err
}

func (s *Server) react(ctx context.Context, actor models.Actor, in *ReactionOf) (*answer[event.Message], error) {
	m, err := s.app.React(ctx, actor.Account, in.ID, in.Emoji)
	return &answer[event.Message]{m}, err
}

func (s *Server) unreact(ctx context.Context, actor models.Actor, in *ReactionOf) (*none, error) {
	return &none{}, s.app.Unreact(ctx, actor.Account, in.ID, in.Emoji)
}
