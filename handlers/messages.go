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
	Thread int64 `query:"thread" minimum:"1" doc:"The id of a root: the replies of its thread instead of the channel's stream."`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type messageList struct {
	Items    []event.Message `json:"items"`
	Related  []event.Message `json:"related" doc:"Of a stream: the last three replies of each message in it, and what the replies in it answer."`
	Root     *event.Message  `json:"root,omitempty" doc:"Of a thread: the message it begins with; left out: it was written before the reader joined."`
	Standing *event.Thread   `json:"standing,omitempty" doc:"How the reader stands to the thread."`
	Reply    *event.Message  `json:"reply,omitempty" doc:"Of a stream around a message that stands only in its thread: that message."`
	People   []event.Person  `json:"people"`
	LastSeq  int64           `json:"last_seq" doc:"The channel's last seq before this was read."`
	Next     int64           `json:"next,omitempty" doc:"The seq to go on from in the same direction."`
}

func (s *Server) messages(ctx context.Context, actor models.Actor, in *messagesInput) (*answer[messageList], error) {
	if (in.Before > 0 && in.After >= 0) || (in.Around > 0 && (in.Before > 0 || in.After >= 0)) {
		return nil, errOnePoint
	}
	page := models.Page{Before: in.Before, Around: in.Around, Limit: in.Limit}
	if in.After >= 0 {
		page.After = &in.After
	}
	if in.Thread > 0 {
		h, err := s.store.Replies(ctx, actor.Account, in.ID, in.Thread, page)
		return &answer[messageList]{messageList(h)}, err
	}
	h, err := s.store.Messages(ctx, actor.Account, in.ID, page)
	return &answer[messageList]{messageList(h)}, err
}

type sendMessageInput struct {
	ByID
	Body struct {
		Nonce     string  `json:"nonce" maxLength:"200"`
		Text      string  `json:"text"`
		Quote     int64   `json:"quote,omitempty" minimum:"0" doc:"The id of a message that the sender sees."`
		Parent    int64   `json:"parent,omitempty" minimum:"0" doc:"The id of the message that this answers."`
		ToChannel bool    `json:"to_channel,omitempty" doc:"A reply that stands in the channel's stream, too."`
		Files     []int64 `json:"files,omitempty" maxItems:"10" doc:"The ids of uploads of the sender's that are complete and hang on no message; with them the text may be empty."`
	}
}

func (s *Server) sendMessage(ctx context.Context, actor models.Actor, in *sendMessageInput) (*answered[event.Message], error) {
	m, isNew, err := s.app.SendMessage(ctx, actor.Account, app.NewMessage{
		Channel: in.ID, Nonce: in.Body.Nonce, Text: in.Body.Text, Quote: in.Body.Quote, Parent: in.Body.Parent, ToChannel: in.Body.ToChannel,
		Files: in.Body.Files,
	})
	if err != nil {
		return nil, err
	}
	return created(m, isNew), nil
}

type messageInPlace struct {
	Message event.Message  `json:"message"`
	People  []event.Person `json:"people"`
	Root    *event.Message `json:"root,omitempty" doc:"Of a reply: the message that its thread begins with; left out where the reader does not see it."`
}

func (s *Server) message(ctx context.Context, actor models.Actor, in *ByID) (*answer[messageInPlace], error) {
	m, err := s.store.Message(ctx, actor.Account, in.ID)
	return &answer[messageInPlace]{messageInPlace(m)}, err
}

type editMessageInput struct {
	ByID
	Body struct {
		Text string `json:"text"`
	}
}

func (s *Server) editMessage(ctx context.Context, actor models.Actor, in *editMessageInput) (*answer[event.Message], error) {
	m, err := s.app.EditMessage(ctx, actor.Account, in.ID, in.Body.Text)
	return &answer[event.Message]{m}, err
}

func (s *Server) deleteMessage(ctx context.Context, actor models.Actor, in *ByID) (*none, error) {
	return &none{}, s.app.DeleteMessage(ctx, actor.Account, in.ID)
}

func (s *Server) versions(ctx context.Context, actor models.Actor, in *ByID) (*answer[list[models.Version]], error) {
	versions, err := s.store.Versions(ctx, actor.Account, in.ID)
	return &answer[list[models.Version]]{list[models.Version]{Items: versions}}, err
}

type previewInput struct {
	ByID
	Body struct {
		Text string `json:"text"`
	}
}

type preview struct {
	HTML string `json:"html" doc:"Empty where it is only the escaped text."`
}

func (s *Server) preview(ctx context.Context, actor models.Actor, in *previewInput) (*answered[preview], error) {
	html, err := s.app.Preview(ctx, actor.Account, in.ID, in.Body.Text)
	if err != nil {
		return nil, err
	}
	return ok(preview{html}), nil
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
	return ok(mark), nil
}
