package certs

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io/fs"
	"log/slog"
	"math/big"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func officeOptions(dir string) Options {
	return Options{
		Dir:         dir,
		Names:       []string{"Kaede", "kaede.local", "kaede.office.example"},
		PublicNames: []string{"chat.aiko.example"},
		Domains:     []string{"office.example"},
		Addresses:   []netip.Addr{netip.MustParseAddr("192.168.1.5"), netip.MustParseAddr("fd00::5")},
	}
}

func open(t *testing.T, opts Options) *Authority {
	t.Helper()
	a, err := Open(opts)
	require.NoError(t, err)
	t.Cleanup(a.Close)
	return a
}

func openOffice(t *testing.T) *Authority {
	t.Helper()
	return open(t, officeOptions(t.TempDir()))
}

func trusting(a *Authority, host string) x509.VerifyOptions {
	roots := x509.NewCertPool()
	roots.AddCert(a.Root())
	return x509.VerifyOptions{Roots: roots, DNSName: host}
}

func TestADesktopThatTrustsTheRootAcceptsEveryNameAndAddressOfTheServer(t *testing.T) {
	a := openOffice(t)
	for _, host := range []string{"localhost", "127.0.0.1", "::1", "192.168.1.5", "fd00::5",
		"kaede", "kaede.local", "kaede.office.example", "chat.aiko.example"} {
		_, err := a.Leaf().Verify(trusting(a, host))
		require.NoError(t, err, host)
	}
	_, err := a.Leaf().Verify(trusting(a, "ben.office.example"))
	require.Error(t, err)
	require.Empty(t, a.LeftOut())
}

func TestOpenSSLAcceptsRootAndLeafByTheStrictRules(t *testing.T) {
	a := openOffice(t)
	dir := t.TempDir()
	rootFile, leafFile := filepath.Join(dir, "root.pem"), filepath.Join(dir, "leaf.pem")
	require.NoError(t, os.WriteFile(rootFile, a.RootPEM(), 0o600))
	require.NoError(t, os.WriteFile(leafFile, encodePEM(pemCertificate, a.Leaf().Raw), 0o600))
	for _, file := range []string{rootFile, leafFile} {
		args := []string{"verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", rootFile, file}
		if file == rootFile {
			args = slices.Delete(args, 2, 4)
		}
		out, err := exec.CommandContext(t.Context(), "openssl", args...).CombinedOutput()
		require.NoError(t, err, string(out))
	}
}

func TestAStolenRootKeySignsNothingOutside(t *testing.T) {
	a := openOffice(t)
	for _, foreign := range []x509.Certificate{
		{DNSNames: []string{"example.com"}},
		{DNSNames: []string{"localhost", "www.example.com"}},
		{IPAddresses: []net.IP{net.ParseIP("203.0.113.7")}},
		{IPAddresses: []net.IP{net.ParseIP("2001:db8::7")}},
	} {
		cert := signWithRoot(t, a, foreign)
		_, err := cert.Verify(trusting(a, ""))
		var invalid x509.CertificateInvalidError
		require.ErrorAs(t, err, &invalid)
		require.Equal(t, x509.CANotAuthorizedForThisName, invalid.Reason)
	}
}

func signWithRoot(t *testing.T, a *Authority, template x509.Certificate) *x509.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template.SerialNumber = big.NewInt(7)
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	der, err := x509.CreateCertificate(rand.Reader, &template, a.local.Load().root.cert, key.Public(), a.local.Load().root.key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return cert
}

func TestTheRootHasTheFieldsOfTheDesign(t *testing.T) {
	root := openOffice(t).Root()
	require.True(t, root.BasicConstraintsValid && root.IsCA && root.MaxPathLenZero)
	require.Equal(t, x509.KeyUsageCertSign|x509.KeyUsageCRLSign, root.KeyUsage)
	require.Equal(t, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, root.ExtKeyUsage)
	require.True(t, root.PermittedDNSDomainsCritical)
	require.Equal(t, []string{"localhost", "local", "lan", "internal", "home.arpa", "office.example", "kaede",
		"chat.aiko.example"}, root.PermittedDNSDomains)
	require.Len(t, root.PermittedIPRanges, 8)
	require.NotEmpty(t, root.SubjectKeyId)
	require.Equal(t, elliptic.P256(), root.PublicKey.(*ecdsa.PublicKey).Curve)
	require.WithinDuration(t, time.Now().AddDate(10, 0, 0), root.NotAfter, time.Minute)
	require.WithinDuration(t, time.Now().Add(-24*time.Hour), root.NotBefore, time.Minute)
	require.LessOrEqual(t, len(root.Subject.CommonName), 64)
}

