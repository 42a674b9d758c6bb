package handlers

import (
	"encoding/base64"
	"encoding/xml"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/certs"
)

// officeTrust is a real root, as the trust page gets it.
func officeTrust(t *testing.T) *Trust {
	t.Helper()
	a, err := certs.Open(certs.Options{Dir: t.TempDir(), Names: []string{"kaede"}})
	require.NoError(t, err)
	t.Cleanup(a.Close)
	return &Trust{PEM: a.RootPEM(), DER: a.Root().Raw, Name: a.Root().Subject.CommonName, Fingerprint: a.Fingerprint(), Names: a.Root().PermittedDNSDomains}
}

// trusting is a house with HTTPS whose trust page is read over plain HTTP.
func trusting(t *testing.T) (*house, *Trust) {
	t.Helper()
	trust := officeTrust(t)
	return newHouse(t, func(o *Options) { o.TLS, o.Trust = true, trust }), trust
}

func (h *house) reads(path string, headers map[string]string) string {
	h.t.Helper()
	return string(h.request("GET", path, nil, headers).is(200).body)
}

var sectionPattern = regexp.MustCompile(`<details id="(\w+)"( open)?>`)

func TestTheTrustPageOpensTheSectionOfTheReadersDeviceFirst(t *testing.T) {
	h, _ := trusting(t)
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0":        "windows",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:153.0) Gecko/20100101 Firefox/153.0":                                                     "firefox",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15":                "macos",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/153.0 Mobile/15E148 Safari/605": "ios",
		"Mozilla/5.0 (Android 15; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0":                                                                 "android",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36":                                "linux",
		"": "windows",
	} {
		sections := sectionPattern.FindAllStringSubmatch(h.reads("/trust", map[string]string{"User-Agent": agent}), -1)
		require.Len(t, sections, len(order), "every section is there")
		require.Equal(t, []string{want, " open"}, sections[0][1:], agent)
		for _, other := range sections[1:] {
			require.Empty(t, other[2])
		}
	}
	page := h.reads("/trust?device=android", map[string]string{"User-Agent": "Windows"})
	require.Equal(t, []string{"android", " open"}, sectionPattern.FindStringSubmatch(page)[1:])
	for _, id := range order {
		require.Contains(t, page, `href="/trust?lang=en&amp;device=`+id+`#`+id+`"`)
	}
	require.Contains(t, h.reads("/trust?device="+marker+"&lang="+marker, nil), `<details id="windows" open>`)
	require.NotContains(t, h.reads("/trust?device="+marker+"&lang="+marker, nil), marker)
}

func TestTheTrustPageSpeaksTheReadersLanguageAndLeadsToTheOther(t *testing.T) {
	h, _ := trusting(t)
	japanese := map[string]string{"Accept-Language": "ja,en;q=0.5"}
	page := h.reads("/trust?device=ios", japanese)
	require.Contains(t, page, `<html lang="ja">`)
	require.Contains(t, page, "証明書信頼設定")
	require.Contains(t, page, `href="/trust?lang=en&amp;device=ios"`)
	page = h.reads("/trust?lang=en&device=ios", japanese)
	require.Contains(t, page, `<html lang="en">`)
	require.Contains(t, page, "Certificate Trust Settings")
	require.Contains(t, page, `href="/trust?lang=ja&amp;device=ios"`)
}

func TestTheTrustPageHasPicturesInWordsTooAndNothingThatThePolicyForbids(t *testing.T) {
	h, _ := trusting(t)
	for lang, words := range map[string]*regexp.Regexp{"en": regexp.MustCompile(`aria-label="Drawing of `), "ja": regexp.MustCompile(`aria-label="[^"]*図。`)} {
		page := h.reads("/trust?lang="+lang, nil)
		require.GreaterOrEqual(t, strings.Count(page, "<svg"), 7, "pictures")
		require.Len(t, words.FindAllString(page, -1), strings.Count(page, "<svg"), "each has its words")
		for _, forbidden := range []string{` style="`, "<style", " onclick", "javascript:", "<img"} {
			require.NotContains(t, page, forbidden)
		}
		require.Equal(t, 1, strings.Count(page, "<script"))
		require.Contains(t, page, `<script src="/trust/check.js" type="module">`)
		require.NotContains(t, page, "ZgotmplZ")
		for _, link := range regexp.MustCompile(`(?:src|href)="(/trust/[^"]+)"`).FindAllStringSubmatch(page, -1) {
			h.request("GET", link[1], nil, nil).is(200)
		}
	}
}

