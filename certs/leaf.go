package certs

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"

	"github.com/caddyserver/certmagic"
	"go.uber.org/zap"
)

const (
	// managedName is the one name certmagic knows; it never changes, so its files keep their place.
	managedName  = "localhost"
	issuedFolder = "certificates" // certmagic's own name for it
)

// leaf is the server's certificate, kept and renewed by certmagic.
type leaf struct {
	issuer *issuer
	cache  *certmagic.Cache
	magic  *certmagic.Config
}

func openLeaf(root *root, opts Options) (*leaf, error) {
	l := &leaf{issuer: &issuer{root: root, lifetime: leafLifetime, wanted: opts.subject()}}
	l.cache = certmagic.NewCache(certmagic.CacheOptions{
		GetConfigForCert: func(certmagic.Certificate) (*certmagic.Config, error) { return l.magic, nil },
		Logger:           zap.NewNop(),
	})
	l.magic = certmagic.New(l.cache, l.settings(opts))
	if err := l.start(context.Background()); err != nil {
		l.cache.Stop()
		return nil, err
	}
	return l, nil
}

// ARI and OCSP are off because both would look for an authority on the network.
func (l *leaf) settings(opts Options) certmagic.Config {
	return certmagic.Config{
		RenewalWindowRatio:  float64(opts.RenewDays) * float64(day) / float64(leafLifetime+backdated),
		DefaultServerName:   managedName,
		FallbackServerName:  managedName,
		Issuers:             []certmagic.Issuer{l.issuer},
		KeySource:           certmagic.StandardKeyGenerator{KeyType: certmagic.P256},
		OCSP:                certmagic.OCSPConfig{DisableStapling: true},
		Storage:             newStorage(opts.Dir),
		DisableStorageCheck: true,
		DisableARI:          true,
		Logger:              zap.NewNop(),
		OnEvent:             eventLog(opts.Log),
	}
}

func eventLog(log *slog.Logger) func(context.Context, string, map[string]any) error {
	return func(ctx context.Context, event string, data map[string]any) error {
		switch event {
		case "cert_obtained":
			log.InfoContext(ctx, "certificate issued", "renewal", data["renewal"])
		case "cert_failed":
			log.ErrorContext(ctx, "certificate not issued", "renewal", data["renewal"], "error", data["error"])
		}
		return nil
	}
}

// The certificate, unlike the root, may be replaced whenever its files cannot be used. One that only could not be renewed, as on
// a full disk, goes on: renewing is tried again.
func (l *leaf) start(ctx context.Context) error {
	if l.magic.ManageSync(ctx, []string{managedName}) != nil && !l.issuer.fits(l.current()) {
		l.forget()
		if err := l.magic.Storage.Delete(ctx, filepath.ToSlash(filepath.Join(issuedFolder, issuerKey))); err != nil {
			return fmt.Errorf("certs: removing an unusable certificate: %w", err)
		}
		if err := l.magic.ManageSync(ctx, []string{managedName}); err != nil {
			return fmt.Errorf("certs: issuing the certificate: %w", err)
		}
	}
	_, err := l.renewUnlessFitting(ctx)
	return err
}

func (l *leaf) forget() {
	l.cache.RemoveManaged([]certmagic.SubjectIssuer{{Subject: managedName}})
}

func (l *leaf) current() *x509.Certificate {
	for _, cert := range l.cache.AllMatchingCertificates(managedName) {
		return cert.Leaf
	}
	return nil
}

func (l *leaf) reissue(ctx context.Context, wanted subject) (bool, error) {
	l.issuer.want(wanted)
	return l.renewUnlessFitting(ctx)
}

// The new certificate is cached before the old one goes, so no handshake finds none.
func (l *leaf) renewUnlessFitting(ctx context.Context) (bool, error) {
	if l.issuer.fits(l.current()) {
		return false, nil
	}
	old := l.cache.AllMatchingCertificates(managedName)
	if err := l.magic.RenewCertSync(ctx, managedName, true); err != nil {
		return false, fmt.Errorf("certs: reissuing the certificate: %w", err)
	}
	if _, err := l.magic.CacheManagedCertificate(ctx, managedName); err != nil {
		return false, fmt.Errorf("certs: loading the reissued certificate: %w", err)
	}
	hashes := make([]string, len(old))
	for i, cert := range old {
		hashes[i] = cert.Hash()
	}
	l.cache.Remove(hashes)
	return true, nil
}

// storage is certmagic's folder with a lock inside the process: one server owns the folder, and lock files
// of a killed one would delay the next start.
type storage struct {
	certmagic.Storage
	lock chan struct{}
}

func newStorage(dir string) *storage {
	return &storage{Storage: &certmagic.FileStorage{Path: dir}, lock: make(chan struct{}, 1)}
}

// Lock waits until nobody else issues, or the context ends.
func (s *storage) Lock(ctx context.Context, _ string) error {
	select {
	case s.lock <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Unlock lets the next one issue.
func (s *storage) Unlock(context.Context, string) error {
	select {
	case <-s.lock:
		return nil
	default:
		return errors.New("certs: the storage is not locked")
	}
}
