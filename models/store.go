// Package models holds the tables and their queries; it is the only one that speaks to the database.
package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/glebarez/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"courtyard/app/event"
)

// applicationID marks a database file as Courtyard's (SQLite's application_id; "Ctyd").
const applicationID = 0x43747964

// readers is how many read connections are kept; reads wait for one of them.
const readers = 4

// What a connection keeps of the database, in KiB as SQLite counts them; the driver's allocator takes twice as much. They fill
// over days. The system keeps the whole file anyway: larger ones were measured to save no time.
const writerCache, readerCache = 2000, 500

// Store is the database of one server: one connection that writes, a pool that reads.
type Store struct {
	writer *gorm.DB
	reader *gorm.DB
	lock   *os.File
	// file is the database's, for WipeResidue.
	file     *os.File
	jobs     chan *job
	stopping chan struct{}
	stopped  chan struct{}
	publish  func([]event.Announcement)
	clock    func() time.Time
	// unclean says that the server before this one did not stop in order.
	unclean bool
	closing sync.Once
	// shut is held while a connection is opened, and while all of them are changed.
	shut chan struct{}
	// connected counts the open connections; while changing, none that is given back stays open.
	connected atomic.Int32
	changing  atomic.Bool
	path      string
	// files are those that SQLite has open; nil while it opens them.
	files atomic.Pointer[[]openFile]

	// The rest belongs to the writer. unnoted says that the disk did not take the note that a server runs.
	unnoted  bool
	fault    func(error)
	reported string
}

// Options are what a store is opened with; Publish hears each group's announcements in the order of the commits, Fault what an
// administrator has to act on. Neither may wait.
type Options struct {
	Path    string
	Version string
	Publish func([]event.Announcement)
	Fault   func(error)
	Clock   func() time.Time
}

// Open opens or makes the database at a path, brings it to this program's version and starts its writer.
// Errors: another server has it, a network file system, a folder that cannot be written to, a newer or a foreign database,
// LocalChat's among them. On a full disk it opens for reading, and writes follow when there is room.
func Open(o Options) (*Store, error) {
	folder := filepath.Dir(o.Path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", folderError(err))
	}
	if err := CheckFileSystem(folder); err != nil {
		return nil, err
	}
	// Before the lock: nothing is left beside another program's database.
	if err := checkHeader(o.Path); err != nil {
		return nil, err
	}
	lock, err := lockFolder(folder)
	if err != nil {
		return nil, err
	}
	s := &Store{
		lock: lock, path: o.Path, publish: o.Publish, fault: o.Fault, clock: o.Clock,
		shut: make(chan struct{}, 1), jobs: make(chan *job), stopping: make(chan struct{}), stopped: make(chan struct{}),
	}
	err = s.connect(o)
	if errors.Is(err, ErrDiskFull) && spendReserve(folder) {
		err = errors.Join(s.disconnect(), s.connect(o))
	} else if err == nil {
		keepReserve(folder)
	}
	if err == nil {
		err = s.openPages()
	}
	if err != nil {
		return nil, errors.Join(err, s.release())
	}
	s.noteFiles()
	go s.write()
	return s, nil
}

func (s *Store) connect(o Options) error {
	if err := s.brand(o.Path); err != nil {
		return err
	}
	var err error
	// Checkpoints are rarer than by default: each stops the writer for some milliseconds.
	if s.writer, err = s.open(o.Path, 1, "WAL", "_txlock=immediate", cacheOf(writerCache), "_pragma=wal_autocheckpoint(4000)"); err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	if err := s.migrate(o.Path, o.Version); err != nil {
		return err
	}
	if s.reader, err = s.open(o.Path, readers, "WAL", cacheOf(readerCache), "_pragma=query_only(1)"); err != nil {
		return fmt.Errorf("open the database for reading: %w", err)
	}
	return s.noteStart()
}

func cacheOf(kib int) string { return fmt.Sprintf("_pragma=cache_size(-%d)", kib) }

// open gives a pool of connections with every pragma in its address, so that each connection has them.
func (s *Store) open(path string, connections int, journal string, more ...string) (*gorm.DB, error) {
	address := "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=busy_timeout(5000)" + // an online copy or a checking tool may hold the file for a moment
		"&_pragma=journal_mode(" + journal + ")" +
		"&_pragma=synchronous(FULL)" + // a commit that was acknowledged survives a power cut
		"&_pragma=foreign_keys(1)" +
		"&_pragma=trusted_schema(0)" + // a planted schema runs no functions
		"&_pragma=secure_delete(1)" + // deleted text is overwritten
		"&_pragma=temp_store(MEMORY)" +
		"&_pragma=mmap_size(0)" // an I/O error is an error, not a signal
	for _, m := range more {
		address += "&" + m
	}
	registered, err := sql.Open(sqlite.DriverName, address)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(&door{driver: registered.Driver(), address: address, store: s})
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	db, err := gorm.Open(&sqlite.Dialector{Conn: pool}, &gorm.Config{
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
		Logger:                 logger.Discard, // its log would hold values
	})
	if err != nil {
		return nil, errors.Join(storageError(err), pool.Close())
	}
	return db, nil
}

// now is the store's time in UTC milliseconds.
func (s *Store) now() int64 { return s.clock().UnixMilli() }

// read gives a query on the read connections under the caller's context.
func (s *Store) read(ctx context.Context) *gorm.DB { return s.reader.WithContext(ctx) }

// Close notes the orderly end, lets the write in progress finish and gives the folder free. A second call does nothing.
func (s *Store) Close() (err error) {
	s.closing.Do(func() {
		noted := s.Write(context.Background(), func(tx *Tx) error { return tx.saveSetting(settingRunning, "") })
		if errors.Is(noted, ErrDiskFull) || errors.Is(noted, ErrUnwritable) {
			noted = nil // nothing is lost; the next start only checks the database
		}
		close(s.stopping)
		<-s.stopped
		err = errors.Join(noted, s.release())
		keepReserve(filepath.Dir(s.path)) // SQLite has given the room of its log back
	})
	return err
}

// release closes what Open opened, in the reverse order.
func (s *Store) release() error {
	err := s.disconnect()
	if s.file != nil {
		err = errors.Join(err, s.file.Close())
	}
	return errors.Join(err, s.lock.Close())
}

// disconnect closes both pools.
func (s *Store) disconnect() error {
	var problems []error
	for _, db := range []*gorm.DB{s.reader, s.writer} {
		if db == nil {
			continue
		}
		pool, err := db.DB()
		if err == nil {
			err = pool.Close()
		}
		problems = append(problems, err)
	}
	s.reader, s.writer = nil, nil
	return errors.Join(problems...)
}