func TestEveryLineOfTheTrustPageComparesTheFingerprintFirst(t *testing.T) {
	h, trust := trusting(t)
	for _, lang := range []string{"en", "ja"} {
		page := h.reads("/trust?lang="+lang, nil)
		require.Contains(t, page, "<code>"+strings.ReplaceAll(trust.Fingerprint, ":", ":<wbr>")+"</code>")
		lines := 0
		for _, line := range regexp.MustCompile(`(?s)<pre tabindex="0"><code>(.*?)</code></pre>`).FindAllStringSubmatch(page, -1) {
			if !strings.Contains(line[1], "/trust/courtyard-root.") {
				continue // a policy, not a line to run
			}
			lines++
			require.Contains(t, line[1], h.base+"/trust/courtyard-root.", "fetched where the reader is")
			compared := strings.Index(line[1], trust.Fingerprint)
			if compared < 0 {
				compared = strings.Index(line[1], trust.Digest())
			}
			added := regexp.MustCompile(`Import-Certificate|security add-trusted-cert|sudo install|certutil -d`).FindStringIndex(line[1])
			require.NotNil(t, added)
			require.Positive(t, compared)
			require.Less(t, compared, added[0])
		}
		require.Equal(t, 6, lines)
	}
}

func TestTheCertificateComesInTheFormThatEachPlatformWants(t *testing.T) {
	h, trust := trusting(t)
	for name, want := range map[string]string{"courtyard-root.crt": string(trust.PEM), "courtyard-root.cer": string(trust.DER)} {
		a := h.request("GET", "/trust/"+name, nil, nil).is(200)
		require.Equal(t, want, string(a.body))
		require.Equal(t, "application/x-x509-ca-cert", a.header.Get("Content-Type"))
		require.Equal(t, `attachment; filename="`+name+`"`, a.header.Get("Content-Disposition"))
	}
	a := h.request("GET", "/trust/courtyard-root.mobileconfig", nil, nil).is(200)
	require.Equal(t, "application/x-apple-aspen-config", a.header.Get("Content-Type"))
	require.NoError(t, xml.Unmarshal(a.body, new(struct{})), "well-formed")
	profile := string(a.body)
	require.Contains(t, profile, "<string>com.apple.security.root</string>")
	require.Contains(t, profile, "<string>Configuration</string>")
	data := regexp.MustCompile(`<data>(.*)</data>`).FindStringSubmatch(profile)
	root, err := base64.StdEncoding.DecodeString(data[1])
	require.NoError(t, err)
	require.Equal(t, trust.DER, root)
	ids := uuids(profile)
	require.Len(t, ids, 2)
	require.NotEqual(t, ids[0], ids[1])
	require.Equal(t, ids, uuids(string(h.request("GET", "/trust/courtyard-root.mobileconfig", nil, nil).is(200).body)), "the same root, the same ids")
	h.server.trust.Store(officeTrust(t))
	require.NotEqual(t, ids, uuids(string(h.request("GET", "/trust/courtyard-root.mobileconfig", nil, nil).is(200).body)))
	h.request("GET", "/trust/trust.html", nil, nil).isProblem(404, "not_found")
}

func uuids(profile string) []string {
	var ids []string
	for _, m := range regexp.MustCompile(`<key>PayloadUUID</key>\s*<string>([0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12})</string>`).FindAllStringSubmatch(profile, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

func TestOnlyOurOwnPageSeesWhetherTheDeviceTrustsUs(t *testing.T) {
	h, _ := trusting(t)
	for from, want := range map[string]string{
		"": "same-origin", "http://evil.example/": "same-origin", h.base + "/": "cross-origin", "http://127.0.0.1:1/": "same-origin",
	} {
		headers := map[string]string{}
		if from != "" {
			headers["Referer"] = from
		}
		a := h.request("GET", "/trust/trusted.svg?1", nil, headers).is(200)
		require.Equal(t, "image/svg+xml", a.header.Get("Content-Type"))
		require.Equal(t, want, a.header.Get("Cross-Origin-Resource-Policy"), from)
	}
}

func TestAnAddressIsCalledWithoutEncryptionOnTheSamePort(t *testing.T) {
	for secure, want := range map[string]string{
		"https://chat.lan:8443": "http://chat.lan:8443", "https://chat.lan": "http://chat.lan:443", "https://[fd00::2]": "http://[fd00::2]:443", "http://chat.lan": "http://chat.lan",
	} {
		require.Equal(t, want, plainAddress(secure))
	}
}

func TestWithAnOwnCertificateThereIsNothingToTrust(t *testing.T) {
	h := newHouse(t)
	require.Contains(t, h.reads("/trust", nil), "There is nothing to set up")
	for _, name := range []string{"crt", "cer", "mobileconfig"} {
		h.request("GET", "/trust/courtyard-root."+name, nil, nil).isProblem(404, "not_found")
	}
}
