package handlers

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
	"courtyard/models"
)

// emojiNumbered is one of many emoji, as it stands in an address.
func emojiNumbered(i int) string { return url.QueryEscape(string(rune('\U0001f400' + i))) }

func TestPeopleReactAndEverybodySeesWho(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	m := aiko.says(general.ID, "cake at three")
	ear := aiko.listens()
	heart, plain := url.QueryEscape("❤️"), url.QueryEscape("❤")
	answer := decoded[event.Message](ben.asks("PUT", messagePath(m, "/reactions?emoji=", plain), nil).is(200))
	require.Equal(t, []event.Reaction{{Emoji: "❤️", Count: 1, Accounts: []int64{ben.ID}, Mine: true}}, answer.Reactions)
	heard := ear.until("message.updated")
	require.Equal(t, object{"account": float64(ben.ID), "emoji": "❤️", "added": true}, heard["reacted"])
	require.NotContains(t, fmt.Sprint(heard["message"].(object)["reactions"]), "mine", "an event goes to everybody")
	aiko.asks("PUT", messagePath(m, "/reactions?emoji=", url.QueryEscape("🎉")), nil).is(200)
	aiko.asks("PUT", messagePath(m, "/reactions?emoji=", heart), nil).is(200)
	rev := aiko.reads(m).Rev
	aiko.asks("PUT", messagePath(m, "/reactions?emoji=", heart), nil).is(200)
	hers := aiko.reads(m)
	require.Equal(t, rev, hers.Rev, "choosing it again changes nothing")
	require.Equal(t, []event.Reaction{
		{Emoji: "❤️", Count: 2, Accounts: []int64{ben.ID, aiko.ID}, Mine: true}, {Emoji: "🎉", Count: 1, Accounts: []int64{aiko.ID}, Mine: true},
	}, hers.Reactions)
	page := ben.history(general.ID, "").Items
	require.False(t, page[len(page)-1].Reactions[1].Mine)
	difference := decoded[channelChanges](ben.asks("GET", fmt.Sprintf("/channels/%d/changes?since=%d", general.ID, m.Rev), nil).is(200))
	require.Equal(t, page[len(page)-1].Reactions, difference.Messages[0].Reactions)
	people := decoded[list[event.Person]](aiko.asks("GET", messagePath(m, "/reactions?emoji=", plain), nil).is(200)).Items
	require.Equal(t, []string{"Ben", "Aiko"}, []string{people[0].Name, people[1].Name})

	ben.asks("DELETE", messagePath(m, "/reactions?emoji=", heart), nil).is(204)
	ben.asks("DELETE", messagePath(m, "/reactions?emoji=", heart), nil).is(204)
	aiko.asks("DELETE", messagePath(m, "/reactions?emoji=", heart), nil).is(204)
	aiko.asks("DELETE", messagePath(m, "/reactions?emoji=", url.QueryEscape("🎉")), nil).is(204)
	require.Empty(t, ben.reads(m).Reactions)
	ear.until("message.updated")
	for _, text := range []string{"", "a", "👍👍", ":tada:", "猫"} {
		ben.asks("PUT", messagePath(m, "/reactions?emoji=", url.QueryEscape(text)), nil).is(422)
	}
	line := aiko.history(general.ID, "").Items[0]
	ben.asks("PUT", messagePath(line, "/reactions?emoji=", heart), nil).isProblem(409, "message_fixed")
}

func TestAMessageHasAtMostFiftyDifferentReactions(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	m := aiko.says(aiko.channelNamed("general").ID, "x")
	var taken atomic.Int32
	var wait sync.WaitGroup
	for _, p := range []*person{aiko, ben} {
		wait.Go(func() {
			for i := range 60 {
				if p.asks("PUT", messagePath(m, "/reactions?emoji=", emojiNumbered(i)), nil).status == 409 {
					taken.Add(1)
				}
			}
		})
	}
	wait.Wait()
	require.Equal(t, int32(20), taken.Load())
	require.Len(t, aiko.reads(m).Reactions, models.MessageReactions)
	ben.asks("PUT", messagePath(m, "/reactions?emoji=", emojiNumbered(60)), nil).isProblem(409, "too_many_reactions")
}

// chooses sends one request after the other without waiting for the answers, each with another emoji: two pictures joined are one.
func (p *person) chooses(m event.Message, from, to int) (answers string) {
	p.h.t.Helper()
	var sent strings.Builder
	for i := from; i < to; i++ {
		emoji := emojiNumbered(i/100) + url.QueryEscape("\u200d") + emojiNumbered(i%100)
		fmt.Fprintf(&sent, "PUT %s%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\n", apiBase, messagePath(m, "/reactions?emoji=", emoji), p.token)
		if i == to-1 {
			sent.WriteString("Connection: close\r\n")
		}
		sent.WriteString("\r\n")
	}
	return p.h.raw(sent.String())
}

func TestThousandsOfEmojiOfTwentyPeopleLeaveFiftyAtAMessage(t *testing.T) {
	const people, each = 20, 100
	h := newHouse(t)
	aiko := h.owner("Aiko")
	m := aiko.says(aiko.channelNamed("general").ID, "x")
	crowd := []*person{aiko}
	for i := range people - 1 {
		crowd = append(crowd, h.joins(fmt.Sprintf("Person%d", i), aiko, 1))
	}
	ear := aiko.listens()
	var taken, refused atomic.Int32
	var wait sync.WaitGroup
	for n, p := range crowd {
		wait.Go(func() {
			for from := n * each; from < (n+1)*each; from += 20 {
				answers := p.chooses(m, from, from+20)
				taken.Add(int32(strings.Count(answers, "HTTP/1.1 200 ")))
				refused.Add(int32(strings.Count(answers, `"A message has at most 50 different reactions."`)))
			}
		})
	}
	wait.Wait()
	require.Equal(t, []int32{models.MessageReactions, people*each - models.MessageReactions}, []int32{taken.Load(), refused.Load()})
	stand := aiko.reads(m).Reactions
	require.Len(t, stand, models.MessageReactions)
	heard := 0
	for _, f := range ear.everything() {
		require.Equal(t, "message.updated", f["type"])
		heard++
	}
	require.Equal(t, models.MessageReactions, heard, "nobody hears of what was refused")

	first := url.QueryEscape(stand[0].Emoji)
	for _, p := range crowd {
		p.asks("PUT", messagePath(m, "/reactions?emoji=", first), nil).is(200)
	}
	require.EqualValues(t, people, aiko.reads(m).Reactions[0].Count, "one that stands there is anybody's to choose")
	for _, p := range crowd {
		p.asks("DELETE", messagePath(m, "/reactions?emoji=", first), nil).is(204)
	}
	aiko.asks("PUT", messagePath(m, "/reactions?emoji=", emojiNumbered(0)), nil).is(200)
	aiko.asks("PUT", messagePath(m, "/reactions?emoji=", emojiNumbered(1)), nil).isProblem(409, "too_many_reactions")
}
