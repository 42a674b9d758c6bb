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
