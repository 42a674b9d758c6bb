package models

import (
	"context"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// threadsTold is how many unread threads the shell is told of.
const threadsTold = 100

// threadUnread are the replies of others in a thread (t) that a member (m) of its channel (c) has not read.
const threadUnread = `FROM messages x WHERE x.thread = t.thread AND x.seq > max(t.read_seq, ` + historyFloor + `)
	AND x.author_id <> t.account_id AND x.deleted_at IS NULL`

// threadColumns are the columns of event.Thread.
const threadColumns = `t.thread, t.channel_id AS channel, t.following, t.read_seq,
	CASE WHEN t.following THEN (SELECT count(*) FROM (SELECT 1 ` + threadUnread + ` LIMIT 100)) ELSE 0 END AS unread,
	CASE WHEN t.following THEN (SELECT count(*) FROM (SELECT DISTINCT y.seq FROM mentions y JOIN messages x ON x.channel_id = y.channel_id AND x.seq = y.seq
		WHERE y.thread = t.thread AND y.account_id IN (0, t.account_id) AND y.seq > max(t.read_seq, ` + historyFloor + `)
		AND x.author_id <> t.account_id LIMIT 100)) ELSE 0 END AS mentions`

// threadMembers is where they come from.
const threadMembers = ` FROM thread_members t
	JOIN channel_members m ON m.channel_id = t.channel_id AND m.account_id = t.account_id JOIN channels c ON c.id = t.channel_id`

const threadQuery = `SELECT ` + threadColumns + threadMembers

// newestReply is the id of the last reply in a thread (t) that is not deleted; ids grow with time.
const newestReply = `(SELECT id FROM messages y WHERE y.thread = t.thread AND y.deleted_at IS NULL ORDER BY y.seq DESC LIMIT 1)`

// ListedThread is one of the threads that somebody follows, with its newest reply and, where he sees it, its root.
type ListedThread struct {
	event.Thread
	Root   *event.Message
	Newest event.Message
}

// ThreadPage says which of the threads to list: those whose newest reply came before a reply, only the unread ones.
type ThreadPage struct {
	Before int64
	Unread bool
	Limit  int
}

// threadRow is a thread of a list, with the ids of what is shown of it; Root is 0 where the reader does not see it.
type threadRow struct {
	event.Thread
	Root, Newest int64
}

// Threads are those that the actor follows, the one replied to last first; next is the Before to go on from, 0 at the end.
func (s *Store) Threads(ctx context.Context, actor int64, p ThreadPage) (found []ListedThread, people []event.Person, next int64, err error) {
	var rows []threadRow
	if p.Before == 0 {
		p.Before = 1 << 62
	}
	err = s.read(ctx).Raw(`SELECT `+threadColumns+`, CASE WHEN r.seq > `+historyFloor+` THEN r.id ELSE 0 END AS root,
		`+newestReply+` AS newest`+threadMembers+`
		JOIN messages r ON r.id = t.thread WHERE t.account_id = ? AND t.following AND c.deleted_at IS NULL AND r.replies > 0
		AND `+newestReply+` < ? AND (NOT ? OR EXISTS (SELECT 1 `+threadUnread+`))
		AND EXISTS (SELECT 1 FROM messages z WHERE z.thread = t.thread AND z.deleted_at IS NULL AND z.seq > `+historyFloor+`)
		ORDER BY newest DESC LIMIT ?`, actor, p.Before, p.Unread, p.Limit+1).Scan(&rows).Error
	if err != nil {
		return nil, nil, 0, storageError(err)
	}
	if len(rows) > p.Limit {
		rows, next = rows[:p.Limit], rows[p.Limit-1].Newest
	}
	found, people, err = s.listed(ctx, actor, rows)
	return found, people, next, err
}

// listed adds to threads what a list shows of them, and gives the people in that. What was deleted since the rows were read is left out.
func (s *Store) listed(ctx context.Context, actor int64, rows []threadRow) ([]ListedThread, []event.Person, error) {
	ids := make([]int64, 0, 2*len(rows))
	for _, row := range rows {
		ids = append(ids, row.Root, row.Newest)
	}
	shown, err := scanMessages(s.read(ctx), `SELECT `+messageColumns+` FROM messages WHERE id IN ? AND (thread IS NULL OR deleted_at IS NULL)`, ids)
	if err != nil {
		return nil, nil, err
	}
	people, err := s.complete(ctx, actor, shown)
	byID := make(map[int64]*event.Message, len(shown))
	for i := range shown {
		byID[shown[i].ID] = &shown[i]
	}
	found := make([]ListedThread, 0, len(rows))
	for _, row := range rows {
		if newest := byID[row.Newest]; newest != nil {
			found = append(found, ListedThread{Thread: row.Thread, Root: byID[row.Root], Newest: *newest})
		}
	}
	return found, people, err
}

// UnreadThreads are those of the threads that the actor follows in which he has not read something, at most 100, the one replied to
// last first.
func (s *Store) UnreadThreads(ctx context.Context, actor int64) ([]event.Thread, error) {
	threads := []event.Thread{}
	err := s.read(ctx).Raw(threadQuery+` JOIN messages r ON r.id = t.thread WHERE t.account_id = ? AND t.following AND c.deleted_at IS NULL
		AND EXISTS (SELECT 1 `+threadUnread+`) ORDER BY r.replied_at DESC LIMIT ?`, actor, threadsTold).Scan(&threads).Error
	return threads, storageError(err)
}

// threadsChanged are those threads of the actor's that he has followed, left or read, or that an edit has named him in, since a number
// of his log.
func (s *Store) threadsChanged(ctx context.Context, actor, since int64) ([]event.Thread, error) {
	threads := []event.Thread{}
	err := s.read(ctx).Raw(threadQuery+` WHERE t.account_id = ? AND t.rev > ? AND c.deleted_at IS NULL`, actor, since).Scan(&threads).Error
	return threads, storageError(err)
}

// threadsOf is how the actor stands to the threads of some messages, where he follows them or has.
func (s *Store) threadsOf(ctx context.Context, actor int64, messages []event.Message) ([]event.Thread, error) {
	threads := []event.Thread{}
	var roots []int64
	for _, m := range messages {
		if m.Thread != 0 {
			roots = append(roots, m.Thread)
		}
	}
	if len(roots) == 0 {
		return threads, nil
	}
	err := s.read(ctx).Raw(threadQuery+` WHERE t.account_id = ? AND t.thread IN ?`, actor, roots).Scan(&threads).Error
	return threads, storageError(err)
}

// ThreadMark is what to change of how somebody stands to a thread; nil leaves it as it is. A read mark goes back only where that is
// asked for, and then its thread is followed.
type ThreadMark struct {
	Following *bool
	ReadSeq   *int64
	Back      bool
}

// SaveThreadMark changes how the actor stands to a thread that he sees something of, and tells his tabs. Who does not follow a thread
// has no mark in it: reading it changes nothing. Who begins to has read what is there.
func (tx *Tx) SaveThreadMark(actor, root int64, change ThreadMark) (event.Thread, error) {
	channel, _, err := threadOf(tx.db, actor, root)
	if err != nil {
		return event.Thread{}, err
	}
	present, err := thread(tx.db, actor, root, channel)
	if err != nil {
		return present, err
	}
	var last int64
	if err := tx.db.Raw(`SELECT coalesce(max(seq), 0) FROM messages WHERE thread = ?`, root).Row().Scan(&last); err != nil {
		return present, storageError(err)
	}
	following, read := change.apply(present, last)
	if following == present.Following && read == present.ReadSeq {
		return present, nil
	}
	return tx.storeThreadMark(actor, event.Thread{Thread: root, Channel: channel, Following: following, ReadSeq: read})
}

// apply is what a change makes of a mark in a thread whose last reply has a given seq.
func (c ThreadMark) apply(present event.Thread, last int64) (following bool, read int64) {
	following, read = present.Following, present.ReadSeq
	if c.Following != nil {
		following = *c.Following
		if following && !present.Following {
			read = last
		}
	}
	if c.ReadSeq != nil && (following || c.Back) {
		if seq := min(*c.ReadSeq, last); c.Back || seq > read {
			following, read = true, seq
		}
	}
	return following, read
}

func (tx *Tx) storeThreadMark(actor int64, mark event.Thread) (event.Thread, error) {
	err := tx.db.Exec(`INSERT INTO thread_members (thread, account_id, channel_id, following, read_seq, rev) VALUES (?, ?, ?, ?, ?, 0)
		ON CONFLICT DO UPDATE SET following = excluded.following, read_seq = excluded.read_seq`,
		mark.Thread, actor, mark.Channel, mark.Following, mark.ReadSeq).Error
	if err != nil {
		return mark, err
	}
	told, err := tx.tellThread(mark.Thread, []int64{actor})
	if err == nil && len(told) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return mark, err
	}
	return told[0], nil
}

