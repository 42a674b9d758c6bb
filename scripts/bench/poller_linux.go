package main

import (
	"errors"
	"net"
	"time"

	"golang.org/x/sys/unix"
)

// pollWait is how long the poller waits at most, in ms, before it looks whether it shall end.
const pollWait = 50

// polled is a plain TCP connection whose descriptor was taken away from Go's own poller: reading thousands of sockets in one
// goroutine costs the client, which shares the processors with the server, a third of one goroutine each.
type polled struct{ fd int }

// take takes a connection over and closes Go's side of it.
func take(conn *net.TCPConn) (*polled, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return nil, err
	}
	p := &polled{-1}
	var failed error
	err = raw.Control(func(fd uintptr) { p.fd, failed = unix.FcntlInt(fd, unix.F_DUPFD_CLOEXEC, 0) })
	return p, errors.Join(err, failed, conn.Close())
}

func (p *polled) close() error { return unix.Close(p.fd) }

func (p *polled) write(frame []byte) error {
	for try := 0; ; try++ {
		n, err := unix.Write(p.fd, frame)
		switch {
		case err == nil && n == len(frame):
			return nil
		case err != nil && err != unix.EAGAIN && err != unix.EINTR, try > 1000:
			return errors.Join(err, errors.New("the socket takes no more"))
		}
		frame = frame[max(n, 0):]
		time.Sleep(time.Millisecond)
	}
}

// keep bounds what the kernel keeps for a reader, in bytes.
func (p *polled) keep(bytes int) {
	_ = unix.SetsockoptInt(p.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, bytes) // more is kept then
}

// drained reads what is left and says whether the end was there.
func (p *polled) drained() bool {
	buffer := make([]byte, 64<<10)
	for {
		n, err := unix.Read(p.fd, buffer)
		switch {
		case n > 0 || err == unix.EINTR:
		case err == unix.EAGAIN:
			return false
		default:
			return true // its end, or a reset
		}
	}
}

// poller reads the sockets that were added to it.
type poller struct {
	epoll   int
	members map[int32]*member
	events  []unix.EpollEvent
	buffer  []byte
}

func newPoller() (*poller, error) {
	epoll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	return &poller{epoll, map[int32]*member{}, make([]unix.EpollEvent, 256), make([]byte, 256<<10)}, err
}

// add begins to read a member's socket. The crowd's mutex is held.
func (p *poller) add(m *member) error {
	fd := m.polled.fd
	p.members[int32(fd)] = m
	return unix.EpollCtl(p.epoll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)})
}

// remove ends the reading of a member's socket. The crowd's mutex is held.
func (p *poller) remove(m *member) {
	fd := m.polled.fd
	delete(p.members, int32(fd))
	_ = unix.EpollCtl(p.epoll, unix.EPOLL_CTL_DEL, fd, nil) // closing the descriptor does the same
}

// wait waits for readable sockets; read then reads each of them once.
func (p *poller) wait() int {
	n, err := unix.EpollWait(p.epoll, p.events, pollWait)
	if err != nil {
		return 0
	}
	return n
}

// read reads the first ready sockets once each. The crowd's mutex is held.
func (p *poller) read(ready int, now func() int64) {
	for _, e := range p.events[:ready] {
		m := p.members[e.Fd]
		if m == nil {
			continue
		}
		n, err := unix.Read(int(e.Fd), p.buffer)
		switch {
		case n > 0:
			m.feed(p.buffer[:n], now())
		case err != unix.EAGAIN && err != unix.EINTR:
			m.gone = true
		}
		if m.gone {
			p.remove(m)
		}
	}
}

func (p *poller) close() error { return unix.Close(p.epoll) }

// pause sleeps more exactly than Go's timers, which round up to milliseconds.
func pause(d time.Duration) {
	t := unix.NsecToTimespec(int64(d))
	_ = unix.Nanosleep(&t, nil) // waking early is harmless
}

// ownCPU is the processor time that this process has used.
func ownCPU() time.Duration {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
