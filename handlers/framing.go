package handlers

import (
	"bytes"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	web "github.com/gofiber/fiber/v2"
)

// oneReading refuses requests that a proxy before us could read in another way than we do: such a one smuggles a second request
// past it (RFC 9112 §11.2). The connection ends with the answer, so that nothing behind it is read as a request.
func oneReading(c *web.Ctx) error {
	h := &c.Request().Header
	version := string(h.Protocol())
	if !unambiguous(h.RawHeaders(), version) {
		c.Context().SetConnectionClose()
		return errBadRequest
	}
	if !plainPath(string(c.Request().URI().PathOriginal())) {
		c.Context().SetConnectionClose() // its body was not read
		return web.ErrNotFound
	}
	return c.Next()
}

// unambiguous says whether header lines are as the standard has them today: each ends with CR LF and stands alone, no blank is
// around a name, and one line at most says how long the body is (RFC 9112 §2.2, §5.1, §5.2, §6.3).
func unambiguous(lines []byte, version string) bool {
	if version != "HTTP/1.1" && version != "HTTP/1.0" {
		return false
	}
	lengths := 0
	for line := range bytes.Lines(lines) {
		text, ended := bytes.CutSuffix(line, []byte("\r\n"))
		if !ended {
			return false
		}
		if len(text) == 0 {
			break
		}
		name, value, found := strings.Cut(string(text), ":")
		if !found || strings.ContainsAny(name, " \t") {
			return false
		}
		switch http.CanonicalHeaderKey(name) {
		case web.HeaderTransferEncoding:
			lengths++
			if version == "HTTP/1.0" || !strings.EqualFold(strings.Trim(value, " \t"), "chunked") {
				return false
			}
		case web.HeaderContentLength:
			lengths++
		}
	}
	return lengths <= 1
}

// hiddenStep are the parts of a path that a proxy may take for another path: steps up, doubled slashes, and both in disguise.
var hiddenStep = regexp.MustCompile(`(?i)//|/\.{1,2}(?:/|$)|\\|%2e|%2f|%5c|%[01][0-9a-f]|%7f|%25`)

func plainPath(path string) bool {
	return strings.HasPrefix(path, "/") && !hiddenStep.MatchString(path)
}

// plainNumbers refuses numbers in paths and queries that are written in another way than ours, such as +1 and 01: one thing, one address.
func plainNumbers(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		for _, p := range ctx.Operation().Parameters {
			value := ""
			switch p.In {
			case "path":
				value = ctx.Param(p.Name)
			case "query":
				value = ctx.Query(p.Name)
			}
			if value != "" && isNumeric(p.Schema) && !allPlain(value) {
				_ = huma.WriteErr(api, ctx, http.StatusUnprocessableEntity, "", &huma.ErrorDetail{Location: p.In + "." + p.Name, Message: "invalid integer"})
				return
			}
		}
		next(ctx)
	}
}

func isNumeric(s *huma.Schema) bool {
	return s != nil && (s.Type == huma.TypeInteger || s.Type == huma.TypeArray && isNumeric(s.Items))
}

// allPlain says whether numbers between commas are written as we would write them.
func allPlain(list string) bool {
	for text := range strings.SplitSeq(list, ",") {
		if n, err := strconv.ParseInt(text, 10, 64); err != nil || strconv.FormatInt(n, 10) != text {
			return false
		}
	}
	return true
}
