// Courtyard is the chat of a closed network: one program, one port, one data folder.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"courtyard/app"
	"courtyard/app/bucket"
	"courtyard/app/config"
	"courtyard/app/filetype"
	"courtyard/app/folder"
	"courtyard/app/hub"
	"courtyard/app/scanner"
	"courtyard/certs"
	"courtyard/handlers"
	"courtyard/models"
)

// Set at build time (scripts/build).
var version, commit, built = "0.1.0-dev", "unknown", "unknown"

// exitSettings is the exit code for mistakes in the settings.
const exitSettings = 2

func main() {
	start, err := config.Load(config.Source{Arguments: os.Args[1:], Environment: os.Environ(), Folder: ".", Out: os.Stdout})
	switch {
	case errors.Is(err, config.ErrHelp):
		return
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitSettings)
	}
	switch start.Command {
	case "version":
		fmt.Printf("courtyard %s, commit %s, built %s\n", version, commit, built)
	case "openapi":
		err = printDocument()
	case "doctor":
		err = examine(start)
	default:
		err = serve(&start.Config, start.Warnings)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "courtyard:", err)
		os.Exit(1)
	}
}

func printDocument() error {
	document, err := handlers.Document(version)
	if err == nil {
		fmt.Println(string(document))
	}
	return err
}

// serve opens everything in turn, answers until it is told to stop, and closes everything in the reverse order.
func serve(c *config.Config, warnings []string) (err error) {
	signal.Ignore(syscall.SIGPIPE) // a log that nobody reads any more must not end the server
	log, out := newLog(c, os.Stderr)
	defer out.flush()
	for _, w := range warnings {
		log.Warn(w)
	}
	defer func() {
		if err == nil {
			log.Info("stopped in order; everything is stored")
		}
	}()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	connections := hub.New(log, quietStart(c))
	faults := make(chan error, 8)
	store, err := openStore(c, connections, faults)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()

	listener, err := takePort(ctx, c)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }() // the server has closed it, where it came to serve

	uploads, err := openUploads(ctx, c, store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, uploads.Close()) }()

	typed, err := store.PublicName(ctx)
	if err != nil {
		return err
	}
	place, err := openPlace(c, typed, log)
	if err != nil {
		return err
	}
	defer place.close()

	files := fileBucket(c, uploads)
	code := setupCode(c)
	rules, edge := app.Options{Online: connections.Online, SetupCode: code, Folder: uploads}, place.options()
	if files != nil {
		rules.Files, edge.FilesAway = files, files.Away
	}
	parts := handlers.Parts{App: app.New(store, ruled(c, rules)), Store: store, Hub: connections, Log: log}
	server, err := newServer(ctx, parts, edge)
	if err != nil {
		return err
	}
	if err := show(ctx, store, place, code, listener.Addr()); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	wait := beside(
		func() { keepFiles(ctx, parts.App, files, log) },
		func() { checkDatabase(ctx, store, faults, log) },
		func() { watchDatabase(ctx, server, faults, log) },
		func() { place.watch(ctx) },
	)
	defer wait() // before the store closes
	defer cancel()
	return answer(ctx, server, certs.Listen(listener, place.listenOptions()), log)
}

// newServer is the server of the parts, in the database's present epoch.
func newServer(ctx context.Context, parts handlers.Parts, edge handlers.Options) (server *handlers.Server, err error) {
	if parts.Epoch, err = parts.Store.Epoch(ctx); err != nil {
		return nil, err
	}
	return handlers.New(parts, edge)
}

// takePort begins to listen, before a certificate is made for a server that cannot; who comes early waits for the first answer.
func takePort(ctx context.Context, c *config.Config) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Address())
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("PORT: another program, perhaps another Courtyard, uses the port; stop it, which courtyard doctor names, or set another PORT: %w", err)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("PORT: this user may not take the port, as those below 1024; set another PORT, or see courtyard doctor: %w", err)
	case err != nil:
		return nil, fmt.Errorf("HOST and PORT: it cannot be listened there; HOST must be an address of this machine, and empty means every one: %w", err)
	}
	return listener, nil
}

