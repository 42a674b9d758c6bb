package certs

import (
	"io"
	"net"
	"sync/atomic"
	"time"
)

// Conn is an accepted TCP connection, beneath TLS where there is TLS. Until DoNotWait it behaves like any net.Conn.
type Conn struct {
	net.Conn
	queue  atomic.Pointer[queue]
	first  byte
	peeked bool
	linger atomic.Bool
}

func newConn(inner net.Conn) *Conn { return &Conn{Conn: inner} }

// Beneath finds the accepted connection under TLS and the wrappers of the HTTP server, or nil.
func Beneath(conn net.Conn) *Conn {
	for {
		switch c := conn.(type) {
		case *Conn:
			return c
		case interface{ NetConn() net.Conn }:
			conn = c.NetConn()
		case interface{ UnsafeConn() net.Conn }:
			conn = c.UnsafeConn()
		default:
			return nil
		}
	}
}

func (c *Conn) setBuffers() {
	if tcp, ok := c.Conn.(*net.TCPConn); ok {
		_ = tcp.SetNoDelay(true)
		_ = tcp.SetWriteBuffer(kernelWriteBuffer)
	}
}

// peek reads the first byte, which Read gives out again.
func (c *Conn) peek(wait time.Duration) (byte, error) {
	if err := c.Conn.SetReadDeadline(time.Now().Add(wait)); err != nil {
		return 0, err
	}
	var one [1]byte
	if _, err := io.ReadFull(c.Conn, one[:]); err != nil {
		return 0, err
	}
	c.first, c.peeked = one[0], true
	return c.first, c.Conn.SetReadDeadline(time.Time{})
}

// Read reads what the client sent.
func (c *Conn) Read(p []byte) (int, error) {
	if c.peeked && len(p) > 0 {
		p[0], c.peeked = c.first, false
		return 1, nil
	}
	return c.Conn.Read(p)
}

// Write sends p; after DoNotWait it never blocks and fails with ErrSlow when the client reads too slowly.
func (c *Conn) Write(p []byte) (int, error) {
	if q := c.queue.Load(); q != nil {
		return q.write(p)
	}
	return c.Conn.Write(p)
}

// ReadFrom keeps sendfile working for plain HTTP.
func (c *Conn) ReadFrom(r io.Reader) (int64, error) {
	if to, ok := c.Conn.(io.ReaderFrom); ok && c.queue.Load() == nil {
		return to.ReadFrom(r)
	}
	return io.Copy(onlyWriter{c}, r)
}

type onlyWriter struct{ io.Writer }

// DoNotWait makes every later Write try once and keep the rest, at most limit bytes, for a goroutine that
// lives only while something is left. A client that leaves more than that, or a byte for longer than
// patience, is disconnected. Call it once, while no Write is under way.
func (c *Conn) DoNotWait(limit int, patience time.Duration) error {
	if err := c.Conn.SetWriteDeadline(time.Time{}); err != nil {
		return err
	}
	c.queue.CompareAndSwap(nil, newQueue(c.Conn, limit, patience))
	return nil
}

// Waiting says how many bytes the client has not taken yet and since when the oldest waits; zero without any.
func (c *Conn) Waiting() (bytes int, since time.Time) {
	if q := c.queue.Load(); q != nil {
		return q.state()
	}
	return 0, time.Time{}
}

// SetWriteDeadline does nothing after DoNotWait, where the patience decides.
func (c *Conn) SetWriteDeadline(t time.Time) error {
	if c.queue.Load() != nil {
		return nil
	}
	return c.Conn.SetWriteDeadline(t)
}

// SetDeadline sets the deadline of reading, and until DoNotWait that of writing.
func (c *Conn) SetDeadline(t time.Time) error {
	if c.queue.Load() != nil {
		return c.Conn.SetReadDeadline(t)
	}
	return c.Conn.SetDeadline(t)
}

// Linger makes Close take in what the client is still sending, within bounds: a close with unread data resets the connection,
// and the client would lose the last answer (RFC 9112 §9.6).
func (c *Conn) Linger() { c.linger.Store(true) }

// lingerBytes and lingerTime bound what Close takes in.
const (
	lingerBytes = 8 << 20
	lingerTime  = 2 * time.Second
)

func (c *Conn) drain() {
	if tcp, ok := c.Conn.(*net.TCPConn); !ok || tcp.CloseWrite() != nil || tcp.SetReadDeadline(time.Now().Add(lingerTime)) != nil {
		return
	}
	_, _ = io.CopyN(io.Discard, c.Conn, lingerBytes)
}

// Close ends the connection at once unless it lingers; what still waits is dropped.
func (c *Conn) Close() error {
	if c.linger.Swap(false) {
		c.drain()
	}
	err := c.Conn.Close()
	if q := c.queue.Load(); q != nil {
		q.drop()
	}
	return err
}
