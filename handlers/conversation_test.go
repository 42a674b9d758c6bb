package handlers

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/fasthttp/websocket"
	"github.com/stretchr/testify/require"

	"courtyard/app/event"
	"courtyard/app/hub"
	"courtyard/models"
)

func TestTwoPeopleTalkAndBothHearIt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	hersAndHis := []*line{aiko.listens(), ben.listens()}
	hersAndHis[0].send(object{"type": "message.send", "ref": "1", "channel": general.ID, "nonce": "aiko-0001", "text": "おはよう **Ben**"})
	for _, ear := range hersAndHis {
		heard := ear.next()
		require.Equal(t, "message.created", heard["type"])
		require.Equal(t, "おはよう **Ben**", heard["message"].(object)["text"])
		require.Equal(t, "<p>おはよう <strong>Ben</strong></p>", heard["message"].(object)["html"])
	}
	ack := hersAndHis[0].next() // only after the event, and only to the sender
	require.Equal(t, "ack", ack["type"])
	require.Equal(t, "1", ack["ref"])
	ben.says(general.ID, "Morning!")
	require.Equal(t, "Morning!", hersAndHis[0].next()["message"].(object)["text"])
}

func TestAThousandMessagesArriveInOrder(t *testing.T) {
	const senders, each = 10, 100
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	ear := aiko.listens()
	var wait sync.WaitGroup
	for s := range senders {
		mouth := aiko.listens()
		wait.Go(func() {
			for i := range each {
				mouth.send(object{"type": "message.send", "channel": general.ID, "nonce": fmt.Sprintf("sender-%d-%04d", s, i), "text": "x"})
			}
			require.Empty(t, errorsIn(mouth.everything()))
		})
	}
	rev, latest := float64(general.LastRev), map[string]string{}
	for range senders * each {
		heard := ear.next()
		require.Equal(t, rev+1, heard["rev"])
		rev++
		nonce := heard["message"].(object)["nonce"].(string)
		require.Less(t, latest[nonce[:8]], nonce, "a sender's own order")
		latest[nonce[:8]] = nonce
	}
	wait.Wait()
	require.Equal(t, int64(senders*each)+general.LastSeq, aiko.channelNamed("general").LastSeq)
}

func errorsIn(frames []object) (errors []object) {
	for _, f := range frames {
		if f["type"] == "error" {
			errors = append(errors, f)
		}
	}
	return errors
}

func TestAReaderWhoStopsDelaysNobodyAndIsClosed(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	stuck := ben.listens()
	require.NoError(t, stuck.conn.NetConn().(*net.TCPConn).SetReadBuffer(4096))
	live, mouth := aiko.listens(), aiko.listens()
	text := strings.Repeat("あ", 16000)
	for i := range 150 { // over 7 MB: more than any buffer between them
		mouth.send(object{"type": "message.send", "channel": general.ID, "nonce": fmt.Sprintf("flood-%06d", i), "text": text})
		require.Equal(t, "message.created", live.next()["type"])
		mouth.until("ack")
	}
	h.eventually("he is closed", func() bool { return !slices.Contains(h.server.hub.Online(general.ID), ben.ID) })
	missed := 0
	for page := ben.history(general.ID, "after=0"); ; page = ben.history(general.ID, fmt.Sprintf("after=%d", page.Next)) {
		missed += len(page.Items)
		if page.Next == 0 {
			break
		}
	}
	require.Equal(t, 152, missed, "what he missed is there when he comes back")
}

