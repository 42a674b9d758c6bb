package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/hub"
)

// aiko is a member who has resumed at rev 6 of channel 3, while two messages are on their way.
func aiko() *member {
	c := &crowd{tally: newTally(3, "run", make([]sent, 2))}
	m := &member{crowd: c}
	m.feed(hub.TextFrame([]byte(`{"type":"resumed","me":1,"workspaces":{},"channels":{"3":6}}`)), 0)
	return m
}

func created(channel, rev, number int, text string) []byte {
	return hub.TextFrame(fmt.Appendf(nil, `{"type":"message.created","channel":%d,"rev":%d,"message":{"id":1,"channel":%d,"nonce":"%s","text":"%s"}}`,
		channel, rev, channel, nonce("run", number), text))
}

func TestDeliveriesAreCountedHoweverTheyArrive(t *testing.T) {
	stream := append(created(3, 7, 0, "short"), created(3, 8, 1, fmt.Sprintf("%070000d", 1))...)
	for _, piece := range []int{1, 2, 100, len(stream)} {
		m := aiko()
		for rest := stream; len(rest) > 0; rest = rest[min(piece, len(rest)):] {
			m.feed(rest[:min(piece, len(rest))], 40_000)
		}
		require.EqualValues(t, 2, m.crowd.tally.deliveries)
		require.EqualValues(t, 8, m.rev)
		require.Zero(t, m.disorder)
		require.Empty(t, m.carry)
	}
}

func TestAGapAndARepetitionAreDisorder(t *testing.T) {
	m := aiko()
	m.feed(created(3, 8, 1, "after a gap"), 0)
	m.feed(created(3, 8, 1, "again"), 0)
	require.EqualValues(t, 2, m.disorder)
	require.EqualValues(t, 6, m.gapAfter)
}

func TestOtherChannelsAndOtherRunsAreNotCounted(t *testing.T) {
	m := aiko()
	m.feed(created(4, 1, 0, "elsewhere"), 0)
	m.feed(hub.TextFrame([]byte(`{"type":"message.created","channel":3,"rev":7,"message":{"nonce":"old-0000001"}}`)), 0)
	require.Zero(t, m.crowd.tally.deliveries)
	require.EqualValues(t, 1, m.others)
	require.EqualValues(t, 7, m.rev)
}

func TestAnAcknowledgementIsNotedOnce(t *testing.T) {
	m := aiko()
	for range 2 {
		m.feed(hub.TextFrame([]byte(`{"type":"ack","ref":"1","channel":3,"id":9,"seq":5,"rev":8}`)), 0)
	}
	require.Equal(t, 1, m.crowd.tally.acks)
	require.Equal(t, sent{seq: 5, rev: 8}, m.crowd.tally.messages[1])
}

func TestPercentilesRoundUpToTheirStep(t *testing.T) {
	h := newHistogram()
	for ms := range int64(100) {
		h.add(ms * 1e6)
	}
	require.InDelta(t, 49, h.percentile(0.5), 0.05)
	require.InDelta(t, 98, h.percentile(0.99), 0.05)
}
