package handlers

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	web "github.com/gofiber/fiber/v2"

	"courtyard/app"
	"courtyard/models"
)

const apiBase = "/api/v1"

// huma keeps these for the whole process, whose servers may be made side by side.
func init() {
	huma.NewError = validationProblem
	huma.DefaultArrayNullable = false
}

// newAPI makes the typed routes' frame: our problems, no documentation page from elsewhere, no links to schemas.
func (s *Server) newAPI() huma.API {
	config := huma.DefaultConfig("Courtyard", s.options.Version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil
	config.RejectUnknownQueryParameters = true
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer"},
		"cookie": {Type: "apiKey", In: "cookie", Name: cookiePrefix + "{account}"},
	}
	api := humafiber.New(s.web, config)
	api.UseMiddleware(plainNumbers(api))
	registerFrames(api)
	return api
}

// signedIn adds a route for people who are signed in. Its answer to errors is the same as everywhere.
func signedIn[I, O any](s *Server, method, path string, handle func(context.Context, models.Actor, *I) (*O, error), bounds ...bound[I]) {
	o := operation(method, path)
	o.Security = []map[string][]string{{"bearer": {}}, {"cookie": {}}}
	huma.Register(s.api, o, answering(s, path, bounds, func(ctx context.Context, in *I) (*O, error) {
		actor, ok := actorOf(ctx)
		if !ok {
			return nil, app.ErrNotSignedIn
		}
		return handle(ctx, actor, in)
	}))
}

// open adds a route for everybody inside the guard.
func open[I, O any](s *Server, method, path string, handle func(context.Context, *I) (*O, error), bounds ...bound[I]) {
	huma.Register(s.api, operation(method, path), answering(s, path, bounds, handle))
}

// answering puts a route's limits before its handler, and its errors into the one form.
func answering[I, O any](s *Server, path string, bounds []bound[I], handle func(context.Context, *I) (*O, error)) func(context.Context, *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		var wanted []limit
		for _, b := range bounds {
			wanted = append(wanted, b(ctx, in)...)
		}
		giveBack, err := s.limits.try(wanted...)
		if err != nil {
			return nil, s.asProblem(path, err)
		}
		out, err := handle(ctx, in)
		if !isGuess(err) {
			giveBack()
		}
		if err != nil {
			return nil, s.asProblem(path, err)
		}
		return out, nil
	}
}

// refuseOtherMethods answers 405 where a path exists, but not for the method.
func (s *Server) refuseOtherMethods() {
	allowed := map[string][]string{}
	for path, item := range s.api.OpenAPI().Paths {
		pattern := pathParameter.ReplaceAllString(path, ":id")
		for method, o := range map[string]*huma.Operation{
			http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put, http.MethodPatch: item.Patch, http.MethodDelete: item.Delete,
		} {
			if o != nil {
				allowed[pattern] = append(allowed[pattern], method)
			}
		}
	}
	for pattern, methods := range allowed {
		slices.Sort(methods)
		s.web.All(pattern, func(c *web.Ctx) error {
			c.Set(web.HeaderAllow, strings.Join(methods, ", "))
			return errMethod
		})
	}
}

var pathParameter = regexp.MustCompile(`\{[^}]+\}`)

// operation names a route after its method and path: "GET /channels/{id}" is "get-channels-id".
func operation(method, path string) huma.Operation {
	id := strings.ToLower(method) + strings.NewReplacer("/", "-", "{", "", "}", "").Replace(path)
	o := huma.Operation{OperationID: id, Method: method, Path: apiBase + path, MaxBodyBytes: bodyLimit}
	if method == http.MethodPost {
		o.DefaultStatus = http.StatusCreated
	}
	if method == http.MethodDelete {
		o.DefaultStatus = http.StatusNoContent
	}
	return o
}

// answer is a body with the operation's own status.
type answer[T any] struct{ Body T }

// answered is a body with a status chosen by the handler.
type answered[T any] struct {
	Status int
	Body   T
}

// created answers 201 for something new and 200 for what was there already.
func created[T any](body T, isNew bool) *answered[T] {
	if isNew {
		return &answered[T]{Status: http.StatusCreated, Body: body}
	}
	return ok(body)
}

// ok answers 200 where the method alone would say 201, and nothing is made.
func ok[T any](body T) *answered[T] { return &answered[T]{Status: http.StatusOK, Body: body} }

// list is a page of items; next is what to give as "after" for the following one.
type list[T any] struct {
	Items []T   `json:"items"`
	Next  int64 `json:"next,omitempty"`
}

// pageOf cuts off the one item that was read only to learn whether there is more.
func pageOf[T any](items []T, limit int, id func(T) int64) *answer[list[T]] {
	out := &answer[list[T]]{list[T]{Items: items}}
	if len(items) > limit {
		out.Body.Items = items[:limit]
		out.Body.Next = id(items[limit-1])
	}
	return out
}

// ByID is the id in a path.
type ByID struct {
	ID int64 `path:"id"`
}

// PageByID is the id in a path and where a list goes on.
type PageByID struct {
	ByID
	After int64 `query:"after" minimum:"0"`
	Limit int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// MemberOf is a person in the place that a path names.
type MemberOf struct {
	ByID
	Account int64 `path:"account"`
}

// none is an answer without a body.
type none struct{}
