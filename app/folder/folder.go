// Package folder keeps the bytes of files in a folder of the server's disk, under names that are nobody's own.
package folder

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// unfinished is where uploads lie until they are complete.
const unfinished = "unfinished"

// Content is a stored file, open for reading.
type Content interface {
	io.ReadSeekCloser
	io.ReaderAt
}

// ErrAway says that what keeps the files does not answer, or does not let us in. It may do so later.
var ErrAway = errors.New("the store of files does not answer")

// Folder is one upload folder. Nothing outside it is ever reached through it, not even by a link that lies in it (os.Root).
type Folder struct {
	root *os.Root
	path string
	// syncing is held by what waits for the disk: many at once would leave none of it to the database.
	syncing sync.Mutex
}

// Open opens the folder at a path, made where there is none.
func Open(path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("make the upload folder: %w", err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("open the upload folder: %w", err)
	}
	f := &Folder{root: root, path: path}
	if err := f.folder(unfinished); err != nil {
		return nil, fmt.Errorf("use the upload folder: %w", errors.Join(err, root.Close()))
	}
	return f, nil
}

// Bare reports whether nothing lies at a path, as where a disk is not mounted or is new; what cannot be read is not bare.
func Bare(path string) bool {
	entries, err := os.ReadDir(path)
	entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool { return e.Name() == "lost+found" })
	return errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0
}

// Close gives the folder free.
func (f *Folder) Close() error { return f.root.Close() }

// NewName is a random name of 26 letters and digits, 130 bits.
func NewName() string { return strings.ToLower(rand.Text()) }

var nameForm = regexp.MustCompile(`^[a-z2-7]{26}$`)

// Place is where the bytes of a name lie, in two levels of folders; part is "" for the file itself, else one made from it.
func Place(name, part string) string {
	if part != "" {
		part = "." + part
	}
	return path.Join(name[:2], name[2:4], name+part)
}

func waiting(name string) string { return path.Join(unfinished, name) }

// Part opens an unfinished upload for reading and writing, made where there is none.
func (f *Folder) Part(name string) (*os.File, error) {
	return f.root.OpenFile(waiting(name), os.O_RDWR|os.O_CREATE, 0o600)
}

// Sync brings a file to the disk; one at a time.
func (f *Folder) Sync(file *os.File) error {
	f.syncing.Lock()
	defer f.syncing.Unlock()
	return file.Sync()
}

// Whole opens a complete upload for reading, before and after Keep.
func (f *Folder) Whole(name string) (*os.File, error) {
	file, err := f.read(waiting(name))
	if errors.Is(err, fs.ErrNotExist) {
		return f.read(Place(name, ""))
	}
	return file, err
}

// errIrregular has no name: those of files are secret.
var errIrregular = errors.New("what lies in a file's place is no file")

// read opens a file for reading. What somebody has put in its place, such as a pipe, is not waited for.
func (f *Folder) read(name string) (*os.File, error) {
	file, err := f.look(name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errIrregular
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// look opens for reading what is there, whatever it is.
func (f *Folder) look(name string) (*os.File, error) {
	return f.root.OpenFile(name, os.O_RDONLY|atOnce, 0)
}

// Waiting are the names of all uploads that have not got their place.
func (f *Folder) Waiting() ([]string, error) {
	found, err := f.names(unfinished)
	return slices.DeleteFunc(found, func(entry string) bool { return !nameForm.MatchString(entry) }), err
}

// Drop takes away an upload that has its place elsewhere.
func (f *Folder) Drop(name string) error { return f.remove(waiting(name)) }

// Rewrite puts what change makes of an unfinished upload in its place, on the disk for certain, and says how long that is. Where change
// fails, the upload stays as it was.
func (f *Folder) Rewrite(name string, change func(dst io.Writer, src *os.File) error) (size int64, err error) {
	src, err := f.read(waiting(name))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	beside := waiting(name) + ".new"
	dst, err := f.root.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, err
	}
	out := bufio.NewWriterSize(dst, 64<<10)
	if err = change(out, src); err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = f.Sync(dst)
	}
	info, statErr := dst.Stat()
	if err = errors.Join(err, statErr, dst.Close()); err != nil {
		return 0, errors.Join(err, f.root.Remove(beside))
	}
	return info.Size(), f.root.Rename(beside, waiting(name))
}

// Keep makes an unfinished upload a file, on the disk for certain when it returns. One that was kept already stays.
func (f *Folder) Keep(_ context.Context, name string) error {
	return f.move(waiting(name), Place(name, ""))
}

// Settle has nothing to do: Keep has left nothing behind.
func (f *Folder) Settle(string) error { return nil }

// Save stores a part made from a file, such as its thumbnail, on the disk for certain.
func (f *Folder) Save(_ context.Context, name, part string, content []byte) (err error) {
	beside := waiting(name) + "." + part
	file, err := f.root.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err = errors.Join(err, f.Sync(file), file.Close()); err != nil {
		return errors.Join(err, f.root.Remove(beside))
	}
	return f.move(beside, Place(name, part))
}

// move renames a file whose bytes are on the disk, and has its folder remember it.
func (f *Folder) move(from, to string) error {
	if err := errors.Join(f.folder(path.Dir(path.Dir(to))), f.folder(path.Dir(to))); err != nil {
		return err
	}
	if err := f.root.Rename(from, to); err != nil {
		if _, kept := f.root.Stat(to); kept != nil || !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return f.sync(path.Dir(to))
}

// folder makes a folder where there is none, on the disk for certain.
func (f *Folder) folder(name string) error {
	err := f.root.Mkdir(name, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.sync(path.Dir(name))
}

func (f *Folder) sync(name string) error {
	folder, err := f.look(name)
	if err != nil {
		return err
	}
	f.syncing.Lock()
	defer f.syncing.Unlock()
	return errors.Join(syncFolder(folder), folder.Close())
}

// Open opens a stored file, or a part made from it, for reading; fs.ErrNotExist where there is none.
func (f *Folder) Open(_ context.Context, name, part string) (Content, error) {
	file, err := f.read(Place(name, part))
	if err != nil {
		return nil, err
	}
	return file, nil
}

// Remove takes away all that lies under a name: the upload, the file, what was made from it. What is not there is gone already.
func (f *Folder) Remove(_ context.Context, name string) error {
	if !nameForm.MatchString(name) {
		return fmt.Errorf("no name of a stored file")
	}
	var problems []error
	for _, folder := range []string{unfinished, path.Dir(Place(name, ""))} {
		found, err := f.names(folder)
		if err != nil {
			problems = append(problems, err)
		}
		for _, entry := range found {
			if entry == name || strings.HasPrefix(entry, name+".") {
				problems = append(problems, f.remove(path.Join(folder, entry)))
			}
		}
	}
	return errors.Join(problems...)
}

func (f *Folder) remove(file string) error {
	if err := f.root.Remove(file); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (f *Folder) names(folder string) ([]string, error) {
	open, err := f.look(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	found, err := open.Readdirnames(-1)
	return found, errors.Join(err, open.Close())
}
