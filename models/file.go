package models

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// What keeps a file from being handed out: a scanner has not looked at it yet, or has refused it.
const (
	HeldWaiting  = "waiting"
	HeldInfected = "infected"
)

// File is one stored file, or an upload on its way to become one.
type File struct {
	ID          int64
	OwnerID     int64
	ChannelID   *int64
	Stored      string
	Name        string
	Alt         string
	Size        int64
	Received    int64
	Type        string
	SHA256      string `gorm:"column:sha256"`
	Width       int64
	Height      int64
	Placeholder string
	Animated    bool
	Pictured    bool
	Macros      bool
	Held        string
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
	FinishedAt  *int64
	ExpiresAt   *int64
	DeletedAt   *int64
}

// MessageFile says that a file hangs on a message.
type MessageFile struct {
	MessageID int64
	FileID    int64
	Position  int64
}

// Shown is a file as those see it who may read it.
func (f File) Shown() event.File {
	return event.File{
		ID: f.ID, Name: f.Name, Size: f.Size, Type: f.Type, Alt: f.Alt, Width: f.Width, Height: f.Height, Placeholder: f.Placeholder,
		Animated: f.Animated, Pictured: f.Pictured && f.Held == "", Macros: f.Macros, Held: f.Held,
	}
}

// readable says which files f an actor may read: those of messages that he sees, and his own while they hang on none.
const readable = `f.finished_at IS NOT NULL AND f.deleted_at IS NULL AND (f.owner_id = @actor AND f.expires_at IS NOT NULL OR EXISTS (
	SELECT 1 FROM message_files h JOIN messages ON messages.id = h.message_id
	JOIN channel_members m ON m.channel_id = messages.channel_id AND m.account_id = @actor
	JOIN channels c ON c.id = m.channel_id AND c.deleted_at IS NULL
	WHERE h.file_id = f.id AND messages.deleted_at IS NULL AND messages.seq > ` + historyFloor + `))`

// File is a stored file that the actor may read.
func (s *Store) File(ctx context.Context, actor, id int64) (File, error) {
	return readableFile(s.read(ctx), actor, id)
}

// File is a stored file that the actor may read, as this write sees it.
func (tx *Tx) File(actor, id int64) (File, error) { return readableFile(tx.db, actor, id) }

func readableFile(db *gorm.DB, actor, id int64) (f File, err error) {
	err = one(db.Raw(`SELECT f.* FROM files f WHERE f.id = @id AND `+readable, map[string]any{"id": id, "actor": actor}).Scan(&f))
	return f, err
}

// one is the error of a query for one row; ErrNotFound where there was none.
func one(found *gorm.DB) error {
	if found.Error == nil && found.RowsAffected == 0 {
		return ErrNotFound
	}
	return storageError(found.Error)
}

// attach hangs files on a new message of their owner's. ErrFileUnfit when one is not his, is not complete or hangs on another message.
func (tx *Tx) attach(m *event.Message, files []int64) error {
	for i, id := range files {
		f, err := tx.hold(m.Author, id)
		if err != nil {
			return err
		}
		if err := tx.db.Exec(`INSERT INTO message_files (message_id, file_id, position) VALUES (?, ?, ?)`, m.ID, id, i).Error; err != nil {
			return storageError(err)
		}
		m.Files = append(m.Files, f.Shown())
	}
	// They count for this channel, wherever they were meant for.
	if err := tx.db.Exec(`UPDATE files SET channel_id = ? WHERE id IN ?`, m.Channel, files).Error; err != nil {
		return storageError(err)
	}
	return tx.db.Exec(`UPDATE messages SET filed = 1 WHERE id = ?`, m.ID).Error
}

// hold keeps a file of the actor's from expiring, for something that refers to it. ErrFileUnfit when it is not his, is not complete or
// is held already.
func (tx *Tx) hold(actor, id int64) (f File, err error) {
	err = one(tx.db.Raw(`UPDATE files SET expires_at = NULL WHERE id = ? AND owner_id = ? AND finished_at IS NOT NULL AND expires_at IS NOT NULL
		AND deleted_at IS NULL RETURNING *`, id, actor).Scan(&f))
	if errors.Is(err, ErrNotFound) {
		err = ErrFileUnfit
	}
	return f, err
}

