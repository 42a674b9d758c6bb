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
	// ErrStopped says that the store is closed.
	ErrStopped = errors.New("the store is closed")
	// ErrDiskFull says that the disk refused; nothing of the write was kept, and a later one may succeed.
	ErrDiskFull = errors.New("the disk is full")
	// ErrArchived says that a channel can only be read.
	ErrArchived = errors.New("archived")
	// ErrTaken says that a unique name or code is in use.
	ErrTaken = errors.New("taken")
)

// SQLite's result codes that we answer in words (https://www.sqlite.org/rescode.html).
const (
	sqliteFull             = 13
	sqliteConstraintUnique = 2067
	sqliteIOErrWrite       = 778
	sqliteIOErrFsync       = 1034
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
		switch problem.Code() {
		case sqliteFull, sqliteIOErrWrite, sqliteIOErrFsync:
			return fmt.Errorf("%w: %w", ErrDiskFull, err)
		case sqliteConstraintUnique:
			return fmt.Errorf("%w: %w", ErrTaken, err)
		}
	}
	return err
}
