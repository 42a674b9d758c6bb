//go:build unix

package folder

import (
	"os"

	"golang.org/x/sys/unix"
)

// atOnce opens a pipe without waiting for somebody at its other end.
const atOnce = unix.O_NONBLOCK

// Space is how many bytes of the folder's disk are free for us, and how many it has.
func (f *Folder) Space() (free, size uint64, err error) {
	var s unix.Statfs_t
	if err := unix.Statfs(f.path, &s); err != nil {
		return 0, 0, err
	}
	block := uint64(s.Bsize) // its type differs from system to system
	return uint64(s.Bavail) * block, uint64(s.Blocks) * block, nil
}

// syncFolder writes to the disk which names are in a folder.
func syncFolder(folder *os.File) error { return folder.Sync() }
