// Package handlers is the edge: routes, sockets, pages, and everything that stands before them.
package handlers

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/danielgtaylor/huma/v2"
	web "github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"
	"github.com/valyala/fasthttp"

	"courtyard/app"
	"courtyard/app/hub"
	"courtyard/models"
)

const (
	// bodyLimit is the largest body of an API request.
	bodyLimit = 1 << 20
	// headerLimit leaves room for cookies that other programs at the same address have set.
	headerLimit = 16 << 10
	// shutdownTime is how long requests in progress and farewells of sockets may take when the server stops.
	shutdownTime = 8 * time.Second
	// comebackSpread is over how long clients come back after a restart.
	comebackSpread = 5 * time.Second
)

// Options are what the edge needs to know of the instance.
type Options struct {
	Version     string
	TLS         bool
	PublicURL   string
	Guard       Guard
	HostAllowed func(host string) bool
	// LinkBase is where links for other people begin, such as https://192.168.1.10:8443, given the origin that the asker used.
	LinkBase func(asked string) string
	// Trust is what the trust page hands out; nil without a local authority.
	Trust *Trust
	// Naming chooses the name that people type; nil where the settings say it.
	Naming *Naming
	// TimeZone is for people who have not chosen one.
	TimeZone string
	// AccountCreation, WorkspaceCreation and FileLinks are shown to clients; the rules decide by themselves.
	AccountCreation   string
	WorkspaceCreation bool
	FileLinks         bool
	TestMode          bool
	// FilesAway says that what keeps the files did not answer when it was asked last; nil: it always does.
	FilesAway func() bool
}

// Server answers on one listener.
type Server struct {
	app     *app.App
	store   *models.Store
	hub     *hub.Hub
	log     *slog.Logger
	options Options
	epoch   string
	limits  *limits
	pages   *pages
	web     *web.App
	// streaming answers like web, but takes bodies as they come; takeBody bounds those that are no uploads.
	streaming *fasthttp.Server
	api       huma.API
	health    health
	// trust is what the trust page hands out; a new root takes its place while the server runs.
	trust   atomic.Pointer[Trust]
	streams *streams
	// sockets is held for reading by each open socket.
	sockets sync.RWMutex
}

// Parts are the rooms of the house that the edge speaks to.
type Parts struct {
	App   *app.App
	Store *models.Store
	Hub   *hub.Hub
	Log   *slog.Logger
	Epoch string
}

// New builds the server with all its routes.
func New(p Parts, o Options) (*Server, error) {
	pages, err := loadPages(o.TestMode)
	if err != nil {
		return nil, err
	}
	s := &Server{app: p.App, store: p.Store, hub: p.Hub, log: p.Log, epoch: p.Epoch, options: o, limits: newLimits(o.TestMode), pages: pages, streams: newStreams()}
	s.trust.Store(o.Trust)
	s.web = web.New(web.Config{
		DisableStartupMessage: true,
		Immutable:             true, // strings outlive their request: the hub, goroutines and closures keep some
		BodyLimit:             bodyLimit,
		ReadBufferSize:        headerLimit,
		ReduceMemoryUsage:     true, // else every open socket keeps a read buffer of headerLimit
		ReadTimeout:           10 * time.Second,
		WriteTimeout:          30 * time.Second,
		IdleTimeout:           2 * time.Minute,
		Concurrency:           64 * 1024,
		StrictRouting:         true,
		CaseSensitive:         true,
		ErrorHandler:          s.answerError,

		DisablePreParseMultipartForm: true, // nothing is parsed before the guard has spoken
	})
	s.web.Use(recover.New(), s.guard, oneReading, takeBody, s.checkHost, s.requireTLS)
	s.web.Server().Handler = knownMethods(s.web.Server().Handler)
	s.streaming = withStreams(s.web.Server())
	s.api = s.newAPI()
	s.routes()
	return s, nil
}

// Shutdown tells every socket when to come back, then lets requests in progress finish and clients answer the close frame.
func (s *Server) Shutdown() error {
	s.hub.Close(comebackSpread)
	s.app.StopTransfers()
	s.streams.end()
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	err := errors.Join(s.web.ShutdownWithContext(ctx), s.streaming.ShutdownWithContext(ctx))
	parted := make(chan struct{})
	go func() {
		s.sockets.Lock()
		defer s.sockets.Unlock()
		close(parted)
	}()
	select {
	case <-parted:
	case <-ctx.Done():
	}
	return err
}
