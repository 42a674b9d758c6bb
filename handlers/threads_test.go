package handlers

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// replies answers a message, in its thread alone or, where also says so, in the channel, too.
func (p *person) replies(to event.Message, text string, also bool) event.Message {
	p.h.t.Helper()
	return decoded[event.Message](p.answers(to, text, also).is(201))
}

func (p *person) answers(to event.Message, text string, also bool) answerOf {
	p.h.t.Helper()
	p.h.nonces++
	return p.asks("POST", fmt.Sprintf("/channels/%d/messages", to.Channel),
		object{"nonce": fmt.Sprintf("reply-%06d", p.h.nonces), "text": text, "parent": to.ID, "to_channel": also})
}

func (p *person) thread(root event.Message, query string) messageList {
	p.h.t.Helper()
	return p.history(root.Channel, fmt.Sprintf("thread=%d&%s", root.ID, query))
}

// myThreads are the threads that the person follows.
func (p *person) myThreads(query string) threadList {
	p.h.t.Helper()
	return decoded[threadList](p.asks("GET", "/threads?"+query, nil).is(200))
}

func (p *person) follows(root event.Message, following bool) event.Thread {
	p.h.t.Helper()
	return decoded[event.Thread](p.asks("PATCH", fmt.Sprintf("/threads/%d", root.ID), object{"following": following}).is(200))
}

func said(messages []event.Message) []string {
	texts := []string{}
	for _, m := range messages {
		texts = append(texts, m.Text)
	}
	return texts
}

func TestARepliesThreadIsThatOfItsRootAndItStandsInTheStreamOnlyIfWanted(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	root := aiko.says(general.ID, "お昼、どこにしますか")
	quiet := ben.replies(root, "カレー", false)
	require.Equal(t, root.ID, quiet.Thread)
	require.Equal(t, root.ID, quiet.Parent)
	require.Equal(t, root.Seq+1, quiet.Seq, "replies are numbered with the rest")
	loud := ben.replies(quiet, "駅前で", true)
	require.Equal(t, root.ID, loud.Thread, "answering a reply joins the same thread")
	require.Equal(t, quiet.ID, loud.Parent)
	require.True(t, loud.ToChannel)
	for i := range 3 {
		aiko.replies(root, fmt.Sprintf("%d", i), false)
	}

	page := aiko.history(general.ID, "")
	last := page.Items[len(page.Items)-1]
	require.Equal(t, loud.ID, last.ID)
	first := page.Items[len(page.Items)-2]
	require.Equal(t, root.ID, first.ID)
	require.Equal(t, int64(5), first.Replies)
	require.NotZero(t, first.RepliedAt)
	require.Equal(t, []string{"0", "1", "2", "カレー"}, said(page.Related), "the last three, and what a reply in the stream answers")

	in := aiko.thread(root, "limit=2")
	require.Equal(t, []string{"1", "2"}, said(in.Items))
	require.Equal(t, root.ID, in.Root.ID)
	require.NotZero(t, in.Next)
	require.Equal(t, []string{"駅前で", "0"}, said(aiko.thread(root, fmt.Sprintf("limit=2&before=%d", in.Next)).Items))
	require.Len(t, in.People, 1, "those who speak in it")
}

func TestAStreamAroundAReplyThatStandsOnlyInItsThreadHasItBeside(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	root := aiko.says(general.ID, "Lunch?")
	quiet, loud := ben.replies(root, "Curry", false), ben.replies(root, "Noodles", true)
	aiko.asks("PUT", messagePath(quiet, "/reactions?emoji=", emojiNumbered(1)), nil).is(200)
	around := func(p *person, m event.Message) *event.Message {
		return p.history(general.ID, fmt.Sprintf("around=%d&limit=1", m.Seq)).Reply
	}
	require.Equal(t, quiet.ID, around(aiko, quiet).ID)
	require.True(t, around(aiko, quiet).Reactions[0].Mine)
	for _, m := range []event.Message{root, loud} {
		require.Nil(t, around(aiko, m), "it stands in the stream")
	}
	aiko.asks("PATCH", fmt.Sprintf("/channels/%d", general.ID), object{"history": "joining"}).is(200)
	late := h.joins("Dora", aiko, 1)
	require.Nil(t, around(late, quiet), "it is from before she joined")
}