// fillFiles adds the files to those messages that have some, by one query at most.
func fillFiles(db *gorm.DB, messages []event.Message) error {
	var ids []int64
	at := map[int64]int{}
	for i, m := range messages {
		if m.Files != nil {
			ids = append(ids, m.ID)
			at[m.ID] = i
		}
	}
	if len(ids) == 0 {
		return nil
	}
	type hung struct {
		MessageID int64
		File
	}
	var found []hung
	err := db.Raw(`SELECT h.message_id, f.* FROM message_files h JOIN files f ON f.id = h.file_id
		WHERE h.message_id IN ? ORDER BY h.message_id, h.position`, ids).Scan(&found).Error
	for _, h := range found {
		m := &messages[at[h.MessageID]]
		m.Files = append(m.Files, h.Shown())
	}
	return storageError(err)
}

// releaseFiles takes the files off some messages. Those that hang on nothing any more are left to the removal.
func (tx *Tx) releaseFiles(messages ...int64) error {
	var released []int64
	err := tx.db.Raw(`DELETE FROM message_files WHERE message_id IN ? RETURNING file_id`, messages).Scan(&released).Error
	if err != nil || len(released) == 0 {
		return storageError(err)
	}
	return tx.db.Exec(`UPDATE files SET deleted_at = ? WHERE id IN ? AND NOT EXISTS (SELECT 1 FROM message_files WHERE file_id = files.id)`,
		tx.now, released).Error
}

// LooseFiles are the next of those that nothing holds any more, by id, after one of them: their bytes are to be taken away, then
// their rows.
func (s *Store) LooseFiles(ctx context.Context, after int64, limit int) (loose []File, err error) {
	err = s.read(ctx).Raw(`SELECT id, stored FROM files INDEXED BY files_deleted WHERE deleted_at IS NOT NULL AND id > ? ORDER BY id LIMIT ?`, after, limit).Scan(&loose).Error
	return loose, storageError(err)
}

// FinishedNames are those of some stored names whose files are complete.
func (s *Store) FinishedNames(ctx context.Context, stored []string) (finished []string, err error) {
	err = s.read(ctx).Raw(`SELECT stored FROM files WHERE stored IN ? AND finished_at IS NOT NULL`, stored).Scan(&finished).Error
	return finished, storageError(err)
}

// newestStored asks for the names under which the newest files lie that have their bytes.
const newestStored = `SELECT stored FROM files WHERE finished_at IS NOT NULL AND deleted_at IS NULL AND held <> '` + HeldInfected + `' ORDER BY id DESC LIMIT ?`

// NewestStored are the names under which the newest files lie, at most so many.
func (s *Store) NewestStored(ctx context.Context, limit int) (stored []string, err error) {
	err = s.read(ctx).Raw(newestStored, limit).Scan(&stored).Error
	return stored, storageError(err)
}

// HeldFiles are the next finished files that are held so, by id, after one of them.
func (s *Store) HeldFiles(ctx context.Context, held string, after int64, limit int) (found []File, err error) {
	err = s.read(ctx).Raw(`SELECT * FROM files WHERE held = ? AND held <> '' AND id > ? AND finished_at IS NOT NULL AND deleted_at IS NULL
		ORDER BY id LIMIT ?`, held, after, limit).Scan(&found).Error
	return found, storageError(err)
}

// JudgeFile notes that a waiting file passed (held is empty) or did not, in which case nothing made from it is told of any more, and
// tells the channels of the messages that it hangs on. ErrNotFound when it does not wait any more.
func (tx *Tx) JudgeFile(id int64, held string) error {
	err := one(tx.db.Exec(`UPDATE files SET held = @held, pictured = iif(@held = '', pictured, 0), placeholder = iif(@held = '', placeholder, '')
		WHERE id = @id AND held = @waiting AND deleted_at IS NULL`, map[string]any{"id": id, "held": held, "waiting": HeldWaiting}))
	if err != nil {
		return err
	}
	holding, err := scanMessages(tx.db, `SELECT `+messageColumns+` FROM messages WHERE id IN (SELECT message_id FROM message_files WHERE file_id = ?)
		AND EXISTS (SELECT 1 FROM channels c WHERE c.id = messages.channel_id AND c.deleted_at IS NULL)`, id)
	if err != nil {
		return err
	}
	for i := range holding {
		if err := tx.touchMessage(&holding[i]); err != nil {
			return err
		}
	}
	return nil
}

// ForgetFiles takes away the rows of deleted files, whose bytes are gone.
func (tx *Tx) ForgetFiles(ids []int64) error {
	return tx.db.Exec(`DELETE FROM files WHERE id IN ? AND deleted_at IS NOT NULL`, ids).Error
}

// GiveUpExpired deletes files whose time is over before anything held them.
func (tx *Tx) GiveUpExpired() error {
	return tx.db.Exec(`UPDATE files SET deleted_at = ? WHERE expires_at <= ? AND deleted_at IS NULL`, tx.now, tx.now).Error
}
