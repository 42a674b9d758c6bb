package handlers

import (
	"net/netip"
	"strings"

	web "github.com/gofiber/fiber/v2"
)

// Guard decides which addresses get an answer and whose word about the client's address counts.
type Guard struct {
	// Allowed are the networks that are answered; none means everybody.
	Allowed []netip.Prefix
	// Proxies may say in X-Forwarded-For whom they speak for.
	Proxies []netip.Prefix
}

func contains(list []netip.Prefix, a netip.Addr) bool {
	for _, p := range list {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// plain is an address without its zone, IPv4 in IPv6 as IPv4.
func plain(a netip.Addr) netip.Addr { return a.Unmap().WithZone("") }

// client is who a request comes from: the peer, or whom a trusted proxy names. It is the only such function;
// guard, limits and log use its answer.
func (g Guard) client(peer netip.Addr, forwarded []string, forwards bool) (netip.Addr, error) {
	peer = plain(peer)
	if !contains(g.Proxies, peer) {
		if peer.IsLoopback() && forwards {
			return peer, errForwarded
		}
		return peer, g.judge(peer)
	}
	if len(forwarded) == 0 && forwards {
		return peer, errAddress // only in a header that we do not read
	}
	chain := strings.Split(strings.Join(forwarded, ","), ",")
	for i := len(chain) - 1; i >= 0 && len(forwarded) > 0; i-- {
		a, err := netip.ParseAddr(strings.TrimSpace(chain[i]))
		if err != nil {
			return peer, errAddress
		}
		if a = plain(a); !contains(g.Proxies, a) {
			return a, g.judge(a)
		}
	}
	return peer, g.judge(peer)
}

func (g Guard) judge(a netip.Addr) error {
	if len(g.Allowed) == 0 || contains(g.Allowed, a) {
		return nil
	}
	return errAddress
}

// clientOf reads what Guard.client needs from a request.
func (g Guard) clientOf(c *web.Ctx) (netip.Addr, error) {
	peer, err := netip.ParseAddrPort(c.Context().RemoteAddr().String())
	if err != nil {
		return netip.Addr{}, errAddress
	}
	var forwarded []string
	for _, line := range c.Request().Header.PeekAll(web.HeaderXForwardedFor) {
		forwarded = append(forwarded, string(line))
	}
	return g.client(peer.Addr(), forwarded, len(forwarded) > 0 || c.Get("Forwarded") != "")
}
