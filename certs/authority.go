// Package certs is the local certificate authority, the server's certificate and the listener that
// serves TLS and plain HTTP on one port.
package certs

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options say where certificates are kept and for which names and addresses they are made.
type Options struct {
	Dir         string       // folder of keys and certificates, made with mode 0700
	Names       []string     // the machine's host names; localhost is always added
	PublicNames []string     // names that the administrator gave: PUBLIC_NAMES, PUBLIC_URL's host
	TypedName   string       // what people type by the word of who set the instance up; its domain is permitted, too
	Domains     []string     // DNS domains in which a new root may sign besides its fixed ones
	Addresses   []netip.Addr // the machine's addresses; loopback is always added, public ones are left out
	RenewDays   int          // days before its end at which a certificate is renewed, 1 to 89; 0 means 30
	CertFile    string       // own certificate chain (PEM) instead of the local authority; needs KeyFile
	KeyFile     string       // its private key (PEM)
	Log         *slog.Logger // where renewals are told; nil is silent
}

// Authority answers TLS handshakes with a certificate that it signs itself or that the administrator brought.
type Authority struct {
	config *tls.Config
	opts   Options
	local  atomic.Pointer[local] // nil with own files
	files  *ownFiles             // nil with the local authority
	mu     sync.Mutex            // one Reissue or Rename at a time; holds opts
}

// local is the authority of our own: a root and the certificate under it.
type local struct {
	root *root
	leaf *leaf
}

const defaultRenewDays = 30

// Open loads the root and the certificate from the folder, or makes them at the first start; a damaged
// root is never replaced but an error that says what to do.
func Open(opts Options) (*Authority, error) {
	if opts.RenewDays == 0 {
		opts.RenewDays = defaultRenewDays
	}
	if limit := int(leafLifetime / day); opts.RenewDays < 1 || opts.RenewDays >= limit {
		return nil, fmt.Errorf("certs: TLS_RENEW_DAYS must be 1 to %d", limit-1)
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.CertFile != "" || opts.KeyFile != "" {
		return openOwnFiles(opts)
	}
	return openLocal(opts)
}

func openLocal(opts Options) (*Authority, error) {
	if err := privateFolder(opts.Dir); err != nil {
		return nil, err
	}
	if err := finishReplacement(opts.Dir); err != nil {
		return nil, err
	}
	root, err := openRoot(opts.Dir, permittedDomains(opts))
	if err != nil {
		return nil, err
	}
	if now := time.Now(); now.Before(root.cert.NotBefore) || now.After(root.cert.NotAfter) {
		opts.Log.Error("the local authority is not valid today: check the clock",
			"from", root.cert.NotBefore, "until", root.cert.NotAfter)
	}
	leaf, err := openLeaf(root, opts)
	if err != nil {
		return nil, err
	}
	a := &Authority{opts: opts}
	a.local.Store(&local{root, leaf})
	a.config = serverConfig(func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		return a.local.Load().leaf.magic.GetCertificate(hello)
	})
	return a, nil
}

func openOwnFiles(opts Options) (*Authority, error) {
	if opts.CertFile == "" || opts.KeyFile == "" {
		return nil, errors.New("certs: SSL_CERTFILE and SSL_KEYFILE belong together: set both or neither")
	}
	files := &ownFiles{certFile: opts.CertFile, keyFile: opts.KeyFile, end: endWatch{log: opts.Log, days: opts.RenewDays, clock: time.Now}}
	if _, err := files.load(); err != nil {
		return nil, err
	}
	return &Authority{opts: opts, files: files, config: serverConfig(files.certificate)}, nil
}

// ALPN offers http/1.1 alone because the HTTP server speaks nothing else. Session tickets are rotated by
// crypto/tls as long as all connections share this one value.
func serverConfig(certificate func(*tls.ClientHelloInfo) (*tls.Certificate, error)) *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"http/1.1"},
		GetCertificate: certificate,
	}
}

// TLSConfig returns the server's TLS settings; every call returns the same value, which must not be changed.
func (a *Authority) TLSConfig() *tls.Config { return a.config }

