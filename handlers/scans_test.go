package handlers

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/app/folder"
	"courtyard/app/scanner/scannertest"
	"courtyard/models"
)

// guardedHouse has a virus scanner, which does not answer before it is started.
func guardedHouse(t *testing.T) (*house, *scannertest.Clamd) {
	t.Helper()
	t.Parallel()
	clamd := scannertest.New(t, "tcp", "127.0.0.1:0").Start() // for its port
	clamd.Stop()
	return openHouse(t, app.Options{Scanner: clamd.Scanner()}), clamd
}

// held is what keeps a file from being handed out, as a person sees it.
func (p *person) held(id int64) string {
	p.h.t.Helper()
	return decoded[fileAbout](p.asks("GET", fmt.Sprintf("/files/%d", id), nil).is(200)).Held
}

// gets waits until a file is held so.
func (p *person) gets(id int64, held string) {
	p.h.t.Helper()
	require.Eventually(p.h.t, func() bool { return p.held(id) == held }, 10*time.Second, 20*time.Millisecond, "still "+p.held(id))
}

// isKeptFrom checks that a person gets no byte of a file in any way.
func (h *house) isKeptFrom(p *person, id int64) {
	h.t.Helper()
	for _, path := range []string{"/files/%d", "/files/%d?download=1", "/files/%d/thumb", "/files/%d/screen", "/preview/%d", "/api/v1/files/%d/text", "/api/v1/files/%d/entries"} {
		h.request("GET", fmt.Sprintf(path, id), nil, map[string]string{"Authorization": "Bearer " + p.token}).isProblem(409, "file_held")
	}
}

// drawing is a picture that the scanner finds something in.
func drawing(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, image.NewRGBA(image.Rect(0, 0, 900, 700))))
	// Behind the picture's end, where a decoder does not look.
	return append(out.Bytes(), scannertest.Eicar...)
}

func TestNobodyReadsAFileThatTheScannerHasNotLetPass(t *testing.T) {
	h, clamd := guardedHouse(t)
	aiko := h.owner("Aiko")
	aiko.asks("PATCH", "/me", object{"originals": true}).is(200) // or what hangs behind the picture would be cut off
	ben := h.joins("Ben", aiko, 1)
	channel := aiko.createsChannel(1, "drawings", true).ID
	clean, infected, loose := aiko.uploads("plan.txt", []byte("a plan")), aiko.uploads("見積書.png", drawing(t)), aiko.uploads("loose.txt", []byte("x"))
	h.isKeptFrom(aiko, clean)
	m := aiko.sends(channel, clean, infected)
	require.Equal(t, []string{"waiting", "waiting"}, []string{m.Files[0].Held, m.Files[1].Held})
	require.False(t, m.Files[1].Pictured)
	require.EqualValues(t, 900, m.Files[1].Width, "its place is known at once")
	for _, p := range []*person{aiko, ben} {
		h.isKeptFrom(p, clean)
		h.isKeptFrom(p, infected)
	}
	require.Len(t, h.stored(), 5, "three files, a thumbnail and a screen's size")

	line := ben.listens()
	clamd.Start()
	aiko.gets(loose, "")
	ben.gets(clean, "")
	ben.gets(infected, "infected")
	require.Equal(t, "a plan", string(ben.opens(clean, nil).is(200).body))
	h.isKeptFrom(ben, infected)
	h.isKeptFrom(aiko, infected)
	require.Eventually(t, func() bool { return len(h.stored()) == 2 }, 10*time.Second, 20*time.Millisecond, "its bytes are gone")
	for _, path := range h.stored() {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NotContains(t, string(content), scannertest.Eicar)
	}
	// Ben's client hears of both verdicts, one after the other, and one that comes back later catches up with them.
	for range 2 {
		require.Equal(t, float64(m.ID), line.until("message.updated")["message"].(object)["id"])
	}
	stored := ben.history(channel, "").Items
	files := stored[len(stored)-1].Files
	require.Equal(t, []event.File{
		{ID: clean, Name: "plan.txt", Size: 6, Type: "text/plain"},
		{ID: infected, Name: "見積書.png", Size: files[1].Size, Type: "image/png", Width: 900, Height: 700, Held: "infected"},
	}, files)
	require.Equal(t, m.Rev+2, stored[len(stored)-1].Rev)
	require.Contains(t, h.log.String(), "found=Eicar-Test-Signature")
	require.NotContains(t, h.log.String(), "見積書")
	require.NotContains(t, h.log.String(), "plan.txt")
	size, err := h.store.PersonBytes(t.Context(), aiko.ID)
	require.NoError(t, err)
	require.EqualValues(t, 7, size, "what was taken away needs no room")
}

func TestFilesWaitWhileTheScannerIsAway(t *testing.T) {
	h, clamd := guardedHouse(t)
	aiko := h.owner("Aiko")
	id := aiko.uploads("plan.txt", []byte("a plan"))
	require.Eventually(t, func() bool { return strings.Contains(h.log.String(), "files wait for the virus scanner") }, 10*time.Second, 10*time.Millisecond)
	clamd.Pong = "still reading its signatures"
	clamd.Start()
	require.Eventually(t, func() bool { return clamd.Pinged() > 1 }, 10*time.Second, 10*time.Millisecond)
	h.isKeptFrom(aiko, id)
	require.Equal(t, 1, strings.Count(h.log.String(), "files wait for the virus scanner"), "one line for all tries of a minute")
	require.Zero(t, clamd.Judged())
	clamd.Change(func(c *scannertest.Clamd) { c.Pong = "PONG" })
	aiko.gets(id, "")
	clamd.Stop()
	second := aiko.uploads("second.txt", []byte("another"))
	h.isKeptFrom(aiko, second)
	clamd.Start()
	aiko.gets(second, "")
}

