package certs

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/valyala/fasthttp"
)

const patient = 10 * time.Second

func listen(t *testing.T, opts ListenOptions) *Listener {
	t.Helper()
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	l := Listen(inner, opts)
	t.Cleanup(func() { l.Close() })
	return l
}

func dial(t *testing.T, l *Listener) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", l.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(patient)))
	return conn.(*net.TCPConn)
}

func requireClosed(t *testing.T, conn net.Conn) {
	t.Helper()
	_, err := io.ReadFull(conn, make([]byte, 1))
	require.Error(t, err)
	require.NotErrorIs(t, err, os.ErrDeadlineExceeded)
}

func trustingClient(t *testing.T, a *Authority) *http.Client {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(a.Root())
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true}
	return &http.Client{Transport: transport, Timeout: patient}
}

// serve answers "secure" or "plain" as fasthttp sees the connection.
func serve(t *testing.T, l *Listener) {
	t.Helper()
	server := &fasthttp.Server{Handler: func(ctx *fasthttp.RequestCtx) {
		if Beneath(ctx.Conn()) == nil {
			ctx.SetStatusCode(fasthttp.StatusInternalServerError)
		}
		if ctx.IsTLS() && ctx.TLSConnectionState().HandshakeComplete {
			ctx.SetBodyString("secure")
			return
		}
		ctx.SetBodyString("plain")
	}}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	t.Cleanup(func() {
		require.NoError(t, server.Shutdown())
		require.NoError(t, <-ended)
	})
}

func fetch(t *testing.T, client *http.Client, url string) string {
	t.Helper()
	answer, err := client.Get(url)
	require.NoError(t, err)
	defer answer.Body.Close()
	require.Equal(t, http.StatusOK, answer.StatusCode)
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return string(body)
}

func TestOnePortServesTLSAndPlainAndTheHandlerKnowsWhich(t *testing.T) {
	a := openOffice(t)
	l := listen(t, ListenOptions{TLS: a.TLSConfig()})
	serve(t, l)
	client := trustingClient(t, a)
	_, port, err := net.SplitHostPort(l.Addr().String())
	require.NoError(t, err)
	require.Equal(t, "secure", fetch(t, client, "https://127.0.0.1:"+port))
	require.Equal(t, "secure", fetch(t, client, "https://localhost:"+port))
	require.Equal(t, "plain", fetch(t, client, "http://127.0.0.1:"+port))
}

func TestWithTLSOffEverythingIsPlain(t *testing.T) {
	l := listen(t, ListenOptions{})
	serve(t, l)
	require.Equal(t, "plain", fetch(t, &http.Client{Timeout: patient, Transport: &http.Transport{DisableKeepAlives: true}},
		"http://"+l.Addr().String()))
	aiko := dial(t, l)
	_, err := aiko.Write([]byte("\r\nGET / HTTP/1.0\r\nHost: kaede\r\n\r\n"))
	require.NoError(t, err)
	answer, err := io.ReadAll(aiko)
	require.NoError(t, err)
	require.Contains(t, string(answer), "HTTP/1.1")
}

