package handlers

import (
	"bytes"
	"context"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	web "github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// Keys of what the edge finds out about a request.
const (
	localAddress = "address"
	localOrigin  = "origin"
	localActor   = "actor"
	localOwnPage = "own page"
	localCookies = "cookies"
)

// shellPolicy is the app's Content-Security-Policy; the socket's own address is put in, since 'self' does not cover wss everywhere.
const shellPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; " +
	"font-src 'self'; connect-src 'self' %SOCKET%; worker-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; " +
	"base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types app svelte-trusted-html"

// secure sets the headers that every answer has.
func (s *Server) secure(c *web.Ctx) {
	scheme := "ws://"
	if c.Context().IsTLS() || (!s.options.TLS && strings.HasPrefix(s.options.PublicURL, "https:")) {
		scheme = "wss://"
	}
	host := string(c.Request().Host())
	if !s.options.HostAllowed(hostname(host)) {
		host = "localhost"
	}
	h := &c.Response().Header
	socket := scheme + host
	if strings.HasPrefix(host, "[") {
		socket = "" // no source names an IPv6 address (CSP3 §2.3.1); 'self' has to do
	}
	h.Set("Content-Security-Policy", strings.Replace(shellPolicy, "%SOCKET%", socket, 1))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self), geolocation=(), usb=(), serial=(), payment=()")
	h.Set("Cache-Control", "no-store")
}

// hostname is a Host header without its port, in lower case; nothing where it has a form that no browser sends.
func hostname(host string) string {
	name := host
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		port, err := strconv.ParseUint(host[i+1:], 10, 16)
		if err != nil || port == 0 || host[i+1] == '0' {
			return ""
		}
		name = host[:i]
	}
	if inside, bracketed := strings.CutPrefix(name, "["); bracketed {
		inside, closed := strings.CutSuffix(inside, "]")
		if a, err := netip.ParseAddr(inside); err != nil || !closed || !a.Is6() || a.Zone() != "" {
			return ""
		}
		return strings.ToLower(inside)
	}
	if strings.ContainsAny(name, "[]:") {
		return ""
	}
	return strings.ToLower(name)
}

// knownMethods shows the router a method that it does not know as TRACE, which nothing here answers to: else it would answer
// by itself, in plain text and before the guard.
func knownMethods(next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(ctx *fasthttp.RequestCtx) {
		if !slices.Contains(web.DefaultMethods, string(ctx.Method())) {
			ctx.Request.Header.SetMethod(http.MethodTrace)
		}
		next(ctx)
	}
}

// guard lets in the addresses of the network and remembers whose request this is.
func (s *Server) guard(c *web.Ctx) error {
	s.secure(c)
	address, err := s.options.Guard.clientOf(c)
	if err != nil {
		return s.refuse(c, address, err)
	}
	c.Locals(localAddress, address)
	return c.Next()
}

// refuse answers a person with a page and a program with JSON.
func (s *Server) refuse(c *web.Ctx, address netip.Addr, err error) error {
	p := s.asProblem("guard", err)
	s.log.Warn("a request was refused", "reason", p.Code, "address", address.String())
	c.Context().SetConnectionClose()
	if c.Accepts(web.MIMEApplicationJSON, web.MIMETextHTML) == web.MIMETextHTML {
		return s.pages.refusal(c, p)
	}
	return err
}

// checkHost answers only to the server's own names, so that a page elsewhere cannot point a name of its own here.
// The library takes names and passwords before the Host, its escapes and the name in the request line for the same: here all of it
// has to be the same as written.
func (s *Server) checkHost(c *web.Ctx) error {
	h := &c.Request().Header
	if !bytes.EqualFold(h.Host(), c.Request().Host()) || !isFor(string(h.RequestURI()), string(h.Host())) {
		return errHost
	}
	if !s.options.HostAllowed(hostname(string(c.Request().Host()))) {
		return errHost
	}
	c.Locals(localOrigin, s.originOf(c))
	return c.Next()
}

