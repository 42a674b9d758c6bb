package handlers

import (
	"fmt"
	"slices"
	"sort"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// order is a workspace's list as a person sees it: category by category, channels by position.
func (p *person) order() (names []string) {
	b := p.bootstrap()
	groups := append([]event.Category{{}}, b.Categories...)
	sort.SliceStable(groups, func(i, j int) bool { return groups[i].Position < groups[j].Position })
	sort.Slice(b.Channels, func(i, j int) bool { return b.Channels[i].Position < b.Channels[j].Position })
	for _, g := range groups {
		if g.ID != 0 {
			names = append(names, g.Name+":")
		}
		for _, c := range b.Channels {
			if c.Category == g.ID {
				names = append(names, c.Name)
			}
		}
	}
	return names
}

func (p *person) createsCategory(name string) event.Category {
	return decoded[event.Category](p.asks("POST", "/workspaces/1/categories", object{"name": name}).is(201))
}

func TestCategoriesAndChannelsStandWhereTheyArePut(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	ear := ben.listens()
	teams, projects := aiko.createsCategory("Teams"), aiko.createsCategory("Projects")
	sales, design := aiko.createsChannel(1, "sales", true), aiko.createsChannel(1, "design", true)
	require.Equal(t, []string{"general", "sales", "design", "Teams:", "Projects:"}, ben.order())
	aiko.changes(sales.ID, object{"category": teams.ID})
	aiko.changes(design.ID, object{"category": teams.ID, "before": sales.ID})
	aiko.asks("PATCH", fmt.Sprintf("/categories/%d", projects.ID), object{"before": teams.ID}).is(200)
	require.Equal(t, []string{"general", "Projects:", "Teams:", "design", "sales"}, ben.order())
	require.Len(t, ear.until("categories.updated")["categories"], 1)
	made := decoded[event.Channel](aiko.asks("POST", "/workspaces/1/channels", object{"name": "roof", "category": projects.ID}).is(201))
	require.Equal(t, projects.ID, made.Category)
	aiko.changes(sales.ID, object{"before": design.ID})
	require.Equal(t, []string{"general", "Projects:", "roof", "Teams:", "sales", "design"}, ben.order())
	aiko.asks("DELETE", fmt.Sprintf("/categories/%d", teams.ID), nil).is(204)
	require.Equal(t, []string{"general", "sales", "design", "Projects:", "roof"}, ben.order())
	aiko.changes(made.ID, object{"category": 0, "before": design.ID})
	require.Equal(t, []string{"general", "sales", "roof", "design", "Projects:"}, ben.order())
	aiko.asks("PATCH", fmt.Sprintf("/channels/%d", sales.ID), object{"category": teams.ID}).isProblem(409, "neighbour_gone")
	aiko.asks("PATCH", fmt.Sprintf("/channels/%d", sales.ID), object{"category": projects.ID, "before": made.ID}).isProblem(409, "neighbour_gone")
	aiko.asks("PATCH", fmt.Sprintf("/categories/%d", projects.ID), object{"before": 9999}).isProblem(409, "neighbour_gone")
	aiko.asks("POST", "/workspaces/1/categories", object{"name": " "}).isProblem(422, "name_invalid")
}

func TestAPlaceCanBeTakenAgainAndAgain(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	first, second := aiko.createsChannel(1, "first", true), aiko.createsChannel(1, "second", true)
	general := aiko.channelNamed("general")
	ear := ben.listens()
	known := map[int64]event.ChannelForm{}
	for i := range 60 { // each halves the room before "general"; it is used up after twenty
		moved := []event.Channel{first, second}[i%2]
		aiko.changes(moved.ID, object{"before": general.ID})
		order := ben.order()
		require.Equal(t, moved.Name, order[slices.Index(order, "general")-1])
	}
	revs := map[any]float64{}
	for _, f := range ear.everything() {
		if f["type"] == "channel.updated" {
			require.Greater(t, f["rev"].(float64), revs[f["channel"]], "numbers come in order")
			revs[f["channel"]] = f["rev"].(float64)
			known[int64(f["channel"].(float64))] = event.ChannelForm{Position: int64(f["position"].(float64))}
		}
	}
	for _, c := range ben.bootstrap().Channels {
		require.Equal(t, c.Position, known[c.ID].Position, "%s: who follows the events has another order", c.Name)
	}
	a, b := aiko.createsCategory("A"), aiko.createsCategory("B")
	for i := range 60 {
		moved, other := []event.Category{a, b}[i%2], []event.Category{b, a}[i%2]
		aiko.asks("PATCH", fmt.Sprintf("/categories/%d", moved.ID), object{"before": other.ID}).is(200)
	}
	require.Equal(t, []string{"B:", "A:"}, ben.order()[3:])
}

func TestAWorkspaceHasAHundredCategoriesAtMost(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	for i := range 100 {
		aiko.createsCategory(fmt.Sprint(i))
	}
	aiko.asks("POST", "/workspaces/1/categories", object{"name": "one more"}).isProblem(409, "too_many_categories")
}

func TestWhoWasAwayLearnsTheCategories(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	since := ben.bootstrap().Workspaces[0].Rev
	aiko.createsCategory("Teams")
	changes := decoded[workspaceChanges](ben.asks("GET", fmt.Sprintf("/workspaces/1/changes?since=%d", since), nil).is(200))
	require.Equal(t, "Teams", changes.Categories[0].Name)
	require.Greater(t, changes.Rev, since)
}

func TestNobodyMovesAChannelBeforeOneThatHeCannotSee(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	aiko.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), object{"role": "moderator"}).is(200)
	quiet := decoded[event.Channel](aiko.asks("POST", "/workspaces/1/channels", object{"name": "quiet", "private": true}).is(201))
	general := ben.channelNamed("general")
	ben.asks("PATCH", fmt.Sprintf("/channels/%d", general.ID), object{"before": quiet.ID}).isProblem(409, "neighbour_gone")
}