func TestTheLeafHasTheFieldsOfTheDesign(t *testing.T) {
	a := openOffice(t)
	leaf := a.Leaf()
	require.Empty(t, leaf.Subject.String())
	require.False(t, leaf.IsCA)
	require.Equal(t, x509.KeyUsageDigitalSignature, leaf.KeyUsage)
	require.Equal(t, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, leaf.ExtKeyUsage)
	require.Equal(t, 128, leaf.SerialNumber.BitLen())
	require.Equal(t, elliptic.P256(), leaf.PublicKey.(*ecdsa.PublicKey).Curve)
	require.NotEqual(t, a.Root().PublicKey, leaf.PublicKey)
	require.WithinDuration(t, time.Now().AddDate(0, 0, 90), leaf.NotAfter, time.Minute)
	require.WithinDuration(t, time.Now().Add(-24*time.Hour), leaf.NotBefore, time.Minute)
	require.Equal(t, "localhost", leaf.DNSNames[0])
}

func TestNobodyElseOnTheMachineCanReadTheKeys(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // there the folder's access list decides
	}
	dir := filepath.Join(t.TempDir(), "certs")
	open(t, officeOptions(dir))
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		require.NoError(t, err)
		info, err := entry.Info()
		require.NoError(t, err)
		want := fs.FileMode(0o600)
		if entry.IsDir() {
			want = 0o700
		}
		require.Equal(t, want, info.Mode().Perm(), path)
		return nil
	}))
}

func TestTheSecondStartKeepsRootAndLeaf(t *testing.T) {
	dir := t.TempDir()
	first, second := open(t, officeOptions(dir)), open(t, officeOptions(dir))
	require.Equal(t, first.Root().Raw, second.Root().Raw)
	require.Equal(t, first.Leaf().Raw, second.Leaf().Raw)
	require.Regexp(t, `^([0-9A-F]{2}:){31}[0-9A-F]{2}$`, first.Fingerprint())
}

func TestADamagedRootIsNeverReplaced(t *testing.T) {
	for name, harm := range map[string]func(path string) error{
		"emptied":   func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"scribbled": func(path string) error { return os.WriteFile(path, []byte("-----BEGIN"), 0o600) },
		"removed":   os.Remove,
	} {
		for _, file := range []string{rootCertFile, rootKeyFile} {
			t.Run(file+" "+name, func(t *testing.T) {
				dir := t.TempDir()
				open(t, officeOptions(dir))
				require.NoError(t, harm(filepath.Join(dir, file)))
				before := contents(t, dir)
				_, err := Open(officeOptions(dir))
				require.ErrorContains(t, err, "Restore root.crt and root.key from a backup")
				require.Equal(t, before, contents(t, dir))
			})
		}
	}
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		found[path] = string(text)
		return err
	}))
	return found
}

func TestAKeyOfAnotherRootIsRefused(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	open(t, officeOptions(dir))
	open(t, officeOptions(other))
	key, err := os.ReadFile(filepath.Join(other, rootKeyFile))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, rootKeyFile), key, 0o600))
	_, err = Open(officeOptions(dir))
	require.ErrorContains(t, err, "root.key does not belong to root.crt")
}

func TestAFirstStartThatWasCutOffBeginsAgain(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, rootKeyFile), []byte("half"), 0o600))
	require.NotNil(t, open(t, officeOptions(dir)).Root())
}

func TestADamagedLeafIsMadeAnewUnderTheSameRoot(t *testing.T) {
	dir := t.TempDir()
	first := open(t, officeOptions(dir))
	for _, file := range []string{"localhost.key", "localhost.crt", "localhost.json"} {
		path := filepath.Join(dir, issuedFolder, issuerKey, "localhost", file)
		require.FileExists(t, path)
		require.NoError(t, os.WriteFile(path, []byte("scribble"), 0o600))
		second := open(t, officeOptions(dir))
		require.Equal(t, first.Root().Raw, second.Root().Raw)
		_, err := second.Leaf().Verify(trusting(first, "kaede"))
		require.NoError(t, err)
	}
}

