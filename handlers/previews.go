package handlers

import (
	"context"

	"courtyard/app"
	"courtyard/app/charset"
	"courtyard/models"
)

type textInput struct {
	ByID
	Charset string `query:"charset" maxLength:"32" doc:"One of charsets, or another usual name of one; guessed where it is missing."`
	From    int    `query:"from" minimum:"1" default:"1"`
	Lines   int    `query:"lines" minimum:"1" maximum:"2000" default:"200"`
	Drawn   bool   `query:"drawn" doc:"A Markdown file as it is meant to look, where lines holds all of it."`
}

// textPage is some lines of a file.
type textPage struct {
	Text     string         `json:"text"`
	HTML     string         `json:"html,omitempty" doc:"Neutral HTML, as of a message: the text with colours or, drawn, as it is meant to look; missing where it would say no more."`
	Charset  charset.Name   `json:"charset"`
	Charsets []charset.Name `json:"charsets" doc:"Those to choose from, the commonest first."`
	Lines    int            `json:"lines"`
	Next     int            `json:"next,omitempty" doc:"The line to go on with."`
}

func (s *Server) text(ctx context.Context, actor models.Actor, in *textInput) (*answer[textPage], error) {
	page, err := s.app.Text(ctx, actor.Account, in.ID, app.WantedText{Charset: in.Charset, From: in.From, Lines: in.Lines, Drawn: in.Drawn})
	if err != nil {
		return nil, err
	}
	return &answer[textPage]{textPage{page.Text, page.HTML, page.Charset, charset.Names(), page.Lines, page.Next}}, nil
}

type entriesInput struct {
	ByID
	Charset string `query:"charset" maxLength:"32" doc:"One of charsets, or another usual name of one; guessed where it is missing."`
}

// archiveEntry is a file or folder in an archive, by the archive's word.
type archiveEntry struct {
	Name      string `json:"name" doc:"Its path, for reading only."`
	Size      int64  `json:"size" doc:"In bytes; -1 where the archive does not say it."`
	Packed    int64  `json:"packed" doc:"What it takes in the archive; -1 where that is not known."`
	Folder    bool   `json:"folder,omitempty"`
	Encrypted bool   `json:"encrypted,omitempty"`
	Modified  int64  `json:"modified,omitempty" doc:"UTC milliseconds; a zip without a zone is read in the server's."`
}

// archivePage is what an archive holds, as far as it is listed.
type archivePage struct {
	Items    []archiveEntry `json:"items" maxItems:"10000"`
	More     bool           `json:"more,omitempty" doc:"There is, or may be, more than is listed."`
	Charset  charset.Name   `json:"charset,omitempty" doc:"Of names that do not say their own; missing where all do."`
	Charsets []charset.Name `json:"charsets" doc:"Those to choose from, the commonest first."`
	Fault    app.Fault      `json:"fault,omitempty" enum:"broken,bomb" doc:"Why the list ends early."`
}

func (s *Server) entries(ctx context.Context, actor models.Actor, in *entriesInput) (*answer[archivePage], error) {
	listing, fault, err := s.app.Entries(ctx, actor.Account, in.ID, in.Charset)
	if err != nil {
		return nil, err
	}
	items := make([]archiveEntry, len(listing.Entries))
	for i, e := range listing.Entries {
		items[i] = archiveEntry{e.Name, e.Size, e.Packed, e.Directory, e.Encrypted, e.Modified}
	}
	return &answer[archivePage]{archivePage{items, listing.More, listing.Charset, charset.Names(), fault}}, nil
}
