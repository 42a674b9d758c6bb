package handlers

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app"
	"courtyard/app/bucket"
	"courtyard/app/bucket/buckettest"
	"courtyard/app/folder"
	"courtyard/app/scanner/scannertest"
)

// bucketHouse keeps its files in a bucket.
func bucketHouse(t *testing.T, ruled app.Options) (*house, *buckettest.Server, *bucket.Bucket) {
	t.Helper()
	t.Parallel()
	server := buckettest.New(t)
	var b *bucket.Bucket
	h := storedHouse(t, ruled, func(local *folder.Folder) (app.Files, func() bool) {
		b = server.Bucket(local)
		return b, b.Away
	})
	return h, server, b
}

func TestFilesOfABucketAreReadLikeThoseOfAFolder(t *testing.T) {
	h, server, _ := bucketHouse(t, app.Options{})
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	channel := aiko.createsChannel(1, "drawings", true).ID
	content := bytes.Repeat([]byte("0123456789abcdef"), 1<<16)
	packed := bytes.Buffer{}
	w := zip.NewWriter(&packed)
	for i := range 300 {
		_, err := w.Create(fmt.Sprintf("plans/%d.txt", i))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	big, text, photo := aiko.uploads("big.bin", content), aiko.uploads("plan.txt", []byte("a plan\n")), aiko.uploads("photo.jpg", photograph(t, 900, 700))
	archive, page := aiko.uploads("plans.zip", packed.Bytes()), aiko.uploads("page.html", []byte("<!doctype html><p>hello"))
	ben.opens(big, nil).isProblem(404, "not_found")
	m := aiko.sends(channel, big, text, photo, archive, page)
	require.Empty(t, h.stored(), "nothing stays here")
	require.Len(t, server.Keys(), 7, "five files, a thumbnail and a screen's size")

	require.Equal(t, content, ben.opens(big, nil).is(200).body)
	require.Equal(t, content[700_001:700_006], ben.opens(big, map[string]string{"Range": "bytes=700001-700005"}).is(206).body)
	require.Equal(t, content[len(content)-7:], ben.opens(big, map[string]string{"Range": "bytes=-7"}).is(206).body)
	ben.opens(big, map[string]string{"Range": fmt.Sprintf("bytes=%d-", len(content))}).isProblem(416, "range")
	require.Equal(t, "a plan", strings.TrimSpace(decoded[textPage](ben.leafs(text, "").is(200)).Text))
	require.Len(t, decoded[archivePage](ben.lists(archive, "").is(200)).Items, 300)
	require.Contains(t, string(ben.frames(page, "").is(200).body), "<p>hello")
	for _, part := range []string{"thumb", "screen"} {
		a := h.request("GET", fmt.Sprintf("/files/%d/%s", photo, part), nil, map[string]string{"Authorization": "Bearer " + ben.token}).is(200)
		require.Equal(t, "image/jpeg", a.header.Get("Content-Type"))
	}
	aiko.asks("DELETE", fmt.Sprintf("/messages/%d", m.ID), nil).is(204)
	ben.opens(big, nil).isProblem(404, "not_found")
	require.Eventually(t, func() bool { return len(server.Keys()) == 0 }, 10*time.Second, 20*time.Millisecond, "its bytes go, too")
}

func TestUploadsWaitWhileTheBucketIsAwayAndLoseNothing(t *testing.T) {
	h, server, b := bucketHouse(t, app.Options{})
	aiko := h.owner("Aiko")
	kept := aiko.uploads("kept.txt", []byte("kept"))
	server.Stop()
	id := aiko.announces("plan.txt", 6)
	aiko.continues(id, 0, []byte("a plan")).isProblem(503, "files_away")
	aiko.opens(kept, nil).isProblem(503, "files_away")
	aiko.asks("GET", fmt.Sprintf("/files/%d", kept), nil).is(200)
	require.Len(t, h.stored(), 1, "its bytes wait here")
	h.tus(aiko, "HEAD", fmt.Sprintf("/uploads/%d", id), nil, nil).is(503)

	log := &lockedBuffer{}
	ctx, cancel := context.WithCancel(t.Context())
	watched := make(chan struct{})
	go func() {
		b.Watch(ctx, slog.New(slog.NewTextHandler(log, nil)))
		close(watched)
	}()
	require.Eventually(t, func() bool { return strings.Contains(string(h.request("GET", "/healthz", nil, nil).body), "degraded") }, 10*time.Second, 20*time.Millisecond)
	require.Contains(t, log.String(), "the bucket of files is away")
	require.NotContains(t, log.String()+h.log.String(), "buckets-secret")
	cancel()
	<-watched

	server.Start()
	h.tus(aiko, "HEAD", fmt.Sprintf("/uploads/%d", id), nil, nil).is(200)
	require.Equal(t, "a plan", string(aiko.opens(id, nil).is(200).body))
	require.Equal(t, "kept", string(aiko.opens(kept, nil).is(200).body))
	require.Empty(t, h.stored())
}

func TestAFileOfABucketIsScannedAndTakenOutOfItWhenItIsInfected(t *testing.T) {
	clamd := scannertest.New(t, "tcp", "127.0.0.1:0").Start()
	h, server, _ := bucketHouse(t, app.Options{Scanner: clamd.Scanner()})
	aiko := h.owner("Aiko")
	clean, infected := aiko.uploads("plan.txt", []byte("a plan")), aiko.uploads("other.txt", []byte(scannertest.Eicar))
	aiko.gets(clean, "")
	aiko.gets(infected, "infected")
	require.Equal(t, "a plan", string(aiko.opens(clean, nil).is(200).body))
	require.Eventually(t, func() bool { return len(server.Keys()) == 1 }, 10*time.Second, 20*time.Millisecond)
}

// stuck is a bucket from which uploads come no more while it is held.
type stuck struct {
	*bucket.Bucket
	held atomic.Bool
}

func (s *stuck) Settle(name string) error {
	if s.held.Load() {
		return errors.New("the upload stays")
	}
	return s.Bucket.Settle(name)
}

func TestAFileThatIsStoredIsAcknowledgedAlsoWhereItsUploadStays(t *testing.T) {
	t.Parallel()
	server := buckettest.New(t)
	var s stuck
	h := storedHouse(t, app.Options{}, func(local *folder.Folder) (app.Files, func() bool) {
		s.Bucket = server.Bucket(local)
		return &s, s.Away
	})
	h.troubled.Store(true)
	aiko := h.owner("Aiko")
	s.held.Store(true)
	id := aiko.uploads("plan.txt", []byte("a plan"))
	require.Equal(t, "a plan", string(aiko.opens(id, nil).is(200).body))
	require.Len(t, h.stored(), 1)

	s.held.Store(false)
	other := aiko.announces("other.txt", 9)
	h.tus(aiko, "DELETE", fmt.Sprintf("/uploads/%d", other), nil, nil).is(204) // has what is left taken away
	require.Eventually(t, func() bool { return len(h.stored()) == 0 }, 10*time.Second, 10*time.Millisecond)
	require.Equal(t, "a plan", string(aiko.opens(id, nil).is(200).body))
}

func TestWhatAKilledServerHadNotSettledIsSettledByTheNext(t *testing.T) {
	h, server, _ := bucketHouse(t, app.Options{})
	aiko := h.owner("Aiko")
	id := aiko.uploads("plan.txt", []byte("a plan"))
	half := aiko.announces("half.txt", 10)
	aiko.continues(half, 0, []byte("01234")).is(204)
	local, err := folder.Open(h.uploads)
	require.NoError(t, err)
	name := server.Keys()[0]
	part, err := local.Part(name[strings.LastIndex(name, "/")+1:])
	require.NoError(t, err)
	require.NoError(t, part.Close())
	require.Len(t, h.stored(), 2)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		app.New(h.store, app.Options{Folder: local, Files: server.Bucket(local)}).Remove(ctx, func(err error) { t.Error(err) })
		close(done)
	}()
	require.Eventually(t, func() bool { return len(h.stored()) == 1 }, 10*time.Second, 20*time.Millisecond)
	cancel()
	<-done
	require.NoError(t, local.Close())
	aiko.continues(half, 5, []byte("56789")).is(204)
	require.Equal(t, "a plan", string(aiko.opens(id, nil).is(200).body))
}

