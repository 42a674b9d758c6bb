package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"
)

// healthWait is how long a server on this machine may take to say that it is well.
const healthWait = 3 * time.Second

// health is what a Courtyard says of itself to everybody.
type health struct{ Status, Version string }

// port takes the port for a moment, or finds out who has it.
func (e *examination) port(ctx context.Context, c *Check) {
	number := e.Config.Port
	if number == 0 {
		c.ok("any free one (PORT=0)")
		return
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", e.Config.Address())
	if err == nil {
		_ = listener.Close()
		e.freePort(c)
		return
	}
	h, isCourtyard := e.askHealth(ctx)
	switch {
	case isCourtyard && e.running():
		e.ownPort(c, h)
	case isCourtyard:
		c.fault(fmt.Sprintf("%d is held by another Courtyard%s", number, e.holder()), "It serves another data folder, or runs as another user than doctor: name its folder with DATA_DIR and be its user, or set another PORT.")
	case errors.Is(err, syscall.EADDRINUSE):
		c.fault(fmt.Sprintf("%d is held by another program%s", number, e.holder()), "Stop that program, or set another PORT.")
	case errors.Is(err, syscall.EACCES):
		c.fault(fmt.Sprintf("%d may not be taken by this user", number),
			"Ports below 1024 need a right: setcap cap_net_bind_service=+ep on the program, or a PORT such as 8443.")
	default:
		c.fault("cannot listen on "+e.Config.Address()+": "+reason(err), "HOST must be an address of this machine; empty means every address.")
	}
}

func (e *examination) freePort(c *Check) {
	if e.running() {
		c.warn(fmt.Sprintf("%d is free, though a server runs", e.Config.Port),
			"The server was started with another HOST or PORT; start doctor in its folder, with its environment.")
		return
	}
	c.ok("%d is free", e.Config.Port)
}

func (e *examination) ownPort(c *Check, h health) {
	held := fmt.Sprintf("%d is held by this server, version %s, status %s", e.Config.Port, h.Version, h.Status)
	if h.Status != "ok" {
		c.fault(held, "The server found damage in its database: its log says what. Stop it, keep a copy of the data folder, and restore a backup.")
		return
	}
	c.ok("%s", held)
}

// holder names the process that listens on the port, where the system lets us see it.
func (e *examination) holder() string {
	pid, name := listenerOf(e.Config.Port)
	if pid == 0 {
		return " (which one, only an administrator may see)"
	}
	return " (" + name + ", process " + strconv.Itoa(pid) + ")"
}

// askHealth asks whoever has the port on this machine whether he is a Courtyard; plain HTTP is answered with TLS, too.
func (e *examination) askHealth(ctx context.Context) (health, bool) {
	host := "127.0.0.1"
	if a, err := netip.ParseAddr(e.Config.Host); err == nil && !a.IsUnspecified() {
		host = e.Config.Host
	}
	ctx, cancel := context.WithTimeout(ctx, healthWait)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, strconv.Itoa(e.Config.Port))+"/healthz", nil)
	if err != nil {
		return health{}, false
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // no proxy: the question stays on this machine
	answer, err := client.Do(request)
	if err != nil {
		return health{}, false
	}
	defer func() { _ = answer.Body.Close() }()
	var h health
	err = json.NewDecoder(http.MaxBytesReader(nil, answer.Body, 4096)).Decode(&h)
	return h, err == nil && h.Version != "" && (h.Status == "ok" || h.Status == "degraded")
}

// reason is the system's own words, without the address that stands before them.
func reason(err error) string {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err.Error()
	}
	return err.Error()
}
