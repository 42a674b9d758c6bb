package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"rsc.io/qr"

	"courtyard/app/config"
	"courtyard/certs"
	"courtyard/handlers"
)

// addressCheck is how often the machine's addresses are looked at; it costs a tenth of a millisecond.
const addressCheck = 5 * time.Second

// place is where the server is found: its names, its addresses and the certificate for them.
type place struct {
	config    *config.Config
	log       *slog.Logger
	names     certs.Names
	public    []string
	typed     atomic.Pointer[string] // what people type by the word of who set the instance up, or ""
	authority *certs.Authority
	hosts     atomic.Pointer[map[string]bool]
	// port is the setting's, and once it is listened on, that one.
	port int
}

// newPlace knows the machine's names and those of the settings.
func newPlace(c *config.Config, typed string, log *slog.Logger) *place {
	p := &place{config: c, log: log, names: certs.LocalNames(), public: slices.Clone(c.PublicNames), port: c.Port}
	p.typed.Store(&typed)
	if c.PublicURL != nil {
		p.public = append(p.public, c.PublicURL.Hostname())
	}
	return p
}

// certificates are the options for the certificates of this place's names and addresses.
func (p *place) certificates(addresses []netip.Addr) certs.Options {
	c := p.config
	return certs.Options{
		Dir: certificateFolder(c), Names: p.names.Hosts(), Domains: p.names.Domains, PublicNames: p.public,
		TypedName: *p.typed.Load(), Addresses: addresses, RenewDays: c.TLSRenewDays, CertFile: c.SSLCertfile, KeyFile: c.SSLKeyfile, Log: p.log,
	}
}

// openPlace finds out names and addresses and, unless TLS is off, opens the certificates for them.
func openPlace(c *config.Config, typed string, log *slog.Logger) (*place, error) {
	p := newPlace(c, typed, log)
	addresses, err := certs.LANAddresses()
	if err != nil {
		return nil, err
	}
	p.learnHosts(addresses)
	if c.TLSOff() {
		return p, nil
	}
	p.authority, err = certs.Open(p.certificates(addresses))
	if err != nil {
		return nil, err
	}
	if left := p.authority.LeftOut(); len(left) > 0 {
		log.Warn("the certificate authority may not sign some names; people will see a warning there", "names", strings.Join(left, ", "))
	}
	p.learnHosts(addresses)
	return p, nil
}

func (p *place) close() {
	if p.authority != nil {
		p.authority.Close()
	}
}

// ownEnd is when a certificate of the administrator's own runs out, and whether that is soon.
func (p *place) ownEnd() (time.Time, bool) {
	if p.authority == nil {
		return time.Time{}, false
	}
	return p.authority.OwnEnd()
}

func (p *place) listenOptions() certs.ListenOptions {
	if p.authority == nil {
		return certs.ListenOptions{Log: p.log}
	}
	return certs.ListenOptions{TLS: p.authority.TLSConfig(), Log: p.log}
}

// learnHosts notes what the server goes by: its names, its addresses, and what its certificate says.
func (p *place) learnHosts(addresses []netip.Addr) {
	hosts := map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true}
	for _, name := range slices.Concat(p.names.Hosts(), p.public, []string{*p.typed.Load()}) {
		hosts[strings.ToLower(name)] = true
	}
	for _, a := range addresses {
		hosts[a.String()] = true
	}
	if p.authority != nil && p.authority.Leaf() != nil {
		for _, name := range p.authority.Leaf().DNSNames {
			hosts[strings.ToLower(name)] = true
		}
	}
	p.hosts.Store(&hosts)
}

func (p *place) hostAllowed(host string) bool { return (*p.hosts.Load())[host] }

// watch gives the certificate the machine's new addresses when they change.
func (p *place) watch(ctx context.Context) {
	tick := time.NewTicker(addressCheck)
	defer tick.Stop()
	for told := ""; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		problem := ""
		if err := p.look(ctx); err != nil {
			problem = err.Error()
		}
		if problem != "" && problem != told {
			p.log.Error("the certificate could not be renewed; the present one goes on", "error", problem)
		}
		told = problem
	}
}

// look finds out the machine's addresses and lets certificate and Host check follow them.
func (p *place) look(ctx context.Context) error {
	addresses, err := certs.LANAddresses()
	if err != nil {
		return err
	}
	if p.authority != nil {
		changed, err := p.authority.Reissue(ctx, p.names.Hosts(), addresses)
		if err != nil {
			return err
		}
		if changed {
			p.log.Info("a new certificate is in service")
		}
	}
	p.learnHosts(addresses)
	return nil
}

// listensOn notes the port; it is called before anything is answered.
func (p *place) listensOn(a net.Addr) {
	if tcp, ok := a.(*net.TCPAddr); ok {
		p.port = tcp.Port
	}
}

