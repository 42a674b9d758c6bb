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
		Kind     string `json:"kind,omitempty" enum:"text" default:"text"`
		Topic    string `json:"topic,omitempty" maxLength:"1000"`
		Everyone *bool  `json:"everyone,omitempty" doc:"Left out: yes in workspaces of up to 200 people."`
	}
}

func (s *Server) createChannel(ctx context.Context, actor models.Actor, in *createChannelInput) (*answer[event.Channel], error) {
	c, err := s.app.CreateChannel(ctx, actor.Account, in.ID, app.NewChannel{Name: in.Body.Name, Topic: in.Body.Topic, Everyone: in.Body.Everyone})
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
		Everyone *bool   `json:"everyone,omitempty"`
	}
}

func (s *Server) updateChannel(ctx context.Context, actor models.Actor, in *updateChannelInput) (*answer[event.Channel], error) {
	c, err := s.app.UpdateChannel(ctx, actor.Account, in.ID, models.ChannelChanges{
		Name: in.Body.Name, Topic: in.Body.Topic, Everyone: in.Body.Everyone,
	})
	return &answer[event.Channel]{c}, err
}

func (s *Server) channelMembers(ctx context.Context, actor models.Actor, in *PageByID) (*answer[list[event.Person]], error) {
	people, err := s.store.ChannelMembers(ctx, actor.Account, in.ID, in.After, in.Limit+1)
	return pageOf(people, in.Limit, func(p event.Person) int64 { return p.ID }), err
}

// joinChannel puts oneself into an open channel; nobody else can be put into one.
func (s *Server) joinChannel(ctx context.Context, actor models.Actor, in *MemberOf) (*answered[event.Channel], error) {
	if in.Account != actor.Account {
		return nil, app.ErrNotFound
	}
	c, joined, err := s.app.JoinChannel(ctx, actor.Account, in.ID)
	if err != nil {
		return nil, err
	}
	return created(c, joined), nil
}

func (s *Server) leaveChannel(ctx context.Context, actor models.Actor, in *MemberOf) (*none, error) {
	if in.Account != actor.Account {
		return nil, app.ErrNotFound
	}
	return &none{}, s.app.LeaveChannel(ctx, actor.Account, in.ID)
}
