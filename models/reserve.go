package models

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// reserveSize is room for what SQLite needs before it can read: the index of its log (32 KiB) and some of the log.
const reserveSize = 64 << 10

func reservePath(folder string) string { return filepath.Join(folder, "courtyard.reserve") }

// keepReserve holds a little room back, so that a start on a full disk can still read. It takes what it gets.
func keepReserve(folder string) {
	f, err := os.OpenFile(reservePath(folder), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	page := make([]byte, 4096)
	for i := range page {
		page[i] = 0xff // a file of zeros may take no room at all
	}
	info, err := f.Stat()
	for at := int64(0); err == nil && at < reserveSize; at += int64(len(page)) {
		if at >= info.Size() {
			_, err = f.WriteAt(page, at)
		}
	}
	_ = f.Close()
}

// spendReserve gives the room back and says whether there was any.
func spendReserve(folder string) bool {
	info, err := os.Stat(reservePath(folder))
	return err == nil && info.Size() > 0 && os.Truncate(reservePath(folder), 0) == nil
}

// folderError says what is wrong with a data folder that cannot be written to.
func folderError(err error) error {
	if errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission) {
		return errors.Join(ErrFolder, err)
	}
	return err
}
