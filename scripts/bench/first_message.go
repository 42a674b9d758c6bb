package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"courtyard/scripts/drive"
)

// browserWait is how long the browser may take, its own start included.
const browserWait = time.Minute

// firstMessage is what a cold browser of somebody who is signed in takes to show the newest message, and how much it loads.
func (b *bench) firstMessage(ctx context.Context) (f figures, err error) {
	o, err := b.office(ctx, officeSize{100, 1})
	if err != nil {
		return nil, err
	}
	s, err := b.open(ctx, o, true)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	run := b.runs.next()
	if err := s.chat(ctx, run, 60); err != nil {
		return nil, err
	}
	visitor, cookie, err := o.Join(s.client, int(time.Now().UnixNano()%1e12), false)
	if err != nil {
		return nil, err
	}
	fingerprint, err := keyFingerprint(ctx, s.server)
	if err != nil {
		return nil, err
	}
	cookie, _, _ = strings.Cut(cookie, ";")
	return browse(ctx, "https://"+s.server.Host()+"/", visitor, cookie, fingerprint)
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

// browse runs the browser's part, which prints one line of JSON.
func browse(ctx context.Context, url string, visitor drive.Account, cookie, fingerprint string) (figures, error) {
	ctx, cancel := context.WithTimeout(ctx, browserWait)
	defer cancel()
	node := exec.CommandContext(ctx, "node", "scripts/bench/first_message.mjs")
	node.Env = append(os.Environ(), "BENCH_URL="+url, "BENCH_COOKIE="+cookie, "BENCH_SPKI="+fingerprint,
		"BENCH_ACCOUNT="+strconv.FormatInt(visitor.ID, 10))
	var problems bytes.Buffer
	node.Stderr = &problems
	node.Cancel = func() error { return node.Process.Signal(os.Interrupt) } // it closes its browser then
	node.WaitDelay = 5 * time.Second
	line, err := node.Output()
	if err != nil {
		return nil, fmt.Errorf("the browser: %w: %s", err, problems.String())
	}
	var seen struct {
		Milliseconds float64 `json:"first_message_ms"`
		KiB          float64 `json:"shell_kib"`
	}
	err = json.Unmarshal(line, &seen)
	return figures{"talk_first_message_ms": seen.Milliseconds, "talk_shell_kib": seen.KiB}, err
}
