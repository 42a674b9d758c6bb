//go:build faults && linux

package faults

import (
	"crypto/tls"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"courtyard/scripts/drive"
)

// An address with a host, written out or without its scheme. What follows in a template (wss://${host}) is put together in the page.
var (
	address        = regexp.MustCompile(`(?i)\b(?:https?|wss?|ftp):(?:\\?/){2}([a-z0-9\[][a-z0-9.:\]-]*)[^\s"'<>)\x60]*`)
	withoutScheme  = regexp.MustCompile(`(?i)(?:^|["'\x60(=]|url\()\s*//([a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?)`)
	ownAddressText = regexp.MustCompile(`["'(](/[A-Za-z][^"'\s()<>]*)["')]`)
)

// names are addresses that name a language of XML and are never asked for (https://www.w3.org/TR/xml-names/), property lists among
// them.
var names = []string{
	"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML",
	"http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace", "http://www.apple.com/DTDs/PropertyList-1.0.dtd",
}

// foreign are the addresses in a text that lead to other hosts than our own.
func foreign(text string, own ...string) []string {
	var found []string
	for _, pattern := range []*regexp.Regexp{address, withoutScheme} {
		for _, match := range pattern.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(own, match[1]) && !slices.Contains(names, match[0]) {
				found = append(found, match[0])
			}
		}
	}
	return found
}

func TestTheCrawlFindsForeignOriginsOfEveryKind(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`<script src="https://cdn.example/x.js">`, `<img src=//pictures.example/a.png>`, `a { background: url(//fonts.example/a.woff) }`,
		`@import "http://fonts.example/a.css";`, `new WebSocket("wss://chat.example:8443/x")`, `fetch('//api.example/v1')`,
		`{"a":"https:\/\/escaped.example\/"}`, `Read more at https://manual.example/chapter`, "`//template.example/`",
		`https://127.0.0.1:9/other-port`, `http://www.w3.org/1999/anything`,
	} {
		require.Len(t, foreign(text, "127.0.0.1:8443"), 1, text)
	}
	for _, text := range []string{
		`<a href="/trust">`, `https://127.0.0.1:8443/w/1`, `"wss://"+location.host`, "`wss://${location.host}/`", `// a comment`,
		`document.createElementNS("http://www.w3.org/2000/svg","path")`, `a//b`,
	} {
		require.Empty(t, foreign(text, "127.0.0.1:8443"), text)
	}
}

// request is an address to begin at, and the status that proves that the crawl has met what it wanted to meet.
type request struct {
	method, path string
	status       int
	header       map[string]string
	body         string
}

// page is an answer; links are its own addresses.
type page struct {
	status  int
	kind    string
	text    string
	headers string
}

