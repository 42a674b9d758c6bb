package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"courtyard/app"
	"courtyard/app/bucket"
	"courtyard/app/config"
	"courtyard/app/folder"
	"courtyard/models"
)

// errNotMounted stops a start that would keep new files where a disk or share covers them later.
var errNotMounted = errors.New("UPLOAD_DIR: nothing lies in this folder, though there are files: mount its disk or share, or see Moving files in the README; " +
	"if the files are lost and there is no backup, make a folder named unfinished in it, and Courtyard starts without them")

// openUploads opens the upload folder, made where there is none before the first file.
func openUploads(ctx context.Context, c *config.Config, store *models.Store) (*folder.Folder, error) {
	if _, elsewhere := c.Bucket(); c.UploadDir != "" && !elsewhere && folder.Bare(c.UploadDir) {
		switch stored, err := store.NewestStored(ctx, 1); {
		case err != nil:
			return nil, err
		case len(stored) > 0:
			return nil, errNotMounted
		}
	}
	uploads, err := folder.Open(c.Uploads())
	if err != nil {
		return nil, fmt.Errorf("UPLOAD_DIR: %w; mount its disk or share, let the user of the server write to it, or name another folder (courtyard doctor tells more)", err)
	}
	return uploads, nil
}

// keepFiles takes away what was deleted, has files scanned, and watches the bucket, where there is one, until the context ends.
func keepFiles(ctx context.Context, rules *app.App, files *bucket.Bucket, log *slog.Logger) {
	tasks := []func(){
		func() {
			rules.Remove(ctx, func(err error) { log.Error("what was deleted could not be taken away yet", "error", err) })
		},
		func() { rules.Scan(ctx, log) },
		func() { lookForFiles(ctx, rules, log) },
	}
	if files != nil {
		tasks = append(tasks, func() { files.Watch(ctx, log) })
	}
	beside(tasks...)()
}

// lookForFiles tells the administrator where files do not lie where the settings say. Of a bucket that is away it is told elsewhere.
func lookForFiles(ctx context.Context, rules *app.App, log *slog.Logger) {
	missing, of, err := rules.MissingFiles(ctx)
	switch {
	case ctx.Err() != nil || errors.Is(err, folder.ErrAway):
	case err != nil:
		log.Error("it could not be looked whether files are in their place", "error", err)
	case missing > 0:
		log.Error("files are not where they are looked for; have UPLOAD_DIR and UPLOADS_URL name the place where they lie, or see Moving files in the README",
			"missing", missing, "newest", of)
	}
}