func TestACloseFrameReachesWhoReadsLateAndIsStillSending(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	late := aiko.listens()
	require.NoError(t, late.conn.NetConn().(*net.TCPConn).SetReadBuffer(64<<10))
	for range 10 { // nearly half a megabyte: more than the system's buffers take
		aiko.says(general.ID, strings.Repeat("あ", 16000))
	}
	begun, goOn := make(chan struct{}), make(chan struct{})
	written := make(chan error, 1)
	go func() {
		written <- h.store.Write(t.Context(), func(*models.Tx) error { close(begun); <-goOn; return nil })
	}()
	<-begun
	for i := range 100 { // the first one waits for the writer, the others are not read by anybody
		late.send(object{"type": "message.send", "channel": general.ID, "nonce": fmt.Sprintf("unread-%06d", i), "text": "x"})
	}
	h.server.hub.Close(comebackSpread)
	close(goOn)
	require.NoError(t, <-written)
	var err error
	for err == nil {
		_, _, err = late.conn.ReadMessage()
	}
	var farewell *websocket.CloseError
	require.ErrorAs(t, err, &farewell)
	require.Equal(t, hub.CloseGoingAway, farewell.Code)
	require.Contains(t, farewell.Text, "retry after ")
}

func TestANonceMakesSendingAgainHarmless(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	other := aiko.createsChannel(1, "other", true)
	send := func(p *person, channel int64, nonce, text string) answerOf {
		return p.asks("POST", fmt.Sprintf("/channels/%d/messages", channel), object{"nonce": nonce, "text": text})
	}
	first := decoded[event.Message](send(aiko, general.ID, "same-nonce", "hello").is(201))
	again := decoded[event.Message](send(aiko, general.ID, "same-nonce", "something else").is(200))
	require.Equal(t, first, again)
	send(aiko, other.ID, "same-nonce", "hello").isProblem(409, "nonce_reused")
	send(ben, general.ID, "same-nonce", "his own").is(201)
	ear := aiko.listens()
	ear.send(object{"type": "message.send", "ref": "r", "channel": general.ID, "nonce": "same-nonce", "text": "hello"})
	require.Equal(t, float64(first.Seq), ear.next()["seq"])
	send(aiko, general.ID, "short", "x").isProblem(422, "nonce_invalid")
	send(aiko, general.ID, "空白 空白 空白 空白", "x").isProblem(422, "nonce_invalid")
	send(aiko, general.ID, "good-nonce", " \n\t ").isProblem(422, "message_empty")
	send(aiko, general.ID, "good-nonce", strings.Repeat("a", 16385)).isProblem(422, "message_too_long")
	send(aiko, general.ID, "good-nonce", "nul\x00byte").isProblem(422, "text_invalid")
	send(aiko, general.ID, "good-nonce", strings.Repeat("a", 16384)).is(201)
}

func TestHistoryComesInPagesAndAroundAPoint(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	for i := range 25 {
		aiko.says(general.ID, fmt.Sprint(i+2)) // seq 1 is the line that she joined
	}
	seqs := func(query string) (seqs []int64, next int64) {
		page := aiko.history(general.ID, query)
		for _, m := range page.Items {
			seqs = append(seqs, m.Seq)
		}
		return seqs, page.Next
	}
	newest, next := seqs("limit=3")
	require.Equal(t, []int64{24, 25, 26}, newest)
	require.Equal(t, int64(24), next)
	older, next := seqs("limit=3&before=24")
	require.Equal(t, []int64{21, 22, 23}, older)
	require.Equal(t, int64(21), next)
	first, next := seqs("limit=3&before=3")
	require.Equal(t, []int64{1, 2}, first)
	require.Zero(t, next)
	fromTheStart, next := seqs("limit=3&after=0")
	require.Equal(t, []int64{1, 2, 3}, fromTheStart)
	require.Equal(t, int64(3), next)
	around, _ := seqs("limit=4&around=10")
	require.Equal(t, []int64{8, 9, 10, 11}, around)
	aiko.asks("GET", fmt.Sprintf("/channels/%d/messages?limit=0", general.ID), nil).isProblem(422, "invalid")
	aiko.asks("GET", fmt.Sprintf("/channels/%d/messages?limit=201", general.ID), nil).isProblem(422, "invalid")
}

