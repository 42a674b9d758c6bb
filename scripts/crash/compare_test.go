package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/scripts/drive"
)

// aikoAndBen have sent two messages and one; Ben's was never acknowledged.
func aikoAndBen() []*ledger {
	return []*ledger{
		{account: drive.Account{ID: 1}, entries: []entry{
			{nonce: "aiko-0001", text: "good morning", acknowledged: true, seq: 2},
			{nonce: "aiko-0002", text: "is anybody there?", acknowledged: true, seq: 3},
		}},
		{account: drive.Account{ID: 2}, entries: []entry{{nonce: "ben-00001", text: "yes"}}},
	}
}

// kept is what a server has that lost nothing; the first is a line of the channel.
func kept() []drive.Message {
	return []drive.Message{
		{Seq: 1},
		{Seq: 2, Author: 1, Nonce: "aiko-0001", Text: "good morning"},
		{Seq: 3, Author: 1, Nonce: "aiko-0002", Text: "is anybody there?"},
	}
}

func TestAServerThatKeptItsWordShowsNoDifference(t *testing.T) {
	require.Empty(t, compare(aikoAndBen(), kept()))
}

func TestWhatWasNotAcknowledgedMayBeThereOnce(t *testing.T) {
	bens := drive.Message{Seq: 4, Author: 2, Nonce: "ben-00001", Text: "yes"}
	require.Empty(t, compare(aikoAndBen(), append(kept(), bens)))
	require.Equal(t, 1, unacknowledgedIn(aikoAndBen(), append(kept(), bens)))
	twice := bens
	twice.Seq = 5
	require.Len(t, compare(aikoAndBen(), append(kept(), bens, twice)), 1)
}

func TestEveryBrokenPromiseIsADifference(t *testing.T) {
	for name, spoil := range map[string]func([]drive.Message) []drive.Message{
		"lost":            func(h []drive.Message) []drive.Message { return h[:2] },
		"another text":    func(h []drive.Message) []drive.Message { h[1].Text = "good evening"; return h },
		"another author":  func(h []drive.Message) []drive.Message { h[1].Author = 2; return h },
		"a gap":           func(h []drive.Message) []drive.Message { h[0].Seq = 0; return h },
		"never sent":      func(h []drive.Message) []drive.Message { return append(h, drive.Message{Seq: 4, Nonce: "chie-0001"}) },
		"another seq":     func(h []drive.Message) []drive.Message { h[1].Seq, h[2].Seq = 3, 2; return h },
		"another message": func(h []drive.Message) []drive.Message { h[2].Nonce = "aiko-0003"; return h },
	} {
		require.NotEmpty(t, compare(aikoAndBen(), spoil(kept())), name)
	}
}

func TestASendersOrderIsKept(t *testing.T) {
	ledgers := aikoAndBen()
	for i := range ledgers[0].entries {
		ledgers[0].entries[i].acknowledged = false
	}
	history := kept()
	history[1], history[2] = history[2], history[1]
	history[1].Seq, history[2].Seq = 2, 3
	require.Len(t, compare(ledgers, history), 1)
}

func TestWhatWasAcknowledgedAfterTheCutIsNotCounted(t *testing.T) {
	cut := time.Unix(1000, 0)
	aiko := aikoAndBen()[0]
	aiko.entries[0].at, aiko.entries[1].at = cut.Add(-time.Second), cut.Add(time.Second)
	require.Equal(t, 1, aiko.forget(0, cut))
	require.Equal(t, []bool{true, false}, []bool{aiko.entries[0].acknowledged, aiko.entries[1].acknowledged})
	require.Empty(t, compare([]*ledger{aiko}, kept()[:2]))
}
