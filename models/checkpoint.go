package models

import (
	"context"
	"errors"
	"time"
)

// How long a checkpoint that empties the log waits for readers, in milliseconds, because writers wait as well; and how often it tries again.
const (
	checkpointWait  = "200"
	checkpointRetry = time.Second
	checkpointTries = 60
)

// ForgetLog notes that the write-ahead log has to be emptied, because it holds what is deleted by this write.
func (tx *Tx) ForgetLog() error {
	return tx.db.Exec(`INSERT INTO settings (name, value) VALUES (?, '1')
		ON CONFLICT (name) DO UPDATE SET value = CAST(value AS INTEGER) + 1`, settingForget).Error
}

// LogToForget is the note that the write-ahead log holds what is deleted; empty: it does not.
func (s *Store) LogToForget(ctx context.Context) (string, error) {
	return setting(s.read(ctx), settingForget)
}

// LogForgotten notes that the write-ahead log was emptied of all that was deleted up to a note. What was deleted since is still in it.
func (tx *Tx) LogForgotten(note string) error {
	return tx.db.Exec(`UPDATE settings SET value = '' WHERE name = ? AND value = ?`, settingForget, note).Error
}

// EmptyLog brings everything into the database file and empties the write-ahead log, so that deleted text stands in neither. A reader
// in the way is waited for, a minute at most.
func (s *Store) EmptyLog(ctx context.Context) (err error) {
	// A connection of its own: on the writer's a reader would hold up all writes.
	db, err := s.open(s.path, 1, "WAL")
	if err != nil {
		return err
	}
	pool, err := db.DB()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if err := db.Exec("PRAGMA busy_timeout = " + checkpointWait).Error; err != nil {
		return err
	}
	for range checkpointTries {
		var busy, pages, moved int
		if err := db.WithContext(ctx).Raw("PRAGMA wal_checkpoint(TRUNCATE)").Row().Scan(&busy, &pages, &moved); err != nil {
			return storageError(err)
		}
		if busy == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(checkpointRetry):
		}
	}
	return errors.New("a reader kept the write-ahead log from being emptied")
}
