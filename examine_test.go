package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/config"
)

// visited is what the command doctor says of a folder's instance by its exit.
func visited(t *testing.T, folder string, environment ...string) error {
	t.Helper()
	start, err := config.Load(config.Source{Arguments: []string{"doctor"}, Environment: append(environment, "PORT=0"), Folder: folder})
	require.NoError(t, err)
	return examine(start)
}

func TestDoctorEndsWithAnErrorOnlyWhereSomethingKeepsCourtyardFromWorking(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, visited(t, folder))
	require.NoError(t, visited(t, folder, "JAVA_BIN=java"), "a warning is no fault")
	require.ErrorIs(t, visited(t, folder, "LOG_LEVEL=loud"), errFaults)
	require.ErrorIs(t, visited(t, folder, "SSL_CERTFILE=none.crt", "SSL_KEYFILE=none.key"), errFaults)

	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, left, "nothing is made")

	require.NoError(t, os.WriteFile(filepath.Join(folder, "data"), []byte("a file"), 0o600))
	require.ErrorIs(t, visited(t, folder), errFaults)
}
