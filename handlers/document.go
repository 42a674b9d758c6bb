package handlers

import (
	"encoding/json"
	"log/slog"

	web "github.com/gofiber/fiber/v2"
)

// Document is the OpenAPI 3.1 document of routes and frames, indented.
func Document(version string) ([]byte, error) {
	s, err := New(Parts{Log: slog.Default()}, Options{Version: version, HostAllowed: func(string) bool { return true }})
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(s.api.OpenAPI(), "", "  ")
}

func (s *Server) serveDocument(c *web.Ctx) error {
	c.Set(web.HeaderContentType, "application/vnd.oai.openapi+json;version=3.1")
	document, err := json.Marshal(s.api.OpenAPI())
	if err != nil {
		return err
	}
	return c.Send(document)
}
