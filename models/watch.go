package models

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// watchEvery is how often the writer looks, besides each commit, whether the database's files are where it opened them.
const watchEvery = time.Second

// openFile is a file that SQLite has open.
type openFile struct {
	path string
	info os.FileInfo
}

// noteFiles remembers the database, its log and the log's index as they are now.
func (s *Store) noteFiles() {
	var files []openFile
	for _, ending := range []string{"", "-wal", "-shm"} {
		if info, err := os.Stat(s.path + ending); err == nil {
			files = append(files, openFile{s.path + ending, info})
		}
	}
	s.files.Store(&files)
}

// missing is the first file that is not where SQLite has opened it: deleted, or replaced by another.
func (s *Store) missing() string {
	files := s.files.Load()
	if files == nil {
		return "" // nothing is open yet
	}
	for _, f := range *files {
		info, err := os.Stat(f.path)
		if errors.Is(err, os.ErrNotExist) || err == nil && !os.SameFile(info, f.info) {
			return f.path
		}
	}
	return ""
}

// guardFiles notices files that were deleted under the running server, whose content would be gone with the process. The log is
// brought into the database and begun anew; after its error nothing written is safe.
func (s *Store) guardFiles() error {
	gone := s.missing()
	if gone == "" {
		return nil
	}
	name := filepath.Base(gone)
	if gone == s.path {
		s.report(fmt.Errorf("%w: %s; stop writing, copy the data folder and call for help", ErrFileGone, name))
		return fmt.Errorf("%w: %w", ErrUnwritable, ErrFileGone)
	}
	s.report(fmt.Errorf("%w: %s; what it held is saved into the database: find out what deletes files in the data folder, then restart Courtyard", ErrFileGone, name))
	saved := s.checkpoint()
	if err := s.reconnect(); err != nil {
		if saved != nil {
			return fmt.Errorf("%w: %w: %w", ErrUnwritable, ErrFileGone, errors.Join(saved, err))
		}
		return nil // all is in the database; the next look tries again
	}
	if err := s.exec("PRAGMA user_version"); err != nil { // opens the log
		return storageError(err)
	}
	s.noteFiles()
	s.reported = ""
	return nil
}

// checkpoint brings the whole log into the database and to the disk; an error says that something is left.
func (s *Store) checkpoint() error {
	var busy, frames, done int
	if err := s.writer.Raw("PRAGMA wal_checkpoint(PASSIVE)").Row().Scan(&busy, &frames, &done); err != nil {
		return storageError(err)
	}
	if done < frames {
		return errors.New("readers hold back a part of the log")
	}
	return nil
}

// report tells a fault once.
func (s *Store) report(fault error) {
	if s.fault != nil && s.reported != fault.Error() {
		s.reported = fault.Error()
		s.fault(fault)
	}
}