func TestAReplyTellsTheChannelWhatItsThreadIsLikeNow(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	root := aiko.says(general.ID, "root")
	ear, mouth := aiko.listens(), ben.listens()
	mouth.send(object{"type": "message.send", "ref": "1", "channel": general.ID, "nonce": "ben-0001", "text": "reply", "parent": root.ID})
	heard := ear.until("message.created")
	state := heard["thread"].(object)
	require.Equal(t, float64(root.ID), state["root"])
	require.Equal(t, float64(root.Seq), state["seq"])
	require.Equal(t, float64(1), state["replies"])
	require.ElementsMatch(t, []any{float64(aiko.ID), float64(ben.ID)}, state["followers"])
	require.Equal(t, "ack", mouth.until("ack")["type"])
	ben.says(general.ID, "not a reply")
	require.NotContains(t, ear.until("message.created"), "thread")
}

func TestAReplyMarksItsThreadAndTheChannelOnlyWhereItStandsInTheStream(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	general := aiko.channelNamed("general")
	root := aiko.says(general.ID, "root")
	chie.says(general.ID, "something that Ben has not read")
	before := ben.channelNamed("general")
	require.Equal(t, int64(2), before.Unread)

	ben.replies(root, "quietly", false)
	after := ben.channelNamed("general")
	require.Equal(t, before.ReadSeq, after.ReadSeq, "a reply beside the stream reads nothing in it")
	require.Equal(t, int64(2), after.Unread)
	require.Equal(t, after.LastStreamSeq+1, after.LastSeq)
	require.Zero(t, chie.channelNamed("general").Unread)
	require.Empty(t, chie.bootstrap().Threads, "she does not follow it")
	mine := aiko.bootstrap().Threads
	require.Len(t, mine, 1, "its author follows from the first reply on")
	require.Equal(t, event.Thread{Thread: root.ID, Channel: general.ID, Following: true, ReadSeq: root.Seq + 1, Unread: 1}, mine[0])
	require.Empty(t, ben.bootstrap().Threads, "one's own reply is read")

	ben.replies(root, "for all", true)
	require.Zero(t, ben.channelNamed("general").Unread, "like every message")
	require.Equal(t, int64(1), chie.channelNamed("general").Unread)
	require.Equal(t, int64(2), aiko.bootstrap().Threads[0].Unread)
}

func TestAThreadIsFollowedByWhoBeginsItWhoAnswersAndWhoWantsTo(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	general := aiko.channelNamed("general")
	root := aiko.says(general.ID, "root")
	require.Empty(t, aiko.myThreads("").Items, "a message without replies is no thread")
	ben.replies(root, "one", false)
	require.Len(t, aiko.myThreads("").Items, 1)
	require.False(t, chie.thread(root, "").Standing.Following)
	require.Zero(t, chie.follows(root, true).Unread, "what is there counts as read")
	ben.replies(root, "two", false)
	require.Equal(t, int64(1), chie.bootstrap().Threads[0].Unread)

	ear := aiko.listens()
	require.False(t, aiko.follows(root, false).Following)
	told := ear.until("thread.updated")
	require.Equal(t, false, told["thread"].(object)["following"])
	require.Equal(t, float64(aiko.bootstrap().Me.Rev), told["rev"])
	ben.replies(root, "three", false)
	require.Empty(t, aiko.bootstrap().Threads, "who has ceased to follow is not brought back by others")
	aiko.replies(root, "I am back", false)
	ben.replies(root, "four", false)
	require.Equal(t, int64(1), aiko.bootstrap().Threads[0].Unread, "but by an answer of his own")
}

func TestAThreadsMarkGoesForwardAndBackOnlyWhenAsked(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	root := aiko.says(aiko.channelNamed("general").ID, "root")
	var last event.Message
	for i := range 3 {
		last = ben.replies(root, fmt.Sprint(i), false)
	}
	reads := func(seq int64) event.Thread {
		return decoded[event.Thread](aiko.asks("PUT", fmt.Sprintf("/threads/%d/read", root.ID), object{"seq": seq}).is(200))
	}
	require.Equal(t, int64(1), reads(last.Seq-1).Unread)
	require.Equal(t, int64(1), reads(root.Seq).Unread, "never back")
	require.Zero(t, reads(last.Seq+1000).Unread)
	require.Equal(t, last.Seq, reads(last.Seq).ReadSeq, "nor further than its last reply")
	since := aiko.bootstrap().Me.Rev
	unread := decoded[event.Thread](aiko.asks("POST", fmt.Sprintf("/threads/%d/unread", root.ID), object{"seq": last.Seq - 1}).is(200))
	require.Equal(t, int64(2), unread.Unread)
	changes := decoded[meChanges](aiko.asks("GET", fmt.Sprintf("/me/changes?since=%d", since), nil).is(200))
	require.Equal(t, []event.Thread{unread}, changes.Threads, "another device learns of it")

	chie := h.joins("Chie", aiko, 1)
	require.False(t, decoded[event.Thread](chie.asks("PUT", fmt.Sprintf("/threads/%d/read", root.ID), object{"seq": last.Seq}).is(200)).Following,
		"reading is not following")
	marked := decoded[event.Thread](chie.asks("POST", fmt.Sprintf("/threads/%d/unread", root.ID), object{"seq": last.Seq}).is(200))
	require.True(t, marked.Following, "but to mark it unread is")
	require.Equal(t, int64(1), marked.Unread)
}

