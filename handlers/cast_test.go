package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
	"github.com/stretchr/testify/require"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/app/folder"
	"courtyard/app/hub"
	"courtyard/certs"
	"courtyard/models"
)

const (
	setupCode = "OPEN-SESAME"
	password  = "correct horse battery"
)

// house is one running server with everything real behind it, on a free port.
type house struct {
	t      *testing.T
	server *Server
	store  *models.Store
	base   string
	path   string
	// uploads is the folder of files.
	uploads string
	log     *lockedBuffer
	nonces  int
	// troubled says that the removal of what was deleted is to fail.
	troubled atomic.Bool
	// later is how far the house's clock is ahead, in nanoseconds.
	later atomic.Int64
}

// lockedBuffer keeps what the server logs.
type lockedBuffer struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.String()
}

// TestMain runs twice as many tests beside each other as go test does by itself: most of their time they wait.
func TestMain(m *testing.M) {
	flag.Parse()
	if asked := flag.Lookup("test.parallel"); asked.Value.String() == asked.DefValue {
		_ = asked.Value.Set(strconv.Itoa(2 * runtime.GOMAXPROCS(0))) // takes every number
	}
	os.Exit(m.Run())
}

// unfurnished is the database of a house where nobody has been yet. Each starts with a copy: the tests of models make it step by step.
var unfurnished = sync.OnceValues(func() (content []byte, err error) {
	folder, err := os.MkdirTemp("", "house")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "courtyard.db")
	store, err := models.Open(models.Options{Path: path, Version: "test", Publish: func([]event.Announcement) {}, Clock: time.Now})
	if err != nil {
		return nil, err
	}
	if err := store.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// newHouse starts a test's server; change alters its options first. The test runs beside others, for each has its own.
func newHouse(t *testing.T, change ...func(*Options)) *house {
	t.Helper()
	t.Parallel()
	return anotherHouse(t, change...)
}

// anotherHouse starts one more server in a test that has one.
func anotherHouse(t *testing.T, change ...func(*Options)) *house {
	t.Helper()
	return openHouse(t, app.Options{}, change...)
}

// openHouse starts a server whose rules have some options beside the usual ones.
func openHouse(t *testing.T, ruled app.Options, change ...func(*Options)) *house {
	t.Helper()
	return storedHouse(t, ruled, nil, change...)
}

// storedHouse starts one that keeps its files elsewhere than in its folder, where that is given.
func storedHouse(t *testing.T, ruled app.Options, elsewhere func(*folder.Folder) (kept app.Files, away func() bool), change ...func(*Options)) *house {
	t.Helper()
	h := &house{t: t, log: &lockedBuffer{}, path: filepath.Join(t.TempDir(), "courtyard.db")}
	log := slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	connections := hub.New(log, 0)
	empty, err := unfurnished()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(h.path, empty, 0o600))
	store, err := models.Open(models.Options{
		Path: h.path, Version: "test", Publish: connections.Publish, Clock: func() time.Time { return time.Now().Add(time.Duration(h.later.Load())) },
	})
	require.NoError(t, err)
	epoch, err := store.Epoch(t.Context())
	require.NoError(t, err)
	o := Options{Version: "test", LinkBase: func(asked string) string { return asked }, AccountCreation: "invite", WorkspaceCreation: true, FileLinks: true, TimeZone: "Asia/Tokyo", TestMode: true}
	o.HostAllowed = func(host string) bool { return host == "127.0.0.1" || host == "localhost" }
	for _, c := range change {
		c(&o)
	}
	h.uploads = filepath.Join(filepath.Dir(h.path), "uploads")
	uploads, err := folder.Open(h.uploads)
	require.NoError(t, err)
	ruled.AccountCreation, ruled.WorkspaceCreation, ruled.SetupCode, ruled.TestMode = o.AccountCreation, o.WorkspaceCreation, setupCode, true
	ruled.Online, ruled.Folder, ruled.FileLimit, ruled.FileLinks = connections.Online, uploads, 4<<20, o.FileLinks
	if elsewhere != nil {
		ruled.Files, o.FilesAway = elsewhere(uploads)
	}
	rules := app.New(store, ruled)
	h.store = store
	h.server, err = New(Parts{App: rules, Store: store, Hub: connections, Log: log, Epoch: epoch}, o)
	require.NoError(t, err)
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	var background sync.WaitGroup
	background.Go(func() { rules.Scan(ctx, log) })
	background.Go(func() {
		rules.Remove(ctx, func(err error) {
			if !h.troubled.Load() {
				t.Error(err)
			}
		})
	})
	served := make(chan error, 1)
	go func() { served <- h.server.Serve(certs.Listen(inner, certs.ListenOptions{})) }()
	h.base = "http://" + inner.Addr().String()
	t.Cleanup(func() {
		cancel()
		background.Wait()
		require.NoError(t, h.server.Shutdown())
		require.NoError(t, <-served)
		require.NoError(t, store.Close())
		require.NoError(t, uploads.Close())
	})
	return h
}

