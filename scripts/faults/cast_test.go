//go:build faults && linux

// Package faults lets bad days happen to the built server. Run it through scripts/silence, which gives it mounts and a network of
// its own: go run ./scripts/silence go test -tags faults ./scripts/faults
package faults

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"courtyard/scripts/drive"
)

const (
	// patience is how long something may take that has to happen; look is how often a test looks.
	patience = 20 * time.Second
	look     = 20 * time.Millisecond
)

// built is the built server.
func built(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("../../dist/courtyard")
	require.NoError(t, err)
	require.FileExists(t, path, "make build")
	return path
}

// house is a running server with an office in it.
type house struct {
	*drive.Server
	options drive.Options
	client  *drive.Client
	office  *drive.Office
}

// begin starts a server on a data folder; a stop at the end of the test is only for those that still run.
func begin(t *testing.T, o drive.Options) *house {
	t.Helper()
	o.Binary = built(t)
	s, err := drive.Start(t.Context(), o)
	require.NoError(t, err)
	h := &house{Server: s, options: o, client: drive.NewClient(s, 64)}
	t.Cleanup(func() {
		h.client.Close()
		_ = h.Kill()
	})
	return h
}

// open starts a server on a fresh folder and sets it up.
func open(t *testing.T, o drive.Options) *house {
	t.Helper()
	h := begin(t, o)
	office, err := drive.SetUp(h.client, 2)
	require.NoError(t, err)
	h.office = office
	return h
}

// again starts a server on the same folder.
func (h *house) again(t *testing.T) *house {
	t.Helper()
	next := begin(t, h.options)
	next.office = h.office
	return next
}

// refused starts a server that must not start, and gives what it said.
func refused(t *testing.T, o drive.Options) string {
	t.Helper()
	o.Binary = built(t)
	s, err := drive.Start(t.Context(), o)
	if err == nil {
		require.NoError(t, s.Kill())
		require.FailNow(t, "the server has started")
	}
	return err.Error()
}

func (h *house) aiko() drive.Account { return h.office.People[0] }
func (h *house) general() int64      { return h.office.Channels[0] }

// says posts a message as Aiko and gives its status and, of a refusal, the code.
func (h *house) says(t *testing.T, channel int64, nonce string) (status int, code string) {
	t.Helper()
	status, err := h.client.Do(drive.Request{Method: http.MethodPost, Token: h.aiko().Token, Refusal: &code,
		Path: fmt.Sprintf("/api/v1/channels/%d/messages", channel), Body: map[string]string{"nonce": nonce, "text": strings.Repeat(nonce, 100)}})
	require.NoError(t, err)
	return status, code
}

// said is the nonces of a channel's messages, in order.
func (h *house) said(t *testing.T, channel int64) []string {
	t.Helper()
	all, err := drive.History(h.client, h.aiko().Token, channel, 0)
	require.NoError(t, err)
	nonces := []string{}
	for _, m := range all {
		if m.Nonce != "" {
			nonces = append(nonces, m.Nonce)
		}
	}
	return nonces
}

// health is the status that monitoring sees.
func (h *house) health(t *testing.T) string {
	t.Helper()
	var body struct{ Status string }
	require.NoError(t, h.client.Must(drive.Request{Method: http.MethodGet, Path: "/healthz", Into: &body}))
	return body.Status
}

func (h *house) log(t *testing.T) string {
	t.Helper()
	text, err := h.Log()
	require.NoError(t, err)
	return text
}

func (h *house) awaitLog(t *testing.T, sentence string) {
	t.Helper()
	require.Eventually(t, func() bool { return strings.Contains(h.log(t), sentence) }, patience, look, sentence)
}

func awaitFile(t *testing.T, path string) {
	t.Helper()
	require.Eventually(t, func() bool { _, err := os.Stat(path); return err == nil }, patience, look, path)
}

func nonce(name string, i int) string { return fmt.Sprintf("%s-%06d", name, i) }

// disk is a file system to mount.
type disk struct{ source, kind, options string }

// mount mounts a disk and takes it away after the test.
func mount(t *testing.T, folder string, d disk) {
	t.Helper()
	require.NoError(t, os.MkdirAll(folder, 0o700))
	err := unix.Mount(d.source, folder, d.kind, 0, d.options)
	if err == unix.EPERM {
		t.Fatal("this needs the right CAP_SYS_ADMIN to mount a disk: run it as root")
	}
	require.NoError(t, err)
	t.Cleanup(func() { _ = unix.Unmount(folder, unix.MNT_DETACH) })
}

// smallDisk is a data folder on a disk of its own.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "data")
	mount(t, folder, disk{"tmpfs", "tmpfs", "mode=700,size=" + size})
	return folder
}

// fill leaves not one byte on a folder's disk; free gives all of it back.
func fill(t *testing.T, folder string) (free func()) {
	t.Helper()
	path := filepath.Join(folder, "holiday-photos")
	f, err := os.Create(path)
	require.NoError(t, err)
	for piece := 1 << 20; piece > 0; {
		if _, err = f.Write(make([]byte, piece)); err != nil {
			require.ErrorIs(t, err, unix.ENOSPC)
			piece /= 4
		}
	}
	require.NoError(t, f.Close())
	return func() { require.NoError(t, os.Remove(path)) }
}

// tool runs a program of the system.
func tool(t *testing.T, name string, arguments ...string) string {
	t.Helper()
	output, err := exec.Command(name, arguments...).CombinedOutput()
	require.NoError(t, err, "%s: %s", name, output)
	return strings.TrimSpace(string(output))
}
