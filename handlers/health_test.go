package handlers

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhoLooksAfterTheServerIsToldThatTheDatabaseNeedsThem(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	hers, his := aiko.listens(), ben.listens()

	h.server.Degrade()
	h.server.Degrade()
	require.Equal(t, "instance.degraded", hers.next()["type"])
	ben.says(general.ID, "Is anything wrong?")
	require.Equal(t, "message.created", hers.next()["type"], "told once")
	require.Equal(t, "message.created", his.next()["type"], "others are not told")

	_, hello := aiko.greeted()
	require.Equal(t, true, hello["degraded"], "a tab that opens later")
	_, hello = ben.greeted()
	require.NotContains(t, hello, "degraded")
}
