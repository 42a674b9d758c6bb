package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
)

// profile is the certificate as a configuration profile for iPhones, iPads and Macs. Its UUIDs come from the certificate:
// the same one installed again takes the place of itself, another one stands beside it.
func (p *pages) profile(t *Trust) ([]byte, error) {
	var out bytes.Buffer
	err := p.profiles.Execute(&out, map[string]string{
		"Name": t.Name, "Fingerprint": t.Fingerprint, "Root": base64.StdEncoding.EncodeToString(t.DER),
		"ProfileID": derivedUUID("profile", t.DER), "RootID": derivedUUID("root", t.DER),
	})
	return out.Bytes(), err
}

// derivedUUID is a UUID of version 8 (RFC 9562 §5.8) from a hash.
func derivedUUID(purpose string, of []byte) string {
	sum := sha256.Sum256(append([]byte("courtyard "+purpose+"\n"), of...))
	sum[6] = sum[6]&0x0f | 0x80
	sum[8] = sum[8]&0x3f | 0x80
	return strings.ToUpper(fmt.Sprintf("%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16]))
}