// tellThread tells each of some people who have to do with a thread, under the next number of his own log, how he stands to it.
func (tx *Tx) tellThread(root int64, people []int64) (told []event.Thread, err error) {
	if err := tx.db.Exec(`UPDATE accounts SET rev = rev + 1 WHERE id IN ?`, people).Error; err != nil {
		return nil, err
	}
	if err := tx.db.Exec(`UPDATE thread_members SET rev = (SELECT rev FROM accounts WHERE id = account_id) WHERE thread = ? AND account_id IN ?`,
		root, people).Error; err != nil {
		return nil, err
	}
	var rows []struct {
		event.Thread
		AccountID, Rev int64
	}
	if err := tx.db.Raw(`SELECT t.account_id, t.rev, `+threadColumns+threadMembers+` WHERE t.thread = ? AND t.account_id IN ?`, root, people).
		Scan(&rows).Error; err != nil {
		return nil, storageError(err)
	}
	for _, row := range rows {
		told = append(told, row.Thread)
		tx.Announce(event.Audience{Account: row.AccountID}, event.ThreadUpdated{Type: "thread.updated", Rev: row.Rev, Thread: row.Thread})
	}
	return told, nil
}

// forgetThreads lets somebody follow nothing in some channels any more.
func (tx *Tx) forgetThreads(account int64, channels []int64) error {
	return tx.db.Exec(`DELETE FROM thread_members WHERE account_id = ? AND channel_id IN ?`, account, channels).Error
}

// thread is how somebody stands to a thread; who has nothing to do with it does not follow it.
func thread(db *gorm.DB, actor, root, channel int64) (event.Thread, error) {
	t := event.Thread{Thread: root, Channel: channel}
	err := db.Raw(threadQuery+` WHERE t.account_id = ? AND t.thread = ?`, actor, root).Scan(&t).Error
	return t, storageError(err)
}
