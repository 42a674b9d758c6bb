package handlers

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

func TestWhoHasSeenAMessageIsToldWhereTheWorkspaceAllowsIt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, carol := h.joins("Ben", aiko, 1), h.joins("Carol", aiko, 1)
	general := aiko.channelNamed("general")
	m := aiko.says(general.ID, "hello")
	path := fmt.Sprintf("/messages/%d/seen", m.ID)
	readers := func(p *person) []int64 {
		ids := []int64{}
		for _, r := range decoded[list[event.Person]](p.asks("GET", path, nil).is(200)).Items {
			ids = append(ids, r.ID)
		}
		return ids
	}
	aiko.asks("GET", path, nil).isProblem(409, "seen_by_untold")
	ben.asks("PATCH", "/workspaces/1", object{"seen_by": true}).isProblem(403, "right_missing")
	ear := ben.listens()
	aiko.asks("PATCH", "/workspaces/1", object{"seen_by": true}).is(200)
	require.Equal(t, true, ear.until("workspace.updated")["seen_by"])
	require.True(t, ben.bootstrap().Workspaces[0].SeenBy)
	require.Empty(t, readers(aiko))
	ben.asks("PUT", fmt.Sprintf("/channels/%d/read", general.ID), object{"seq": m.Seq}).is(200)
	require.Equal(t, []int64{ben.ID}, readers(carol))
	h.joins("Dora", aiko, 1)
	require.Equal(t, []int64{ben.ID}, readers(aiko), "who came later has not seen it")
	h.outsider("Outsider", aiko, 1).asks("GET", path, nil).isProblem(404, "not_found")
}

func TestInALargeChannelItIsNotToldWhoHasSeenAMessage(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	aiko.asks("PATCH", "/workspaces/1", object{"seen_by": true}).is(200)
	m := aiko.says(aiko.channelNamed("general").ID, "hello")
	path := fmt.Sprintf("/messages/%d/seen", m.ID)
	for i := range 49 {
		h.joins(fmt.Sprintf("person-%d", i), aiko, 1)
	}
	aiko.asks("GET", path, nil).is(200)
	h.joins("one-more", aiko, 1)
	aiko.asks("GET", path, nil).isProblem(409, "seen_by_untold")
}
