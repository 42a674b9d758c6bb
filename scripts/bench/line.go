package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"courtyard/scripts/drive"
)

// ownAddress is a loopback address of one's own: limits count by address, and people have different ones.
func ownAddress(network, number int) net.IP {
	return net.IPv4(127, byte(network), byte(number>>8), byte(number))
}

// dialFrom opens a connection from an address, with TLS where the server has it and trust is given.
func dialFrom(ctx context.Context, s *drive.Server, from net.IP, trust *tls.Config) (net.Conn, error) {
	dialer := net.Dialer{Timeout: openWait, LocalAddr: &net.TCPAddr{IP: from}}
	conn, err := dialer.DialContext(ctx, "tcp", s.Host())
	if err != nil {
		return nil, err
	}
	_ = conn.SetDeadline(time.Now().Add(openWait))
	if s.TLS && trust != nil {
		conn = tls.Client(conn, trust)
	}
	return conn, nil
}

// line is one HTTP connection; its calls follow one another.
type line struct {
	conn   net.Conn
	reader *bufio.Reader
	host   string
	// wait is how long an answer may take.
	wait time.Duration
}

func openLine(ctx context.Context, s *drive.Server, from net.IP, trust *tls.Config) (*line, error) {
	conn, err := dialFrom(ctx, s, from, trust)
	if err != nil {
		return nil, err
	}
	return &line{conn, bufio.NewReader(conn), s.Host(), openWait}, nil
}

func (l *line) close() { _ = l.conn.Close() }

// ask sends a request and gives the status; a 2xx answer is read into a value.
func (l *line) ask(method, path, token, body string, into any) (int, error) {
	_ = l.conn.SetDeadline(time.Now().Add(l.wait))
	head := method + " " + path + " HTTP/1.1\r\nHost: " + l.host + "\r\nSec-Fetch-Site: same-origin\r\n"
	if token != "" {
		head += "Authorization: Bearer " + token + "\r\n"
	}
	if body != "" {
		head += fmt.Sprintf("Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	if _, err := io.Copy(l.conn, strings.NewReader(head+"\r\n"+body)); err != nil {
		return 0, err
	}
	answer, err := http.ReadResponse(l.reader, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode >= 300 || into == nil {
		return answer.StatusCode, err
	}
	return answer.StatusCode, json.Unmarshal(text, into)
}

// get is ask for reading, which has to succeed.
func (l *line) get(path, token string, into any) error {
	status, err := l.ask(http.MethodGet, path, token, "", into)
	if err == nil && status >= 300 {
		err = fmt.Errorf("status %d", status)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
