package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// tus sends a request of that protocol as a person.
func (h *house) tus(p *person, method, path string, body []byte, headers map[string]string) answerOf {
	h.t.Helper()
	all := map[string]string{"Tus-Resumable": "1.0.0", "Content-Type": tusContentType}
	if p != nil {
		all["Authorization"] = "Bearer " + p.token
	}
	maps.Copy(all, headers)
	if method != http.MethodPatch {
		body = nil
	}
	return h.request(method, apiBase+path, body, all)
}

func metadata(name string) string {
	return "filename " + base64.StdEncoding.EncodeToString([]byte(name))
}

// announces tells of an upload and gives its id.
func (p *person) announces(name string, size int) int64 {
	p.h.t.Helper()
	a := p.h.tus(p, "POST", "/uploads", nil, map[string]string{"Upload-Length": strconv.Itoa(size), "Upload-Metadata": metadata(name)}).is(201)
	id, err := strconv.ParseInt(a.header.Get("Location")[len(uploadsPath)+1:], 10, 64)
	require.NoError(p.h.t, err)
	return id
}

// continues sends a piece of an upload.
func (p *person) continues(id int64, offset int, piece []byte) answerOf {
	p.h.t.Helper()
	return p.h.tus(p, "PATCH", fmt.Sprintf("/uploads/%d", id), piece, map[string]string{"Upload-Offset": strconv.Itoa(offset)})
}

// uploads sends a whole file and gives its id.
func (p *person) uploads(name string, content []byte) int64 {
	p.h.t.Helper()
	id := p.announces(name, len(content))
	if len(content) > 0 {
		p.continues(id, 0, content).is(204)
	}
	return id
}

// sends hangs files on a new message without text.
func (p *person) sends(channel int64, files ...int64) event.Message {
	p.h.t.Helper()
	p.h.nonces++
	return decoded[event.Message](p.asks("POST", fmt.Sprintf("/channels/%d/messages", channel),
		object{"nonce": fmt.Sprintf("nonce-%06d", p.h.nonces), "text": "", "files": files}).is(201))
}

// opens asks for the bytes of a file, as a person.
func (p *person) opens(id int64, headers map[string]string) answerOf {
	p.h.t.Helper()
	all := map[string]string{"Authorization": "Bearer " + p.token}
	maps.Copy(all, headers)
	return p.h.request("GET", fmt.Sprintf("/files/%d", id), nil, all)
}

func TestAFileThatAikoSendsIsReadByBenAndGoneOnceItsMessageIsDeleted(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	channel := aiko.createsChannel(1, "drawings", true).ID
	plan := []byte("the plan of the new office\n")
	id := aiko.uploads("見積書 2026.txt", plan)

	about := decoded[fileAbout](aiko.asks("GET", fmt.Sprintf("/files/%d", id), nil).is(200))
	sum := sha256.Sum256(plan)
	require.Equal(t, hex.EncodeToString(sum[:]), about.SHA256)
	require.Equal(t, "text/plain", about.Type)
	ben.opens(id, nil).isProblem(404, "not_found")

	m := aiko.sends(channel, id)
	require.Equal(t, []event.File{{ID: id, Name: "見積書 2026.txt", Size: int64(len(plan)), Type: "text/plain"}}, m.Files)
	require.Equal(t, m.Files, ben.history(channel, "").Items[len(ben.history(channel, "").Items)-1].Files)
	a := ben.opens(id, nil).is(200)
	require.Equal(t, plan, a.body)
	require.Equal(t, "default-src 'none'; sandbox", a.header.Get("Content-Security-Policy"))
	require.Equal(t, "text/plain; charset=UTF-8", a.header.Get("Content-Type"))
	require.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"))

	aiko.asks("DELETE", fmt.Sprintf("/messages/%d", m.ID), nil).is(204)
	ben.opens(id, nil).isProblem(404, "not_found")
	aiko.opens(id, nil).isProblem(404, "not_found")
	require.Eventually(t, func() bool { return len(h.stored()) == 0 }, 10*time.Second, 20*time.Millisecond, "its bytes go, too")
}

