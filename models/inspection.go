package models

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Inspection is what can be known of a database without opening it for writing.
type Inspection struct {
	// Bytes is the file's size, 0 before the first start.
	Bytes int64
	// Version is the number of its last migration, Newest that of this program's last one.
	Version, Newest int64
	// Owner names the process that has the data folder, as in "process 7 on host"; empty: none runs.
	Owner string
	// Latest is the newest time in it; zero where there is none, or where it cannot be read.
	Latest time.Time
	// PublicName is the host name or address that people type, by the word of who set the instance up.
	PublicName string
	// Stored are the names under which the newest files lie, at most 20.
	Stored []string
}

// inspectedFiles is how many files are named.
const inspectedFiles = 20

// Inspect looks at the database at a path, whether a server runs on it or not, and changes nothing.
// Errors: a newer or a foreign database, LocalChat's among them, or one that cannot be read.
func Inspect(ctx context.Context, path string) (Inspection, error) {
	i := Inspection{Newest: newestMigration(), Owner: lockOwner(filepath.Dir(path))}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return i, nil
	case err != nil:
		return i, err
	}
	i.Bytes = info.Size()
	if err := checkHeader(path); err != nil || i.Bytes == 0 {
		return i, err
	}
	if i.Version, err = schemaVersion(path); err != nil {
		return i, err
	}
	i.read(ctx, path)
	return i, nil
}

// lockOwner tries the lock for a moment: only so is it known whether the process that the file names still lives.
func lockOwner(folder string) string {
	f, err := os.OpenFile(filepath.Join(folder, lockName), os.O_RDWR, 0)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	if tryLock(f) == nil {
		return ""
	}
	owner, _ := io.ReadAll(io.LimitReader(f, ownerLength))
	return strings.TrimSpace(string(owner))
}

func schemaVersion(path string) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }()
	var number [4]byte
	_, err = f.ReadAt(number[:], headerUserVersion)
	return int64(binary.BigEndian.Uint32(number[:])), err
}

// read looks into the database beside a running server; without one as an immutable file, since SQLite would else make files to share with others.
func (i *Inspection) read(ctx context.Context, path string) {
	address := "file:" + (&url.URL{Path: path}).EscapedPath() + "?mode=ro&_pragma=busy_timeout(2000)"
	if i.Owner == "" {
		address += "&immutable=1"
	}
	db, err := sql.Open("sqlite", address)
	if err != nil {
		return
	}
	defer func() { _ = db.Close() }()
	var found sql.NullInt64
	err = db.QueryRowContext(ctx, `SELECT max(at) FROM (SELECT max(seen_at) AS at FROM sessions
		UNION ALL SELECT created_at FROM (SELECT created_at FROM messages ORDER BY id DESC LIMIT 1))`).Scan(&found)
	if err == nil && found.Valid {
		i.Latest = time.UnixMilli(found.Int64)
	}
	_ = db.QueryRowContext(ctx, `SELECT value FROM settings WHERE name = ?`, settingPublicName).Scan(&i.PublicName)
	i.Stored = newestFiles(ctx, db)
}

// newestFiles are none in a database from before there were files.
func newestFiles(ctx context.Context, db *sql.DB) (stored []string) {
	rows, err := db.QueryContext(ctx, newestStored, inspectedFiles)
	if err != nil {
		return nil
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if rows.Scan(&name) != nil {
			return nil
		}
		stored = append(stored, name)
	}
	if rows.Err() != nil {
		return nil
	}
	return stored
}
