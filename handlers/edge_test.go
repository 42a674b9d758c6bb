package handlers

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
	"github.com/stretchr/testify/require"

	"courtyard/app/config"
)

// marker is a text that nobody but the sender may ever see again.
const marker = "MaRkEr7391"

func TestAMarkerInAnyFieldOfAnyRouteComesBackInNoFailureAndNoLog(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	silent := func(a answerOf, what string) {
		if a.status >= 400 {
			require.NotContains(t, string(a.body), marker, what)
			require.NotContains(t, fmt.Sprint(a.header), marker, what)
		}
	}
	for _, r := range h.routes() {
		if r.method == "DELETE" && (strings.HasPrefix(r.path, "/sessions") || strings.HasPrefix(r.path, "/workspaces")) {
			continue // would end the session, or the place where the others are tried
		}
		ids := map[string]string{"id": fmt.Sprint(general.ID), "account": fmt.Sprint(aiko.ID), "code": marker}
		for _, by := range []*person{aiko, {token: marker}} {
			for name := range bodies[r.name()] {
				for _, value := range []any{marker, object{marker: marker}, []string{marker}, strings.Repeat(marker, 600)} {
					body := object{}
					for n, v := range bodies[r.name()] {
						body[n] = v
					}
					body[name] = value
					silent(h.asks(by, r.method, r.filled(ids), body), r.name()+" "+name)
				}
			}
			silent(h.asks(by, r.method, r.filled(ids), object{marker: marker, marker + ".x": 1}), r.name())
			silent(h.asks(by, r.method, r.filled(ids)+"?"+marker+"="+marker, r.body()), r.name())
			silent(h.asks(by, r.method, r.filled(map[string]string{"id": marker, "account": marker, "code": marker}), r.body()), r.name())
		}
		silent(h.request(r.method, apiBase+r.filled(ids), []byte(`{"`+marker+`":`), map[string]string{"Content-Type": "application/json"}), r.name())
		silent(h.request(r.method, apiBase+r.filled(ids), []byte(marker), map[string]string{"Content-Type": marker, "X-Account": marker, "Origin": marker}), r.name())
	}
	ear := aiko.connects()
	for _, frame := range []object{
		{"type": marker, "ref": "1"}, {"type": "resume", marker: marker}, {"type": "resume"},
		{"type": "message.send", "ref": "2", "channel": marker, "text": marker}, {"type": "message.send", "ref": "3", "channel": 999, "nonce": marker, "text": marker},
		{"type": "read", "ref": "4", "channel": 999, "seq": 1, marker: 1},
	} {
		ear.send(frame)
	}
	for range 6 {
		text, err := json.Marshal(ear.next())
		require.NoError(t, err)
		require.NotContains(t, string(text), marker)
	}
	require.NotContains(t, h.log.String(), marker)
	require.NotContains(t, h.log.String(), password)
}

func TestBodiesThatAreNoJSONTooDeepOrTooLargeAreRefused(t *testing.T) {
	h := newHouse(t)
	post := func(body, kind string) answerOf {
		return h.request("POST", apiBase+"/sessions", []byte(body), map[string]string{"Content-Type": kind})
	}
	post(`{"username":`, "application/json").isProblem(400, "malformed")
	post("", "application/json").isProblem(400, "malformed")
	post(strings.Repeat("[", 17)+strings.Repeat("]", 17), "application/json").isProblem(400, "malformed")
	post(`{"username":"a","password":"b"}`, "text/plain").isProblem(415, "content_type")
	post(`{"username":"a","password":"b"}`, "application/x-www-form-urlencoded").isProblem(415, "content_type")
	post(`{"username":"a","password":"b","more":1}`, "application/json").isProblem(422, "invalid")
	require.Contains(t, h.raw("POST "+apiBase+"/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1048577\r\n\r\n"+strings.Repeat("x", 8<<10)), `"code":"too_large"`)
	h.request("POST", "/healthz", nil, nil).isProblem(405, "method_not_allowed")
	h.request("PROPFIND", apiBase+"/me", nil, nil).isProblem(405, "method_not_allowed")
	require.Equal(t, "DELETE, GET, PATCH", h.request("PUT", apiBase+"/me", nil, nil).isProblem(405, "method_not_allowed").header.Get("Allow"))
	h.request("GET", "/api/v2/nothing", nil, nil).isProblem(404, "not_found")
	h.request("GET", "/assets/nothing.js", nil, nil).isProblem(404, "not_found")
	h.request("GET", apiBase+"/capabilities", nil, map[string]string{"X-Long": strings.Repeat("a", 20000)}).isProblem(431, "headers_too_large")
}

