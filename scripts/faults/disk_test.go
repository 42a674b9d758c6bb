//go:build faults && linux

package faults

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"courtyard/scripts/drive"
)

// untilRefused sends until the disk takes no more, and gives what was acknowledged and the nonce that was not.
func untilRefused(t *testing.T, h *house, code string) (acknowledged []string, last string) {
	t.Helper()
	acknowledged = []string{}
	for i := range 1000 {
		last = nonce(code, i)
		status, refusal := h.says(t, h.general(), last)
		if status != http.StatusCreated {
			require.Equal(t, http.StatusInsufficientStorage, status)
			require.Equal(t, code, refusal)
			return acknowledged, last
		}
		acknowledged = append(acknowledged, last)
	}
	require.FailNow(t, "the disk takes everything")
	return nil, ""
}

// signIn is Aiko's status at the door.
func signIn(t *testing.T, h *house) (status int, code string) {
	t.Helper()
	status, err := h.client.Do(drive.Request{Method: http.MethodPost, Path: "/api/v1/sessions", Refusal: &code,
		Body: map[string]any{"username": "aiko", "password": "kasumi-harbour-0", "token": true}})
	require.NoError(t, err)
	return status, code
}

func TestAFullDiskRefusesWritesWith507AndRecoversByItself(t *testing.T) {
	t.Parallel()
	h := open(t, drive.Options{DataDir: smallDisk(t, "6m")})
	socket, err := drive.Dial(t.Context(), h.Server, h.aiko())
	require.NoError(t, err)
	free := fill(t, h.options.DataDir)
	acknowledged, last := untilRefused(t, h, "disk_full")

	require.Equal(t, acknowledged, h.said(t, h.general()), "reading goes on")
	status, code := signIn(t, h)
	require.Equal(t, http.StatusInsufficientStorage, status)
	require.Equal(t, "disk_full", code)
	answer, err := socket.Ask("ack", map[string]any{"type": "message.send", "ref": "1", "channel": h.general(), "nonce": last, "text": last})
	require.NoError(t, err)
	require.Equal(t, "disk_full", answer.Code)
	h.awaitLog(t, "the disk is full: a write was refused")

	free()
	answer, err = socket.Ask("ack", map[string]any{"type": "message.send", "ref": "2", "channel": h.general(), "nonce": last, "text": last})
	require.NoError(t, err)
	require.Equal(t, "ack", answer.Type)
	status, _ = signIn(t, h)
	require.Equal(t, http.StatusCreated, status)
	require.Equal(t, append(acknowledged, last), h.said(t, h.general()), "each once")
	require.NoError(t, socket.Close())
	require.NoError(t, h.Stop())
}

func TestAServerStartsOnAFullDiskAndRecoversByItself(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*house) error{
		"after a stop in order": func(h *house) error { return h.Stop() },
		"after a power cut":     func(h *house) error { return h.Kill() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t, drive.Options{DataDir: smallDisk(t, "6m"), TLS: true})
			status, _ := h.says(t, h.general(), "before-it")
			require.Equal(t, http.StatusCreated, status)
			require.NoError(t, end(h))
			free := fill(t, h.options.DataDir)

			for range 2 { // the second start has the same room as the first
				h = h.again(t)
				require.Equal(t, []string{"before-it"}, h.said(t, h.general())[:1])
				untilRefused(t, h, "disk_full")
				require.NoError(t, h.Stop())
			}
			h = h.again(t)
			free()
			status, _ = h.says(t, h.general(), "afterwards")
			require.Equal(t, http.StatusCreated, status)
			require.Contains(t, h.said(t, h.general()), "afterwards")
			require.NoError(t, h.Stop())
		})
	}
}

func TestAFirstStartOnAFullDiskSaysSo(t *testing.T) {
	t.Parallel()
	folder := smallDisk(t, "1m")
	fill(t, folder)
	require.Contains(t, refused(t, drive.Options{DataDir: folder}), "the disk is full")
}

func TestADiskThatTurnsReadOnlyUnderTheServerRefusesWritesWith507(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	image, data := filepath.Join(folder, "image"), filepath.Join(folder, "data")
	require.NoError(t, os.WriteFile(image, nil, 0o600))
	require.NoError(t, os.Truncate(image, 32<<20))
	tool(t, "mkfs.ext4", "-q", image)
	device := tool(t, "losetup", "--find", "--show", image)
	t.Cleanup(func() { tool(t, "losetup", "--detach", device) })
	mount(t, data, disk{device, "ext4", "errors=remount-ro"})
	h := open(t, drive.Options{DataDir: data})
	status, _ := h.says(t, h.general(), "before-it")
	require.Equal(t, http.StatusCreated, status)

	// What the kernel does by itself when it finds a fault on the disk.
	trigger := filepath.Join("/sys/fs/ext4", filepath.Base(device), "trigger_fs_error")
	require.NoError(t, os.WriteFile(trigger, []byte("a test"), 0o200))
	acknowledged, _ := untilRefused(t, h, "disk_unwritable")
	require.Equal(t, append([]string{"before-it"}, acknowledged...), h.said(t, h.general()), "reading goes on")
	h.awaitLog(t, "the disk cannot be written to: a write was refused")
	require.NoError(t, h.Stop())
}

func TestAReadOnlyDataFolderStopsTheStartInWords(t *testing.T) {
	t.Parallel()
	folder := smallDisk(t, "6m")
	h := open(t, drive.Options{DataDir: folder})
	require.NoError(t, h.Stop())
	require.NoError(t, unix.Mount("", folder, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""))
	require.Contains(t, refused(t, h.options), "the data folder cannot be written to; make it writable")
}

func TestFilesThatAreTooManyTogetherLeaveRoomForMessages(t *testing.T) {
	t.Parallel()
	const least, large = 1_000_000_000, 100_000_000
	folder := smallDisk(t, fmt.Sprint(least+150_000_000))
	h := open(t, drive.Options{DataDir: folder})
	aiko := drive.NewUploader(h.Server, h.aiko())
	t.Cleanup(aiko.Close)
	ids := make([]int64, 4)
	for i := range ids {
		id, err := aiko.Begin(t.Context(), "drawings.bin", large)
		require.NoError(t, err, "each alone has room")
		ids[i] = id
	}
	require.NoError(t, aiko.Send(t.Context(), ids[0], 0, bytes.NewReader(make([]byte, large)), large))
	require.Error(t, aiko.Send(t.Context(), ids[1], 0, bytes.NewReader(make([]byte, large)), large))
	at, err := aiko.Offset(t.Context(), ids[1])
	require.NoError(t, err)
	require.Zero(t, at, "it is refused before its first byte")

	// Pieces that come at once see each other only on the disk.
	const part = 40_000_000
	var sending sync.WaitGroup
	for _, id := range ids[1:] {
		sending.Go(func() { _ = aiko.Send(t.Context(), id, 0, bytes.NewReader(make([]byte, part)), part) })
	}
	sending.Wait()
	var disk unix.Statfs_t
	require.NoError(t, unix.Statfs(folder, &disk))
	require.Greater(t, int64(disk.Bavail)*disk.Bsize, int64(least-20_000_000))
	status, _ := h.says(t, h.general(), "still-here")
	require.Equal(t, http.StatusCreated, status)
	require.NoError(t, h.Stop())
}