func TestWhoAsksForTheHeadOfAFileGetsWhatGetSaysWithoutABody(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.outsider("Ben", aiko, 1)
	channel := aiko.createsChannel(1, "drawings", true).ID
	plan, page, photo, portrait := aiko.uploads("plan.txt", []byte("the plan\n")), aiko.uploads("page.html", []byte("<!doctype html><p>hello")), aiko.uploads("photo.jpg", photograph(t, 900, 700)), aiko.portrays()
	aiko.sends(channel, plan, page, photo)
	for _, path := range []string{
		fmt.Sprintf("/files/%d", plan), fmt.Sprintf("/files/%d/thumb", photo), fmt.Sprintf("/files/%d/screen", photo),
		fmt.Sprintf("/preview/%d", page), fmt.Sprintf("/pictures/%d", portrait),
	} {
		asked := func(method string, p *person) answerOf {
			return h.request(method, path, nil, map[string]string{"Authorization": "Bearer " + p.token})
		}
		got, head := asked("GET", aiko).is(200), asked("HEAD", aiko).is(200)
		require.Empty(t, head.body)
		for _, name := range []string{"Content-Length", "Content-Type", "Content-Disposition", "Content-Security-Policy", "ETag", "Accept-Ranges", "Cache-Control"} {
			require.Equal(t, got.header.Get(name), head.header.Get(name), "%s of %s", name, path)
		}
		asked("HEAD", ben).is(404)
		h.request("HEAD", path, nil, nil).is(401)
	}
	ranged := h.request("HEAD", fmt.Sprintf("/files/%d", plan), nil, map[string]string{"Authorization": "Bearer " + aiko.token, "Range": "bytes=0-0"}).is(200)
	require.Equal(t, "9", ranged.header.Get("Content-Length"), "ranges are of GET alone")
}

// stored are the files in the upload folder.
func (h *house) stored() (found []string) {
	_ = filepath.WalkDir(h.uploads, func(path string, entry os.DirEntry, _ error) error {
		if entry != nil && !entry.IsDir() {
			found = append(found, path)
		}
		return nil
	})
	return found
}

func TestAnUploadThatWasCutGoesOnWhereItStopped(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	content := bytes.Repeat([]byte("0123456789abcdef"), 1<<16) // a MiB
	id := aiko.announces("big.bin", len(content))

	conn := h.begun(aiko, id, 0, len(content), content[:700_000])
	require.NoError(t, conn.Close())
	var at int
	require.Eventually(t, func() bool {
		a := h.tus(aiko, "HEAD", fmt.Sprintf("/uploads/%d", id), nil, nil).is(200)
		at, _ = strconv.Atoi(a.header.Get("Upload-Offset"))
		return at > 0
	}, 5*time.Second, 20*time.Millisecond)
	require.LessOrEqual(t, at, 700_000)

	aiko.continues(id, 0, content[:16]).isProblem(409, "offset_wrong") // a long one may meet a closed connection before it is all written
	aiko.continues(id, at, content[at:]).is(204)
	require.Equal(t, content, aiko.opens(id, nil).is(200).body)
}

func TestAConnectionThatIsGoneWithoutAWordGivesWayToTheNext(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	content := bytes.Repeat([]byte("x"), 100_000)
	id := aiko.announces("big.bin", len(content))
	silent := h.begun(aiko, id, 0, len(content), content[:60_000])
	defer func() { _ = silent.Close() }()
	require.Eventually(t, func() bool { return len(h.stored()) == 1 && fileSize(h.stored()[0]) >= 50_000 }, 5*time.Second, 10*time.Millisecond)
	a := h.tus(aiko, "HEAD", fmt.Sprintf("/uploads/%d", id), nil, nil).is(200)
	at, err := strconv.Atoi(a.header.Get("Upload-Offset"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, at, 50_000)
	aiko.continues(id, at, content[at:]).is(204)
	require.Equal(t, content, aiko.opens(id, nil).is(200).body)
}

func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return -1
	}
	return info.Size()
}

