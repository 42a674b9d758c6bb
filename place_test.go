package main

import (
	"log/slog"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/config"
)

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
