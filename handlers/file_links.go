package handlers

import (
	"context"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/models"
)

type createFileLinkInput struct {
	ByID
	Body struct {
		ExpiresInMinutes int64  `json:"expires_in_minutes,omitempty" minimum:"60" maximum:"43200" default:"10080" doc:"From an hour to 30 days."`
		MaxDownloads     *int64 `json:"max_downloads,omitempty" minimum:"1" maximum:"1000000" doc:"Left out: no limit."`
	}
}

// createdFileLink is a new link; its secret is told this once.
type createdFileLink struct {
	ID           int64  `json:"id"`
	Secret       string `json:"secret" doc:"Told this once."`
	URL          string `json:"url" doc:"What to give away; the secret stands behind its #, which no server and no log gets to see."`
	ExpiresAt    int64  `json:"expires_at"`
	MaxDownloads *int64 `json:"max_downloads,omitempty"`
	Downloads    int64  `json:"downloads"`
}

func (s *Server) createFileLink(ctx context.Context, actor models.Actor, in *createFileLinkInput) (*answer[createdFileLink], error) {
	l, secret, err := s.app.CreateFileLink(ctx, actor.Account, in.ID, app.LinkLimits(in.Body))
	if err != nil {
		return nil, err
	}
	return &answer[createdFileLink]{createdFileLink{
		ID: l.ID, Secret: secret, URL: s.linkBase(ctx) + "/shared#" + secret, ExpiresAt: l.ExpiresAt, MaxDownloads: l.MaxDownloads,
	}}, nil
}

type fileLinksInput struct {
	ByID
	Before int64 `query:"before" minimum:"0" doc:"The id of a link: only older ones."`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// page asks for one link more than the answer holds: it tells whether there is more.
func (in *fileLinksInput) page() models.LinkPage {
	return models.LinkPage{Before: in.Before, Limit: in.Limit + 1}
}

type fileLinkList struct {
	Items  []models.ListedLink `json:"items"`
	People []event.Person      `json:"people"`
	Next   int64               `json:"next,omitempty" doc:"What to give as before for the following page."`
}

func (in *fileLinksInput) list(links []models.ListedLink, people []event.Person) *answer[fileLinkList] {
	page := pageOf(links, in.Limit, func(l models.ListedLink) int64 { return l.ID }).Body
	return &answer[fileLinkList]{fileLinkList{page.Items, people, page.Next}}
}

func (s *Server) fileLinks(ctx context.Context, actor models.Actor, in *fileLinksInput) (*answer[fileLinkList], error) {
	links, people, err := s.app.FileLinks(ctx, actor.Account, in.ID, in.page())
	return in.list(links, people), err
}

func (s *Server) workspaceLinks(ctx context.Context, actor models.Actor, in *fileLinksInput) (*answer[fileLinkList], error) {
	links, people, err := s.app.WorkspaceLinks(ctx, actor.Account, in.ID, in.page())
	return in.list(links, people), err
}

func (s *Server) revokeFileLink(ctx context.Context, actor models.Actor, in *ByID) (*none, error) {
	return &none{}, s.app.RevokeFileLink(ctx, actor.Account, in.ID)
}
