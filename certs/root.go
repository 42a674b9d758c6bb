package certs

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	rootCertFile = "root.crt"
	rootKeyFile  = "root.key"
	// nextRootFile holds key and certificate of a root that takes the old one's place; it is there only meanwhile.
	nextRootFile = "root.next"
	rootYears    = 10
)

// root is the authority's certificate and the key that signs with it.
type root struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func openRoot(dir string, domains []string) (*root, error) {
	cert, certErr := os.ReadFile(filepath.Join(dir, rootCertFile))
	key, keyErr := os.ReadFile(filepath.Join(dir, rootKeyFile))
	if errors.Is(certErr, fs.ErrNotExist) && neverUsed(dir, keyErr) {
		return createRoot(dir, domains)
	}
	if err := errors.Join(certErr, keyErr); err != nil {
		return nil, damaged(dir, err)
	}
	r, err := parseRoot(cert, key)
	if err != nil {
		return nil, damaged(dir, err)
	}
	if err := os.Chmod(filepath.Join(dir, rootKeyFile), 0o600); err != nil { // a restored copy may be open to others
		return nil, fmt.Errorf("certs: the authority's key: %w", err)
	}
	return r, nil
}

// The key is written before the certificate, so a key alone, with nothing issued, is a first start that was cut off.
func neverUsed(dir string, keyErr error) bool {
	_, err := os.Stat(filepath.Join(dir, issuedFolder))
	return errors.Is(err, fs.ErrNotExist) || errors.Is(keyErr, fs.ErrNotExist)
}

func damaged(dir string, err error) error {
	return fmt.Errorf("certs: the local authority in %s cannot be used: %w. Restore %s and %s from a backup; "+
		"or move the folder away, and a new authority is made, which every desktop has to trust again",
		dir, err, rootCertFile, rootKeyFile)
}

func parseRoot(certPEM, keyPEM []byte) (*root, error) {
	cert, err := parseCertificate(certPEM)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", rootCertFile, err)
	}
	key, err := parseKey(keyPEM)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", rootKeyFile, err)
	}
	if !key.PublicKey.Equal(cert.PublicKey) {
		return nil, fmt.Errorf("%s does not belong to %s", rootKeyFile, rootCertFile)
	}
	if !cert.IsCA {
		return nil, fmt.Errorf("%s is not an authority", rootCertFile)
	}
	return &root{cert: cert, key: key}, nil
}

func parseCertificate(text []byte) (*x509.Certificate, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != pemCertificate {
		return nil, errors.New("no certificate in PEM")
	}
	return x509.ParseCertificate(block.Bytes)
}

func parseKey(text []byte) (*ecdsa.PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != pemPrivateKey {
		return nil, errors.New("no private key in PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("the private key cannot be read")
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok {
		return nil, errors.New("the private key is not ECDSA")
	}
	return key, nil
}

func createRoot(dir string, domains []string) (*root, error) {
	r, err := newRoot(domains)
	if err != nil {
		return nil, err
	}
	return r, r.save(dir)
}

func newRoot(domains []string) (*root, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("certs: key of the authority: %w", err)
	}
	template, err := rootTemplate(key, domains)
	if err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("certs: certificate of the authority: %w", err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("certs: certificate of the authority: %w", err)
	}
	return &root{cert: cert, key: key}, nil
}

// replaceRoot puts a new root in the old one's place. From the moment that its one file is there a start finishes what was
// begun, so that key and certificate are always of one root.
func replaceRoot(dir string, domains []string) (*root, error) {
	r, err := newRoot(domains)
	if err != nil {
		return nil, err
	}
	key, err := r.encodedKey()
	if err != nil {
		return nil, err
	}
	both := append(encodePEM(pemPrivateKey, key), encodePEM(pemCertificate, r.cert.Raw)...)
	if err := writeDurably(filepath.Join(dir, nextRootFile), both); err != nil {
		return nil, err
	}
	return r, finishReplacement(dir)
}

// finishReplacement is harmless where none was begun, and where it is done again.
func finishReplacement(dir string) error {
	path := filepath.Join(dir, nextRootFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return damaged(dir, err)
	}
	_, certificate := pem.Decode(text)
	r, err := parseRoot(certificate, text)
	if err != nil {
		return damaged(dir, err)
	}
	if err := r.save(dir); err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(filepath.Join(dir, issuedFolder)), os.Remove(path)); err != nil {
		return fmt.Errorf("certs: replacing the authority: %w", err)
	}
	return syncFolder(dir)
}

