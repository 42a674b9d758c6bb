package drive

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/fasthttp/websocket"
)

// Socket is one socket of the real protocol, for callers who wait for each answer.
type Socket struct{ conn *websocket.Conn }

// Frame is what such a caller looks at of a server's frame.
type Frame struct {
	Type, Ref, Code string
	Seq, Rev        int64
}

// Dial opens a socket and resumes it.
func Dial(ctx context.Context, s *Server, a Account) (*Socket, error) {
	scheme := "ws://"
	if s.TLS {
		scheme = "wss://"
	}
	dialer := websocket.Dialer{HandshakeTimeout: answerWait, TLSClientConfig: TrustAny()}
	conn, answer, err := dialer.DialContext(ctx, scheme+s.Host()+"/api/v1/socket", http.Header{"Authorization": {"Bearer " + a.Token}})
	if err != nil {
		return nil, err
	}
	if answer.Body != nil {
		_ = answer.Body.Close()
	}
	k := &Socket{conn}
	if _, err := k.Ask("resumed", map[string]any{"type": "resume"}); err != nil {
		return nil, errors.Join(err, k.Close())
	}
	return k, nil
}

// Ask sends a frame and waits for the first frame of a type, or an error frame, passing over the events before it.
func (k *Socket) Ask(expected string, frame map[string]any) (Frame, error) {
	if err := k.Send(frame); err != nil {
		return Frame{}, err
	}
	for {
		f, err := k.Next()
		if err != nil || f.Type == expected || f.Type == "error" {
			return f, err
		}
	}
}

// Send writes a frame; one goroutine may send while another waits for the next.
func (k *Socket) Send(frame map[string]any) error {
	_ = k.conn.SetWriteDeadline(time.Now().Add(answerWait))
	return k.conn.WriteJSON(frame)
}

// Next waits for the next frame; the error of a closed socket is a *websocket.CloseError.
func (k *Socket) Next() (f Frame, err error) {
	_ = k.conn.SetReadDeadline(time.Now().Add(answerWait))
	return f, k.conn.ReadJSON(&f)
}

// Close closes the connection beneath, without a farewell.
func (k *Socket) Close() error { return k.conn.Close() }
