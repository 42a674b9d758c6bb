package handlers

import (
	web "github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

const (
	// compressedFrom is the size, in bytes, from which an answer is worth compressing: below it a LAN is quicker.
	compressedFrom = 16 << 10
	// compressionLevel makes a start's answer a tenth as long, in a millisecond.
	compressionLevel = 5
)

// compress sends long answers of the API as gzip to whoever takes it.
func compress(c *web.Ctx) error {
	if err := c.Next(); err != nil {
		return err
	}
	body := c.Response().Body()
	// Who says nothing gets it plain: a simple program would not unpack it.
	if len(body) < compressedFrom || c.Get(web.HeaderAcceptEncoding) == "" || c.AcceptsEncodings("gzip") == "" {
		return nil
	}
	c.Response().SetBodyRaw(fasthttp.AppendGzipBytesLevel(nil, body, compressionLevel))
	c.Set(web.HeaderContentEncoding, "gzip")
	c.Vary(web.HeaderAcceptEncoding)
	return nil
}
