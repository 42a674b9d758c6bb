// Package buckettest gives tests an S3-compatible server: the gateway of Versity, which checks signatures and keeps its buckets in a
// folder, behind a front of our own that can go away, refuse and fall silent.
package buckettest

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"courtyard/app/bucket"
	"courtyard/app/folder"
)

// Name is the bucket's.
const Name = "files"

const secret = "buckets-secret"

// Server is one with an empty bucket.
type Server struct {
	t testing.TB
	// kept is the folder of the bucket.
	kept    string
	inner   http.Handler
	address string
	running *httptest.Server
	plain   bool

	mutex sync.Mutex
	// fault is how requests fare once spared more have been answered as they should be; nil: all are.
	fault  http.HandlerFunc
	spared int
	asked  int
}

// New gives a server that is there.
func New(t testing.TB) *Server { return start(t, false) }

// NewPlain gives one that speaks plain HTTP.
func NewPlain(t testing.TB) *Server { return start(t, true) }

func start(t testing.TB, plain bool) *Server {
	home, err := os.MkdirTemp("", "bucket") // short: a socket's path is
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{t: t, kept: filepath.Join(home, "buckets", Name), address: "127.0.0.1:0", plain: plain}
	end := s.gateway(home)
	s.Start()
	t.Cleanup(func() {
		s.Stop()
		if err := errors.Join(end(), os.RemoveAll(home)); err != nil {
			t.Error(err)
		}
	})
	return s
}

// gateway starts the real server and waits until it answers. It ends with the test, however that ends: its shell waits for our end of a
// pipe.
func (s *Server) gateway(home string) (end func() error) {
	t, described, socket := s.t, filepath.Join(home, "about"), filepath.Join(home, "socket")
	if err := errors.Join(os.MkdirAll(s.kept, 0o700), os.Mkdir(described, 0o700)); err != nil {
		t.Fatal(err)
	}
	said := &strings.Builder{}
	ctx := context.WithoutCancel(t.Context()) // which ends before what is cleaned up
	run := exec.CommandContext(ctx, "sh", "-c", `"$@" & read -r _; kill $!; wait $!; true`, "sh", built(t), "--quiet", "--keep-alive", "--health", "/there", "--port", socket,
		"posix", "--sidecar", described, filepath.Dir(s.kept))
	run.Env = append(os.Environ(), "ROOT_ACCESS_KEY=key", "ROOT_SECRET_KEY="+secret)
	run.Stdout, run.Stderr = said, said
	alive, err := run.StdinPipe()
	if err == nil {
		err = run.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	end = func() error { return errors.Join(alive.Close(), run.Wait()) }

	transport := &http.Transport{DisableCompression: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", socket)
	}}
	s.inner = &httputil.ReverseProxy{
		Transport: transport, ErrorLog: log.New(io.Discard, "", 0),
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "http", Host: "gateway"})
			r.Out.Host = r.In.Host // it is signed
		},
	}
	t.Cleanup(transport.CloseIdleConnections)
	for until := time.Now().Add(30 * time.Second); ; <-time.After(5 * time.Millisecond) {
		asked, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://gateway/there", nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := transport.RoundTrip(asked)
		if err == nil {
			_ = answer.Body.Close()
			return end
		}
		if time.Now().After(until) {
			t.Fatal(errors.Join(err, end(), errors.New(said.String())))
		}
	}
}

// built gives the path of the server, which the first test of this machine builds.
func built(t testing.TB) string {
	path, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var build = sync.OnceValues(func() (string, error) {
	_, here, _, _ := runtime.Caller(0)
	out, err := exec.CommandContext(context.Background(), filepath.Join(filepath.Dir(here), "../../../scripts/s3-server")).Output()
	return strings.TrimSpace(string(out)), err
})

// Start lets it listen, where it listened before.
func (s *Server) Start() {
	listener, err := (&net.ListenConfig{}).Listen(s.t.Context(), "tcp", s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.address = listener.Addr().String()
	s.running = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if fault := s.next(); fault != nil {
			fault(w, r)
			return
		}
		s.inner.ServeHTTP(w, r)
	}))
	_ = s.running.Listener.Close()
	s.running.Listener = listener
	s.running.Config.ErrorLog = log.New(io.Discard, "", 0)
	if s.plain {
		s.running.Start()
	} else {
		s.running.StartTLS()
	}
}

// next counts a request and says how it fails, if it does.
func (s *Server) next() http.HandlerFunc {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.asked++
	if s.fault == nil || s.spared == 0 {
		return s.fault
	}
	s.spared--
	return nil
}

func (s *Server) fails(after int, how http.HandlerFunc) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.spared, s.fault = after, how
}

// Stop switches its machine off.
func (s *Server) Stop() {
	s.running.CloseClientConnections()
	s.running.Close()
}

// Refuse has it answer with a status and nothing else.
func (s *Server) Refuse(status int) {
	s.fails(0, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
}

// DiesAfter has it end every connection without an answer once it has answered so many more requests.
func (s *Server) DiesAfter(requests int) {
	s.fails(requests, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
}

// HangsAfter has it answer nothing, for as long as it is waited for, once it has answered so many more requests.
func (s *Server) HangsAfter(requests int) {
	s.fails(requests, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
}

// Recovers ends that.
func (s *Server) Recovers() { s.fails(0, nil) }

// Asked is how many requests came.
func (s *Server) Asked() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.asked
}

// Address is host and port.
func (s *Server) Address() string { return s.address }

// Options are how the bucket is reached.
func (s *Server) Options() bucket.Options {
	var roots *x509.CertPool
	if !s.plain {
		roots = x509.NewCertPool()
		roots.AddCert(s.running.Certificate())
	}
	return bucket.Options{Endpoint: s.address, Plain: s.plain, Roots: roots, Name: Name, Prefix: "office/", Region: "us-east-1", Key: "key", Secret: secret}
}

// Bucket is the one for what arrives in a folder.
func (s *Server) Bucket(local *folder.Folder) *bucket.Bucket {
	return bucket.New(s.Options(), local)
}

// Takes copies all that lies in a folder into the bucket, as a client of somebody else's does.
func (s *Server) Takes(folder string) {
	if err := os.CopyFS(filepath.Join(s.kept, filepath.FromSlash(s.Options().Prefix)), os.DirFS(folder)); err != nil {
		s.t.Fatal(err)
	}
}

// Keys are the names of all that it holds, parts of what was begun among them.
func (s *Server) Keys() (keys []string) {
	err := filepath.WalkDir(s.kept, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // taken away in this moment
		case err != nil:
			return err
		case !entry.IsDir():
			key, _ := filepath.Rel(s.kept, path)
			keys = append(keys, filepath.ToSlash(key))
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return keys
}
