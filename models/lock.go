package models

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
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
	if tryLock(f) != nil {
		owner, _ := io.ReadAll(io.LimitReader(f, ownerLength))
		_ = f.Close()
		return nil, fmt.Errorf("%w (%s); stop it first, or name another DATA_DIR", ErrLocked, strings.TrimSpace(string(owner)))
	}
	writeOwner(f)
	return f, nil
}

// writeOwner names this process to whoever tries next. The lock holds without it, as on a full disk.
func writeOwner(f *os.File) {
	host, _ := os.Hostname()
	if n, err := f.WriteAt(fmt.Appendf(nil, "process %d on %s\n", os.Getpid(), host), 0); err == nil {
		_ = f.Truncate(int64(n))
	}
}
