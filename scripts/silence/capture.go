//go:build linux

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// The capture begins with packets of its own, to addresses that exist only in documents (RFC 5737, RFC 3849).
const (
	proof  = "192.0.2.1"
	proof6 = "2001:db8::1"
	// proofWait is how long they may take; settle is how long late packets are waited for at the end.
	proofWait = 5 * time.Second
	settle    = time.Second
	// room keeps packets while the reader is busy; the kernel says when it was not enough.
	room = 64 << 20
)

// capture hears every interface of the namespace.
type capture struct {
	socket int
	mutex  sync.Mutex
	left   []string // what tried to leave, once each, in order
	heard  int
}

func openCapture() (*capture, error) {
	everything := int(binary.BigEndian.Uint16(binary.NativeEndian.AppendUint16(nil, unix.ETH_P_ALL)))
	socket, err := unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, everything)
	if errors.Is(err, unix.EPERM) {
		return nil, errors.New("this needs the right CAP_NET_RAW to capture packets: run it as root")
	}
	if err == nil {
		err = unix.SetsockoptInt(socket, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, room)
	}
	if err != nil {
		return nil, fmt.Errorf("open the capture: %w", err)
	}
	c := &capture{socket: socket}
	go c.hear()
	return c, nil
}

func (c *capture) hear() {
	packet := make([]byte, 512) // headers and a name that is asked for
	for {
		n, from, err := unix.Recvfrom(c.socket, packet, 0)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return
		}
		link, ok := from.(*unix.SockaddrLinklayer)
		if !ok {
			continue
		}
		c.mutex.Lock()
		c.heard++
		if what := leaving(link, packet[:n]); what != "" && !slices.Contains(c.left, what) {
			c.left = append(c.left, what)
		}
		c.mutex.Unlock()
	}
}

// prove sends packets that must be found: without them, silence would prove nothing.
func (c *capture) prove() error {
	deadline := time.Now().Add(proofWait)
	for _, address := range []string{proof, proof6} {
		conn, err := net.Dial("udp", net.JoinHostPort(address, "9")) //nolint:noctx // sends nothing
		if err == nil {
			_, err = conn.Write([]byte("is anybody listening?"))
		}
		if err != nil {
			return fmt.Errorf("send a packet that has to be found: %w", err)
		}
		_ = conn.Close()
		for !slices.Contains(c.found(), "UDP "+net.JoinHostPort(address, "9")) {
			if time.Now().After(deadline) {
				return fmt.Errorf("the capture did not find its own packet to %s: it proves nothing", address)
			}
			time.Sleep(time.Millisecond)
		}
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.left, c.heard = nil, 0
	return nil
}

func (c *capture) found() []string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return slices.Clone(c.left)
}

// judge is an error when anything tried to leave, or when the capture missed packets.
func (c *capture) judge(out io.Writer) error {
	time.Sleep(settle)
	lost, err := unix.GetsockoptTpacketStats(c.socket, unix.SOL_PACKET, unix.PACKET_STATISTICS)
	if err != nil {
		return fmt.Errorf("ask the capture what it missed: %w", err)
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	var problems []error
	for _, what := range c.left {
		problems = append(problems, errors.New("tried to leave: "+what))
	}
	if lost.Drops > 0 {
		problems = append(problems, fmt.Errorf("the capture missed %d packets: it proves nothing", lost.Drops))
	}
	if len(problems) == 0 {
		fmt.Fprintf(out, "silence: %d packets inside, none tried to leave\n", c.heard)
	}
	return errors.Join(problems...)
}
