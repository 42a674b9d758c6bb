package doctor

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"courtyard/certs"
)

// addresses tells what people can type, whom the guard answers, and what is never announced.
func (e *examination) addresses(_ context.Context, c *Check) {
	c.ok("people type %s", strings.Join(e.URLs, " or "))
	if e.OnlyHere {
		c.warn("only this computer can open it",
			"Leave HOST empty, connect the machine to your network, or name its address with PUBLIC_URL and its network with ALLOWED_CIDRS.")
	}
	own, err := certs.LANAddresses()
	if err != nil {
		c.warn("the machine's addresses cannot be read", "Ask the administrator of the machine: "+err.Error())
	}
	e.guard(c, own)
	if global, _ := certs.GlobalAddresses(); len(global) > 0 {
		c.ok("never announced is %s, which the Internet could know", strings.Join(texts(global), ", "))
	}
}

func (e *examination) guard(c *Check, own []netip.Addr) {
	allowed := e.Config.Allowed()
	if len(allowed) == 0 {
		c.warn("everybody who can reach the port is answered", "Set RESTRICT_TO_PRIVATE=true, and ALLOWED_CIDRS where your network is not a private one.")
		return
	}
	for _, network := range allowed {
		if network.Bits() == 0 {
			c.warn("ALLOWED_CIDRS holds "+network.String()+", which is everybody", "Name the networks of your office instead.")
		}
	}
	if len(e.Config.AllowedCIDRs) == 0 {
		c.ok("private networks are answered")
	} else {
		c.ok("answered are %s", strings.Join(texts(allowed), ", "))
	}
	for _, a := range own {
		inside := func(network netip.Prefix) bool { return network.Contains(a) }
		if !a.IsLinkLocalUnicast() && !a.IsLoopback() && !slices.ContainsFunc(allowed, inside) {
			c.warn("this machine's own address "+a.String()+" is outside of them", "Add its network to ALLOWED_CIDRS: its neighbours are refused.")
		}
	}
}

func texts[T fmt.Stringer](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = v.String()
	}
	return out
}
