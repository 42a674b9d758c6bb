package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"slices"
	"time"

	"courtyard/app/picture"
	"courtyard/models"
)

// What is made from a picture, and how long its longer side is at most, in pixels: for a message, and for the whole screen.
const (
	PartThumb  = "thumb"
	PartScreen = "screen"

	thumbSide  = 720
	screenSide = 2048

	// developed is how long that may take, with the pictures of others before it; then it is stored without them.
	developed = 30 * time.Second
)

// pictureKinds are the pictures that we can make smaller, and free of what they tell of their place and camera.
var pictureKinds = []picture.Kind{picture.JPEG, picture.PNG, picture.GIF, picture.WebP}

func isPicture(media string) bool { return slices.Contains(pictureKinds, picture.Kind(media)) }

// develop makes of a complete upload that is a picture what others are shown. What cannot be made of it is left out: it is stored as it
// is, without a preview.
func (a *App) develop(ctx context.Context, f *models.File, originals bool) error {
	if !originals {
		if err := a.strip(f); err != nil {
			return err
		}
	}
	file, err := a.options.Folder.Whole(f.Stored)
	if err != nil {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, developed)
	defer cancel()
	prints, err := a.darkroom.Develop(waiting, f.OwnerID, file, screenSide, thumbSide)
	err = errors.Join(err, file.Close())
	if unshowable(err) || waiting.Err() != nil && ctx.Err() == nil {
		return nil
	}
	if err != nil {
		return err
	}
	for i, part := range []string{PartScreen, PartThumb} {
		if err := a.options.Files.Save(ctx, f.Stored, part, prints.Pictures[i].Data); err != nil {
			return err
		}
	}
	f.Width, f.Height, f.Animated = int64(prints.Info.Width), int64(prints.Info.Height), prints.Info.Animated
	f.Placeholder, f.Pictured = prints.Placeholder, true
	return nil
}

func unshowable(err error) bool {
	return errors.Is(err, picture.ErrBroken) || errors.Is(err, picture.ErrTooLarge) || errors.Is(err, picture.ErrUnsupported)
}

// strip takes out of a picture what it tells besides itself. One that cannot be read keeps it: nobody is shown it in place.
func (a *App) strip(f *models.File) error {
	sum := sha256.New()
	size, err := a.options.Folder.Rewrite(f.Stored, func(dst io.Writer, src *os.File) error {
		return picture.Strip(io.MultiWriter(dst, sum), src, picture.Kind(f.Type))
	})
	if unshowable(err) || errors.Is(err, os.ErrNotExist) {
		return nil // the second: it was done before the server was killed
	}
	if err == nil {
		f.Size, f.Received, f.SHA256 = size, size, hex.EncodeToString(sum.Sum(nil))
	}
	return err
}
