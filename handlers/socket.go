package handlers

import (
	"context"
	"encoding/json"
	"net"
	"time"
	"unicode/utf8"

	ws "github.com/gofiber/contrib/websocket"
	web "github.com/gofiber/fiber/v2"

	"courtyard/app"
	"courtyard/app/hub"
	"courtyard/certs"
	"courtyard/models"
)

const (
	protocolVersion = 1
	// frameLimit is the largest frame of a client, in bytes; a larger one closes the socket with 1009.
	frameLimit = 256 << 10
	// refLimit is the longest name, in bytes, that a client gives a frame to know its answer by.
	refLimit = 64
	// resumeWait is how long a client may take to say where it left off.
	resumeWait = 10 * time.Second
	// recheckEvery is how often a socket's session is looked at besides the announcements of its end.
	recheckEvery = time.Minute
	// noteUseEvery is how often the use of a session through its socket is written.
	noteUseEvery = time.Hour
	// waitingLimit and waitingPatience say when a reader is too slow: so many bytes, or so old.
	waitingLimit    = 4 << 20
	waitingPatience = 5 * time.Second
)

// socket is one open socket; its methods run in the goroutine that reads it.
type socket struct {
	server     *Server
	conn       *ws.Conn
	connection *hub.Connection
	actor      models.Actor
	resumed    bool
	// checked is when the session was looked at last, used when its use was noted last.
	checked, used time.Time
}

// upgrade opens a socket for somebody who is signed in, asked for by our own page or by a program.
func (s *Server) upgrade() web.Handler {
	// Origins stays open: the check before it compares with the request's own host.
	open := ws.New(s.serveSocket, ws.Config{ReadBufferSize: 1024, WriteBufferSize: 256, RecoverHandler: s.recoverSocket})
	return func(c *web.Ctx) error {
		if _, ok := c.Locals(localActor).(models.Actor); !ok {
			return app.ErrNotSignedIn
		}
		if bearer(c) == "" && (c.Get(web.HeaderOrigin) == "" || !s.isOwnOrigin(c, c.Get(web.HeaderOrigin))) {
			return errCrossSite
		}
		if !ws.IsWebSocketUpgrade(c) {
			return errUpgrade
		}
		return open(c)
	}
}

func (s *Server) recoverSocket(*ws.Conn) {
	if p := recover(); p != nil {
		s.log.Error("a socket's handler panicked", "panic", p)
	}
}

// serveSocket reads one socket until it ends. When it returns, the hub writes nothing more to it.
func (s *Server) serveSocket(conn *ws.Conn) {
	s.sockets.RLock()
	defer s.sockets.RUnlock()
	actor, ok := conn.Locals(localActor).(models.Actor)
	if !ok {
		return
	}
	*conn = ws.Conn{Conn: conn.Conn} // lets go of the copied headers, cookies and queries
	beneath := rawConn(conn.NetConn())
	if own := certs.Beneath(beneath); own != nil {
		if err := own.DoNotWait(waitingLimit, waitingPatience); err != nil {
			return
		}
	}
	k := &socket{
		server: s, conn: conn, actor: actor, checked: time.Now(), used: time.Now(),
		connection: &hub.Connection{Account: actor.Account, Session: actor.Session, Beneath: beneath},
	}
	if !s.hub.Connect(k.connection) {
		return // the server is stopping: a socket that came back too soon must not hold it up
	}
	defer s.hub.Disconnect(k.connection)
	k.checkSession() // it may have ended before the hub knew the connection
	k.run()
	if own := certs.Beneath(beneath); own != nil {
		own.Linger() // a frame that the library refused was told so by a close frame; it has to arrive as well
	}
}

// rawConn is the connection beneath one that the HTTP server gave away.
func rawConn(conn net.Conn) net.Conn {
	if h, ok := conn.(interface{ UnsafeConn() net.Conn }); ok {
		return h.UnsafeConn()
	}
	return conn
}

