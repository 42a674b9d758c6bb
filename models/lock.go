package models

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ErrLocked says that another server has the data folder.
var ErrLocked = errors.New("another Courtyard is running on this data folder")

const (
	lockName = "courtyard.lock"
	// ownerLength bounds what is read of who has the lock, in bytes.
	ownerLength = 200
)

// lockFolder takes the data folder for this process, or names the process that has it.
func lockFolder(folder string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(folder, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock file: %w", folderError(err))
	}
	if !lockSoon(f) {
		owner, _ := io.ReadAll(io.LimitReader(f, ownerLength))
		_ = f.Close()
		return nil, fmt.Errorf("%w (%s); stop it first, or name another DATA_DIR", ErrLocked, strings.TrimSpace(string(owner)))
	}
	writeOwner(f)
	return f, nil
}

// lockSoon tries for a fifth of a second: somebody who only looks whether a server runs has the lock for a moment (Inspect).
func lockSoon(f *os.File) bool {
	for range 10 {
		if tryLock(f) == nil {
			return true
		}
		time.Sleep(20 * time.Millisecond)
	}
	return false
}

// writeOwner names this process to whoever tries next. The lock holds without it, as on a full disk.
func writeOwner(f *os.File) {
	host, _ := os.Hostname()
	if n, err := f.WriteAt(fmt.Appendf(nil, "process %d on %s\n", os.Getpid(), host), 0); err == nil {
		_ = f.Truncate(int64(n))
	}
}
