package models

import (
	"context"

	"courtyard/app/event"
)

// versionsKept is how many earlier texts of a message are kept; the oldest go first.
const versionsKept = 100

// EditMessage gives a message the text of after, keeps the earlier one, tells the channel and gives it as its author sees it.
// Called is whom after.Calls reaches; 0 is everybody.
func (tx *Tx) EditMessage(m, after event.Message, renderer int, called []int64) (event.Message, error) {
	err := tx.db.Exec(`INSERT INTO message_versions (message_id, text, created_at) VALUES (?, ?, ?)`, m.ID, m.Text, max(m.EditedAt, m.CreatedAt)).Error
	if err != nil {
		return m, err
	}
	err = tx.db.Exec(`DELETE FROM message_versions WHERE message_id = ? AND id <= (
		SELECT id FROM message_versions WHERE message_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`, m.ID, m.ID, versionsKept).Error
	if err != nil {
		return m, err
	}
	if err := tx.editMentions(m, &after, called); err != nil {
		return m, err
	}
	edited, err := tx.updateMessage(m.Author, m, nil, `text = ?, html = ?, renderer = ?, calls = ?, edited_at = ?`,
		after.Text, after.HTML, renderer, after.Calls, tx.now)
	if err != nil {
		return edited, err
	}
	return edited, tx.followNamedAnew(m, edited)
}

// Version is what a message once said, and since when.
type Version struct {
	Text      string `json:"text"`
	CreatedAt int64  `json:"created_at" doc:"When it was written, UTC milliseconds."`
}

// Versions are the earlier texts of a message that the actor sees, the oldest first.
func (s *Store) Versions(ctx context.Context, actor, message int64) ([]Version, error) {
	if _, err := messageSeen(s.read(ctx), actor, message); err != nil {
		return nil, err
	}
	versions := []Version{}
	err := s.read(ctx).Raw(`SELECT text, created_at FROM message_versions WHERE message_id = ? ORDER BY id`, message).Scan(&versions).Error
	return versions, storageError(err)
}
