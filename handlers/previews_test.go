package handlers

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"courtyard/app"

	"github.com/stretchr/testify/require"
	sjis "golang.org/x/text/encoding/japanese"
)

// leafs asks for lines of a file, as a person.
func (p *person) leafs(id int64, query string) answerOf {
	p.h.t.Helper()
	return p.asks("GET", fmt.Sprintf("/files/%d/text%s", id, query), nil)
}

// frames asks for what a file shows in a frame, as a person's browser does for our page.
func (p *person) frames(id int64, query string, headers ...string) answerOf {
	p.h.t.Helper()
	all := map[string]string{"Authorization": "Bearer " + p.token}
	for i := 0; i < len(headers); i += 2 {
		all[headers[i]] = headers[i+1]
	}
	return p.h.request("GET", fmt.Sprintf("/preview/%d%s", id, query), nil, all)
}

func TestATextIsReadInPagesInItsOwnCharset(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.outsider("Ben", aiko, 1)
	lines := make([]string, 450)
	for i := range lines {
		lines[i] = fmt.Sprintf("%d行目：見積もりの金額は①です", i+1)
	}
	content, err := sjis.ShiftJIS.NewEncoder().String(strings.Join(lines, "\r\n"))
	require.NoError(t, err)
	id := aiko.uploads("記録.txt", []byte(content))

	page := decoded[textPage](aiko.leafs(id, "").is(200))
	require.Equal(t, strings.Join(lines[:200], "\n"), page.Text)
	require.EqualValues(t, "Shift_JIS", page.Charset)
	require.Equal(t, 200, page.Lines)
	require.Equal(t, 201, page.Next)
	require.Empty(t, page.HTML)
	require.Contains(t, page.Charsets, page.Charset)
	last := decoded[textPage](aiko.leafs(id, "?from=401&lines=300").is(200))
	require.Equal(t, strings.Join(lines[400:], "\n"), last.Text)
	require.Zero(t, last.Next)

	wrong := decoded[textPage](aiko.leafs(id, "?charset=EUC-JP&lines=1").is(200))
	require.EqualValues(t, "EUC-JP", wrong.Charset)
	require.NotContains(t, wrong.Text, "行目")
	aiko.leafs(id, "?charset=klingon").isProblem(422, "charset_unknown")
	require.Equal(t, 422, aiko.leafs(id, "?lines=2001").status)
	ben.leafs(id, "").isProblem(404, "not_found")
	aiko.leafs(aiko.uploads("a.bin", []byte{0, 1, 2}), "").isProblem(422, "no_text")
}

func TestCodeHasTheColoursOfMessagesAndMarkdownIsDrawn(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	code := decoded[textPage](aiko.leafs(aiko.uploads("main.go", []byte("package main // <script>\n")), "").is(200))
	require.Equal(t, `<pre><code><span class="kn">package</span> main <span class="c1">// &lt;script&gt;</span>`+"\n</code></pre>", code.HTML)
	require.Equal(t, "package main // <script>", code.Text)
	long := decoded[textPage](aiko.leafs(aiko.uploads("long.go", []byte("package main\n"+strings.Repeat("// words and words\n", 1000))), "?lines=2000").is(200))
	require.Empty(t, long.HTML)

	id := aiko.uploads("read me.md", []byte("# Plan\n\n<img src=x onerror=alert(1)> [a](javascript:alert(1))\n"))
	drawn := decoded[textPage](aiko.leafs(id, "?drawn=true&lines=2000").is(200))
	require.Contains(t, drawn.HTML, "<h1>Plan</h1>")
	require.NotContains(t, drawn.HTML, "<img")
	require.NotContains(t, drawn.HTML, "<a ")
	require.NotContains(t, decoded[textPage](aiko.leafs(id, "").is(200)).HTML, "<h1>")
}

