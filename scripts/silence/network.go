//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/sys/unix"
)

// Names and addresses of the only way out. The router does not exist: what is sent to it arrives at the other end of the pair, which
// is not meant by it and drops it.
const (
	wayOut     = "out0"
	blackHole  = "hole0"
	router     = "10.99.0.1"
	router6    = "fd99::1"
	routerMAC  = "02:00:00:00:00:99"
	nameServer = "192.0.2.53"
)

// buildNetwork gives the namespace a loopback and a default route into the black hole, and asks all names of a server behind it:
// an attempt to leave becomes a packet, while without any route it would fail before there is one.
func buildNetwork() error {
	// What is mounted here stays here.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("make the mounts private: %w", err)
	}
	for _, line := range []string{
		"link set lo up",
		"link add " + wayOut + " type veth peer name " + blackHole,
		"link set " + wayOut + " addrgenmode none",
		"link set " + blackHole + " addrgenmode none",
		"link set " + blackHole + " up",
		"link set " + wayOut + " up",
		"address add 10.99.0.2/24 dev " + wayOut,
		"address add fd99::2/64 dev " + wayOut + " nodad",
		"neighbour add " + router + " lladdr " + routerMAC + " dev " + wayOut + " nud permanent",
		"neighbour add " + router6 + " lladdr " + routerMAC + " dev " + wayOut + " nud permanent",
		"route add default via " + router,
		"-6 route add default via " + router6,
	} {
		out, err := exec.Command("ip", strings.Fields(line)...).CombinedOutput() //nolint:noctx // ends at once
		switch {
		case bytes.Contains(out, []byte("Operation not permitted")):
			return errors.New("this needs the right CAP_NET_ADMIN to build a network: run it as root")
		case err != nil:
			return fmt.Errorf("ip %s: %w: %s", line, err, strings.TrimSpace(string(out)))
		}
	}
	return replace(map[string]string{
		"/etc/resolv.conf":   "nameserver " + nameServer + "\noptions timeout:1 attempts:1\n",
		"/etc/nsswitch.conf": "hosts: files dns\n", // no daemon outside the namespace answers instead
	})
}

// replace lays other contents over files of the system, in this mount namespace alone.
func replace(files map[string]string) error {
	for path, content := range files {
		if _, err := os.Stat(path); err != nil {
			continue // a system without it asks nobody there
		}
		f, err := os.CreateTemp("", "silence-")
		if err != nil {
			return err
		}
		_, err = f.WriteString(content)
		if err == nil {
			err = f.Chmod(0o644)
		}
		if err == nil {
			err = unix.Mount(f.Name(), path, "", unix.MS_BIND, "")
		}
		if err != nil {
			return fmt.Errorf("replace %s: %w", path, err)
		}
		_ = f.Close()
		_ = os.Remove(f.Name()) // the mount keeps it
	}
	return nil
}
