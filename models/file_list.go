package models

import (
	"context"

	"courtyard/app/event"
)

// FileFilter says which files are listed; zero values leave a bound out.
type FileFilter struct {
	// Channel or Workspace is where they were sent.
	Channel, Workspace int64
	Author             int64
	// Types are media types; nil: all.
	Types []string
	// From and Until bound when they were sent, in UTC milliseconds; Before is a message's id.
	From, Until, Before int64
	Limit               int
}

// ListedFile is a file with the message that it hangs on.
type ListedFile struct {
	event.File
	Message   int64 `json:"message"`
	Channel   int64 `json:"channel"`
	Seq       int64 `json:"seq"`
	Thread    int64 `json:"thread,omitempty" doc:"Of a file in a reply: the root's id."`
	Author    int64 `json:"author"`
	CreatedAt int64 `json:"created_at" doc:"When the message was sent."`
}

// Files are those of messages that the actor sees, the newest first. All files of a message come on one page, so that one may be longer
// than its limit.
func (s *Store) Files(ctx context.Context, actor int64, filter FileFilter) ([]ListedFile, error) {
	query, values := filter.query(actor)
	var rows []struct {
		File
		Message, Channel, Seq, Thread, Author, SentAt int64
	}
	err := s.read(ctx).Raw(query, values).Scan(&rows).Error
	found := make([]ListedFile, len(rows))
	for i, r := range rows {
		found[i] = ListedFile{
			File: r.Shown(), Message: r.Message, Channel: r.Channel, Seq: r.Seq, Thread: r.Thread, Author: r.Author, CreatedAt: r.SentAt,
		}
	}
	return found, storageError(err)
}

// query finds the messages first, by the index of those that have files, and then their files.
func (f FileFilter) query(actor int64) (string, map[string]any) {
	which := ` AND messages.channel_id = @channel`
	if f.Workspace != 0 {
		which = ` AND c.workspace_id = @workspace`
	}
	for _, b := range []struct {
		bound     int64
		condition string
	}{
		{f.Author, ` AND messages.author_id = @author`}, {f.Before, ` AND messages.id < @before`},
		{f.From, ` AND messages.created_at >= @from`}, {f.Until, ` AND messages.created_at < @until`},
	} {
		if b.bound != 0 {
			which += b.condition
		}
	}
	typed := ``
	if f.Types != nil {
		typed = ` AND f.type IN @types`
		which += ` AND EXISTS (SELECT 1 FROM message_files h JOIN files f ON f.id = h.file_id WHERE h.message_id = messages.id` + typed + `)`
	}
	return `SELECT f.*, x.id AS message, x.channel_id AS channel, x.seq, coalesce(x.thread, 0) AS thread, x.author_id AS author, x.created_at AS sent_at
		FROM (SELECT messages.* FROM channel_members m JOIN channels c ON c.id = m.channel_id AND c.deleted_at IS NULL
			JOIN messages ON messages.channel_id = c.id AND messages.filed
			WHERE m.account_id = @actor AND messages.seq > ` + historyFloor + which + ` ORDER BY messages.id DESC LIMIT @limit) x
		JOIN message_files h ON h.message_id = x.id JOIN files f ON f.id = h.file_id` + typed + ` ORDER BY x.id DESC, h.position`,
		map[string]any{
			"actor": actor, "channel": f.Channel, "workspace": f.Workspace, "author": f.Author, "types": f.Types,
			"before": f.Before, "from": f.From, "until": f.Until, "limit": f.Limit,
		}
}