// zipped is a zip of empty files.
func zipped(t *testing.T, names ...string) []byte {
	out := bytes.Buffer{}
	w := zip.NewWriter(&out)
	for _, name := range names {
		_, err := w.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true})
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

// lists asks what an archive holds, as a person.
func (p *person) lists(id int64, query string) answerOf {
	p.h.t.Helper()
	return p.asks("GET", fmt.Sprintf("/files/%d/entries%s", id, query), nil)
}

func TestAnArchiveTellsWhatItHolds(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.outsider("Ben", aiko, 1)
	windows, err := sjis.ShiftJIS.NewEncoder().String("見積書/表紙.txt")
	require.NoError(t, err)
	id := aiko.uploads("書類.zip", zipped(t, "docs/", windows))

	page := decoded[archivePage](aiko.lists(id, "").is(200))
	require.Equal(t, []archiveEntry{{Name: "docs/", Folder: true}, {Name: "見積書/表紙.txt"}}, page.Items)
	require.EqualValues(t, "Shift_JIS", page.Charset)
	require.Contains(t, page.Charsets, page.Charset)
	require.False(t, page.More)
	wrong := decoded[archivePage](aiko.lists(id, "?charset=EUC-JP").is(200))
	require.EqualValues(t, "EUC-JP", wrong.Charset)
	require.NotContains(t, wrong.Items[1].Name, "見積書")
	aiko.lists(id, "?charset=klingon").isProblem(422, "charset_unknown")
	ben.lists(id, "").isProblem(404, "not_found")
}

func TestWhatIsWrongWithAnArchiveIsSaidBesideWhatWasFound(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	whole := zipped(t, "a.txt", "b.txt")
	cut := bytes.Clone(whole)
	copy(cut[len(cut)-14:], []byte{0xff, 0xff, 0xff, 0xff}) // 65,535 entries
	page := decoded[archivePage](aiko.lists(aiko.uploads("cut.zip", cut), "").is(200))
	require.Equal(t, app.FaultBroken, page.Fault)
	require.Len(t, page.Items, 2)

	bomb := bytes.Buffer{}
	packed := gzip.NewWriter(&bomb)
	inside := tar.NewWriter(packed)
	require.NoError(t, inside.WriteHeader(&tar.Header{Name: "zeros", Size: 20 << 20}))
	_, err := inside.Write(make([]byte, 20<<20))
	require.NoError(t, err)
	require.NoError(t, inside.Close())
	require.NoError(t, packed.Close())
	page = decoded[archivePage](aiko.lists(aiko.uploads("bomb.tar.gz", bomb.Bytes()), "").is(200))
	require.Equal(t, app.FaultBomb, page.Fault)
	require.Equal(t, "zeros", page.Items[0].Name)

	page = decoded[archivePage](aiko.lists(aiko.uploads("empty.zip", zipped(t)), "").is(200))
	require.Empty(t, page.Items)
	require.Empty(t, page.Fault)
	for name, content := range map[string]string{"a.7z": "7z\xbc\xaf\x27\x1c\x00\x04", "a.rar": "Rar!\x1a\x07\x00", "a.txt": "words"} {
		aiko.lists(aiko.uploads(name, []byte(content)), "").isProblem(422, "archive_unlisted")
	}
}

const hostilePage = `<!doctype html><meta http-equiv="refresh" content="0; url=https://elsewhere.example/"><script>fetch("/api/v1/me")</script>`

