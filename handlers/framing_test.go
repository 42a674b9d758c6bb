package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/fasthttp/websocket"
	"github.com/stretchr/testify/require"
)

// status is the first answer to bytes that are sent as they are; "" where the server only closes.
func (h *house) status(request string) string {
	h.t.Helper()
	answer := h.raw(request)
	require.NotContains(h.t, answer, " 500 ", request)
	require.LessOrEqual(h.t, strings.Count(answer, "HTTP/1.1 "), 1, "one request, one answer: %q", request)
	_, rest, _ := strings.Cut(answer, " ")
	status, _, _ := strings.Cut(rest, " ")
	return status
}

func TestARequestThatCanBeReadInTwoWaysIsRefusedAndNotCarriedOut(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	const body = `{"name":"Smuggled"}`
	chunked := fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body)
	length := fmt.Sprintf("Content-Length: %d\r\n", len(body))
	me := func(first, lines, body string) string {
		return first + "Host: localhost\r\nAuthorization: Bearer " + aiko.token + "\r\nContent-Type: application/json\r\n" + lines + "\r\n" + body
	}
	const patch = "PATCH /api/v1/me HTTP/1.1\r\n"
	for about, request := range map[string]string{
		"two ways to say the length":            me(patch, length+"Transfer-Encoding: chunked\r\n", chunked),
		"the same the other way round":          me(patch, "Transfer-Encoding: chunked\r\n"+length, chunked),
		"a length before the blank":             me(patch, "Content-Length : 19\r\n", body),
		"two lengths":                           me(patch, length+"Content-Length: 3\r\n", body),
		"the same length twice":                 me(patch, length+length, body),
		"a list of lengths":                     me(patch, "Content-Length: 19, 19\r\n", body),
		"a length with a sign":                  me(patch, "Content-Length: +19\r\n", body),
		"a length below zero":                   me(patch, "Content-Length: -1\r\n", body),
		"a length in hex":                       me(patch, "Content-Length: 0x13\r\n", body),
		"a length beyond all numbers":           me(patch, "Content-Length: 99999999999999999999\r\n", body),
		"an empty length":                       me(patch, "Content-Length:\r\n", body),
		"an encoding that nobody knows":         me(patch, "Transfer-Encoding: xchunked\r\n", chunked),
		"an encoding that is none":              me(patch, length+"Transfer-Encoding: identity\r\n", body),
		"a list of encodings":                   me(patch, "Transfer-Encoding: gzip, chunked\r\n", chunked),
		"two encodings":                         me(patch, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunked),
		"an encoding with a control character":  me(patch, "Transfer-Encoding: \x0bchunked\r\n", chunked),
		"an encoding before the blank":          me(patch, "Transfer-Encoding : chunked\r\n", chunked),
		"an encoding in the older protocol":     me("PATCH /api/v1/me HTTP/1.0\r\n", "Transfer-Encoding: chunked\r\n", chunked),
		"a folded line":                         me(patch, length+"X-Folded: a\r\n b\r\n", body),
		"a length on a folded line":             me(patch, "X-Folded: a\r\n Content-Length: 19\r\n", body),
		"a blank before the first line":         me(patch+" X-First: a\r\n", length, body),
		"a bare line feed":                      me(patch, "X-Bare: a\n"+length, body),
		"a bare carriage return":                me(patch, "X-Bare: a\rb\r\n"+length, body),
		"a zero byte in a value":                me(patch, "X-Zero: a\x00b\r\n"+length, body),
		"a zero byte in a name":                 me(patch, "X-Ze\x00ro: a\r\n"+length, body),
		"a line without a name":                 me(patch, ": a\r\n"+length, body),
		"a line without a colon":                me(patch, "nothing\r\n"+length, body),
		"a protocol of another time":            me("PATCH /api/v1/me HTTP/3.0\r\n", length, body),
		"the beginning of the next protocol":    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		"no protocol at all":                    "PATCH /api/v1/me\r\n\r\n",
		"a word too many in the request's line": me("PATCH /api/v1/me me HTTP/1.1\r\n", length, body),
		"a method with odd characters":          me("PA\"TCH /api/v1/me HTTP/1.1\r\n", length, body),
		"a trailer that would be a header":      me(patch, "Transfer-Encoding: chunked\r\nTrailer: Host\r\n", chunked),
	} {
		require.Equal(t, "400", h.status(request+"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), about)
	}
	for about, request := range map[string]string{
		"honest chunks":              me(patch, "Transfer-Encoding: chunked\r\n", chunked),
		"a chunk of a negative size": me(patch, "Transfer-Encoding: chunked\r\n", "-13\r\n"+body+"\r\n0\r\n\r\n"),
		"a chunk beyond all numbers": me(patch, "Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\n"+body+"\r\n0\r\n\r\n"),
		"a chunk without its end":    me(patch, "Transfer-Encoding: chunked\r\n", "13\r\n"+body+"0\r\n\r\n"),
	} {
		require.Equal(t, "411", h.status(request+"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), about)
	}
	honest := strings.ReplaceAll(body, "Smuggled", "Honestly")
	require.Equal(t, "200", h.status(me(patch, length+"Connection: close\r\n", honest)))
	require.Contains(t, string(aiko.asks("GET", "/me", nil).is(200).body), "Honestly")
	require.NotContains(t, h.log.String(), "Smuggled")
}

func TestAHostIsOursOnlyAsBrowsersWriteIt(t *testing.T) {
	h := newHouse(t, func(o *Options) {
		o.HostAllowed = func(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }
	})
	const end = "Connection: close\r\n\r\n"
	get := func(target, hosts string) string { return h.status("GET " + target + " HTTP/1.1\r\n" + hosts + end) }
	for _, host := range []string{"localhost", "LOCALHOST", "localhost:8443", "127.0.0.1:65535", "[::1]", "[::1]:8443", "  localhost  "} {
		require.Equal(t, "200", get("/healthz", "Host: "+host+"\r\n"), host)
	}
	for _, host := range []string{
		"localhost.", "localhost.:8443", "evil.example", "localhost.evil.example", "evil.example:localhost", "localhost:0", "localhost:00080",
		"localhost:65536", "localhost:+80", "localhost:-1", "localhost:", "localhost:80:80", "localhost:8o", ":8443", "evil@localhost", "a:b@localhost:8443",
		"localhost@evil.example", "%6cocalhost", "localhost%00", "localhost%2eevil.example", "localhost%0d%0a", "[localhost]", "[localhost]:80", "]localhost[",
		"[[::1]]", "::1", "[::1", "[::1%25lo]", "[::1%lo]:80", "[::ffff:127.0.0.1]", "[::1]evil", "127.1", "0x7f.0.0.1", "2130706433", "127.0.0.01", "localhost, evil.example",
		"localhost/evil", "localhost?x", "localhost#x", "local host", "локалхост", "ｌｏｃａｌｈｏｓｔ", "localhost\t.evil", "http://localhost", "*", "\"localhost\"",
	} {
		require.Contains(t, []string{"400", "421"}, get("/healthz", "Host: "+host+"\r\n"), host)
	}
	for about, hosts := range map[string]string{
		"none": "", "an empty one": "Host:\r\n", "two": "Host: localhost\r\nHost: evil.example\r\n", "two that are ours": "Host: localhost\r\nHost: localhost\r\n",
		"one with a zero": "Host: local\x00host\r\n", "one with a line's end": "Host: localhost\rX: y\r\n", "one that goes on": "Host: localhost\r\n .evil.example\r\n",
		"a blank before the colon": "Host : localhost\r\n", "one in another header": "X-Forwarded-Host: localhost\r\nHost: evil.example\r\n",
	} {
		require.Contains(t, []string{"400", "421"}, get("/healthz", hosts), about)
	}
	require.Equal(t, "200", get("http://localhost/healthz", "Host: localhost\r\n"))
	for target, host := range map[string]string{
		"http://evil.example/healthz": "localhost", "http://localhost/healthz": "evil.example", "http://a@localhost/healthz": "localhost", "javascript://localhost/healthz": "evil.example",
		"http:///healthz": "localhost", "http://localhost:0/healthz": "localhost", "//evil.example/healthz": "evil.example", "localhost:80": "localhost", "*": "localhost",
		"http://localhost\\@evil.example/": "localhost",
	} {
		require.Contains(t, []string{"400", "404", "405", "421"}, get(target, "Host: "+host+"\r\n"), target)
	}
	require.Equal(t, "421", h.status("GET /healthz HTTP/1.0\r\n\r\n"), "the older protocol needs no Host, we do")
	require.NotContains(t, h.log.String(), "evil")
}

func TestAPathHasOneSpelling(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	get := func(path string) string {
		return h.status("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + aiko.token + "\r\nConnection: close\r\n\r\n")
	}
	require.Equal(t, "200", get("/api/v1/channels/1"))
	for _, id := range []string{"+1", "01", "-0", "1.0", "1e0", "0x1", "１", "%31%20", "1%20", "%201", "1;a=b", "9223372036854775808", "1_0"} {
		require.Contains(t, []string{"404", "422"}, get("/api/v1/channels/"+id), id)
	}
	require.Equal(t, "200", get("/api/v1/users?ids=1,2"))
	for _, query := range []string{"/users?ids=+1", "/users?ids=01", "/users?ids=1,%2B1", "/users?ids=1,,1", "/channels/1/messages?limit=%2B1", "/channels/1/messages?after=007"} {
		require.Equal(t, "422", get("/api/v1"+query), query)
	}
	for _, path := range []string{
		"//api/v1/me", "/api//v1/me", "/api/v1//me", "/api/v1/me/", "/api/v1/me//", "/api/v1/./me", "/api/v1/x/../me", "/api/v1/x/%2e%2e/me", "/api/v1/x/%2E%2E/me",
		"/api/v1/x/.%2e/me", "/api/v1%2fme", "/api/v1\\me", "/api/v1%5cme", "/api/v1/me%00", "/%00", "/api/v1/me%0a", "/api/v1/%6de", "/API/v1/me", "/api/v1/ME", "/api/v1/me;x",
		"/api/v1/me%20", "/api/v1/me.", "/trust/../api/v1/me", "/trust/%2e%2e/api/v1/me", "/assets/../index.html", "/assets/..%2f..%2fetc/passwd", "/..", "/.", "/../../etc/passwd",
		"/api/v1/me%252e", "/a%7fb", "/%c0%ae%c0%ae/", "/" + strings.Repeat("a", 8000), "/api/v1/channels/" + strings.Repeat("1", 8000), "/" + strings.Repeat("a/", 4000),
	} {
		require.Contains(t, []string{"404", "422"}, get(path), "%.80s", path)
	}
	require.Equal(t, "431", get("/"+strings.Repeat("a", 20000)))
	require.Equal(t, "200", get("/healthz?next=https://localhost/a//b/../c"), "a query may hold anything")
	require.Equal(t, "401", h.status("GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nX-Account: +1\r\nCookie: __Host-sid-+1="+aiko.token+"\r\nConnection: close\r\n\r\n"))
}

func TestForwardedHeadersInOddFormsOpenNothing(t *testing.T) {
	loopback := netip.MustParsePrefix("127.0.0.0/8")
	office := Guard{Allowed: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), loopback}, Proxies: []netip.Prefix{loopback}}
	behind := newHouse(t, func(o *Options) { o.Guard = office })
	alone := anotherHouse(t, func(o *Options) { o.Guard = Guard{Allowed: office.Allowed} })
	get := func(h *house, lines string) string {
		return h.status("GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + lines + "Connection: close\r\n\r\n")
	}
	for _, lines := range []string{"", "X-Forwarded-For: 10.1.2.3\r\n", "x-forwarded-for:10.1.2.3\r\n", "X-Forwarded-For: ::ffff:10.1.2.3\r\n", "X-Forwarded-For: 203.0.113.9, 10.1.2.3\r\n",
		"X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 10.1.2.3\r\n", "X-Forwarded-For: \t10.1.2.3 , 127.0.0.1\t\r\n", "X-Real-IP: 203.0.113.9\r\n"} {
		require.Equal(t, "200", get(behind, lines), lines)
	}
	for _, value := range []string{"", " ", ",", "203.0.113.9", "10.1.2.3,", ",203.0.113.9", "10.1.2.3, 203.0.113.9", "10.1.2.3:80", "[10.1.2.3]", "\"10.1.2.3\"", "10.1.2.03", "10.1.2", "0xa.1.2.3", "167838211",
		"unknown", "_hidden", "for=10.1.2.3", "10.1.2.3;10.1.2.3", "10.1.2.3/8", "::ffff:203.0.113.9", "::10.1.2.3", "64:ff9b::10.1.2.3", "2002:a01:203::1", "fe80::1%lo", "１０.1.2.3", "10.1.2.3 203.0.113.9",
		strings.Repeat("127.0.0.1,", 1500) + "what"} {
		require.Equal(t, "403", get(behind, "X-Forwarded-For: "+value+"\r\n"), "%.60s", value)
	}
	require.Equal(t, "403", get(behind, "X-Forwarded-For: 10.1.2.3\r\nX-Forwarded-For: 203.0.113.9\r\n"))
	require.Equal(t, "403", get(behind, "Forwarded: for=10.1.2.3\r\n"), "a proxy that speaks only of it in a header that we do not read")
	for _, lines := range []string{"X-Forwarded-For: 10.1.2.3\r\n", "X-FORWARDED-FOR: 127.0.0.1\r\n", "X-Forwarded-For:\r\n", "Forwarded: for=127.0.0.1\r\n", "forwarded: \"\"\r\n", "X-Forwarded-For : 127.0.0.1\r\n"} {
		require.Contains(t, []string{"400", "403"}, get(alone, lines), "nobody told us of a proxy: %s", lines)
	}
}

func TestAnotherPageReachesNothingWithOurCookie(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	cookie, _, _ := strings.Cut(h.pageAsks("POST", "/sessions", object{"username": "aiko", "password": password}).is(201).header.Get("Set-Cookie"), ";")
	port := h.base[strings.LastIndexByte(h.base, ':'):]
	foreign := []map[string]string{
		{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "Same-Origin"}, {"Sec-Fetch-Site": "same-origin, cross-site"}, {"Sec-Fetch-Site": "cross-site", "Origin": h.base},
		{"Sec-Fetch-Site": "same-site", "Origin": h.base}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"}, {"Origin": "http://127.0.0.1"}, {"Origin": "https" + h.base[len("http"):]}, {"Origin": "http://localhost" + port},
		{"Origin": h.base + "/"}, {"Origin": h.base + ".evil.example"}, {"Origin": "http://evil.example" + port}, {"Origin": h.base + " http://evil.example"}, {"Origin": strings.ToUpper(h.base)}, {"Origin": "http://a@" + h.base[len("http://"):]},
		{"Origin": "file://"}, {"Origin": "*"}, {"Referer": h.base + "/"}, {},
	}
	for _, headers := range foreign {
		for _, kind := range []string{"application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""} {
			for _, r := range []route{{method: "PATCH", path: "/me"}, {method: "POST", path: "/workspaces"}, {method: "DELETE", path: "/sessions/current"}} {
				sent := map[string]string{"Cookie": cookie, "Content-Type": kind}
				for name, value := range headers {
					sent[name] = value
				}
				h.request(r.method, apiBase+r.path, []byte(`{"name":"Mallory"}`), sent).isProblem(403, "cross_site")
			}
		}
		dialled := http.Header{"Cookie": {cookie}}
		for name, value := range headers {
			dialled.Set(name, value)
		}
		if headers["Origin"] == h.base {
			continue
		}
		_, response, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+h.base[len("http"):]+apiBase+"/socket", dialled)
		require.Error(t, err)
		require.Equal(t, 403, response.StatusCode, headers)
		require.NoError(t, response.Body.Close())
	}
	for _, kind := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json-patch+json", "", "text/plain; application/json"} {
		h.request("POST", apiBase+"/workspaces", []byte(`{"name":"Mallory"}`), map[string]string{"Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Content-Type": kind}).isProblem(415, "content_type")
	}
	preflight := h.request("OPTIONS", apiBase+"/me", nil, map[string]string{"Origin": "http://evil.example", "Access-Control-Request-Method": "PATCH"})
	for name := range preflight.header {
		require.NotContains(t, name, "Access-Control")
	}
	require.GreaterOrEqual(t, preflight.status, 400)
	h.request("GET", apiBase+"/socket", nil, map[string]string{"Cookie": cookie, "Origin": h.base}).isProblem(426, "upgrade_required")
	text, err := json.Marshal(aiko.bootstrap())
	require.NoError(t, err)
	require.NotContains(t, string(text), "Mallory")
}
