package handlers

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
	"github.com/stretchr/testify/require"

	"courtyard/certs"
)

// haste is how much faster than ours the clock of a hasty listener runs.
const haste = 40

// hasty is a listener for whose connections every deadline comes sooner, so that a test need not wait for the real ones.
type hasty struct{ net.Listener }

func (l hasty) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	return hastyConn{conn}, err
}

type hastyConn struct{ net.Conn }

func sooner(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.Now().Add(time.Until(t) / haste)
}

func (c hastyConn) SetDeadline(t time.Time) error     { return c.Conn.SetDeadline(sooner(t)) }
func (c hastyConn) SetReadDeadline(t time.Time) error { return c.Conn.SetReadDeadline(sooner(t)) }

// drips sends the beginning at once and then one byte after the other until the server ends it; it gives the answer and the time in the server's seconds.
func drips(address, beginning, more string) (string, float64, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = conn.Close() }()
	start, answer := time.Now(), ""
	_, err = io.WriteString(conn, beginning)
	for i := 0; err == nil && time.Since(start) < 10*time.Second; i++ {
		if more != "" {
			_, _ = io.WriteString(conn, more[i%len(more):i%len(more)+1]) // a refused byte means that the end can be read
		}
		var part [4096]byte
		_ = conn.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
		var n int
		n, err = conn.Read(part[:])
		answer += string(part[:n])
		if errors.Is(err, os.ErrDeadlineExceeded) {
			err = nil
		}
	}
	took := time.Since(start).Seconds() * haste
	if err == nil {
		err = errors.New("the server waited for ever")
	} else {
		err = nil
	}
	return answer, took, err
}

func TestWhoSendsSlowlyIsLetGoInTime(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan struct{})
	listener := certs.Listen(hasty{inner}, certs.ListenOptions{})
	go func() {
		defer close(served)
		_ = h.server.Serve(listener) // its error is that the listener was closed
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-served
	})
	const start = "PATCH /api/v1/me HTTP/1.1\r\nHost: localhost\r\n"
	head := start + "Content-Type: application/json\r\nAuthorization: Bearer " + aiko.token + "\r\n"
	var all sync.WaitGroup
	for about, c := range map[string]struct {
		beginning, more string
		limit           float64
	}{
		"says nothing":                {"", "", 5},
		"stops after a byte":          {"G", "", 10},
		"a header byte by byte":       {start + "X-Slow: ", "a", 10},
		"a header line by line":       {start, "X: y\r\n", 10},
		"a body that never comes":     {head + "Content-Length: 19\r\n\r\n", "", 10},
		"a body byte by byte":         {head + "Content-Length: 900000\r\n\r\n", " ", 10},
		"a body after being asked to": {head + "Expect: 100-continue\r\nContent-Length: 19\r\n\r\n", "", 10},
	} {
		all.Go(func() {
			answer, took, err := drips(inner.Addr().String(), c.beginning, c.more)
			if err != nil || took < c.limit*0.9 || strings.Contains(answer, " 200 ") {
				t.Errorf("%s: %v after %.1f s of %.0f: %q", about, err, took, c.limit, answer)
			}
		})
	}
	all.Wait()
	require.Equal(t, "Aiko", decoded[object](aiko.asks("GET", "/me", nil).is(200))["name"])
	require.NotContains(t, h.log.String(), "level=ERROR")
}

// frameOf is a client's WebSocket frame with a mask of zeros (RFC 6455 §5.2); first holds FIN, the reserved bits and the kind.
func frameOf(first byte, body string) []byte {
	f := []byte{first}
	switch n := len(body); {
	case n < 126:
		f = append(f, 0x80|byte(n))
	case n < 1<<16:
		f = binary.BigEndian.AppendUint16(append(f, 0x80|126), uint16(n))
	default:
		f = binary.BigEndian.AppendUint64(append(f, 0x80|127), uint64(n))
	}
	return append(append(f, 0, 0, 0, 0), body...)
}

const (
	lastOne, more                             = 0x80, 0
	continued, textual, closing, pings, pongs = 0, 1, 8, 9, 10
)