// show tells where the server is found.
func show(ctx context.Context, store *models.Store, place *place, code string, at net.Addr) error {
	needed, err := store.SetupNeeded(ctx)
	if err == nil {
		place.listensOn(at)
		place.banner(os.Stdout, needed, code)
	}
	return err
}

// beside starts what runs in the background and gives the function that waits for its end.
func beside(tasks ...func()) (wait func()) {
	var running sync.WaitGroup
	for _, task := range tasks {
		running.Go(task)
	}
	return running.Wait
}

// ruled adds to options what the settings say.
func ruled(c *config.Config, o app.Options) app.Options {
	o.AccountCreation, o.WorkspaceCreation, o.TestMode = c.AccountCreation, c.AllowWorkspaceCreation, c.TestMode
	o.FileLimit, o.FileLinks = int64(c.MaxUploadSize), c.FileLinks == "on"
	o.Quotas = app.Quotas{Person: int64(c.PersonQuota), Workspace: int64(c.WorkspaceQuota), All: int64(c.TotalQuota)}
	o.FileTypes = filetype.Rules{Allowed: filetype.List(c.AllowedFileTypes), Refused: filetype.List(c.RefusedFileTypes)}
	o.Scanner = virusScanner(c)
	return o
}

// fileBucket is the bucket that keeps the files, where the settings name one. Without a folder it is only to be asked.
func fileBucket(c *config.Config, uploads *folder.Folder) *bucket.Bucket {
	b, ok := c.Bucket()
	if !ok {
		return nil
	}
	return bucket.New(bucket.Options{
		Endpoint: b.Endpoint, Plain: b.Plain, Name: b.Name, Prefix: b.Prefix, Region: b.Region, Key: b.Key, Secret: b.Secret.Reveal(),
	}, uploads)
}

// virusScanner is the one that the settings name, if any.
func virusScanner(c *config.Config) *scanner.Scanner {
	if network, address := c.Clamd(); network != "" {
		return scanner.New(network, address)
	}
	return nil
}

// quietStart is how long nothing is told of presence; tests do not wait for it.
func quietStart(c *config.Config) time.Duration {
	if c.TestMode {
		return 0
	}
	return hub.QuietStart
}

// openStore opens the database; faults that an administrator has to act on go to faults.
func openStore(c *config.Config, connections *hub.Hub, faults chan<- error) (*models.Store, error) {
	return models.Open(models.Options{
		Path: c.Database(), Version: version, Publish: connections.Publish, Clock: time.Now,
		Fault: func(err error) {
			select {
			case faults <- err:
			default: // those before it are not told yet: somebody has enough to do
			}
		},
	})
}

// answer serves until the context ends, then lets clients and requests go in order.
func answer(ctx context.Context, server *handlers.Server, listener net.Listener, log *slog.Logger) error {
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	log.Info("stopping: clients are told to come back")
	return errors.Join(server.Shutdown(), <-served)
}

// checkDatabase looks for damage after a stop that was not in order, while the server answers already.
func checkDatabase(ctx context.Context, store *models.Store, faults chan<- error, log *slog.Logger) {
	if !store.Unclean() {
		return
	}
	log.Info("the last stop was not in order; the database is being checked")
	if err := store.Check(ctx); err != nil && ctx.Err() == nil {
		faults <- err
		return
	}
	log.Info("the database is sound")
}

// watchDatabase tells the administrator what is wrong with the database, in the log and by the health check.
func watchDatabase(ctx context.Context, server *handlers.Server, faults <-chan error, log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case err := <-faults:
			log.Error("the database needs an administrator", "error", err)
			server.Degrade()
		}
	}
}

// certificateFolder is where the local authority keeps its keys.
func certificateFolder(c *config.Config) string { return filepath.Join(c.DataDir, "certs") }
