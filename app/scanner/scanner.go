// Package scanner asks a virus scanner on the local network about files, in the protocol of clamd (clamd(8)). This is the one
// connection that the server opens by itself, and it goes to the configured address only.
package scanner

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Errors of a scan that has no verdict; nothing is known of the file then. Others come from the connection.
var (
	// ErrTooLarge says that the file is larger than the scanner looks at.
	ErrTooLarge = errors.New("larger than the virus scanner takes; raise StreamMaxLength, MaxFileSize and MaxScanSize in clamd.conf above MAX_UPLOAD_SIZE")
	// ErrAnswer says that what answers is no clamd, or has failed.
	ErrAnswer = errors.New("the virus scanner gave no verdict")
	// ErrUnread says that the file itself could not be read.
	ErrUnread = errors.New("the file could not be read")
)

const (
	// pieceBytes go out at once; a scan takes no more memory than a few of them.
	pieceBytes = 64 << 10
	// answerBytes is more than clamd ever answers.
	answerBytes = 4 << 10
)

// Scanner is a clamd at an address. It keeps no connection open and may be used by many at once.
type Scanner struct {
	// Network is tcp or unix.
	Network, Address string
	// Patience is how long it may take for a connection, for each piece of a file, and for the answer to a ping.
	Patience time.Duration
	// Verdict is how long it may look at a file once it has all of it.
	Verdict time.Duration
}

// New is a scanner that is given as much time as a busy clamd needs: it stops looking at a file after two minutes by itself.
func New(network, address string) *Scanner {
	return &Scanner{Network: network, Address: address, Patience: 20 * time.Second, Verdict: 5 * time.Minute}
}

// Ping says why the scanner cannot be asked, if it cannot.
func (s *Scanner) Ping(ctx context.Context) error {
	c, err := s.dial(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	if err := c.send([]byte("zPING\x00")); err != nil {
		return err
	}
	answer, err := c.answer(s.Patience)
	if err == nil && answer != "PONG" {
		err = wrong(answer)
	}
	return err
}

// Scan sends what it reads to the scanner and gives the name of what that found in it; none where the file is clean.
func (s *Scanner) Scan(ctx context.Context, file io.Reader) (found string, err error) {
	c, err := s.dial(ctx)
	if err != nil {
		return "", err
	}
	defer c.close()
	sent := c.sendFile(file)
	if errors.Is(sent, ErrUnread) {
		return "", sent // without the last piece, so that the scanner does not judge a part of it
	}
	patience := s.Verdict
	if sent != nil {
		patience = min(s.Patience, time.Second) // it has closed: why is on its way already
	}
	answer, err := c.answer(patience)
	if err != nil {
		return "", errors.Join(sent, err)
	}
	found, err = verdict(answer)
	if err == nil && sent != nil {
		return "", fmt.Errorf("%w: it answered before it had the whole file", ErrAnswer)
	}
	return found, err
}

// exceeded begins the names that clamd gives to files of which it saw only a part (its option AlertExceedsMax).
const exceeded = "Heuristics.Limits.Exceeded"

// verdict reads an answer to INSTREAM.
func verdict(answer string) (found string, err error) {
	about, ours := strings.CutPrefix(answer, "stream: ")
	found, infected := strings.CutSuffix(about, " FOUND")
	switch {
	case ours && about == "OK":
		return "", nil
	case ours && infected && strings.HasPrefix(found, exceeded), strings.HasSuffix(answer, "size limit exceeded. ERROR"):
		return "", ErrTooLarge
	case ours && infected && found != "":
		return found, nil
	}
	return "", wrong(answer)
}

func wrong(answer string) error {
	const shown = 100
	return fmt.Errorf("%w: it answered %.*q", ErrAnswer, shown, answer)
}

// conn is one connection, good for one command.
type conn struct {
	net.Conn
	patience time.Duration
	came     chan came
	// forget ends the watch over the context.
	forget func() bool
}

// came is what the scanner answered.
type came struct {
	text string
	err  error
}

func (s *Scanner) dial(ctx context.Context) (*conn, error) {
	inner, err := (&net.Dialer{Timeout: s.Patience}).DialContext(ctx, s.Network, s.Address)
	if err != nil {
		return nil, err
	}
	c := &conn{Conn: inner, patience: s.Patience, came: make(chan came, 1), forget: context.AfterFunc(ctx, func() { _ = inner.Close() })}
	go c.listen()
	return c, nil
}

func (c *conn) close() {
	c.forget()
	_ = c.Close()
}

// listen reads the one answer from the start: clamd closes in the middle of a file that is too large for it, and not every system keeps
// what was said before that until we would read it.
func (c *conn) listen() {
	text, err := readAnswer(c)
	c.came <- came{text, err}
	_ = c.SetWriteDeadline(time.Unix(1, 0)) // more is of no use to it
}

func readAnswer(from io.Reader) (string, error) {
	text := make([]byte, 0, answerBytes)
	for len(text) < answerBytes {
		n, err := from.Read(text[len(text):cap(text)])
		text = text[:len(text)+n]
		if end := bytes.IndexByte(text, 0); end >= 0 {
			return string(text[:end]), nil
		}
		if errors.Is(err, io.EOF) {
			return "", fmt.Errorf("%w: it closed the connection", ErrAnswer)
		}
		if err != nil {
			return "", err
		}
	}
	return "", wrong(string(text))
}

// answer waits for it; what was answered before is not lost.
func (c *conn) answer(patience time.Duration) (string, error) {
	if err := c.SetReadDeadline(time.Now().Add(patience)); err != nil && !errors.Is(err, net.ErrClosed) {
		return "", err
	}
	a := <-c.came
	return a.text, a.err
}

func (c *conn) send(piece []byte) error {
	select {
	case a := <-c.came: // it will not read on
		c.came <- a
		return net.ErrClosed
	default:
	}
	if err := c.SetWriteDeadline(time.Now().Add(c.patience)); err != nil {
		return err
	}
	_, err := c.Write(piece)
	return err
}

// lengthBytes stand before each piece.
const lengthBytes = 4

// sendFile sends a file as INSTREAM wants it: pieces with their lengths, and one of none for the end.
func (c *conn) sendFile(file io.Reader) error {
	if err := c.send([]byte("zINSTREAM\x00")); err != nil {
		return err
	}
	piece := make([]byte, lengthBytes+pieceBytes)
	for {
		n, err := io.ReadFull(file, piece[lengthBytes:])
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("%w: %w", ErrUnread, err)
		}
		if n > 0 {
			binary.BigEndian.PutUint32(piece, uint32(n))
			if err := c.send(piece[:lengthBytes+n]); err != nil {
				return err
			}
		}
		if err != nil {
			return c.send(make([]byte, lengthBytes))
		}
	}
}
