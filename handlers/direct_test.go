package handlers

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// direct is the direct channel of a person and some others.
func (p *person) direct(others ...*person) event.Channel {
	p.h.t.Helper()
	return p.gathers(object{}, others...)
}

func (p *person) gathers(what object, others ...*person) event.Channel {
	p.h.t.Helper()
	ids := []int64{}
	for _, o := range others {
		ids = append(ids, o.ID)
	}
	what["account_ids"] = ids
	answer := p.asks("POST", "/direct", what)
	require.Contains(p.h.t, []int{200, 201}, answer.status, "%s", answer.body)
	return decoded[event.Channel](answer)
}

// sees is a channel as the person has it now.
func (p *person) sees(channel int64) event.Channel {
	p.h.t.Helper()
	return decoded[event.Channel](p.asks("GET", fmt.Sprintf("/channels/%d", channel), nil).is(200))
}

func membership(channel int64) string { return fmt.Sprintf("/channels/%d/membership", channel) }

func TestTwoPeopleHaveOneDirectChannel(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	ear := ben.listens()
	c := aiko.direct(ben)
	require.Equal(t, []int64{aiko.ID, ben.ID}, c.People)
	require.Equal(t, "direct", c.Kind)
	require.Zero(t, c.Workspace)
	require.Equal(t, c.ID, ben.direct(aiko).ID, "the same from the other side")
	aiko.asks("POST", "/direct", object{"account_ids": []int64{ben.ID, ben.ID, aiko.ID}}).is(200)

	joined := ear.until("channel.joined")["channel"].(object)
	require.Equal(t, []any{float64(aiko.ID), float64(ben.ID)}, joined["people"])
	aiko.says(c.ID, "lunch?")
	require.Equal(t, "lunch?", ear.until("message.created")["message"].(object)["text"])
	ben.says(c.ID, "yes")
	require.Equal(t, []string{"lunch?", "yes"}, aiko.texts(c.ID, ""))
	require.Equal(t, int64(1), aiko.sees(c.ID).Unread)

	start := ben.bootstrap()
	require.Len(t, start.People, 2, "the list names its people")
	require.Equal(t, []int64{aiko.ID, ben.ID}, channelOf(start.Channels, c.ID).People)
	healed := decoded[meChanges](ben.asks("GET", "/me/changes?since=0", nil).is(200))
	require.Equal(t, []int64{aiko.ID, ben.ID}, channelOf(healed.Channels, c.ID).People)
}

func channelOf(channels []event.Channel, id int64) event.Channel {
	for _, c := range channels {
		if c.ID == id {
			return c
		}
	}
	return event.Channel{}
}

func TestNotesToOneselfAreADirectChannelOfOne(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	notes := aiko.direct()
	require.Equal(t, []int64{aiko.ID}, notes.People)
	require.Equal(t, notes.ID, aiko.direct(aiko).ID)
	require.Zero(t, notes.HiddenSeq)
	aiko.says(notes.ID, "buy milk")
	require.False(t, aiko.sees(notes.ID).Closed)
	aiko.asks("DELETE", member(notes.ID, aiko.ID), nil).isProblem(409, "direct_pair_stays")
}

func TestWhoBeginsIsSeenOnlyWhenSomethingIsWritten(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	c := aiko.direct(ben)
	require.Zero(t, c.HiddenSeq)
	require.Equal(t, int64(-1), ben.sees(c.ID).HiddenSeq)
	aiko.says(c.ID, "hello")

	ear := ben.listens()
	hidden := decoded[event.Channel](ben.asks("PATCH", membership(c.ID), object{"hidden": true}).is(200))
	require.Equal(t, hidden.LastStreamSeq, hidden.HiddenSeq, "until the next message")
	require.Equal(t, float64(hidden.HiddenSeq), ear.until("membership.updated")["hidden_seq"])
	require.Zero(t, ben.direct(aiko).HiddenSeq, "who asks for it sees it")
	require.Zero(t, ear.until("membership.updated")["hidden_seq"])
	ben.asks("PATCH", membership(ben.channelNamed("general").ID), object{"hidden": true}).isProblem(409, "not_direct")
}

