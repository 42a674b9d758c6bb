package handlers

import (
	"sync/atomic"

	web "github.com/gofiber/fiber/v2"
)

// health is what monitoring may know without signing in.
type health struct{ degraded atomic.Bool }

// Degrade turns the health check from ok to degraded: the database is damaged or in danger, and an administrator has to act.
func (s *Server) Degrade() { s.health.degraded.Store(true) }

func (s *Server) serveHealth(c *web.Ctx) error {
	status, version := "ok", s.options.Version
	if s.health.degraded.Load() {
		status = "degraded"
	}
	if s.options.TestMode {
		version += " TEST MODE"
	}
	return c.JSON(struct {
		Status  string `json:"status"`
		Version string `json:"version"`
	}{status, version})
}
