package handlers

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// texts are the texts of a person's messages in a channel, without the lines.
func (p *person) texts(channel int64, query string) (texts []string) {
	for _, m := range p.history(channel, query).Items {
		if m.Kind == "" {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

// lines are the kinds of the lines in a channel's log.
func (p *person) lines(channel int64) (kinds []string) {
	for _, m := range p.history(channel, "limit=200").Items {
		if m.Kind != "" {
			kinds = append(kinds, m.Kind)
		}
	}
	return kinds
}

func member(channel, account int64) string {
	return fmt.Sprintf("/channels/%d/members/%d", channel, account)
}

func TestAPrivateChannelHoldsExactlyItsPeople(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	quiet := decoded[event.Channel](aiko.asks("POST", "/workspaces/1/channels", object{"name": "quiet", "private": true}).is(201))
	aiko.asks("POST", "/workspaces/1/channels", object{"name": "both", "private": true, "everyone": true}).isProblem(409, "everyone_private")
	ear, deaf := ben.listens(), chie.listens()
	aiko.asks("PUT", member(quiet.ID, ben.ID), nil).is(201)
	aiko.asks("PUT", member(quiet.ID, ben.ID), nil).is(200)
	require.Equal(t, "quiet", ear.until("channel.joined")["channel"].(object)["name"])
	ben.says(quiet.ID, "only for us")
	ben.asks("PUT", member(quiet.ID, chie.ID), nil).isProblem(403, "right_missing")
	chie.asks("PUT", member(quiet.ID, chie.ID), nil).isProblem(404, "not_found")
	aiko.asks("PUT", member(quiet.ID, 9999), nil).isProblem(404, "not_found")
	for _, f := range deaf.everything() {
		require.NotContains(t, fmt.Sprint(f), "quiet")
	}
	aiko.asks("DELETE", member(quiet.ID, ben.ID), nil).is(204)
	require.Equal(t, float64(quiet.ID), ear.until("channel.left")["channel"])
	aiko.says(quiet.ID, "he is gone")
	for _, f := range ear.everything() {
		require.NotContains(t, fmt.Sprint(f), "he is gone")
	}
	require.Equal(t, []string{"joined", "joined", "removed"}, aiko.lines(quiet.ID))
	aiko.asks("PATCH", fmt.Sprintf("/channels/%d", quiet.ID), object{"private": false}).isProblem(409, "channel_private")
	aiko.asks("PATCH", fmt.Sprintf("/channels/%d", quiet.ID), object{"everyone": true}).isProblem(409, "everyone_private")
}

func TestWhoIsAddedToAChannelIsMentionedByItsLineUntilHeReadsIt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	plans := decoded[event.Channel](aiko.asks("POST", "/workspaces/1/channels", object{"name": "plans", "everyone": false}).is(201))
	ear := ben.listens()
	aiko.asks("PUT", member(plans.ID, ben.ID), nil).is(201)
	line := ear.until("message.created")["message"].(object)
	require.Equal(t, []any{float64(ben.ID)}, line["mentions"])
	require.Equal(t, int64(1), ben.counted(plans.ID).Mentions)
	require.Zero(t, ben.counted(plans.ID).Unread)
	require.Zero(t, aiko.counted(plans.ID).Mentions)
	ben.asks("PUT", fmt.Sprintf("/channels/%d/read", plans.ID), object{"seq": int64(line["seq"].(float64))}).is(200)
	require.Zero(t, ben.counted(plans.ID).Mentions)

	chie.asks("PUT", member(plans.ID, chie.ID), nil).is(201)
	require.Zero(t, chie.counted(plans.ID).Mentions, "who comes by himself knows it")
	require.NotContains(t, ear.until("message.created")["message"], "mentions")
}

func TestWhoMadeAPrivateChannelManagesIt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	aiko.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), object{"role": "moderator"}).is(200)
	plan := decoded[event.Channel](ben.asks("POST", "/workspaces/1/channels", object{"name": "plan", "private": true}).is(201))
	aiko.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), object{"role": "member"}).is(200)
	ben.asks("PUT", member(plan.ID, chie.ID), nil).is(201)
	ben.changes(plan.ID, object{"topic": "for the summer"})
	chie.asks("PATCH", fmt.Sprintf("/channels/%d", plan.ID), object{"topic": "mine"}).isProblem(403, "right_missing")
	ben.changes(plan.ID, object{"archived": true})
	ben.changes(plan.ID, object{"archived": false})
	ben.asks("DELETE", fmt.Sprintf("/channels/%d", plan.ID), nil).is(204)
	ben.asks("GET", fmt.Sprintf("/channels/%d", plan.ID), nil).isProblem(404, "not_found")
}

