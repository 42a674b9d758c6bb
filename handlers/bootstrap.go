package handlers

import (
	"context"
	"slices"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/models"
)

// capabilities is what this instance offers; a missing field means that it does not.
type capabilities struct {
	Organisation      string `json:"organisation"`
	Version           string `json:"version"`
	SetupNeeded       bool   `json:"setup_needed"`
	AccountCreation   string `json:"account_creation" enum:"invite,open,closed"`
	WorkspaceCreation bool   `json:"workspace_creation"`
	FileLinks         bool   `json:"file_links" doc:"Workspaces may share files with people without an account."`
	TestMode          bool   `json:"test_mode"`
	TrustURL          string `json:"trust_url" doc:"Where a device comes to trust this server; empty where it has no root certificate of its own."`
	LinkBase          string `json:"link_base" doc:"Where links for other people begin: the https address, without a path, by which they can reach the server."`
	TimeZone          string `json:"time_zone" doc:"For people who have not chosen one; an IANA name."`
}

type sizeLimits struct {
	MessageCharacters int   `json:"message_characters"`
	MessageBytes      int   `json:"message_bytes"`
	FrameBytes        int   `json:"frame_bytes"`
	FileBytes         int64 `json:"file_bytes" doc:"The largest file that is taken."`
	MessageFiles      int   `json:"message_files" doc:"How many files hang on one message at most."`
	PictureBytes      int64 `json:"picture_bytes" doc:"The largest upload that becomes the picture of a person or a workspace."`
	EmojiBytes        int64 `json:"emoji_bytes" doc:"The largest upload that becomes an emoji."`
}

type bootstrap struct {
	Epoch         string            `json:"epoch"`
	ServerVersion string            `json:"server_version"`
	Me            event.Me          `json:"me"`
	Shared        bool              `json:"shared" doc:"This is a shared computer: a client keeps nothing on it."`
	Workspaces    []event.Workspace `json:"workspaces"`
	Categories    []event.Category  `json:"categories"`
	Channels      []event.Channel   `json:"channels"`
	Drafts        []event.Draft     `json:"drafts" doc:"The newest 200, cut where they are long."`
	Threads       []event.Thread    `json:"threads" doc:"Those that this person follows and has not read, at most 100, the one replied to last first."`
	People        []event.Person    `json:"people"`
	Capabilities  capabilities      `json:"capabilities"`
	Limits        sizeLimits        `json:"limits"`
}

func (s *Server) sizeLimits() sizeLimits {
	return sizeLimits{
		MessageCharacters: app.MessageCharacters, MessageBytes: app.MessageBytes, FrameBytes: frameLimit,
		FileBytes: s.app.FileLimit(), MessageFiles: app.MessageFiles, PictureBytes: app.PictureBytes, EmojiBytes: app.EmojiBytes,
	}
}

func (s *Server) capabilities(ctx context.Context, _ *none) (*answer[capabilities], error) {
	c, err := s.capabilitiesNow(ctx)
	return &answer[capabilities]{c}, err
}

func (s *Server) capabilitiesNow(ctx context.Context) (capabilities, error) {
	o := s.options
	c := capabilities{
		Version: o.Version, AccountCreation: o.AccountCreation, WorkspaceCreation: o.WorkspaceCreation, FileLinks: o.FileLinks, TestMode: o.TestMode,
		TimeZone: o.TimeZone, TrustURL: s.trustURL(ctx), LinkBase: s.linkBase(ctx),
	}
	var err error
	if c.Organisation, err = s.store.Organisation(ctx); err != nil {
		return c, err
	}
	c.SetupNeeded, err = s.store.SetupNeeded(ctx)
	return c, err
}

// bootstrap is everything that the shell needs to draw itself, and never the directory.
func (s *Server) bootstrap(ctx context.Context, actor models.Actor, _ *none) (*answer[bootstrap], error) {
	b := bootstrap{Epoch: s.epoch, Shared: actor.Shared, ServerVersion: s.options.Version, Limits: s.sizeLimits()}
	var err error
	// The account's number first: what changes in between is fetched once more, never missed.
	if b.Me, err = s.store.Me(ctx, actor.Account); err != nil {
		return nil, err
	}
	if b.Workspaces, err = s.store.Workspaces(ctx, actor.Account); err != nil {
		return nil, err
	}
	if b.Categories, err = s.store.Categories(ctx, actor.Account); err != nil {
		return nil, err
	}
	if b.Channels, err = s.store.Channels(ctx, actor.Account); err != nil {
		return nil, err
	}
	if b.Threads, err = s.store.UnreadThreads(ctx, actor.Account); err != nil {
		return nil, err
	}
	if b.Drafts, err = s.store.Drafts(ctx, actor.Account); err != nil {
		return nil, err
	}
	if b.People, err = s.store.PeopleIn(ctx, b.Channels); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(b.People, func(p event.Person) bool { return p.ID == b.Me.ID }) {
		b.People = append(b.People, b.Me.Person)
	}
	b.Capabilities, err = s.capabilitiesNow(ctx)
	return &answer[bootstrap]{b}, err
}