func (r *root) encodedKey() ([]byte, error) {
	key, err := x509.MarshalPKCS8PrivateKey(r.key)
	if err != nil {
		return nil, fmt.Errorf("certs: key of the authority: %w", err)
	}
	return key, nil
}

func (r *root) save(dir string) error {
	key, err := r.encodedKey()
	if err != nil {
		return err
	}
	if err := writeDurably(filepath.Join(dir, rootKeyFile), encodePEM(pemPrivateKey, key)); err != nil {
		return err
	}
	return writeDurably(filepath.Join(dir, rootCertFile), encodePEM(pemCertificate, r.cert.Raw))
}

func rootTemplate(key *ecdsa.PrivateKey, domains []string) (*x509.Certificate, error) {
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	id, err := keyID(key)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	return &x509.Certificate{
		SerialNumber:                serial,
		Subject:                     pkix.Name{Organization: []string{"Courtyard"}, CommonName: rootName(now)},
		NotBefore:                   now.Add(-backdated),
		NotAfter:                    now.AddDate(rootYears, 0, 0),
		BasicConstraintsValid:       true,
		IsCA:                        true,
		MaxPathLenZero:              true,
		KeyUsage:                    x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		ExtKeyUsage:                 []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		SubjectKeyId:                id,
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         domains,
		PermittedIPRanges:           permittedRanges(),
	}, nil
}

// Machine and day tell the roots of two servers apart in a desktop's list; a common name has at most
// 64 characters (RFC 5280 appendix A).
func rootName(now time.Time) string {
	host, _ := os.Hostname()
	host, _, _ = strings.Cut(host, ".")
	host, _ = asciiName(host)
	if len(host) > 24 {
		host = host[:24]
	}
	return strings.Join(strings.Fields("Courtyard local authority "+host+" "+now.UTC().Format(time.DateOnly)), " ")
}

func keyID(key *ecdsa.PrivateKey) ([]byte, error) {
	public, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return nil, fmt.Errorf("certs: key identifier: %w", err)
	}
	sum := sha256.Sum256(public)
	return sum[:20], nil
}

func newSerial() (*big.Int, error) {
	bytes := make([]byte, 16)
	if _, err := rand.Read(bytes); err != nil {
		return nil, fmt.Errorf("certs: serial number: %w", err)
	}
	serial := new(big.Int).SetBytes(bytes)
	return serial.SetBit(serial, 127, 1), nil
}

func permittedRanges() []*net.IPNet {
	var ranges []*net.IPNet
	for _, prefix := range privateRanges() {
		ranges = append(ranges, &net.IPNet{
			IP:   prefix.Addr().AsSlice(),
			Mask: net.CIDRMask(prefix.Bits(), prefix.Addr().BitLen()),
		})
	}
	return ranges
}

// permits reports whether the root may sign for what people type; the addresses of private networks are in every root.
func (r *root) permits(typed string) bool {
	_, err := netip.ParseAddr(typed)
	return err == nil || r.permitsName(typed)
}

// permitsName reports whether the root's name constraints allow a host name (RFC 5280 §4.2.1.10).
func (r *root) permitsName(name string) bool {
	for _, domain := range r.cert.PermittedDNSDomains {
		if inDomain(name, strings.TrimPrefix(domain, ".")) {
			return true
		}
	}
	return len(r.cert.PermittedDNSDomains) == 0
}

func (r *root) permitsAddress(address netip.Addr) bool {
	for _, ipRange := range r.cert.PermittedIPRanges {
		if ipRange.Contains(address.AsSlice()) {
			return true
		}
	}
	return len(r.cert.PermittedIPRanges) == 0
}

func writeDurably(path string, content []byte) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("certs: writing %s: %w", filepath.Base(path), err)
		}
	}()
	temp, err := os.CreateTemp(filepath.Dir(path), ".new-*") // CreateTemp's mode is 0600
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, writeErr := temp.Write(content)
	if err := errors.Join(writeErr, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Rename(temp.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// Windows cannot sync a folder; there the rename itself is logged by the file system.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}
