package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"courtyard/scripts/drive"
)

const (
	// ownNetwork tells the bench that it runs in a network of its own, where it may change addresses.
	ownNetwork = "COURTYARD_BENCH_NETWORK"
	newAddress = "10.213.77.1"
	// addressWait is how long a new certificate is waited for.
	addressWait = time.Minute
)

// addressChange is the time in s from a new address of the machine to the certificate that names it, under the same root.
// The machine itself keeps its addresses: the bench runs itself once more, in a network namespace.
func (b *bench) addressChange(ctx context.Context) (figures, error) {
	if os.Getenv(ownNetwork) != "" {
		return b.addressChangeHere(ctx)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	report := filepath.Join(b.folder, "address.json")
	words := []string{"--net", self, "-only", "doors_address_change_s", "-runs", "1", "-binary", b.binary, "-report", report}
	if os.Getuid() != 0 {
		words = append([]string{"--map-root-user"}, words...)
	}
	inside := exec.CommandContext(ctx, "unshare", words...)
	inside.Env = append(os.Environ(), ownNetwork+"=yes")
	if out, err := inside.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("in a network namespace, which needs CAP_SYS_ADMIN or user namespaces: %w: %s", err, out)
	}
	return figuresIn(report)
}

// figuresIn reads the rows that another bench has written.
func figuresIn(path string) (figures, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var r report
	if err := json.Unmarshal(text, &r); err != nil {
		return nil, err
	}
	found := figures{}
	for _, row := range r.Rows {
		found[row.ID] = row.Value
	}
	return found, nil
}

func (b *bench) addressChangeHere(ctx context.Context) (_ figures, err error) {
	if err := setAddress(ctx, "link", "set", "lo", "up"); err != nil {
		return nil, err
	}
	folder, err := b.fresh("address")
	if err != nil {
		return nil, err
	}
	s, err := drive.Start(ctx, drive.Options{Binary: b.binary, DataDir: folder, TLS: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Stop()) }()
	root, err := os.ReadFile(filepath.Join(folder, "certs", "root.crt"))
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := setAddress(ctx, "address", "add", newAddress+"/32", "dev", "lo"); err != nil {
		return nil, err
	}
	if err := awaitCertificate(ctx, s.Host()); err != nil {
		return nil, err
	}
	took := time.Since(begun)
	if now, err := os.ReadFile(filepath.Join(folder, "certs", "root.crt")); err != nil || string(now) != string(root) {
		return nil, errors.Join(err, errors.New("the root is another one"))
	}
	return figures{"doors_address_change_s": took.Seconds()}, nil
}

func setAddress(ctx context.Context, words ...string) error {
	if out, err := exec.CommandContext(ctx, "ip", words...).CombinedOutput(); err != nil {
		return fmt.Errorf("ip (package iproute2, right CAP_NET_ADMIN): %w: %s", err, out)
	}
	return nil
}

// awaitCertificate asks every 10 ms which names the server shows.
func awaitCertificate(ctx context.Context, host string) error {
	ctx, cancel := context.WithTimeout(ctx, addressWait)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	dialer := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true}}
	for {
		conn, err := dialer.DialContext(ctx, "tcp", host)
		if err != nil {
			return err
		}
		shown := conn.(*tls.Conn).ConnectionState().PeerCertificates[0]
		_ = conn.Close() // it was only looked at
		if shown.VerifyHostname(newAddress) == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("no certificate for the new address: %w", ctx.Err())
		case <-tick.C:
		}
	}
}