// person is somebody of the cast, signed in with a bearer token.
type person struct {
	h     *house
	ID    int64
	Name  string
	token string
}

// answerOf is what a request got.
type answerOf struct {
	t      *testing.T
	status int
	header http.Header
	body   []byte
}

// request sends one request as it is told to, without following redirects.
func (h *house) request(method, path string, body []byte, headers map[string]string) answerOf {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.base+path, bytes.NewReader(body))
	require.NoError(h.t, err)
	for name, value := range headers {
		if name == "Host" {
			r.Host = value
		}
		r.Header.Set(name, value)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	require.NoError(h.t, err)
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	require.NoError(h.t, err)
	return answerOf{h.t, response.StatusCode, response.Header, text}
}

// pageAsks sends JSON as our own page does for somebody who has no cookie yet.
func (h *house) pageAsks(method, path string, body any) answerOf {
	h.t.Helper()
	text, err := json.Marshal(body)
	require.NoError(h.t, err)
	return h.request(method, apiBase+path, text, map[string]string{"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"})
}

// asks sends JSON to the API as a person (nil: a stranger).
func (h *house) asks(p *person, method, path string, body any) answerOf {
	h.t.Helper()
	headers := map[string]string{}
	if p != nil {
		headers["Authorization"] = "Bearer " + p.token
	}
	var text []byte
	if body != nil {
		var err error
		text, err = json.Marshal(body)
		require.NoError(h.t, err)
		headers["Content-Type"] = "application/json"
	}
	return h.request(method, apiBase+path, text, headers)
}

func (p *person) asks(method, path string, body any) answerOf {
	p.h.t.Helper()
	return p.h.asks(p, method, path, body)
}

// is checks the status and gives the answer on.
func (a answerOf) is(status int) answerOf {
	a.t.Helper()
	require.Equal(a.t, status, a.status, "%s", a.body)
	return a
}

// isProblem checks a refusal: its status, its code and its form.
func (a answerOf) isProblem(status int, code string) answerOf {
	a.t.Helper()
	a.is(status)
	require.Equal(a.t, problemType, a.header.Get("Content-Type"))
	p := decoded[Problem](a)
	require.Equal(a.t, code, p.Code)
	require.Equal(a.t, status, p.Status)
	require.NotEmpty(a.t, p.Detail)
	return a
}

func decoded[T any](a answerOf) T {
	a.t.Helper()
	var v T
	require.NoError(a.t, json.Unmarshal(a.body, &v), "%s", a.body)
	return v
}

// object is a JSON body.
type object = map[string]any

// owner sets the house up.
func (h *house) owner(name string) *person {
	h.t.Helper()
	out := decoded[signedInBody](h.asks(nil, "POST", "/setup", object{
		"setup_code": setupCode, "organisation": "Yamada Works", "workspace": "Office",
		"name": name, "username": name, "password": password, "token": true,
	}).is(201))
	return &person{h, out.Account.ID, name, out.Token}
}

// joins makes an account by an invite of somebody's workspace.
func (h *house) joins(name string, by *person, workspace int64) *person {
	h.t.Helper()
	out := decoded[signedInBody](h.asks(nil, "POST", "/accounts", object{
		"name": name, "username": name, "password": password, "invite": by.invites(workspace, object{}).Code, "token": true,
	}).is(201))
	return &person{h, out.Account.ID, name, out.Token}
}

// outsider has an account and a workspace of his own, and no business in others.
func (h *house) outsider(name string, by *person, workspace int64) *person {
	h.t.Helper()
	p := h.joins(name, by, workspace)
	p.asks("POST", "/workspaces", object{"name": "Elsewhere"}).is(201)
	p.asks("DELETE", fmt.Sprintf("/workspaces/%d/membership", workspace), nil).is(204)
	return p
}

