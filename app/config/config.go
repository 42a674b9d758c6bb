// Package config reads the settings from flags, the environment and .env, and reports every mistake at once.
package config

import (
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Config holds every setting. The name of a setting in the environment and in .env is its flag in
// capitals (--data-dir, DATA_DIR); help, group and default stand here and nowhere else.
type Config struct {
	Host        string   `group:"Network" help:"Address to listen on. Empty: every address, with TLS=off only 127.0.0.1."`
	Port        int      `group:"Network" range:"0-65535" default:"8443" help:"The one port, TCP and UDP. 0: any free port."`
	PublicURL   *url.URL `group:"Network" help:"Address that people type, for links: https://chat.example.lan:8443. Empty: found out."`
	PublicNames []string `group:"Network" help:"More host names of this server, for its certificate, separated by commas."`

	RestrictToPrivate bool           `group:"Guard" default:"true" help:"Answer only private addresses. false: everybody who can reach the port."`
	AllowedCIDRs      []netip.Prefix `name:"allowed-cidrs" group:"Guard" help:"Networks that are answered, instead of the private ones: 10.1.0.0/16,192.168.7.9."`
	TrustForwardedFor bool           `group:"Guard" default:"false" help:"Believe X-Forwarded-For of the trusted proxies."`
	TrustedProxies    []netip.Prefix `group:"Guard" help:"Addresses or networks of those proxies. Empty: only this machine."`

	TLS             string `group:"Encryption" oneof:"auto,off" default:"auto" help:"auto: HTTPS with an own local authority or SSL_CERTFILE. off: plain HTTP, for a proxy on this machine."`
	SSLCertfile     string `group:"Encryption" help:"Certificate chain of your own authority, PEM. Goes with SSL_KEYFILE."`
	SSLKeyfile      string `group:"Encryption" help:"Its private key, PEM."`
	TLSAutoGenerate bool   `group:"Encryption" default:"true" help:"Make a local authority and a certificate where SSL_CERTFILE is empty."`
	TLSRenewDays    int    `group:"Encryption" range:"1-89" default:"30" help:"Days before its end at which the own certificate, good for 90, is renewed."`

	DataDir     string `group:"Data" default:"./data" help:"Folder of database and keys, and of files unless UPLOAD_DIR is set."`
	DatabaseURL Secret `hidden:"" group:"Data" help:"SQLite database: a path or sqlite://PATH. Empty: courtyard.db in DATA_DIR."`

	UploadDir        string   `group:"Files" help:"Folder of what people upload; it may lie on the network. Empty: uploads in DATA_DIR."`
	UploadsURL       Secret   `hidden:"" name:"uploads-url" group:"Files" help:"Bucket of an S3-compatible server that keeps the files instead: s3://KEY:SECRET@minio.lan:9000/BUCKET, with ?tls=off for plain HTTP and ?region= where it has one. What is still arriving lies in UPLOAD_DIR. Empty: the folder."`
	MaxUploadSize    Size     `group:"Files" default:"1GiB" help:"The largest file that is taken: bytes, or a whole number with KiB, MiB, GiB or TiB. MB and M are taken as MiB, the others alike."`
	PersonQuota      Size     `group:"Files" default:"0" help:"How much one person's files may take in all. 0: no bound."`
	WorkspaceQuota   Size     `group:"Files" default:"0" help:"The same of one workspace's files."`
	TotalQuota       Size     `group:"Files" default:"0" help:"The same of all files."`
	AllowedFileTypes TypeList `group:"Files" help:"Only these are taken: endings and media types, as .pdf,.docx,image/*. Empty: all."`
	RefusedFileTypes TypeList `group:"Files" help:"These are not taken: .exe,.scr,application/x-msdownload."`
	ClamdAddress     string   `group:"Files" help:"Virus scanner (clamd) that must let a file pass first: scanner.lan:3310 or unix:/run/clamav/clamd.ctl. Empty: no scanning."`
	FileLinks        string   `group:"Files" oneof:"on,off" default:"on" help:"on: workspaces may let some of their people share files by links with people without an account; each begins with nobody. off: no such links, also none that were made before."`

	AccountCreation        string `group:"People" oneof:"invite,open,closed" default:"invite" help:"Who may create an account. invite: holders of an invite code. open: everybody. closed: nobody."`
	AllowWorkspaceCreation bool   `group:"People" default:"true" help:"Every account may create workspaces. false: only owners and administrators."`
	SetupCode              Secret `hidden:"" group:"People" help:"Code of the first set-up, for unattended installs: 5 to 64 letters, digits and hyphens. Empty: random, shown at the first start."`

	TZOffsetHours *float64 `group:"Time and log" help:"Time zone of the instance in hours from UTC: 9 or 5.5, from -12 to 14. Empty: as TIME_ZONE."`
	TimeZone      string   `group:"Time and log" help:"The same by name: Asia/Tokyo. Empty: the time zone of this machine."`
	LogLevel      string   `group:"Time and log" oneof:"debug,info,warn,error" default:"info" help:"debug, info, warn or error."`
	LogFormat     string   `group:"Time and log" oneof:"text,json" default:"text" help:"text or json."`
	TestMode      bool     `group:"Time and log" default:"false" help:"Cheap passwords and no rate limits, for measuring. Only with HOST on this machine."`
}

// Address is what to listen on, host and port; the host is empty for every address.
func (c *Config) Address() string { return net.JoinHostPort(c.Host, strconv.Itoa(c.Port)) }

// TLSOff reports whether the port speaks plain HTTP only.
func (c *Config) TLSOff() bool { return c.TLS == "off" }

// Allowed is the list of networks that the guard answers; empty means everybody.
func (c *Config) Allowed() []netip.Prefix {
	if !c.RestrictToPrivate {
		return nil
	}
	if len(c.AllowedCIDRs) > 0 {
		return c.AllowedCIDRs
	}
	return prefixes("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
		"169.254.0.0/16", "fe80::/10", "fc00::/7")
}

// Proxies is the list of peers whose X-Forwarded-For is believed; empty while nobody's is.
func (c *Config) Proxies() []netip.Prefix {
	switch {
	case !c.TrustForwardedFor:
		return nil
	case len(c.TrustedProxies) == 0:
		return prefixes("127.0.0.0/8", "::1/128")
	}
	return c.TrustedProxies
}

// Database is the path of the SQLite database.
func (c *Config) Database() string {
	path, _ := sqlitePath(c.DatabaseURL.Reveal())
	if path == "" {
		return filepath.Join(c.DataDir, "courtyard.db")
	}
	return path
}

// Uploads is the folder of what people upload.
func (c *Config) Uploads() string {
	if c.UploadDir == "" {
		return filepath.Join(c.DataDir, "uploads")
	}
	return c.UploadDir
}

// Clamd is where the virus scanner listens: a network, tcp or unix, and an address there; both empty where there is none.
func (c *Config) Clamd() (network, address string) {
	if path, ok := strings.CutPrefix(c.ClamdAddress, unixPrefix); ok {
		return "unix", path
	}
	if c.ClamdAddress == "" {
		return "", ""
	}
	return "tcp", c.ClamdAddress
}

// Location is the time zone of the instance.
func (c *Config) Location() *time.Location {
	if c.TimeZone != "" {
		if zone, err := time.LoadLocation(c.TimeZone); err == nil {
			return zone
		}
	}
	if c.TZOffsetHours != nil {
		return time.FixedZone(offsetName(*c.TZOffsetHours), int(*c.TZOffsetHours*3600))
	}
	return time.Local
}

// ZoneName is the instance's time zone as browsers know it: an IANA name, or an offset such as +09:00.
func (c *Config) ZoneName() string {
	zone := c.Location()
	if zone != time.Local {
		return zone.String()
	}
	// Go calls the machine's own zone "Local"; the link says which one it is (tzset(3)).
	if target, err := os.Readlink("/etc/localtime"); err == nil {
		if _, name, found := strings.Cut(target, "zoneinfo/"); found {
			return name
		}
	}
	return time.Now().Format("-07:00")
}

// Level is the least severe level that is logged.
func (c *Config) Level() slog.Level {
	var level slog.Level
	if level.UnmarshalText([]byte(c.LogLevel)) != nil {
		return slog.LevelInfo
	}
	return level
}

// offsetName writes an offset as ISO 8601 does, +09:00.
func offsetName(hours float64) string {
	return time.Unix(0, 0).In(time.FixedZone("", int(hours*3600))).Format("-07:00")
}

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		list[i] = netip.MustParsePrefix(text)
	}
	return list
}

// IsLoopback reports whether a host is reached from this machine only.
func IsLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && address.Unmap().IsLoopback()
}
