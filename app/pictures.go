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
	partPicture  = "picture"
	pictureSide  = 256
	pictureBytes = 4 << 20
)

// square cuts one out of the middle of a person's upload.
func (a *App) square(ctx context.Context, person int64, from io.ReadSeeker) (picture.Picture, error) {
	return a.darkroom.Square(ctx, person, from, pictureSide)
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