func TestOddFramesEndTheSocketAndNothingElse(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	stays := aiko.listens()
	var pieces []byte
	for range frameLimit/1024 + 1 {
		pieces = append(pieces, frameOf(more|continued, strings.Repeat("x", 1024))...)
	}
	const ping = `{"type":"ping"}`
	for about, c := range map[string]struct {
		sent []byte
		code int
	}{
		"a frame of a terabyte":              {[]byte{lastOne | textual, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, websocket.CloseMessageTooBig},
		"a frame a byte too large":           {frameOf(lastOne|textual, strings.Repeat("x", frameLimit+1)), websocket.CloseMessageTooBig},
		"pieces that are too large together": {append(frameOf(more|textual, "x"), pieces...), websocket.CloseMessageTooBig},
		"a ping that is too long":            {frameOf(lastOne|pings, strings.Repeat("x", 126)), websocket.CloseProtocolError},
		"a close that is too long":           {frameOf(lastOne|closing, "\x03\xe8"+strings.Repeat("x", 124)), websocket.CloseProtocolError},
		"a ping in pieces":                   {frameOf(more|pings, "x"), websocket.CloseProtocolError},
		"a frame without a mask":             {[]byte{lastOne | textual, 2, '{', '}'}, websocket.CloseProtocolError},
		"a reserved bit":                     {frameOf(lastOne|0x40|textual, ping), websocket.CloseProtocolError},
		"a kind that nobody knows":           {frameOf(lastOne|3, ping), websocket.CloseProtocolError},
		"a piece of nothing":                 {frameOf(lastOne|continued, ping), websocket.CloseProtocolError},
		"a message inside another":           {append(frameOf(more|textual, "{"), frameOf(lastOne|textual, ping)...), websocket.CloseProtocolError},
		"half a code":                        {frameOf(lastOne|closing, "\x03"), websocket.CloseNormalClosure},
		"a code that is never sent":          {frameOf(lastOne|closing, "\x03\xed"), websocket.CloseProtocolError},
		"a reason that is no text":           {frameOf(lastOne|closing, "\x03\xe8\xff"), websocket.CloseProtocolError},
		"pieces that are no text together":   {append(frameOf(more|textual, "\"\xe3\x81"), frameOf(lastOne|continued, "\"")...), websocket.CloseInvalidFramePayloadData},
	} {
		ear := aiko.listens()
		_, err := ear.conn.NetConn().Write(c.sent)
		require.NoError(t, err, about)
		require.Equal(t, c.code, ear.ends(), about)
	}
	require.Empty(t, stays.everything())
	require.NotContains(t, h.log.String(), "level=ERROR")
}

func TestAMessageInManyPiecesIsOneMessage(t *testing.T) {
	h := newHouse(t)
	ear := h.owner("Aiko").listens()
	const text = `{"type":"ping","ref":"in pieces"}`
	sent := frameOf(more|textual, text[:1])
	for i := range text[1:] {
		sent = append(sent, frameOf(lastOne|pings, fmt.Sprint(i))...)
		sent = append(sent, frameOf(more|continued, text[i+1:i+2])...)
		sent = append(sent, frameOf(more|continued, "")...)
	}
	_, err := ear.conn.NetConn().Write(append(sent, frameOf(lastOne|continued, "")...))
	require.NoError(t, err)
	require.Equal(t, "in pieces", ear.next()["ref"])
}

func TestOnePersonsFloodHoldsUpNobodyElsesMessage(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, mallory := h.joins("Ben", aiko, 1), h.joins("Mallory", aiko, 1)
	general := aiko.channelNamed("general")
	ear, mouth := aiko.listens(), ben.listens()
	floods := map[string][]byte{
		"pings": frameOf(lastOne|pings, "x"), "pongs": frameOf(lastOne|pongs, ""), "empty pieces": frameOf(lastOne|textual, ""), "frames": frameOf(lastOne|textual, `{"type":"ping","ref":"flood"}`),
		"refused frames": frameOf(lastOne|textual, `{"type":"message.send","channel":1}`), "large frames": frameOf(lastOne|textual, `{"type":"x","ref":"`+strings.Repeat("x", 100_000)+`"}`),
	}
	over := make(chan struct{})
	var all sync.WaitGroup
	for _, frame := range floods {
		line := mallory.listens() // who never reads what comes back
		many := []byte(strings.Repeat(string(frame), max(1, 4096/len(frame))))
		all.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
					_ = line.conn.NetConn().SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
					if _, err := line.conn.NetConn().Write(many); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
						return // closed as too slow
					}
				}
			}
		})
	}
	for i := range 3 {
		ref := fmt.Sprintf("message-%d", i)
		mouth.send(object{"type": "message.send", "ref": ref, "channel": general.ID, "nonce": ref, "text": ref})
		require.Equal(t, ref, ear.until("message.created")["message"].(object)["text"])
		require.Equal(t, ref, mouth.until("ack")["ref"])
	}
	close(over)
	all.Wait()
	h.request("GET", "/healthz", nil, nil).is(200)
}