func TestACompressedBodyIsRefusedBeforeItGrows(t *testing.T) {
	h := newHouse(t)
	var small bytes.Buffer
	grow := gzip.NewWriter(&small)
	_, err := grow.Write(make([]byte, 64<<20))
	require.NoError(t, errors.Join(err, grow.Close()))
	for _, path := range []string{"/sessions", "/nothing", "/capabilities"} {
		h.request("POST", apiBase+path, small.Bytes(), map[string]string{"Content-Type": "application/json", "Content-Encoding": "gzip"}).isProblem(415, "content_encoding")
	}
}

func TestWhoSendsTooMuchIsToldSo(t *testing.T) {
	h := newHouse(t)
	for range 5 {
		a := h.raw("POST " + apiBase + "/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 3145728\r\n\r\n" + strings.Repeat("x", 3<<20))
		require.Contains(t, a, `"code":"too_large"`)
	}
}

func TestNumbersThatAreNoneAreNotRepeated(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	for _, number := range []string{"123456789012345678901234567890", "9e99", "-0.5", "9223372036854775808", `"123456789"`} {
		a := h.request("PUT", apiBase+"/channels/1/read", []byte(`{"seq":`+number+`}`),
			map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + aiko.token}).is(422)
		require.NotContains(t, string(a.body), strings.Trim(number, `"`))
		require.NotContains(t, string(a.body), "Go struct")
	}
}

// dial opens a connection to the house.
func (h *house) dial() net.Conn {
	h.t.Helper()
	conn, err := net.Dial("tcp", h.base[len("http://"):])
	require.NoError(h.t, err)
	return conn
}

// raw sends bytes as they are and gives all that comes back until the server closes.
func (h *house) raw(request string) string {
	h.t.Helper()
	conn := h.dial()
	defer func() { _ = conn.Close() }()
	_, err := conn.Write([]byte(request))
	require.NoError(h.t, err)
	require.NoError(h.t, conn.SetReadDeadline(time.Now().Add(time.Minute)))
	answer, err := io.ReadAll(conn)
	require.NoError(h.t, err)
	return string(answer)
}

func TestEveryAnswerHasTheSecurityHeaders(t *testing.T) {
	h := newHouse(t)
	for _, path := range []string{"/", "/trust", "/healthz", apiBase + "/me", "/nothing", "/api/openapi.json"} {
		a := h.request("GET", path, nil, nil)
		require.Contains(t, a.header.Get("Content-Security-Policy"), "default-src 'none'; script-src 'self'", path)
		require.Contains(t, a.header.Get("Content-Security-Policy"), "connect-src 'self' ws"+h.base[len("http"):], path)
		require.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"), path)
		require.Equal(t, "no-referrer", a.header.Get("Referrer-Policy"), path)
		require.Equal(t, "DENY", a.header.Get("X-Frame-Options"), path)
		require.Equal(t, "same-origin", a.header.Get("Cross-Origin-Opener-Policy"), path)
		require.Empty(t, a.header.Get("Access-Control-Allow-Origin"), path)
	}
}

func TestAnIPv6AddressStandsInNoPolicy(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.HostAllowed = func(string) bool { return true } })
	policy := h.request("GET", "/", nil, map[string]string{"Host": "[::1]:8443"}).header.Get("Content-Security-Policy")
	require.Contains(t, policy, "connect-src 'self' ;")
}

func TestAHostThatIsNotOursIsMisdirected(t *testing.T) {
	h := newHouse(t)
	a := h.request("GET", "/healthz", nil, map[string]string{"Host": "evil.example"})
	a.isProblem(421, "host_unknown")
	require.NotContains(t, a.header.Get("Content-Security-Policy"), "evil.example")
}

