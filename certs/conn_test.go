package certs

import (
	"bytes"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	frame  = 32 << 10
	frames = 100 // together more than the kernel holds for a stopped reader
	roomy  = 64 << 20
)

// pair gives the server's end, which does not wait, and the client's.
func pair(t *testing.T, limit int, patience time.Duration) (*Conn, *net.TCPConn) {
	t.Helper()
	l := listen(t, ListenOptions{})
	client := dial(t, l)
	require.NoError(t, client.SetReadBuffer(16<<10))
	_, err := client.Write([]byte("x"))
	require.NoError(t, err)
	served, err := l.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { served.Close() })
	conn := Beneath(served)
	_, err = conn.Read(make([]byte, 1))
	require.NoError(t, err)
	require.NoError(t, conn.DoNotWait(limit, patience))
	return conn, client
}

func numbered(number int) []byte {
	return binary.BigEndian.AppendUint32(bytes.Repeat([]byte{0xaa}, frame-4), uint32(number))
}

func requireInOrder(t *testing.T, r io.Reader, count int) {
	t.Helper()
	got := make([]byte, frame)
	for i := range count {
		_, err := io.ReadFull(r, got)
		require.NoError(t, err)
		require.Equal(t, uint32(i), binary.BigEndian.Uint32(got[frame-4:]))
	}
}

func TestAReaderWhoStopsAndGoesOnGetsEveryByteInOrder(t *testing.T) {
	conn, aiko := pair(t, roomy, patient)
	for i := range frames {
		n, err := conn.Write(numbered(i))
		require.NoError(t, err)
		require.Equal(t, frame, n)
	}
	waiting, since := conn.Waiting()
	require.Positive(t, waiting)
	require.False(t, since.IsZero())
	requireInOrder(t, aiko, frames)
	require.Eventually(t, func() bool { n, _ := conn.Waiting(); return n == 0 }, patient, time.Millisecond)
	_, since = conn.Waiting()
	require.True(t, since.IsZero())
	_, err := conn.Write([]byte("and on"))
	require.NoError(t, err)
	rest := make([]byte, len("and on"))
	_, err = io.ReadFull(aiko, rest)
	require.NoError(t, err)
	require.Equal(t, "and on", string(rest))
}

func TestOrderHoldsWhileTheReaderReadsAndTheWriterWrites(t *testing.T) {
	conn, aiko := pair(t, roomy, patient)
	failed := make(chan error, 1)
	go func() {
		for i := range 5 * frames {
			if _, err := conn.Write(numbered(i)); err != nil {
				failed <- err
				return
			}
		}
		failed <- nil
	}()
	requireInOrder(t, aiko, 5*frames)
	require.NoError(t, <-failed)
}

func TestMoreThanTheLimitEndsTheConnection(t *testing.T) {
	conn, ben := pair(t, 2*frame, patient)
	var err error
	for i := 0; err == nil && i < frames; i++ {
		_, err = conn.Write(numbered(i))
	}
	require.ErrorIs(t, err, ErrSlow)
	_, err = conn.Write([]byte("after"))
	require.ErrorIs(t, err, ErrSlow)
	requireEnds(t, ben)
}

func TestAReaderWhoStopsForGoodIsDisconnected(t *testing.T) {
	conn, ben := pair(t, roomy, 20*time.Millisecond)
	for i := range frames {
		if _, err := conn.Write(numbered(i)); err != nil {
			require.ErrorIs(t, err, ErrSlow)
			break
		}
	}
	require.Eventually(t, func() bool { _, err := conn.Write([]byte("more")); return err != nil }, patient, time.Millisecond)
	_, err := conn.Write([]byte("more"))
	require.ErrorIs(t, err, ErrSlow)
	_, err = conn.Read(make([]byte, 1))
	require.ErrorIs(t, err, net.ErrClosed)
	requireEnds(t, ben)
}

func requireEnds(t *testing.T, conn net.Conn) {
	t.Helper()
	_, err := io.Copy(io.Discard, conn)
	if err != nil {
		require.NotContains(t, err.Error(), "timeout")
	}
}