func TestABucketThatGoesAwayWhileAFileIsReadIsNoFaultOfTheFile(t *testing.T) {
	h, server, _ := bucketHouse(t, app.Options{})
	aiko := h.owner("Aiko")
	big, text, page, photo := aiko.uploads("big.bin", make([]byte, 1<<20)), aiko.uploads("plan.txt", []byte("a plan\n")), aiko.uploads("page.html", []byte("<!doctype html><p>hello")), aiko.uploads("photo.jpg", photograph(t, 900, 700))
	packed := bytes.Buffer{}
	gz := gzip.NewWriter(&packed)
	tarred := tar.NewWriter(gz)
	require.NoError(t, tarred.WriteHeader(&tar.Header{Name: "plans/a.txt", Mode: 0o600}))
	require.NoError(t, errors.Join(tarred.Close(), gz.Close()))
	archives := []int64{aiko.uploads("plans.zip", zipped(t, "plans/", "plans/a.txt")), aiko.uploads("plans.tar.gz", packed.Bytes())}
	portrait := aiko.portrays()
	reads := map[string]func() answerOf{
		"text":    func() answerOf { return aiko.leafs(text, "") },
		"charset": func() answerOf { return aiko.leafs(text, "?charset=utf-8") },
		"bytes":   func() answerOf { return aiko.opens(text, nil) },
		"big":     func() answerOf { return aiko.opens(big, nil) },
		"range":   func() answerOf { return aiko.opens(big, map[string]string{"Range": "bytes=700000-"}) },
		"page":    func() answerOf { return aiko.frames(page, "") },
		"zip":     func() answerOf { return aiko.lists(archives[0], "") },
		"tar":     func() answerOf { return aiko.lists(archives[1], "") },
		"picture": func() answerOf { return aiko.looksAt(portrait) },
		"thumb": func() answerOf {
			return h.request("GET", fmt.Sprintf("/files/%d/thumb", photo), nil, map[string]string{"Authorization": "Bearer " + aiko.token})
		},
	}
	for name, read := range reads {
		server.Recovers()
		require.Equal(t, 2, read().status/100, name)
		server.DiesAfter(1) // the file is opened, and not read
		a := read()
		require.Equal(t, 503, a.status, name)
		a.isProblem(503, "files_away")
		require.Equal(t, "10", a.header.Get("Retry-After"), name)
		require.Equal(t, "no-store", a.header.Get("Cache-Control"), name)
		require.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"), name)
		for _, of := range []string{"ETag", "Content-Disposition", "Content-Range"} {
			require.Empty(t, a.header.Get(of), "%s of %s", of, name)
		}
	}
	server.Recovers()

	link := aiko.shares(aiko.channelNamed("general").ID, "members", object{"max_downloads": 1})
	visit := h.visits(link.Secret).is(200)
	server.DiesAfter(1)
	h.downloads(visit, nil).isProblem(503, "files_away")
	server.Recovers()
	h.downloads(visit, nil).is(200)
}