// begun is a connection over which a piece was announced and only a part of it sent.
func (h *house) begun(p *person, id int64, offset, length int, part []byte) io.Closer {
	h.t.Helper()
	conn := h.dial()
	_, err := fmt.Fprintf(conn, "PATCH %s/%d HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nTus-Resumable: 1.0.0\r\nContent-Type: %s\r\n"+
		"Upload-Offset: %d\r\nContent-Length: %d\r\n\r\n%s", uploadsPath, id, p.token, tusContentType, offset, length, part)
	require.NoError(h.t, err)
	return conn
}

func TestWhoSendsTooManyFilesAtOnceWaits(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	for range 16 {
		conn := h.begun(aiko, aiko.announces("slow.bin", 10_000), 0, 10_000, make([]byte, 9_000))
		defer func() { _ = conn.Close() }()
	}
	require.Eventually(t, func() bool { return len(h.stored()) == 16 }, 5*time.Second, 20*time.Millisecond)
	aiko.continues(aiko.announces("one-more.bin", 3), 0, []byte("abc")).isProblem(429, "too_many")
	ben.uploads("his.bin", []byte("abc"))
}

func TestNobodyHangsAnothersFileOnAMessage(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	channel := aiko.createsChannel(1, "drawings", true).ID
	tries := func(p *person, files ...int64) answerOf {
		h.nonces++
		return p.asks("POST", fmt.Sprintf("/channels/%d/messages", channel), object{"nonce": fmt.Sprintf("nonce-%06d", h.nonces), "text": "x", "files": files})
	}
	plan := aiko.uploads("plan.txt", []byte("a plan"))
	tries(ben, plan).isProblem(409, "file_unfit")
	tries(aiko, plan+1000).isProblem(409, "file_unfit")
	tries(aiko, aiko.announces("half.txt", 10)).isProblem(409, "file_unfit")
	tries(aiko, plan, plan).isProblem(409, "file_unfit")
	tries(aiko, plan).is(201)
	tries(aiko, plan).isProblem(409, "file_unfit")
	eleven := make([]int64, 11)
	tries(aiko, eleven...).is(422)
}

func TestPiecesThatLieAreRefused(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	id := aiko.announces("plan.txt", 10)
	path := fmt.Sprintf("/uploads/%d", id)
	aiko.continues(id, 0, []byte("more than ten bytes")).isProblem(422, "length_wrong")
	h.tus(aiko, "PATCH", path, []byte("0123"), map[string]string{"Upload-Offset": "-1"}).isProblem(422, "invalid")
	h.tus(aiko, "PATCH", path, []byte("0123"), map[string]string{"Upload-Offset": "0", "Content-Type": "text/plain"}).isProblem(415, "content_type")
	h.tus(aiko, "PATCH", path, []byte("0123"), map[string]string{"Upload-Offset": "0", "Tus-Resumable": "0.2.2"}).isProblem(412, "tus_version")
	wrong := map[string]string{"Upload-Offset": "0", "Upload-Checksum": "sha1 " + base64.StdEncoding.EncodeToString(make([]byte, 20))}
	h.tus(aiko, "PATCH", path, []byte("0123"), wrong).isProblem(460, "checksum_wrong")
	sum := sha256.Sum256([]byte("0123456789"))
	right := map[string]string{"Upload-Offset": "0", "Upload-Checksum": "sha256 " + base64.StdEncoding.EncodeToString(sum[:])}
	h.tus(aiko, "PATCH", path, []byte("0123456789"), right).is(204)
	aiko.continues(id, 10, nil).is(204)
	require.Equal(t, "0123456789", string(aiko.opens(id, nil).is(200).body))
}

