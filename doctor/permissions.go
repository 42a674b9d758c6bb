package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// permissions looks at who may do what with the data folder and everything secret in it.
func (e *examination) permissions(_ context.Context, c *Check) {
	if runtime.GOOS == "windows" {
		c.ok("not looked at on Windows: the folder's own list counts")
		return
	}
	info, err := os.Stat(e.Config.DataDir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.parent(c)
		return
	case err != nil:
		c.fault("the data folder cannot be looked at", "Start doctor as the user that the server runs as.")
		return
	}
	owner := ownerOf(info)
	for _, path := range e.private() {
		if err := judgeMode(c, path, owner); err != nil {
			c.fault(path+" cannot be looked at: "+problem(err), "Start doctor as the user that the server runs as.")
		}
	}
	if !writable(e.Config.DataDir) {
		c.fault("the data folder is not writable by this user", fmt.Sprintf("Start the server and doctor as the folder's owner (user %d), or give it to this user with chown -R.", owner))
	}
	if c.Verdict == OK {
		c.ok("the data folder and what is secret in it are its owner's alone, and writable")
	}
}

func (e *examination) parent(c *Check) {
	parent := nearest(e.Config.DataDir)
	if !writable(parent) {
		c.fault("the data folder cannot be made in "+parent, "Make it, and give it to the user that the server runs as; or name another DATA_DIR.")
		return
	}
	c.ok("the first start makes the data folder")
}

// private are the folders and files that nobody else may read, as far as they are there.
func (e *examination) private() []string {
	paths := []string{e.Config.DataDir}
	if database := e.Config.Database(); filepath.Dir(database) == e.folder() {
		paths = append(paths, e.folder(), filepath.Join(e.folder(), "snapshots"), database, database+"-wal", database+"-shm")
	}
	if e.Certificates != nil {
		paths = append(paths, e.Certificates.Dir)
	}
	return unique(paths)
}

// judgeMode passes over what is not there. Root may own nothing that the server, as another user, has to write.
func judgeMode(c *Check, path string, owner int) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	mode := "600"
	if info.IsDir() {
		mode = "700"
	}
	if open := info.Mode().Perm() & 0o077; open != 0 {
		c.warn(fmt.Sprintf("others may look into %s (mode %o)", path, info.Mode().Perm()), "chmod "+mode+" "+path)
	}
	if other := ownerOf(info); other != owner {
		c.fault(fmt.Sprintf("%s belongs to user %d, the data folder to user %d", path, other, owner), fmt.Sprintf("chown -R %d %s", owner, filepath.Dir(path)))
	}
	if !info.IsDir() && !writable(path) {
		c.fault(path+" is not writable by this user", "Start the server and doctor as the owner of the data folder.")
	}
	return nil
}
