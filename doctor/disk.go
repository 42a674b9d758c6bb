package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"courtyard/models"
)

const (
	megabyte = 1_000_000
	gigabyte = 1_000_000_000
	// lowest is under what even messages cannot be relied on: the database needs room for a copy of what it writes.
	lowest = 100 * megabyte
)

// space is a file system's room for an ordinary user in bytes, and its kind; an unknown kind is empty.
type space struct {
	free, total uint64
	kind        string
	readOnly    bool
}

// place is a folder of the instance, by its name for a person, and the setting that moves it.
type place struct{ path, name, setting string }

func (e *examination) uploads() place {
	return place{e.Config.Uploads(), "upload folder", "UPLOAD_DIR"}
}

// disk looks at the file systems under the data folder, and under database and files where these lie elsewhere.
func (e *examination) disk(_ context.Context, c *Check) {
	places := []place{{e.Config.DataDir, "data folder", "DATA_DIR"}}
	if database := e.folder(); database != e.Config.DataDir {
		places = append(places, place{database, "folder of the database", "DATABASE_URL"})
	}
	if e.Config.UploadDir != "" {
		places = append(places, e.uploads())
	}
	for _, p := range places {
		s, err := spaceOf(nearest(p.path))
		if err != nil {
			c.warn("the room under "+p.path+" cannot be read", "Start doctor as the user that the server runs as.")
			continue
		}
		s.judge(c, p)
	}
	if err := models.CheckFileSystem(nearest(e.folder())); errors.Is(err, models.ErrNetworkFileSystem) {
		c.fault("the database would lie on a network file system", "Put DATA_DIR on a disk of this machine: a power cut or a second server would damage the database.")
	}
}

// floor is what stays free in any case: a gigabyte, on large disks 2 % of them and at most ten.
func (s space) floor() uint64 { return max(gigabyte, min(s.total/50, 10*gigabyte)) }

func (s space) judge(c *Check, p place) {
	room := fmt.Sprintf("%s of %s free", size(s.free), size(s.total))
	if s.kind != "" {
		room += " (" + s.kind + ")"
	}
	if p.setting != "DATA_DIR" {
		room += " for the " + p.name
	}
	makeRoom := "Make room on the disk of " + p.path + ", or move the " + p.name + " to a larger one (" + p.setting + ")."
	switch {
	case s.total == 0:
		c.fault("there is no disk: "+room, "Name a folder on a disk or a mounted share in "+p.setting+".")
	case s.readOnly:
		c.fault("the disk is mounted for reading only: "+room, "Mount the disk of "+p.path+" for writing; after a disk error look into the system's log first.")
	case s.free < lowest:
		c.fault("the disk is full: "+room, makeRoom)
	case s.free < s.floor():
		c.warn(fmt.Sprintf("%s, less than the %s that should stay free", room, size(s.floor())), makeRoom)
	default:
		c.ok("%s", room)
	}
	switch s.kind {
	case "tmpfs", "ramfs":
		c.warn("the "+p.name+" lies in memory and is gone after a restart", "Put "+p.setting+" on a disk.")
	case "overlay":
		c.warn("the "+p.name+" lies inside a container and is gone with it", "Mount a volume at "+p.path+".")
	}
}

// nearest is the folder, or before the first start the one that it will be made in.
func nearest(folder string) string {
	for {
		if _, err := os.Stat(folder); err == nil || !errors.Is(err, os.ErrNotExist) {
			return folder
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return folder
		}
		folder = parent
	}
}

func size(bytes uint64) string {
	if bytes >= gigabyte {
		return fmt.Sprintf("%.1f GB", float64(bytes)/gigabyte)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/megabyte)
}
