package handlers

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

func TestADeletedMessageIsNowhereAnyMore(t *testing.T) {
	const marker = "kingfisher-4711"
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	for i := range 60 { // pages full of others' words, before and after
		ben.says(general.ID, strings.Repeat(fmt.Sprintf("chatter %d ", i), 40))
	}
	aiko.begins(general.ID, 0, "the bird is called "+marker)
	m := aiko.says(general.ID, "the bird is called **"+marker+"**")
	for i := range 60 {
		ben.says(general.ID, strings.Repeat(fmt.Sprintf("chatter %d ", i), 40))
	}
	for i := range 12 { // it grows until it does not fit its page, and shrinks again
		aiko.asks("PATCH", messagePath(m), object{"text": strings.Repeat(fmt.Sprintf("%s %d ", marker, i), 1+i*i)}).is(200)
	}
	aiko.asks("PATCH", messagePath(m), object{"text": "in the end " + marker}).is(200)
	ben.asks("PUT", messagePath(m, "/reactions?emoji=", emojiNumbered(1)), nil).is(200)
	aiko.asks("PUT", messagePath(m, "/pin"), nil).is(204)
	h.nonces++
	ben.asks("POST", fmt.Sprintf("/channels/%d/messages", general.ID), object{"nonce": fmt.Sprintf("nonce-%06d", h.nonces), "text": "as she says", "quote": m.ID}).is(201)
	require.True(t, h.onDisk(marker))

	ear := ben.listens()
	aiko.asks("DELETE", messagePath(m), nil).is(204)
	ben.says(general.ID, "what was that?")
	h.eventually("the text is gone from the disk", func() bool { return !h.onDisk(marker) })
	require.NotContains(t, h.log.String(), marker)
	require.NotContains(t, fmt.Sprint(ear.everything()), marker)
	for _, path := range []string{
		"/bootstrap", fmt.Sprintf("/channels/%d/messages?limit=200", general.ID), fmt.Sprintf("/channels/%d/changes?since=1", general.ID),
		fmt.Sprintf("/channels/%d/pins", general.ID), messagePath(m), messagePath(m, "/versions"),
	} {
		require.NotContains(t, string(ben.asks("GET", path, nil).is(200).body), marker, path)
	}
}

func TestMessagesThatGrewAndMovedAreNowhereAnyMore(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	marker := func(i int) string { return fmt.Sprintf("heron-%04d ", i) }
	const count = 100
	dice := rand.New(rand.NewPCG(4, 711))
	var all []event.Message
	for i := range count {
		all = append(all, aiko.says(general.ID, strings.Repeat(marker(i), 1+dice.IntN(60))))
	}
	for range 4 * count { // rows that grow are spread over neighbouring pages
		i := dice.IntN(count)
		aiko.asks("PATCH", messagePath(all[i]), object{"text": strings.Repeat(marker(i), 1+dice.IntN(300))}).is(200)
	}
	for _, m := range all {
		aiko.asks("DELETE", messagePath(m), nil).is(204)
	}
	h.eventually("all is forgotten", func() bool {
		return h.count(`SELECT count(*) FROM settings WHERE name = 'forget_log' AND value = ''`) == 1
	})
	require.False(t, h.onDisk("heron-"))
	aiko.says(general.ID, "the house goes on")
	require.NoError(t, h.store.Check(t.Context()))
}

func TestADeletedMessageIsAnsweredOnlyWhileItsThreadHasReplies(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, mallory := h.joins("Ben", aiko, 1), h.outsider("Mallory", aiko, 1)
	general := aiko.channelNamed("general")
	talked, silent := aiko.says(general.ID, "talked about"), aiko.says(general.ID, "never answered")
	first := ben.replies(talked, "an answer", false)
	mouth := ben.listens()
	says := func(nonce string, to event.Message) object {
		mouth.send(object{"type": "message.send", "ref": nonce, "channel": general.ID, "nonce": nonce, "text": "over the socket", "parent": to.ID})
		for {
			if f := mouth.next(); f["ref"] == nonce {
				return f
			}
		}
	}
	for _, m := range []event.Message{talked, silent} {
		aiko.asks("DELETE", messagePath(m), nil).is(204)
	}

	ben.answers(silent, "begins", false).isProblem(409, "message_deleted")
	ben.answers(silent, "begins", true).isProblem(409, "message_deleted")
	refused := says("ben-begins", silent)
	require.Equal(t, []any{"error", "message_deleted"}, []any{refused["type"], refused["code"]})
	require.Empty(t, ben.thread(silent, "").Items)
	mallory.answers(silent, "x", false).isProblem(404, "not_found")

	require.Equal(t, talked.ID, ben.replies(talked, "over HTTP", true).Thread)
	require.Equal(t, "ack", says("ben-goes-on", talked)["type"])
	require.Equal(t, talked.ID, ben.replies(first, "to the first answer", false).Thread)
	ben.asks("DELETE", messagePath(first), nil).is(204)
	require.Equal(t, talked.ID, aiko.replies(first, "to what is no more", false).Thread)
	mallory.answers(talked, "x", false).isProblem(404, "not_found")
	thread := aiko.thread(talked, "")
	require.Equal(t, []string{"", "over HTTP", "over the socket", "to the first answer", "to what is no more"}, said(thread.Items))
	require.Equal(t, int64(4), thread.Root.Replies)
	require.NotZero(t, thread.Root.DeletedAt)
	require.Empty(t, thread.Root.Text)

	for _, m := range thread.Items[1:] {
		aiko.asks("DELETE", messagePath(m), nil).is(204)
	}
	ben.answers(talked, "begins anew", false).isProblem(409, "message_deleted")
	refused = says("ben-begins-anew", talked)
	require.Equal(t, []any{"error", "message_deleted"}, []any{refused["type"], refused["code"]})
	require.Zero(t, aiko.thread(talked, "").Root.Replies)
}
