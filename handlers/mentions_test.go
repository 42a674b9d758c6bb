package handlers

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// counted is one of the person's channels as the server counts it.
func (p *person) counted(channel int64) event.Channel {
	p.h.t.Helper()
	return decoded[event.Channel](p.asks("GET", fmt.Sprintf("/channels/%d", channel), nil).is(200))
}

func TestTheLongestUsernameAfterAnAtIsMentioned(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ai, ben, tanaka := h.joins("ai", aiko, 1), h.joins("Ben.K", aiko, 1), h.joins("田中", aiko, 1)
	general := aiko.channelNamed("general")
	for _, c := range []struct {
		text  string
		names []int64
	}{
		{"@aiさん、おはよう", []int64{ai.ID}},
		{"＠ｂｅｎ．ｋ 見てください", []int64{ben.ID}},
		{"@BEN.K.", []int64{ben.ID}},
		{"担当は@田中さんと@aiです", []int64{tanaka.ID, ai.ID}},
		{"@ai @ai", []int64{ai.ID}},
		{"@aix, x@ai, `@ai`, @carol", nil},
		{"I am @aiko", nil}, // oneself
	} {
		m := aiko.says(general.ID, c.text)
		require.ElementsMatch(t, c.names, m.Mentions, c.text)
		require.Empty(t, m.Unreached)
	}
	require.Equal(t, int64(3), ai.counted(general.ID).Mentions)
	require.Equal(t, int64(2), tanaka.history(general.ID, "").Items[3].ID-ai.history(general.ID, "").Items[1].ID)
}

func TestAMentionIsKnownByItsReaderAlone(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, carol := h.joins("Ben", aiko, 1), h.joins("Carol", aiko, 1)
	general := aiko.channelNamed("general")
	before := ben.counted(general.ID).LastRev
	sent := aiko.says(general.ID, "@ben, please")
	require.Equal(t, fmt.Sprintf(`<p><span data-account="%d">@ben</span>, please</p>`, ben.ID), sent.HTML)
	for _, p := range []*person{ben, carol} {
		page := p.history(general.ID, "").Items
		read := page[len(page)-1]
		require.Equal(t, []int64{ben.ID}, read.Mentions)
		require.Equal(t, p == ben, read.Mentioned)
		changed := decoded[channelChanges](p.asks("GET", fmt.Sprintf("/channels/%d/changes?since=%d", general.ID, before), nil).is(200)).Messages
		require.Equal(t, p == ben, changed[0].Mentioned)
	}
	require.Equal(t, int64(1), ben.counted(general.ID).Mentions)
	require.Zero(t, carol.counted(general.ID).Mentions)
	ben.asks("PUT", fmt.Sprintf("/channels/%d/read", general.ID), object{"seq": sent.Seq}).is(200)
	require.Zero(t, ben.counted(general.ID).Mentions)
	again := decoded[event.ReadMark](ben.asks("POST", fmt.Sprintf("/channels/%d/unread", general.ID), object{"seq": sent.Seq}).is(200))
	require.Equal(t, int64(1), again.Mentions)
}

func TestWhoCannotSeeTheChannelIsToldToTheAuthorAndNotReached(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, outsider := h.joins("Ben", aiko, 1), h.outsider("Outsider", aiko, 1)
	secret := decoded[event.Channel](aiko.asks("POST", "/workspaces/1/channels", object{"name": "secret", "private": true}).is(201))
	ear := ben.listens()
	m := aiko.says(secret.ID, "what would @ben and @outsider say?")
	require.Empty(t, m.Mentions)
	require.Equal(t, []int64{ben.ID}, m.Unreached, "an outsider's username is no more than text")
	require.NotContains(t, m.HTML, fmt.Sprintf(`"%d"`, outsider.ID))
	require.Empty(t, ear.everything())
	mouth := aiko.listens()
	mouth.send(object{"type": "message.send", "ref": "1", "channel": secret.ID, "nonce": "unreached-1", "text": "@ben"})
	require.NotContains(t, mouth.until("message.created")["message"], "unreached")
	require.Equal(t, []any{float64(ben.ID)}, mouth.until("ack")["unreached"])
	aiko.asks("PUT", fmt.Sprintf("/channels/%d/members/%d", secret.ID, ben.ID), nil).is(201)
	require.Equal(t, int64(1), ben.counted(secret.ID).Mentions, "the line of his being added, and nothing of what was said before")
}

