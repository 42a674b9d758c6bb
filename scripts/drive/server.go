// Package drive starts the built server as a child process and speaks to it as programs do, for bench and crash.
package drive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// SetupCode is the set-up code that every started server is given.
const SetupCode = "drive-setup"

const (
	startWait = 30 * time.Second
	stopWait  = 20 * time.Second
	// logTail is how much of a server's log an error shows, in bytes.
	logTail = 2000
)

// Options say which binary serves which data folder, with which more settings (NAME=value). Its log lies beside the folder, unless
// it has another output.
type Options struct {
	Binary   string
	DataDir  string
	TLS      bool
	Settings []string
	Output   *os.File
	// Port is the port to take again after a restart; 0 is any free one.
	Port int
	// Real leaves the test mode out: passwords cost what they cost, and limits hold.
	Real bool
	// Begun is called with the process's id before the server does much; nil is nobody.
	Begun func(pid int)
}

// Server is a running child process on a loopback port.
type Server struct {
	Port int
	TLS  bool
	// Started is the time from exec to the first 200 of /healthz.
	Started time.Duration

	command *exec.Cmd
	ended   chan struct{}
	log     string
}

// Start starts a server, in test mode unless it shall be real, and waits until it is healthy. It is killed when the context ends or this process dies.
func Start(ctx context.Context, o Options) (*Server, error) {
	port, err := o.Port, error(nil)
	if port == 0 {
		port, err = freePort(ctx)
	}
	if err != nil {
		return nil, err
	}
	s := &Server{Port: port, TLS: o.TLS, ended: make(chan struct{}), log: filepath.Clean(o.DataDir) + ".log"}
	if err := s.exec(ctx, o); err != nil {
		return nil, err
	}
	begun := time.Now()
	if err := s.awaitHealth(ctx); err != nil {
		return nil, errors.Join(err, s.Kill(), errors.New(s.logEnd()))
	}
	s.Started = time.Since(begun)
	return s, nil
}

func (s *Server) exec(ctx context.Context, o Options) error {
	output := o.Output
	if output == nil {
		var err error
		if output, err = os.OpenFile(s.log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600); err != nil {
			return err
		}
		defer func() { _ = output.Close() }()
	}
	binary, err := filepath.Abs(o.Binary)
	if err != nil {
		return err
	}
	s.command = exec.CommandContext(ctx, binary)
	s.command.Dir = filepath.Dir(s.log) // the repository's .env is not meant
	s.command.Env = append(os.Environ(), "HOST=127.0.0.1", "PORT="+strconv.Itoa(s.Port), "DATA_DIR="+o.DataDir,
		"SETUP_CODE="+SetupCode, "TEST_MODE="+strconv.FormatBool(!o.Real), "LOG_LEVEL=warn", "TLS="+map[bool]string{true: "auto", false: "off"}[o.TLS])
	s.command.Env = append(s.command.Env, o.Settings...)
	s.command.Stdout, s.command.Stderr = output, output
	dieWithParent(s.command)
	if err := s.command.Start(); err != nil {
		return fmt.Errorf("start the server: %w", err)
	}
	go func() {
		_ = s.command.Wait() // how it ended is seen by whoever needed it
		close(s.ended)
	}()
	if o.Begun != nil {
		o.Begun(s.PID())
	}
	return nil
}

// freePort gives a port that was free a moment ago.
func freePort(ctx context.Context) (int, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// awaitHealth asks every millisecond; plain HTTP gets this answer with TLS, too.
func (s *Server) awaitHealth(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: time.Second}
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("the server did not become healthy: %w", ctx.Err())
		case <-s.ended:
			return errors.New("the server ended while starting")
		case <-tick.C:
		}
		if healthy(ctx, client, "http://"+s.Host()+"/healthz") {
			return nil
		}
	}
}

func healthy(ctx context.Context, client *http.Client, url string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false
	}
	answer, err := client.Do(request)
	if err != nil {
		return false
	}
	return answer.Body.Close() == nil && answer.StatusCode == http.StatusOK
}

// Host is the server's address and port.
func (s *Server) Host() string { return "127.0.0.1:" + strconv.Itoa(s.Port) }

// PID is the process's id.
func (s *Server) PID() int { return s.command.Process.Pid }

// Ended is closed when the process is gone.
func (s *Server) Ended() <-chan struct{} { return s.ended }

// Stop ends the server in order; one that does not end is killed and an error.
func (s *Server) Stop() error {
	_ = s.command.Process.Signal(syscall.SIGTERM) // fails only where it has ended already
	select {
	case <-s.ended:
		return nil
	case <-time.After(stopWait):
		return errors.Join(errors.New("the server did not stop"), s.Kill())
	}
}

// Kill ends the server as a power cut would (SIGKILL) and waits until it is gone.
func (s *Server) Kill() error {
	_ = s.command.Process.Kill() // fails only where it has ended already
	select {
	case <-s.ended:
		return nil
	case <-time.After(stopWait):
		return errors.New("the server could not be killed")
	}
}

// Log is everything that the servers of this data folder have said.
func (s *Server) Log() (string, error) {
	text, err := os.ReadFile(s.log)
	return string(text), err
}

// Goroutines ends the server with SIGQUIT, which lets Go print every goroutine first, and counts them.
func (s *Server) Goroutines() (int, error) {
	_ = s.command.Process.Signal(syscall.SIGQUIT) // fails only where it has ended already
	select {
	case <-s.ended:
	case <-time.After(stopWait):
		return 0, errors.Join(errors.New("the server did not end"), s.Kill())
	}
	text, err := os.ReadFile(s.log)
	if err != nil {
		return 0, err
	}
	begins := strings.LastIndex(string(text), "SIGQUIT: quit") // servers before this one wrote into the same log
	if begins < 0 {
		return 0, errors.New("the server printed no goroutines")
	}
	count := 0
	for line := range strings.Lines(string(text[begins:])) {
		if strings.HasPrefix(line, "goroutine ") && strings.Contains(line, " [") {
			count++
		}
	}
	return count, nil
}

func (s *Server) logEnd() string {
	f, err := os.Open(s.log)
	if err != nil {
		return ""
	}
	defer func() { _ = f.Close() }()
	if size, err := f.Seek(0, io.SeekEnd); err == nil {
		_, _ = f.Seek(max(0, size-logTail), io.SeekStart)
	}
	text, _ := io.ReadAll(f)
	return string(text)
}
