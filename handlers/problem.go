package handlers

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
	web "github.com/gofiber/fiber/v2"

	"courtyard/app"
	"courtyard/certs"
	"courtyard/models"
)

const problemType = "application/problem+json"

// Problem is every error's answer (RFC 9457). It never holds a value of the request.
type Problem struct {
	Title  string          `json:"title"`
	Status int             `json:"status"`
	Detail string          `json:"detail"`
	Code   string          `json:"code" doc:"Stable; for programs."`
	Errors []FieldProblem  `json:"errors,omitempty"`
	Quota  *app.QuotaBound `json:"quota,omitempty" doc:"With quota_exceeded: which quota."`

	retryAfter time.Duration
}

// FieldProblem says which field is wrong and what is expected there.
type FieldProblem struct {
	Location string `json:"location"`
	Message  string `json:"message"`
}

// Error is the code.
func (p *Problem) Error() string { return p.Code }

// GetStatus is the HTTP status (huma's StatusError).
func (p *Problem) GetStatus() int { return p.Status }

// ContentType names the format of RFC 9457 (huma's ContentTypeFilter).
func (p *Problem) ContentType(string) string { return problemType }

// GetHeaders says when to try again (huma's HeadersError).
func (p *Problem) GetHeaders() http.Header {
	if p.retryAfter <= 0 {
		return nil
	}
	return http.Header{"Retry-After": {retrySeconds(p.retryAfter)}}
}

func retrySeconds(d time.Duration) string {
	return strconv.Itoa(int((d + time.Second - 1) / time.Second))
}

// The edge's own errors; those of the rules stand in app/errors.go.
var (
	errAddress        = edgeProblem(http.StatusForbidden, "address_not_allowed", "This Courtyard answers only addresses of its own network.")
	errForwarded      = edgeProblem(http.StatusForbidden, "proxy_not_trusted", "A proxy on this machine forwards requests, but is not trusted: set TRUST_FORWARDED_FOR and TRUSTED_PROXIES.")
	errHost           = edgeProblem(http.StatusMisdirectedRequest, "host_unknown", "This server does not go by this name; open it by one of its own addresses, or set PUBLIC_NAMES.")
	errHTTPS          = edgeProblem(http.StatusForbidden, "https_required", "Use HTTPS.")
	errCrossSite      = edgeProblem(http.StatusForbidden, "cross_site", "This request came from another site.")
	errContentType    = edgeProblem(http.StatusUnsupportedMediaType, "content_type", "Send JSON, as application/json.")
	errEncoding       = edgeProblem(http.StatusUnsupportedMediaType, "content_encoding", "Send the body as it is, not compressed.")
	errMalformed      = edgeProblem(http.StatusBadRequest, "malformed", "This is not JSON in UTF-8, is nested more than 16 deep, or holds a name twice or half a character.")
	errTooLarge       = edgeProblem(http.StatusRequestEntityTooLarge, "too_large", "The body is larger than 1 MiB.")
	errLengthRequired = edgeProblem(http.StatusLengthRequired, "length_required", "Say how long the body is, with Content-Length.")
	errRange          = edgeProblem(http.StatusRequestedRangeNotSatisfiable, "range", "The file has no such bytes.")
	errTusVersion     = edgeProblem(http.StatusPreconditionFailed, "tus_version", "Uploads speak tus 1.0.0; say so with Tus-Resumable.")
	errUploadHeaders  = edgeProblem(http.StatusUnprocessableEntity, "invalid", "A header of the upload is missing or does not fit.")
	errUploadType     = edgeProblem(http.StatusUnsupportedMediaType, "content_type", "Send the bytes as application/offset+octet-stream.")
	errHeaders        = edgeProblem(http.StatusRequestHeaderFieldsTooLarge, "headers_too_large", "The request's headers are too large. Delete this site's cookies, also those of other programs at this address, and load the page again.")
	errMethod         = edgeProblem(http.StatusMethodNotAllowed, "method_not_allowed", "This address does not know the method.")
	errInternal       = edgeProblem(http.StatusInternalServerError, "internal", "Something went wrong in the server. It is in the server's log.")
	errBadRequest     = edgeProblem(http.StatusBadRequest, "malformed", "The request cannot be read.")
	errUpgrade        = edgeProblem(http.StatusUpgradeRequired, "upgrade_required", "This address speaks WebSocket.")
	errOnePoint       = edgeProblem(http.StatusUnprocessableEntity, "invalid", "Give one of before, after and around.")
	errFrame          = edgeProblem(http.StatusUnprocessableEntity, "invalid", "Something in the frame is missing or does not fit.")
	errResumeFirst    = edgeProblem(http.StatusConflict, "resume_first", "Say first how far you are, with a frame resume.")
	errFrameUnknown   = edgeProblem(http.StatusBadRequest, "frame_unknown", "There is no frame of this type.")
)

