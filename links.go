package main

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"courtyard/app/config"
	"courtyard/certs"
)

// suggestions are the machine's names in its domains, then its name alone and by multicast DNS, then its addresses.
func (p *place) suggestions() []string {
	var names []string
	if hosts := p.names.Hosts(); len(hosts) > 0 {
		names = append(slices.Clone(hosts[2:]), hosts[:2]...)
	}
	addresses, _ := certs.LANAddresses()
	for _, host := range lanHosts(addresses) {
		if !config.IsLoopback(host) {
			names = append(names, host)
		}
	}
	return names
}

// urls are the addresses to open, the one to tell people first. Only private addresses are ever announced.
func (p *place) urls() []string {
	scheme := "https"
	if p.config.TLSOff() {
		scheme = "http"
	}
	var urls []string
	if p.config.PublicURL != nil {
		urls = append(urls, strings.TrimSuffix(p.config.PublicURL.String(), "/"))
	}
	hosts := p.announced()
	if typed := *p.typed.Load(); typed != "" && !slices.Contains(hosts, typed) {
		hosts = append([]string{typed}, hosts...)
	}
	for _, host := range hosts {
		urls = append(urls, scheme+"://"+net.JoinHostPort(host, strconv.Itoa(p.port)))
	}
	return urls
}

// announced are the hosts to tell people: HOST, or the names of an own certificate, or the machine's addresses; and this machine itself.
func (p *place) announced() []string {
	if host := p.config.Host; host != "" {
		if a, err := netip.ParseAddr(host); err != nil || !a.IsUnspecified() {
			return []string{host}
		}
	}
	if names := p.certified(); len(names) > 0 {
		return names
	}
	addresses, _ := certs.LANAddresses()
	return lanHosts(addresses)
}

// certified are the names in a certificate of the administrator's own; an address that it does not name would only bring warnings.
func (p *place) certified() []string {
	if p.authority == nil || p.authority.Root() != nil {
		return nil
	}
	var hosts []string
	leaf := p.authority.Leaf()
	for _, name := range leaf.DNSNames {
		if !strings.HasPrefix(name, "*.") {
			hosts = append(hosts, name)
		}
	}
	for _, a := range leaf.IPAddresses {
		hosts = append(hosts, a.String())
	}
	return hosts
}

// lanHosts are IPv4 addresses and this machine's own name; without any, IPv6 addresses follow it, which few people will type.
func lanHosts(addresses []netip.Addr) []string {
	var four, six []string
	for _, a := range addresses {
		switch {
		case a.IsLoopback() || a.IsLinkLocalUnicast():
		case a.Is4():
			four = append(four, a.String())
		default:
			six = append(six, a.String())
		}
	}
	if len(four) > 0 {
		return append(four, "localhost")
	}
	return append([]string{"localhost"}, six...)
}

// linkBase is where links for other people begin: PUBLIC_URL, else the name that people type by the word of who set the
// instance up, else what the asker typed, unless only his own machine knows that.
func (p *place) linkBase(asked string) string {
	if p.config.PublicURL == nil && *p.typed.Load() == "" && !onlyHere(asked) {
		return asked
	}
	return shared(p.urls())
}

// shared is the first address that others can open, else the first.
func shared(urls []string) string {
	if i := slices.IndexFunc(urls, func(u string) bool { return !onlyHere(u) }); i >= 0 {
		return urls[i]
	}
	return urls[0]
}

// onlyHere says whether an address is good on this machine alone.
func onlyHere(address string) bool {
	u, err := url.Parse(address)
	return err != nil || config.IsLoopback(u.Hostname())
}
