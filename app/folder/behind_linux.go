package folder

import (
	"os"

	"golang.org/x/sys/unix"
)

// WriteBehind has the system write a part of a file to the disk soon, without waiting and without a promise: so much less is left for the
// sync at the end, during which others' syncs wait.
func WriteBehind(file *os.File, from, length int64) {
	_ = unix.SyncFileRange(int(file.Fd()), from, length, unix.SYNC_FILE_RANGE_WRITE)
}
