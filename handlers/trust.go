package handlers

import (
	web "github.com/gofiber/fiber/v2"

	"courtyard/app"
)

// Trust is the local authority's certificate, as people download it.
type Trust struct {
	PEM, DER    []byte
	Fingerprint string
}

// serveTrust explains how a device comes to trust this server; it is readable without encryption, because it has to be.
func (s *Server) serveTrust(c *web.Ctx) error {
	return s.pages.draw(c, "trust.html", pageText{Trust: s.options.Trust})
}

func (s *Server) serveTrustFile(c *web.Ctx) error {
	name := c.Params("file")
	switch {
	case name == "style.css":
		c.Set(web.HeaderContentType, "text/css; charset=utf-8")
		return c.Send(s.pages.style)
	case name == "courtyard-root.crt" && s.options.Trust != nil:
		return download(c, name, s.options.Trust.PEM)
	case name == "courtyard-root.cer" && s.options.Trust != nil:
		return download(c, name, s.options.Trust.DER)
	}
	return app.ErrNotFound
}

func download(c *web.Ctx, name string, body []byte) error {
	c.Set(web.HeaderContentType, "application/x-x509-ca-cert")
	c.Set(web.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Send(body)
}