func TestAGroupIsFoundAgainByItsPeople(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie, dan := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1), h.joins("Dan", aiko, 1)
	group := aiko.direct(ben, chie)
	require.Equal(t, "joining", group.History)
	require.Equal(t, group.ID, chie.direct(aiko, ben).ID)
	require.NotEqual(t, group.ID, aiko.direct(ben).ID)
	named := aiko.gathers(object{"name": "Trip"}, ben, chie)
	require.NotEqual(t, group.ID, named.ID, "one with a name is new")
	require.Equal(t, group.ID, ben.direct(aiko, chie).ID)

	lunch := aiko.direct(ben, dan)
	ben.changes(lunch.ID, object{"name": "Lunch"})
	require.NotEqual(t, lunch.ID, dan.direct(aiko, ben).ID, "it is theirs no more than any other with a name")

	aiko.asks("PUT", member(group.ID, dan.ID), nil).is(201)
	require.Equal(t, group.ID, dan.direct(ben, chie, aiko).ID, "by the people who are in it now")
	require.NotEqual(t, group.ID, aiko.direct(ben, chie).ID)
	dan.asks("DELETE", member(group.ID, dan.ID), nil).is(204)
	for _, p := range []*person{chie, ben} {
		p.asks("DELETE", member(group.ID, p.ID), nil).is(204)
	}
	require.Equal(t, []int64{aiko.ID}, aiko.sees(group.ID).People)
	require.NotEqual(t, group.ID, aiko.direct().ID, "what is left of a group are no notes")
	aiko.says(group.ID, "alone")
	aiko.asks("DELETE", member(group.ID, aiko.ID), nil).is(204)
	aiko.asks("GET", fmt.Sprintf("/channels/%d", group.ID), nil).isProblem(404, "not_found")
}

func TestWhoIsAddedToAGroupSeesOnlyWhatComesAfter(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie, dan := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1), h.joins("Dan", aiko, 1)
	group := aiko.direct(ben, chie)
	aiko.says(group.ID, "about Dan's birthday")
	before := ben.sees(group.ID)
	ear := ben.listens()
	chie.asks("PUT", member(group.ID, dan.ID), nil).is(201)
	chie.asks("PUT", member(group.ID, dan.ID), nil).is(200)
	people := []any{float64(aiko.ID), float64(ben.ID), float64(chie.ID), float64(dan.ID)}
	require.Equal(t, people, ear.until("channel.updated")["people"])
	missed := decoded[channelChanges](ben.asks("GET", fmt.Sprintf("/channels/%d/changes?since=%d", group.ID, before.LastRev), nil).is(200))
	require.Len(t, missed.Channel.People, 4)
	chie.says(group.ID, "welcome")
	require.Equal(t, []string{"welcome"}, dan.texts(group.ID, ""))
	require.Equal(t, []string{"about Dan's birthday", "welcome"}, ben.texts(group.ID, ""))

	ben.changes(group.ID, object{"name": "Party"})
	require.Equal(t, "Party", ear.until("channel.updated")["name"])
	ben.asks("DELETE", member(group.ID, dan.ID), nil).isProblem(409, "direct")
	for _, wish := range []object{{"topic": "x"}, {"private": false}, {"everyone": true}, {"archived": true}, {"history": "all"}, {"before": 0}, {"posting": "moderators"}} {
		aiko.asks("PATCH", fmt.Sprintf("/channels/%d", group.ID), wish).isProblem(409, "direct")
	}
	aiko.asks("DELETE", fmt.Sprintf("/channels/%d", group.ID), nil).isProblem(409, "direct")
	dan.asks("DELETE", member(group.ID, dan.ID), nil).is(204)
	dan.asks("GET", fmt.Sprintf("/channels/%d/messages", group.ID), nil).isProblem(404, "not_found")
	require.Len(t, ear.until("channel.updated")["people"], 3)
}

func TestAPairTakesNobodyElseAndAGroupTwenty(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	var others []*person
	for i := range 20 {
		others = append(others, h.joins(fmt.Sprintf("Person%d", i), aiko, 1))
	}
	pair := aiko.direct(others[0])
	aiko.asks("PUT", member(pair.ID, others[1].ID), nil).isProblem(409, "direct_pair")
	aiko.asks("PATCH", fmt.Sprintf("/channels/%d", pair.ID), object{"name": "Us"}).isProblem(409, "direct_pair")
	aiko.asks("POST", "/direct", object{"name": "Us", "account_ids": []int64{others[0].ID}}).isProblem(409, "direct_pair")
	ids := []int64{}
	for _, p := range others {
		ids = append(ids, p.ID)
	}
	aiko.asks("POST", "/direct", object{"account_ids": ids}).isProblem(422, "direct_full")
	full := aiko.direct(others[:19]...)
	require.Len(t, full.People, 20)
	aiko.asks("PUT", member(full.ID, others[19].ID), nil).isProblem(422, "direct_full")
}

func TestNobodyWritesToWhomHeSharesNothingWith(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	mallory := h.outsider("Mallory", aiko, 1)
	mallory.asks("POST", "/direct", object{"account_ids": []int64{aiko.ID}}).isProblem(404, "not_found")
	mallory.asks("POST", "/direct", object{"account_ids": []int64{9999}}).isProblem(404, "not_found")
	c := aiko.direct(ben)
	for _, r := range h.routes() {
		if path := r.filled(map[string]string{"id": fmt.Sprint(c.ID), "account": fmt.Sprint(mallory.ID)}); len(r.path) > 9 && r.path[:9] == "/channels" {
			mallory.asks(r.method, path, r.body()).isProblem(404, "not_found")
		}
	}
	group := aiko.direct(ben, h.joins("Chie", aiko, 1))
	aiko.asks("PUT", member(group.ID, mallory.ID), nil).isProblem(404, "not_found")
}