func ask(t *testing.T, h *house, scheme string, r request) page {
	t.Helper()
	client := &http.Client{
		Transport:     &http.Transport{TLSClientConfig: drive.TrustAny(), DisableKeepAlives: true, TLSNextProto: map[string]func(string, *tls.Conn) http.RoundTripper{}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	q, err := http.NewRequestWithContext(t.Context(), r.method, scheme+"://"+h.Host()+r.path, strings.NewReader(r.body))
	require.NoError(t, err)
	q.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	q.Header.Set("Sec-Fetch-Site", "same-origin")
	for name, value := range r.header {
		q.Header.Set(name, value)
	}
	q.Host = q.Header.Get("Host")
	answer, err := client.Do(q)
	require.NoError(t, err, r.path)
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	p := page{status: answer.StatusCode, text: string(body)}
	p.kind, _, _ = mime.ParseMediaType(answer.Header.Get("Content-Type"))
	for name, values := range answer.Header {
		p.headers += name + ": " + strings.Join(values, ", ") + "\n"
	}
	return p
}

// links are the own addresses in a page, a stylesheet or a script.
func (p page) links() []string {
	var links []string
	switch p.kind {
	case "text/html":
		tokens := html.NewTokenizer(strings.NewReader(p.text))
		for tokens.Next() != html.ErrorToken {
			for _, a := range tokens.Token().Attr {
				if (a.Key == "href" || a.Key == "src" || a.Key == "action") && strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "//") {
					links = append(links, a.Val)
				}
			}
		}
	case "text/css", "text/javascript", "application/javascript":
		for _, match := range ownAddressText.FindAllStringSubmatch(p.text, -1) {
			if strings.HasPrefix(match[1], "/assets/") || strings.HasSuffix(match[1], ".js") {
				links = append(links, match[1])
			}
		}
	}
	return links
}

// crawl follows a request's answer to everything of our own that it names, and gives the foreign addresses with the page they are on.
func crawl(t *testing.T, h *house, scheme string, first []request) (pages map[string]string, findings []string) {
	t.Helper()
	pages = map[string]string{}
	waiting := slices.Clone(first)
	for i := 0; i < len(waiting); i++ {
		r := waiting[i]
		p := ask(t, h, scheme, r)
		name := fmt.Sprintf("%s %s %d %.80s", r.method, r.path, r.status, fmt.Sprint(r.header))
		require.Equal(t, r.status, p.status, "%s: %s", name, p.text)
		pages[name] = p.kind
		for _, address := range foreign(p.text+"\n"+p.headers, h.Host(), fmt.Sprintf("localhost:%d", h.Port), "localhost") {
			findings = append(findings, name+" holds "+address)
		}
		for _, link := range p.links() {
			next := request{method: http.MethodGet, path: link, status: http.StatusOK}
			if u, err := url.Parse(link); err == nil && !slices.ContainsFunc(waiting, func(w request) bool { return w.path == u.Path }) {
				next.path = u.Path
				waiting = append(waiting, next)
			}
		}
	}
	return pages, findings
}

func TestNoAnswerOfTheServerNamesAnotherOrigin(t *testing.T) {
	t.Parallel()
	h := open(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data"), TLS: true})
	json := map[string]string{"Content-Type": "application/json"}
	japanese := map[string]string{"Accept-Language": "ja"}
	var first []request
	for _, path := range []string{"/", "/setup", "/signin", "/signup", "/join/ABCDEFGH", "/w/1", "/w/1/c/1", "/trust"} {
		first = append(first, request{"GET", path, 200, nil, ""}, request{"GET", path, 200, japanese, ""})
	}
	first = append(first,
		request{"GET", "/docs", 404, nil, ""}, request{"GET", "/frame/workshop", 200, nil, ""}, request{"GET", "/preview/1", 401, nil, ""}, request{"GET", "/files/1", 401, nil, ""},
		request{"GET", "/nowhere", 404, japanese, ""}, request{"GET", "/assets/nothing.js", 404, nil, ""}, request{"GET", "/api/v1/nothing", 404, nil, ""},
		request{"POST", "/api/v1/sessions", 400, json, "{"}, request{"GET", "/api/v1/me", 401, nil, ""},
		request{"POST", "/api/v1/sessions", 403, map[string]string{"Sec-Fetch-Site": "cross-site", "Content-Type": "application/json"}, "{}"},
		request{"PUT", "/signin", 405, nil, ""}, request{"POST", "/api/v1/sessions", 415, nil, "{}"}, request{"POST", "/api/v1/sessions", 422, json, "{}"},
		request{"POST", "/api/v1/sessions", 413, json, strings.Repeat(" ", 2<<20)},
		request{"GET", "/", 421, map[string]string{"Host": "elsewhere.example"}, ""},
		request{"GET", "/", 431, map[string]string{"Cookie": strings.Repeat("x", 20<<10)}, ""},
		request{"GET", "/api/v1/socket", 426, map[string]string{"Authorization": "Bearer " + h.aiko().Token}, ""},
		request{"GET", "/", 403, map[string]string{"X-Forwarded-For": "10.0.0.1"}, ""},
		request{"GET", "/", 403, map[string]string{"X-Forwarded-For": "10.0.0.1", "Accept-Language": "ja"}, ""},
	)
	pages, findings := crawl(t, h, "https", first)
	require.Empty(t, findings)
	plain, findings := crawl(t, h, "http", []request{{"GET", "/", 308, nil, ""}, {"GET", "/trust", 200, nil, ""}, {"POST", "/", 403, nil, ""}})
	require.Empty(t, findings)
	kinds := map[string]int{}
	for _, kind := range append(slices.Collect(maps.Values(pages)), slices.Collect(maps.Values(plain))...) {
		kinds[kind]++
	}
	for _, kind := range []string{"text/html", "text/css", "text/javascript", "image/svg+xml", "application/problem+json"} {
		require.Positive(t, kinds[kind], "the crawl has not met %s: %v", kind, kinds)
	}
}

func TestThePageForAForeignAddressNamesNoOtherOrigin(t *testing.T) {
	t.Parallel()
	h := begin(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data"), Settings: []string{"TRUST_FORWARDED_FOR=true"}})
	for _, language := range []string{"en", "ja"} {
		stranger := map[string]string{"X-Forwarded-For": "203.0.113.5", "Accept-Language": language}
		_, findings := crawl(t, h, "http", []request{{"GET", "/", 403, stranger, ""}})
		require.Empty(t, findings)
	}
}

// Two of the server's own pages need a build without a front end, or a certificate from elsewhere: they are read where they stand.
func TestThePagesOfTheServerNameNoOtherOriginInTheSource(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../handlers/pages/*")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Empty(t, foreign(string(text)), file)
	}
}
