package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"courtyard/scripts/drive"
)

const (
	// dialers is how many sockets are opened at the same time.
	dialers = 16
	// openWait is how long one socket may take from dialling to resumed.
	openWait = 20 * time.Second
)

// crowd is many members of one channel, each with one socket, read as cheaply as can be.
type crowd struct {
	server *drive.Server
	epoch  time.Time

	mutex   sync.Mutex // protects what follows, and the members' own fields
	members []*member
	tally   *tally
	changes *changes // nil: nobody looks at them
	ended   bool

	poller  *poller // nil with TLS: there each socket has a goroutine
	readers sync.WaitGroup
}

// gather opens a socket for each person and resumes it.
func gather(ctx context.Context, s *drive.Server, people []drive.Account, channel int64) (*crowd, error) {
	c := &crowd{server: s, epoch: time.Now(), tally: newTally(channel, "none", nil)}
	if !s.TLS {
		var err error
		if c.poller, err = newPoller(); err != nil {
			return nil, err
		}
		c.readers.Go(c.poll)
	}
	for _, a := range people {
		c.members = append(c.members, &member{crowd: c, account: a, gone: true})
	}
	if err := c.connect(ctx); err != nil {
		return nil, errors.Join(err, c.close())
	}
	return c, nil
}

func (c *crowd) now() int64 { return int64(time.Since(c.epoch)) }

// connect opens the sockets of those who have none.
func (c *crowd) connect(ctx context.Context) error {
	var missing []*member
	c.mutex.Lock()
	for _, m := range c.members {
		if m.gone {
			missing = append(missing, m)
		}
	}
	c.mutex.Unlock()
	return drive.InParallel(ctx, dialers, len(missing), func(i int) error {
		if err := c.open(ctx, missing[i]); err != nil {
			return fmt.Errorf("open a socket: %w", err)
		}
		return nil
	})
}

// open dials, shakes hands, resumes, and hands the socket to whoever reads it from then on.
func (c *crowd) open(ctx context.Context, m *member) error {
	conn, err := (&net.Dialer{Timeout: openWait}).DialContext(ctx, "tcp", c.server.Host())
	if err != nil {
		return err
	}
	plain := conn.(*net.TCPConn)
	if c.server.TLS {
		conn = tls.Client(conn, drive.TrustAny())
	}
	_ = conn.SetDeadline(time.Now().Add(openWait))
	m.forget()
	m.conn = conn
	if err := m.shakeHands(c.server.Host()); err != nil {
		return errors.Join(err, conn.Close())
	}
	if err := m.resume(); err != nil {
		return errors.Join(err, conn.Close())
	}
	_ = conn.SetDeadline(time.Time{})
	if c.server.TLS {
		c.readers.Go(m.readAll)
		return nil
	}
	taken, err := take(plain)
	if err != nil {
		return err
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	m.polled = taken
	return c.poller.add(m)
}

// forget closes what was open before and begins anew.
func (m *member) forget() {
	if m.polled != nil {
		_ = m.polled.close()
	}
	m.polled, m.conn, m.carry, m.resumed, m.gone = nil, nil, nil, false, false
}

func (m *member) shakeHands(host string) (err error) {
	m.carry, err = upgrade(m.conn, host, m.account.Token)
	return err
}

// upgrade turns a connection into a WebSocket; it gives what has come already beyond the answer.
func upgrade(conn net.Conn, host, token string) (early []byte, err error) {
	request := "GET /api/v1/socket HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: Y291cnR5YXJkLWJlbmNoLg==\r\nAuthorization: Bearer " + token + "\r\n\r\n"
	if _, err := conn.Write([]byte(request)); err != nil {
		return nil, err
	}
	reader := bufio.NewReader(conn)
	answer, err := http.ReadResponse(reader, nil)
	if err != nil {
		return nil, err
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusSwitchingProtocols {
		return nil, fmt.Errorf("no upgrade, status %d", answer.StatusCode)
	}
	return reader.Peek(reader.Buffered())
}

func (m *member) resume() error {
	if _, err := m.conn.Write(clientFrame(finText, []byte(`{"type":"resume"}`))); err != nil {
		return err
	}
	buffer := make([]byte, 16<<10)
	for !m.resumed {
		n, err := m.conn.Read(buffer)
		if err != nil {
			return err
		}
		m.crowd.mutex.Lock()
		m.feed(buffer[:n], m.crowd.now())
		m.crowd.mutex.Unlock()
	}
	return nil
}

// readAll reads a socket with TLS until it ends.
func (m *member) readAll() {
	buffer := make([]byte, 16<<10)
	for {
		n, err := m.conn.Read(buffer)
		now := m.crowd.now()
		m.crowd.mutex.Lock()
		m.feed(buffer[:n], now)
		m.gone = m.gone || err != nil
		m.crowd.mutex.Unlock()
		if err != nil {
			return
		}
	}
}

// poll reads all plain sockets until the crowd ends.
func (c *crowd) poll() {
	for {
		ready := c.poller.wait()
		c.mutex.Lock()
		if c.ended {
			c.mutex.Unlock()
			return
		}
		c.poller.read(ready, c.now)
		c.mutex.Unlock()
	}
}

// connected counts the sockets that are open.
func (c *crowd) connected() int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	n := 0
	for _, m := range c.members {
		if !m.gone {
			n++
		}
	}
	return n
}

// close closes every socket.
func (c *crowd) close() error {
	c.mutex.Lock()
	c.ended = true
	for _, m := range c.members {
		switch {
		case m.polled != nil:
			_ = m.polled.close()
		case m.conn != nil:
			_ = m.conn.Close()
		}
	}
	c.mutex.Unlock()
	c.readers.Wait()
	if c.poller != nil {
		return c.poller.close()
	}
	return nil
}
