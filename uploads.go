package main

import (
	"fmt"

	"courtyard/app/config"
	"courtyard/app/folder"
)

// openUploads opens the upload folder, made where there is none.
func openUploads(c *config.Config) (*folder.Folder, error) {
	uploads, err := folder.Open(c.Uploads())
	if err != nil {
		return nil, fmt.Errorf("UPLOAD_DIR: %w; mount its disk or share, let the user of the server write to it, or name another folder (courtyard doctor tells more)", err)
	}
	return uploads, nil
}
