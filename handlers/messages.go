package handlers

import (
	"context"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/models"
)

type messagesInput struct {
	ByID
	Before int64 `query:"before" minimum:"1"`
	After  int64 `query:"after" minimum:"-1" default:"-1" doc:"0 is the beginning; -1 is the same as left out."`
	Around int64 `query:"around" minimum:"1"`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type messageList struct {
	Items  []event.Message `json:"items"`
	People []event.Person  `json:"people"`
	Next   int64           `json:"next,omitempty" doc:"The seq to go on from in the same direction."`
}

func (s *Server) messages(ctx context.Context, actor models.Actor, in *messagesInput) (*answer[messageList], error) {
	if (in.Before > 0 && in.After >= 0) || (in.Around > 0 && (in.Before > 0 || in.After >= 0)) {
		return nil, errOnePoint
	}
	page := models.Page{Before: in.Before, Around: in.Around, Limit: in.Limit}
	if in.After >= 0 {
		page.After = &in.After
	}
	h, err := s.store.Messages(ctx, actor.Account, in.ID, page)
	return &answer[messageList]{messageList(h)}, err
}

type sendMessageInput struct {
	ByID
	Body struct {
		Nonce string `json:"nonce" maxLength:"200"`
		Text  string `json:"text"`
	}
}

func (s *Server) sendMessage(ctx context.Context, actor models.Actor, in *sendMessageInput) (*answered[event.Message], error) {
	m, isNew, err := s.app.SendMessage(ctx, actor.Account, app.NewMessage{Channel: in.ID, Nonce: in.Body.Nonce, Text: in.Body.Text})
	if err != nil {
		return nil, err
	}
	return created(m, isNew), nil
}

type readInput struct {
	ByID
	Body struct {
		Seq int64 `json:"seq" minimum:"0"`
	}
}

func (s *Server) markRead(ctx context.Context, actor models.Actor, in *readInput) (*answer[event.ReadMark], error) {
	mark, err := s.app.MarkRead(ctx, actor.Account, in.ID, in.Body.Seq, false)
	return &answer[event.ReadMark]{mark}, err
}

func (s *Server) markUnread(ctx context.Context, actor models.Actor, in *readInput) (*answered[event.ReadMark], error) {
	mark, err := s.app.MarkRead(ctx, actor.Account, in.ID, in.Body.Seq, true)
	if err != nil {
		return nil, err
	}
	return created(mark, false), nil
}
