package models

import "courtyard/app/event"

// positionGap is the room that neighbours in an order keep between them: one may be put in the middle twenty times.
const positionGap = 1 << 20

// order is an ordered list of rows of one table: the channels of a category, the categories of a workspace, somebody's favourites.
type order struct {
	table, id, position, where string
	values                     []any
}

func channelOrder(workspace int64, category *int64) order {
	return order{"channels", "id", "position", "workspace_id = ? AND category_id IS ? AND deleted_at IS NULL", []any{workspace, category}}
}

func categoryOrder(workspace int64) order {
	return order{"categories", "id", "position", "workspace_id = ?", []any{workspace}}
}

// positionAtEnd is the position after all others, not counting the one that is moved (0: it is new).
func (tx *Tx) positionAtEnd(o order, moved int64) (int64, error) {
	var last int64
	err := tx.db.Raw(`SELECT coalesce(max(`+o.position+`), 0) FROM `+o.table+` WHERE `+o.id+` <> ? AND `+o.where, o.with(moved)...).Row().Scan(&last)
	return last + positionGap, storageError(err)
}

// positionBefore is a position before a neighbour for one that is moved; 0: there is no room left. ErrNotFound when the neighbour
// does not stand in this order.
func (tx *Tx) positionBefore(o order, neighbour, moved int64) (int64, error) {
	var low, high int64
	if err := tx.db.Raw(`SELECT `+o.position+` FROM `+o.table+` WHERE `+o.id+` = ? AND `+o.where, o.with(neighbour)...).Row().Scan(&high); err != nil {
		return 0, storageError(err)
	}
	err := tx.db.Raw(`SELECT coalesce(max(`+o.position+`), 0) FROM `+o.table+` WHERE `+o.position+` < ? AND `+o.id+` <> ? AND `+o.where,
		o.with(high, moved)...).Row().Scan(&low)
	if err != nil || high-low < 2 {
		return 0, storageError(err)
	}
	return low + (high-low)/2, nil
}

// place is the position before a neighbour, or at the end (0), for one that is moved. Where there was no room left, the others
// were spread first.
func (tx *Tx) place(o order, before, moved int64) (position int64, spread bool, err error) {
	if before == 0 {
		position, err = tx.positionAtEnd(o, moved)
		return position, false, err
	}
	if position, err = tx.positionBefore(o, before, moved); err != nil || position != 0 {
		return position, false, err
	}
	if err := tx.spread(o); err != nil {
		return 0, false, err
	}
	position, err = tx.positionBefore(o, before, moved)
	return position, true, err
}

// spread gives all rows of an order their room again.
func (tx *Tx) spread(o order) error {
	return tx.db.Exec(`UPDATE `+o.table+` SET `+o.position+` = spread.place FROM (
		SELECT `+o.id+` AS entry, ? * row_number() OVER (ORDER BY `+o.position+`, `+o.id+`) AS place FROM `+o.table+` WHERE `+o.where+`) spread
		WHERE `+o.id+` = spread.entry AND `+o.where, append(o.with(positionGap), o.values...)...).Error
}

// with puts values before those of the order's own condition.
func (o order) with(values ...any) []any { return append(values, o.values...) }

// moveChannel puts a channel into a category, before another channel that the actor sees there, or at its end.
func (tx *Tx) moveChannel(actor int64, c event.Channel, to ChannelChanges) error {
	category := c.Category
	if to.Category != nil {
		category = *to.Category
	}
	var id *int64
	if category != 0 {
		if _, err := tx.category(c.Workspace, category); err != nil {
			return err
		}
		id = &category
	}
	position, err := tx.channelPosition(actor, c.ID, channelOrder(c.Workspace, id), to.Before)
	if err != nil {
		return err
	}
	return tx.db.Exec(`UPDATE channels SET category_id = ?, position = ? WHERE id = ?`, id, position, c.ID).Error
}

func (tx *Tx) channelPosition(actor, moved int64, o order, before *int64) (int64, error) {
	if before == nil || *before == 0 {
		return tx.positionAtEnd(o, moved)
	}
	if _, err := tx.OpenChannelWorkspace(actor, *before); err != nil {
		return 0, err
	}
	position, spread, err := tx.place(o, *before, moved)
	if err == nil && spread {
		err = tx.announceOrder(o)
	}
	return position, err
}

// announceOrder tells the members of each channel of an order its new position.
func (tx *Tx) announceOrder(o order) error {
	var ids []int64
	if err := tx.db.Raw(`SELECT id FROM channels WHERE `+o.where, o.values...).Scan(&ids).Error; err != nil {
		return err
	}
	return tx.announceMoved(ids)
}

// announceMoved tells the members of channels where they stand now.
func (tx *Tx) announceMoved(ids []int64) error {
	for _, id := range ids {
		rev, err := tx.nextChannelRev(id)
		if err != nil {
			return err
		}
		if err := tx.db.Exec(`UPDATE channels SET rev = ? WHERE id = ?`, rev, id).Error; err != nil {
			return err
		}
		if _, err := tx.announceChannel(id, rev); err != nil {
			return err
		}
	}
	return nil
}
