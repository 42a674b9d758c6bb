package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"courtyard/app/folder"
)

// files looks whether the newest files are where they are looked for: after a change of the settings they may lie elsewhere.
func (e *examination) files(ctx context.Context, c *Check) {
	if len(e.database.Stored) == 0 {
		c.ok("none yet")
		return
	}
	missing := 0
	for _, name := range e.database.Stored {
		there, err := e.holds(ctx, name)
		if err != nil {
			c.warn("it cannot be looked for files: "+reason(err), "Have the bucket answer, or start doctor as the user that the server runs as.")
			return
		}
		if !there {
			missing++
		}
	}
	if missing == 0 {
		c.ok("the newest are in their place")
		return
	}
	say := c.warn
	if missing == len(e.database.Stored) {
		say = c.fault // the place is another one
	}
	say(fmt.Sprintf("of the newest %s %d cannot be found", count(len(e.database.Stored), "file"), missing),
		"Mount the disk or share that they lie on, have UPLOAD_DIR and UPLOADS_URL name their place, or bring them to where these lead (Moving files, in the README).")
}

// holds looks in the folder, then in the bucket, as the server does.
func (e *examination) holds(ctx context.Context, name string) (bool, error) {
	_, err := os.Stat(filepath.Join(e.Config.Uploads(), filepath.FromSlash(folder.Place(name, ""))))
	switch {
	case err == nil:
		return true, nil
	case !errors.Is(err, os.ErrNotExist):
		return false, errors.New(problem(err)) // without the file's name
	case e.Bucket == nil:
		return false, nil
	}
	return e.Bucket.Holds(ctx, name)
}