func TestAnotherSitesPageChangesNothing(t *testing.T) {
	h := newHouse(t)
	h.owner("Aiko")
	form := object{"username": "aiko", "password": password}
	require.Empty(t, h.asks(nil, "POST", "/sessions", form).is(201).header.Get("Set-Cookie"), "who does not say where he comes from gets no cookie")
	stranger := &person{h, 0, "another site's page", "x"}
	require.Empty(t, stranger.asks("POST", "/sessions", form).is(201).header.Get("Set-Cookie"))
	cookie, _, _ := strings.Cut(h.pageAsks("POST", "/sessions", form).is(201).header.Get("Set-Cookie"), ";")
	change := func(headers map[string]string) answerOf {
		headers["Content-Type"], headers["Cookie"] = "application/json", cookie
		return h.request("PATCH", apiBase+"/me", []byte(`{"name":"Changed"}`), headers)
	}
	change(map[string]string{"Sec-Fetch-Site": "cross-site"}).isProblem(403, "cross_site")
	change(map[string]string{"Sec-Fetch-Site": "same-site"}).isProblem(403, "cross_site")
	change(map[string]string{"Origin": "http://127.0.0.1:1"}).isProblem(403, "cross_site")
	change(map[string]string{"Origin": "null"}).isProblem(403, "cross_site")
	change(map[string]string{}).isProblem(403, "cross_site")
	change(map[string]string{"Origin": h.base}).is(200)
	change(map[string]string{"Sec-Fetch-Site": "same-origin"}).is(200)
	change(map[string]string{"Sec-Fetch-Site": "same-origin", "X-Account": "2"}).isProblem(401, "not_signed_in")
	change(map[string]string{"Sec-Fetch-Site": "same-origin", "X-Account": "1"}).is(200)

	dial := func(headers http.Header) int {
		conn, response, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+h.base[len("http"):]+apiBase+"/socket?account=1", headers)
		if err == nil {
			_ = conn.Close() // or the stop would wait for its farewell
			return 101
		}
		defer func() { _ = response.Body.Close() }()
		return response.StatusCode
	}
	require.Equal(t, 403, dial(http.Header{"Cookie": {cookie}, "Origin": {"http://evil.example"}}))
	require.Equal(t, 403, dial(http.Header{"Cookie": {cookie}}))
	require.Equal(t, 401, dial(http.Header{"Origin": {h.base}}))
	require.Equal(t, 101, dial(http.Header{"Cookie": {cookie}, "Origin": {h.base}}))
}

func TestTheGuardBelievesOnlyTrustedProxies(t *testing.T) {
	prefixes := func(list ...string) (out []netip.Prefix) {
		for _, p := range list {
			out = append(out, netip.MustParsePrefix(p))
		}
		return out
	}
	private := Guard{Allowed: (&config.Config{RestrictToPrivate: true}).Allowed()}
	behind := Guard{Allowed: private.Allowed, Proxies: prefixes("10.0.0.5/32", "127.0.0.0/8")}
	for _, c := range []struct {
		about     string
		guard     Guard
		peer      string
		forwarded []string
		client    string
		refused   bool
	}{
		{"a desktop of the office", private, "192.168.1.20", nil, "192.168.1.20", false},
		{"IPv4 in IPv6", private, "::ffff:192.168.1.20", nil, "192.168.1.20", false},
		{"a link-local address with its zone", private, "fe80::1%eth0", nil, "fe80::1", false},
		{"the internet", private, "203.0.113.9", nil, "203.0.113.9", true},
		{"global IPv6", private, "2001:db8::1", nil, "2001:db8::1", true},
		{"a header from somebody who is no proxy", private, "192.168.1.20", []string{"10.0.0.1"}, "192.168.1.20", false},
		{"a proxy on this machine that nobody told us of", private, "127.0.0.1", []string{"203.0.113.9"}, "127.0.0.1", true},
		{"a desktop behind the proxy", behind, "10.0.0.5", []string{"192.168.1.20"}, "192.168.1.20", false},
		{"the internet behind the proxy", behind, "10.0.0.5", []string{"203.0.113.9"}, "203.0.113.9", true},
		{"a made-up beginning of the chain", behind, "10.0.0.5", []string{"10.0.0.1, 203.0.113.9", "127.0.0.1"}, "203.0.113.9", true},
		{"a chain that nobody can read", behind, "10.0.0.5", []string{"192.168.1.20, what"}, "10.0.0.5", true},
		{"a list of our own", Guard{Allowed: prefixes("203.0.113.0/24")}, "203.0.113.9", nil, "203.0.113.9", false},
		{"no guard at all", Guard{}, "203.0.113.9", nil, "203.0.113.9", false},
	} {
		client, err := c.guard.client(netip.MustParseAddr(c.peer), c.forwarded, len(c.forwarded) > 0)
		require.Equal(t, c.client, client.String(), c.about)
		require.Equal(t, c.refused, err != nil, c.about)
	}
}

