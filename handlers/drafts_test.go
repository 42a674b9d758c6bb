package handlers

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

func draftPath(channel, thread int64) string {
	return fmt.Sprintf("/channels/%d/draft?thread=%d", channel, thread)
}

// begins writes the beginning of a message.
func (p *person) begins(channel, thread int64, text string) event.Draft {
	p.h.t.Helper()
	return decoded[event.Draft](p.asks("PUT", draftPath(channel, thread), object{"text": text}).is(200))
}

func (p *person) draft(channel, thread int64) string {
	p.h.t.Helper()
	return decoded[event.Draft](p.asks("GET", draftPath(channel, thread), nil).is(200)).Text
}

func (p *person) meChanges(since int64) meChanges {
	p.h.t.Helper()
	return decoded[meChanges](p.asks("GET", fmt.Sprintf("/me/changes?since=%d", since), nil).is(200))
}

func TestEachTextOfADraftIsLaterThanTheOneBeforeIt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	ear := aiko.listens()
	for i := range 10 {
		aiko.begins(general.ID, 0, fmt.Sprint("text ", i))
		aiko.says(general.ID, fmt.Sprint("text ", i))
	}
	last := 0.0
	for range 20 {
		at := ear.until("draft.updated")["draft"].(object)["updated_at"].(float64)
		require.Greater(t, at, last)
		last = at
	}
}

func TestWhatAikoBeginsToWriteIsThereOnHerOtherDevicesAndNobodyElses(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	root := ben.says(general.ID, "Shall we?").ID
	phone, bens := aiko.again().listens(), ben.listens()
	since := aiko.bootstrap().Me.Rev

	aiko.begins(general.ID, 0, "下書き ")
	aiko.begins(general.ID, root, "In the thread")
	heard := phone.until("draft.updated")
	require.Equal(t, float64(since+1), heard["rev"])
	require.Equal(t, "下書き ", heard["draft"].(object)["text"])
	require.Equal(t, float64(root), phone.until("draft.updated")["draft"].(object)["thread"])
	require.Equal(t, "下書き ", aiko.draft(general.ID, 0))
	require.Equal(t, "In the thread", aiko.draft(general.ID, root))
	require.Len(t, aiko.bootstrap().Drafts, 2)
	require.Equal(t, "In the thread", aiko.meChanges(since).Drafts[0].Text)

	require.Empty(t, ben.draft(general.ID, 0))
	require.Empty(t, ben.bootstrap().Drafts)
	for _, frame := range bens.everything() {
		require.NotEqual(t, "draft.updated", frame["type"])
	}
}

func TestTheSameTextAgainChangesNothingAndAnEmptyOneEndsTheDraftForThoseWhoWereAway(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	aiko.begins(general.ID, 0, "")
	require.Empty(t, aiko.meChanges(0).Drafts, "what never began does not end")
	aiko.begins(general.ID, 0, "twice")
	since := aiko.bootstrap().Me.Rev
	aiko.begins(general.ID, 0, "twice")
	require.Equal(t, since, aiko.bootstrap().Me.Rev)
	aiko.begins(general.ID, 0, "")
	require.Empty(t, aiko.bootstrap().Drafts)
	missed := aiko.meChanges(since).Drafts
	require.Len(t, missed, 1)
	require.Empty(t, missed[0].Text)
}

func TestSendingEndsTheDraftOfThatPlaceAlone(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	sales := aiko.createsChannel(1, "sales", true)
	aiko.begins(general.ID, 0, "half a")
	aiko.begins(sales.ID, 0, "another")
	phone := aiko.again().listens()
	aiko.says(general.ID, "half a sentence")
	ended := phone.until("draft.updated")["draft"].(object)
	require.Empty(t, ended["text"])
	require.Equal(t, float64(general.ID), ended["channel"])
	require.Empty(t, aiko.draft(general.ID, 0))
	require.Equal(t, "another", aiko.draft(sales.ID, 0))
	rev := aiko.bootstrap().Me.Rev
	aiko.says(general.ID, "without a draft")
	require.Equal(t, rev, aiko.bootstrap().Me.Rev)
}

func TestAReplyEndsTheDraftOfItsThreadAndLeavesTheChannels(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	root := aiko.says(general.ID, "Shall we?")
	aiko.begins(general.ID, 0, "in the channel")
	aiko.begins(general.ID, root.ID, "in the thread")
	aiko.replies(root, "in the thread, done", true)
	require.Empty(t, aiko.draft(general.ID, root.ID))
	require.Equal(t, "in the channel", aiko.draft(general.ID, 0))
}

