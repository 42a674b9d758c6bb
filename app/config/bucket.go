package config

import (
	"net/url"
	"regexp"
	"strings"
)

// Bucket is a bucket of an S3-compatible server, as UPLOADS_URL names it.
type Bucket struct {
	// Endpoint is host and port; Plain is without TLS.
	Endpoint string
	Plain    bool
	// Name is the bucket's; Prefix, where it is not empty, ends with a slash.
	Name, Prefix, Region string
	Key                  string
	Secret               Secret
}

// Bucket is where files are kept; ok is false where that is the upload folder.
func (c *Config) Bucket() (b Bucket, ok bool) {
	b, problem := parseBucket(c.UploadsURL.Reveal())
	return b, problem == "" && b.Name != ""
}

// The names that all servers take (S3: bucket naming rules), and keys that need no escaping anywhere.
var (
	bucketForm = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	prefixForm = regexp.MustCompile(`^([A-Za-z0-9_-][A-Za-z0-9._-]{0,63}/){0,5}$`)
	regionForm = regexp.MustCompile(`^[a-z0-9-]{1,32}$`)
)

const bucketShape = "must be s3://KEY:SECRET@HOST:PORT/BUCKET, with / + and % of key and secret written as %2F, %2B and %25"

// parseBucket reads UPLOADS_URL, or says what is wrong with it.
func parseBucket(text string) (b Bucket, problem string) {
	if text == "" {
		return b, ""
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "s3" || u.User == nil || u.Fragment != "" || u.Opaque != "" {
		return b, bucketShape
	}
	secret, _ := u.User.Password()
	name, prefix, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	if prefix != "" && !strings.HasSuffix(prefix, "/") {
		prefix += "/"
	}
	b = Bucket{Endpoint: u.Host, Name: name, Prefix: prefix, Region: "us-east-1", Key: u.User.Username(), Secret: Secret(secret)}
	switch {
	case b.Key == "" || secret == "" || !isHost(u.Hostname()) || u.Port() == "0" || strings.HasSuffix(u.Host, ":"):
		return b, bucketShape
	case !bucketForm.MatchString(name) || !prefixForm.MatchString(prefix):
		return b, "must name a bucket of 3 to 63 small letters, digits, dots and hyphens, and behind it at most folders"
	}
	for option, values := range u.Query() {
		switch value := values[0]; {
		case option == "tls" && value == "off":
			b.Plain = true
		case option == "region" && regionForm.MatchString(value):
			b.Region = value
		default:
			return b, "takes ?tls=off and ?region=NAME behind the bucket, and nothing else"
		}
	}
	return b, ""
}
