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

// permissions looks at who may do what with the data folder and everything secret in it, and with the upload folder.
func (e *examination) permissions(_ context.Context, c *Check) {
	if runtime.GOOS == "windows" {
		c.ok("not looked at on Windows: the folder's own list counts")
		return
	}
	e.dataFolder(c)
	if e.Config.UploadDir != "" {
		e.uploadFolder(c)
	}
}

// uploadFolder looks whether the server can write to it; that is this user, or the data folder's owner.
func (e *examination) uploadFolder(c *Check) {
	folder := nearest(e.Config.UploadDir)
	if folder != e.Config.UploadDir && isMissing(filepath.Dir(e.Config.UploadDir)) {
		return // the mistake is told among the settings, or the first start makes the data folder around it
	}
	may := "Give it to the user that the server runs as, with chown; on a share, let the share's server permit it; or name another folder in UPLOAD_DIR."
	info, err := os.Stat(folder)
	switch {
	case err != nil:
		c.fault("the upload folder cannot be looked at: "+problem(err), "Start doctor as the user that the server runs as, and see UPLOAD_DIR.")
	case !info.IsDir(): // told among the settings
	case !writable(folder):
		c.fault("this user cannot write to the upload folder, "+folder, may)
	case e.shutOut(info):
		c.fault("the owner of the data folder cannot write to the upload folder, "+folder, may)
	case folder != e.Config.UploadDir:
		c.ok("the first start makes the upload folder")
	default:
		c.ok("the upload folder is writable")
	}
}

// shutOut says whether a folder is to be written by its owner alone, and that is not the data folder's.
func (e *examination) shutOut(info os.FileInfo) bool {
	data, err := os.Stat(e.Config.DataDir)
	return err == nil && os.Geteuid() != ownerOf(data) && ownerOf(data) != 0 && ownerOf(info) != ownerOf(data) && info.Mode().Perm()&0o022 == 0
}

func isMissing(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

func (e *examination) dataFolder(c *Check) {
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