func TestWhatIsTooLargeIsRefusedBeforeItsFirstByte(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	for length, code := range map[string]string{"4194305": "file_too_large", "-1": "invalid", "1e3": "invalid", "": "invalid", "99999999999999999999": "invalid"} {
		a := h.tus(aiko, "POST", "/uploads", nil, map[string]string{"Upload-Length": length, "Upload-Metadata": metadata("x")})
		require.Equal(t, code, decoded[Problem](a).Code, length)
	}
	h.tus(aiko, "POST", "/uploads", nil, map[string]string{"Upload-Length": "1", "Upload-Metadata": "filename ***"}).isProblem(422, "invalid")
	h.tus(aiko, "POST", "/uploads", nil, map[string]string{"Upload-Length": "1", "Upload-Metadata": metadata("x") + ",channel OTk5"}).isProblem(404, "not_found")
	require.Empty(t, h.stored())
}

func TestAnEmptyFileIsThereAtOnce(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	require.Empty(t, aiko.opens(aiko.uploads("empty.txt", nil), nil).is(200).body)
}

func TestAPartOfAFileIsReadByItself(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	id := aiko.uploads("digits.txt", []byte("0123456789"))
	tag := aiko.opens(id, nil).is(200).header.Get("ETag")
	for asked, answer := range map[string]string{
		"bytes=0-3": "0123", "bytes=4-": "456789", "bytes=-2": "89", "bytes=9-100": "9", "bytes=-100": "0123456789",
	} {
		require.Equal(t, answer, string(aiko.opens(id, map[string]string{"Range": asked}).is(206).body), asked)
	}
	require.Equal(t, "bytes 0-3/10", aiko.opens(id, map[string]string{"Range": "bytes=0-3"}).header.Get("Content-Range"))
	for _, unknown := range []string{"bytes=0-1,4-5", "lines=1-2", "bytes=a-b", "bytes=5-2", "bytes=--1"} {
		aiko.opens(id, map[string]string{"Range": unknown}).is(200)
	}
	require.Equal(t, "bytes */10", aiko.opens(id, map[string]string{"Range": "bytes=10-"}).isProblem(416, "range").header.Get("Content-Range"))
	aiko.opens(id, map[string]string{"If-None-Match": tag}).is(304)
	aiko.opens(id, map[string]string{"Range": "bytes=0-3", "If-Range": `"other"`}).is(200)
	aiko.opens(id, map[string]string{"Range": "bytes=0-3", "If-Range": tag}).is(206)
}