func TestMyThreadsAreListedByTheirNewestReply(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	var roots []event.Message
	for i := range 5 {
		roots = append(roots, aiko.says(general.ID, fmt.Sprintf("root %d", i)))
	}
	for _, r := range roots {
		ben.replies(r, "first", false)
	}
	ben.replies(roots[1], "newest", false)
	aiko.asks("PUT", fmt.Sprintf("/threads/%d/read", roots[4].ID), object{"seq": 1 << 40}).is(200)
	var seen []int64
	for page := aiko.myThreads("limit=2"); ; page = aiko.myThreads(fmt.Sprintf("limit=2&before=%d", page.Next)) {
		for _, item := range page.Items {
			seen = append(seen, item.Thread.Thread)
			require.Equal(t, item.Thread.Thread, item.Root.ID)
		}
		if page.Next == 0 {
			break
		}
	}
	require.Len(t, seen, 5)
	require.Equal(t, roots[1].ID, seen[0])
	top := aiko.myThreads("unread=true")
	require.Equal(t, "newest", top.Items[0].Newest.Text)
	require.Len(t, top.Items, 4, "without the one that is read")
	require.Len(t, aiko.bootstrap().Threads, 4)
	require.Len(t, top.People, 2)
}

func TestTheDifferenceOfAChannelHealsItsThreads(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	root := aiko.says(general.ID, "root")
	since := aiko.channelNamed("general").LastRev
	first := ben.replies(root, "one", false)
	ben.replies(first, "two", false)
	d := decoded[channelChanges](aiko.asks("GET", fmt.Sprintf("/channels/%d/changes?since=%d", general.ID, since), nil).is(200))
	require.Equal(t, []string{"one", "two"}, said(d.Messages))
	require.Equal(t, []string{"root"}, said(d.Related))
	require.Equal(t, int64(2), d.Related[0].Replies)
	require.Equal(t, []event.Thread{{Thread: root.ID, Channel: general.ID, Following: true, ReadSeq: root.Seq, Unread: 2}}, d.Threads)
}

func TestWhatIsFromBeforeOnesJoiningIsNotSentWithAThread(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	aiko.changes(general.ID, object{"history": "joining"})
	root := aiko.says(general.ID, "an old secret")
	old := aiko.replies(root, "an old reply", false)
	ben := h.joins("Ben", aiko, 1)
	ben.asks("GET", fmt.Sprintf("/channels/%d/messages?thread=%d", general.ID, root.ID), nil).isProblem(404, "not_found")
	ben.asks("PATCH", fmt.Sprintf("/threads/%d", root.ID), object{"following": true}).isProblem(404, "not_found")
	ben.answers(root, "x", false).isProblem(404, "not_found")
	ben.answers(old, "x", false).isProblem(404, "not_found")

	seen := aiko.replies(root, "a new reply", true)
	page := ben.history(general.ID, "")
	require.Equal(t, "a new reply", page.Items[len(page.Items)-1].Text)
	require.Empty(t, page.Related)
	in := ben.thread(root, "")
	require.Nil(t, in.Root)
	require.Equal(t, []string{"a new reply"}, said(in.Items))
	ben.replies(seen, "so I answer that", false)
	require.Equal(t, root.ID, ben.thread(root, "").Items[1].Thread)
	aiko.replies(root, "newest", false)
	listed := ben.myThreads("").Items
	require.Len(t, listed, 1)
	require.Nil(t, listed[0].Root)
	require.Equal(t, int64(1), listed[0].Unread)
}