func edgeProblem(status int, code, detail string) *Problem {
	return &Problem{Title: http.StatusText(status), Status: status, Code: code, Detail: detail}
}

// tooMany is the answer to somebody over a limit.
func tooMany(wait time.Duration) *Problem {
	p := edgeProblem(http.StatusTooManyRequests, "too_many", "Too many tries; wait before the next.")
	p.retryAfter = wait
	return p
}

// asProblem gives an error its answer; what nobody foresaw is logged and answered without a word about it.
func (s *Server) asProblem(route string, err error) *Problem {
	var mine *Problem
	var rule *app.Problem
	switch {
	case errors.As(err, &mine):
		return mine
	case errors.As(err, &rule):
	case errors.Is(err, models.ErrNotFound):
		rule = app.ErrNotFound
	case errors.Is(err, models.ErrDiskFull):
		s.log.Error("the disk is full: a write was refused", "route", route)
		rule = app.ErrDiskFull
	case errors.Is(err, models.ErrUnwritable):
		s.log.Error("the disk cannot be written to: a write was refused", "route", route, "error", err)
		rule = app.ErrUnwritable
	case errors.Is(err, models.ErrStopped):
		rule = app.ErrStopping
	default:
		if errors.Is(err, models.ErrDamaged) {
			s.Degrade()
		}
		s.log.Error("a request failed", "route", route, "error", err)
		return errInternal
	}
	p := edgeProblem(rule.Status, rule.Code, rule.Detail)
	p.retryAfter = rule.RetryAfter
	p.Quota = rule.Quota
	return p
}

// validationProblem is huma's answer to input that does not fit the schema, without the values that huma would echo.
func validationProblem(status int, _ string, errs ...error) huma.StatusError {
	switch status {
	case http.StatusUnprocessableEntity:
	case http.StatusBadRequest:
		return errMalformed
	case http.StatusRequestEntityTooLarge:
		return errTooLarge
	case http.StatusUnsupportedMediaType:
		return errContentType
	default:
		return edgeProblem(status, "unexpected", http.StatusText(status)+".")
	}
	p := edgeProblem(status, "invalid", "Something in the request is missing or does not fit.")
	for _, err := range errs {
		var detailer huma.ErrorDetailer
		if errors.As(err, &detailer) {
			d := detailer.ErrorDetail()
			p.Errors = append(p.Errors, FieldProblem{Location: known(d), Message: harmless(d.Message)})
		}
	}
	return p
}

// harmless is huma's message, unless it is the JSON decoder's: that one quotes the value and our types.
func harmless(message string) string {
	if strings.HasPrefix(message, "json: ") {
		return "a number is too large or no whole number"
	}
	return message
}

// known is the location of a problem up to the last name that is ours: an unexpected name is the sender's text.
func known(d *huma.ErrorDetail) string {
	if d.Message == validation.MsgUnexpectedProperty || d.Message == "unknown query parameter" {
		end := max(strings.LastIndexByte(d.Location, '.'), 0)
		if i := strings.IndexByte(d.Location, '.'); i >= 0 {
			end = i // names with dots cannot be told from paths
		}
		return d.Location[:end]
	}
	return d.Location
}

// hasCode says whether an error is told by a code.
func hasCode(err error, p *app.Problem) bool {
	var rule *app.Problem
	return errors.As(err, &rule) && rule.Code == p.Code
}

// unreadStatuses are of answers that go out before the request has been read.
var unreadStatuses = []int{http.StatusLengthRequired, http.StatusRequestEntityTooLarge, http.StatusRequestHeaderFieldsTooLarge}

// answerError is Fiber's error handler: for its own errors, the router's and the server's, and for what handlers return.
func (s *Server) answerError(c *web.Ctx, err error) error {
	s.secure(c)
	var routed *web.Error
	if errors.As(err, &routed) {
		err = routerProblem(routed.Code)
	}
	p := s.asProblem(c.Route().Path, err)
	if own := certs.Beneath(c.Context().Conn()); own != nil && slices.Contains(unreadStatuses, p.Status) {
		c.Context().SetConnectionClose()
		own.Linger() // the client is still sending: it would lose the answer
	}
	return sendProblem(c, p)
}

func routerProblem(status int) error {
	switch status {
	case http.StatusNotFound:
		return app.ErrNotFound
	case http.StatusMethodNotAllowed:
		return errMethod
	case http.StatusRequestEntityTooLarge:
		return errTooLarge
	case http.StatusRequestHeaderFieldsTooLarge:
		return errHeaders
	case http.StatusUpgradeRequired:
		return errUpgrade
	case http.StatusInternalServerError:
		return errInternal
	default:
		return errBadRequest
	}
}

func sendProblem(c *web.Ctx, p *Problem) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	for name, values := range p.GetHeaders() {
		c.Set(name, values[0])
	}
	c.Set(web.HeaderContentType, problemType)
	return c.Status(p.Status).Send(body)
}
