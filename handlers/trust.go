package handlers

import (
	"bytes"
	"html/template"
	"net"
	"net/url"
	"slices"
	"strings"

	web "github.com/gofiber/fiber/v2"

	"courtyard/app"
)

// Trust is the local authority's certificate, as people download it.
type Trust struct {
	PEM, DER []byte
	// Name is what the certificate is called in a device's list.
	Name string
	// Fingerprint is its SHA-256 as pairs with colons.
	Fingerprint string
	// Names are the DNS names that it permits, with those under them.
	Names []string
}

// Domains is what the certificate permits, to be read.
func (t Trust) Domains() string { return strings.Join(t.Names, ", ") }

// Pairs is the fingerprint in pieces: a line may end between two pairs, never within one.
func (t Trust) Pairs() []string { return strings.Split(t.Fingerprint, ":") }

// Digest is the fingerprint as the tools of an operating system print it: lower-case hex without colons.
func (t Trust) Digest() string { return strings.ToLower(strings.ReplaceAll(t.Fingerprint, ":", "")) }

// devices are the sections of the trust page. Which part of a User-Agent names one is looked for in this order: an iPhone
// says "Mac OS X", Android says "Linux", and every Firefox names its system, too.
var devices = []struct {
	ID, Title string
	signs     []string
}{
	{"ios", "iPhone, iPad", []string{"iPhone", "iPad", "iPod"}},
	{"android", "Android", []string{"Android"}},
	{"firefox", "Firefox", []string{"Firefox/"}},
	{"windows", "Windows", []string{"Windows"}},
	{"macos", "macOS", []string{"Macintosh"}},
	{"linux", "Linux", []string{"Linux", "X11"}},
}

// order is in which the sections stand after the reader's own.
var order = []string{"windows", "macos", "ios", "android", "firefox", "linux"}

// guide is what the trust page says to one reader.
type guide struct {
	*Trust
	Japanese bool
	// Lang and Device are what the reader has chosen, or what his browser says.
	Lang, Device string
	// Plain and Secure are this server as the reader calls it, over HTTP and HTTPS.
	Plain, Secure string
	Sections      []guideSection
}

type guideSection struct {
	ID, Title string
	Open      bool
	Body      template.HTML
}

// serveTrust explains how a device comes to trust this server; it is readable without encryption, because it has to be.
// The reader's device only decides which section stands first and open.
func (s *Server) serveTrust(c *web.Ctx) error {
	g := guide{Trust: s.trust.Load(), Japanese: japanese(c), Device: deviceOf(c.Get(web.HeaderUserAgent))}
	if lang := c.Query("lang"); lang == "ja" || lang == "en" {
		g.Japanese = lang == "ja"
	}
	if device := c.Query("device"); slices.Contains(order, device) {
		g.Device = device
	}
	g.Lang = "en"
	if g.Japanese {
		g.Lang = "ja"
	}
	g.Secure = "https://" + hostWithPort(c)
	g.Plain = plainAddress(g.Secure)
	if g.Trust != nil {
		if err := s.pages.fill(&g); err != nil {
			return err
		}
	}
	return s.pages.drawIn(c, "trust.html", pageText{Japanese: g.Japanese, Guide: &g})
}

func deviceOf(agent string) string {
	for _, d := range devices {
		if slices.ContainsFunc(d.signs, func(sign string) bool { return strings.Contains(agent, sign) }) {
			return d.ID
		}
	}
	return order[0]
}

// hostWithPort is the request's checked Host; where it has no port, the one that its scheme means.
func hostWithPort(c *web.Ctx) string {
	host := string(c.Request().Host())
	if _, _, err := net.SplitHostPort(host); err == nil {
		return host
	}
	port := "80"
	if c.Context().IsTLS() {
		port = "443"
	}
	return net.JoinHostPort(strings.Trim(host, "[]"), port)
}

// TrustPage is where a device comes to trust a server found at an address without a warning before it: over plain HTTP, unless
// a proxy may stand before the address.
func TrustPage(base string, behindProxy bool) string {
	if !behindProxy {
		base = plainAddress(base)
	}
	return base + "/trust"
}

// plainAddress is an https address on the one port as it is called without encryption; any other stays as it is.
func plainAddress(secure string) string {
	u, err := url.Parse(secure)
	if err != nil || u.Scheme != "https" {
		return secure
	}
	if u.Port() == "" {
		u.Host = net.JoinHostPort(u.Hostname(), "443")
	}
	u.Scheme = "http"
	return u.String()
}

// fill writes the sections, the reader's own first.
func (p *pages) fill(g *guide) error {
	ids := append([]string{g.Device}, slices.DeleteFunc(slices.Clone(order), func(id string) bool { return id == g.Device })...)
	for _, id := range ids {
		var body bytes.Buffer
		if err := p.templates.ExecuteTemplate(&body, id+"-"+g.Lang, g); err != nil {
			return err
		}
		g.Sections = append(g.Sections, guideSection{
			ID: id, Title: titleOf(id), Open: id == g.Device,
			Body: template.HTML(body.String()), // our own template has just escaped it
		})
	}
	return nil
}

func titleOf(id string) string {
	for _, d := range devices {
		if d.ID == id {
			return d.Title
		}
	}
	return id
}

// scriptType is the type of the scripts that the server's own pages have.
const scriptType = "text/javascript; charset=utf-8"

// trustFiles are what the trust page itself consists of.
var trustFiles = map[string]string{
	"style.css":   "text/css; charset=utf-8",
	"check.js":    scriptType,
	"worker.js":   scriptType,
	"icon.svg":    "image/svg+xml",
	"trusted.svg": "image/svg+xml",
}

func (s *Server) serveTrustFile(c *web.Ctx) error {
	name := c.Params("file")
	if kind, found := trustFiles[name]; found {
		body, err := pageFiles.ReadFile("pages/" + name)
		if err != nil {
			return err
		}
		if name == "trusted.svg" {
			showToOwnHost(c)
		}
		c.Set(web.HeaderContentType, kind)
		return c.Send(body)
	}
	trust := s.trust.Load()
	if trust == nil {
		return app.ErrNotFound
	}
	switch name {
	case "courtyard-root.crt":
		return download(c, name, trust.PEM)
	case "courtyard-root.cer":
		return download(c, name, trust.DER)
	case "courtyard-root.mobileconfig":
		profile, err := s.pages.profile(trust)
		if err != nil {
			return err
		}
		// Not as an attachment: Safari would keep it as a file instead of offering to install it.
		c.Set(web.HeaderContentType, "application/x-apple-aspen-config")
		c.Set(web.HeaderContentDisposition, `inline; filename="`+name+`"`)
		return c.Send(profile)
	}
	return app.ErrNotFound
}

// showToOwnHost lets the trust page see this one picture although it was loaded over plain HTTP, which is another origin.
// Other sites' pages get it as blocked as everything else, and learn nothing from it.
func showToOwnHost(c *web.Ctx) {
	from, err := url.Parse(c.Get(web.HeaderReferer))
	if err == nil && from.Host != "" && from.Host == string(c.Request().Host()) {
		c.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
}

func download(c *web.Ctx, name string, body []byte) error {
	c.Set(web.HeaderContentType, "application/x-x509-ca-cert")
	c.Set(web.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Send(body)
}