func TestNobodyTakesAChannelFromThoseAboveHim(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	aiko.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), object{"role": "moderator"}).is(200)
	open := decoded[event.Channel](ben.asks("POST", "/workspaces/1/channels", object{"name": "open"}).is(201))
	ben.asks("PATCH", fmt.Sprintf("/channels/%d", open.ID), object{"private": true}).isProblem(403, "right_missing")
	ben.asks("DELETE", member(open.ID, aiko.ID), nil).isProblem(403, "right_missing")
	ben.asks("DELETE", member(open.ID, chie.ID), nil).is(204)
	aiko.changes(open.ID, object{"private": true})
	ben.asks("PATCH", fmt.Sprintf("/channels/%d", open.ID), object{"archived": true}).isProblem(403, "right_missing")
	ben.asks("DELETE", fmt.Sprintf("/channels/%d", open.ID), nil).isProblem(403, "right_missing")
	ben.asks("DELETE", member(open.ID, aiko.ID), nil).isProblem(403, "right_missing")
}

func TestAPrivateChannelGoesWithItsLastMember(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	private := func(by *person) event.Channel {
		return decoded[event.Channel](by.asks("POST", "/workspaces/1/channels", object{"name": "quiet", "private": true}).is(201))
	}
	quiet := private(aiko)
	aiko.says(quiet.ID, "a word for the wastebasket")
	aiko.asks("PUT", member(quiet.ID, ben.ID), nil).is(201)
	aiko.asks("DELETE", member(quiet.ID, aiko.ID), nil).is(204)
	require.Equal(t, []string{"a word for the wastebasket"}, ben.texts(quiet.ID, ""))
	aiko.asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), nil).is(204)
	private(aiko) // the name is free
	h.eventually("the text is gone from the disk", func() bool { return !h.onDisk("for the wastebasket") })
}

func TestAnOpenChannelBecomesPrivateForThoseWhoAreInIt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	news := aiko.createsChannel(1, "news", true)
	require.True(t, ben.channelNamed("news").Everyone)
	after := aiko.changes(news.ID, object{"private": true})
	require.True(t, after.Private)
	require.False(t, after.Everyone)
	require.Contains(t, ben.lines(news.ID), "private")
	chie := h.joins("Chie", aiko, 1)
	chie.asks("PUT", member(news.ID, chie.ID), nil).isProblem(404, "not_found")
	require.Len(t, chie.bootstrap().Channels, 1)
}

func TestWithHistoryFromJoiningOnNobodySeesWhatWasWrittenBefore(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	news := decoded[event.Channel](aiko.asks("POST", "/workspaces/1/channels", object{"name": "news", "everyone": false, "history": "joining"}).is(201))
	before := aiko.says(news.ID, "before Ben")
	ben := h.joins("Ben", aiko, 1)
	ben.asks("PUT", member(news.ID, ben.ID), nil).is(201)
	aiko.says(news.ID, "after Ben came")
	for _, query := range []string{"", "after=0", "around=1", "before=9", "limit=1", fmt.Sprintf("around=%d", before.Seq)} {
		require.NotContains(t, ben.texts(news.ID, query), "before Ben", query)
	}
	require.Equal(t, []string{"after Ben came"}, ben.texts(news.ID, "after=0"))
	changes := decoded[channelChanges](ben.asks("GET", fmt.Sprintf("/channels/%d/changes?since=0", news.ID), nil).is(200))
	for _, m := range changes.Messages {
		require.Greater(t, m.Seq, before.Seq)
	}
	ben.asks("POST", fmt.Sprintf("/channels/%d/unread", news.ID), object{"seq": 1}).is(200)
	require.Equal(t, int64(1), ben.channelNamed("news").Unread, "only what he sees counts")

	ben.asks("DELETE", member(news.ID, ben.ID), nil).is(204)
	aiko.says(news.ID, "while Ben was away")
	ben.asks("PUT", member(news.ID, ben.ID), nil).is(201)
	require.Empty(t, ben.texts(news.ID, "after=0"), "leaving and coming back begins anew")

	aiko.changes(news.ID, object{"history": "all"})
	require.Equal(t, []string{"before Ben", "after Ben came", "while Ben was away"}, ben.texts(news.ID, "after=0"))
	require.Contains(t, ben.lines(news.ID), "history")
}

