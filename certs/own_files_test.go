package certs

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// ownPair is an administrator's certificate with so much time left, and what the log told of it.
func ownPair(t *testing.T, left time.Duration) (Options, *bytes.Buffer) {
	t.Helper()
	from := openOffice(t)
	from.local.Load().leaf.issuer.lifetime = left
	office := officeOptions("")
	_, err := from.Reissue(t.Context(), append(office.Names, "hana.lan"), office.Addresses)
	require.NoError(t, err)
	dir, told := t.TempDir(), &bytes.Buffer{}
	opts := Options{CertFile: filepath.Join(dir, "own.crt"), KeyFile: filepath.Join(dir, "own.key"), Log: slog.New(slog.NewTextHandler(told, nil))}
	copyPair(t, from, opts)
	return opts, told
}

func TestTheAdministratorIsWarnedAtTheStartAndOnceADayThatHisCertificateRunsOut(t *testing.T) {
	opts, told := ownPair(t, 10*day)
	before := contents(t, filepath.Dir(opts.CertFile))
	a := open(t, opts)
	require.Contains(t, told.String(), "level=WARN")
	require.Contains(t, told.String(), "runs out")
	require.Contains(t, told.String(), "days=9")
	end, soon := a.OwnEnd()
	require.True(t, soon)
	require.WithinDuration(t, time.Now().Add(10*day), end, time.Minute)

	at := time.Now()
	a.files.end.clock = func() time.Time { return at }
	lines := func() int { return strings.Count(told.String(), "\n") }
	look := func(later time.Duration) int {
		at = at.Add(later)
		_, err := a.Reissue(t.Context(), nil, nil)
		require.NoError(t, err)
		return lines()
	}
	require.Equal(t, 1, look(0))
	require.Equal(t, 1, look(20*time.Hour))
	require.Equal(t, 2, look(5*time.Hour))
	require.Equal(t, 3, look(10*day))
	require.Contains(t, told.String(), "has run out")
	require.Equal(t, before, contents(t, filepath.Dir(opts.CertFile)), "the files are never written")
}

func TestACertificateThatBecomesShortWhileTheServerRunsIsNoticed(t *testing.T) {
	opts, told := ownPair(t, 80*day)
	a := open(t, opts)
	require.Empty(t, told.String())
	_, soon := a.OwnEnd()
	require.False(t, soon)
	a.files.end.clock = func() time.Time { return time.Now().Add(51 * day) }
	require.NoError(t, os.Remove(opts.KeyFile))
	_, err := a.Reissue(t.Context(), nil, nil)
	require.ErrorContains(t, err, "SSL_KEYFILE", "and that its files are gone hides it not")
	require.Contains(t, told.String(), "days=28")

	fresh, _ := ownPair(t, 85*day)
	text, err := os.ReadFile(fresh.KeyFile)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(opts.KeyFile, text, 0o600))
	text, err = os.ReadFile(fresh.CertFile)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(opts.CertFile, text, 0o600))
	told.Reset()
	changed, err := a.Reissue(t.Context(), nil, nil)
	require.NoError(t, err)
	require.True(t, changed)
	require.Empty(t, told.String(), "the new one lasts")
}

func TestACertificateOfTomorrowIsAnError(t *testing.T) {
	opts, told := ownPair(t, 80*day)
	a := open(t, opts)
	a.files.end.clock = func() time.Time { return time.Now().Add(-48 * time.Hour) }
	_, err := a.Reissue(t.Context(), nil, nil)
	require.NoError(t, err)
	require.Contains(t, told.String(), "level=ERROR")
	require.Contains(t, told.String(), "not valid yet")
	end, soon := openOffice(t).OwnEnd()
	require.True(t, end.IsZero())
	require.False(t, soon, "ours renews itself")
}
