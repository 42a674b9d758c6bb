package certs

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Names are what this machine is called on its network, in lower case and ASCII (RFC 5890).
type Names struct {
	Host    string   // first label of the host name, or "" when it has no usable one
	Domains []string // DNS domain and search domains
}

// LocalNames asks the operating system for the host name and, where /etc/resolv.conf exists, for the domains.
func LocalNames() Names {
	host, _ := os.Hostname()
	var domains []string
	if file, err := os.Open("/etc/resolv.conf"); err == nil {
		domains = searchDomains(file)
		file.Close()
	}
	return namesOf(host, domains)
}

func namesOf(hostname string, domains []string) Names {
	hostname, _ = asciiName(hostname)
	host, domain, _ := strings.Cut(hostname, ".")
	if host == managedName {
		host, domain = "", ""
	}
	n := Names{Host: host}
	for _, each := range append([]string{domain}, domains...) {
		if name, ok := asciiName(each); ok && !slices.Contains(n.Domains, name) {
			n.Domains = append(n.Domains, name)
		}
	}
	return n
}

// MDNS returns the name under which multicast DNS announces this machine (RFC 6762), or "" without a host name.
func (n Names) MDNS() string {
	if n.Host == "" {
		return ""
	}
	return n.Host + ".local"
}

// Hosts lists every name people may type: the bare host name, the mDNS name, the host in each domain.
func (n Names) Hosts() []string {
	if n.Host == "" {
		return nil
	}
	hosts := []string{n.Host, n.MDNS()}
	for _, domain := range n.Domains {
		if host := n.Host + "." + domain; !slices.Contains(hosts, host) {
			hosts = append(hosts, host)
		}
	}
	return hosts
}

func searchDomains(resolvConf io.Reader) []string {
	var domains []string
	for lines := bufio.NewScanner(resolvConf); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) > 1 && (fields[0] == "domain" || fields[0] == "search") {
			domains = append(domains, fields[1:]...)
		}
	}
	return domains
}

// LANAddresses lists the private and loopback addresses of the interfaces that are up, sorted and without zones.
func LANAddresses() ([]netip.Addr, error) {
	all, err := interfaceAddresses()
	return privateOnly(all), err
}

func interfaceAddresses() ([]netip.Addr, error) {
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil, fmt.Errorf("certs: network interfaces: %w", err)
	}
	var found []netip.Addr
	for _, each := range interfaces {
		if each.Flags&net.FlagUp == 0 {
			continue
		}
		addresses, err := each.Addrs()
		if err != nil {
			continue // it went away between the two questions
		}
		for _, address := range addresses {
			if prefix, err := netip.ParsePrefix(address.String()); err == nil {
				found = append(found, prefix.Addr())
			}
		}
	}
	return found, nil
}

func privateOnly(addresses []netip.Addr) []netip.Addr {
	var private []netip.Addr
	for _, address := range addresses {
		if address = address.Unmap().WithZone(""); isPrivate(address) {
			private = append(private, address)
		}
	}
	slices.SortFunc(private, netip.Addr.Compare)
	return slices.Compact(private)
}

func isPrivate(address netip.Addr) bool {
	return slices.ContainsFunc(privateRanges(), func(p netip.Prefix) bool { return p.Contains(address) })
}

func privateRanges() []netip.Prefix {
	texts := []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16",
		"fc00::/7", "fe80::/10", "::1/128"}
	ranges := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		ranges[i] = netip.MustParsePrefix(text)
	}
	return ranges
}

// subject is what a certificate names.
type subject struct {
	names     []string // the managed name first: certmagic renews by the first one
	addresses []netip.Addr
	unusable  []string // not host names: wildcards, typing errors
}

// A name that is an address, as in PUBLIC_URL=https://192.168.1.5, belongs to the addresses.
func newSubject(names []string, addresses []netip.Addr) subject {
	s := subject{names: []string{managedName}}
	all := append([]netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.IPv6Loopback()}, addresses...)
	for _, text := range names {
		if text == "" {
			continue
		}
		if address, err := netip.ParseAddr(strings.Trim(text, "[]")); err == nil {
			all = append(all, address)
		} else if name, ok := asciiName(text); !ok {
			s.unusable = append(s.unusable, text)
		} else if !slices.Contains(s.names, name) {
			s.names = append(s.names, name)
		}
	}
	slices.Sort(s.names[1:])
	s.addresses = privateOnly(all)
	return s
}

func (s subject) ips() []net.IP {
	ips := make([]net.IP, len(s.addresses))
	for i, address := range s.addresses {
		ips[i] = address.AsSlice()
	}
	return ips
}

// permittedDomains are the names for which a new root may sign. A machine or a search domain that is called
// like a public suffix ("chat", "co.jp") would let a stolen key sign for that whole part of the Internet, so it
// is dropped unless the administrator named it.
func permittedDomains(opts Options) []string {
	permitted := []string{managedName, "local", "lan", "internal", "home.arpa"}
	add := func(name string) {
		covered := func(domain string) bool { return inDomain(name, domain) }
		if !slices.ContainsFunc(permitted, covered) {
			permitted = append(permitted, name)
		}
	}
	for _, name := range slices.Concat(opts.Domains, newSubject(opts.Names, nil).names) {
		if name, ok := asciiName(name); ok && !isPublicSuffix(name) {
			add(name)
		}
	}
	if domain := domainOf(opts.TypedName); domain != "" {
		add(domain)
	}
	for _, name := range newSubject(append([]string{opts.TypedName}, opts.PublicNames...), nil).names {
		add(name)
	}
	return permitted
}

// domainOf is the domain that a name lies in ("office.example" of "chat.office.example"), or "" where that is a public
// suffix, or a last label alone: who names one machine does not mean them.
func domainOf(name string) string {
	_, domain, _ := strings.Cut(name, ".")
	if _, err := netip.ParseAddr(name); err == nil || !strings.Contains(domain, ".") || isPublicSuffix(domain) {
		return ""
	}
	return domain
}

// PublicName folds a name or a private address that people are to type to how it stands in a certificate, and reports
// whether it can: a host name (RFC 1123) that leads to other machines than one's own, or an address of a private network.
func PublicName(text string) (string, bool) {
	if address, err := netip.ParseAddr(strings.Trim(text, "[]")); err == nil {
		address = address.Unmap()
		usable := isPrivate(address) && address.Zone() == "" && !address.IsLoopback() && !address.IsLinkLocalUnicast()
		return address.String(), usable
	}
	name, ok := asciiName(text)
	last := name[strings.LastIndexByte(name, '.')+1:]
	// Browsers take a name that ends in a number for an IPv4 address.
	numeric := strings.Trim(last, "0123456789") == ""
	return name, ok && !numeric && last != managedName
}

func isPublicSuffix(domain string) bool {
	suffix, official := publicsuffix.PublicSuffix(domain)
	return official && suffix == domain
}

func inDomain(name, domain string) bool {
	return name == domain || strings.HasSuffix(name, "."+domain)
}

// asciiName folds a host name to lower case and Punycode and reports whether it can stand in a certificate.
// The underscore is let through: Windows machines have it.
func asciiName(text string) (string, bool) {
	name, err := idna.Punycode.ToASCII(strings.ToLower(strings.TrimSuffix(strings.TrimSpace(text), ".")))
	if err != nil || len(name) > 253 {
		return "", false
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return "", false
		}
	}
	return name, true
}