func TestAPageOfLongMessagesHoldsFewerOfThem(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	since, first := general.LastRev, general.LastSeq+1
	const said = 24
	for range said {
		aiko.says(general.ID, strings.Repeat("長", 16000))
	}
	var seqs []int64
	for next := first + said; next > first; {
		page := aiko.history(general.ID, fmt.Sprintf("limit=100&before=%d", next))
		require.Less(t, len(page.Items), said)
		for _, m := range slices.Backward(page.Items) {
			seqs = append(seqs, m.Seq)
		}
		next = page.Items[0].Seq
	}
	require.Subset(t, seqs, []int64{first, first + 1, first + said - 1})
	require.True(t, slices.IsSortedFunc(seqs, func(a, b int64) int { return int(b - a) }))
	around := aiko.history(general.ID, fmt.Sprintf("limit=100&around=%d", first+12)).Items
	require.Less(t, len(around), said)
	require.True(t, slices.ContainsFunc(around, func(m event.Message) bool { return m.Seq == first+12 }))
	changes := decoded[channelChanges](aiko.asks("GET", fmt.Sprintf("/channels/%d/changes?since=%d", general.ID, since), nil).is(200))
	require.True(t, changes.More)
	require.Equal(t, changes.Messages[len(changes.Messages)-1].Rev, changes.Rev)
}

func TestTwoPointsAtOnceAreNoPage(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	for _, query := range []string{"before=1&after=0", "before=1&around=1", "after=0&around=1"} {
		aiko.asks("GET", "/channels/1/messages?"+query, nil).isProblem(422, "invalid")
	}
}

func TestWhoWasAwayFetchesExactlyTheDifference(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general, epoch := ben.channelNamed("general"), ben.bootstrap().Epoch
	left := ben.bootstrap()
	for i := range 5 {
		aiko.says(general.ID, fmt.Sprint(i))
	}
	aiko.asks("PATCH", fmt.Sprintf("/channels/%d", general.ID), object{"topic": "News"}).is(200)
	side := aiko.createsChannel(1, "side", true)
	chie := h.joins("Chie", aiko, 1)

	ear := ben.connects()
	ear.send(object{"type": "resume", "epoch": epoch, "me": left.Me.Rev, "workspaces": object{"1": left.Workspaces[0].Rev},
		"channels": object{fmt.Sprint(general.ID): general.LastRev}})
	r := ear.next()
	now := ben.bootstrap()
	require.Equal(t, float64(now.Me.Rev), r["me"])
	require.Equal(t, object{"1": float64(now.Workspaces[0].Rev)}, r["workspaces"])
	require.Equal(t, object{fmt.Sprint(general.ID): float64(ben.channelNamed("general").LastRev), fmt.Sprint(side.ID): float64(ben.channelNamed("side").LastRev)}, r["channels"])

	d := decoded[channelChanges](ben.asks("GET", fmt.Sprintf("/channels/%d/changes?since=%d&limit=4", general.ID, general.LastRev), nil).is(200))
	require.Len(t, d.Messages, 4)
	require.True(t, d.More)
	d = decoded[channelChanges](ben.asks("GET", fmt.Sprintf("/channels/%d/changes?since=%d", general.ID, d.Rev), nil).is(200))
	require.False(t, d.More)
	require.Equal(t, "News", d.Channel.Topic)
	require.Equal(t, ben.channelNamed("general").LastRev, d.Rev)
	require.True(t, decoded[channelChanges](ben.asks("GET", fmt.Sprintf("/channels/%d/changes?since=99999", general.ID), nil).is(200)).Reset)

	w := decoded[workspaceChanges](ben.asks("GET", fmt.Sprintf("/workspaces/1/changes?since=%d", left.Workspaces[0].Rev), nil).is(200))
	require.Len(t, w.Members, 1)
	require.Equal(t, chie.ID, w.Members[0].ID)
	m := decoded[meChanges](ben.asks("GET", fmt.Sprintf("/me/changes?since=%d", left.Me.Rev), nil).is(200))
	require.Len(t, m.Channels, 1)
	require.Equal(t, side.ID, m.Channels[0].ID)
	require.ElementsMatch(t, []int64{general.ID, side.ID}, m.ChannelIDs)
}

