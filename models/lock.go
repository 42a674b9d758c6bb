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

// lockFolder takes the data folder for this process, or names the process that has it.
func lockFolder(folder string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(folder, "courtyard.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock file: %w", err)
	}
	if tryLock(f) != nil {
		owner, _ := io.ReadAll(io.LimitReader(f, 200))
		_ = f.Close()
		return nil, fmt.Errorf("%w (%s); stop it first, or name another DATA_DIR", ErrLocked, strings.TrimSpace(string(owner)))
	}
	host, _ := os.Hostname()
	if err := errors.Join(f.Truncate(0), writeOwner(f, host)); err != nil {
		return nil, errors.Join(fmt.Errorf("write the lock file: %w", err), f.Close())
	}
	return f, nil
}

func writeOwner(f *os.File, host string) error {
	_, err := f.WriteAt(fmt.Appendf(nil, "process %d on %s\n", os.Getpid(), host), 0)
	return err
}
