package models

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// closed says of a member (m) of a channel (c) that it is direct and that he shares no workspace with anybody else in it any more.
const closed = `CASE WHEN c.kind <> 'direct' THEN 0 ELSE
	EXISTS (SELECT 1 FROM channel_members o WHERE o.channel_id = m.channel_id AND o.account_id <> m.account_id)
	AND NOT EXISTS (SELECT 1 FROM channel_members o JOIN accounts a ON a.id = o.account_id AND a.deleted_at IS NULL
		CROSS JOIN workspace_members w ON w.account_id = o.account_id
		CROSS JOIN workspace_members mine ON mine.workspace_id = w.workspace_id AND mine.account_id = m.account_id
		WHERE o.channel_id = m.channel_id AND o.account_id <> m.account_id) END`

// requireOpen gives ErrClosed where somebody in a direct channel shares no workspace with anybody else in it any more.
func (tx *Tx) requireOpen(channel, account int64) error {
	var is bool
	err := tx.db.Raw(`SELECT `+closed+` FROM channel_members m JOIN channels c ON c.id = m.channel_id WHERE m.channel_id = ? AND m.account_id = ?`,
		channel, account).Row().Scan(&is)
	if err == nil && is {
		return ErrClosed
	}
	return storageError(err)
}

// hiddenAtFirst is the HiddenSeq of a direct channel that others have begun: nothing is shown before something is written.
const hiddenAtFirst = -1

// directKey is the key of some people, ascending; alone with oneself one is a pair, too.
func directKey(people []int64) string {
	if len(people) == 1 {
		people = []int64{people[0], people[0]}
	}
	ids := make([]string, 0, len(people))
	for _, id := range people {
		ids = append(ids, strconv.FormatInt(id, 10))
	}
	return strings.Join(ids, ":")
}

// DirectChannel is the direct channel that is found again by exactly these people, ascending, the actor among them.
func (tx *Tx) DirectChannel(actor int64, people []int64) (event.Channel, error) {
	var id int64
	if err := tx.db.Raw(`SELECT id FROM channels WHERE direct_key = ?`, directKey(people)).Row().Scan(&id); err != nil {
		return event.Channel{}, storageError(err)
	}
	return tx.Channel(actor, id)
}

// CreateDirect makes a direct channel of some people, ascending, and tells them; others than the actor are not shown it before
// something is written. One with a name is not found again by its people.
func (tx *Tx) CreateDirect(actor int64, people []int64, name string) (id int64, err error) {
	c := Channel{Kind: KindDirect, Name: name, Private: true, Pinning: Everyone, CreatedBy: actor}
	if len(people) > 2 {
		c.History = HistoryJoining
	}
	if name == "" {
		key := directKey(people)
		c.DirectKey = &key
	}
	if err := tx.CreateChannel(&c); err != nil {
		return 0, err
	}
	revs := make([]int64, len(people))
	for i, account := range people {
		if revs[i], err = tx.nextAccountRev(account); err != nil {
			return 0, err
		}
		if err := tx.addChannelMember(c.ID, account, revs[i]); err != nil {
			return 0, err
		}
	}
	if err := tx.db.Exec(`UPDATE channel_members SET hidden_seq = ? WHERE channel_id = ? AND account_id <> ?`, hiddenAtFirst, c.ID, actor).Error; err != nil {
		return 0, err
	}
	for i, account := range people {
		if err := tx.announceChannelJoined(c.ID, account, revs[i]); err != nil {
			return 0, err
		}
	}
	return c.ID, nil
}

// JoinDirect puts an account into a group and tells everybody; false when it is in it already.
func (tx *Tx) JoinDirect(account, channel int64) (joined bool, err error) {
	err = tx.tellingClosed([]int64{channel}, func() error {
		joined, err = tx.JoinChannel(account, channel)
		return err
	})
	if err != nil || !joined {
		return false, err
	}
	return true, tx.regroup(channel)
}

// LeaveDirect takes an account out of a direct channel and tells the others; it goes with the last one.
func (tx *Tx) LeaveDirect(account, channel int64) error {
	err := tx.tellingClosed([]int64{channel}, func() error { return tx.LeaveChannel(account, channel, LineLeft) })
	if err != nil {
		return err
	}
	return tx.regroup(channel)
}

