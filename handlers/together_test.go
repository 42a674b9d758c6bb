package handlers

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// sees reads on until a frame says of an account that it is in a state of presence.
func (l *line) sees(account int64, state string) {
	l.t.Helper()
	for {
		ids, _ := l.until("presence")[state].([]any)
		if slices.Contains(ids, any(float64(account))) {
			return
		}
	}
}

func TestPresenceIsSeenByTheWorkspace(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	outsider := h.outsider("Outsider", aiko, 1)
	hers, elsewhere := aiko.listens(), outsider.listens()
	his := ben.listens()
	hers.sees(ben.ID, "online")
	his.sees(aiko.ID, "online")
	his.send(object{"type": "presence", "state": "idle"})
	hers.sees(ben.ID, "idle")
	his.send(object{"type": "presence", "state": "active"})
	hers.sees(ben.ID, "online")
	ben.asks("PATCH", "/me", object{"dnd_until": time.Now().Add(time.Hour).UnixMilli()}).is(200)
	hers.sees(ben.ID, "dnd")
	require.NoError(t, his.conn.Close())
	hers.sees(ben.ID, "offline")
	for _, f := range elsewhere.everything() {
		require.NotEqual(t, float64(1), f["workspace"], "an outsider sees nobody of it")
	}
	back := ben.listens()
	back.sees(aiko.ID, "online")
	hers.sees(ben.ID, "dnd")
}

func TestTypingIsToldWhereItIsLookedAt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	hers, his, hidden := aiko.listens(), ben.listens(), ben.listens()
	his.send(object{"type": "view", "ref": "v", "channel": general.ID})
	his.until("ack")
	for range 500 {
		hers.send(object{"type": "typing", "channel": general.ID})
	}
	require.Empty(t, errorsIn(hers.everything()))
	typing := func(frames []object) (count int) {
		for _, f := range frames {
			if f["type"] == "typing" {
				require.Equal(t, float64(aiko.ID), f["account"])
				count++
			}
		}
		return count
	}
	require.Equal(t, 1, typing(his.everything()), "a flood is told once")
	require.Zero(t, typing(hidden.everything()))
	require.Zero(t, typing(hers.everything()))
	hers.send(object{"type": "typing", "ref": "1", "channel": general.ID, "thread": -1})
	require.Equal(t, "invalid", hers.until("error")["code"])
}

func TestStatesOfPresenceThatNobodyKnowsAreRefused(t *testing.T) {
	h := newHouse(t)
	ear := h.owner("Aiko").listens()
	ear.send(object{"type": "presence", "ref": "1", "state": "dnd"})
	require.Equal(t, "invalid", ear.until("error")["code"])
}
