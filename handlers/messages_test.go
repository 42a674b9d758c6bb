package handlers

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
	"courtyard/models"
)

func messagePath(m event.Message, more ...string) string {
	return fmt.Sprintf("/messages/%d%s", m.ID, strings.Join(more, ""))
}

func (p *person) reads(m event.Message) event.Message {
	p.h.t.Helper()
	return decoded[messageInPlace](p.asks("GET", messagePath(m), nil).is(200)).Message
}

func (p *person) edits(m event.Message, text string) event.Message {
	p.h.t.Helper()
	return decoded[event.Message](p.asks("PATCH", messagePath(m), object{"text": text}).is(200))
}

func TestAnAuthorEditsAndTheEarlierTextsAreKept(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	m := ben.says(general.ID, "frist")
	ear := aiko.listens()
	edited := decoded[event.Message](ben.asks("PATCH", messagePath(m), object{"text": "**first**"}).is(200))
	require.Equal(t, "<p><strong>first</strong></p>", edited.HTML)
	require.Equal(t, m.Rev+1, edited.Rev)
	require.Equal(t, m.Seq, edited.Seq)
	require.NotZero(t, edited.EditedAt)
	heard := ear.until("message.updated")
	require.Equal(t, "**first**", heard["message"].(object)["text"])
	ben.asks("PATCH", messagePath(m), object{"text": "**first**"}).is(200)
	require.Equal(t, edited, aiko.reads(m), "the same text changes nothing")
	ben.asks("PATCH", messagePath(m), object{"text": "FIRST"}).is(200)
	versions := decoded[list[models.Version]](aiko.asks("GET", messagePath(m, "/versions"), nil).is(200)).Items
	require.Equal(t, []models.Version{{Text: "frist", CreatedAt: m.CreatedAt}, {Text: "**first**", CreatedAt: edited.EditedAt}}, versions)

	aiko.asks("PATCH", messagePath(m), object{"text": "what the owner wants him to say"}).isProblem(403, "right_missing")
	ben.asks("PATCH", messagePath(m), object{"text": " "}).isProblem(422, "message_empty")
	ben.asks("PATCH", messagePath(m), object{"text": strings.Repeat("a", 16385)}).isProblem(422, "message_too_long")
	line := aiko.history(general.ID, "").Items[0]
	aiko.asks("PATCH", messagePath(line), object{"text": "nobody came"}).isProblem(409, "message_fixed")
	difference := decoded[channelChanges](aiko.asks("GET", fmt.Sprintf("/channels/%d/changes?since=%d", general.ID, m.Rev), nil).is(200))
	require.Len(t, difference.Messages, 1)
	require.Equal(t, "FIRST", difference.Messages[0].Text)
}

func TestAHundredVersionsOfAMessageAreKept(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	m := aiko.says(aiko.channelNamed("general").ID, "text 0")
	for i := range 105 {
		aiko.asks("PATCH", messagePath(m), object{"text": fmt.Sprintf("text %d", i+1)}).is(200)
	}
	versions := decoded[list[models.Version]](aiko.asks("GET", messagePath(m, "/versions"), nil).is(200)).Items
	require.Len(t, versions, 100)
	require.Equal(t, "text 5", versions[0].Text)
	require.Equal(t, "text 104", versions[99].Text)
}