func TestAnArchivedChannelCanOnlyBeRead(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	news := aiko.createsChannel(1, "news", true)
	aiko.says(news.ID, "kept")
	ear := ben.listens()
	require.NotNil(t, aiko.changes(news.ID, object{"archived": true}).ArchivedAt)
	require.NotNil(t, ear.until("channel.updated")["archived_at"])
	ben.asks("POST", fmt.Sprintf("/channels/%d/messages", news.ID), object{"nonce": "too-late-1", "text": "x"}).isProblem(409, "channel_archived")
	ear.send(object{"type": "message.send", "ref": "late", "channel": news.ID, "nonce": "too-late-2", "text": "x"})
	require.Equal(t, "channel_archived", ear.until("error")["code"])
	require.Equal(t, []string{"kept"}, ben.texts(news.ID, ""))
	require.Len(t, h.joins("Chie", aiko, 1).bootstrap().Channels, 1, "nobody is added to an archived channel")
	aiko.changes(news.ID, object{"archived": false})
	ben.says(news.ID, "again")
	require.Equal(t, []string{"archived", "restored"}, aiko.lines(news.ID)[1:])
}

func TestADeletedChannelIsGoneForEverybodyAndFromTheDisk(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	news := aiko.createsChannel(1, "news", true)
	for i := range 3 {
		aiko.says(news.ID, fmt.Sprintf("a secret of the firm %d", i))
	}
	ear := ben.listens()
	aiko.asks("DELETE", fmt.Sprintf("/channels/%d", news.ID), nil).is(204)
	left := ear.until("channel.left")
	require.Equal(t, true, left["deleted"])
	for _, p := range []*person{aiko, ben} {
		p.asks("GET", fmt.Sprintf("/channels/%d/messages", news.ID), nil).isProblem(404, "not_found")
		require.Len(t, p.bootstrap().Channels, 1)
	}
	aiko.createsChannel(1, "news", true) // the name is free
	h.eventually("the text is gone from the disk", func() bool { return !h.onDisk("a secret of the firm") })
	require.Equal(t, 0, h.count(`SELECT count(*) FROM channels WHERE deleted_at IS NOT NULL`))
}

func TestADeletedWorkspaceIsGoneForEverybodyAndFromTheDisk(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	other := decoded[event.Workspace](aiko.asks("POST", "/workspaces", object{"name": "Elsewhere"}).is(201))
	aiko.asks("POST", fmt.Sprintf("/workspaces/%d/categories", other.ID), object{"name": "Teams"}).is(201)
	code := aiko.invites(other.ID, object{}).Code
	var people []*person
	for i := range 30 { // more than one piece of the removal
		people = append(people, h.joins(fmt.Sprintf("Person-%d", i), aiko, other.ID))
	}
	ben := people[0]
	for _, c := range ben.bootstrap().Channels {
		ben.says(c.ID, "a plan nobody may find")
	}
	ear := ben.listens()
	aiko.asks("DELETE", fmt.Sprintf("/workspaces/%d", other.ID), nil).is(204)
	require.Equal(t, true, ear.until("workspace.left")["deleted"])
	for _, p := range append(people, aiko) {
		p.asks("GET", fmt.Sprintf("/workspaces/%d", other.ID), nil).isProblem(404, "not_found")
	}
	require.Empty(t, ben.bootstrap().Channels)
	ben.asks("POST", "/invites/"+code+"/accept", nil).isProblem(404, "invite_not_found")
	h.eventually("the text is gone from the disk", func() bool { return !h.onDisk("a plan nobody may find") })
	require.Equal(t, 1, h.count(`SELECT count(*) FROM workspaces`))
	require.Equal(t, 0, h.count(`SELECT count(*) FROM categories`))
	require.Len(t, aiko.bootstrap().Workspaces, 1)
}

// onDisk says whether a text stands anywhere in the database's files.
func (h *house) onDisk(text string) bool {
	files, err := filepath.Glob(h.path + "*")
	require.NoError(h.t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(h.t, err)
		if len(text) > 0 && bytes.Contains(content, []byte(text)) {
			return true
		}
	}
	return false
}

// count is the number that a query on the house's database gives.
func (h *house) count(query string) (n int) {
	db, err := sql.Open("sqlite", "file:"+h.path+"?mode=ro")
	require.NoError(h.t, err)
	defer func() { _ = db.Close() }()
	require.NoError(h.t, db.QueryRowContext(h.t.Context(), query).Scan(&n))
	return n
}

// eventually waits until something is true.
func (h *house) eventually(what string, is func() bool) {
	h.t.Helper()
	require.Eventually(h.t, is, 10*time.Second, 10*time.Millisecond, what)
}