// Root returns the certificate that desktops are asked to trust, or nil with own certificate files.
func (a *Authority) Root() *x509.Certificate {
	if l := a.local.Load(); l != nil {
		return l.root.cert
	}
	return nil
}

// RootPEM returns the root in PEM (RFC 7468), or nil with own certificate files.
func (a *Authority) RootPEM() []byte {
	if root := a.Root(); root != nil {
		return encodePEM(pemCertificate, root.Raw)
	}
	return nil
}

// Fingerprint returns the root's SHA-256 as upper-case hex pairs with colons, or "" with own certificate files.
func (a *Authority) Fingerprint() string {
	root := a.Root()
	if root == nil {
		return ""
	}
	return Fingerprint(root.Raw)
}

// Fingerprint is the SHA-256 of a certificate in DER as upper-case hex pairs with colons.
func Fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	pairs := make([]string, len(sum))
	for i := range sum {
		pairs[i] = strings.ToUpper(hex.EncodeToString(sum[i : i+1]))
	}
	return strings.Join(pairs, ":")
}

// Leaf returns the certificate that the server shows; its DNSNames and IPAddresses are the names it answers to.
func (a *Authority) Leaf() *x509.Certificate {
	if a.files != nil {
		return a.files.current.Load().Leaf
	}
	return a.local.Load().leaf.current()
}

// LeftOut lists the wanted names and addresses for which the root may not sign; they need a new root or own files.
func (a *Authority) LeftOut() []string {
	if a.files != nil {
		return nil
	}
	return a.local.Load().leaf.issuer.leftOut()
}

// Reissue makes a new certificate without a restart when the machine's names or addresses or the clock no
// longer fit the present one, and says whether it did; own files are read again, and a warning is logged once a day
// while they run out. The root stays. After an error the present certificate goes on.
func (a *Authority) Reissue(ctx context.Context, names []string, addresses []netip.Addr) (bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.files != nil {
		return a.files.load()
	}
	a.opts.Names, a.opts.Addresses = names, addresses
	return a.local.Load().leaf.reissue(ctx, a.opts.subject())
}

// MaySign reports whether the present root may sign for a name or address that people type, so that Rename makes no new one.
func (a *Authority) MaySign(typed string) bool {
	l := a.local.Load()
	return l != nil && l.root.permits(typed)
}

// Rename puts the name or address that people type into the certificate, and says whether that took a new root: only where
// the present one may not sign for it. The old root and its key are then gone, and every device has to trust the new one.
func (a *Authority) Rename(ctx context.Context, typed string) (newRoot bool, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.files != nil {
		return false, errors.New("certs: own certificate files say their names themselves")
	}
	opts := a.opts
	opts.TypedName = typed
	old := a.local.Load()
	if old.root.permits(typed) {
		if _, err := old.leaf.reissue(ctx, opts.subject()); err != nil {
			return false, err
		}
		a.opts = opts
		return false, nil
	}
	root, err := replaceRoot(opts.Dir, permittedDomains(opts))
	if err != nil {
		return false, err
	}
	leaf, err := openLeaf(root, opts)
	if err != nil {
		return false, err
	}
	a.opts = opts
	a.local.Store(&local{root, leaf})
	old.leaf.cache.Stop()
	return true, nil
}

func (o Options) subject() subject {
	return newSubject(slices.Concat(o.Names, o.PublicNames, []string{o.TypedName}), o.Addresses)
}

// Close ends the renewal.
func (a *Authority) Close() {
	if l := a.local.Load(); l != nil {
		l.leaf.cache.Stop()
	}
}

const (
	day            = 24 * time.Hour
	backdated      = day // for clients whose clock is behind
	pemCertificate = "CERTIFICATE"
	pemPrivateKey  = "PRIVATE KEY"
)

func encodePEM(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func privateFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("certs: folder for certificates: %w", err)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return fmt.Errorf("certs: folder for certificates: %w", err)
	}
	return nil
}
