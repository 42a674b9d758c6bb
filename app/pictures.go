package app

import (
	"context"
	"errors"
	"io"

	"courtyard/app/folder"
	"courtyard/app/picture"
	"courtyard/models"
)

// The pictures that stand for a person, a workspace or an emoji: we make them of somebody's upload, whose own bytes nobody is given.
const (
	// PictureBytes and EmojiBytes are how large the upload is at most: for a person or a workspace, and for an emoji.
	PictureBytes = 4 << 20
	EmojiBytes   = 1 << 20

	partPicture = "picture"
	pictureSide = 256
)

// square cuts one out of the middle of a person's upload.
func (a *App) square(ctx context.Context, person int64, from io.ReadSeeker) (picture.Picture, error) {
	return a.darkroom.Square(ctx, person, from, pictureSide)
}

// choosePicture makes the picture of somebody or something for which an upload of the actor's is chosen; nil and 0 choose none. current
// gives the picture that stands there, or says why the actor may not choose another.
func (a *App) choosePicture(ctx context.Context, actor int64, chosen *int64, current func() (int64, error)) error {
	if chosen == nil || *chosen == 0 {
		return nil
	}
	if before, err := current(); err != nil || before == *chosen {
		return err
	}
	return a.makePicture(ctx, actor, *chosen, PictureBytes, a.square)
}

// makePicture makes one of an upload of the actor's that hangs on nothing and has at most so many bytes. It is shown once something
// refers to it.
func (a *App) makePicture(ctx context.Context, actor, id, limit int64, print func(context.Context, int64, io.ReadSeeker) (picture.Picture, error)) error {
	if _, err := a.store.Upload(ctx, actor, id); err != nil {
		return renamed(err, models.ErrNotFound, ErrFileUnfit)
	}
	done, err := a.transfers.take(ctx, id, func() {})
	if err != nil {
		return err
	}
	defer done() // until then it is not given up either
	f, err := a.store.Upload(ctx, actor, id)
	switch {
	case err != nil:
		return renamed(err, models.ErrNotFound, ErrFileUnfit)
	case f.FinishedAt == nil:
		return ErrFileUnfit
	case f.Size > limit:
		return ErrPictureTooLarge
	case f.Held != "":
		return ErrFileNotHandedOut
	case !f.Pictured:
		return ErrNoPicture
	}
	file, err := a.open(ctx, f.Stored, "")
	if err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, developed)
	defer cancel()
	made, err := print(waiting, actor, file)
	err = errors.Join(err, file.Close())
	switch {
	case unshowable(err):
		return ErrNoPicture
	case waiting.Err() != nil && ctx.Err() == nil:
		return ErrBusy
	case err != nil:
		return err
	}
	return worded(a.options.Files.Save(ctx, f.Stored, partPicture, made.Data))
}

// Picture opens the picture that stands for something the actor sees.
func (a *App) Picture(ctx context.Context, actor, id int64) (models.File, folder.Content, error) {
	f, err := a.store.Picture(ctx, actor, id)
	if err != nil {
		return f, nil, err
	}
	file, err := a.open(ctx, f.Stored, partPicture)
	return f, file, err
}