func TestFilesOfAFolderAreReadFromABucketThatTheyWereCopiedTo(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	plan, photo := aiko.uploads("plan.txt", []byte("a plan")), aiko.uploads("photo.jpg", photograph(t, 900, 700))
	server := buckettest.New(t)
	local, err := folder.Open(t.TempDir())
	require.NoError(t, err)
	moved := app.New(h.store, app.Options{Folder: local, Files: server.Bucket(local)})
	missing, of, err := moved.MissingFiles(t.Context())
	require.NoError(t, err)
	require.Equal(t, []int{2, 2}, []int{missing, of})

	server.Takes(h.uploads)
	missing, of, err = moved.MissingFiles(t.Context())
	require.NoError(t, err)
	require.Equal(t, []int{0, 2}, []int{missing, of})
	for id, part := range map[int64]string{plan: "", photo: app.PartThumb} {
		_, file, err := moved.OpenFile(t.Context(), aiko.ID, id, part)
		require.NoError(t, err)
		content, err := io.ReadAll(file)
		require.NoError(t, errors.Join(err, file.Close()))
		require.NotEmpty(t, content)
	}
	server.Stop()
	_, _, err = moved.MissingFiles(t.Context())
	require.ErrorIs(t, err, folder.ErrAway)
	require.NoError(t, local.Close())
}

func TestAListOfAnArchiveEndsEarlyWhereTheBucketIsSilent(t *testing.T) {
	h, server, _ := bucketHouse(t, app.Options{})
	aiko := h.owner("Aiko")
	id := aiko.uploads("plans.zip", zipped(t, "plans/", "plans/a.txt"))
	server.HangsAfter(1)
	begun := time.Now()
	listed := decoded[archivePage](aiko.lists(id, "").is(200))
	require.True(t, listed.More)
	require.Empty(t, listed.Fault)
	require.Less(t, time.Since(begun), 10*time.Second)
	server.Recovers()
}

func TestAnEmptyFileThatTheBucketDoesNotTakeIsNotKeptWaiting(t *testing.T) {
	h, server, _ := bucketHouse(t, app.Options{})
	aiko := h.owner("Aiko")
	server.Refuse(503)
	h.troubled.Store(true) // it cannot be taken out of the bucket yet
	h.tus(aiko, "POST", "/uploads", nil, map[string]string{"Upload-Length": "0", "Upload-Metadata": metadata("empty.txt")}).isProblem(503, "files_away")
	server.Recovers()
	require.Eventually(t, func() bool { return len(h.stored()) == 0 }, 10*time.Second, 20*time.Millisecond)
}