func TestWithoutACommonWorkspaceADirectChannelCanOnlyBeRead(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	pair, group := aiko.direct(ben), chie.direct(aiko, ben)
	aiko.says(pair.ID, "while we work together")
	mine, his := aiko.listens(), ben.listens()
	aiko.asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), nil).is(204)
	for _, ear := range []*line{mine, his} {
		told := ear.until("membership.updated")
		require.Equal(t, float64(pair.ID), told["channel"])
		require.Equal(t, true, told["closed"])
	}
	for _, p := range []*person{aiko, ben} {
		require.Equal(t, []string{"while we work together"}, p.texts(pair.ID, ""))
		p.asks("POST", fmt.Sprintf("/channels/%d/messages", pair.ID), object{"nonce": "too-late-1", "text": "hello?"}).isProblem(409, "direct_closed")
		require.True(t, p.sees(pair.ID).Closed)
	}
	require.False(t, aiko.sees(group.ID).Closed, "two of the group still share a workspace")
	require.Len(t, decoded[list[event.Person]](ben.asks("GET", fmt.Sprintf("/users?ids=%d", aiko.ID), nil).is(200)).Items, 1, "the name stays")
	require.Equal(t, pair.ID, ben.direct(aiko).ID)

	his.everything()
	ben.asks("POST", "/invites/"+aiko.invites(1, object{}).Code+"/accept", nil).is(201)
	require.Nil(t, his.until("membership.updated")["closed"])
	ben.says(pair.ID, "I am back")
}

func TestWhoSharesNothingWithAGroupAnyMoreIsOutOfIt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	group, pair := chie.direct(aiko, ben), ben.direct(aiko)
	aiko.asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), nil).is(204)
	h.eventually("the group is without him", func() bool { return len(aiko.sees(group.ID).People) == 2 })
	his := ben.listens()
	aiko.says(group.ID, "among us")
	ben.asks("GET", fmt.Sprintf("/channels/%d", group.ID), nil).isProblem(404, "not_found")
	require.Len(t, ben.sees(pair.ID).People, 2, "a pair stays, so that he sees who it was")
	for _, f := range his.everything() {
		require.NotEqual(t, "message.created", f["type"])
	}
}

func TestAGroupWhoseWorkspaceIsGoneKeepsItsName(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	group := aiko.direct(h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1))
	aiko.asks("DELETE", "/workspaces/1", nil).is(204)
	h.eventually("nobody writes there any more", func() bool { return aiko.sees(group.ID).Closed })
	aiko.asks("PATCH", fmt.Sprintf("/channels/%d", group.ID), object{"name": "Party"}).isProblem(409, "direct_closed")
}

func TestADeletedPersonsDirectChannelsStayWithTheOthers(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	pair, group, notes := ben.direct(aiko), ben.direct(aiko, chie), ben.direct()
	ben.says(pair.ID, "goodbye")
	ben.says(notes.ID, "only for me")
	ben.asks("PATCH", "/me", object{"keywords": "harbour"}).is(200)
	ben.asks("DELETE", "/me", object{"password": password}).is(204)
	require.Equal(t, []string{"goodbye"}, aiko.texts(pair.ID, ""))
	require.True(t, aiko.sees(pair.ID).Closed)
	h.eventually("the group is without him", func() bool { return len(aiko.sees(group.ID).People) == 2 })
	aiko.says(group.ID, "the two of us")
	require.Len(t, aiko.sees(pair.ID).People, 2)
	require.Zero(t, h.count("SELECT count(*) FROM accounts WHERE keywords = 'harbour'"))
	h.eventually("his notes are gone", func() bool { return h.count("SELECT count(*) FROM messages WHERE text = 'only for me'") == 0 })
}

func TestAnAnswerInAClosedDirectChannelIsRefusedToo(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	c := aiko.direct(ben)
	said := aiko.says(c.ID, "one thing more")
	path := fmt.Sprintf("/channels/%d/messages", c.ID)
	ben.asks("POST", path, object{"nonce": "an-answer-1", "text": "yes?", "parent": said.ID}).is(201)
	aiko.asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), nil).is(204)
	ben.asks("POST", path, object{"nonce": "an-answer-2", "text": "and?", "parent": said.ID}).isProblem(409, "direct_closed")
	ben.asks("POST", path, object{"nonce": "an-answer-1", "text": "yes?", "parent": said.ID}).is(200)
}
