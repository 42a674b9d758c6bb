package handlers

import (
	"context"
	"maps"
	"slices"

	"courtyard/app/event"
	"courtyard/app/filetype"
	"courtyard/models"
)

// fileAbout is a file with what only those ask for who look at it closely.
type fileAbout struct {
	event.File
	SHA256    string `json:"sha256" doc:"Of the bytes as they are handed out, in hex."`
	Owner     int64  `json:"owner"`
	CreatedAt int64  `json:"created_at"`
	MayShare  bool   `json:"may_share" doc:"The reader may make links to it for people without an account."`
}

func (s *Server) about(ctx context.Context, actor int64, f models.File) (*answer[fileAbout], error) {
	may, err := s.app.MayShare(ctx, actor, f.ID)
	return &answer[fileAbout]{fileAbout{File: f.Shown(), SHA256: f.SHA256, Owner: f.OwnerID, CreatedAt: f.CreatedAt, MayShare: may}}, err
}

func (s *Server) file(ctx context.Context, actor models.Actor, in *ByID) (*answer[fileAbout], error) {
	f, err := s.store.File(ctx, actor.Account, in.ID)
	if err != nil {
		return nil, err
	}
	return s.about(ctx, actor.Account, f)
}

type updateFileInput struct {
	ByID
	Body struct {
		Alt string `json:"alt"`
	}
}

func (s *Server) updateFile(ctx context.Context, actor models.Actor, in *updateFileInput) (*answer[fileAbout], error) {
	f, err := s.app.SaveAlt(ctx, actor.Account, in.ID, in.Body.Alt)
	if err != nil {
		return nil, err
	}
	return s.about(ctx, actor.Account, f)
}

type filesInput struct {
	ByID
	Kind   string `query:"kind" enum:",picture,video,audio,document,text,archive,other"`
	Author int64  `query:"author" minimum:"0"`
	From   int64  `query:"from" minimum:"0" doc:"Sent at this time or later, UTC milliseconds."`
	Until  int64  `query:"until" minimum:"0" doc:"Sent before this time."`
	Before int64  `query:"before" minimum:"0" doc:"The id of a message: only files of older ones."`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"How many messages the files are of at most."`
}

type fileList struct {
	Items  []models.ListedFile `json:"items"`
	People []event.Person      `json:"people"`
	Next   int64               `json:"next,omitempty" doc:"What to give as before for the following page."`
}

func (s *Server) channelFiles(ctx context.Context, actor models.Actor, in *filesInput) (*answer[fileList], error) {
	if _, err := s.store.Channel(ctx, actor.Account, in.ID); err != nil {
		return nil, err
	}
	return s.files(ctx, actor, in, models.FileFilter{Channel: in.ID})
}

func (s *Server) workspaceFiles(ctx context.Context, actor models.Actor, in *filesInput) (*answer[fileList], error) {
	if _, err := s.store.Workspace(ctx, actor.Account, in.ID); err != nil {
		return nil, err
	}
	return s.files(ctx, actor, in, models.FileFilter{Workspace: in.ID})
}

func (s *Server) files(ctx context.Context, actor models.Actor, in *filesInput, filter models.FileFilter) (*answer[fileList], error) {
	filter.Author, filter.From, filter.Until, filter.Before, filter.Limit = in.Author, in.From, in.Until, in.Before, in.Limit
	if in.Kind != "" {
		for _, kind := range filetype.OfKind(filetype.Kind(in.Kind)) {
			filter.Types = append(filter.Types, string(kind))
		}
	}
	found, err := s.store.Files(ctx, actor.Account, filter)
	if err != nil {
		return nil, err
	}
	out := fileList{Items: found}
	messages, authors := map[int64]bool{}, map[int64]bool{}
	for _, f := range found {
		messages[f.Message], authors[f.Author] = true, true
	}
	if len(messages) == in.Limit {
		out.Next = found[len(found)-1].Message
	}
	out.People, err = s.store.People(ctx, actor.Account, slices.Collect(maps.Keys(authors)))
	return &answer[fileList]{out}, err
}
