package certs

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAMachineIsFoundUnderItsBareItsMulticastAndItsDomainNames(t *testing.T) {
	n := namesOf("KAEDE.office.example", []string{"lan", "office.example", "."})
	require.Equal(t, []string{"kaede", "kaede.local", "kaede.office.example", "kaede.lan"}, n.Hosts())
	require.Equal(t, []string{"office.example", "lan"}, n.Domains)
	require.Equal(t, "kaede.local", n.MDNS())
}

func TestAMachineWithoutAUsableNameHasNone(t *testing.T) {
	for _, hostname := range []string{"", "localhost", "localhost.localdomain", "a b"} {
		n := namesOf(hostname, nil)
		require.Empty(t, n.Hosts(), hostname)
		require.Empty(t, n.MDNS(), hostname)
	}
}

func TestSearchDomainsComeFromTheResolversFile(t *testing.T) {
	file := "# made by hand\nnameserver 10.0.0.1\ndomain office.example\nsearch lan tokyo.example\noptions ndots:1\n"
	require.Equal(t, []string{"office.example", "lan", "tokyo.example"}, searchDomains(strings.NewReader(file)))
}

func TestNamesAreFoldedToWhatACertificateCanHold(t *testing.T) {
	for given, want := range map[string]string{
		"Kaede": "kaede", "kaede.lan.": "kaede.lan", "楓": "xn--z5v", "TOKYO_PC": "tokyo_pc",
	} {
		name, ok := asciiName(given)
		require.True(t, ok, given)
		require.Equal(t, want, name)
	}
	for _, given := range []string{"", ".", "a..b", "*.lan", "a b", "a/b", strings.Repeat("a", 64)} {
		_, ok := asciiName(given)
		require.False(t, ok, given)
	}
}

func TestOnlyPrivateAddressesAreKept(t *testing.T) {
	var given []netip.Addr
	for _, text := range []string{"fe80::1%eth0", "203.0.113.5", "2001:db8::5", "::ffff:192.168.1.5", "192.168.1.5",
		"10.1.2.3", "169.254.7.7", "fd12::1", "127.0.0.1", "::1", "172.32.0.1"} {
		given = append(given, netip.MustParseAddr(text))
	}
	var kept []string
	for _, address := range privateOnly(given) {
		kept = append(kept, address.String())
	}
	require.Equal(t, []string{"10.1.2.3", "127.0.0.1", "169.254.7.7", "192.168.1.5", "::1", "fd12::1", "fe80::1"}, kept)
}

func TestThisMachineHasLoopbackAndNothingPublic(t *testing.T) {
	addresses, err := LANAddresses()
	require.NoError(t, err)
	require.Contains(t, addresses, netip.MustParseAddr("127.0.0.1"))
	for _, address := range addresses {
		require.True(t, isPrivate(address))
	}
	for _, name := range LocalNames().Hosts() {
		require.Equal(t, strings.ToLower(name), name)
	}
}

func TestARootIsNotMadeForAWholePublicSuffix(t *testing.T) {
	domains := permittedDomains(Options{Names: []string{"chat"}, Domains: []string{"co.jp", "corp", "example.co.jp"}})
	require.NotContains(t, domains, "chat")
	require.NotContains(t, domains, "co.jp")
	require.Contains(t, domains, "corp")
	require.Contains(t, domains, "example.co.jp")
	require.Contains(t, permittedDomains(Options{PublicNames: []string{"chat"}}), "chat")
}

func TestAPublicURLWithAnAddressNamesTheAddress(t *testing.T) {
	s := newSubject([]string{"192.168.1.5", "[fd00::5]", "203.0.113.5"}, nil)
	require.Equal(t, []string{managedName}, s.names)
	require.Contains(t, s.addresses, netip.MustParseAddr("192.168.1.5"))
	require.Contains(t, s.addresses, netip.MustParseAddr("fd00::5"))
	require.NotContains(t, s.addresses, netip.MustParseAddr("203.0.113.5"))
}
