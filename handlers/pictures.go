package handlers

import (
	"errors"
	"io"

	web "github.com/gofiber/fiber/v2"

	"courtyard/app/filetype"
	"courtyard/models"
)

// servePicture answers with the picture of a person, a workspace or an emoji. It is small, and read at once.
func (s *Server) servePicture(c *web.Ctx, actor models.Actor) error {
	id, err := idOf(c)
	if err != nil {
		return err
	}
	f, file, err := s.app.Picture(c.UserContext(), actor.Account, id)
	if err != nil {
		return err
	}
	content, err := io.ReadAll(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	h := &c.Response().Header
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set(web.HeaderContentType, filetype.Sniff(content, "").Served())
	// Another picture has another id; what somebody has seen of a person he need not ask for again.
	h.Set(web.HeaderCacheControl, "private, max-age=31536000, immutable")
	tag := `"` + f.SHA256[:32] + `picture"`
	h.Set(web.HeaderETag, tag)
	if c.Get(web.HeaderIfNoneMatch) == tag {
		return c.SendStatus(web.StatusNotModified)
	}
	return c.Send(content)
}
