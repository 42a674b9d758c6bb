package app

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"courtyard/app/folder"
)

// Files keeps the bytes of files, each under a random name: the upload folder itself, or a bucket. Its errors are folder.ErrAway where
// it does not answer.
type Files interface {
	// Keep makes a complete upload a file, for certain when it returns. One that was kept already stays.
	Keep(ctx context.Context, name string) error
	// Settle is told when the file's row is there: what Keep would need to begin again may go.
	Settle(name string) error
	// Save stores a part made from a file, for certain when it returns.
	Save(ctx context.Context, name, part string, content []byte) error
	// Open opens a file, or with a part what was made from it, to be read until the context ends; fs.ErrNotExist where there is none.
	Open(ctx context.Context, name, part string) (folder.Content, error)
	// Remove takes away all that lies under a name.
	Remove(ctx context.Context, name string) error
}

// open opens what a row says is there, to be read until the context ends.
func (a *App) open(ctx context.Context, name, part string) (folder.Content, error) {
	file, err := a.options.Files.Open(ctx, name, part)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.Join(err, ErrNotFound) // taken away in this moment
	}
	if err != nil {
		return nil, worded(err)
	}
	return content{file}, nil
}

// content is a stored file whose store may go away while it is read.
type content struct{ folder.Content }

func (c content) Read(p []byte) (int, error) {
	n, err := c.Content.Read(p)
	return n, worded(err)
}

func (c content) ReadAt(p []byte, at int64) (int, error) {
	n, err := c.Content.ReadAt(p, at)
	return n, worded(err)
}

// worded gives their words to a full disk and to a store that is away.
func worded(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return ErrNoRoom
	case errors.Is(err, folder.ErrAway):
		return ErrFilesAway
	}
	return err
}

// soughtFiles is how many files are looked for when a server begins: where the settings name another place, the newest are missing, too.
const soughtFiles = 20

// MissingFiles says how many of the newest files are not where they are looked for, and of how many. Errors: folder.ErrAway.
func (a *App) MissingFiles(ctx context.Context) (missing, of int, err error) {
	names, err := a.store.NewestStored(ctx, soughtFiles)
	for _, name := range names {
		file, err := a.options.Files.Open(ctx, name, "")
		if errors.Is(err, fs.ErrNotExist) {
			missing++
			continue
		}
		if err == nil {
			err = file.Close()
		}
		if err != nil {
			return 0, 0, err
		}
	}
	return missing, len(names), err
}

// settledPage is how many names are looked up at once.
const settledPage = 200

// settleSoon has Remove settle what was kept.
func (a *App) settleSoon() {
	a.unsettled.Store(true)
	a.removeSoon()
}

// settleKept does what was not come to or failed, here or in a server before this one, once a file had been kept.
func (a *App) settleKept(ctx context.Context) (err error) {
	if !a.unsettled.Swap(false) {
		return nil
	}
	defer func() {
		if err != nil {
			a.unsettled.Store(true)
		}
	}()
	waiting, err := a.options.Folder.Waiting()
	for err == nil && len(waiting) > 0 {
		page := waiting[:min(settledPage, len(waiting))]
		waiting = waiting[len(page):]
		var finished []string
		if finished, err = a.store.FinishedNames(ctx, page); err != nil {
			break
		}
		for _, name := range finished {
			err = errors.Join(err, a.options.Files.Settle(name))
		}
	}
	return err
}