func (k *socket) run() {
	k.conn.SetReadLimit(frameLimit)
	k.conn.SetPingHandler(func(body string) error {
		k.connection.Alive()
		k.server.hub.Send(k.connection, hub.PongFrame([]byte(body)))
		return nil
	})
	k.conn.SetPongHandler(func(string) error {
		k.connection.Alive()
		return k.recheck()
	})
	k.conn.SetCloseHandler(func(code int, _ string) error {
		if code == ws.CloseNoStatusReceived {
			code = ws.CloseNormalClosure // 1005 is never sent (RFC 6455 §7.4.1)
		}
		k.server.hub.End(k.connection, code, "")
		return nil
	})
	_ = k.conn.SetReadDeadline(time.Now().Add(resumeWait))
	k.send(hello{
		Type: "hello", Protocol: protocolVersion, Epoch: k.server.epoch, Account: k.actor.Account,
		ServerVersion: k.server.options.Version, HeartbeatSeconds: hub.PingSeconds, Time: time.Now().UnixMilli(),
		Degraded: k.server.health.degraded.Load() && models.IsAdministrator(k.actor.Role),
	})
	for {
		kind, body, err := k.conn.ReadMessage()
		switch {
		case err != nil:
			return
		case k.connection.Ended():
			k.awaitFarewell()
			return
		case kind != ws.TextMessage:
			k.server.hub.End(k.connection, ws.CloseUnsupportedData, "")
			k.awaitFarewell()
			return
		case !utf8.Valid(body):
			k.server.hub.End(k.connection, ws.CloseInvalidFramePayloadData, "")
			k.awaitFarewell()
			return
		}
		k.connection.Alive()
		k.handle(body)
	}
}

// awaitFarewell reads past what the client had sent before it saw the close frame.
func (k *socket) awaitFarewell() {
	_ = k.conn.SetReadDeadline(time.Now().Add(hub.FarewellWait))
	for {
		if _, _, err := k.conn.ReadMessage(); err != nil {
			return
		}
	}
}

// recheck closes the socket of a session that has ended or run out.
func (k *socket) recheck() error {
	if time.Since(k.checked) < recheckEvery {
		return nil
	}
	k.checkSession()
	return nil
}

func (k *socket) checkSession() {
	k.checked = time.Now()
	if lives, err := k.server.store.SessionLives(context.Background(), k.actor.Session); err == nil && !lives {
		k.server.hub.End(k.connection, hub.CloseSignedOut, "")
	}
}

// noteUse keeps the session of somebody alive who does everything through the socket.
func (k *socket) noteUse() {
	if time.Since(k.used) < noteUseEvery {
		return
	}
	k.used = time.Now()
	_ = k.server.app.TouchSession(context.Background(), k.actor) // a full disk must not hold up reading
}

// handle answers one frame. The next one is read only afterwards: that keeps a person's messages in order and bounds a flood.
func (k *socket) handle(body []byte) {
	var head struct {
		Type string `json:"type"`
		Ref  string `json:"ref"`
	}
	if !boundedJSON(body) || json.Unmarshal(body, &head) != nil {
		k.sendError("", errMalformed)
		return
	}
	frame, known := frames[head.Type]
	switch {
	case len(head.Ref) > refLimit:
		k.sendError("", errFrame)
		return
	case !known:
		k.sendError(head.Ref, errFrameUnknown)
		return
	case !k.resumed && head.Type != frameResume && head.Type != framePing:
		k.sendError(head.Ref, errResumeFirst)
		return
	}
	if head.Type != frameResume && head.Type != framePing {
		k.noteUse()
	}
	if err := frame.handle(k, body); err != nil {
		k.sendError(head.Ref, k.server.asProblem("socket "+head.Type, err))
	}
}

func (k *socket) send(frame any) {
	body, err := json.Marshal(frame)
	if err != nil {
		k.server.log.Error("a frame could not be written as JSON", "error", err)
		return
	}
	k.server.hub.Send(k.connection, hub.TextFrame(body))
}

// acknowledge answers a frame that asked for an answer, and got what it wanted.
func (k *socket) acknowledge(ref string) {
	if ref != "" {
		k.send(ack{Type: "ack", Ref: ref})
	}
}

func (k *socket) sendError(ref string, p *Problem) {
	k.send(errorFrame{Type: "error", Ref: ref, Code: p.Code, Detail: p.Detail, RetryAfter: int64(p.retryAfter.Seconds())})
}
