// Package scannertest plays a virus scanner in tests: a real server that speaks clamd's protocol, with verdicts of our own.
package scannertest

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"courtyard/app/scanner"
)

// Eicar is what every scanner finds in the file that was agreed on for trying them (eicar.org), but not that file itself, so that no
// scanner of a developer's takes this program away.
const Eicar = "EICAR-STANDARD-ANTIVIRUS-" + "TEST-FILE"

// Answers that are none.
const (
	// Silence keeps the connection open and says nothing.
	Silence = "(silence)"
	// Hangup closes it.
	Hangup = "(hangup)"
)

// Clamd is one such server. Pong, Verdict and Limit may be changed under Change.
type Clamd struct {
	// Pong is the answer to a ping.
	Pong string
	// Verdict is the answer to a file.
	Verdict func(content []byte) string
	// Limit is clamd's StreamMaxLength; beyond it Verdict is not asked.
	Limit int

	t       testing.TB
	network string
	address string
	mutex   sync.Mutex
	// open are the listener and the connections.
	open    map[io.Closer]bool
	running sync.WaitGroup
	judged  int
	pinged  int
}

// New gives a server that finds Eicar, on tcp or unix. It listens once it is started.
func New(t testing.TB, network, address string) *Clamd {
	c := &Clamd{t: t, network: network, address: address, Pong: "PONG", Limit: 1 << 20, open: map[io.Closer]bool{}}
	c.Verdict = func(content []byte) string {
		if bytes.Contains(content, []byte(Eicar)) {
			return "stream: Eicar-Test-Signature FOUND"
		}
		return "stream: OK"
	}
	t.Cleanup(c.Stop)
	return c
}

// Start begins to listen, where it was told to or where it listened before.
func (c *Clamd) Start() *Clamd {
	c.t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(c.t.Context(), c.network, c.address)
	if err != nil {
		c.t.Fatal(err)
	}
	c.address = listener.Addr().String()
	c.opened(listener)
	c.running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			c.opened(conn)
			c.running.Go(func() {
				defer c.closed(conn)
				c.serve(conn)
			})
		}
	})
	return c
}

// Stop closes everything, as if the server's machine were switched off.
func (c *Clamd) Stop() {
	c.mutex.Lock()
	for o := range c.open {
		_ = o.Close()
	}
	clear(c.open)
	c.mutex.Unlock()
	c.running.Wait()
}

// Scanner is one that asks this server, and is not as patient as one has to be with a real one.
func (c *Clamd) Scanner() *scanner.Scanner {
	s := scanner.New(c.network, c.address)
	s.Patience, s.Verdict = 2*time.Second, 300*time.Millisecond
	return s
}

// Change alters how it answers.
func (c *Clamd) Change(how func(*Clamd)) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	how(c)
}

// Judged is how many verdicts were asked for.
func (c *Clamd) Judged() int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.judged
}

// Pinged is how many pings came.
func (c *Clamd) Pinged() int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.pinged
}

func (c *Clamd) opened(o io.Closer) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.open[o] = true
}

func (c *Clamd) closed(o io.Closer) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	delete(c.open, o)
	_ = o.Close()
}

func (c *Clamd) serve(conn net.Conn) {
	in := bufio.NewReader(conn)
	command, err := in.ReadString(0)
	if err != nil {
		return
	}
	answer := "UNKNOWN COMMAND"
	switch command {
	case "zPING\x00":
		c.Change(func(c *Clamd) { answer, c.pinged = c.Pong, c.pinged+1 })
	case "zINSTREAM\x00":
		answer = c.judge(in)
	}
	switch answer {
	case Hangup:
	case Silence:
		_, _ = io.Copy(io.Discard, in) // until the other side has had enough
	default:
		_, _ = conn.Write([]byte(answer + "\x00"))
	}
}

// judge reads a file's pieces.
func (c *Clamd) judge(in io.Reader) (answer string) {
	var content []byte
	limit := 0
	c.Change(func(c *Clamd) { limit = c.Limit })
	for {
		var length uint32
		if err := binary.Read(in, binary.BigEndian, &length); err != nil {
			return Hangup
		}
		if length == 0 {
			break
		}
		if len(content)+int(length) > limit {
			return "INSTREAM size limit exceeded. ERROR"
		}
		piece := make([]byte, length)
		if _, err := io.ReadFull(in, piece); err != nil {
			return Hangup
		}
		content = append(content, piece...)
	}
	c.Change(func(c *Clamd) { answer, c.judged = c.Verdict(content), c.judged+1 })
	return answer
}
