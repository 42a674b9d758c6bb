package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app/config"
	"courtyard/app/event"
	"courtyard/app/folder"
	"courtyard/models"
)

// opened are the settings of a server in a folder of its own, and its database.
func opened(t *testing.T, environment ...string) (*config.Config, *models.Store) {
	t.Helper()
	start, err := config.Load(config.Source{Environment: environment, Folder: t.TempDir()})
	require.NoError(t, err)
	store, err := models.Open(models.Options{Path: start.Config.Database(), Version: "test", Publish: func([]event.Announcement) {}, Clock: time.Now})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	return &start.Config, store
}

func TestAnUploadFolderThatCannotBeMadeIsToldWithItsSettingAndWhatToDo(t *testing.T) {
	c, store := opened(t, "UPLOAD_DIR=/proc/nope")
	_, err := openUploads(t.Context(), c, store)
	require.ErrorContains(t, err, "UPLOAD_DIR: make the upload folder: mkdir /proc/nope")
	require.ErrorContains(t, err, "mount its disk or share")
}

func TestAnUploadFolderThatIsNotMountedTakesNoFiles(t *testing.T) {
	share := filepath.Join(t.TempDir(), "uploads")
	c, store := opened(t, "UPLOAD_DIR="+share)
	opens := func() error {
		uploads, err := openUploads(t.Context(), c, store)
		if err != nil {
			return err
		}
		return uploads.Close()
	}
	require.NoError(t, opens(), "the first start makes it")
	require.NoError(t, os.RemoveAll(share))
	require.NoError(t, opens(), "before the first file, any start does")

	aiko := models.Account{Username: "aiko", Role: "user"}
	require.NoError(t, store.Write(t.Context(), func(tx *models.Tx) error { return tx.CreateAccount(&aiko) }))
	plan := models.File{OwnerID: aiko.ID, Stored: folder.NewName(), Name: "plan.txt"}
	require.NoError(t, store.Write(t.Context(), func(tx *models.Tx) error { return tx.AddUpload(&plan) }))
	require.NoError(t, store.Write(t.Context(), func(tx *models.Tx) error { return tx.FinishUpload(plan) }))
	require.NoError(t, opens())

	require.NoError(t, os.RemoveAll(share))
	require.ErrorIs(t, opens(), errNotMounted)
	require.NoDirExists(t, share, "nothing is made")
	require.NoError(t, os.MkdirAll(filepath.Join(share, "lost+found"), 0o700))
	require.ErrorIs(t, opens(), errNotMounted, "an empty disk is no better")

	c.UploadsURL = "s3://key:secret@minio.lan/files"
	require.NoError(t, opens(), "the files may lie in the bucket")
	c.UploadsURL = ""
	require.NoError(t, opens(), "once it is in use, the administrator has decided")
}
