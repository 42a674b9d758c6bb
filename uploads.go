package main

import (
	"context"
	"errors"
	"fmt"

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
