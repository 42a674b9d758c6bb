//go:build unix

package folder

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestAPipeInThePlaceOfAFileIsNotWaitedFor(t *testing.T) {
	path := t.TempDir()
	f, err := Open(path)
	require.NoError(t, err)
	kept, begun := NewName(), NewName()
	for _, name := range []string{Place(kept, ""), Place(kept, "thumb"), waiting(begun)} {
		at := filepath.Join(path, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(at), 0o700))
		require.NoError(t, unix.Mkfifo(at, 0o600))
	}
	_, err = f.Open(t.Context(), kept, "")
	require.ErrorIs(t, err, errIrregular)
	_, err = f.Open(t.Context(), kept, "thumb")
	require.ErrorIs(t, err, errIrregular)
	for _, name := range []string{kept, begun} {
		_, err = f.Whole(name)
		require.ErrorIs(t, err, errIrregular)
	}
	_, err = f.Rewrite(begun, func(io.Writer, *os.File) error { return nil })
	require.ErrorIs(t, err, errIrregular)
	require.NoError(t, f.Remove(t.Context(), kept), "and it can be taken away")
	require.NoError(t, f.Close())
}

func TestAPipeInThePlaceOfAFolderIsNotWaitedFor(t *testing.T) {
	path := t.TempDir()
	f, err := Open(path)
	require.NoError(t, err)
	name := NewName()
	require.NoError(t, os.Mkdir(filepath.Join(path, name[:2]), 0o700))
	require.NoError(t, unix.Mkfifo(filepath.Join(path, name[:2], name[2:4]), 0o600))
	require.Error(t, f.Remove(t.Context(), name))
	require.NoError(t, f.Close())
}