func TestAnAddressThatChangedWhileTheServerRunsGetsANewLeafUnderTheSameRoot(t *testing.T) {
	a := openOffice(t)
	opts, root, old := officeOptions(""), a.Root().Raw, a.Leaf()
	changed, err := a.Reissue(t.Context(), opts.Names, opts.Addresses)
	require.NoError(t, err)
	require.False(t, changed)

	changed, err = a.Reissue(t.Context(), opts.Names, []netip.Addr{netip.MustParseAddr("10.0.0.9")})
	require.NoError(t, err)
	require.True(t, changed)
	require.Equal(t, root, a.Root().Raw)
	require.NotEqual(t, old.SerialNumber, a.Leaf().SerialNumber)
	for _, host := range []string{"10.0.0.9", "127.0.0.1", "chat.aiko.example"} {
		_, err = a.Leaf().Verify(trusting(a, host))
		require.NoError(t, err, host)
	}
	_, err = a.Leaf().Verify(trusting(a, "192.168.1.5"))
	require.Error(t, err)
	require.Len(t, a.local.Load().leaf.cache.AllMatchingCertificates(managedName), 1)
}

func TestAnAddressThatChangedWhileTheServerWasOffIsInTheLeafOfTheNextStart(t *testing.T) {
	opts := officeOptions(t.TempDir())
	first := open(t, opts)
	opts.Addresses = []netip.Addr{netip.MustParseAddr("172.16.3.4")}
	second := open(t, opts)
	require.Equal(t, first.Root().Raw, second.Root().Raw)
	_, err := second.Leaf().Verify(trusting(first, "172.16.3.4"))
	require.NoError(t, err)
}

func TestANameOutsideTheRootIsLeftOutAndTheRestStaysValid(t *testing.T) {
	opts := officeOptions(t.TempDir())
	open(t, opts)
	opts.PublicNames = []string{"chat.ben.example", "*.office.example"}
	second := open(t, opts)
	require.Equal(t, []string{"chat.ben.example", "*.office.example"}, second.LeftOut())
	_, err := second.Leaf().Verify(trusting(second, "kaede"))
	require.NoError(t, err)
}

func TestALeafNearItsEndIsRenewedInTheBackgroundWithAllItsNames(t *testing.T) {
	a, opts := openOffice(t), officeOptions("")
	a.local.Load().leaf.issuer.lifetime = time.Minute
	_, err := a.Reissue(t.Context(), append(opts.Names, "hana.lan"), opts.Addresses)
	require.NoError(t, err)
	ending := a.Leaf()
	require.WithinDuration(t, time.Now().Add(time.Minute), ending.NotAfter, time.Minute)

	a.local.Load().leaf.issuer.lifetime = leafLifetime
	require.NoError(t, a.local.Load().leaf.cache.RenewManagedCertificates(t.Context()))
	require.Eventually(t, func() bool { return !a.Leaf().Equal(ending) }, patient, time.Millisecond)
	for _, host := range []string{"localhost", "hana.lan", "kaede", "192.168.1.5", "chat.aiko.example"} {
		_, err := a.Leaf().Verify(trusting(a, host))
		require.NoError(t, err, host)
	}
	require.WithinDuration(t, time.Now().Add(leafLifetime), a.Leaf().NotAfter, time.Minute)
}

func TestALeafFromAClockThatWasAheadIsReplaced(t *testing.T) {
	a := openOffice(t)
	ahead := *a.Leaf()
	require.True(t, a.local.Load().leaf.issuer.fits(&ahead))
	ahead.NotBefore = time.Now().Add(time.Hour)
	require.False(t, a.local.Load().leaf.issuer.fits(&ahead))
	over := *a.Leaf()
	over.NotAfter = time.Now().Add(-time.Hour)
	require.False(t, a.local.Load().leaf.issuer.fits(&over), "the clock has jumped past its end")
	require.False(t, a.local.Load().leaf.issuer.fits(nil))
}

func TestTheIssuerSignsOnlyForTheServerItself(t *testing.T) {
	a := openOffice(t)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{DNSNames: []string{"ben.lan"}}, key)
	require.NoError(t, err)
	request, err := x509.ParseCertificateRequest(der)
	require.NoError(t, err)
	_, err = a.local.Load().leaf.issuer.Issue(t.Context(), request)
	require.Error(t, err)
}

