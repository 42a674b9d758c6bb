package handlers

import (
	"context"
	"net/http"
	"strconv"

	web "github.com/gofiber/fiber/v2"

	"courtyard/app"
	"courtyard/app/filetype"
)

// visitCookie is followed by the id of a link: visits to several stand beside each other.
const visitCookie = "__Host-shared-"

type visitLinkInput struct {
	Body struct {
		Secret string `json:"secret" maxLength:"64" doc:"What stands behind the # of a link."`
	}
}

// sharedFile is what a link shows of a file.
type sharedFile struct {
	Name          string `json:"name"`
	Kind          string `json:"kind" enum:"picture,video,audio,document,text,archive,other"`
	Size          int64  `json:"size"`
	SharedBy      string `json:"shared_by"`
	Workspace     string `json:"workspace"`
	ExpiresAt     int64  `json:"expires_at"`
	DownloadsLeft *int64 `json:"downloads_left,omitempty" doc:"Left out: no limit."`
	URL           string `json:"url" doc:"Where our own page downloads it, within five minutes, by a cookie that this answer sets."`
}

type visitOutput struct {
	Status    int
	SetCookie string `header:"Set-Cookie"`
	Body      sharedFile
}

// visitLink shows a stranger what the secret of a link leads to. Only our own page gets the cookie to download it.
func (s *Server) visitLink(ctx context.Context, in *visitLinkInput) (*visitOutput, error) {
	f, visit, err := s.app.VisitLink(ctx, in.Body.Secret)
	if err != nil {
		return nil, err
	}
	link := strconv.FormatInt(f.Link, 10)
	out := &visitOutput{Status: http.StatusOK, Body: sharedFile{
		Name: f.Name, Kind: string(filetype.Type(f.Type).Kind()), Size: f.Size, SharedBy: f.Sharer, Workspace: f.Workspace, ExpiresAt: f.LinkEnds, URL: "/shared/file/" + link,
	}}
	if f.MaxDownloads != nil {
		left := *f.MaxDownloads - f.Downloads
		out.Body.DownloadsLeft = &left
	}
	if ownPage, _ := ctx.Value(localOwnPage).(bool); ownPage {
		out.SetCookie = visitCookieOf(link, visit)
	}
	return out, nil
}

func visitCookieOf(link, visit string) string {
	return visitCookie + link + "=" + visit + "; Max-Age=" + strconv.Itoa(int(app.VisitLife.Seconds())) + "; Path=/; Secure; HttpOnly; SameSite=Strict"
}

// serveShared answers a visitor with the bytes of the file, which no browser shows by itself.
func (s *Server) serveShared(c *web.Ctx) error {
	link, err := idOf(c)
	if err != nil {
		return err
	}
	ctx, token := c.UserContext(), c.Cookies(visitCookie+c.Params("id"))
	f, err := s.app.OpenVisited(ctx, link, token)
	if err != nil {
		return err
	}
	h := &c.Response().Header
	h.Set(web.HeaderETag, `"`+f.SHA256[:32]+`"`)
	h.Set(web.HeaderSetCookie, visitCookieOf(c.Params("id"), token))
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set(web.HeaderContentType, string(filetype.Unknown))
	h.Set(web.HeaderContentDisposition, filetype.Disposition(f.Name, false))
	h.Set(web.HeaderAcceptRanges, "bytes")
	w := wantedOf(c, f.Size)
	stream := s.streamWhile(c, f.Bytes, func() bool { return s.app.LinkLives(ctx, link) })
	return send(c, stream, w, func() error { return s.app.CountDownload(ctx, f, w.first > 0) })
}

// serveSharedPage answers with the page that asks what a link leads to. The secret stands behind the #, so that it does not come with this request.
func (s *Server) serveSharedPage(c *web.Ctx) error {
	c.Set(web.HeaderVary, web.HeaderAcceptLanguage)
	return s.pages.draw(c, "shared.html", pageText{})
}

func (s *Server) serveSharedScript(c *web.Ctx) error {
	body, err := pageFiles.ReadFile("pages/shared.js")
	if err != nil {
		return err
	}
	c.Set(web.HeaderContentType, scriptType)
	return c.Send(body)
}
