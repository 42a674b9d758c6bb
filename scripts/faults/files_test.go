//go:build faults && linux

package faults

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/scripts/drive"
)

func TestASecondServerIsRefusedAndToldWhoIsFirst(t *testing.T) {
	t.Parallel()
	h := open(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data")})
	require.Contains(t, refused(t, h.options), fmt.Sprintf("another Courtyard is running on this data folder (process %d on ", h.PID()))
	status, _ := h.says(t, h.general(), "still-here")
	require.Equal(t, http.StatusCreated, status)
	require.NoError(t, h.Stop())
}

// contents are a folder's files.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		all[path] = string(text)
		return err
	}))
	return all
}

func TestANewerDatabaseIsRefusedUntouched(t *testing.T) {
	t.Parallel()
	h := open(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data")})
	require.NoError(t, h.Stop())
	const userVersion = 60 // its place in SQLite's header
	plant(t, filepath.Join(h.options.DataDir, "courtyard.db"), userVersion, binary.BigEndian.AppendUint32(nil, 9000))
	before := contents(t, h.options.DataDir)
	require.Contains(t, refused(t, h.options), "written by a newer version of Courtyard")
	after := contents(t, h.options.DataDir)
	lock := filepath.Join(h.options.DataDir, "courtyard.lock") // names the process that tried last
	delete(before, lock)
	delete(after, lock)
	require.Equal(t, before, after)
}

// plant writes bytes into a file behind everybody's back.
func plant(t *testing.T, path string, at int64, content []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteAt(content, at)
	require.NoError(t, err)
	require.NoError(t, f.Close())
}

// talksMuch says enough in a channel that the disk's pages in the middle hold nothing else.
func talksMuch(t *testing.T, h *house, channel int64) {
	t.Helper()
	for i := range 200 {
		status, _ := h.says(t, channel, nonce("unlucky", i))
		require.Equal(t, http.StatusCreated, status)
	}
}

// damage spoils one page of that talk in the database of a server that has ended.
func damage(t *testing.T, h *house) {
	t.Helper()
	path := filepath.Join(h.options.DataDir, "courtyard.db")
	database, err := os.ReadFile(path)
	require.NoError(t, err)
	const page = 4096
	at := bytes.Index(database, []byte(strings.Repeat(nonce("unlucky", 100), 2))) / page * page
	require.Positive(t, at)
	plant(t, path, int64(at), bytes.Repeat([]byte{0xa5}, page))
}

func TestACorruptPageTurnsHealthToDegradedAndTheRestIsServed(t *testing.T) {
	t.Parallel()
	h := open(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data")})
	talksMuch(t, h, h.office.Channels[1])
	require.NoError(t, h.Stop())
	h = h.again(t)
	require.Equal(t, "ok", h.health(t))
	require.NoError(t, h.Kill()) // only after such an end the next start looks for damage

	damage(t, h)

	h = h.again(t)
	require.Eventually(t, func() bool { return h.health(t) == "degraded" }, patience, look)
	h.awaitLog(t, "the database is damaged; restore the newest backup")
	status, _ := h.says(t, h.general(), "elsewhere")
	require.Equal(t, http.StatusCreated, status)
	require.Equal(t, []string{"elsewhere"}, h.said(t, h.general()))
}

func TestAReadThatMeetsDamageTurnsHealthToDegraded(t *testing.T) {
	t.Parallel()
	h := open(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data")})
	talksMuch(t, h, h.general())
	require.NoError(t, h.Stop()) // in order: the next start has no reason to look
	damage(t, h)

	h = h.again(t)
	require.Equal(t, "ok", h.health(t))
	_, err := drive.History(h.client, h.aiko().Token, h.general(), 0)
	require.ErrorContains(t, err, "500")
	require.Equal(t, "degraded", h.health(t))
}

func TestADeletedLogIsSavedAndNothingAcknowledgedIsLost(t *testing.T) {
	t.Parallel()
	h := open(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data")})
	wal := filepath.Join(h.options.DataDir, "courtyard.db-wal")
	var acknowledged []string
	talk := func(name string) {
		for i := range 50 {
			acknowledged = append(acknowledged, nonce(name, i))
			status, _ := h.says(t, h.general(), nonce(name, i))
			require.Equal(t, http.StatusCreated, status)
		}
	}
	talk("before")
	require.NoError(t, os.Remove(wal))
	talk("during")
	require.Eventually(t, func() bool { return h.health(t) == "degraded" }, patience, look)
	h.awaitLog(t, "a file of the database was deleted under the running server: courtyard.db-wal")
	awaitFile(t, wal)
	talk("afterwards")
	require.NoError(t, h.Kill())
	h = h.again(t)
	require.Equal(t, acknowledged, h.said(t, h.general()))
}

func TestALogDeletedWhileNobodyWritesIsSavedBeforeAPowerCut(t *testing.T) {
	t.Parallel()
	h := open(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data")})
	status, _ := h.says(t, h.general(), "before-it")
	require.Equal(t, http.StatusCreated, status)
	require.NoError(t, os.Remove(filepath.Join(h.options.DataDir, "courtyard.db-wal")))
	require.Eventually(t, func() bool { return h.health(t) == "degraded" }, patience, look)
	awaitFile(t, filepath.Join(h.options.DataDir, "courtyard.db-wal"))
	require.NoError(t, h.Kill())
	h = h.again(t)
	require.Equal(t, []string{"before-it"}, h.said(t, h.general()))
}
