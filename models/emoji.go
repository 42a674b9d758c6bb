package models

import (
	"context"
	"encoding/json"

	"courtyard/app/event"
)

// Emoji is one that a workspace has made for itself; its id is that of its file.
type Emoji struct {
	FileID      int64 `gorm:"primaryKey"`
	WorkspaceID int64
	Name        string
	CreatedBy   int64
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
}

// Shown is an emoji as the members of its workspace see it.
func (e Emoji) Shown() event.Emoji { return event.Emoji{ID: e.FileID, Name: e.Name, By: e.CreatedBy} }

// Emoji are those of a workspace that the actor is in, by name.
func (s *Store) Emoji(ctx context.Context, actor, workspace int64) ([]event.Emoji, error) {
	if _, err := s.Role(ctx, actor, workspace); err != nil {
		return nil, err
	}
	var found []Emoji
	err := s.read(ctx).Raw(`SELECT * FROM emojis WHERE workspace_id = ? ORDER BY name`, workspace).Scan(&found).Error
	shown := make([]event.Emoji, len(found))
	for i, e := range found {
		shown[i] = e.Shown()
	}
	return shown, storageError(err)
}

// EmojiNamed are those of the names that stand for an emoji in a channel of the actor's, with its id.
func (s *Store) EmojiNamed(ctx context.Context, actor, channel int64, names []string) (map[string]int64, error) {
	list, err := json.Marshal(names)
	if err != nil {
		return nil, err
	}
	var found []Emoji
	err = s.read(ctx).Raw(`SELECT e.file_id, e.name FROM channel_members m JOIN channels c ON c.id = m.channel_id AND c.deleted_at IS NULL
		JOIN emojis e ON e.workspace_id = c.workspace_id AND e.name IN (SELECT value FROM json_each(?))
		WHERE m.channel_id = ? AND m.account_id = ?`, string(list), channel, actor).Scan(&found).Error
	named := map[string]int64{}
	for _, e := range found {
		named[e.Name] = e.FileID
	}
	return named, storageError(err)
}

// EmojiIn is an emoji of a workspace by its name, as this write sees it; ErrNotFound when there is none.
func (tx *Tx) EmojiIn(workspace int64, name string) (e Emoji, err error) {
	return e, one(tx.db.Raw(`SELECT * FROM emojis WHERE workspace_id = ? AND name = ?`, workspace, name).Scan(&e))
}

// CountEmoji is how many a workspace has.
func (tx *Tx) CountEmoji(workspace int64) (n int, err error) {
	err = tx.db.Raw(`SELECT count(*) FROM emojis WHERE workspace_id = ?`, workspace).Row().Scan(&n)
	return n, storageError(err)
}

// CreateEmoji makes an emoji of a file of its maker's and tells the workspace; ErrTaken when there is one of this name, ErrFileUnfit when
// the file cannot be used.
func (tx *Tx) CreateEmoji(e Emoji) (event.Emoji, error) {
	if _, err := tx.hold(e.CreatedBy, e.FileID); err != nil {
		return event.Emoji{}, err
	}
	e.CreatedAt = tx.now
	if err := tx.db.Create(&e).Error; err != nil {
		return event.Emoji{}, storageError(err)
	}
	rev, err := tx.nextWorkspaceRev(e.WorkspaceID)
	tx.Announce(event.Audience{Workspace: e.WorkspaceID}, event.EmojiCreated{
		Type: "emoji.created", Workspace: e.WorkspaceID, Rev: rev, Emoji: e.Shown(),
	})
	return e.Shown(), err
}

// DeleteEmoji takes an emoji away and tells the workspace; where it was used its name is left.
func (tx *Tx) DeleteEmoji(e Emoji) error {
	if err := tx.forgetEmoji(`file_id = ?`, e.FileID); err != nil {
		return err
	}
	rev, err := tx.nextWorkspaceRev(e.WorkspaceID)
	tx.Announce(event.Audience{Workspace: e.WorkspaceID}, event.EmojiDeleted{
		Type: "emoji.deleted", Workspace: e.WorkspaceID, Rev: rev, ID: e.FileID,
	})
	return err
}

// forgetEmoji takes some emoji away and leaves their files to the removal.
func (tx *Tx) forgetEmoji(which string, id int64) error {
	if err := tx.losePictures(`SELECT file_id FROM emojis WHERE `+which, id); err != nil {
		return err
	}
	return storageError(tx.db.Exec(`DELETE FROM emojis WHERE `+which, id).Error)
}
