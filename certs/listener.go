package certs

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"
)

// ListenOptions say how a one-port listener treats what arrives; zero values take the defaults.
type ListenOptions struct {
	TLS            *tls.Config   // nil serves every connection as plain
	FirstByteWait  time.Duration // how long a client may stay silent: 5 s
	HandshakeWait  time.Duration // how long a TLS handshake may take: 5 s
	MaxUnfinished  int           // connections of one address before their first request: 64
	AcceptInterval time.Duration // pause when the system refuses to accept, as without free file descriptors: 1 s
	Log            *slog.Logger  // is told of such a refusal once a minute; nil: nobody is
}

// Listener serves TLS and plain connections of one port; Accept hands out *tls.Conn after its handshake, or *Conn.
type Listener struct {
	inner net.Listener
	opts  ListenOptions
	ready chan net.Conn
	done  chan struct{}
	work  sync.WaitGroup

	mu         sync.Mutex
	closed     bool
	failure    error
	refused    time.Time // when a refusal was told last; only acceptAll uses it
	unfinished map[*Conn]struct{}
	perAddress map[netip.Addr]int
}

const (
	defaultWait       = 5 * time.Second
	defaultUnfinished = 64
	kernelWriteBuffer = 64 << 10 // else the kernel hides a stopped reader for megabytes
	tlsHandshakeByte  = 0x16     // RFC 8446 §5.1
)

// Listen starts accepting on a listener, which Close closes.
func Listen(inner net.Listener, opts ListenOptions) *Listener {
	opts.FirstByteWait = orDefault(opts.FirstByteWait, defaultWait)
	opts.HandshakeWait = orDefault(opts.HandshakeWait, defaultWait)
	opts.AcceptInterval = orDefault(opts.AcceptInterval, time.Second)
	opts.MaxUnfinished = orDefault(opts.MaxUnfinished, defaultUnfinished)
	l := &Listener{
		inner:      inner,
		opts:       opts,
		ready:      make(chan net.Conn),
		done:       make(chan struct{}),
		unfinished: map[*Conn]struct{}{},
		perAddress: map[netip.Addr]int{},
	}
	l.work.Go(l.acceptAll)
	return l
}

func orDefault[T int | time.Duration](value, usual T) T {
	if value == 0 {
		return usual
	}
	return value
}

// Accept waits for the next connection; after Close its error is net.ErrClosed.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.ready:
		return conn, nil
	case <-l.done:
		l.mu.Lock()
		defer l.mu.Unlock()
		return nil, l.failure
	}
}

// Addr is the address of the port.
func (l *Listener) Addr() net.Addr { return l.inner.Addr() }

// Close stops accepting and ends what was not handed out; connections that were go on.
func (l *Listener) Close() error {
	err := l.stop(net.ErrClosed)
	l.work.Wait()
	return err
}

func (l *Listener) stop(reason error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil
	}
	l.closed, l.failure = true, reason
	close(l.done)
	for conn := range l.unfinished {
		conn.Close()
	}
	return l.inner.Close()
}

func (l *Listener) acceptAll() {
	for {
		conn, err := l.inner.Accept()
		if err == nil {
			l.admit(newConn(conn))
			continue
		}
		if !temporary(err) {
			_ = l.stop(err)
			return
		}
		l.tellRefusal(err)
		if !l.pause() {
			return
		}
	}
}

// refusalEvery is how often the log says that the system refuses to accept.
const refusalEvery = time.Minute

func (l *Listener) tellRefusal(err error) {
	if l.opts.Log == nil || !l.refused.IsZero() && time.Since(l.refused) < refusalEvery {
		return
	}
	l.refused = time.Now()
	l.opts.Log.Error("new connections wait: the system gives out no more, most often because of its limit on open files", "error", err)
}

// Running out of file descriptors or memory passes; nothing else says so portably.
func temporary(err error) bool {
	var passing interface{ Temporary() bool }
	return !errors.Is(err, net.ErrClosed) && errors.As(err, &passing) && passing.Temporary()
}

func (l *Listener) pause() bool {
	timer := time.NewTimer(l.opts.AcceptInterval)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-l.done:
		return false
	}
}

func (l *Listener) admit(conn *Conn) {
	if !l.enter(conn) {
		conn.Close()
		return
	}
	l.work.Go(func() {
		defer l.leave(conn)
		if ready := l.prepare(conn); ready != nil {
			l.hand(ready)
		}
	})
}

func (l *Listener) enter(conn *Conn) bool {
	address := peerAddress(conn)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.perAddress[address] >= l.opts.MaxUnfinished {
		return false
	}
	l.perAddress[address]++
	l.unfinished[conn] = struct{}{}
	return true
}

func (l *Listener) leave(conn *Conn) {
	address := peerAddress(conn)
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.unfinished, conn)
	if l.perAddress[address]--; l.perAddress[address] == 0 {
		delete(l.perAddress, address)
	}
}

func peerAddress(conn *Conn) netip.Addr {
	if address, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
		return address.AddrPort().Addr().Unmap().WithZone("")
	}
	return netip.Addr{}
}

// prepare returns the connection to serve, or nil after closing one that nobody serves.
func (l *Listener) prepare(conn *Conn) net.Conn {
	conn.setBuffers()
	first, err := conn.peek(l.opts.FirstByteWait)
	switch {
	case err != nil:
		conn.Close()
		return nil
	case l.opts.TLS == nil || isLetter(first):
		return conn
	case first == tlsHandshakeByte:
		return l.handshake(conn)
	default:
		conn.Close()
		return nil
	}
}

func isLetter(b byte) bool {
	return 'A' <= b && b <= 'Z' || 'a' <= b && b <= 'z'
}

func (l *Listener) handshake(conn *Conn) net.Conn {
	secured := tls.Server(conn, l.opts.TLS)
	if conn.SetDeadline(time.Now().Add(l.opts.HandshakeWait)) != nil || secured.HandshakeContext(context.Background()) != nil ||
		conn.SetDeadline(time.Time{}) != nil {
		conn.Close()
		return nil
	}
	return secured
}

func (l *Listener) hand(conn net.Conn) {
	select {
	case l.ready <- conn:
	case <-l.done:
		conn.Close()
	}
}
