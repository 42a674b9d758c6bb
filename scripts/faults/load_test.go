//go:build faults && linux

package faults

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"courtyard/scripts/drive"
)

// talker sends some messages ahead of the answers, so that a stop finds frames of his that nobody has read, and reads until the
// socket ends.
type talker struct {
	socket       *drive.Socket
	acknowledged []string
	farewell     error
}

// ahead is how many messages a talker has under way.
const ahead = 64

func (k *talker) talk(channel int64, name string) {
	var work sync.WaitGroup
	stop := make(chan struct{})
	answered := make(chan struct{}, ahead)
	work.Go(func() {
		for i := 0; ; i++ {
			if i >= ahead {
				select {
				case <-answered:
				case <-stop:
					return
				}
			}
			n := nonce(name, i)
			if k.socket.Send(map[string]any{"type": "message.send", "ref": n, "channel": channel, "nonce": n, "text": n}) != nil {
				return
			}
		}
	})
	for k.farewell == nil {
		var f drive.Frame
		if f, k.farewell = k.socket.Next(); f.Type == "ack" {
			k.acknowledged = append(k.acknowledged, f.Ref)
			answered <- struct{}{}
		}
	}
	close(stop)
	_ = k.socket.Close()
	work.Wait()
}

func TestAStopUnderLoadTellsEverySocketWhenToComeBackAndLosesNothing(t *testing.T) {
	const people = 50
	h := open(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data"), TLS: true})
	require.NoError(t, h.office.Fill(t.Context(), h.client, people))
	talkers := make([]*talker, people)
	var talk sync.WaitGroup
	for i, person := range h.office.People {
		socket, err := drive.Dial(t.Context(), h.Server, person)
		require.NoError(t, err)
		talkers[i] = &talker{socket: socket}
	}
	for i, k := range talkers {
		talk.Go(func() { k.talk(h.general(), fmt.Sprintf("person%d", i)) })
	}
	require.Eventually(t, func() bool {
		numbers, err := drive.Numbers(h.client, h.aiko().Token, h.general())
		return err == nil && numbers.LastSeq > 2000
	}, patience, look)
	begun := time.Now()
	require.NoError(t, h.Stop())
	took := time.Since(begun)
	talk.Wait()

	require.Less(t, took, 10*time.Second)
	reasons := map[string]bool{}
	kept := map[string]bool{}
	h = h.again(t)
	for _, n := range h.said(t, h.general()) {
		require.False(t, kept[n], "once")
		kept[n] = true
	}
	acknowledged := 0
	for i, k := range talkers {
		var close *websocket.CloseError
		require.True(t, errors.As(k.farewell, &close), "person %d: %v", i, k.farewell)
		require.Equal(t, websocket.CloseGoingAway, close.Code)
		require.Regexp(t, `^retry after [1-9]\d*$`, close.Text)
		reasons[close.Text] = true
		for _, n := range k.acknowledged {
			require.True(t, kept[n], n)
			acknowledged++
		}
	}
	require.Greater(t, len(reasons), 1, "each at a moment of its own")
	t.Logf("stopped in %d ms under load; %d messages acknowledged, %d kept", took.Milliseconds(), acknowledged, len(kept))
}

func TestALogWithoutASpaceLeftDoesNotDisturbTheServer(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { _ = full.Close() })
	talksWithoutLog(t, full, func() {})
}

func TestALogPipeThatNobodyHoldsAnyMoreDoesNotDisturbTheServer(t *testing.T) {
	t.Parallel()
	read, write, err := os.Pipe()
	require.NoError(t, err)
	talksWithoutLog(t, write, func() { require.NoError(t, read.Close()) })
	require.NoError(t, write.Close())
}

func TestALogPipeThatNobodyReadsDoesNotDisturbTheServer(t *testing.T) {
	t.Parallel()
	read, write, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { _ = read.Close(); _ = write.Close() })
	talksWithoutLog(t, write, func() {
		require.NoError(t, write.SetWriteDeadline(time.Now()))
		for filled := true; filled; {
			_, err := write.Write(bytes.Repeat([]byte("x"), 4096))
			filled = err == nil
		}
	})
}

// talksWithoutLog lets a server with a log that does not work say more than a pipe takes, and talk meanwhile.
func talksWithoutLog(t *testing.T, output *os.File, spoil func()) {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	h := open(t, drive.Options{DataDir: data, Output: output})
	spoil()
	for i := range 3000 {
		h.complain(t)
		if i%100 == 0 {
			status, _ := h.says(t, h.general(), nonce("word", i))
			require.Equal(t, 201, status)
		}
	}
	require.Len(t, h.said(t, h.general()), 30)
	begun := time.Now()
	require.NoError(t, h.Stop())
	require.Less(t, time.Since(begun), 10*time.Second)
}

// complain makes the server write a line: a request that a proxy passed on which nobody trusts.
func (h *house) complain(t *testing.T) {
	t.Helper()
	status, err := h.client.Do(drive.Request{Method: "GET", Path: "/healthz", Header: map[string]string{"X-Forwarded-For": "10.0.0.1"}})
	require.NoError(t, err)
	require.Equal(t, 403, status)
}

func TestUsedUpFileDescriptorsDelayNewcomersOnly(t *testing.T) {
	h := open(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data")})
	socket, err := drive.Dial(t.Context(), h.Server, h.aiko())
	require.NoError(t, err)
	used, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", h.PID()))
	require.NoError(t, err)
	var before unix.Rlimit
	require.NoError(t, unix.Prlimit(h.PID(), unix.RLIMIT_NOFILE, nil, &before))
	require.NoError(t, unix.Prlimit(h.PID(), unix.RLIMIT_NOFILE, &unix.Rlimit{Cur: uint64(len(used) + 4), Max: before.Max}, nil))
	var crowd []net.Conn
	for range 30 {
		c, err := net.Dial("tcp", h.Host())
		require.NoError(t, err)
		_, err = c.Write([]byte("G")) // no more of its request comes
		require.NoError(t, err)
		crowd = append(crowd, c)
	}
	const line = "new connections wait: the system gives out no more"
	h.awaitLog(t, line)

	spent, err := h.CPU()
	require.NoError(t, err)
	pace := time.NewTicker(100 * time.Millisecond)
	defer pace.Stop()
	for i := range 30 { // three pauses of the listener
		<-pace.C
		answer, err := socket.Ask("ack", map[string]any{"type": "message.send", "ref": "r", "channel": h.general(), "nonce": nonce("inside", i), "text": "x"})
		require.NoError(t, err)
		require.Equal(t, "ack", answer.Type)
	}
	after, err := h.CPU()
	require.NoError(t, err)
	require.Less(t, after-spent, 500*time.Millisecond, "the listener does not spin")

	for _, c := range crowd {
		require.NoError(t, c.Close())
	}
	newcomer := drive.NewClient(h.Server, 1)
	defer newcomer.Close()
	require.NoError(t, newcomer.Must(drive.Request{Method: "GET", Path: "/api/v1/me", Token: h.aiko().Token}))
	require.Equal(t, 1, strings.Count(h.log(t), line), "once a minute")
	require.NoError(t, socket.Close())
	require.NoError(t, h.Stop())
}
