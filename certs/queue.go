package certs

import (
	"errors"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// ErrSlow ends a connection whose client does not take what is sent: too much waits, or for too long.
var ErrSlow = errors.New("certs: the client reads too slowly")

// A piece bounds one write of the drainer, so that Waiting falls while a long chunk leaves.
const piece = 64 << 10

// queue keeps what the socket did not take. Everything is guarded by mu; while bytes wait, only the
// drainer writes to the connection, so the order stays.
type queue struct {
	conn     net.Conn
	raw      syscall.RawConn // nil where a socket cannot be tried without waiting
	try      func(fd uintptr) bool
	limit    int
	patience time.Duration

	mu      sync.Mutex
	offered []byte // argument and results of try, which is built once and so costs no allocation
	taken   int
	refused error
	chunks  []chunk
	waiting int
	drained bool // no drainer runs
	failure error
}

type chunk struct {
	data  []byte
	since time.Time
}

func newQueue(conn net.Conn, limit int, patience time.Duration) *queue {
	q := &queue{conn: conn, limit: limit, patience: patience, drained: true}
	if socket, ok := conn.(syscall.Conn); ok && canTry {
		q.raw, _ = socket.SyscallConn()
	}
	q.try = func(fd uintptr) bool {
		q.taken, q.refused = writeOnce(fd, q.offered)
		return true
	}
	return q
}

func (q *queue) write(p []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.failure != nil {
		return 0, q.failure
	}
	taken := 0
	if q.waiting == 0 {
		var err error
		if taken, err = q.writeOnce(p); err != nil {
			return taken, q.fail(err)
		}
	}
	rest := p[taken:]
	if len(rest) == 0 {
		return len(p), nil
	}
	if q.waiting+len(rest) > q.limit {
		q.conn.Close()
		return taken, q.fail(ErrSlow)
	}
	q.keep(rest)
	return len(p), nil
}

func (q *queue) writeOnce(p []byte) (int, error) {
	if q.raw == nil {
		return 0, nil
	}
	q.offered, q.taken, q.refused = p, 0, nil
	err := q.raw.Write(q.try)
	q.offered = nil
	if err == nil {
		err = q.refused
	}
	return q.taken, err
}

func (q *queue) keep(rest []byte) {
	q.chunks = append(q.chunks, chunk{data: append([]byte(nil), rest...), since: time.Now()})
	q.waiting += len(rest)
	if q.drained {
		q.drained = false
		go q.drain()
	}
}

// fail makes the error final: a frame may have been cut, nothing can follow it.
func (q *queue) fail(err error) error {
	q.failure, q.chunks, q.waiting = err, nil, 0
	return err
}

func (q *queue) drain() {
	for {
		next, until := q.next()
		if next == nil {
			return
		}
		n, err := q.writeUntil(next, until)
		if !q.left(n, err) {
			q.conn.Close()
			return
		}
	}
}

// next returns the oldest piece, or nil when the drainer has nothing left to do.
func (q *queue) next() ([]byte, time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.chunks) == 0 {
		q.drained = true
		return nil, time.Time{}
	}
	oldest := q.chunks[0]
	return oldest.data[:min(piece, len(oldest.data))], oldest.since.Add(q.patience)
}

func (q *queue) writeUntil(p []byte, until time.Time) (int, error) {
	if err := q.conn.SetWriteDeadline(until); err != nil {
		return 0, err
	}
	return q.conn.Write(p)
}

// left books what the client took and reports whether the connection goes on.
func (q *queue) left(n int, err error) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.failure != nil {
		return false
	}
	if err != nil {
		if errors.Is(err, os.ErrDeadlineExceeded) {
			err = ErrSlow
		}
		_ = q.fail(err)
		return false
	}
	q.waiting -= n
	if q.chunks[0].data = q.chunks[0].data[n:]; len(q.chunks[0].data) == 0 {
		q.chunks[0] = chunk{}
		q.chunks = q.chunks[1:]
	}
	if q.waiting == 0 {
		q.chunks = nil
		return q.conn.SetWriteDeadline(time.Time{}) == nil // writes try again, also while the drainer ends
	}
	return true
}

func (q *queue) state() (int, time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.chunks) == 0 {
		return 0, time.Time{}
	}
	return q.waiting, q.chunks[0].since
}

func (q *queue) drop() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.failure == nil {
		_ = q.fail(net.ErrClosed)
	}
}