// regroup has a group found again by the people who are in it now, unless another group is, and tells them who they are. Two are
// left of a group do not become a pair: what was said was said to a group.
func (tx *Tx) regroup(channel int64) error {
	people, err := directPeople(tx.db, channel)
	if err != nil || len(people) == 0 {
		return err
	}
	rev, err := tx.nextChannelRev(channel)
	if err != nil {
		return err
	}
	var key *string
	if len(people) > 2 {
		text := directKey(people)
		key = &text
	}
	err = tx.db.Exec(`UPDATE channels SET rev = ?, direct_key = CASE WHEN name = '' AND NOT EXISTS (
		SELECT 1 FROM channels x WHERE x.direct_key = ? AND x.id <> channels.id) THEN ? END WHERE id = ?`, rev, key, key, channel).Error
	if err != nil {
		return storageError(err)
	}
	_, err = tx.announceChannel(channel, rev)
	return err
}

// directPeople are the ids of all in a channel if that is direct, ascending.
func directPeople(db *gorm.DB, channel int64) (people []int64, err error) {
	err = db.Raw(`SELECT m.account_id FROM channels c JOIN channel_members m ON m.channel_id = c.id
		WHERE c.id = ? AND c.kind = 'direct' ORDER BY m.account_id`, channel).Scan(&people).Error
	return people, storageError(err)
}

// fillPeople names the people of those channels that are direct.
func fillPeople(db *gorm.DB, channels []event.Channel) error {
	var ids []int64
	for _, c := range channels {
		if c.Kind == KindDirect {
			ids = append(ids, c.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	var members []ChannelMember
	if err := db.Raw(`SELECT channel_id, account_id FROM channel_members WHERE channel_id IN ? ORDER BY channel_id, account_id`, ids).
		Scan(&members).Error; err != nil {
		return storageError(err)
	}
	people := map[int64][]int64{}
	for _, m := range members {
		people[m.ChannelID] = append(people[m.ChannelID], m.AccountID)
	}
	for i := range channels {
		channels[i].People = people[channels[i].ID]
	}
	return nil
}

// PeopleIn are the people of some channels of the caller's that are direct.
func (s *Store) PeopleIn(ctx context.Context, channels []event.Channel) ([]event.Person, error) {
	var ids []int64
	for _, c := range channels {
		ids = append(ids, c.People...)
	}
	slices.Sort(ids)
	return peopleByID(s.read(ctx), slices.Compact(ids))
}

// Shares says whether each of some other people shares a workspace with the actor, as this write sees it.
func (tx *Tx) Shares(actor int64, others []int64) (bool, error) {
	var found int
	err := tx.db.Raw(`SELECT count(DISTINCT o.account_id) FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id AND w.deleted_at IS NULL
		JOIN workspace_members o ON o.workspace_id = m.workspace_id JOIN accounts a ON a.id = o.account_id AND a.deleted_at IS NULL
		WHERE m.account_id = ? AND o.account_id IN ?`, actor, others).Row().Scan(&found)
	return found == len(others), storageError(err)
}

// tellingClosed makes a change of who shares a place with whom, and tells those who may then no longer write in one of some direct
// channels, or may again.
func (tx *Tx) tellingClosed(channels []int64, change func() error) error {
	before, err := tx.closedRows(channels)
	if err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	after, err := tx.closedRows(channels)
	if err != nil {
		return err
	}
	for _, row := range append(without(after, before), without(before, after)...) {
		if _, err := tx.announceMembership(row.AccountID, row.ChannelID); err != nil {
			return err
		}
	}
	return nil
}

// closedRows are who may not write in which of some channels.
func (tx *Tx) closedRows(channels []int64) (rows []ChannelMember, err error) {
	if len(channels) == 0 {
		return nil, nil
	}
	err = tx.db.Raw(`SELECT m.channel_id, m.account_id FROM channel_members m JOIN channels c ON c.id = m.channel_id
		WHERE c.id IN ? AND `+closed, channels).Scan(&rows).Error
	return rows, storageError(err)
}

func without(rows, drop []ChannelMember) []ChannelMember {
	return slices.DeleteFunc(slices.Clone(rows), func(r ChannelMember) bool { return slices.Contains(drop, r) })
}

// directsOf are the direct channels of some people.
func (tx *Tx) directsOf(accounts ...int64) (ids []int64, err error) {
	err = tx.db.Raw(`SELECT DISTINCT c.id FROM channel_members m JOIN channels c ON c.id = m.channel_id AND c.kind = 'direct'
		WHERE m.account_id IN ?`, accounts).Scan(&ids).Error
	return ids, storageError(err)
}
