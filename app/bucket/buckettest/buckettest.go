// Package buckettest plays an S3-compatible server in tests: a real HTTPS server with buckets in memory, which can go away.
package buckettest

import (
	"crypto/x509"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"courtyard/app/bucket"
	"courtyard/app/folder"
)

// Name is the bucket's.
const Name = "files"

// Server is one with an empty bucket.
type Server struct {
	t       testing.TB
	backend *s3mem.Backend
	address string
	running *httptest.Server
	plain   bool

	mutex sync.Mutex
	// refused is with what every request is answered; 0: as it should be.
	refused int
	asked   int
}

// New gives a server that is there.
func New(t testing.TB) *Server { return start(t, false) }

// NewPlain gives one that speaks plain HTTP.
func NewPlain(t testing.TB) *Server { return start(t, true) }

func start(t testing.TB, plain bool) *Server {
	s := &Server{t: t, backend: s3mem.New(), address: "127.0.0.1:0", plain: plain}
	if err := s.backend.CreateBucket(Name); err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(s.Stop)
	return s
}

// Start lets it listen, where it listened before.
func (s *Server) Start() {
	listener, err := (&net.ListenConfig{}).Listen(s.t.Context(), "tcp", s.address)
	if err != nil {
		s.t.Fatal(err)
	}
	s.address = listener.Addr().String()
	inner := gofakes3.New(s.backend).Server()
	s.running = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if status := s.answers(); status != 0 {
			w.WriteHeader(status)
			return
		}
		inner.ServeHTTP(w, r)
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

func (s *Server) answers() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.asked++
	return s.refused
}

// Stop switches its machine off.
func (s *Server) Stop() {
	s.running.CloseClientConnections()
	s.running.Close()
}

// Refuse has it answer with a status and nothing else; 0 ends that.
func (s *Server) Refuse(status int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.refused = status
}

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
	return bucket.Options{Endpoint: s.address, Plain: s.plain, Roots: roots, Name: Name, Prefix: "office/", Region: "us-east-1", Key: "key", Secret: "buckets-secret"}
}

// Bucket is the one for what arrives in a folder.
func (s *Server) Bucket(local *folder.Folder) *bucket.Bucket {
	return bucket.New(s.Options(), local)
}

// Keys are the names of all that it holds.
func (s *Server) Keys() (keys []string) {
	found, err := s.backend.ListBucket(Name, &gofakes3.Prefix{}, gofakes3.ListBucketPage{})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, one := range found.Contents {
		keys = append(keys, one.Key)
	}
	return keys
}
