package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"time"

	"courtyard/scripts/drive"
)

// page is one measurement in a cold Chromium: a script beside this file, which uses visit.mjs and prints its figures.
type page struct {
	script string
	// host is where the browser goes; empty is the server itself.
	host    string
	details map[string]any
	lasting time.Duration
	// step is called for each line that the script prints before its figures; when it returns the script may go on.
	step func(ctx context.Context, line string) error
}

// browserWait is how long a browser may take beyond its measurement, its own start included.
const browserWait = time.Minute

// visitor joins an office by a browser's cookie, which is given without its attributes.
func (s *stage) visitor() (drive.Account, string, error) {
	a, cookie, err := s.Join(s.client, int(time.Now().UnixNano()%1e12), false)
	cookie, _, _ = strings.Cut(cookie, ";")
	return a, cookie, err
}

// visit opens an office, has people chat in it where that is wanted, and runs a page's script as somebody who has just come.
func (b *bench) visit(ctx context.Context, o *office, chat bool, prepare func(*stage) page) (f figures, err error) {
	s, err := b.open(ctx, o, true)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if chat {
		if err := s.chat(ctx, b.runs.next(), 60); err != nil {
			return nil, err
		}
	}
	_, cookie, err := s.visitor()
	if err != nil {
		return nil, err
	}
	return s.browse(ctx, cookie, prepare(s))
}

// browse runs a page's script as the owner of a cookie.
func (s *stage) browse(ctx context.Context, cookie string, p page) (figures, error) {
	fingerprint, err := keyFingerprint(ctx, s.server)
	if err != nil {
		return nil, err
	}
	if p.host == "" {
		p.host = s.server.Host()
	}
	details, err := json.Marshal(p.details)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, p.lasting+browserWait)
	defer cancel()
	node := exec.CommandContext(ctx, "node", "scripts/bench/"+p.script+".mjs")
	node.Env = append(os.Environ(), "BENCH_URL=https://"+p.host, "BENCH_COOKIE="+cookie, "BENCH_SPKI="+fingerprint, "BENCH_DETAILS="+string(details))
	var problems bytes.Buffer
	node.Stderr = &problems
	node.Cancel = func() error { return node.Process.Signal(os.Interrupt) } // it closes its browser then
	node.WaitDelay = 5 * time.Second
	said, err := node.StdoutPipe()
	if err != nil {
		return nil, err
	}
	heard, err := node.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := node.Start(); err != nil {
		return nil, err
	}
	f, err := p.follow(ctx, said, heard)
	if err != nil {
		cancel()
	}
	if err := errors.Join(err, node.Wait()); err != nil {
		return nil, fmt.Errorf("the browser: %w: %s", err, problems.String())
	}
	if problems.Len() > 0 {
		fmt.Fprint(os.Stderr, problems.String())
	}
	return f, nil
}

// follow reads what a script says: steps, and its figures as the last line.
func (p page) follow(ctx context.Context, said io.Reader, heard io.Writer) (f figures, err error) {
	for lines := bufio.NewScanner(said); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "{") {
			err = json.Unmarshal(lines.Bytes(), &f)
			continue
		}
		if err := p.step(ctx, lines.Text()); err != nil {
			return nil, err
		}
		if _, err := io.WriteString(heard, "\n"); err != nil {
			return nil, err
		}
	}
	return f, err
}

// keyFingerprint is the SHA-256 of the server's public key, as Chromium's flag wants it.
func keyFingerprint(ctx context.Context, s *drive.Server) (string, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.Host())
	if err != nil {
		return "", err
	}
	secured := tls.Client(conn, drive.TrustAny())
	defer func() { _ = secured.Close() }()
	if err := secured.HandshakeContext(ctx); err != nil {
		return "", err
	}
	sum := sha256.Sum256(secured.ConnectionState().PeerCertificates[0].RawSubjectPublicKeyInfo)
	return base64.StdEncoding.EncodeToString(sum[:]), nil
}
