package hub

import (
	"bytes"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"courtyard/app/event"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// wire is a connection that keeps what is written to it.
type wire struct {
	net.Conn
	mutex  sync.Mutex
	frames [][]byte
	writes int
	closed bool
	ended  bool
	full   bool
}

func (w *wire) Write(p []byte) (int, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.full {
		return 0, fmt.Errorf("the reader has stopped")
	}
	w.writes++
	w.frames = append(w.frames, bytes.Clone(p))
	return len(p), nil
}

func (w *wire) Close() error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.closed = true
	return nil
}

func (w *wire) text() string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return string(bytes.Join(w.frames, nil))
}

// SetReadDeadline bounds the farewell: nothing else sets one on this side.
func (w *wire) SetReadDeadline(time.Time) error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.ended = true
	return nil
}

func (w *wire) hasEnded() bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.ended && !w.closed // a close frame sent, and its answer awaited
}

func (w *wire) isClosed() bool {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.closed
}

func ids(ids ...int64) func() ([]int64, error) {
	return func() ([]int64, error) { return ids, nil }
}

func running(t *testing.T) *Hub {
	h := New(slog.New(slog.DiscardHandler), time.Hour)
	t.Cleanup(func() { h.Close(time.Second) })
	return h
}

// connected is an account's connection that follows a workspace and a channel, both 1.
func connected(t *testing.T, h *Hub, account int64) (*Connection, *wire) {
	t.Helper()
	w := &wire{}
	c := &Connection{Account: account, Session: account * 10, Beneath: w}
	h.Connect(c)
	require.NoError(t, h.Follow(c, ids(1), ids(1)))
	return c, w
}

// settle waits until everything published before has been written.
func settle(h *Hub) {
	for range 2 { // the second call comes after the writes that followed the first
		connections(h)
	}
}

// connections counts the open ones.
func connections(h *Hub) (n int) {
	for _, s := range h.shards {
		s.do(func(s *shard) {
			for _, slot := range s.slots {
				n += len(slot)
			}
		})
	}
	return n
}

func toChannel(id int64, what string) event.Announcement {
	return event.Announcement{To: event.Audience{Channel: id}, Event: what}
}

func TestEveryMemberHearsTheirChannelAndNobodyElseDoes(t *testing.T) {
	h := running(t)
	_, aiko := connected(t, h, 1)
	_, ben := connected(t, h, 2)
	h.Publish([]event.Announcement{toChannel(1, "for both"), toChannel(2, "for nobody here"),
		{To: event.Audience{Account: 2}, Event: "for Ben"}, {To: event.Audience{Workspace: 1}, Event: "for the workspace"}})
	settle(h)
	require.Contains(t, aiko.text(), "for both")
	require.Contains(t, ben.text(), "for both")
	require.NotContains(t, aiko.text()+ben.text(), "nobody")
	require.NotContains(t, aiko.text(), "for Ben")
	require.Contains(t, ben.text(), "for Ben")
	require.Contains(t, aiko.text(), "for the workspace")
}

func TestASecondConnectionHearsNothingBeforeItFollows(t *testing.T) {
	h := running(t)
	_, first := connected(t, h, 2)
	w := &wire{}
	second := &Connection{Account: 2, Beneath: w}
	h.Connect(second)
	h.Publish([]event.Announcement{toChannel(1, "early"), {To: event.Audience{Account: 2}, Event: "early too"}})
	h.Send(second, TextFrame([]byte("greeting")))
	require.NoError(t, h.Follow(second, ids(), ids()))
	h.Publish([]event.Announcement{toChannel(1, "later")})
	settle(h)
	require.Contains(t, first.text(), "early")
	require.NotContains(t, w.text(), "early")
	require.Contains(t, w.text(), "greeting")
	require.Contains(t, w.text(), "later")
}

func TestAConnectionWhoseReaderStoppedIsDroppedAndTheOthersHear(t *testing.T) {
	h := running(t)
	_, stuck := connected(t, h, 2)
	_, live := connected(t, h, 4)
	stuck.full = true
	h.Publish([]event.Announcement{toChannel(1, "one"), toChannel(1, "two")})
	settle(h)
	require.True(t, stuck.isClosed())
	require.Contains(t, live.text(), "two")
	require.Equal(t, 1, live.writes, "what waits goes out in one write")
}

func TestFollowingEndsBetweenTwoEvents(t *testing.T) {
	h := running(t)
	_, ben := connected(t, h, 2)
	h.Publish([]event.Announcement{
		toChannel(1, "before"),
		{To: event.Audience{Channel: 1}, Event: event.Following{Accounts: []int64{2}}},
		toChannel(1, "after"),
		{To: event.Audience{Channel: 7}, Event: event.Following{Accounts: []int64{1, 2, 3}, Begins: true}},
		toChannel(7, "elsewhere"),
	})
	settle(h)
	require.Contains(t, ben.text(), "before")
	require.NotContains(t, ben.text(), "after")
	require.Contains(t, ben.text(), "elsewhere")
}

func TestAChangeWhileTheListIsReadWins(t *testing.T) {
	h := running(t)
	w := &wire{}
	c := &Connection{Account: 2, Beneath: w}
	h.Connect(c)
	err := h.Follow(c, ids(), func() ([]int64, error) {
		h.Publish([]event.Announcement{ // both happen after the list below was true
			{To: event.Audience{Channel: 1}, Event: event.Following{Accounts: []int64{2}}},
			{To: event.Audience{Channel: 9}, Event: event.Following{Accounts: []int64{2}, Begins: true}},
		})
		return []int64{1, 5}, nil
	})
	require.NoError(t, err)
	h.Publish([]event.Announcement{toChannel(1, "left"), toChannel(5, "stayed"), toChannel(9, "joined")})
	settle(h)
	require.NotContains(t, w.text(), "left")
	require.Contains(t, w.text(), "stayed")
	require.Contains(t, w.text(), "joined")
}