func TestAnAddressFromOutsideIsRefusedBeforeAnythingElse(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.Guard = Guard{Allowed: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}} })
	h.request("GET", "/healthz", nil, nil).isProblem(403, "address_not_allowed")
	page := h.request("GET", "/", nil, map[string]string{"Accept": "text/html", "Accept-Language": "ja"}).is(403)
	require.Contains(t, string(page.body), "社内ネットワーク")
	require.Empty(t, page.header.Get("Set-Cookie"))
}

func TestPlainHTTPLeadsToHTTPSAndOnlyTrustIsReadable(t *testing.T) {
	h := newHouse(t, func(o *Options) {
		o.TLS = true
		o.Trust = &Trust{PEM: []byte("PEM"), DER: []byte("DER"), Fingerprint: "AB:CD"}
	})
	require.Equal(t, "https"+h.base[len("http"):]+"/w/1?x=1", h.request("GET", "/w/1?x=1", nil, nil).is(308).header.Get("Location"))
	h.request("POST", apiBase+"/sessions", []byte("{}"), map[string]string{"Content-Type": "application/json"}).isProblem(403, "https_required")
	h.request("GET", "/healthz", nil, nil).is(200)
	require.Contains(t, string(h.request("GET", "/trust", nil, map[string]string{"Accept-Language": "ja"}).is(200).body), "AB:CD")
	require.Equal(t, "PEM", string(h.request("GET", "/trust/courtyard-root.crt", nil, nil).is(200).body))
	require.Equal(t, "DER", string(h.request("GET", "/trust/courtyard-root.cer", nil, nil).is(200).body))
	h.request("GET", "/trust/root.key", nil, nil).isProblem(404, "not_found")
}

func TestGuessingIsSlowedDownAndSucceedingIsNot(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.TestMode = false })
	aiko := h.owner("Aiko")
	signsIn := func(username, pass string) answerOf {
		return h.asks(nil, "POST", "/sessions", object{"username": username, "password": pass, "token": true})
	}
	for range 15 {
		signsIn("aiko", password).is(201)
	}
	for range perAccountAndAddress {
		signsIn("ＡＩＫＯ", "a wrong password").isProblem(401, "wrong_credentials")
	}
	a := signsIn("aiko", password)
	a.isProblem(429, "too_many")
	require.NotEmpty(t, a.header.Get("Retry-After"))
	for range perAddressCodes {
		h.asks(nil, "GET", "/invites/WRONGONE", nil).is(404)
	}
	h.asks(nil, "GET", "/invites/"+aiko.invites(1, object{}).Code, nil).isProblem(429, "too_many")
	aiko.asks("POST", "/invites/WRONGONE/accept", nil).isProblem(429, "too_many")
}

func TestWhoChangesThingsAllTheTimeIsSlowedDownAndMayStillTalk(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.TestMode = false })
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := ben.channelNamed("general")
	path := fmt.Sprintf("/messages/%d/reactions?emoji=👍", aiko.says(general.ID, "like this").ID)
	refused := func() bool {
		a := ben.asks("PUT", path, nil)
		if a.status == 200 {
			a = ben.asks("DELETE", path, nil)
		}
		if a.status == 429 {
			a.isProblem(429, "too_many")
			require.Equal(t, "1", a.header.Get("Retry-After"))
		}
		return a.status == 429
	}
	tries := 0
	h.eventually("he is slowed down", func() bool { tries++; return refused() })
	require.GreaterOrEqual(t, tries, perAccountChanges/2)
	ben.says(general.ID, "I only wanted to see")
	aiko.asks("PUT", path, nil).is(200)
	h.eventually("he goes on after a moment", func() bool { return ben.asks("PUT", path, nil).status == 200 })
}

func TestMistakesThatAreNoGuessesAreNotCounted(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.TestMode = false })
	form := object{"setup_code": setupCode, "organisation": "Yamada Works", "workspace": "Office", "name": "Aiko", "username": "aiko", "password": "12345678"}
	for range perAddressCodes + 1 {
		h.asks(nil, "POST", "/setup", form).isProblem(422, "password_too_common")
	}
	form["setup_code"] = "WRONG-CODE"
	for range perAddressCodes {
		h.asks(nil, "POST", "/setup", form).isProblem(403, "setup_code_wrong")
	}
	h.asks(nil, "POST", "/setup", form).isProblem(429, "too_many")
}