func TestADeletedMessageIsATombstoneThatSaysWho(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	general := aiko.channelNamed("general")
	m := ben.says(general.ID, "nothing for here")
	ben.asks("PATCH", messagePath(m), object{"text": "still nothing for here"}).is(200)
	chie.asks("PUT", messagePath(m, "/reactions?emoji=%F0%9F%91%8D"), nil).is(200)
	aiko.asks("PUT", messagePath(m, "/pin"), nil).is(204)
	require.Equal(t, int64(1), chie.channelNamed("general").Unread)
	chie.asks("DELETE", messagePath(m), nil).isProblem(403, "right_missing")
	ear := chie.listens()
	aiko.asks("DELETE", messagePath(m), nil).is(204)
	heard := ear.until("message.deleted")
	require.NotContains(t, fmt.Sprint(heard), "nothing for here")
	tombstone := chie.reads(m)
	require.Equal(t, event.Message{
		ID: m.ID, Channel: m.Channel, Seq: m.Seq, Rev: tombstone.Rev, Author: ben.ID, Nonce: m.Nonce, CreatedAt: m.CreatedAt,
		DeletedAt: tombstone.DeletedAt, DeletedBy: aiko.ID,
	}, tombstone)
	require.Equal(t, int64(0), chie.channelNamed("general").Unread)
	require.Empty(t, decoded[messageList](chie.asks("GET", fmt.Sprintf("/channels/%d/pins", general.ID), nil).is(200)).Items)
	require.Empty(t, decoded[list[models.Version]](chie.asks("GET", messagePath(m, "/versions"), nil).is(200)).Items)

	aiko.asks("DELETE", messagePath(m), nil).is(204)
	require.Equal(t, tombstone, chie.reads(m), "deleted again, nothing changes")
	ben.asks("PATCH", messagePath(m), object{"text": "but"}).isProblem(409, "message_deleted")
	ben.asks("PUT", messagePath(m, "/reactions?emoji=%F0%9F%91%8D"), nil).isProblem(409, "message_deleted")
	aiko.asks("PUT", messagePath(m, "/pin"), nil).isProblem(409, "message_deleted")
	own := ben.says(general.ID, "his own")
	ben.asks("DELETE", messagePath(own), nil).is(204)
	require.Equal(t, ben.ID, aiko.reads(own).DeletedBy)
}

func TestWhoMadeAPrivateChannelDeletesThere(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	aiko.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), object{"role": "moderator"}).is(200)
	secret := decoded[event.Channel](ben.asks("POST", "/workspaces/1/channels", object{"name": "secret", "private": true}).is(201))
	aiko.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), object{"role": "member"}).is(200)
	ben.asks("PUT", fmt.Sprintf("/channels/%d/members/%d", secret.ID, chie.ID), nil).is(201)
	m := chie.says(secret.ID, "x")
	ben.asks("PUT", messagePath(m, "/pin"), nil).is(204)
	ben.asks("DELETE", messagePath(m), nil).is(204)
}

func TestWhoWasRemovedAMomentAgoChangesNothing(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	m := ben.says(general.ID, "his own")
	aiko.asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), nil).is(204)
	for _, r := range h.routes() {
		if strings.HasPrefix(r.path, "/messages/{id}") {
			ben.asks(r.method, r.filled(map[string]string{"id": fmt.Sprint(m.ID)}), r.body()).isProblem(404, "not_found")
		}
	}
	require.Equal(t, m, aiko.reads(m))
}

func TestAnArchivedChannelStaysAsItIs(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	c := aiko.createsChannel(1, "old", true)
	m := aiko.says(c.ID, "x")
	aiko.changes(c.ID, object{"archived": true})
	aiko.asks("PATCH", messagePath(m), object{"text": "y"}).isProblem(409, "channel_archived")
	aiko.asks("DELETE", messagePath(m), nil).isProblem(409, "channel_archived")
	aiko.asks("PUT", messagePath(m, "/pin"), nil).isProblem(409, "channel_archived")
	aiko.asks("PUT", messagePath(m, "/reactions?emoji=%F0%9F%91%8D"), nil).isProblem(409, "channel_archived")
	require.Equal(t, m, aiko.reads(m))
}