func TestAForeignPageStandsInAClosedFrame(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.outsider("Ben", aiko, 1)
	id := aiko.uploads("page.html", []byte(hostilePage))

	a := aiko.frames(id, "", "Sec-Fetch-Site", "same-origin").is(200)
	require.Equal(t, hostilePage, string(a.body))
	for name, value := range map[string]string{
		"Content-Security-Policy": "sandbox; default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; " +
			"media-src data: blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
		"Content-Type": "text/html; charset=UTF-8", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
		"Referrer-Policy": "no-referrer", "Cache-Control": "private, no-store", "X-Frame-Options": "", "Cross-Origin-Opener-Policy": "",
	} {
		require.Equal(t, value, a.header.Get(name), name)
	}
	scripted := aiko.frames(id, "?scripts=1", "Sec-Fetch-Site", "none").is(200)
	require.Equal(t, "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "+
		"media-src data: blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'", scripted.header.Get("Content-Security-Policy"))

	ben.frames(id, "").isProblem(404, "not_found")
	for _, site := range []string{"cross-site", "same-site"} {
		a := h.request("GET", fmt.Sprintf("/preview/%d", id), nil, map[string]string{"Sec-Fetch-Site": site})
		a.isProblem(403, "cross_site")
		require.Equal(t, "DENY", a.header.Get("X-Frame-Options"))
	}
	require.NotContains(t, aiko.opens(id, nil).is(200).header.Get("Content-Type"), "html", "by its own address it is downloaded")
}

func TestADrawingIsAPictureAndNeverAPage(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	drawing := `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>`
	id := aiko.uploads("図.svg", []byte(drawing))

	a := aiko.frames(id, "", "Sec-Fetch-Site", "same-origin", "Sec-Fetch-Dest", "image").is(200)
	require.Equal(t, "image/svg+xml", a.header.Get("Content-Type"))
	require.Equal(t, "default-src 'none'; sandbox; style-src 'unsafe-inline'", a.header.Get("Content-Security-Policy"))
	require.Equal(t, "DENY", a.header.Get("X-Frame-Options"))
	require.Equal(t, "Sec-Fetch-Dest", a.header.Get("Vary"))
	require.Equal(t, drawing, string(a.body))
	for _, dest := range []string{"", "document", "iframe", "embed", "object", "empty"} {
		a := aiko.frames(id, "?scripts=1", "Sec-Fetch-Dest", dest).is(200)
		require.Equal(t, "application/octet-stream", a.header.Get("Content-Type"), dest)
		require.Contains(t, a.header.Get("Content-Disposition"), "attachment", dest)
		require.Equal(t, contentPolicy, a.header.Get("Content-Security-Policy"), dest)
	}
}

func TestNothingElseIsShownInAFrame(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	for name, content := range map[string]string{
		"a.txt":         "words",
		"polyglot.html": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR<script>alert(1)</script>",
		"polyglot.svg":  "GIF89a/*<svg onload=alert(1)>*/",
		"page.pdf":      "%PDF-1.7\n<html><script>alert(1)</script>",
	} {
		aiko.frames(aiko.uploads(name, []byte(content)), "").isProblem(422, "no_preview")
	}
	h.request("GET", "/preview/1", nil, nil).isProblem(401, "not_signed_in")
	aiko.frames(99, "").isProblem(404, "not_found")
}

func TestTheWorkshopRunsOnlyWhatThePageHandsIn(t *testing.T) {
	h := newHouse(t)
	a := h.request("GET", "/frame/workshop", nil, nil).is(200)
	begin, end := strings.Index(string(a.body), "<script>")+len("<script>"), strings.Index(string(a.body), "</script>")
	sum := sha256.Sum256(a.body[begin:end])
	require.Equal(t, "sandbox allow-scripts; default-src 'none'; script-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"' blob:; worker-src blob:; "+
		"style-src 'unsafe-inline'; img-src data: blob:; font-src data: blob:; media-src data: blob:; connect-src 'none'; form-action 'none'; "+
		"base-uri 'none'; frame-ancestors 'self'", a.header.Get("Content-Security-Policy"))
	require.Empty(t, a.header.Get("X-Frame-Options"))
	require.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"))
	require.Equal(t, "no-referrer", a.header.Get("Referrer-Policy"))
	require.Equal(t, "same-origin", a.header.Get("Cross-Origin-Resource-Policy"))
	require.Equal(t, 1, strings.Count(string(a.body), "<script"))
}