func TestFramesThatNobodyUnderstandsAreAnsweredOrCloseTheSocket(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ear := aiko.connects()
	refused := func(text, code string) {
		require.NoError(t, ear.conn.WriteMessage(websocket.TextMessage, []byte(text)))
		require.Equal(t, code, ear.next()["code"])
	}
	refused("no json", "malformed")
	refused(strings.Repeat("[", 20)+strings.Repeat("]", 20), "malformed")
	refused(`{"type":"read","ref":"early","channel":1,"seq":1}`, "resume_first")
	refused(`{"type":"ping","ref":"`+strings.Repeat("r", refLimit+1)+`"}`, "invalid")
	refused(`{"type":"shout"}`, "frame_unknown")
	refused(`{"type":"resume","channels":[1]}`, "invalid")
	ear.send(object{"type": "resume"})
	require.Equal(t, "resumed", ear.next()["type"])
	refused(`{"type":"message.send","ref":"a","volume":11}`, "invalid")
	refused(`{"type":"read","ref":"b","channel":1,"seq":-5}`, "invalid")
	require.NoError(t, ear.conn.WriteMessage(websocket.TextMessage, []byte(strings.Repeat("x", frameLimit+1))))
	require.Equal(t, websocket.CloseMessageTooBig, ear.ends())
}

func TestASocketEndsWithACodeOfTheStandard(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	for _, c := range []struct {
		kind int
		body []byte
		code int
	}{
		{websocket.BinaryMessage, []byte(`{"type":"message.send","ref":"a","channel":1,"nonce":"nonce-binary","text":"binary"}`), websocket.CloseUnsupportedData},
		{websocket.TextMessage, []byte("{\"type\":\"message.send\",\"ref\":\"a\",\"channel\":1,\"nonce\":\"nonce-broken\",\"text\":\"broken \xff\"}"), websocket.CloseInvalidFramePayloadData},
		{websocket.CloseMessage, nil, websocket.CloseNormalClosure},
		{websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseGoingAway, ""), websocket.CloseGoingAway},
	} {
		ear := aiko.listens()
		require.NoError(t, ear.conn.WriteMessage(c.kind, c.body))
		require.Equal(t, c.code, ear.ends())
	}
	for _, m := range aiko.history(1, "limit=50").Items {
		require.Equal(t, "joined", m.Kind, "nothing of it was carried out")
	}
}

func TestTheTokenOfAProgramIsNoCookieAndTheOtherWayRound(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	cookie, _, _ := strings.Cut(h.pageAsks("POST", "/sessions", object{"username": "aiko", "password": password}).is(201).header.Get("Set-Cookie"), ";")
	h.request("GET", apiBase+"/me", nil, map[string]string{"Cookie": cookie}).is(200)
	name, value, _ := strings.Cut(cookie, "=")
	h.request("GET", apiBase+"/me", nil, map[string]string{"Authorization": "Bearer " + value}).isProblem(401, "not_signed_in")
	h.request("GET", apiBase+"/me", nil, map[string]string{"Cookie": name + "=" + aiko.token}).isProblem(401, "not_signed_in")
}

func TestSigningOutClosesThatSessionsSocketsAndNoOthers(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	again := decoded[signedInBody](h.asks(nil, "POST", "/sessions", object{"username": "aiko", "password": password, "token": true}).is(201))
	other := &person{h, aiko.ID, "Aiko elsewhere", again.Token}
	ends, stays := aiko.listens(), other.listens()
	aiko.asks("DELETE", "/sessions/current", nil).is(204)
	require.Equal(t, 4401, ends.ends())
	aiko.asks("GET", "/me", nil).isProblem(401, "not_signed_in")
	stays.send(object{"type": "ping", "ref": "still here"})
	require.Equal(t, "still here", stays.next()["ref"])
}

func TestAStoppingServerTellsItsClientsWhenToComeBack(t *testing.T) {
	h := newHouse(t)
	ear := h.owner("Aiko").listens()
	h.server.hub.Close(time.Second)
	require.Equal(t, 1001, ear.ends())
}