func TestAListThatCannotBeReadLeavesTheNextTryFree(t *testing.T) {
	h := running(t)
	w := &wire{}
	c := &Connection{Account: 2, Beneath: w}
	h.Connect(c)
	require.Error(t, h.Follow(c, ids(), func() ([]int64, error) { return nil, fmt.Errorf("no disk") }))
	require.NoError(t, h.Follow(c, ids(), ids(1)))
	h.Publish([]event.Announcement{toChannel(1, "heard")})
	settle(h)
	require.Contains(t, w.text(), "heard")
}

func TestAnEndedSessionClosesItsSocketsOnly(t *testing.T) {
	h := running(t)
	_, ends := connected(t, h, 2)
	stays := &wire{}
	h.Connect(&Connection{Account: 2, Session: 99, Beneath: stays})
	h.Publish([]event.Announcement{{To: event.Audience{Account: 2}, Event: event.SessionEnded{Session: 20}}})
	settle(h)
	require.True(t, ends.hasEnded())
	require.Contains(t, ends.text(), string(closeFrame(CloseSignedOut, "")))
	require.False(t, stays.hasEnded())
}

func TestADisconnectedAccountIsForgotten(t *testing.T) {
	h := running(t)
	c, w := connected(t, h, 2)
	h.Disconnect(c)
	h.Publish([]event.Announcement{toChannel(1, "too late")})
	settle(h)
	require.Empty(t, w.text())
	require.Zero(t, connections(h))
	require.Empty(t, h.shardOf(2).people)
	require.Empty(t, h.shardOf(2).rooms)
}

func TestTheOldestOfTooManySocketsMakesRoom(t *testing.T) {
	h := running(t)
	_, oldest := connected(t, h, 2)
	for range socketsPerPerson {
		h.Connect(&Connection{Account: 2, Beneath: &wire{}})
	}
	settle(h)
	require.True(t, oldest.hasEnded())
	require.Contains(t, oldest.text(), string(closeFrame(CloseTooMany, "")))
}

func TestAHubThatHasEndedTakesNobodyIn(t *testing.T) {
	h := New(slog.New(slog.DiscardHandler), time.Hour)
	_, w := connected(t, h, 2)
	h.Close(time.Second)
	require.True(t, w.hasEnded())
	require.Contains(t, w.text(), "retry after")
	require.False(t, h.Connect(&Connection{Account: 2, Beneath: &wire{}}))
}

func TestEveryCloseCodeIsInTheDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/protocol.md")
	require.NoError(t, err)
	for _, code := range []int{CloseGoingAway, CloseSignedOut, CloseNotAllowed, CloseTooSlow, CloseOutOfDate, CloseTooMany} {
		require.Contains(t, string(text), fmt.Sprintf("\n| %d |", code))
	}
}

func TestWhoMayNotSeeAnEventHearsAnotherInItsPlace(t *testing.T) {
	h := running(t)
	_, aiko := connected(t, h, 1)
	_, ben := connected(t, h, 2)
	_, chie := connected(t, h, 3)
	secret := toChannel(1, "what was said")
	secret.Hidden, secret.Instead = []int64{2, 3, 999}, "only a number"
	h.Publish([]event.Announcement{toChannel(1, "before"), secret, toChannel(1, "after")})
	settle(h)
	require.Contains(t, aiko.text(), "what was said")
	require.NotContains(t, aiko.text(), "only a number")
	for _, w := range []*wire{ben, chie} {
		require.NotContains(t, w.text(), "what was said")
		require.Regexp(t, `(?s)before.*only a number.*after`, w.text())
	}
}

func TestFramesHaveTheLengthsOfTheStandard(t *testing.T) {
	for size, header := range map[int]int{0: 2, 125: 2, 126: 4, 65535: 4, 65536: 10} {
		require.Len(t, TextFrame(make([]byte, size)), header+size)
	}
	require.Equal(t, []byte{0x81, 2, 'h', 'i'}, TextFrame([]byte("hi")))
	require.Equal(t, []byte{0x88, 2, 0x11, 0x31}, closeFrame(4401, ""))
}

func TestNewConnectionsDoNotHurryThePings(t *testing.T) {
	h := running(t)
	alive, w := connected(t, h, 2)
	s := h.shardOf(2)
	for range PingSeconds {
		for range PingSeconds - 1 { // a wave of people who come back between two ticks
			passing := &Connection{Account: 4, Beneath: &wire{}}
			h.Connect(passing)
			h.Disconnect(passing)
		}
		s.do(func(s *shard) { s.ping(); s.flush() })
	}
	require.Contains(t, []int32{1, 2}, alive.unanswered.Load()) // the hub's own tick may have come between
	require.False(t, w.hasEnded())
}

func TestASilentConnectionIsDroppedAfterTwoUnansweredPings(t *testing.T) {
	h := running(t)
	silent, w := connected(t, h, 2)
	alive, stays := connected(t, h, 4)
	s := h.shardOf(2)
	for range 3 * PingSeconds {
		s.do(func(s *shard) { s.ping(); s.flush() })
		alive.Alive()
	}
	require.True(t, w.hasEnded())
	require.False(t, stays.hasEnded())
	require.GreaterOrEqual(t, silent.unanswered.Load(), int32(2))
}