func TestAScannerThatGivesNoVerdictLetsNothingPass(t *testing.T) {
	for name, answer := range map[string]string{
		"garbage": "HTTP/1.1 200 stream: OK", "nothing": "", "an error": "stream: Can't allocate memory ERROR", "silence": scannertest.Silence, "a hangup": scannertest.Hangup,
	} {
		t.Run(name, func(t *testing.T) {
			h, clamd := guardedHouse(t)
			clamd.Verdict = func([]byte) string { return answer }
			clamd.Start()
			aiko := h.owner("Aiko")
			id := aiko.uploads("plan.txt", []byte("a plan"))
			require.Eventually(t, func() bool { return clamd.Judged() > 1 }, 10*time.Second, 10*time.Millisecond, "it is tried again")
			h.isKeptFrom(aiko, id)
			require.Equal(t, "waiting", aiko.held(id))
			clamd.Change(func(c *scannertest.Clamd) { c.Verdict = func([]byte) string { return "stream: OK" } })
			aiko.gets(id, "")
		})
	}
}

func TestAFileOnWhichTheScannerFailsKeepsNoOtherWaiting(t *testing.T) {
	h, clamd := guardedHouse(t)
	usual := clamd.Verdict
	clamd.Verdict = func(content []byte) string {
		if bytes.HasPrefix(content, []byte("bomb")) {
			return scannertest.Hangup
		}
		return usual(content)
	}
	clamd.Start()
	aiko := h.owner("Aiko")
	bombs := []int64{aiko.uploads("a.zip", []byte("bomb 1")), aiko.uploads("b.zip", []byte("bomb 2")), aiko.uploads("c.zip", []byte("bomb 3"))}
	huge := aiko.uploads("huge.bin", make([]byte, 2<<20))
	aiko.gets(aiko.uploads("plan.txt", []byte("a plan")), "")
	for _, id := range slices.Concat(bombs, []int64{huge}) {
		require.Equal(t, "waiting", aiko.held(id))
	}
	h.isKeptFrom(aiko, huge)
}

func TestAFileThatIsTooLargeForTheScannerWaitsAndTheLogSaysWhatToRaise(t *testing.T) {
	h, clamd := guardedHouse(t)
	clamd.Start()
	aiko := h.owner("Aiko")
	id := aiko.uploads("huge.bin", make([]byte, 3<<20))
	require.Eventually(t, func() bool { return strings.Contains(h.log.String(), "StreamMaxLength") }, 10*time.Second, 10*time.Millisecond)
	h.isKeptFrom(aiko, id)
	require.Zero(t, clamd.Judged())
}

// scans runs the scanning of another server over the same data for a moment.
func (h *house) scans(options app.Options) (log *lockedBuffer, stop func()) {
	h.t.Helper()
	uploads, err := folder.Open(h.uploads)
	require.NoError(h.t, err)
	options.Folder, log = uploads, &lockedBuffer{}
	ctx, cancel := context.WithCancel(h.t.Context())
	var running sync.WaitGroup
	running.Go(func() { app.New(h.store, options).Scan(ctx, slog.New(slog.NewTextHandler(log, nil))) })
	stop = sync.OnceFunc(func() {
		cancel()
		running.Wait()
		require.NoError(h.t, uploads.Close())
	})
	h.t.Cleanup(stop)
	return log, stop
}

func TestWhatAnEarlierRunLeftIsScannedAndTakenAway(t *testing.T) {
	h, _ := guardedHouse(t)
	aiko := h.owner("Aiko")
	waiting, infected := aiko.uploads("plan.txt", []byte("a plan")), aiko.uploads("other.txt", []byte("killed before this was taken away"))
	require.NoError(t, h.store.Write(t.Context(), func(tx *models.Tx) error { return tx.JudgeFile(infected, models.HeldInfected) }))
	require.Len(t, h.stored(), 2)

	log, stop := h.scans(app.Options{})
	require.Eventually(t, func() bool { return strings.Contains(log.String(), "CLAMD_ADDRESS") }, 10*time.Second, 10*time.Millisecond)
	stop()
	h.isKeptFrom(aiko, waiting)

	h.scans(app.Options{Scanner: scannertest.New(t, "unix", filepath.Join(t.TempDir(), "clamd.ctl")).Start().Scanner()})
	aiko.gets(waiting, "")
	require.Eventually(t, func() bool { return len(h.stored()) == 1 }, 10*time.Second, 10*time.Millisecond)
}

func TestAFileThatIsDeletedWhileItIsScannedIsForgotten(t *testing.T) {
	h, clamd := guardedHouse(t)
	entered, leave := make(chan struct{}), make(chan struct{})
	clamd.Verdict = func([]byte) string {
		close(entered)
		<-leave
		return "stream: Eicar FOUND"
	}
	clamd.Start()
	aiko := h.owner("Aiko")
	m := aiko.sends(aiko.createsChannel(1, "drawings", true).ID, aiko.uploads("plan.txt", []byte("a plan")))
	<-entered
	aiko.asks("DELETE", fmt.Sprintf("/messages/%d", m.ID), nil).is(204)
	close(leave)
	require.Eventually(t, func() bool { return len(h.stored()) == 0 }, 10*time.Second, 10*time.Millisecond)
	require.NotContains(t, h.log.String(), "level=ERROR")
}
