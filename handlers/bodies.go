package handlers

import (
	"io"
	"net/http"
	"strings"

	web "github.com/gofiber/fiber/v2"
)

// takeBody reads the body of a request, but for a piece of an upload: its handler takes that as it comes. What has not been read is the
// beginning of the next request to whoever reads on, so a connection with something unread ends with the answer.
func takeBody(c *web.Ctx) error {
	stream := c.Context().RequestBodyStream()
	if stream == nil {
		return c.Next()
	}
	length := c.Request().Header.ContentLength()
	switch {
	case length < 0:
		c.Context().SetConnectionClose()
		return errLengthRequired
	case c.Method() == http.MethodPatch && strings.HasPrefix(c.Path(), uploadsPath+"/"):
		c.Context().SetConnectionClose()
		return c.Next()
	case length > bodyLimit:
		return errTooLarge
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(stream, body); err != nil {
		c.Context().SetConnectionClose()
		return errBadRequest
	}
	c.Request().SetBodyRaw(body)
	return c.Next()
}
