package main

import (
	"context"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"time"

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
		AccountCreation: c.AccountCreation, WorkspaceCreation: c.AllowWorkspaceCreation, FileLinks: c.FileLinks == "on", TestMode: c.TestMode,
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
		Names: root.PermittedDNSDomains,
	}
}

// naming lets the owner choose the name that people type, unless the settings or an own certificate say it.
func (p *place) naming() *handlers.Naming {
	if len(p.public) > 0 || p.trust() == nil {
		return nil
	}
	return &handlers.Naming{Ask: !config.IsLoopback(p.config.Host), Suggestions: p.suggestions, MaySign: p.authority.MaySign, Take: p.take}
}

// take puts the name that people type into service.
func (p *place) take(ctx context.Context, name string) (*handlers.Trust, bool, error) {
	newRoot, err := p.authority.Rename(ctx, name)
	if err != nil {
		return nil, false, err
	}
	p.typed.Store(&name)
	if err := p.look(ctx); err != nil { // it is in service; watch looks again
		p.log.Error("the addresses could not be looked at", "error", err)
	}
	if newRoot {
		p.log.Warn("there is a new root certificate; devices that trusted the old one have to trust it", "fingerprint", p.authority.Fingerprint())
	}
	return p.trust(), newRoot, nil
}
