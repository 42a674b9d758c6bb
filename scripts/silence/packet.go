//go:build linux

package main

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	dnsPort = 53
	// Kernels tell routers of their multicast groups and look for them by themselves (RFC 2710, RFC 3810, RFC 4861).
	icmp6ListenerReport  = 131
	icmp6ListenerDone    = 132
	icmp6RouterSolicit   = 133
	icmp6ListenerReport2 = 143
)

// leaving says what a packet wanted outside of the namespace; empty for one that stays, and for the other end's copy of one that left.
// A question for a name is one even where it is asked on the loopback: a daemon there would carry it out.
func leaving(link *unix.SockaddrLinklayer, packet []byte) string {
	if link.Pkttype != unix.PACKET_OUTGOING {
		return ""
	}
	kind := binary.BigEndian.Uint16(binary.NativeEndian.AppendUint16(nil, link.Protocol))
	var to netip.Addr
	var protocol byte
	var body []byte
	switch {
	case kind == unix.ETH_P_IP && len(packet) >= 20:
		to, protocol = netip.AddrFrom4([4]byte(packet[16:20])), packet[9]
		body = packet[min(int(packet[0]&15)*4, len(packet)):]
	case kind == unix.ETH_P_IPV6 && len(packet) >= 40:
		to, protocol, body = netip.AddrFrom16([16]byte(packet[24:40])), packet[6], packet[40:]
		if protocol == unix.IPPROTO_HOPOPTS && len(body) >= 8 {
			protocol, body = body[0], body[min(8+int(body[1])*8, len(body)):]
		}
	default:
		return fmt.Sprintf("a frame of type %#04x", kind)
	}
	port := -1
	if (protocol == unix.IPPROTO_TCP || protocol == unix.IPPROTO_UDP) && len(body) >= 8 {
		port = int(binary.BigEndian.Uint16(body[2:]))
	}
	switch {
	case port == dnsPort:
		return "a question for the name " + question(protocol, body)
	case to.IsLoopback() || own(to):
		return ""
	case protocol == unix.IPPROTO_ICMPV6 && len(body) > 0 && routine(body[0]):
		return ""
	case port < 0:
		return fmt.Sprintf("protocol %d to %s", protocol, to)
	}
	return map[byte]string{unix.IPPROTO_TCP: "TCP ", unix.IPPROTO_UDP: "UDP "}[protocol] + netip.AddrPortFrom(to, uint16(port)).String()
}

func own(a netip.Addr) bool {
	return a == netip.MustParseAddr("10.99.0.2") || a == netip.MustParseAddr("fd99::2")
}

func routine(icmp6 byte) bool {
	return icmp6 == icmp6ListenerReport || icmp6 == icmp6ListenerDone || icmp6 == icmp6RouterSolicit || icmp6 == icmp6ListenerReport2
}

// question is the first name in a DNS message (RFC 1035 §4.1.2), as far as it can be read.
func question(protocol byte, body []byte) string {
	const headers = 8 + 12 // of UDP and of DNS
	if protocol != unix.IPPROTO_UDP || len(body) < headers {
		return "(unreadable)"
	}
	var labels []string
	for rest := body[headers:]; len(rest) > 0 && rest[0] > 0 && int(rest[0]) < len(rest); rest = rest[1+rest[0]:] {
		labels = append(labels, strings.Trim(strconv.Quote(string(rest[1:1+rest[0]])), `"`))
	}
	return strings.Join(labels, ".")
}