// options are the edge's view of the settings.
func (p *place) options() handlers.Options {
	c := p.config
	o := handlers.Options{
		Version: version, TLS: !c.TLSOff(), HostAllowed: p.hostAllowed, LinkBase: p.linkBase,
		Guard:           handlers.Guard{Allowed: c.Allowed(), Proxies: c.Proxies()},
		TimeZone:        c.ZoneName(),
		AccountCreation: c.AccountCreation, WorkspaceCreation: c.AllowWorkspaceCreation, TestMode: c.TestMode,
	}
	if c.PublicURL != nil {
		o.PublicURL = c.PublicURL.String()
	}
	o.Trust, o.Naming = p.trust(), p.naming()
	return o
}

// trust is what devices are asked to trust; nil without a root of our own.
func (p *place) trust() *handlers.Trust {
	if p.authority == nil || p.authority.Root() == nil {
		return nil
	}
	root := p.authority.Root()
	return &handlers.Trust{
		PEM: p.authority.RootPEM(), DER: root.Raw, Name: root.Subject.CommonName, Fingerprint: certs.Fingerprint(root.Raw),
	}
}

// naming lets set-up choose the name that people type, unless the settings or an own certificate say it.
func (p *place) naming() *handlers.Naming {
	if len(p.public) > 0 || p.trust() == nil {
		return nil
	}
	return &handlers.Naming{Ask: !config.IsLoopback(p.config.Host), Suggestions: p.suggestions, Take: p.take}
}

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

// take puts the name that people type into service.
func (p *place) take(ctx context.Context, name string) (*handlers.Trust, bool, error) {
	newRoot, err := p.authority.Rename(ctx, name)
	if err != nil {
		return nil, false, err
	}
	p.typed.Store(&name)
	if err := p.look(ctx); err != nil {
		return nil, false, err
	}
	if newRoot {
		p.log.Warn("there is a new root certificate; devices that trusted the old one have to trust it", "fingerprint", p.authority.Fingerprint())
	}
	return p.trust(), newRoot, nil
}

// setupCode is the preset code, or a random one that lives as long as the process.
func setupCode(c *config.Config) string {
	if preset := c.SetupCode.Reveal(); preset != "" {
		return preset
	}
	return rand.Text()
}

// banner tells the person at the console where to go next.
func (p *place) banner(out io.Writer, setupNeeded bool, code string) {
	urls := p.urls()
	fmt.Fprintf(out, "\nCourtyard %s\n", version)
	if p.config.TestMode {
		fmt.Fprint(out, "\n  *** TEST MODE: cheap passwords, no rate limits. Never use this with real people. ***\n")
	}
	fmt.Fprint(out, "\n  Open in a browser:\n")
	for _, u := range urls {
		fmt.Fprintf(out, "    %s\n", u)
	}
	if onlyHere(shared(urls)) {
		fmt.Fprint(out, "  Only this computer can open it: HOST says so, or no address of a private network was found.\n"+
			"  PUBLIC_URL and ALLOWED_CIDRS tell Courtyard of others; see .env.example.\n")
	}
	if p.authority != nil && p.authority.Root() != nil {
		fmt.Fprintf(out, "\n  Certificate to trust once per device: %s/trust\n  Its fingerprint (SHA-256):\n    %s\n", p.trustBase(urls), p.authority.Fingerprint())
	}
	if end, soon := p.ownEnd(); soon {
		fmt.Fprintf(out, "\n  *** The certificate in SSL_CERTFILE ends on %s. Replace it in time. ***\n", end.Format(time.DateOnly))
	}
	if setupNeeded {
		link := urls[0] + "/setup#" + url.PathEscape(code)
		fmt.Fprintf(out, "\n  First person: set up here, with the code %s\n    %s\n\n", code, link)
		printQR(out, link)
	}
	fmt.Fprintln(out)
}

// trustBase is where the trust page opens without a warning: over plain HTTP, unless a proxy may stand before PUBLIC_URL.
func (p *place) trustBase(urls []string) string {
	if p.config.PublicURL != nil {
		return urls[0]
	}
	return handlers.PlainAddress(urls[0])
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

// printQR draws two rows of a QR code in one line of half blocks, dark on light.
func printQR(out io.Writer, text string) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return // too long for a code; the link stands above
	}
	const quiet = 2
	for y := -quiet; y < code.Size+quiet; y += 2 {
		fmt.Fprint(out, "    \x1b[30;47m")
		for x := -quiet; x < code.Size+quiet; x++ {
			switch top, bottom := code.Black(x, y), code.Black(x, y+1); {
			case top && bottom:
				fmt.Fprint(out, "█")
			case top:
				fmt.Fprint(out, "▀")
			case bottom:
				fmt.Fprint(out, "▄")
			default:
				fmt.Fprint(out, " ")
			}
		}
		fmt.Fprint(out, "\x1b[0m\n")
	}
}
