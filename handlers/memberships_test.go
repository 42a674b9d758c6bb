package handlers

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// has changes how a person has a channel and gives it as it is then.
func (p *person) has(channel int64, what object) event.Channel {
	p.h.t.Helper()
	return decoded[event.Channel](p.asks("PATCH", membership(channel), what).is(200))
}

// favourites are the names of a person's favourites in their order.
func (p *person) favourites() (names []string) {
	channels := p.bootstrap().Channels
	slices.SortFunc(channels, func(a, b event.Channel) int { return cmp.Compare(a.Favourite, b.Favourite) })
	for _, c := range channels {
		if c.Favourite != 0 {
			names = append(names, c.Name)
		}
	}
	return names
}

func TestFavouritesStandInOnesOwnOrder(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	ids := map[string]int64{}
	for _, name := range []string{"one", "two", "three"} {
		ids[name] = aiko.createsChannel(1, name, true).ID
		ben.has(ids[name], object{"favourite": true})
	}
	aiko.has(ids["three"], object{"favourite": true})
	require.Equal(t, []string{"one", "two", "three"}, ben.favourites())
	ben.has(ids["three"], object{"before": ids["one"]})
	ben.has(ids["three"], object{"favourite": true})
	require.Equal(t, []string{"three", "one", "two"}, ben.favourites())
	ear := ben.listens()
	for range 25 { // more than there is room for between two neighbours
		ben.has(ids["one"], object{"before": ids["two"]})
		ben.has(ids["three"], object{"before": ids["two"]})
	}
	require.Equal(t, []string{"one", "three", "two"}, ben.favourites())
	told := map[any]any{}
	for _, f := range ear.everything() {
		if f["type"] == "membership.updated" {
			told[f["channel"]] = f["favourite"]
		}
	}
	for name, id := range ids {
		require.Equal(t, float64(ben.channelNamed(name).Favourite), told[float64(id)], "%s was told", name)
	}
	require.Equal(t, []string{"three"}, aiko.favourites(), "another's order is his own")
	ben.has(ids["three"], object{"favourite": false})
	require.Equal(t, []string{"one", "two"}, ben.favourites())
	ben.asks("PATCH", membership(ids["one"]), object{"before": ids["three"]}).isProblem(409, "neighbour_gone")
}

func TestHowOneHasAChannelIsOnesOwn(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	since := ben.bootstrap().Me.Rev
	ear, deaf := ben.listens(), aiko.listens()
	ben.has(general.ID, object{"notify": "nothing", "muted": true})
	told := ear.until("membership.updated")
	require.Equal(t, "nothing", told["notify"])
	require.Equal(t, true, told["muted"])
	healed := decoded[meChanges](ben.asks("GET", fmt.Sprintf("/me/changes?since=%d", since), nil).is(200))
	require.True(t, channelOf(healed.Channels, general.ID).Muted)
	ben.asks("PATCH", membership(general.ID), object{"notify": "sometimes"}).isProblem(422, "invalid")

	ben.asks("PATCH", "/workspaces/1/membership", object{"notify": "all"}).is(200)
	require.Equal(t, "all", ear.until("workspace.membership.updated")["notify"])
	require.Equal(t, "all", ben.bootstrap().Workspaces[0].Notify)
	require.Empty(t, aiko.bootstrap().Workspaces[0].Notify)
	for _, f := range deaf.everything() {
		require.NotContains(t, f["type"], "membership")
	}
}

func TestOnlyModeratorsWriteWhereThatIsSet(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	news := decoded[event.Channel](aiko.asks("POST", "/workspaces/1/channels", object{"name": "news", "kind": "announcement"}).is(201))
	require.Equal(t, "announcement", news.Kind)
	require.Equal(t, "moderators", news.Posting)
	aiko.asks("POST", "/workspaces/1/channels", object{"name": "talk", "kind": "voice"}).isProblem(422, "invalid")
	path := fmt.Sprintf("/channels/%d/messages", news.ID)
	ben.asks("POST", path, object{"nonce": "may-i-speak", "text": "me too"}).isProblem(403, "right_missing")
	ben.asks("PATCH", fmt.Sprintf("/channels/%d", news.ID), object{"posting": "everyone"}).isProblem(403, "right_missing")
	aiko.says(news.ID, "we move")

	aiko.changes(news.ID, object{"posting": "everyone"})
	ben.asks("POST", path, object{"nonce": "may-i-speak", "text": "me too"}).is(201)
	said := ben.history(news.ID, "limit=1").Items[0]
	aiko.changes(news.ID, object{"posting": "moderators"})
	ben.asks("POST", path, object{"nonce": "may-i-speak", "text": "me too"}).is(200)
	require.Equal(t, []string{"we move", "me too"}, ben.texts(news.ID, ""))
	ben.asks("PATCH", messagePath(said), object{"text": "something else for all"}).isProblem(403, "right_missing")
	reply := ben.replies(said, "in the thread everybody writes", false)
	require.Equal(t, "and corrects it", ben.edits(reply, "and corrects it").Text)
	aiko.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), object{"role": "moderator"}).is(200)
	ben.says(news.ID, "now as a moderator")
	require.Equal(t, "me, too", ben.edits(said, "me, too").Text)

	general := aiko.changes(aiko.channelNamed("general").ID, object{"posting": "moderators", "pinning": "everyone"})
	require.Equal(t, "moderators", general.Posting)
	require.Equal(t, "everyone", general.Pinning)
}
