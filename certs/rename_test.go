package certs

import (
	"crypto/x509"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheNameThatPeopleTypeComesWithItsDomainIntoANewRoot(t *testing.T) {
	opts := officeOptions(t.TempDir())
	a := open(t, opts)
	old := a.Root().Raw
	require.False(t, a.MaySign("chat.harbour.example"))
	newRoot, err := a.Rename(t.Context(), "chat.harbour.example")
	require.NoError(t, err)
	require.True(t, newRoot)
	require.NotEqual(t, old, a.Root().Raw)
	require.Contains(t, a.Root().PermittedDNSDomains, "harbour.example")
	for _, host := range []string{"chat.harbour.example", "kaede", "192.168.1.5", "chat.aiko.example"} {
		_, err := a.Leaf().Verify(trusting(a, host))
		require.NoError(t, err, host)
	}
	require.NotContains(t, contents(t, opts.Dir), filepath.Join(opts.Dir, nextRootFile))

	opts.TypedName = "chat.harbour.example"
	again := open(t, opts)
	require.Equal(t, a.Root().Raw, again.Root().Raw, "a restart keeps it")
	require.Equal(t, a.Leaf().Raw, again.Leaf().Raw)
	changed, err := again.Reissue(t.Context(), opts.Names, []netip.Addr{netip.MustParseAddr("10.0.0.9")})
	require.NoError(t, err)
	require.True(t, changed)
	_, err = again.Leaf().Verify(trusting(a, "chat.harbour.example"))
	require.NoError(t, err, "a new address keeps the name")
}

func TestANameThatTheRootMaySignForNeedsNoNewOne(t *testing.T) {
	a := openOffice(t)
	old := a.Root().Raw
	for _, name := range []string{"chat.local", "chat.office.example", "192.168.1.200"} {
		require.True(t, a.MaySign(name), name)
		newRoot, err := a.Rename(t.Context(), name)
		require.NoError(t, err)
		require.False(t, newRoot, name)
		require.Equal(t, old, a.Root().Raw)
		_, err = a.Leaf().Verify(trusting(a, name))
		require.NoError(t, err, name)
	}
}

func TestOpenSSLAcceptsTheOfficesDomainAndRefusesAForeignName(t *testing.T) {
	a := openOffice(t)
	_, err := a.Rename(t.Context(), "chat.harbour.example")
	require.NoError(t, err)
	dir := t.TempDir()
	rootFile := filepath.Join(dir, "root.pem")
	require.NoError(t, os.WriteFile(rootFile, a.RootPEM(), 0o600))
	verify := func(cert *x509.Certificate) (string, error) {
		file := filepath.Join(dir, "leaf.pem")
		require.NoError(t, os.WriteFile(file, encodePEM(pemCertificate, cert.Raw), 0o600))
		out, err := exec.CommandContext(t.Context(), "openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", rootFile, file).CombinedOutput()
		return string(out), err
	}
	out, err := verify(a.Leaf())
	require.NoError(t, err, out)
	// OpenSSL looks at the constraints before it misses the key identifiers of a strict chain.
	for _, name := range []string{"chat.ben.example", "harbour.example.net", "example"} {
		out, err = verify(signWithRoot(t, a, x509.Certificate{DNSNames: []string{name}, KeyUsage: x509.KeyUsageDigitalSignature}))
		require.Error(t, err)
		require.Contains(t, out, "permitted subtree violation", name)
	}
}

func TestAReplacementThatWasCutOffIsFinishedByTheNextStart(t *testing.T) {
	done := t.TempDir()
	open(t, officeOptions(done))
	next, err := newRoot(permittedDomains(officeOptions("")))
	require.NoError(t, err)
	key, err := next.encodedKey()
	require.NoError(t, err)
	both := append(encodePEM(pemPrivateKey, key), encodePEM(pemCertificate, next.cert.Raw)...)
	for name, cut := range map[string]func(dir string) error{
		"before anything was replaced": func(string) error { return nil },
		"after the key": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, rootKeyFile), encodePEM(pemPrivateKey, key), 0o600)
		},
		"after both": next.save,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.CopyFS(dir, os.DirFS(done)))
			require.NoError(t, writeDurably(filepath.Join(dir, nextRootFile), both))
			require.NoError(t, cut(dir))
			a := open(t, officeOptions(dir))
			require.Equal(t, next.cert.Raw, a.Root().Raw)
			_, err := a.Leaf().Verify(trusting(a, "localhost"))
			require.NoError(t, err)
			require.NoFileExists(t, filepath.Join(dir, nextRootFile))
		})
	}
}

func TestWhatPeopleCanTypeIsAHostNameOrAPrivateAddress(t *testing.T) {
	for given, want := range map[string]string{
		"Chat.Office.Example": "chat.office.example", "kaede": "kaede", "kaede.local": "kaede.local", "社内.example": "xn--v6q418g.example",
		"192.168.1.5": "192.168.1.5", "[fd00::5]": "fd00::5", "::ffff:10.0.0.1": "10.0.0.1", "4f.example": "4f.example",
	} {
		name, ok := PublicName(given)
		require.True(t, ok, given)
		require.Equal(t, want, name)
	}
	for _, given := range []string{"", "localhost", "chat.localhost", "a b", "*.office.example", "chat.example:8443", "https://chat", "chat/x",
		"203.0.113.5", "127.0.0.1", "::1", "169.254.1.1", "fe80::1", "192.168.1.300", "0x7f.1", "fd00::1%eth0", "a..b"} {
		_, ok := PublicName(given)
		require.False(t, ok, given)
	}
}

func TestTheDomainOfANameIsNoPublicSuffix(t *testing.T) {
	for name, want := range map[string]string{
		"chat.office.example": "office.example", "a.b.co.jp": "b.co.jp", "chat.co.jp": "", "chat.lan": "", "chat": "", "192.168.1.5": "",
	} {
		require.Equal(t, want, domainOf(name), name)
	}
}

func TestOwnFilesSayTheirNamesThemselves(t *testing.T) {
	dir := t.TempDir()
	opts := Options{CertFile: filepath.Join(dir, "own.crt"), KeyFile: filepath.Join(dir, "own.key")}
	copyPair(t, openOffice(t), opts)
	_, err := open(t, opts).Rename(t.Context(), "chat.harbour.example")
	require.ErrorContains(t, err, "say their names themselves")
}
