// Package frontend hands the built browser application to the server.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files is the built application, with index.html at its root; the file is missing when the front end was not built.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // only an invalid path can fail, and ours is a constant
	}
	return files
}
