package handlers

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	texts "text/template"

	web "github.com/gofiber/fiber/v2"

	"courtyard/frontend"
)

//go:embed pages
var pageFiles embed.FS

// shellPaths are the beginnings of the addresses that the front end draws; all else is not found.
var shellPaths = []string{"/setup", "/setup/name", "/signin", "/signup", "/join/", "/w/", "/f/"}

// pages are the front end's files and the few pages that the server draws by itself.
type pages struct {
	testMode  bool
	files     fs.FS
	templates *template.Template
	profiles  *texts.Template
}

func loadPages(testMode bool) (*pages, error) {
	templates, err := template.ParseFS(pageFiles, "pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("read the server's pages: %w", err)
	}
	profiles, err := texts.ParseFS(pageFiles, "pages/root.mobileconfig")
	if err != nil {
		return nil, fmt.Errorf("read the server's pages: %w", err)
	}
	return &pages{testMode: testMode, files: frontend.Files(), templates: templates, profiles: profiles}, nil
}

// pageText is what a page of the server's is filled with.
type pageText struct {
	Japanese bool
	TestMode bool
	Problem  *Problem
	Guide    *guide
}

// japanese says which of our two languages a browser prefers.
func japanese(c *web.Ctx) bool {
	for _, tag := range strings.Split(c.Get(web.HeaderAcceptLanguage), ",") {
		switch {
		case strings.HasPrefix(strings.TrimSpace(tag), "ja"):
			return true
		case strings.HasPrefix(strings.TrimSpace(tag), "en"):
			return false
		}
	}
	return false
}

// draw fills a page in the language that the browser prefers.
func (p *pages) draw(c *web.Ctx, name string, t pageText) error {
	t.Japanese = japanese(c)
	return p.drawIn(c, name, t)
}

// drawIn fills a page in the language that the text names.
func (p *pages) drawIn(c *web.Ctx, name string, t pageText) error {
	t.TestMode = p.testMode
	var out bytes.Buffer
	if err := p.templates.ExecuteTemplate(&out, name, t); err != nil {
		return err
	}
	c.Set(web.HeaderContentType, web.MIMETextHTMLCharsetUTF8)
	return c.Send(out.Bytes())
}

// refusal tells a person whose address is not let in.
func (p *pages) refusal(c *web.Ctx, problem *Problem) error {
	c.Status(problem.Status)
	return p.draw(c, "refused.html", pageText{Problem: problem})
}

// servePage answers with the front end: its files, and its one page for all the addresses that it draws.
func (s *Server) servePage(c *web.Ctx) error {
	name := strings.TrimPrefix(path.Clean(c.Path()), "/")
	if strings.HasPrefix(name, "assets/") || path.Ext(name) != "" {
		return s.pages.file(c, name)
	}
	status := http.StatusNotFound
	if name == "" || isShellPath(c.Path()) {
		status = http.StatusOK
	}
	err := s.pages.file(c, "index.html")
	if errors.Is(err, fs.ErrNotExist) {
		c.Status(http.StatusServiceUnavailable)
		return s.pages.draw(c, "unbuilt.html", pageText{})
	}
	c.Status(status)
	return err
}

func isShellPath(path string) bool {
	for _, p := range shellPaths {
		if path == p || (strings.HasSuffix(p, "/") && strings.HasPrefix(path, p)) {
			return true
		}
	}
	return false
}

// file sends one of the front end's files, compressed where the build has left that beside it.
func (p *pages) file(c *web.Ctx, name string) error {
	body, encoding, err := p.compressed(name, c.Get(web.HeaderAcceptEncoding))
	if err != nil {
		if name != "index.html" {
			return web.ErrNotFound
		}
		return err
	}
	if encoding != "" {
		c.Set(web.HeaderContentEncoding, encoding)
	}
	c.Set(web.HeaderVary, web.HeaderAcceptEncoding)
	c.Set(web.HeaderContentType, mime.TypeByExtension(path.Ext(name)))
	if strings.HasPrefix(name, "assets/") {
		c.Set(web.HeaderCacheControl, "public, max-age=31536000, immutable") // the name holds a hash of the content
	} else {
		c.Set(web.HeaderCacheControl, "no-cache")
	}
	return c.Send(body)
}

func (p *pages) compressed(name, accepted string) (body []byte, encoding string, err error) {
	for _, e := range []struct{ encoding, ending string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if strings.Contains(accepted, e.encoding) {
			if body, err := fs.ReadFile(p.files, name+e.ending); err == nil {
				return body, e.encoding, nil
			}
		}
	}
	body, err = fs.ReadFile(p.files, name)
	return body, "", err
}