func TestTLSSpeaksOnlyHTTP11AndVersion12OrNewer(t *testing.T) {
	a := openOffice(t)
	l := listen(t, ListenOptions{TLS: a.TLSConfig()})
	roots := x509.NewCertPool()
	roots.AddCert(a.Root())
	shake := func(config *tls.Config) (tls.ConnectionState, error) {
		config.RootCAs, config.ServerName = roots, "kaede"
		conn := tls.Client(dial(t, l), config)
		err := conn.Handshake()
		return conn.ConnectionState(), err
	}
	state, err := shake(&tls.Config{NextProtos: []string{"h2", "http/1.1"}})
	require.NoError(t, err)
	require.Equal(t, "http/1.1", state.NegotiatedProtocol)
	state, err = shake(&tls.Config{MaxVersion: tls.VersionTLS12})
	require.NoError(t, err)
	require.Empty(t, state.NegotiatedProtocol)
	_, err = shake(&tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
	require.Error(t, err)
	_, err = shake(&tls.Config{NextProtos: []string{"acme-tls/1"}})
	require.Error(t, err)
}

func TestAnUnknownServerNameGetsOurCertificate(t *testing.T) {
	a := openOffice(t)
	l := listen(t, ListenOptions{TLS: a.TLSConfig()})
	for _, name := range []string{"", "ben.example"} {
		conn := tls.Client(dial(t, l), &tls.Config{ServerName: name, InsecureSkipVerify: true}) // the shown certificate is the question
		require.NoError(t, conn.Handshake())
		require.Equal(t, a.Leaf().Raw, conn.ConnectionState().PeerCertificates[0].Raw)
	}
}

func TestGarbageIsClosed(t *testing.T) {
	l := listen(t, ListenOptions{TLS: openOffice(t).TLSConfig()})
	for _, first := range []string{"\x00", "\x80", " ", "\r\n", "\xff"} {
		mallory := dial(t, l)
		_, err := mallory.Write([]byte(first))
		require.NoError(t, err)
		requireClosed(t, mallory)
	}
}

func TestASilentClientIsClosed(t *testing.T) {
	l := listen(t, ListenOptions{FirstByteWait: 20 * time.Millisecond})
	requireClosed(t, dial(t, l))
}

func TestAHandshakeThatStopsHalfwayIsClosed(t *testing.T) {
	l := listen(t, ListenOptions{TLS: openOffice(t).TLSConfig(), HandshakeWait: 20 * time.Millisecond})
	mallory := dial(t, l)
	_, err := mallory.Write([]byte{tlsHandshakeByte, 3, 1})
	require.NoError(t, err)
	requireClosed(t, mallory)
}

func TestOneAddressHasAtMostItsNumberOfUnfinishedConnections(t *testing.T) {
	l := listen(t, ListenOptions{TLS: openOffice(t).TLSConfig(), FirstByteWait: patient})
	silent := make([]net.Conn, defaultUnfinished)
	for i := range silent {
		silent[i] = dial(t, l)
	}
	waiting := func(n int) func() bool {
		return func() bool {
			l.mu.Lock()
			defer l.mu.Unlock()
			return l.perAddress[netip.MustParseAddr("127.0.0.1")] == n
		}
	}
	require.Eventually(t, waiting(defaultUnfinished), patient, time.Millisecond)
	requireClosed(t, dial(t, l))
	silent[0].Close()
	require.Eventually(t, waiting(defaultUnfinished-1), patient, time.Millisecond)
	aiko := dial(t, l)
	_, err := aiko.Write([]byte("GET"))
	require.NoError(t, err)
	served, err := l.Accept()
	require.NoError(t, err)
	served.Close()
}

func TestAStuckHandshakeDelaysNobody(t *testing.T) {
	l := listen(t, ListenOptions{TLS: openOffice(t).TLSConfig(), FirstByteWait: time.Hour, HandshakeWait: time.Hour})
	dial(t, l)
	stuck := dial(t, l)
	_, err := stuck.Write([]byte{tlsHandshakeByte})
	require.NoError(t, err)
	aiko := dial(t, l)
	_, err = aiko.Write([]byte("GET"))
	require.NoError(t, err)
	served, err := l.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { served.Close() })
	got := make([]byte, 3)
	_, err = io.ReadFull(served, got)
	require.NoError(t, err)
	require.Equal(t, "GET", string(got))
}

func TestClosingEndsAcceptAndWhatWasNotHandedOut(t *testing.T) {
	l := listen(t, ListenOptions{})
	silent, waiting := dial(t, l), dial(t, l)
	_, err := waiting.Write([]byte("GET"))
	require.NoError(t, err)
	require.NoError(t, l.Close())
	require.NoError(t, l.Close())
	_, err = l.Accept()
	require.ErrorIs(t, err, net.ErrClosed)
	requireClosed(t, silent)
	requireClosed(t, waiting)
}

// weary is a listener whose system has no file descriptors at first.
type weary struct {
	net.Listener
	refusals []error
}

func (w *weary) Accept() (net.Conn, error) {
	if len(w.refusals) > 0 {
		err := w.refusals[0]
		w.refusals = w.refusals[1:]
		return nil, err
	}
	return w.Listener.Accept()
}

func TestRunningOutOfFileDescriptorsPasses(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	full := &net.OpError{Op: "accept", Err: syscall.EMFILE}
	var told bytes.Buffer
	l := Listen(&weary{inner, []error{full, full}}, ListenOptions{AcceptInterval: time.Millisecond, Log: slog.New(slog.NewTextHandler(&told, nil))})
	t.Cleanup(func() { l.Close() })
	aiko := dial(t, l)
	_, err = aiko.Write([]byte("GET"))
	require.NoError(t, err)
	served, err := l.Accept()
	require.NoError(t, err)
	served.Close()
	require.NoError(t, l.Close())
	require.Equal(t, 1, strings.Count(told.String(), "limit on open files"), "once a minute")
}

func TestABrokenListenerSaysSo(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	broken := errors.New("the network card is gone")
	l := Listen(&weary{inner, []error{broken}}, ListenOptions{})
	t.Cleanup(func() { l.Close() })
	_, err = l.Accept()
	require.ErrorIs(t, err, broken)
}
