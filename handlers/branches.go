package handlers

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"time"

	"github.com/valyala/fasthttp"
)

// branches deals the connections of one listener to two servers. A server that streams bodies keeps the buffer of a connection's reader
// for as long as the connection lives, which would cost each open socket headerLimit; a browser begins a connection of its own for a
// socket, so its first bytes tell. A socket asked for later on another connection works as well.
type branches struct {
	net.Listener
	sockets, others branch
	ended           chan struct{}
}

// branch is the part of the connections that one server accepts.
type branch struct {
	ready chan net.Conn
	of    *branches
}

// firstWait is how long a client may take for its first request line.
const firstWait = 10 * time.Second

var socketRequest = []byte("GET " + apiBase + "/socket")

func newBranches(from net.Listener) *branches {
	b := &branches{Listener: from, ended: make(chan struct{})}
	b.sockets, b.others = branch{make(chan net.Conn), b}, branch{make(chan net.Conn), b}
	return b
}

// deal hands out connections until the listener is closed, and gives its error.
func (b *branches) deal() error {
	defer close(b.ended)
	for {
		conn, err := b.Listener.Accept()
		if err != nil {
			return err
		}
		go b.hand(conn)
	}
}

func (b *branches) hand(conn net.Conn) {
	to, begun := b.others, begunConn{Conn: conn, head: make([]byte, len(socketRequest))}
	_ = conn.SetReadDeadline(time.Now().Add(firstWait))
	n, err := conn.Read(begun.head)
	if err != nil {
		_ = conn.Close()
		return
	}
	_ = conn.SetReadDeadline(time.Time{})
	if begun.head = begun.head[:n]; bytes.Equal(begun.head, socketRequest) {
		to = b.sockets
	}
	var ready net.Conn = &begun
	if secured, ok := conn.(*tls.Conn); ok {
		ready = &begunTLS{begun, secured}
	}
	select {
	case to.ready <- ready:
	case <-b.ended:
		_ = conn.Close()
	}
}

// Accept waits for the next connection of the branch; after the end of the listener its error is net.ErrClosed.
func (b branch) Accept() (net.Conn, error) {
	select {
	case conn := <-b.ready:
		return conn, nil
	case <-b.of.ended:
		return nil, net.ErrClosed
	}
}

// Addr is the address of the port.
func (b branch) Addr() net.Addr { return b.of.Listener.Addr() }

// Close ends both branches.
func (b branch) Close() error { return b.of.Listener.Close() }

// begunConn is a connection whose first bytes have been looked at.
type begunConn struct {
	net.Conn
	head []byte
}

// Read gives the first bytes again, then what follows.
func (c *begunConn) Read(p []byte) (int, error) {
	if len(c.head) == 0 {
		return c.Conn.Read(p)
	}
	n := copy(p, c.head)
	if c.head = c.head[n:]; len(c.head) == 0 {
		c.head = nil
	}
	return n, nil
}

// ReadFrom keeps sendfile working where the connection beneath can do it.
func (c *begunConn) ReadFrom(r io.Reader) (int64, error) { return io.Copy(c.Conn, r) }

// NetConn is the connection beneath.
func (c *begunConn) NetConn() net.Conn { return c.Conn }

// begunTLS is the same over TLS, which fasthttp knows by its methods.
type begunTLS struct {
	begunConn
	secured *tls.Conn
}

// Handshake was done before the connection was handed on.
func (c *begunTLS) Handshake() error { return nil }

// ConnectionState says how the connection is secured.
func (c *begunTLS) ConnectionState() tls.ConnectionState { return c.secured.ConnectionState() }

// withStreams is a server like another that calls the handler before it has read the body.
func withStreams(s *fasthttp.Server) *fasthttp.Server {
	return &fasthttp.Server{
		Handler: s.Handler, ErrorHandler: s.ErrorHandler, Logger: s.Logger, NoDefaultServerHeader: s.NoDefaultServerHeader,
		Concurrency: s.Concurrency, MaxRequestBodySize: s.MaxRequestBodySize, ReadBufferSize: s.ReadBufferSize,
		ReadTimeout: s.ReadTimeout, WriteTimeout: s.WriteTimeout, IdleTimeout: s.IdleTimeout,
		ReduceMemoryUsage: s.ReduceMemoryUsage, StreamRequestBody: true, DisablePreParseMultipartForm: s.DisablePreParseMultipartForm,
	}
}

// Serve answers until Shutdown.
func (s *Server) Serve(listener net.Listener) error {
	b := newBranches(listener)
	ended := make(chan error, 2)
	s.web.Handler() // has the routes sorted, before anybody asks
	go func() { ended <- s.web.Server().Serve(b.sockets) }()
	go func() { ended <- s.streaming.Serve(b.others) }()
	err := b.deal()
	for range 2 {
		if e := <-ended; !errors.Is(e, net.ErrClosed) {
			err = errors.Join(err, e)
		}
	}
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
