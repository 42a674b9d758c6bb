package models

import (
	"os"

	"golang.org/x/sys/windows"
)

// tryLock takes the lock of an open file without waiting; the system frees it with the process.
// The locked byte lies behind the text, which others may read.
func tryLock(f *os.File) error {
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0,
		&windows.Overlapped{Offset: 1 << 20})
}
