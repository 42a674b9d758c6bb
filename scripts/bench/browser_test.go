package main

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// closeBody is what stands in a close frame.
func closeBody(code uint16, reason string) []byte {
	return append([]byte{byte(code >> 8), byte(code)}, reason...)
}

func TestABrowserComesBackWhenTheServerWantsIt(t *testing.T) {
	require.Equal(t, 4*time.Second, comeback(closeBody(1001, "retry after 4")))
	require.Equal(t, 30*time.Second, comeback(closeBody(4429, "")))
	require.Zero(t, comeback(closeBody(1001, "")))
	require.Zero(t, comeback(closeBody(4408, "retry after 4")))
	require.Zero(t, comeback(nil))
}

func TestABrowserHoldsTheNextMessageOfItsChannelAndDropsAKnownOne(t *testing.T) {
	b := &browser{open: 7, channels: map[int64]int64{7: 3, 8: 1}, held: map[string]bool{}, healing: map[int64]bool{}}
	event := func(channel, rev int, nonce string) {
		b.created(t.Context(), fmt.Appendf(nil, `%d,"rev":%d,"message":{"id":1,"nonce":"%s","text":"x"}}`, channel, rev, nonce))
	}
	event(7, 4, "next")
	event(7, 4, "known")
	event(8, 2, "elsewhere")
	event(9, 1, "foreign")
	require.Equal(t, map[int64]int64{7: 4, 8: 2}, b.channels)
	require.Equal(t, map[string]bool{"next": true}, b.held)
	require.True(t, b.has(acknowledged{7, 4, "next"}))
	require.False(t, b.has(acknowledged{7, 4, "known"}), "its number is known, but it is not on screen")
	require.True(t, b.has(acknowledged{8, 2, "elsewhere"}))
	require.False(t, b.has(acknowledged{8, 3, "missing"}))
}
