package certs

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
)

// Inspection is what the certificate files say.
type Inspection struct {
	Root *x509.Certificate // the local authority; nil with own files, or before the first start
	Leaf *x509.Certificate // nil before the first start
	Keys []string          // paths of the private keys that are there
	// Missing are wanted names and addresses that the certificate lacks; LeftOut those for which the authority may not sign.
	Missing, LeftOut []string
	// Chain is why the certificate does not lead to an authority: ours, or with own files one that this machine trusts.
	Chain error
}

// Inspect reads the certificates that Open would use, and makes and changes none. Its error is that files cannot be used.
func Inspect(opts Options) (Inspection, error) {
	wanted := newSubject(slices.Concat(opts.Names, opts.PublicNames), opts.Addresses)
	if opts.CertFile != "" {
		return inspectOwnFiles(opts, wanted)
	}
	text, err := os.ReadFile(filepath.Join(opts.Dir, rootCertFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Inspection{}, nil
	}
	if err != nil {
		return Inspection{}, err
	}
	cert, err := parseCertificate(text)
	if err != nil {
		return Inspection{}, fmt.Errorf("%s: %w", rootCertFile, err)
	}
	signing := &issuer{root: &root{cert: cert}, wanted: wanted}
	permitted, _ := signing.subjects()
	issued := filepath.Join(opts.Dir, issuedFolder, issuerKey, managedName, managedName)
	i := Inspection{Root: cert, LeftOut: signing.leftOut(), Keys: existing(filepath.Join(opts.Dir, rootKeyFile), issued+".key")}
	if text, err = os.ReadFile(issued + ".crt"); err != nil {
		return i, nil // the next start makes one
	}
	if i.Leaf, err = parseCertificate(text); err != nil {
		return i, fmt.Errorf("the certificate: %w", err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	i.Chain = chain(i.Leaf, roots, nil)
	i.Missing = missing(i.Leaf, permitted)
	return i, nil
}

func inspectOwnFiles(opts Options, wanted subject) (Inspection, error) {
	pair, err := tls.LoadX509KeyPair(opts.CertFile, opts.KeyFile)
	if err != nil {
		return Inspection{}, err
	}
	between := x509.NewCertPool()
	for _, der := range pair.Certificate[1:] {
		if cert, err := x509.ParseCertificate(der); err == nil {
			between.AddCert(cert)
		}
	}
	return Inspection{
		Leaf: pair.Leaf, Keys: existing(opts.KeyFile), Missing: missing(pair.Leaf, wanted), Chain: chain(pair.Leaf, nil, between),
	}, nil
}

// chain leaves the time out of it, which is told by itself: it asks in the middle of the certificate's days.
func chain(leaf *x509.Certificate, roots, between *x509.CertPool) error {
	middle := leaf.NotBefore.Add(leaf.NotAfter.Sub(leaf.NotBefore) / 2)
	_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: middle})
	return err
}

func missing(leaf *x509.Certificate, wanted subject) []string {
	var left []string
	for _, name := range wanted.names {
		if leaf.VerifyHostname(name) != nil {
			left = append(left, name)
		}
	}
	for _, address := range wanted.addresses {
		if leaf.VerifyHostname(address.String()) != nil {
			left = append(left, address.String())
		}
	}
	return left
}

func existing(paths ...string) []string {
	return slices.DeleteFunc(paths, func(path string) bool {
		_, err := os.Stat(path)
		return err != nil
	})
}

// GlobalAddresses lists the addresses of the interfaces that are up and that the Internet knows: they are never announced.
func GlobalAddresses() ([]netip.Addr, error) {
	all, err := interfaceAddresses()
	return slices.DeleteFunc(all, func(a netip.Addr) bool { return isPrivate(a.Unmap().WithZone("")) }), err
}
