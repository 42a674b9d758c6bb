package handlers

import (
	"context"

	"courtyard/app/event"
	"courtyard/models"
)

type sinceInput struct {
	Since int64 `query:"since" minimum:"0"`
}

type sinceByIDInput struct {
	ByID
	Since int64 `query:"since" minimum:"0"`
}

type channelChangesInput struct {
	ByID
	Since int64 `query:"since" minimum:"0"`
	Limit int   `query:"limit" minimum:"1" maximum:"200" default:"200"`
}

type channelChanges struct {
	Rev      int64           `json:"rev"`
	Reset    bool            `json:"reset,omitempty" doc:"Too far behind: load the newest page instead."`
	More     bool            `json:"more"`
	Channel  *event.Channel  `json:"channel,omitempty"`
	Messages []event.Message `json:"messages"`
	Related  []event.Message `json:"related" doc:"What else the changed messages need, as in a page; their own rev may be older."`
	Threads  []event.Thread  `json:"threads" doc:"How the reader stands to the threads of the replies among them, where he follows them or has."`
	People   []event.Person  `json:"people"`
}

func (s *Server) channelChanges(ctx context.Context, actor models.Actor, in *channelChangesInput) (*answer[channelChanges], error) {
	d, err := s.store.ChannelChanges(ctx, actor.Account, in.ID, in.Since, in.Limit)
	return &answer[channelChanges]{channelChanges(d)}, err
}

type workspaceChanges struct {
	Rev        int64            `json:"rev"`
	Reset      bool             `json:"reset,omitempty" doc:"Too far behind: load the members anew."`
	Workspace  event.Workspace  `json:"workspace"`
	Categories []event.Category `json:"categories" doc:"All of them."`
	Members    []event.Member   `json:"members"`
	Gone       []int64          `json:"gone"`
}

func (s *Server) workspaceChanges(ctx context.Context, actor models.Actor, in *sinceByIDInput) (*answer[workspaceChanges], error) {
	d, err := s.store.WorkspaceChanges(ctx, actor.Account, in.ID, in.Since)
	return &answer[workspaceChanges]{workspaceChanges(d)}, err
}

type meChanges struct {
	Rev          int64             `json:"rev"`
	Me           event.Me          `json:"me"`
	Workspaces   []event.Workspace `json:"workspaces"`
	Categories   []event.Category  `json:"categories" doc:"All of them."`
	Channels     []event.Channel   `json:"channels" doc:"Those whose row for this person changed."`
	Threads      []event.Thread    `json:"threads" doc:"Those that this person has followed, left or read."`
	WorkspaceIDs []int64           `json:"workspace_ids" doc:"All that this person is in."`
	ChannelIDs   []int64           `json:"channel_ids" doc:"All that this person is in."`
	Drafts       []event.Draft     `json:"drafts" doc:"Those that changed, newest first, at most 1,000."`
}

func (s *Server) meChanges(ctx context.Context, actor models.Actor, in *sinceInput) (*answer[meChanges], error) {
	d, err := s.store.MeChanges(ctx, actor.Account, in.Since)
	return &answer[meChanges]{meChanges{
		Rev: d.Me.Rev, Me: d.Me, Workspaces: d.Workspaces, Categories: d.Categories, Channels: d.Channels,
		Threads: d.Threads, WorkspaceIDs: d.WorkspaceIDs, ChannelIDs: d.ChannelIDs, Drafts: d.Drafts,
	}}, err
}
