//go:build faults && linux

package faults

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/scripts/drive"
)

// Listens on every address, as people start it. Whether it was quiet is judged by scripts/silence around this test.
func TestAServerAloneStartsTalksAndStops(t *testing.T) {
	h := open(t, drive.Options{DataDir: filepath.Join(t.TempDir(), "data"), TLS: true, Settings: []string{
		"HOST=", "TEST_MODE=false", "LOG_LEVEL=debug", "PUBLIC_NAMES=chat.example.lan", "PUBLIC_URL=https://courtyard.example.internal",
	}})
	require.NoError(t, h.office.Fill(t.Context(), h.client, 3))
	for i, person := range h.office.People {
		socket, err := drive.Dial(t.Context(), h.Server, person)
		require.NoError(t, err)
		answer, err := socket.Ask("ack", map[string]any{"type": "message.send", "ref": "r", "channel": h.general(),
			"nonce": nonce("spoken", i), "text": fmt.Sprintf("see https://example.com/%d and mail ben@example.com", i)})
		require.NoError(t, err)
		require.Equal(t, "ack", answer.Type)
		require.NoError(t, socket.Close())
	}
	require.Len(t, h.said(t, h.general()), 3)
	require.NoError(t, h.Stop())
	h = h.again(t)
	require.Len(t, h.said(t, h.general()), 3)
	require.NoError(t, h.Stop())
}
