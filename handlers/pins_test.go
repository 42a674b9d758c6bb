package handlers

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestModeratorsPinAndEverybodyFindsIt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	first, second := ben.says(general.ID, "the door's code"), ben.says(general.ID, "the menu")
	ben.asks("PUT", messagePath(first, "/pin"), nil).isProblem(403, "right_missing")
	ear := ben.listens()
	aiko.asks("PUT", messagePath(first, "/pin"), nil).is(204)
	require.Equal(t, float64(aiko.ID), ear.until("message.updated")["message"].(object)["pinned_by"])
	rev := ben.channelNamed("general").LastRev
	aiko.asks("PUT", messagePath(first, "/pin"), nil).is(204)
	require.Equal(t, rev, ben.channelNamed("general").LastRev, "pinned already, nothing changes")
	aiko.asks("PUT", messagePath(second, "/pin"), nil).is(204)
	pins := decoded[messageList](ben.asks("GET", fmt.Sprintf("/channels/%d/pins", general.ID), nil).is(200))
	require.Equal(t, []string{"the menu", "the door's code"}, []string{pins.Items[0].Text, pins.Items[1].Text})
	require.Len(t, pins.People, 2)
	ben.asks("DELETE", messagePath(first, "/pin"), nil).isProblem(403, "right_missing")
	aiko.asks("DELETE", messagePath(first, "/pin"), nil).is(204)
	aiko.asks("DELETE", messagePath(first, "/pin"), nil).is(204)
	require.Len(t, decoded[messageList](ben.asks("GET", fmt.Sprintf("/channels/%d/pins", general.ID), nil).is(200)).Items, 1)
}

func TestAChannelHasAtMostAHundredPins(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	for i := range 101 {
		pinned := aiko.asks("PUT", messagePath(aiko.says(general.ID, fmt.Sprint(i)), "/pin"), nil)
		if i < 100 {
			pinned.is(204)
		} else {
			pinned.isProblem(409, "too_many_pins")
		}
	}
}
