package handlers

import (
	"crypto/sha256"
	_ "embed" // the workshop's script
	"encoding/base64"
	"strings"

	web "github.com/gofiber/fiber/v2"

	"courtyard/app/charset"
	"courtyard/app/filetype"
	"courtyard/models"
)

// Policies of what is shown of foreign files. They have no X-Frame-Options, which would blank the frame; frame-ancestors does its work.
const (
	// foreignPolicy shows a page as it is, without scripts, forms, names of other hosts, and without our origin.
	foreignPolicy = "sandbox; default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; " +
		"media-src data: blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
	// scriptedPolicy lets its own scripts run, too, once somebody has asked for that.
	scriptedPolicy = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; " +
		"media-src data: blob:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
	// drawingPolicy is of an SVG, which is only ever a picture: nothing runs, and nothing else is loaded.
	drawingPolicy = "default-src 'none'; sandbox; style-src 'unsafe-inline'"
	// workshopPolicy lets the workshop run what the page hands in, and reach nothing.
	workshopPolicy = "sandbox allow-scripts; default-src 'none'; script-src '%HASH%' blob:; worker-src blob:; style-src 'unsafe-inline'; " +
		"img-src data: blob:; font-src data: blob:; media-src data: blob:; connect-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)

// servePreview answers with the bytes of a page for a closed frame, or of a drawing for a picture.
func (s *Server) servePreview(c *web.Ctx, actor models.Actor) error {
	id, err := idOf(c)
	if err != nil {
		return err
	}
	f, file, in, err := s.app.OpenForeign(c.UserContext(), actor.Account, id)
	if err != nil {
		return err
	}
	h := &c.Response().Header
	h.Set(web.HeaderCacheControl, "private, no-store")
	if filetype.Type(f.Type) == filetype.SVG {
		asDrawing(c, f.Name)
	} else {
		asPage(c, in)
	}
	stream := s.stream(c, file, actor, id)
	stream.left = f.Size
	c.Context().SetBodyStream(stream, int(f.Size))
	return nil
}

func asPage(c *web.Ctx, in charset.Name) {
	h := &c.Response().Header
	h.Del("X-Frame-Options")
	// A page with a closed origin of its own does not open at all in a tab that is to have none but ours beside it (HTML §7.4.5).
	h.Del("Cross-Origin-Opener-Policy")
	h.Set("Content-Security-Policy", foreignPolicy)
	if c.Query("scripts") == "1" {
		h.Set("Content-Security-Policy", scriptedPolicy)
	}
	h.Set(web.HeaderContentType, "text/html; charset="+string(in))
}

// asDrawing answers with an SVG: opened by its address it would be a page with scripts, so it is downloaded there.
func asDrawing(c *web.Ctx, name string) {
	h := &c.Response().Header
	h.Set(web.HeaderVary, "Sec-Fetch-Dest")
	if c.Get("Sec-Fetch-Dest") == "image" {
		h.Set("Content-Security-Policy", drawingPolicy)
		h.Set(web.HeaderContentType, string(filetype.SVG))
		return
	}
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set(web.HeaderContentType, string(filetype.Unknown))
	h.Set(web.HeaderContentDisposition, filetype.Disposition(name, false))
}

//go:embed pages/workshop.js
var workshopScript string

// workshopPage is the workshop's one document: it holds nothing but the script that takes in work.
var workshopPage = "<!doctype html><meta charset=\"utf-8\"><title>Workshop</title><body><script>" + workshopScript + "</script>"

// serveWorkshop answers with the frame in which our renderers work on foreign data.
func (s *Server) serveWorkshop(c *web.Ctx) error {
	h := &c.Response().Header
	h.Del("X-Frame-Options")
	sum := sha256.Sum256([]byte(workshopScript))
	h.Set("Content-Security-Policy", strings.Replace(workshopPolicy, "%HASH%", "sha256-"+base64.StdEncoding.EncodeToString(sum[:]), 1))
	h.Set(web.HeaderCacheControl, "no-cache")
	h.Set(web.HeaderContentType, web.MIMETextHTMLCharsetUTF8)
	return c.SendString(workshopPage)
}
