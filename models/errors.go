package models

import (
	"database/sql"
	"errors"
	"fmt"

	gosqlite "github.com/glebarez/go-sqlite"
	"gorm.io/gorm"
)

var (
	// ErrNotFound says that there is no such row, or none that the actor may see.
	ErrNotFound = errors.New("not found")
	// ErrUntold says that a place does not tell who has seen a message.
	ErrUntold = errors.New("untold")
	// ErrStopped says that the store is closed.
	ErrStopped = errors.New("the store is closed")
	// ErrDiskFull says that the disk refused; nothing of the write was kept, and a later one may succeed.
	ErrDiskFull = errors.New("the disk is full")
	// ErrArchived says that a channel can only be read.
	ErrArchived = errors.New("archived")
	// ErrClosed says that somebody shares no workspace with the others in a direct channel any more.
	ErrClosed = errors.New("closed")
	// ErrModerated says that not everybody writes in a channel.
	ErrModerated = errors.New("moderated")
	// ErrDeleted says that a message is a tombstone.
	ErrDeleted = errors.New("deleted")
	// ErrFileUnfit says that a file cannot be hung on a message, or be a picture of something.
	ErrFileUnfit = errors.New("file unfit")
	// ErrUnwritable says that the disk takes no writes at all, as after a fault of its own; nothing of the write was acknowledged.
	ErrUnwritable = errors.New("the disk cannot be written to")
	// ErrFolder says that the data folder is read-only or somebody else's.
	ErrFolder = errors.New("the data folder cannot be written to; make it writable for the user that runs Courtyard, or name another DATA_DIR")
	// ErrFileGone says that a file of the database was deleted or replaced while the server had it open.
	ErrFileGone = errors.New("a file of the database was deleted under the running server")
	// ErrDamaged says that the database holds something that SQLite cannot read.
	ErrDamaged = errors.New("the database is damaged; restore the newest backup")
	// ErrTaken says that a unique name or code is in use.
	ErrTaken = errors.New("taken")
	// ErrNetworkFileSystem says that the database would lie on another machine, where locks and fsync cannot be trusted.
	ErrNetworkFileSystem = errors.New("the database cannot lie on a network file system, where a power cut or a second server would damage it; put DATA_DIR on a local disk (uploads may lie on the network)")
)

// SQLite's result codes that we answer in words (https://www.sqlite.org/rescode.html).
const (
	sqliteReadOnly         = 8
	sqliteCorrupt          = 11
	sqliteFull             = 13
	sqliteNotADatabase     = 26
	sqliteConstraintUnique = 2067
	sqliteIOErrWrite       = 778
	sqliteIOErrFsync       = 1034
	sqliteIOErrDirFsync    = 1290
	sqliteIOErrTruncate    = 1546
	sqliteIOErrShmSize     = 4874

	sqlitePrimary = 0xff // the part of a code that the rest makes more exact
)

// storageError gives SQLite's errors our names.
func storageError(err error) error {
	var problem *gosqlite.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows), errors.Is(err, gorm.ErrRecordNotFound):
		return ErrNotFound
	case errors.As(err, &problem):
		if named := codeError(problem.Code()); named != nil {
			return fmt.Errorf("%w: %w", named, err)
		}
	}
	return err
}

func codeError(code int) error {
	switch code {
	case sqliteIOErrShmSize:
		return ErrDiskFull
	case sqliteIOErrWrite, sqliteIOErrFsync, sqliteIOErrDirFsync, sqliteIOErrTruncate:
		return ErrUnwritable
	case sqliteConstraintUnique:
		return ErrTaken
	}
	switch code & sqlitePrimary {
	case sqliteFull:
		return ErrDiskFull
	case sqliteReadOnly:
		return ErrUnwritable
	case sqliteCorrupt, sqliteNotADatabase:
		return ErrDamaged
	}
	return nil
}
