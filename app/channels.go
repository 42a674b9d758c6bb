package app

import (
	"context"
	"time"

	"courtyard/app/event"
	"courtyard/models"
)

// everyoneUpTo is the size of a workspace up to which a new channel is for everyone unless said otherwise.
const everyoneUpTo = 200

// NewChannel is what somebody gives to make a channel; Everyone nil leaves it to the workspace's size.
type NewChannel struct {
	Name, Topic string
	Everyone    *bool
}

// CreateChannel makes an open text channel with the actor in it, and adds everyone where that is wanted.
func (a *App) CreateChannel(ctx context.Context, actor, workspace int64, n NewChannel) (event.Channel, error) {
	change := models.ChannelChanges{Name: &n.Name, Topic: &n.Topic}
	if err := cleanChannel(&change); err != nil {
		return event.Channel{}, err
	}
	c := models.Channel{WorkspaceID: workspace, Kind: "text", Name: *change.Name, NameKey: *change.NameKey, Topic: *change.Topic, CreatedBy: actor}
	err := a.store.Write(ctx, func(tx *models.Tx) error {
		if err := require(tx, actor, workspace, CreateChannel); err != nil {
			return err
		}
		members, err := tx.MemberCount(workspace)
		if err != nil {
			return err
		}
		c.Everyone = members <= everyoneUpTo
		if n.Everyone != nil {
			c.Everyone = *n.Everyone
		}
		if err := tx.CreateChannel(&c); err != nil {
			return renamed(err, models.ErrTaken, ErrChannelExists)
		}
		_, err = tx.JoinChannel(actor, c.ID)
		return err
	})
	if err != nil {
		return event.Channel{}, err
	}
	if err := a.addEveryone(ctx, workspace, c.ID, c.Everyone); err != nil {
		return event.Channel{}, err
	}
	return a.store.Channel(ctx, actor, c.ID)
}

// addEveryone adds people in pieces, each a write of its own. What a crash leaves out, switching "everyone" on again adds.
func (a *App) addEveryone(ctx context.Context, workspace, channel int64, wanted bool) error {
	for wanted {
		added := 0
		err := a.store.Write(ctx, func(tx *models.Tx) (err error) {
			added, err = tx.AddEveryone(workspace, channel)
			return err
		})
		if err != nil || added == 0 {
			return err
		}
		time.Sleep(pieceDelay)
	}
	return nil
}

// UpdateChannel changes the name, the topic or whom a channel is for.
func (a *App) UpdateChannel(ctx context.Context, actor, id int64, c models.ChannelChanges) (event.Channel, error) {
	if err := cleanChannel(&c); err != nil {
		return event.Channel{}, err
	}
	var workspace int64
	err := a.store.Write(ctx, func(tx *models.Tx) error {
		present, err := tx.Channel(actor, id)
		if err != nil {
			return err
		}
		workspace = present.Workspace
		if err := require(tx, actor, workspace, ChangeChannel); err != nil {
			return err
		}
		return renamed(tx.UpdateChannel(actor, id, c), models.ErrTaken, ErrChannelExists)
	})
	if err != nil {
		return event.Channel{}, err
	}
	if err := a.addEveryone(ctx, workspace, id, c.Everyone != nil && *c.Everyone); err != nil {
		return event.Channel{}, err
	}
	return a.store.Channel(ctx, actor, id)
}

// cleanChannel checks what is to change and folds the name.
func cleanChannel(c *models.ChannelChanges) error {
	if c.Name != nil {
		name, err := cleanName(*c.Name)
		if err != nil {
			return err
		}
		key := Fold(name)
		c.Name, c.NameKey = &name, &key
	}
	if c.Topic != nil {
		topic, ok := cleanLine(*c.Topic, topicLimit)
		if !ok {
			return ErrTextInvalid
		}
		c.Topic = &topic
	}
	return nil
}

// JoinChannel puts the actor into an open channel of a workspace he is in; false when he was in it already.
func (a *App) JoinChannel(ctx context.Context, actor, id int64) (c event.Channel, joined bool, err error) {
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		if _, err := tx.OpenChannelWorkspace(actor, id); err != nil {
			return err
		}
		if joined, err = tx.JoinChannel(actor, id); err != nil {
			return err
		}
		c, err = tx.Channel(actor, id)
		return err
	})
	return c, joined, err
}

// LeaveChannel takes the actor out of a channel.
func (a *App) LeaveChannel(ctx context.Context, actor, id int64) error {
	return a.store.Write(ctx, func(tx *models.Tx) error { return tx.LeaveChannel(actor, id) })
}
