package models

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/sqlite/*.sql
var migrations embed.FS

var (
	// ErrNewerDatabase says that a later version of Courtyard has written this database.
	ErrNewerDatabase = errors.New("this database was written by a newer version of Courtyard; start that version, or restore a backup made by this one")
	// ErrForeignDatabase says that the file is no database of Courtyard.
	ErrForeignDatabase = errors.New("this file is not a database of Courtyard; name another DATA_DIR or DATABASE_URL")
	// ErrLocalChatDatabase says that the file is LocalChat's.
	ErrLocalChatDatabase = errors.New("this file is the database of LocalChat; it was not touched. What is in it cannot be imported yet. To begin with an empty Courtyard beside it, take DATABASE_URL out of the settings, or name another file there, or another DATA_DIR")
)

// Offsets in SQLite's header (https://www.sqlite.org/fileformat2.html §1.3).
const (
	headerMagic         = "SQLite format 3\x00"
	headerUserVersion   = 60
	headerApplicationID = 68
	headerSize          = 100
)

// migrate brings the database to the newest version after a snapshot, and refuses one that is newer or not ours.
func (s *Store) migrate(path, version string) error {
	pool, err := s.writer.DB()
	if err != nil {
		return err
	}
	steps, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, pool, steps)
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	ctx := context.Background()
	sources := provider.ListSources()
	newest := sources[len(sources)-1].Version
	present, err := provider.GetDBVersion(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("read the database's version: %w", storageError(err))
	case present > newest:
		return ErrNewerDatabase
	case present == newest:
		return s.markVersion(newest) // a stop after the last step may have left it out
	}
	if err := s.snapshot(path, present, version); err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate the database: %w", storageError(err))
	}
	if err := s.markVersion(newest); err != nil {
		return err
	}
	return s.exec("PRAGMA wal_checkpoint(TRUNCATE)")
}

// markVersion writes the version into the header too, so that an older program can refuse the file without touching it.
func (s *Store) markVersion(version int64) error {
	var present int64
	if err := s.writer.Raw("PRAGMA user_version").Row().Scan(&present); err != nil || present == version {
		return storageError(err)
	}
	return s.exec("PRAGMA user_version = " + strconv.FormatInt(version, 10))
}

// snapshot copies a database that holds something before its tables change.
func (s *Store) snapshot(path string, present int64, version string) error {
	if present == 0 {
		return nil
	}
	folder := filepath.Join(filepath.Dir(path), "snapshots")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make the folder for snapshots: %w", err)
	}
	target := filepath.Join(folder, fmt.Sprintf("before-%s-from-%d-%d.db", version, present, s.now()))
	// By another name until it is whole: a stop in between leaves nothing that looks like a snapshot.
	unfinished := target + ".unfinished"
	if err := s.writer.Exec("VACUUM INTO ?", unfinished).Error; err != nil {
		return fmt.Errorf("copy the database before the migration: %w", storageError(err))
	}
	return errors.Join(os.Chmod(unfinished, 0o600), os.Rename(unfinished, target))
}

// checkHeader refuses a foreign or newer database by its first bytes, before SQLite opens and changes it.
func checkHeader(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer func() { _ = f.Close() }()
	header := make([]byte, headerSize)
	switch _, err := io.ReadFull(f, header); {
	case errors.Is(err, io.EOF):
		return nil // empty: made by us a moment before a crash
	case err != nil, !bytes.HasPrefix(header, []byte(headerMagic)):
		return ErrForeignDatabase
	case binary.BigEndian.Uint32(header[headerApplicationID:]) != applicationID:
		return foreignDatabase(path)
	}
	if int64(binary.BigEndian.Uint32(header[headerUserVersion:])) > newestMigration() {
		return ErrNewerDatabase
	}
	return nil
}

// localChatTables are enough of LocalChat's tables to know it by.
var localChatTables = []any{"users", "servers", "server_members", "dm_channels", "messages"}

// foreignDatabase looks whose database a foreign one is. As an immutable file SQLite neither locks it nor writes beside it.
func foreignDatabase(path string) error {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro&immutable=1")
	if err != nil {
		return ErrForeignDatabase
	}
	defer func() { _ = db.Close() }()
	var found int
	err = db.QueryRowContext(context.Background(), "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN (?, ?, ?, ?, ?)", localChatTables...).Scan(&found)
	if err != nil || found < len(localChatTables) {
		return ErrForeignDatabase
	}
	return ErrLocalChatDatabase
}

// newestMigration is the version that this program brings a database to.
func newestMigration() int64 {
	entries, err := migrations.ReadDir("migrations/sqlite")
	if err != nil || len(entries) == 0 {
		return 0
	}
	version, err := goose.NumericComponent(entries[len(entries)-1].Name())
	if err != nil {
		return 0
	}
	return version
}

// brand makes the file private and marks it as ours while it is still empty: later the mark would sit in the WAL.
func (s *Store) brand(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("make the database file: %w", err)
	}
	info, err := f.Stat()
	if err = errors.Join(err, f.Close()); err != nil || info.Size() > 0 {
		return err
	}
	db, err := s.open(path, 1, "DELETE")
	if err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	err = storageError(db.Exec("PRAGMA application_id = " + strconv.Itoa(applicationID)).Error)
	pool, poolErr := db.DB()
	if poolErr == nil {
		poolErr = pool.Close()
	}
	return errors.Join(err, poolErr)
}
