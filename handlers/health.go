package handlers

import (
	"context"
	"sync/atomic"

	web "github.com/gofiber/fiber/v2"

	"courtyard/app/event"
)

// health is what monitoring may know without signing in.
type health struct{ degraded atomic.Bool }

// Degrade turns the health check from ok to degraded: the database is damaged or in danger. It tells those who have to act.
func (s *Server) Degrade() {
	if s.health.degraded.Swap(true) {
		return
	}
	administrators, err := s.store.Administrators(context.Background())
	if err != nil {
		s.log.Error("the administrators could not be told", "error", err)
		return
	}
	told := make([]event.Announcement, len(administrators))
	for i, account := range administrators {
		told[i] = event.Announcement{To: event.Audience{Account: account}, Event: event.InstanceDegraded{Type: "instance.degraded"}}
	}
	s.hub.Publish(told)
}

func (s *Server) serveHealth(c *web.Ctx) error {
	status, version := "ok", s.options.Version
	if s.health.degraded.Load() || s.options.FilesAway != nil && s.options.FilesAway() {
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
