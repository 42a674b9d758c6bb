package handlers

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

type threadsInput struct {
	Unread bool  `query:"unread" doc:"Only those with something that the reader has not read."`
	Before int64 `query:"before" minimum:"1" doc:"Those whose newest reply came before this one, by its id."`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type listedThread struct {
	event.Thread
	Root   *event.Message `json:"root,omitempty" doc:"Left out: it was written before the reader joined."`
	Newest event.Message  `json:"newest" doc:"The newest reply."`
}

type threadList struct {
	Items  []listedThread `json:"items"`
	People []event.Person `json:"people"`
	Next   int64          `json:"next,omitempty" doc:"What to give as before for the following page."`
}

func (s *Server) threads(ctx context.Context, actor models.Actor, in *threadsInput) (*answer[threadList], error) {
	found, people, next, err := s.store.Threads(ctx, actor.Account, models.ThreadPage{Before: in.Before, Unread: in.Unread, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	out := threadList{Items: make([]listedThread, len(found)), People: people, Next: next}
	for i, t := range found {
		out.Items[i] = listedThread(t)
	}
	return &answer[threadList]{out}, nil
}

type followInput struct {
	ByID
	Body struct {
		Following bool `json:"following"`
	}
}

func (s *Server) followThread(ctx context.Context, actor models.Actor, in *followInput) (*answer[event.Thread], error) {
	t, err := s.app.FollowThread(ctx, actor.Account, in.ID, in.Body.Following)
	return &answer[event.Thread]{t}, err
}

func (s *Server) markThreadRead(ctx context.Context, actor models.Actor, in *readInput) (*answer[event.Thread], error) {
	t, err := s.app.ReadThread(ctx, actor.Account, in.ID, in.Body.Seq, false)
	return &answer[event.Thread]{t}, err
}

func (s *Server) markThreadUnread(ctx context.Context, actor models.Actor, in *readInput) (*answered[event.Thread], error) {
	t, err := s.app.ReadThread(ctx, actor.Account, in.ID, in.Body.Seq, true)
	if err != nil {
		return nil, err
	}
	return ok(t), nil
}
