package models

import (
	"context"

	"gorm.io/gorm"
)

// AddUpload keeps room for a file that its owner is about to send; its time ends unless more of it comes.
func (tx *Tx) AddUpload(f *File) error {
	f.CreatedAt = tx.now
	return storageError(tx.db.Create(f).Error)
}

// Upload is an upload of the actor's that is not complete, or a complete one that hangs on nothing yet.
func (s *Store) Upload(ctx context.Context, actor, id int64) (f File, err error) {
	err = one(s.read(ctx).Raw(`SELECT * FROM files WHERE id = ? AND owner_id = ? AND expires_at > ? AND deleted_at IS NULL`, id, actor, s.now()).Scan(&f))
	return f, err
}

// SaveReceived notes how many bytes of an upload are on the disk, and gives it time until expires.
func (tx *Tx) SaveReceived(id, received, expires int64) error {
	return storageError(tx.db.Exec(`UPDATE files SET received = ?, expires_at = ? WHERE id = ? AND finished_at IS NULL AND deleted_at IS NULL`,
		received, expires, id).Error)
}

// FinishUpload notes what a complete file is; ErrNotFound when it was given up meanwhile.
func (tx *Tx) FinishUpload(f File) error {
	f.FinishedAt = &tx.now
	return one(tx.db.Model(&f).Where(`finished_at IS NULL AND deleted_at IS NULL`).
		Select("name", "size", "received", "type", "sha256", "width", "height", "placeholder", "animated", "pictured", "macros", "held", "finished_at", "expires_at").Updates(&f))
}

// GiveUpUpload ends an upload of the actor's, complete or not, that hangs on nothing.
func (tx *Tx) GiveUpUpload(actor, id int64) error {
	return one(tx.db.Exec(`UPDATE files SET deleted_at = ? WHERE id = ? AND owner_id = ? AND expires_at IS NOT NULL AND deleted_at IS NULL`, tx.now, id, actor))
}

// giveUpUploads ends all of somebody's that hang on nothing.
func (tx *Tx) giveUpUploads(owner int64) error {
	return tx.db.Exec(`UPDATE files SET deleted_at = ? WHERE owner_id = ? AND expires_at IS NOT NULL AND deleted_at IS NULL`, tx.now, owner).Error
}

// SaveAlt gives a file of the actor's that hangs on nothing yet another description.
func (tx *Tx) SaveAlt(actor, id int64, alt string) error {
	return one(tx.db.Exec(`UPDATE files SET alt = ? WHERE id = ? AND owner_id = ? AND expires_at IS NOT NULL AND deleted_at IS NULL`, alt, id, actor))
}

// PersonBytes is how many bytes a person's files have, unfinished uploads with all that they will be, infected ones none.
func (s *Store) PersonBytes(ctx context.Context, person int64) (int64, error) {
	return s.fileBytes(ctx, `owner_id = ?`, person)
}

// WorkspaceBytes counts what hangs on messages of a workspace, or is meant for it.
func (s *Store) WorkspaceBytes(ctx context.Context, workspace int64) (int64, error) {
	return s.fileBytes(ctx, `channel_id IN (SELECT id FROM channels WHERE workspace_id = ?)`, workspace)
}

// WorkspaceBytes is the same as this write sees it, of a channel's workspace; 0 for one of none.
func (tx *Tx) WorkspaceBytes(channel int64) (int64, error) {
	return fileBytes(tx.db, `channel_id IN (SELECT c.id FROM channels c JOIN channels o ON o.workspace_id = c.workspace_id WHERE o.id = ?)`, channel)
}

// AllBytes counts every file.
func (s *Store) AllBytes(ctx context.Context) (int64, error) { return s.fileBytes(ctx, `true`) }

func (s *Store) fileBytes(ctx context.Context, which string, values ...any) (int64, error) {
	return fileBytes(s.read(ctx), which, values...)
}

func fileBytes(db *gorm.DB, which string, values ...any) (sum int64, err error) {
	err = db.Raw(`SELECT coalesce(sum(size), 0) FROM files WHERE deleted_at IS NULL AND held <> '`+HeldInfected+`' AND `+which, values...).Row().Scan(&sum)
	return sum, storageError(err)
}

// OpenUploads is how many files of a person's hang on nothing yet.
func (s *Store) OpenUploads(ctx context.Context, person int64) (count int64, err error) {
	err = s.read(ctx).Raw(`SELECT count(*) FROM files WHERE owner_id = ? AND expires_at IS NOT NULL AND deleted_at IS NULL`, person).Row().Scan(&count)
	return count, storageError(err)
}
