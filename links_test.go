package main

import (
	"net/netip"
	"net/url"
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

func TestTheBestSuggestionIsANameInADomain(t *testing.T) {
	p := &place{names: certs.Names{Host: "kaede", Domains: []string{"office.example"}}}
	require.Equal(t, []string{"kaede.office.example", "kaede", "kaede.local"}, p.suggestions()[:3])
	p.names = certs.Names{}
	for _, one := range p.suggestions() {
		_, ok := certs.PublicName(one)
		require.True(t, ok, one)
	}
}
