package main

import (
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/config"
	"courtyard/certs"
)

func addresses(texts ...string) []netip.Addr {
	list := make([]netip.Addr, len(texts))
	for i, text := range texts {
		list[i] = netip.MustParseAddr(text)
	}
	return list
}

func TestPeopleAreToldIPv4AddressesAndIPv6OnlyWithoutThem(t *testing.T) {
	all := addresses("127.0.0.1", "169.254.7.7", "192.168.1.10", "10.0.0.5", "::1", "fd00::2", "fe80::1")
	require.Equal(t, []string{"192.168.1.10", "10.0.0.5", "localhost"}, lanHosts(all))
	require.Equal(t, []string{"localhost", "fd00::2"}, lanHosts(addresses("127.0.0.1", "::1", "fd00::2", "fe80::1")))
	require.Equal(t, []string{"localhost"}, lanHosts(addresses("127.0.0.1", "::1")))
}

func TestLinksForOthersBeginWhereOthersFindTheServer(t *testing.T) {
	p := &place{config: &config.Config{Host: "192.168.1.10", TLS: "auto"}, port: 8443}
	p.typed.Store(new(string))
	require.Equal(t, "https://chat:8443", p.linkBase("https://chat:8443"), "what the asker typed")
	for _, asked := range []string{"https://localhost:8443", "https://127.0.0.1:8443", "https://[::1]:8443"} {
		require.Equal(t, "https://192.168.1.10:8443", p.linkBase(asked), "others cannot open "+asked)
	}
	require.Equal(t, "https://[fd00::2]:8443", shared([]string{"https://localhost:8443", "https://[fd00::2]:8443"}))
	require.Equal(t, "https://localhost:8443", shared([]string{"https://localhost:8443"}))
	typed := "chat.office.example"
	p.typed.Store(&typed)
	require.Equal(t, "https://chat.office.example:8443", p.linkBase("https://192.168.1.10:8443"), "the word of who set it up")
	p.config.PublicURL, _ = url.Parse("https://chat.example.lan")
	require.Equal(t, "https://chat.example.lan", p.linkBase("https://chat:8443"), "the administrator's word")
}

// office is a place with a root of its own, as the first start makes it.
func office(t *testing.T, c config.Config, typed string) *place {
	t.Helper()
	c.DataDir, c.TLS, c.TLSRenewDays = t.TempDir(), "auto", 30
	p, err := openPlace(&c, typed, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(p.close)
	p.port = 8443
	return p
}

func TestTheChosenNameComesIntoServiceAtOnce(t *testing.T) {
	p := office(t, config.Config{}, "")
	require.False(t, p.hostAllowed("chat.harbour.example"))
	before := p.trust()
	trust, newRoot, err := p.naming().Take(t.Context(), "chat.harbour.example")
	require.NoError(t, err)
	require.True(t, newRoot)
	require.NotEqual(t, before.Fingerprint, trust.Fingerprint)
	require.True(t, p.hostAllowed("chat.harbour.example"))
	require.NoError(t, p.authority.Leaf().VerifyHostname("chat.harbour.example"))
	require.Equal(t, "https://chat.harbour.example:8443", p.urls()[0])
	var banner strings.Builder
	p.banner(&banner, false, "")
	require.Contains(t, banner.String(), trust.Fingerprint)
	require.Contains(t, banner.String(), "http://chat.harbour.example:8443/trust\n", "without a warning before it")
}

func TestANameOfAnEarlierSetUpIsThereAfterAStart(t *testing.T) {
	p := office(t, config.Config{}, "chat.harbour.example")
	require.True(t, p.hostAllowed("chat.harbour.example"))
	require.Contains(t, p.authority.Root().PermittedDNSDomains, "harbour.example", "also where the keys were lost")
}

func TestSetUpAsksForANameOnlyWhereItCanBeChosenAndOthersCanUseIt(t *testing.T) {
	require.True(t, office(t, config.Config{}, "").naming().Ask)
	require.False(t, office(t, config.Config{Host: "127.0.0.1"}, "").naming().Ask)
	require.Nil(t, office(t, config.Config{PublicNames: []string{"chat.example"}}, "").naming())
	named, _ := url.Parse("https://chat.example")
	require.Nil(t, office(t, config.Config{PublicURL: named}, "").naming())
	off, err := openPlace(&config.Config{TLS: "off"}, "", slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	require.Nil(t, off.naming())
	require.Nil(t, off.trust())
}

func TestTheBestSuggestionIsANameInADomain(t *testing.T) {
	p := &place{names: certs.Names{Host: "kaede", Domains: []string{"office.example"}}}
	require.Equal(t, []string{"kaede.office.example", "kaede", "kaede.local"}, p.suggestions()[:3])
	p.names = certs.Names{}
	for _, one := range p.suggestions() {
		_, ok := certs.PublicName(one)
		require.True(t, ok, one)
	}
}