func TestCallingEverybodyIsARight(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, carol := h.joins("Ben", aiko, 1), h.joins("Carol", aiko, 1)
	general := aiko.channelNamed("general")
	without := ben.says(general.ID, "@channel @here look")
	require.Empty(t, without.Calls+without.HTML, "it is text")
	require.Zero(t, carol.counted(general.ID).Mentions)
	called := aiko.says(general.ID, "@channelの皆さん")
	require.Equal(t, "channel", called.Calls)
	require.Equal(t, `<p><span data-calls="channel">@channel</span>の皆さん</p>`, called.HTML)
	require.Empty(t, called.Mentions)
	require.Equal(t, int64(1), carol.counted(general.ID).Mentions)
	require.Zero(t, aiko.counted(general.ID).Mentions)
	for _, p := range []*person{aiko, ben} {
		page := p.history(general.ID, "").Items
		require.Equal(t, p == ben, page[len(page)-1].Mentioned)
	}
}

func TestHereCallsThoseWhoAreOnline(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, carol := h.joins("Ben", aiko, 1), h.joins("Carol", aiko, 1)
	general := aiko.channelNamed("general")
	ear := ben.listens()
	m := aiko.says(general.ID, "@here lunch? @carol too")
	require.Equal(t, "here", m.Calls)
	require.Equal(t, []int64{carol.ID}, m.Mentions, "only who is named")
	require.Equal(t, "here", ear.until("message.created")["message"].(object)["calls"])
	require.Equal(t, int64(1), ben.counted(general.ID).Mentions)
	aiko.says(general.ID, "@here again")
	require.Equal(t, int64(1), carol.counted(general.ID).Mentions, "she is not here")
	require.Equal(t, int64(2), ben.counted(general.ID).Mentions)
	page := ben.history(general.ID, "").Items
	require.True(t, page[len(page)-1].Mentioned)
	page = carol.history(general.ID, "").Items
	require.False(t, page[len(page)-1].Mentioned)
	require.True(t, page[len(page)-2].Mentioned)
}

func TestACorrectedTextLeavesTheCallWithThoseItReached(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie, dan := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1), h.joins("Dan", aiko, 1)
	general := aiko.channelNamed("general")
	ear := chie.listens()
	ben.listens()
	m := aiko.says(general.ID, "@here luch? @ben too")
	require.NoError(t, ear.conn.Close())
	h.eventually("Chie is away", func() bool { return len(h.server.hub.Online(general.ID)) == 1 })
	dan.listens()

	corrected := aiko.edits(m, "@here lunch? @chie too")
	require.Equal(t, []int64{chie.ID}, corrected.Mentions, "she was called, and is named now")
	for _, p := range []*person{ben, chie} {
		require.Equal(t, int64(1), p.counted(general.ID).Mentions, "still called")
	}
	require.Zero(t, dan.counted(general.ID).Mentions, "he was not here then")
	require.Empty(t, aiko.edits(m, "@here lunch?").Mentions)

	require.Equal(t, "channel", aiko.edits(m, "@channel lunch?").Calls)
	require.Equal(t, int64(1), dan.counted(general.ID).Mentions)
	aiko.edits(m, "@channel Lunch?")
	require.Equal(t, int64(1), dan.counted(general.ID).Mentions)
	aiko.edits(m, "Lunch?")
	for _, p := range []*person{ben, chie, dan} {
		require.Zero(t, p.counted(general.ID).Mentions, "nobody is called any more")
	}
}

func TestWhoIsNamedInAThreadFollowsItFromThere(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	root := aiko.says(aiko.channelNamed("general").ID, "root")
	ben.replies(root, "before", false)
	naming := ben.replies(root, "@chie what do you think?", false)
	from := event.Thread{Thread: root.ID, Channel: root.Channel, Following: true, ReadSeq: naming.Seq - 1, Unread: 1, Mentions: 1}
	require.Equal(t, []event.Thread{from}, chie.bootstrap().Threads)

	chie.follows(root, false)
	ben.replies(root, "without her", false)
	require.Empty(t, chie.bootstrap().Threads)
	ear := chie.listens()
	again := ben.replies(root, "@chie once more", false)
	require.Contains(t, ear.until("message.created")["thread"].(object)["followers"], float64(chie.ID))
	from.ReadSeq = again.Seq - 1
	require.Equal(t, []event.Thread{from}, chie.bootstrap().Threads, "who has ceased to follow is brought back by name")
}