func TestTheBadgeIsWhatAScanOfTheMessagesCounts(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := ben.channelNamed("general")
	scan := func(c event.Channel) (n int64) {
		for _, m := range ben.history(c.ID, "limit=200").Items {
			if m.Seq > c.ReadSeq && m.Author != ben.ID && m.Kind == "" {
				n++
			}
		}
		return n
	}
	check := func(expected int64) {
		c := ben.channelNamed("general")
		require.Equal(t, expected, c.Unread)
		require.Equal(t, scan(c), c.Unread)
	}
	check(0)
	for i := range 7 {
		aiko.says(general.ID, fmt.Sprint(i))
	}
	h.joins("Chie", aiko, 1) // a line counts for nobody
	check(7)
	third := ben.history(general.ID, "").Items[4].Seq
	ben.asks("PUT", fmt.Sprintf("/channels/%d/read", general.ID), object{"seq": third}).is(200)
	check(scan(ben.channelNamed("general")))
	ben.asks("PUT", fmt.Sprintf("/channels/%d/read", general.ID), object{"seq": 1}).is(200)
	require.Equal(t, third, ben.channelNamed("general").ReadSeq, "reading never goes back")
	ben.says(general.ID, "answering marks it read")
	check(0)
	ben.asks("POST", fmt.Sprintf("/channels/%d/unread", general.ID), object{"seq": third}).is(200)
	require.Equal(t, third-1, ben.channelNamed("general").ReadSeq)
	check(scan(ben.channelNamed("general")))
	for i := range 120 {
		aiko.says(general.ID, fmt.Sprint(i))
	}
	require.Equal(t, int64(100), ben.channelNamed("general").Unread, "counted to 99, then more")
}

func TestAReadMarkReachesTheOtherTabs(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	m := aiko.says(general.ID, "read me")
	tab, other := ben.listens(), ben.listens()
	tab.send(object{"type": "read", "ref": "r", "channel": general.ID, "seq": m.Seq})
	heard := other.until("read.updated")
	require.Equal(t, float64(m.Seq), heard["read_seq"])
	require.Equal(t, float64(0), heard["unread"])
	require.Equal(t, "read.updated", tab.next()["type"])
	require.Equal(t, "ack", tab.next()["type"])
	for _, seq := range []int64{m.Seq, 1, m.Seq + 1000} { // stands there already
		tab.send(object{"type": "read", "ref": "again", "channel": general.ID, "seq": seq})
		require.Equal(t, "ack", tab.next()["type"])
	}
	require.EqualValues(t, heard["rev"], ben.bootstrap().Me.Rev)
}

func TestLongAnswersAreCompressedForWhoTakesIt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general")
	for range 4 {
		aiko.says(general.ID, strings.Repeat("a long story ", 1000))
	}
	ask := func(path, encoding string) answerOf {
		return h.request("GET", apiBase+path, nil, map[string]string{"Authorization": "Bearer " + aiko.token, "Accept-Encoding": encoding})
	}
	history := fmt.Sprintf("/channels/%d/messages", general.ID)
	plain, short := ask(history, "identity"), ask(history, "gzip, deflate, br")
	require.Equal(t, "gzip", short.header.Get("Content-Encoding"))
	require.Equal(t, "Accept-Encoding", short.header.Get("Vary"))
	require.Less(t, len(short.body), len(plain.body)/10)
	unpacked, err := gzip.NewReader(bytes.NewReader(short.body))
	require.NoError(t, err)
	body, err := io.ReadAll(unpacked)
	require.NoError(t, err)
	require.JSONEq(t, string(plain.body), string(body))
	require.Empty(t, ask(history, "gzip;q=0").header.Get("Content-Encoding"))
	silent := h.raw("GET " + apiBase + history + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + aiko.token + "\r\nConnection: close\r\n\r\n")
	require.Contains(t, silent, "a long story", "a program that says nothing about it")
	require.Empty(t, ask("/me", "gzip").header.Get("Content-Encoding"))
}
