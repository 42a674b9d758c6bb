package handlers

import (
	"context"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/models"
)

func (s *Server) browse(ctx context.Context, actor models.Actor, in *PageByID) (*answer[list[event.Channel]], error) {
	channels, err := s.store.Browse(ctx, actor.Account, in.ID, in.After, in.Limit+1)
	return pageOf(channels, in.Limit, func(c event.Channel) int64 { return c.ID }), err
}

type createChannelInput struct {
	ByID
	Body struct {
		Name     string `json:"name" maxLength:"200"`
		Kind     string `json:"kind,omitempty" enum:"text,announcement" default:"text"`
		Topic    string `json:"topic,omitempty" maxLength:"1000"`
		Private  bool   `json:"private,omitempty"`
		Everyone *bool  `json:"everyone,omitempty" doc:"Left out: yes for an open channel in a workspace of up to 200 people."`
		History  string `json:"history,omitempty" enum:"all,joining" doc:"Left out: all."`
		Posting  string `json:"posting,omitempty" enum:"everyone,moderators" doc:"Left out: moderators in an announcement channel, else everyone."`
		Category int64  `json:"category,omitempty" minimum:"0"`
	}
}

func (s *Server) createChannel(ctx context.Context, actor models.Actor, in *createChannelInput) (*answer[event.Channel], error) {
	b := in.Body
	c, err := s.app.CreateChannel(ctx, actor.Account, in.ID, app.NewChannel{
		Name: b.Name, Topic: b.Topic, Kind: b.Kind, Posting: b.Posting,
		Private: b.Private, Everyone: b.Everyone, History: b.History, Category: b.Category,
	})
	return &answer[event.Channel]{c}, err
}

func (s *Server) channel(ctx context.Context, actor models.Actor, in *ByID) (*answer[event.Channel], error) {
	c, err := s.store.Channel(ctx, actor.Account, in.ID)
	return &answer[event.Channel]{c}, err
}

type updateChannelInput struct {
	ByID
	Body struct {
		Name     *string `json:"name,omitempty" maxLength:"200"`
		Topic    *string `json:"topic,omitempty" maxLength:"1000"`
		Private  *bool   `json:"private,omitempty" doc:"A private channel stays private."`
		Everyone *bool   `json:"everyone,omitempty"`
		History  *string `json:"history,omitempty" enum:"all,joining"`
		Posting  *string `json:"posting,omitempty" enum:"everyone,moderators"`
		Pinning  *string `json:"pinning,omitempty" enum:"everyone,moderators"`
		Archived *bool   `json:"archived,omitempty"`
		Category *int64  `json:"category,omitempty" minimum:"0" doc:"0: none."`
		Before   *int64  `json:"before,omitempty" minimum:"0" doc:"The channel of the category to stand before; 0: at the end."`
	}
}

func (s *Server) updateChannel(ctx context.Context, actor models.Actor, in *updateChannelInput) (*answer[event.Channel], error) {
	b := in.Body
	c, err := s.app.UpdateChannel(ctx, actor.Account, in.ID, models.ChannelChanges{
		Name: b.Name, Topic: b.Topic, Private: b.Private, Everyone: b.Everyone, History: b.History, Archived: b.Archived,
		Posting: b.Posting, Pinning: b.Pinning, Category: b.Category, Before: b.Before,
	})
	return &answer[event.Channel]{c}, err
}

func (s *Server) deleteChannel(ctx context.Context, actor models.Actor, in *ByID) (*none, error) {
	return &none{}, s.app.DeleteChannel(ctx, actor.Account, in.ID)
}

func (s *Server) channelMembers(ctx context.Context, actor models.Actor, in *PageByID) (*answer[list[event.Person]], error) {
	people, err := s.store.ChannelMembers(ctx, actor.Account, in.ID, in.After, in.Limit+1)
	return pageOf(people, in.Limit, func(p event.Person) int64 { return p.ID }), err
}

// putChannelMember lets somebody join an open channel himself, or adds somebody else.
func (s *Server) putChannelMember(ctx context.Context, actor models.Actor, in *MemberOf) (out *answered[event.Channel], err error) {
	var c event.Channel
	var isNew bool
	if in.Account == actor.Account {
		c, isNew, err = s.app.JoinChannel(ctx, actor.Account, in.ID)
	} else {
		c, isNew, err = s.app.AddToChannel(ctx, actor.Account, in.ID, in.Account)
	}
	if err != nil {
		return nil, err
	}
	return created(c, isNew), nil
}

// deleteChannelMember lets somebody leave a channel, or takes somebody else out of it.
func (s *Server) deleteChannelMember(ctx context.Context, actor models.Actor, in *MemberOf) (*none, error) {
	return &none{}, s.app.RemoveFromChannel(ctx, actor.Account, in.ID, in.Account)
}