func (p *person) invites(workspace int64, limits object) invite {
	p.h.t.Helper()
	return decoded[invite](p.asks("POST", fmt.Sprintf("/workspaces/%d/invites", workspace), limits).is(201))
}

func (p *person) bootstrap() bootstrap {
	p.h.t.Helper()
	return decoded[bootstrap](p.asks("GET", "/bootstrap", nil).is(200))
}

// channelNamed is one of the person's channels.
func (p *person) channelNamed(name string) event.Channel {
	p.h.t.Helper()
	for _, c := range p.bootstrap().Channels {
		if c.Name == name {
			return c
		}
	}
	p.h.t.Fatalf("%s is in no channel of this name", p.Name)
	return event.Channel{}
}

func (p *person) createsChannel(workspace int64, name string, everyone bool) event.Channel {
	p.h.t.Helper()
	return decoded[event.Channel](p.asks("POST", fmt.Sprintf("/workspaces/%d/channels", workspace),
		object{"name": name, "kind": "text", "everyone": everyone}).is(201))
}

// changes alters a channel and gives it as it is now.
func (p *person) changes(channel int64, what object) event.Channel {
	p.h.t.Helper()
	return decoded[event.Channel](p.asks("PATCH", fmt.Sprintf("/channels/%d", channel), what).is(200))
}

// says sends a message over HTTP.
func (p *person) says(channel int64, text string) event.Message {
	p.h.t.Helper()
	p.h.nonces++
	return decoded[event.Message](p.asks("POST", fmt.Sprintf("/channels/%d/messages", channel),
		object{"nonce": fmt.Sprintf("nonce-%06d", p.h.nonces), "text": text}).is(201))
}

func (p *person) history(channel int64, query string) messageList {
	p.h.t.Helper()
	return decoded[messageList](p.asks("GET", fmt.Sprintf("/channels/%d/messages?%s", channel, query), nil).is(200))
}

// line is an open socket of a person's.
type line struct {
	t    *testing.T
	conn *websocket.Conn
}

// connects opens a socket and reads its greeting.
func (p *person) connects() *line {
	p.h.t.Helper()
	l, _ := p.greeted()
	return l
}

// greeted opens a socket and gives its greeting, too.
func (p *person) greeted() (*line, object) {
	p.h.t.Helper()
	conn, response, err := websocket.DefaultDialer.DialContext(p.h.t.Context(), "ws"+p.h.base[len("http"):]+apiBase+"/socket",
		http.Header{"Authorization": {"Bearer " + p.token}})
	require.NoError(p.h.t, err)
	require.NoError(p.h.t, response.Body.Close())
	p.h.t.Cleanup(func() { _ = conn.Close() })
	l := &line{p.h.t, conn}
	hello := l.next()
	require.Equal(p.h.t, "hello", hello["type"])
	return l, hello
}

// listens opens a socket and resumes from nothing; events may come before the answer.
func (p *person) listens() *line {
	p.h.t.Helper()
	l := p.connects()
	l.send(object{"type": "resume"})
	l.until("resumed")
	return l
}

func (l *line) send(frame object) {
	l.t.Helper()
	require.NoError(l.t, l.conn.WriteJSON(frame))
}

// next is the next frame but presence, which comes at any time; it fails the test when none comes.
func (l *line) next() object {
	l.t.Helper()
	for {
		if f := l.frame(); f["type"] != "presence" {
			return f
		}
	}
}

func (l *line) frame() object {
	l.t.Helper()
	require.NoError(l.t, l.conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	var frame object
	require.NoError(l.t, l.conn.ReadJSON(&frame))
	return frame
}

// until reads on to the first frame of a type.
func (l *line) until(kind string) object {
	l.t.Helper()
	for {
		if f := l.frame(); f["type"] == kind {
			return f
		}
	}
}

// ends reads on to the end and gives the close code.
func (l *line) ends() int {
	l.t.Helper()
	require.NoError(l.t, l.conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	for {
		if _, _, err := l.conn.ReadMessage(); err != nil {
			var closed *websocket.CloseError
			require.ErrorAs(l.t, err, &closed)
			return closed.Code
		}
	}
}

// everything reads what came until a ping is answered: all that was announced before is in it.
func (l *line) everything() []object {
	l.t.Helper()
	l.send(object{"type": "ping", "ref": "everything"})
	var frames []object
	for {
		f := l.next()
		if f["type"] == "ack" && f["ref"] == "everything" {
			return frames
		}
		frames = append(frames, f)
	}
}
