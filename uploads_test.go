package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/config"
)

// settled are the settings of a server in a folder of its own.
func settled(t *testing.T, environment ...string) *config.Config {
	t.Helper()
	start, err := config.Load(config.Source{Environment: environment, Folder: t.TempDir()})
	require.NoError(t, err)
	return &start.Config
}

func TestAnUploadFolderThatCannotBeMadeIsToldWithItsSettingAndWhatToDo(t *testing.T) {
	_, err := openUploads(settled(t, "UPLOAD_DIR=/proc/nope"))
	require.ErrorContains(t, err, "UPLOAD_DIR: make the upload folder: mkdir /proc/nope")
	require.ErrorContains(t, err, "mount its disk or share")
}