func TestWhatCouldRunIsOnlyDownloaded(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	for name, content := range map[string]string{
		"page.html": "<!doctype html><script>alert(1)</script>", "drawing.svg": `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
		"data.xml": `<?xml version="1.0"?><?xml-stylesheet href="x"?><a/>`, "picture.png": "<script>alert(1)</script>", "paper.pdf": "%PDF-1.7\n",
	} {
		a := aiko.opens(aiko.uploads(name, []byte(content)), nil).is(200)
		require.Equal(t, "application/octet-stream", a.header.Get("Content-Type"), name)
		require.True(t, strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment;"), name)
	}
}

func TestTheServerStopsSoonWhileFilesComeAndGo(t *testing.T) {
	var open []io.Closer
	t.Cleanup(func() {
		for _, conn := range open {
			_ = conn.Close()
		}
	})
	h := newHouse(t)
	aiko := h.owner("Aiko")
	half := aiko.announces("half.bin", 100_000)
	open = append(open, h.begun(aiko, half, 0, 100_000, make([]byte, 50_000)))
	conn := h.dial()
	open = append(open, conn)
	_, err := fmt.Fprintf(conn, "GET /files/%d HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n", aiko.uploads("big.bin", make([]byte, 4<<20)), aiko.token)
	require.NoError(t, err)
	_, err = conn.Read(make([]byte, 1000)) // and no more
	require.NoError(t, err)
	begun := time.Now()
	require.NoError(t, h.server.Shutdown())
	require.Less(t, time.Since(begun), 5*time.Second)
}

func TestASlowReaderGetsAllOfAFile(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	content := bytes.Repeat([]byte("x"), 4<<20)
	id := aiko.uploads("big.bin", content)
	conn := h.dial()
	defer func() { _ = conn.Close() }()
	_, err := fmt.Fprintf(conn, "GET /files/%d HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n", id, aiko.token)
	require.NoError(t, err)
	read, piece := 0, make([]byte, 64<<10)
	for err == nil {
		var n int
		n, err = conn.Read(piece)
		read += n
		aiko.asks("GET", "/me", nil).is(200) // what another asks meanwhile is not mixed up with it
		time.Sleep(20 * time.Millisecond)
	}
	require.ErrorIs(t, err, io.EOF)
	require.Greater(t, read, len(content))
}

func TestAReaderWhoIsRemovedGetsNoMoreOfAFileThatHeIsReading(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	channel := aiko.createsChannel(1, "drawings", true).ID
	id := aiko.uploads("big.bin", bytes.Repeat([]byte("x"), 4<<20))
	aiko.sends(channel, id)
	conn := h.dial()
	defer func() { _ = conn.Close() }()
	_, err := fmt.Fprintf(conn, "GET /files/%d HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n", id, ben.token)
	require.NoError(t, err)
	read := 0
	piece := make([]byte, 32<<10)
	began := time.Now()
	for removed := false; ; {
		n, err := conn.Read(piece)
		read += n
		if err != nil {
			break
		}
		if !removed && read > 100_000 {
			aiko.asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), nil).is(204)
			removed = true
		}
		time.Sleep(20 * time.Millisecond) // a slow reader: he would need seconds for all of it
	}
	require.Less(t, read, 4<<20)
	require.Less(t, time.Since(began), 5*time.Second)
}

func TestFilesAreListedByPlaceKindPersonAndTimeForThoseWhoSeeThem(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	drawings := aiko.createsChannel(1, "drawings", true).ID
	secret := decoded[event.Channel](aiko.asks("POST", "/workspaces/1/channels", object{"name": "board", "private": true}).is(201)).ID
	first := aiko.sends(drawings, aiko.uploads("plan.txt", []byte("a plan")), aiko.uploads("photo.jpg", photograph(t, 4, 4)))
	ben.sends(drawings, ben.uploads("answer.txt", []byte("an answer")))
	aiko.sends(secret, aiko.uploads("salaries.txt", []byte("nobody's business")))
	names := func(p *person, path string) string {
		var found []string
		for _, f := range decoded[fileList](p.asks("GET", path, nil).is(200)).Items {
			found = append(found, f.Name)
		}
		return strings.Join(found, " ")
	}
	of := fmt.Sprintf("/channels/%d/files?", drawings)
	require.Equal(t, "answer.txt plan.txt photo.jpg", names(ben, of))
	require.Equal(t, "photo.jpg", names(ben, of+"kind=picture"))
	require.Equal(t, "answer.txt plan.txt", names(ben, of+"kind=text"))
	require.Equal(t, "answer.txt", names(ben, of+fmt.Sprintf("author=%d", ben.ID)))
	require.Equal(t, "plan.txt photo.jpg", names(ben, of+fmt.Sprintf("until=%d", first.CreatedAt+1)))
	require.Empty(t, names(ben, of+fmt.Sprintf("from=%d", time.Now().Add(time.Hour).UnixMilli())))
	require.Equal(t, "answer.txt plan.txt photo.jpg", names(ben, "/workspaces/1/files"))
	require.Equal(t, "salaries.txt answer.txt plan.txt photo.jpg", names(aiko, "/workspaces/1/files"))

	page := decoded[fileList](aiko.asks("GET", "/workspaces/1/files?limit=2", nil).is(200))
	require.Len(t, page.Items, 2)
	require.Equal(t, "plan.txt photo.jpg", names(aiko, fmt.Sprintf("/workspaces/1/files?limit=2&before=%d", page.Next)))
	require.Len(t, page.People, 2)

	aiko.asks("DELETE", fmt.Sprintf("/messages/%d", first.ID), nil).is(204)
	require.Equal(t, "answer.txt", names(ben, of))
}

func TestAMessageWithFilesMayLoseItsText(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	channel := aiko.createsChannel(1, "drawings", true).ID
	m := aiko.sends(channel, aiko.uploads("plan.txt", []byte("a plan")))
	require.Equal(t, "The plan", aiko.edits(m, "The plan").Text)
	bare := aiko.edits(m, "")
	require.Empty(t, bare.Text)
	require.Equal(t, m.Files, bare.Files)
	plain := aiko.says(channel, "words")
	aiko.asks("PATCH", fmt.Sprintf("/messages/%d", plain.ID), object{"text": ""}).isProblem(422, "message_empty")
}

func TestAFileThatMayRunSomethingSaysSo(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ole := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 2000)...)
	for name, macros := range map[string]bool{"old.xls": true, "plan.txt": false} {
		id := aiko.uploads(name, map[bool][]byte{true: ole, false: []byte("a plan")}[macros])
		require.Equal(t, macros, decoded[fileAbout](aiko.asks("GET", fmt.Sprintf("/files/%d", id), nil).is(200)).Macros, name)
	}
}

func TestAnUploadThatNobodyGoesOnWithIsForgottenAfterAWeek(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	half, whole := aiko.announces("half.txt", 10), aiko.uploads("whole.txt", []byte("never sent"))
	aiko.continues(half, 0, []byte("01234")).is(204)
	sent := aiko.uploads("sent.txt", []byte("on a message"))
	aiko.sends(aiko.channelNamed("general").ID, sent)
	h.later.Store(int64(6 * 24 * time.Hour))
	aiko.continues(half, 5, []byte("56")).is(204) // which gives it another week
	h.later.Store(int64(8 * 24 * time.Hour))
	h.tus(aiko, "HEAD", fmt.Sprintf("/uploads/%d", half), nil, nil).is(200)
	h.later.Store(int64(14 * 24 * time.Hour))
	h.tus(aiko, "HEAD", fmt.Sprintf("/uploads/%d", half), nil, nil).is(404)
	aiko.continues(half, 7, []byte("789")).isProblem(404, "not_found")
	h.tus(aiko, "DELETE", fmt.Sprintf("/uploads/%d", aiko.announces("x.txt", 1)), nil, nil).is(204) // the removal begins
	require.Eventually(t, func() bool { return len(h.stored()) == 1 }, 10*time.Second, 20*time.Millisecond)
	aiko.opens(whole, nil).isProblem(404, "not_found")
	aiko.opens(sent, nil).is(200)
}

func TestMacrosFarBehindInADocumentAreFoundToo(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	for name, folder := range map[string]string{"plan.docx": "word/", "sheet.xlsx": "xl/", "slides.pptx": "ppt/"} {
		parts := []string{"_rels/.rels"}
		for i := range 300 {
			parts = append(parts, fmt.Sprintf("%smedia/picture%d.png", folder, i))
		}
		for macros, content := range map[bool][]byte{true: zipped(t, append(parts, folder+"VbaProject.bin")...), false: zipped(t, parts...)} {
			id := aiko.uploads(name, content)
			about := decoded[fileAbout](aiko.asks("GET", fmt.Sprintf("/files/%d", id), nil).is(200))
			require.Equal(t, macros, about.Macros, name)
			require.Equal(t, macros, strings.Contains(about.Type, "macroenabled"), name)
		}
	}
}
