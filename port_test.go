package main

import (
	"net"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAPortThatAnotherProgramUsesIsToldBeforeACertificateIsMade(t *testing.T) {
	other, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, other.Close()) })
	c, store := opened(t, "HOST=127.0.0.1", "PORT="+strconv.Itoa(other.Addr().(*net.TCPAddr).Port))
	require.NoError(t, store.Close())
	require.ErrorContains(t, serve(c, nil), "PORT: another program, perhaps another Courtyard, uses the port")
	require.NoDirExists(t, certificateFolder(c))

	c.Host, c.Port = "203.0.113.9", 0
	require.ErrorContains(t, serve(c, nil), "HOST must be an address of this machine")
}
