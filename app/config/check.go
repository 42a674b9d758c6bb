package config

import (
	"crypto/tls"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // Windows has no list of time zones.
)

var setupCode = regexp.MustCompile(`^[A-Za-z0-9-]{5,64}$`)

// check holds the rules between settings, and fills in HOST where TLS=off decides it.
func (c *Config) check(report func(key, problem string)) {
	if c.Host == "" && c.TLSOff() {
		c.Host = "127.0.0.1"
	}
	if c.Host != "" && !isHost(c.Host) {
		report("HOST", "must be an address or a host name of this machine")
	}
	if c.TestMode && !IsLoopback(c.Host) {
		report("TEST_MODE", "is refused unless HOST is a loopback address such as 127.0.0.1")
	}
	c.checkAddresses(report)
	c.checkFiles(report)
	c.checkCertificate(report)
	c.checkTime(report)
	if code := c.SetupCode.Reveal(); code != "" && !setupCode.MatchString(code) {
		report("SETUP_CODE", "must be 5 to 64 letters, digits and hyphens")
	}
}

func (c *Config) checkAddresses(report func(key, problem string)) {
	if c.PublicURL != nil && c.PublicURL.Scheme == "http" && !c.TLSOff() && !IsLoopback(c.PublicURL.Hostname()) {
		report("PUBLIC_URL", "must begin with https:// unless TLS is off")
	}
	for _, proxy := range c.TrustedProxies {
		if proxy.Bits() == 0 {
			report("TRUSTED_PROXIES", "must name the proxies; everybody cannot be trusted")
			break
		}
	}
}

func (c *Config) checkFiles(report func(key, problem string)) {
	if strings.ContainsRune(c.DataDir, 0) || c.DataDir == "" {
		report("DATA_DIR", "must be a folder")
	} else if info, err := os.Stat(c.DataDir); err == nil && !info.IsDir() {
		report("DATA_DIR", "is a file; it must be a folder")
	}
	c.checkUploads(report)
	if _, problem := parseBucket(c.UploadsURL.Reveal()); problem != "" {
		report("UPLOADS_URL", problem)
	}
	if c.MaxUploadSize == 0 {
		report("MAX_UPLOAD_SIZE", "must be at least one byte")
	}
	if c.ClamdAddress != "" {
		if problem := checkClamd(c.ClamdAddress); problem != "" {
			report("CLAMD_ADDRESS", problem)
		}
	}
	if _, problem := sqlitePath(c.DatabaseURL.Reveal()); problem != "" {
		report("DATABASE_URL", problem)
	}
}

// checkUploads makes sure that the start would make one folder at most: what a whole path is missing of is a disk or share that is not mounted.
func (c *Config) checkUploads(report func(key, problem string)) {
	info, err := os.Stat(c.Uploads())
	switch {
	case err == nil && !info.IsDir():
		report("UPLOAD_DIR", "is a file; it must be a folder")
	case err == nil || c.UploadDir == "":
	case !errors.Is(err, fs.ErrNotExist):
		report("UPLOAD_DIR", "cannot be used: "+reason(err)+"; name a folder that the user of the server may write to")
	default:
		parent := filepath.Dir(c.UploadDir)
		if _, err := os.Stat(parent); err != nil && !isWithin(c.DataDir, parent) {
			report("UPLOAD_DIR", "lies in a folder that is not there; mount its disk or share, make that folder, or name another")
		}
	}
}

// isWithin says whether a path is a folder or lies in it, by its words alone.
func isWithin(folder, path string) bool {
	relative, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(relative)
}

func (c *Config) checkCertificate(report func(key, problem string)) {
	switch {
	case c.SSLCertfile == "" && c.SSLKeyfile == "":
		if !c.TLSAutoGenerate && !c.TLSOff() {
			report("TLS_AUTO_GENERATE", "can only be false with SSL_CERTFILE and SSL_KEYFILE, or with TLS=off")
		}
	case c.SSLKeyfile == "":
		report("SSL_KEYFILE", "is missing; it goes with SSL_CERTFILE")
	case c.SSLCertfile == "":
		report("SSL_CERTFILE", "is missing; it goes with SSL_KEYFILE")
	default:
		c.checkPair(report)
	}
}

func (c *Config) checkPair(report func(key, problem string)) {
	certificate, err := os.ReadFile(c.SSLCertfile)
	if err != nil {
		report("SSL_CERTFILE", "cannot be read: "+reason(err))
	}
	key, keyErr := os.ReadFile(c.SSLKeyfile)
	if keyErr != nil {
		report("SSL_KEYFILE", "cannot be read: "+reason(keyErr))
	}
	if err != nil || keyErr != nil {
		return
	}
	if _, err := tls.X509KeyPair(certificate, key); err != nil {
		report("SSL_CERTFILE", "and SSL_KEYFILE must be a certificate and its key, in PEM")
	}
}

// checkTime compares both ways to name a time zone in January and July: summer time may agree.
func (c *Config) checkTime(report func(key, problem string)) {
	if c.TimeZone == "" {
		return
	}
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil || c.TimeZone == "Local" {
		report("TIME_ZONE", "must be a name such as Asia/Tokyo or UTC")
		return
	}
	if c.TZOffsetHours == nil {
		return
	}
	year := time.Now().Year()
	for _, month := range []time.Month{time.January, time.July} {
		if _, seconds := time.Date(year, month, 1, 0, 0, 0, 0, zone).Zone(); float64(seconds) == *c.TZOffsetHours*3600 {
			return
		}
	}
	report("TZ_OFFSET_HOURS", "is not the offset of TIME_ZONE; set one of them")
}

// warnings are about settings that are right, but do nothing, or hardly what they were set for.
func (c *Config) warnings() []string {
	var lines []string
	for _, quota := range []struct {
		key  string
		size Size
	}{{"PERSON_QUOTA", c.PersonQuota}, {"WORKSPACE_QUOTA", c.WorkspaceQuota}, {"TOTAL_QUOTA", c.TotalQuota}} {
		if quota.size > 0 && quota.size < c.MaxUploadSize {
			lines = append(lines, quota.key+": is less than MAX_UPLOAD_SIZE, so that files larger than the quota are refused all the same; make one agree with the other")
		}
	}
	if len(c.TrustedProxies) > 0 && !c.TrustForwardedFor {
		lines = append(lines, "TRUSTED_PROXIES: does nothing without TRUST_FORWARDED_FOR=true")
	}
	if len(c.AllowedCIDRs) > 0 && !c.RestrictToPrivate {
		lines = append(lines, "ALLOWED_CIDRS: does nothing with RESTRICT_TO_PRIVATE=false")
	}
	for _, prefix := range c.Allowed() {
		if prefix.Bits() == 0 {
			lines = append(lines, "ALLOWED_CIDRS: "+prefix.String()+" is everybody")
		}
	}
	return lines
}
