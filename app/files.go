package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"slices"
	"strings"

	"courtyard/app/archive"
	"courtyard/app/charset"
	"courtyard/app/filetype"
	"courtyard/app/folder"
	"courtyard/models"
)

// mayBeTaken says whether a file may be taken as far as its name tells.
func (a *App) mayBeTaken(name string) bool {
	return filetype.Rules{Refused: a.options.FileTypes.Refused}.Permits(name, "")
}

// finish makes a complete upload a file: its type is decided, its bytes get their place, and its row says that it is there. whole is
// the hash of its bytes, where they came in one piece.
func (a *App) finish(ctx context.Context, f *models.File, whole hash.Hash) error {
	kind, err := a.look(ctx, f, whole)
	if err != nil {
		return err
	}
	if !a.options.FileTypes.Permits(f.Name, kind) {
		err := a.store.Write(ctx, func(tx *models.Tx) error { return tx.GiveUpUpload(f.OwnerID, f.ID) })
		return errors.Join(a.removeAfter(err), ErrFileTypeRefused)
	}
	f.Type, f.Macros = string(kind), kind.Macros()
	if isPicture(f.Type) {
		me, err := a.store.Me(ctx, f.OwnerID)
		if err == nil {
			err = a.develop(ctx, f, me.Originals)
		}
		if err != nil {
			return err
		}
	}
	if err := a.options.Files.Keep(ctx, f.Stored); err != nil {
		return err
	}
	if a.options.Scanner != nil {
		f.Held = models.HeldWaiting
	}
	defer a.scans.soon()
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		expires := tx.Now() + UploadLife.Milliseconds()
		f.ExpiresAt = &expires
		return tx.FinishUpload(*f)
	})
	if err == nil && a.options.Files.Settle(f.Stored) != nil {
		a.settleSoon() // the file is there, and that is what its sender is told
	}
	return err
}

// look reads of a complete upload what its row is to say.
func (a *App) look(ctx context.Context, f *models.File, whole hash.Hash) (kind filetype.Type, err error) {
	file, err := a.options.Folder.Whole(f.Stored)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	if f.Size != info.Size() { // it was made smaller before the server was killed
		f.Size, f.Received, whole = info.Size(), info.Size(), nil
	}
	head := make([]byte, filetype.Head)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	if whole == nil {
		if whole, err = hashOf(file); err != nil {
			return "", err
		}
	}
	f.SHA256 = hex.EncodeToString(whole.Sum(nil))
	kind = filetype.Sniff(head[:n], f.Name)
	if with := kind.WithMacros(); with != kind {
		if found, err := holdsMacros(ctx, file, f.Size); err != nil || found {
			return with, err
		}
	}
	return kind, nil
}

// holdsMacros looks for macros at any place of an office document; where it is not listed to its end, they may be in the rest.
func holdsMacros(ctx context.Context, file io.ReaderAt, size int64) (bool, error) {
	listing, err := archive.List(ctx, file, size, filetype.Zip, charset.UTF8)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	unsure := listing.More || err != nil && !errors.Is(err, archive.ErrBroken) // what is broken is opened by no program
	return unsure || slices.ContainsFunc(listing.Entries, func(entry archive.Entry) bool {
		return strings.HasSuffix(strings.ToLower(entry.Name), "vbaproject.bin")
	}), nil
}

func hashOf(file *os.File) (hash.Hash, error) {
	h := sha256.New()
	_, err := file.Seek(0, io.SeekStart)
	if err == nil {
		_, err = io.Copy(h, file)
	}
	return h, err
}

// OpenFile opens the bytes of a file that the actor may read, or of a part made from it.
func (a *App) OpenFile(ctx context.Context, actor, id int64, part string) (models.File, folder.Content, error) {
	f, err := a.store.File(ctx, actor, id)
	switch {
	case err != nil:
		return f, nil, err
	case f.Held != "":
		return f, nil, ErrFileNotHandedOut
	case part != "" && !f.Pictured:
		return f, nil, ErrNotFound
	}
	file, err := a.open(ctx, f.Stored, part)
	return f, file, err
}

// removedFiles is how many files one piece of the removal takes away.
const removedFiles = 100

// removeFiles takes away the bytes of what nothing holds any more, then the rows.
func (a *App) removeFiles(ctx context.Context) error {
	if err := a.store.Write(ctx, func(tx *models.Tx) error { return tx.GiveUpExpired() }); err != nil {
		return err
	}
	var problem error // the first: one file that cannot be taken away holds up no other
	for after := int64(0); ; {
		loose, err := a.store.LooseFiles(ctx, after, removedFiles)
		if err != nil || len(loose) == 0 {
			return errors.Join(problem, err)
		}
		gone := make([]int64, 0, len(loose))
		for _, f := range loose {
			after = f.ID
			switch err := a.options.Files.Remove(ctx, f.Stored); {
			case err == nil:
				gone = append(gone, f.ID)
			case errors.Is(err, folder.ErrAway) || ctx.Err() != nil:
				return err
			case problem == nil:
				problem = err
			}
		}
		if err := a.store.Write(ctx, func(tx *models.Tx) error { return tx.ForgetFiles(gone) }); err != nil {
			return err
		}
	}
}