// isFor says whether a request line that holds a whole address holds this host's.
func isFor(target, host string) bool {
	_, address, whole := strings.Cut(target, "://")
	if !whole || strings.HasPrefix(target, "/") {
		return true
	}
	if end := strings.IndexAny(address, "/?#"); end >= 0 {
		address = address[:end]
	}
	return strings.EqualFold(address, host)
}

// requireTLS leaves plain HTTP the trust page and the health check, and sends pages on to HTTPS.
func (s *Server) requireTLS(c *web.Ctx) error {
	if !s.options.TLS || c.Context().IsTLS() || onPlainHTTP(c.Path()) {
		return c.Next()
	}
	if c.Method() != http.MethodGet && c.Method() != http.MethodHead {
		return errHTTPS
	}
	return c.Redirect("https://"+string(c.Request().Host())+string(c.Request().RequestURI()), http.StatusPermanentRedirect)
}

func onPlainHTTP(path string) bool {
	return path == "/healthz" || path == "/health" || path == "/trust" || strings.HasPrefix(path, "/trust/")
}

// sameOrigin refuses changes that another site's page asks a signed-in browser for. Bearer tokens are not sent by browsers.
// It notes whether our own page asks: only that one is given a cookie.
func (s *Server) sameOrigin(c *web.Ctx) error {
	c.Locals(localOwnPage, s.fromHere(c, false))
	switch c.Method() {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return c.Next()
	}
	if bearer(c) != "" || s.fromHere(c, len(sessionCookies(c)) == 0) {
		return c.Next()
	}
	return errCrossSite
}

// ownPage refuses to show anything to another site's page, also as a picture or in a frame.
func (s *Server) ownPage(c *web.Ctx) error {
	if bearer(c) != "" || s.fromHere(c, true) {
		return c.Next()
	}
	return errCrossSite
}

// fromHere says whether a browser's request comes from our own page; otherwise decides where the browser says nothing.
func (s *Server) fromHere(c *web.Ctx, otherwise bool) bool {
	if site := c.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin" || site == "none"
	}
	if origin := c.Get(web.HeaderOrigin); origin != "" {
		return s.isOwnOrigin(c, origin)
	}
	return otherwise
}

// isOwnOrigin compares an Origin with our scheme and the request's own, checked Host. Behind a proxy only PUBLIC_URL knows the scheme.
func (s *Server) isOwnOrigin(c *web.Ctx, origin string) bool {
	return origin == s.originOf(c) || (s.options.PublicURL != "" && origin == s.options.PublicURL)
}

func (s *Server) originOf(c *web.Ctx) string {
	if c.Context().IsTLS() {
		return "https://" + string(c.Request().Host())
	}
	return "http://" + string(c.Request().Host())
}

// linkBase is where links for other people begin.
func (s *Server) linkBase(ctx context.Context) string {
	asked, _ := ctx.Value(localOrigin).(string)
	return s.options.LinkBase(asked)
}

// trustURL is where a device comes to trust the server; empty where there is nothing to trust.
func (s *Server) trustURL(ctx context.Context) string {
	if s.trust.Load() == nil {
		return ""
	}
	return TrustPage(s.linkBase(ctx), s.options.PublicURL != "")
}

// jsonBody lets only JSON of a bounded depth through to the handlers.
func (s *Server) jsonBody(c *web.Ctx) error {
	if len(c.Request().Header.PeekAll(web.HeaderContentEncoding)) > 0 {
		return errEncoding // Body() would decompress it without a bound
	}
	if c.Context().RequestBodyStream() != nil {
		return c.Next() // a piece of an upload
	}
	body := c.Body()
	if len(body) == 0 {
		return c.Next()
	}
	kind, _, _ := strings.Cut(c.Get(web.HeaderContentType), ";")
	if strings.TrimSpace(strings.ToLower(kind)) != web.MIMEApplicationJSON {
		return errContentType
	}
	if !boundedJSON(body) {
		return errMalformed
	}
	return c.Next()
}
