package hub

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// later tells presence as if so much time had gone by.
func later(h *Hub, after time.Duration) {
	h.tellPresence(time.Now().Add(after))
	settle(h)
}

// news is what was written to a connection since the last look.
func (w *wire) news() string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	var text strings.Builder
	for _, f := range w.frames {
		text.Write(f)
	}
	w.frames = nil
	return text.String()
}

func TestANewcomerIsToldOfEverybodyAndTheOthersOfHim(t *testing.T) {
	h := running(t)
	_, aiko := connected(t, h, 1)
	_, ben := connected(t, h, 2)
	later(h, 0)
	for _, w := range []*wire{aiko, ben} {
		require.Contains(t, w.news(), `{"type":"presence","workspace":1,"all":true,"online":[1,2]}`)
	}
	_, carol := connected(t, h, 3)
	require.Empty(t, aiko.news(), "nothing before its time")
	later(h, 0)
	require.Contains(t, aiko.news(), `{"type":"presence","workspace":1,"online":[3]}`)
	require.Contains(t, carol.news(), `"all":true,"online":[1,2,3]`)
	require.NotContains(t, carol.text(), `"online":[3]}`)
	later(h, 0)
	require.Empty(t, aiko.news()+carol.news(), "nothing has changed")
}

func TestManyTabsAreOnePerson(t *testing.T) {
	h := running(t)
	_, aiko := connected(t, h, 1)
	first, _ := connected(t, h, 2)
	second, _ := connected(t, h, 2)
	later(h, 0)
	aiko.news()
	h.SetIdle(first, true)
	later(h, 0)
	require.Empty(t, aiko.news(), "he is at the other one")
	h.SetIdle(second, true)
	later(h, 0)
	require.Contains(t, aiko.news(), `"idle":[2]`)
	h.SetIdle(first, false)
	later(h, 0)
	require.Contains(t, aiko.news(), `"online":[2]`)
	h.Disconnect(first)
	later(h, 0)
	require.Contains(t, aiko.news(), `"idle":[2]`)
	h.Disconnect(second)
	later(h, reloadTime)
	require.Contains(t, aiko.news(), `"offline":[2]`)
	require.Empty(t, h.shardOf(2).standings)
}

func TestAReloadIsNoAbsence(t *testing.T) {
	h := running(t)
	_, aiko := connected(t, h, 1)
	tab, _ := connected(t, h, 2)
	later(h, 0)
	aiko.news()
	h.Disconnect(tab)
	later(h, 0)
	h.Connect(&Connection{Account: 2, Beneath: &wire{}}) // it has not resumed yet
	later(h, 0)
	_, again := connected(t, h, 2)
	later(h, 0)
	require.Empty(t, aiko.news())
	require.Contains(t, again.news(), `"all":true,"online":[1,2]`)
}

func TestDoNotDisturbEndsByItself(t *testing.T) {
	h := running(t)
	_, aiko := connected(t, h, 1)
	connected(t, h, 2)
	later(h, 0)
	aiko.news()
	until := time.Now().Add(time.Hour).UnixMilli()
	h.Publish([]event.Announcement{{To: event.Audience{Account: 2}, Event: event.MeUpdated{Type: "me.updated", Rev: 5, Me: event.Me{DndUntil: until}}}})
	h.SetDisturbAt(2, 0, 4) // read before, told after
	later(h, 0)
	require.Contains(t, aiko.news(), `"dnd":[2]`)
	later(h, time.Hour)
	require.Contains(t, aiko.news(), `"online":[2]`)
}

func TestWhoComesIntoAWorkspaceIsIntroduced(t *testing.T) {
	h := running(t)
	_, aiko := connected(t, h, 1)
	w := &wire{}
	c := &Connection{Account: 2, Beneath: w}
	h.Connect(c)
	require.NoError(t, h.Follow(c, ids(9), ids()))
	later(h, 0)
	require.NotContains(t, aiko.news(), "2]")
	require.NotContains(t, w.news(), `"workspace":1`)
	h.Publish([]event.Announcement{{To: event.Audience{Workspace: 1}, Event: event.Following{Accounts: []int64{2}, Begins: true}}})
	later(h, 0)
	require.Contains(t, aiko.news(), `{"type":"presence","workspace":1,"online":[2]}`)
	require.Contains(t, w.news(), `"workspace":1,"all":true,"online":[1,2]`)
}

func TestAfterAStartPresenceKeepsQuiet(t *testing.T) {
	h := New(slog.New(slog.DiscardHandler), 0)
	t.Cleanup(func() { h.Close(time.Second) })
	_, aiko := connected(t, h, 1)
	require.Eventually(t, func() bool { return strings.Contains(aiko.text(), `"all":true`) }, 10*time.Second, 10*time.Millisecond)
	quiet := running(t)
	_, ben := connected(t, quiet, 2)
	settle(quiet)
	require.Empty(t, ben.text())
}

func TestTypingReachesThoseWhoLookAndNobodyElse(t *testing.T) {
	h := running(t)
	aiko, aikosWire := connected(t, h, 1)
	ben, bens := connected(t, h, 2)
	_, carols := connected(t, h, 3)
	require.True(t, h.View(aiko, 1))
	require.True(t, h.View(ben, 1))
	require.False(t, h.View(ben, 2), "he is not in it")
	require.True(t, h.Typing(aiko, 1, 0))
	require.True(t, h.Typing(aiko, 1, 0), "a flood is no mistake, but told once")
	require.False(t, h.Typing(aiko, 2, 0))
	settle(h)
	require.Equal(t, 1, strings.Count(bens.news(), `{"type":"typing","channel":1,"account":1}`))
	require.Empty(t, carols.text()+aikosWire.text())
	require.True(t, h.Typing(aiko, 1, 5), "who goes on to another place is seen there at once")
	require.True(t, h.Typing(aiko, 1, 0), "but has been seen here already")
	require.True(t, h.Typing(aiko, 1, 6), "and more places than that are a flood, too")
	settle(h)
	require.Contains(t, bens.text(), `{"type":"typing","channel":1,"thread":5,"account":1}`)
	require.Equal(t, 1, strings.Count(bens.text(), `"type":"typing"`))
	require.True(t, h.View(ben, 0))
	require.True(t, h.View(aiko, 1))
	require.True(t, h.Typing(ben, 1, 7))
	settle(h)
	require.Equal(t, 1, strings.Count(bens.text(), `"type":"typing"`))
	require.Contains(t, aikosWire.text(), `{"type":"typing","channel":1,"thread":7,"account":2}`)
}

func TestTheSocketThatIsHiddenLongestMakesRoom(t *testing.T) {
	h := running(t)
	oldest, shown := connected(t, h, 2)
	hidden, longest := connected(t, h, 2)
	require.True(t, h.View(oldest, 1))
	require.True(t, h.View(hidden, 1))
	require.True(t, h.View(hidden, 0))
	for range socketsPerPerson - 2 {
		c, _ := connected(t, h, 2)
		require.True(t, h.View(c, 1))
	}
	connected(t, h, 2)
	settle(h)
	require.True(t, longest.hasEnded())
	require.False(t, shown.hasEnded())
}
