//go:build !windows

package models

import (
	"os"

	"golang.org/x/sys/unix"
)

// tryLock takes the lock of an open file without waiting; the system frees it with the process.
func tryLock(f *os.File) error { return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) }
