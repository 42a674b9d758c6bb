package models

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAnInspectionKnowsWhoRunsAndMakesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "courtyard.db")
	before, err := Inspect(t.Context(), path)
	require.NoError(t, err)
	require.Zero(t, before.Bytes)
	require.Empty(t, before.Owner)
	_, err = os.Stat(filepath.Dir(path))
	require.ErrorIs(t, err, os.ErrNotExist)

	s, _ := opened(t, path)
	running, err := Inspect(t.Context(), path)
	require.NoError(t, err)
	require.Contains(t, running.Owner, fmt.Sprintf("process %d on ", os.Getpid()))
	require.Equal(t, running.Newest, running.Version)
	require.NoError(t, s.Close())

	stopped, err := Inspect(t.Context(), path)
	require.NoError(t, err)
	require.Empty(t, stopped.Owner, "the file still names a process, but none has the lock")
	require.Positive(t, stopped.Bytes)
}

func TestAServerStartsWhileSomebodyOnlyLooks(t *testing.T) {
	folder := t.TempDir()
	lock, err := lockFolder(folder)
	require.NoError(t, err)
	time.AfterFunc(30*time.Millisecond, func() { _ = lock.Close() }) // as an inspection does, but for longer
	again, err := lockFolder(folder)
	require.NoError(t, err)
	require.NoError(t, again.Close())
}
