package folder

import (
	"os"

	"golang.org/x/sys/windows"
)

// atOnce is nothing here: folders hold no pipes.
const atOnce = 0

// Space is how many bytes of the folder's disk are free for us, and how many it has.
func (f *Folder) Space() (free, size uint64, err error) {
	path, err := windows.UTF16PtrFromString(f.path)
	if err != nil {
		return 0, 0, err
	}
	err = windows.GetDiskFreeSpaceEx(path, &free, &size, nil)
	return free, size, err
}

// syncFolder does nothing: NTFS keeps names in a journal of its own, and folders cannot be written to.
func syncFolder(*os.File) error { return nil }