func TestAPreviewNamesPeopleAsTheMessageWould(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	path := fmt.Sprintf("/channels/%d/preview", aiko.channelNamed("general").ID)
	html := decoded[preview](aiko.asks("POST", path, object{"text": "@Benさん"}).is(200)).HTML
	require.Contains(t, html, fmt.Sprintf("data-account=\"%d\"", ben.ID))
}

func TestADraftGoesWithThePlace(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	sales, orders := aiko.createsChannel(1, "sales", true), aiko.createsChannel(1, "orders", true)
	for _, channel := range []event.Channel{general, sales, orders} {
		ben.begins(channel.ID, 0, "half a")
	}
	ben.asks("DELETE", fmt.Sprintf("/channels/%d/members/%d", sales.ID, ben.ID), nil).is(204)
	ben.asks("PUT", draftPath(sales.ID, 0), object{"text": "from outside"}).isProblem(404, "not_found")
	ben.asks("PUT", fmt.Sprintf("/channels/%d/members/%d", sales.ID, ben.ID), nil).is(201)
	require.Empty(t, ben.draft(sales.ID, 0))
	aiko.asks("DELETE", fmt.Sprintf("/channels/%d", orders.ID), nil).is(204)
	require.Len(t, ben.bootstrap().Drafts, 1)
	aiko.asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), nil).is(204)
	require.Empty(t, ben.bootstrap().Drafts)
	aiko.begins(general.ID, 0, "the last words")
	aiko.asks("DELETE", "/workspaces/1", nil).is(204)
	require.Empty(t, aiko.bootstrap().Drafts)
	h.eventually("the deleted workspace is gone", func() bool {
		gone, err := h.store.Removals(t.Context())
		return err == nil && len(gone.Workspaces) == 0 && len(gone.Channels) == 0
	})
}

func TestADraftNeedsAThreadOfItsChannel(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	sales := aiko.createsChannel(1, "sales", true)
	elsewhere := aiko.says(sales.ID, "elsewhere").ID
	line := aiko.history(general.ID, "").Items[0]
	require.NotEmpty(t, line.Kind)
	for _, thread := range []int64{elsewhere, line.ID, 999} {
		aiko.asks("PUT", draftPath(general.ID, thread), object{"text": "x"}).isProblem(404, "not_found")
		aiko.asks("GET", draftPath(general.ID, thread), nil).isProblem(404, "not_found")
	}
	earlier := aiko.says(sales.ID, "before Ben").ID
	aiko.changes(sales.ID, object{"history": "joining"})
	ben := h.joins("Ben", aiko, 1)
	ben.asks("PUT", draftPath(sales.ID, earlier), object{"text": "x"}).isProblem(404, "not_found")
}

func TestADraftHoldsWhatAMessageMayHold(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	path := draftPath(aiko.channelNamed("general").ID, 0)
	aiko.asks("PUT", path, object{"text": strings.Repeat("長", 16_385)}).isProblem(422, "message_too_long")
	aiko.asks("PUT", path, object{"text": "a\x00b"}).isProblem(422, "text_invalid")
}

func TestManyLongDraftsKeepTheFirstAnswerSmall(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	long := strings.Repeat("長", 3_000)
	for range 30 {
		aiko.begins(general.ID, aiko.says(general.ID, "root").ID, long)
	}
	aiko.begins(general.ID, 0, "the newest")
	b := aiko.bootstrap()
	require.Len(t, b.Drafts, 31)
	require.Equal(t, "the newest", b.Drafts[0].Text)
	require.False(t, b.Drafts[0].Cut)
	size := 0
	for _, d := range b.Drafts[1:] {
		require.True(t, d.Cut)
		require.True(t, strings.HasPrefix(long, d.Text))
		require.LessOrEqual(t, len([]rune(d.Text)), 2_000)
		size += len(d.Text)
	}
	require.Less(t, size, 50_000)
	require.Equal(t, long, aiko.draft(general.ID, b.Drafts[30].Thread))
}

func TestAPreviewIsRenderedAsTheMessageWouldBeAndKeptNowhere(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	path := fmt.Sprintf("/channels/%d/preview", general.ID)
	text := "**太字** and <b>not</b>"
	html := decoded[preview](aiko.asks("POST", path, object{"text": text}).is(200)).HTML
	require.Empty(t, aiko.draft(general.ID, 0))
	require.Equal(t, aiko.says(general.ID, text).HTML, html)
	require.Empty(t, decoded[preview](aiko.asks("POST", path, object{"text": "plain"}).is(200)).HTML)
	aiko.asks("POST", path, object{"text": strings.Repeat("a", 16_385)}).isProblem(422, "message_too_long")
}
