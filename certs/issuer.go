package certs

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/caddyserver/certmagic"
)

const (
	leafLifetime = 90 * day
	issuerKey    = "local" // names the sub-folder of the certificates
)

// issuer signs with the root for certmagic, which asks for one name only; all others are added here.
type issuer struct {
	root     *root
	lifetime time.Duration

	mu     sync.Mutex
	wanted subject
}

// IssuerKey names the issuer in certmagic's storage.
func (i *issuer) IssuerKey() string { return issuerKey }

// Issue signs the request's key for the managed name and every other permitted name and address.
func (i *issuer) Issue(_ context.Context, request *x509.CertificateRequest) (*certmagic.IssuedCertificate, error) {
	if err := request.CheckSignature(); err != nil {
		return nil, fmt.Errorf("certs: certificate request: %w", err)
	}
	if !slices.Equal(request.DNSNames, []string{managedName}) {
		return nil, errors.New("certs: certificate request for an unknown name")
	}
	template, err := i.template()
	if err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, i.root.cert, request.PublicKey, i.root.key)
	if err != nil {
		return nil, fmt.Errorf("certs: signing: %w", err)
	}
	return &certmagic.IssuedCertificate{Certificate: encodePEM(pemCertificate, der)}, nil
}

func (i *issuer) template() (*x509.Certificate, error) {
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	permitted, _ := i.subjects()
	now := time.Now()
	return &x509.Certificate{
		SerialNumber:          serial,
		NotBefore:             now.Add(-backdated),
		NotAfter:              now.Add(i.lifetime),
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:              permitted.names,
		IPAddresses:           permitted.ips(),
	}, nil
}

// One name outside the root's constraints would spoil the whole certificate, so those are kept apart.
func (i *issuer) subjects() (permitted, refused subject) {
	i.mu.Lock()
	wanted := i.wanted
	i.mu.Unlock()
	for _, name := range wanted.names {
		if i.root.permitsName(name) {
			permitted.names = append(permitted.names, name)
		} else {
			refused.names = append(refused.names, name)
		}
	}
	for _, address := range wanted.addresses {
		if i.root.permitsAddress(address) {
			permitted.addresses = append(permitted.addresses, address)
		} else {
			refused.addresses = append(refused.addresses, address)
		}
	}
	return permitted, refused
}

func (i *issuer) want(wanted subject) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.wanted = wanted
}

func (i *issuer) leftOut() []string {
	_, refused := i.subjects()
	i.mu.Lock()
	names := slices.Concat(refused.names, i.wanted.unusable)
	i.mu.Unlock()
	for _, address := range refused.addresses {
		names = append(names, address.String())
	}
	return names
}

// fits reports whether a certificate is ours, is valid by the clock as it is now and names exactly what is wanted.
func (i *issuer) fits(cert *x509.Certificate) bool {
	now := time.Now()
	if cert == nil || cert.CheckSignatureFrom(i.root.cert) != nil || now.Before(cert.NotBefore) || now.After(cert.NotAfter) {
		return false
	}
	permitted, _ := i.subjects()
	return slices.Equal(cert.DNSNames, permitted.names) &&
		slices.EqualFunc(cert.IPAddresses, permitted.ips(), net.IP.Equal)
}