func TestWhoIsGoneFromAChannelFollowsNothingInIt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	side := aiko.createsChannel(1, "side", true)
	root, other := aiko.says(general.ID, "root"), aiko.says(side.ID, "other")
	ben.replies(root, "one", false)
	ben.replies(other, "two", false)
	require.Len(t, ben.myThreads("").Items, 2)
	ben.asks("DELETE", fmt.Sprintf("/channels/%d/members/%d", side.ID, ben.ID), nil).is(204)
	require.Len(t, ben.myThreads("").Items, 1)
	ben.asks("PUT", fmt.Sprintf("/channels/%d/members/%d", side.ID, ben.ID), nil).is(201)
	require.Len(t, ben.myThreads("").Items, 1, "coming back begins anew")
	ear := ben.listens()
	aiko.asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), nil).is(204)
	ben.answers(root, "after he was removed", false).isProblem(404, "not_found")
	ben.asks("PUT", fmt.Sprintf("/threads/%d/read", root.ID), object{"seq": 1}).isProblem(404, "not_found")
	require.Empty(t, ben.myThreads("").Items)
	require.Empty(t, ben.bootstrap().Threads)
	ear.send(object{"type": "message.send", "ref": "1", "channel": general.ID, "nonce": "ben-0002", "text": "x", "parent": root.ID})
	require.Equal(t, "not_found", ear.until("error")["code"])
	aiko.replies(root, "among us", false)
	require.Len(t, aiko.thread(root, "").Items, 2)
}

func TestOnlyMessagesOfTheSameChannelAreAnswered(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	mallory := h.outsider("Mallory", aiko, 1)
	general, side := aiko.channelNamed("general"), aiko.createsChannel(1, "side", true)
	root := aiko.says(general.ID, "root")
	elsewhere := root
	elsewhere.Channel = side.ID
	ben.answers(elsewhere, "x", false).isProblem(404, "not_found")
	ben.asks("GET", fmt.Sprintf("/channels/%d/messages?thread=%d", side.ID, root.ID), nil).isProblem(404, "not_found")
	line := aiko.history(general.ID, "").Items[0]
	require.Equal(t, "joined", line.Kind)
	ben.answers(line, "nobody said that", false).isProblem(404, "not_found")
	reply := ben.replies(root, "reply", false)
	ben.asks("PATCH", fmt.Sprintf("/threads/%d", reply.ID), object{"following": true}).isProblem(404, "not_found")
	ben.asks("GET", fmt.Sprintf("/channels/%d/messages?thread=%d", general.ID, reply.ID), nil).isProblem(404, "not_found")
	mallory.answers(root, "x", true).isProblem(404, "not_found")
	require.Equal(t, int64(1), aiko.thread(root, "").Root.Replies)
	h.nonces++
	again := object{"nonce": fmt.Sprintf("reply-%06d", h.nonces), "text": "once", "parent": root.ID}
	first := decoded[event.Message](ben.asks("POST", fmt.Sprintf("/channels/%d/messages", general.ID), again).is(201))
	require.Equal(t, first.ID, decoded[event.Message](ben.asks("POST", fmt.Sprintf("/channels/%d/messages", general.ID), again).is(200)).ID)
	require.Equal(t, int64(2), aiko.thread(root, "").Root.Replies, "sent twice, counted once")
}

func TestRepliesOfManyAreCountedOnceEach(t *testing.T) {
	const senders, each = 5, 40
	h := newHouse(t)
	aiko := h.owner("Aiko")
	root := aiko.says(aiko.channelNamed("general").ID, "root")
	mouths := make([]*line, senders)
	for s := range mouths {
		mouths[s] = aiko.listens()
		for i := range each {
			mouths[s].send(object{"type": "message.send", "channel": root.Channel, "nonce": fmt.Sprintf("sender-%d-%04d", s, i), "text": "x", "parent": root.ID})
		}
	}
	for _, mouth := range mouths {
		require.Empty(t, errorsIn(mouth.everything()))
	}
	in := aiko.thread(root, "limit=200")
	require.Equal(t, int64(senders*each), in.Root.Replies)
	require.Len(t, in.Items, senders*each)
}

func TestADeletedChannelTakesItsThreadsWithIt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	side := aiko.createsChannel(1, "side", true)
	root := aiko.says(side.ID, "root")
	ben.replies(root, "one", false)
	aiko.asks("DELETE", fmt.Sprintf("/channels/%d", side.ID), nil).is(204)
	require.Empty(t, ben.bootstrap().Threads)
	require.Empty(t, ben.myThreads("").Items)
	require.Eventually(t, func() bool {
		left, err := h.store.Removals(t.Context())
		return err == nil && len(left.Channels) == 0
	}, 10*time.Second, 20*time.Millisecond)
}