func TestTheLogTellsOfCertificatesAndOfNothingElse(t *testing.T) {
	var told strings.Builder
	opts := officeOptions(t.TempDir())
	opts.Log = slog.New(slog.NewTextHandler(&told, nil))
	a := open(t, opts)
	require.Equal(t, 1, strings.Count(told.String(), "\n"))
	require.Contains(t, told.String(), "certificate issued")
	require.NoError(t, a.local.Load().leaf.magic.OnEvent(t.Context(), "cert_failed", map[string]any{"error": fs.ErrPermission}))
	require.Contains(t, told.String(), "certificate not issued")
}

func TestTheDaysBeforeTheEndDecideWhenALeafIsDue(t *testing.T) {
	opts := officeOptions(t.TempDir())
	first := open(t, opts)
	opts.RenewDays = 89
	second := open(t, opts)
	require.Equal(t, first.Leaf().Raw, second.Leaf().Raw)
	require.True(t, due(second, 88), "89 days before the end it is due when 88 are left")
	require.False(t, due(first, 88), "by default it is due when 30 are left")
	require.True(t, due(first, 29))
}

// due asks certmagic about a certificate that has so many days left.
func due(a *Authority, days int) bool {
	cert := a.local.Load().leaf.cache.AllMatchingCertificates(managedName)[0]
	aged := *cert.Leaf
	aged.NotAfter = time.Now().Add(time.Duration(days) * day)
	aged.NotBefore = aged.NotAfter.Add(-leafLifetime - backdated)
	cert.Leaf = &aged
	return cert.NeedsRenewal(a.local.Load().leaf.magic)
}

func TestASettingThatCannotBeIsRefused(t *testing.T) {
	for _, days := range []int{-1, 90} {
		_, err := Open(Options{Dir: t.TempDir(), RenewDays: days})
		require.ErrorContains(t, err, "TLS_RENEW_DAYS must be 1 to 89")
	}
	_, err := Open(Options{CertFile: "only.crt"})
	require.ErrorContains(t, err, "set both or neither")
	_, err = Open(Options{CertFile: "missing.crt", KeyFile: "missing.key"})
	require.ErrorContains(t, err, "SSL_CERTFILE")
}

func TestTheAdministratorsOwnFilesAreServedAndReadAgain(t *testing.T) {
	dir := t.TempDir()
	opts := Options{CertFile: filepath.Join(dir, "own.crt"), KeyFile: filepath.Join(dir, "own.key")}
	copyPair(t, openOffice(t), opts)
	a := open(t, opts)
	require.Nil(t, a.Root())
	require.Nil(t, a.RootPEM())
	require.Empty(t, a.Fingerprint())
	require.Empty(t, a.LeftOut())
	old := a.Leaf()

	changed, err := a.Reissue(t.Context(), nil, nil)
	require.NoError(t, err)
	require.False(t, changed)
	copyPair(t, openOffice(t), opts)
	changed, err = a.Reissue(t.Context(), nil, nil)
	require.NoError(t, err)
	require.True(t, changed)
	require.NotEqual(t, old.Raw, a.Leaf().Raw)
	shown, err := a.TLSConfig().GetCertificate(&tls.ClientHelloInfo{})
	require.NoError(t, err)
	require.Equal(t, a.Leaf(), shown.Leaf)
}

func copyPair(t *testing.T, from *Authority, to Options) {
	t.Helper()
	folder := issuedFolder + "/" + issuerKey + "/localhost/localhost"
	for ending, path := range map[string]string{".crt": to.CertFile, ".key": to.KeyFile} {
		text, err := from.local.Load().leaf.magic.Storage.Load(t.Context(), folder+ending)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(path, text, 0o600))
	}
}

func TestWaitingForTheStorageEndsWithItsContext(t *testing.T) {
	s := newStorage(t.TempDir())
	require.NoError(t, s.Lock(t.Context(), "a"))
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, s.Lock(cancelled, "a"), context.Canceled)
	require.NoError(t, s.Unlock(t.Context(), "a"))
	require.Error(t, s.Unlock(t.Context(), "a"))
}
