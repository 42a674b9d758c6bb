package models

import "courtyard/app/event"

// MembershipChanges are what to change of how somebody has a channel; nil leaves it as it is. Before is the favourite to stand
// before, 0 the end, and makes the channel a favourite.
type MembershipChanges struct {
	Notify    *string
	Muted     *bool
	Favourite *bool
	Before    *int64
	Hidden    *bool
}

func favouriteOrder(account int64) order {
	return order{"channel_members", "channel_id", "favourite", "account_id = ? AND favourite IS NOT NULL", []any{account}}
}

// UpdateMembership changes how the actor has one of his channels and tells his tabs.
func (tx *Tx) UpdateMembership(actor, channel int64, c MembershipChanges) error {
	err := tx.db.Exec(`UPDATE channel_members AS m SET notify = coalesce(?, notify), muted = coalesce(?, muted),
		favourite = CASE WHEN ? THEN NULL ELSE favourite END,
		hidden_seq = CASE ? WHEN 1 THEN (SELECT CASE last_stream_seq WHEN 0 THEN ? ELSE last_stream_seq END FROM channel_counters n
			WHERE n.channel_id = m.channel_id) WHEN 0 THEN NULL ELSE hidden_seq END
		WHERE channel_id = ? AND account_id = ?`,
		c.Notify, c.Muted, c.Favourite != nil && !*c.Favourite, c.Hidden, hiddenAtFirst, channel, actor).Error
	if err != nil {
		return storageError(err)
	}
	if c.Before != nil || c.Favourite != nil && *c.Favourite {
		if err := tx.placeFavourite(actor, channel, c.Before); err != nil {
			return err
		}
	}
	_, err = tx.announceMembership(actor, channel)
	return err
}

// placeFavourite puts a channel before another of the actor's favourites, or at their end. One that is a favourite already stays
// where it is unless a place is named.
func (tx *Tx) placeFavourite(actor, channel int64, before *int64) error {
	var stands bool
	err := tx.db.Raw(`SELECT favourite IS NOT NULL FROM channel_members WHERE channel_id = ? AND account_id = ?`, channel, actor).Row().Scan(&stands)
	if err != nil || stands && before == nil {
		return storageError(err)
	}
	neighbour := int64(0)
	if before != nil {
		neighbour = *before
	}
	o := favouriteOrder(actor)
	position, spread, err := tx.place(o, neighbour, channel)
	if err != nil {
		return err
	}
	if err := tx.db.Exec(`UPDATE channel_members SET favourite = ? WHERE channel_id = ? AND account_id = ?`, position, channel, actor).Error; err != nil || !spread {
		return err
	}
	var moved []int64
	if err := tx.db.Raw(`SELECT channel_id FROM channel_members WHERE channel_id <> ? AND `+o.where, o.with(channel)...).Scan(&moved).Error; err != nil {
		return err
	}
	for _, id := range moved {
		if _, err := tx.announceMembership(actor, id); err != nil {
			return err
		}
	}
	return nil
}

// announceMembership shows an account's tabs how it has a channel now.
func (tx *Tx) announceMembership(account, channel int64) (m event.Membership, err error) {
	rev, err := tx.nextAccountRev(account)
	if err != nil {
		return m, err
	}
	if err := tx.db.Exec(`UPDATE channel_members SET rev = ? WHERE channel_id = ? AND account_id = ?`, rev, channel, account).Error; err != nil {
		return m, err
	}
	err = tx.db.Raw(`SELECT `+membershipForm+` FROM channel_members m JOIN channels c ON c.id = m.channel_id
		WHERE m.channel_id = ? AND m.account_id = ?`, channel, account).Scan(&m).Error
	if err == nil {
		tx.Announce(event.Audience{Account: account}, event.MembershipUpdated{Type: "membership.updated", Rev: rev, Channel: channel, Membership: m})
	}
	return m, storageError(err)
}

// SetWorkspaceNotify changes what the actor is told of a workspace's channels and tells his tabs.
func (tx *Tx) SetWorkspaceNotify(actor, workspace int64, notify string) error {
	rev, err := tx.nextAccountRev(actor)
	if err != nil {
		return err
	}
	if err := tx.db.Exec(`UPDATE workspace_members SET notify = ? WHERE workspace_id = ? AND account_id = ?`, notify, workspace, actor).Error; err != nil {
		return err
	}
	tx.Announce(event.Audience{Account: actor}, event.WorkspaceMembershipUpdated{
		Type: "workspace.membership.updated", Rev: rev, Workspace: workspace, Notify: notify,
	})
	return nil
}