func TestWhoIsNamedByAnEditFollowsTheThreadToo(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	root := aiko.says(aiko.channelNamed("general").ID, "root")
	reply := ben.replies(root, "what do you think?", false)
	aiko.replies(root, "who?", false)
	before, ear := chie.bootstrap(), chie.listens()
	since := channelOf(before.Channels, root.Channel).LastRev
	require.Equal(t, []int64{chie.ID}, ben.edits(reply, "@chie what do you think?").Mentions)

	named := event.Thread{Thread: root.ID, Channel: root.Channel, Following: true, ReadSeq: reply.Seq - 1, Unread: 2, Mentions: 1}
	require.Equal(t, []event.Thread{named}, chie.bootstrap().Threads)
	heard := ear.until("thread.updated")
	require.Equal(t, float64(before.Me.Rev+1), heard["rev"])
	require.Equal(t, float64(2), heard["thread"].(object)["unread"])
	mine := decoded[meChanges](chie.asks("GET", fmt.Sprintf("/me/changes?since=%d", before.Me.Rev), nil).is(200))
	require.Equal(t, []event.Thread{named}, mine.Threads)
	channels := decoded[channelChanges](chie.asks("GET", fmt.Sprintf("/channels/%d/changes?since=%d", root.Channel, since), nil).is(200))
	require.Equal(t, []event.Thread{named}, channels.Threads)

	chie.follows(root, false)
	ben.edits(reply, "@chie, what do you think?")
	require.Empty(t, chie.bootstrap().Threads, "she was named there already, and has ceased to follow")
	ben.edits(reply, "what do you think?")
	ben.edits(reply, "@chie, what do you think?")
	require.Equal(t, []event.Thread{named}, chie.bootstrap().Threads)
}

func TestACallInAThreadReachesThoseWhoFollowIt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	root := ben.says(ben.channelNamed("general").ID, "root")
	aiko.replies(root, "@channel look", false)
	require.Equal(t, int64(1), ben.bootstrap().Threads[0].Mentions)
	require.Empty(t, chie.bootstrap().Threads)
	require.Zero(t, chie.counted(root.Channel).Mentions)
	aiko.replies(root, "@channel look, all of you", true)
	require.Equal(t, int64(1), chie.counted(root.Channel).Mentions, "it stands in the channel")
}

func TestAStormOfMentionsIsRefusedAndALogIsNot(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	path := fmt.Sprintf("/channels/%d/messages", general.ID)
	aiko.asks("POST", path, object{"nonce": "storm-0001", "text": strings.Repeat("@ben ", 100)}).is(201)
	aiko.asks("POST", path, object{"nonce": "storm-0002", "text": strings.Repeat("@ben ", 101)}).isProblem(422, "too_many_mentions")
	var names strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&names, "@%012d ", i)
	}
	aiko.asks("POST", path, object{"nonce": "storm-0003", "text": names.String()}).is(201)
	var log strings.Builder
	for i := range 240 {
		fmt.Fprintf(&log, "@%03d%s ", i, strings.Repeat("あ", 60))
	}
	aiko.asks("POST", path, object{"nonce": "storm-0004", "text": log.String()}).isProblem(422, "too_many_mentions")
	aiko.asks("POST", path, object{"nonce": "storm-0005", "text": "```\n" + strings.Repeat("@Override\n@ben\n", 500) + "```"}).is(201)
}

func TestADeletedChannelLeavesNoMentionsBehind(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	h.joins("Ben", aiko, 1)
	plans := aiko.createsChannel(1, "plans", true)
	aiko.says(plans.ID, "@ben @channel")
	aiko.asks("DELETE", fmt.Sprintf("/channels/%d", plans.ID), nil).is(204)
	aiko.asks("GET", fmt.Sprintf("/channels/%d", plans.ID), nil).is(404)
	h.eventually("the channel's rows are gone", func() bool {
		return h.count(fmt.Sprintf(`SELECT (SELECT count(*) FROM channels WHERE id = %d) + (SELECT count(*) FROM mentions)`, plans.ID)) == 0
	})
}
