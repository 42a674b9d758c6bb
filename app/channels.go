package app

import (
	"cmp"
	"context"
	"errors"

	"courtyard/app/event"
	"courtyard/models"
)

// everyoneUpTo is the size of a workspace up to which a new channel is for everyone unless said otherwise.
const everyoneUpTo = 200

// NewChannel is what somebody gives to make a channel; Everyone nil leaves it to the workspace's size, Category 0 is none.
type NewChannel struct {
	Name, Topic, Kind, Posting string
	Private                    bool
	Everyone                   *bool
	History                    string
	Category                   int64
}

// CreateChannel makes a channel with the actor in it, and adds everyone where that is wanted. In an announcement channel moderators
// write, unless said otherwise.
func (a *App) CreateChannel(ctx context.Context, actor, workspace int64, n NewChannel) (event.Channel, error) {
	change := models.ChannelChanges{Name: &n.Name, Topic: &n.Topic}
	if err := cleanChannel(&change); err != nil {
		return event.Channel{}, err
	}
	c := models.Channel{
		WorkspaceID: &workspace, Kind: cmp.Or(n.Kind, models.KindText), Name: *change.Name, NameKey: *change.NameKey, Topic: *change.Topic,
		Private: n.Private, History: n.History, Posting: n.Posting, CreatedBy: actor,
	}
	if c.Kind == models.KindAnnouncement {
		c.Posting = cmp.Or(n.Posting, models.Moderators)
	}
	err := a.store.Write(ctx, func(tx *models.Tx) error {
		if err := require(tx, actor, workspace, CreateChannel); err != nil {
			return err
		}
		if err := fill(tx, actor, &c, n); err != nil {
			return err
		}
		if err := tx.CreateChannel(&c); err != nil {
			return renamed(err, models.ErrTaken, ErrChannelExists)
		}
		_, err := tx.JoinChannel(actor, c.ID)
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

// fill decides what the workspace has a say in: whom a new channel is for, and where it stands.
func fill(tx *models.Tx, actor int64, c *models.Channel, n NewChannel) error {
	members, err := tx.MemberCount(*c.WorkspaceID)
	if err != nil {
		return err
	}
	c.Everyone = members <= everyoneUpTo && !n.Private
	if n.Everyone != nil {
		c.Everyone = *n.Everyone
	}
	if c.Everyone && c.Private {
		return ErrEveryonePrivate
	}
	if c.Private {
		c.ManagerID = &actor
	}
	if n.Category == 0 {
		return nil
	}
	category, err := tx.Category(actor, n.Category)
	if err == nil && category.Workspace != *c.WorkspaceID {
		err = ErrNotFound
	}
	c.CategoryID = &n.Category
	return err
}

// addEveryone adds people in pieces. What a crash leaves out, switching "everyone" on again adds.
func (a *App) addEveryone(ctx context.Context, workspace, channel int64, wanted bool) error {
	if !wanted {
		return nil
	}
	return a.inPieces(ctx, func(tx *models.Tx) (bool, error) { return tx.AddEveryone(workspace, channel) })
}

// UpdateChannel changes what a channel is like, whom it is for and where it stands.
func (a *App) UpdateChannel(ctx context.Context, actor, id int64, c models.ChannelChanges) (event.Channel, error) {
	if err := cleanChannel(&c); err != nil {
		return event.Channel{}, err
	}
	var workspace int64
	err := a.store.Write(ctx, func(tx *models.Tx) error {
		present, err := channelToChange(tx, actor, id, c)
		if err != nil {
			return err
		}
		workspace = present.Workspace
		if err := fitChanges(present, &c); err != nil {
			return err
		}
		err = renamed(tx.UpdateChannel(actor, id, c), models.ErrTaken, ErrChannelExists)
		return renamed(err, models.ErrNotFound, ErrNeighbourGone)
	})
	if err != nil {
		return event.Channel{}, err
	}
	if err := a.addEveryone(ctx, workspace, id, c.Everyone != nil && *c.Everyone); err != nil {
		return event.Channel{}, err
	}
	return a.store.Channel(ctx, actor, id)
}

// channelToChange is a channel of the actor's in which he has the rights that the changes need.
func channelToChange(tx *models.Tx, actor, id int64, c models.ChannelChanges) (event.Channel, error) {
	present, err := tx.Channel(actor, id)
	switch {
	case err != nil:
		return present, err
	case present.Kind == models.KindDirect:
		return present, fitDirect(present, c)
	}
	var rights []Right
	if c.Archived != nil {
		rights = append(rights, ArchiveChannel)
	}
	if c.Private != nil {
		rights = append(rights, HideChannel) // it cannot be undone
	}
	if c.Category != nil || c.Before != nil {
		rights = append(rights, ArrangeChannels)
	}
	if len(rights) == 0 || c.Name != nil || c.Topic != nil || c.Everyone != nil || c.History != nil || c.Posting != nil || c.Pinning != nil {
		rights = append(rights, ChangeChannel)
	}
	return channelToManage(tx, actor, id, rights...)
}

// channelToManage is a channel of the actor's in which he has the rights.
func channelToManage(tx *models.Tx, actor, id int64, rights ...Right) (event.Channel, error) {
	c, err := tx.Channel(actor, id)
	if err != nil {
		return c, err
	}
	if c.Kind == models.KindDirect {
		return c, ErrDirect
	}
	role, err := tx.Role(actor, c.Workspace)
	if err != nil {
		return c, err
	}
	for _, right := range rights {
		if !managesChannel(role, actor, c, right) {
			return c, missing(string(right))
		}
	}
	return c, nil
}

// fitChanges refuses what contradicts a private channel; one that becomes private is no longer for everyone.
func fitChanges(present event.Channel, c *models.ChannelChanges) error {
	private := present.Private
	if c.Private != nil {
		if private && !*c.Private {
			return ErrChannelPrivate
		}
		private = *c.Private
	}
	switch {
	case private && c.Everyone != nil && *c.Everyone:
		return ErrEveryonePrivate
	case private && present.Everyone:
		no := false
		c.Everyone = &no
	}
	return nil
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
		if c, err = tx.Channel(actor, id); !errors.Is(err, models.ErrNotFound) {
			return err
		}
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

// AddToChannel puts another member of the workspace into a channel of the actor's; false when he was in it already. Any member
// may do so in an open channel and in a group, who may change it in a private one.
func (a *App) AddToChannel(ctx context.Context, actor, id, account int64) (c event.Channel, added bool, err error) {
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		if c, err = tx.Channel(actor, id); err != nil {
			return err
		}
		if c.Kind == models.KindDirect {
			if added, err = addToGroup(tx, actor, c, account); err == nil {
				c, err = tx.Channel(actor, id)
			}
			return err
		}
		if c.Private {
			if _, err := channelToManage(tx, actor, id, ChangeChannel); err != nil {
				return err
			}
		}
		if _, err := tx.Role(account, c.Workspace); err != nil {
			return err
		}
		added, err = tx.AddToChannel(account, id)
		return err
	})
	return c, added, err
}

// LeaveChannel takes the actor out of a channel. A private one goes with its last member. A direct channel of two is not left.
func (a *App) LeaveChannel(ctx context.Context, actor, id int64) error {
	return a.removeAfter(a.store.Write(ctx, func(tx *models.Tx) error {
		c, err := tx.Channel(actor, id)
		switch {
		case err != nil:
			return err
		case c.Kind != models.KindDirect:
			return tx.LeaveChannel(actor, id, models.LineLeft)
		case !isGroup(c):
			return ErrPairStays
		}
		return tx.LeaveDirect(actor, id)
	}))
}

// RemoveFromChannel takes somebody else, of no higher role, out of a channel that the actor may change; whoever manages a private
// one takes anybody out. Oneself one leaves.
func (a *App) RemoveFromChannel(ctx context.Context, actor, id, account int64) error {
	if actor == account {
		return a.LeaveChannel(ctx, actor, id)
	}
	return a.removeAfter(a.store.Write(ctx, func(tx *models.Tx) error {
		c, err := channelToManage(tx, actor, id, ChangeChannel)
		if err != nil {
			return err
		}
		if c.Manager != actor {
			if err := outranks(tx, actor, account, c.Workspace); err != nil {
				return err
			}
		}
		return tx.LeaveChannel(account, id, models.LineRemoved)
	}))
}

// outranks refuses somebody whose role in a workspace is lower than another's.
func outranks(tx *models.Tx, actor, account, workspace int64) error {
	mine, err := tx.Role(actor, workspace)
	if err != nil {
		return err
	}
	theirs, err := tx.Role(account, workspace)
	if err == nil && rank(mine) < rank(theirs) {
		err = missing("remove somebody of a higher role")
	}
	return err
}