func TestAStuckReaderDelaysNoLiveOne(t *testing.T) {
	stuck, _ := pair(t, roomy, patient)
	live, aiko := pair(t, roomy, patient)
	for i := range frames {
		_, err := stuck.Write(numbered(i))
		require.NoError(t, err)
		_, err = live.Write(numbered(i))
		require.NoError(t, err)
	}
	requireInOrder(t, aiko, frames)
	waiting, _ := stuck.Waiting()
	require.Positive(t, waiting)
}

func TestClosingDropsWhatWaitsAndEndsTheDrainer(t *testing.T) {
	conn, _ := pair(t, roomy, time.Hour)
	for i := range frames {
		_, err := conn.Write(numbered(i))
		require.NoError(t, err)
	}
	require.NoError(t, conn.Close())
	waiting, _ := conn.Waiting()
	require.Zero(t, waiting)
	_, err := conn.Write([]byte("late"))
	require.ErrorIs(t, err, net.ErrClosed)
}

func TestAWriteThatTheSocketTakesAllocatesNothing(t *testing.T) {
	conn, _ := pair(t, roomy, patient)
	message := []byte("こんにちは")
	require.Zero(t, testing.AllocsPerRun(100, func() {
		if _, err := conn.Write(message); err != nil {
			panic(err)
		}
	}))
}

func TestAWriteDeadlineSetAboveDoesNotCutWhatWaits(t *testing.T) {
	conn, aiko := pair(t, roomy, patient)
	for i := range frames {
		require.NoError(t, conn.SetWriteDeadline(time.Now().Add(-time.Second)))
		require.NoError(t, conn.SetDeadline(time.Now().Add(patient)))
		_, err := conn.Write(numbered(i))
		require.NoError(t, err)
	}
	requireInOrder(t, aiko, frames)
}

func TestTLSAboveAConnectionThatDoesNotWaitKeepsItsOrder(t *testing.T) {
	l := listen(t, ListenOptions{TLS: openOffice(t).TLSConfig()})
	aiko := tls.Client(dial(t, l), &tls.Config{InsecureSkipVerify: true}) // the order is the question, not the certificate
	require.NoError(t, aiko.Handshake())
	secured, err := l.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { secured.Close() })
	conn := Beneath(secured)
	require.NoError(t, conn.DoNotWait(roomy, patient))
	for i := range frames {
		_, err := secured.Write(numbered(i))
		require.NoError(t, err)
	}
	waiting, _ := conn.Waiting()
	require.Positive(t, waiting)
	requireInOrder(t, aiko, frames)
}

// hijacked wraps like the HTTP server does after an upgrade.
type hijacked struct{ net.Conn }

func (h hijacked) UnsafeConn() net.Conn { return h.Conn }

func TestTheAcceptedConnectionIsFoundBeneathItsWrappers(t *testing.T) {
	one, other := net.Pipe()
	t.Cleanup(func() { one.Close(); other.Close() })
	conn := newConn(one)
	require.Same(t, conn, Beneath(conn))
	require.Same(t, conn, Beneath(hijacked{tls.Server(conn, &tls.Config{})}))
	require.Nil(t, Beneath(one))
	require.Nil(t, Beneath(nil))
}

func TestWhereASocketCannotBeTriedTheDrainerWrites(t *testing.T) {
	one, other := net.Pipe()
	t.Cleanup(func() { one.Close(); other.Close() })
	conn := newConn(one)
	require.NoError(t, conn.DoNotWait(roomy, patient))
	go func() {
		for i := range frames {
			_, _ = conn.Write(numbered(i))
		}
	}()
	requireInOrder(t, other, frames)
}

func TestCopyingIntoAConnectionKeepsTheBytes(t *testing.T) {
	l := listen(t, ListenOptions{})
	aiko := dial(t, l)
	_, err := aiko.Write([]byte("x"))
	require.NoError(t, err)
	served, err := l.Accept()
	require.NoError(t, err)
	for _, part := range []string{"first ", "second"} {
		n, err := served.(io.ReaderFrom).ReadFrom(strings.NewReader(part))
		require.NoError(t, err)
		require.EqualValues(t, len(part), n)
		require.NoError(t, Beneath(served).DoNotWait(roomy, patient))
	}
	require.NoError(t, served.(*Conn).Conn.(*net.TCPConn).CloseWrite())
	got, err := io.ReadAll(aiko)
	require.NoError(t, err)
	require.Equal(t, "first second", string(got))
	served.Close()
}
