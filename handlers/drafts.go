package handlers

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

// DraftOf is what somebody has begun to write in the place that a path names.
type DraftOf struct {
	ByID
	Thread int64 `query:"thread" minimum:"0" doc:"The root's id; 0 or left out: the channel itself."`
}

func (s *Server) draft(ctx context.Context, actor models.Actor, in *DraftOf) (*answer[event.Draft], error) {
	d, err := s.store.Draft(ctx, actor.Account, in.ID, in.Thread)
	return &answer[event.Draft]{d}, err
}

type saveDraftInput struct {
	DraftOf
	Body struct {
		Text string `json:"text" doc:"Empty: there is no draft any more."`
	}
}

func (s *Server) saveDraft(ctx context.Context, actor models.Actor, in *saveDraftInput) (*answer[event.Draft], error) {
	d, err := s.app.SaveDraft(ctx, actor.Account, event.Draft{Channel: in.ID, Thread: in.Thread, Text: in.Body.Text})
	return &answer[event.Draft]{d}, err
}