func TestAQuoteIsANumberAndOnlyOfWhatOneSees(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	secret := decoded[event.Channel](aiko.asks("POST", "/workspaces/1/channels", object{"name": "secret", "private": true}).is(201))
	hers, shared := aiko.says(secret.ID, "for few"), aiko.says(general.ID, "for all")
	quotes := func(by *person, id int64) answerOf {
		h.nonces++
		return by.asks("POST", fmt.Sprintf("/channels/%d/messages", general.ID), object{"nonce": fmt.Sprintf("quote-%06d", h.nonces), "text": "see", "quote": id})
	}
	last := aiko.channelNamed("general").LastSeq
	quotes(ben, hers.ID).isProblem(404, "not_found")
	quotes(ben, 999999).isProblem(404, "not_found")
	quotes(ben, aiko.history(general.ID, "").Items[0].ID).isProblem(409, "message_fixed")
	require.Equal(t, last, aiko.channelNamed("general").LastSeq, "a refused quote takes no number")
	require.Equal(t, shared.ID, decoded[event.Message](quotes(ben, shared.ID).is(201)).Quote)
	quoting := decoded[event.Message](quotes(aiko, hers.ID).is(201))
	require.Equal(t, hers.ID, ben.reads(quoting).Quote)
	ben.asks("GET", messagePath(hers), nil).isProblem(404, "not_found")
	aiko.asks("DELETE", messagePath(shared), nil).is(204)
	quotes(ben, shared.ID).isProblem(409, "message_deleted")
}

func TestWhoMayNotSeeAnOlderMessageHearsOnlyThatANumberWasTaken(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	c := decoded[event.Channel](aiko.asks("POST", "/workspaces/1/channels", object{"name": "late", "history": "joining", "everyone": true}).is(201))
	early := h.joins("Early", aiko, 1)
	old := aiko.says(c.ID, "before you came")
	late := h.joins("Late", aiko, 1)
	early.asks("PUT", messagePath(old, "/reactions?emoji=%F0%9F%91%8D"), nil).is(200)
	ears := []*line{early.listens(), late.listens()}
	aiko.asks("PATCH", messagePath(old), object{"text": "before you came, edited"}).is(200)
	early.asks("PUT", messagePath(old, "/reactions?emoji=%F0%9F%91%8E"), nil).is(200)
	aiko.asks("DELETE", messagePath(old), nil).is(204)
	rev := float64(aiko.channelNamed("late").LastRev)
	for i, kind := range []string{"message.updated", "message.updated", "message.deleted"} {
		heard, touched := ears[0].next(), ears[1].next()
		require.Equal(t, kind, heard["type"])
		require.Equal(t, object{"type": "channel.touched", "channel": float64(c.ID), "rev": rev - 2 + float64(i)}, touched)
		require.Equal(t, touched["rev"], heard["rev"])
	}
	for _, r := range h.routes() {
		if strings.HasPrefix(r.path, "/messages/{id}") {
			late.asks(r.method, r.filled(map[string]string{"id": fmt.Sprint(old.ID)}), r.body()).isProblem(404, "not_found")
		}
	}
	require.Empty(t, decoded[channelChanges](late.asks("GET", fmt.Sprintf("/channels/%d/changes?since=%d", c.ID, int64(rev)-3), nil).is(200)).Messages)
}

func TestADeletedChannelTakesWhatHangsOnItsMessagesAlong(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	c := aiko.createsChannel(1, "soon gone", true)
	for i := range 8 {
		m := aiko.says(c.ID, fmt.Sprint(i))
		for e := range 6 {
			aiko.asks("PUT", messagePath(m, "/reactions?emoji=", emojiNumbered(e)), nil).is(200)
			if e < 3 {
				aiko.asks("PATCH", messagePath(m), object{"text": fmt.Sprint(i, e)}).is(200)
			}
		}
		ben.asks("PUT", messagePath(m, "/reactions?emoji=", emojiNumbered(1)), nil).is(200)
	}
	aiko.asks("DELETE", fmt.Sprintf("/channels/%d", c.ID), nil).is(204)
	h.eventually("everything is taken away", func() bool {
		return h.count(`SELECT (SELECT count(*) FROM reactions) + (SELECT count(*) FROM message_versions)
			+ (SELECT count(*) FROM channels WHERE name = 'soon gone')`) == 0
	})
}
