package models

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// faulty is a store that remembers what it reported.
func faulty(t *testing.T) (s *Store, reported func() []error) {
	t.Helper()
	var mutex sync.Mutex
	var faults []error
	s, err := Open(Options{
		Path: filepath.Join(t.TempDir(), "courtyard.db"), Version: "test", Publish: (&ledger{}).publish, Clock: time.Now,
		Fault: func(err error) { mutex.Lock(); defer mutex.Unlock(); faults = append(faults, err) },
	})
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s, func() []error {
		mutex.Lock()
		defer mutex.Unlock()
		return append([]error(nil), faults...)
	}
}

// afterPowerCut opens the files as they lie in the folder now, as the next start would.
func afterPowerCut(t *testing.T, s *Store) *Store {
	t.Helper()
	folder := t.TempDir()
	for _, ending := range []string{"", "-wal"} {
		content, err := os.ReadFile(s.path + ending)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, "courtyard.db"+ending), content, 0o600))
	}
	next, _ := opened(t, filepath.Join(folder, "courtyard.db"))
	return next
}

func TestALogDeletedUnderTheServerLosesNothingThatWasAcknowledged(t *testing.T) {
	for _, ending := range []string{"-wal", "-shm"} {
		t.Run(ending, func(t *testing.T) {
			s, reported := faulty(t)
			require.NoError(t, s.Write(t.Context(), note("before")))
			require.NoError(t, os.Remove(s.path+ending))
			require.NoError(t, s.Write(t.Context(), note("after")))
			require.Len(t, reported(), 1)
			require.ErrorIs(t, reported()[0], ErrFileGone)
			require.True(t, written(t, s, "before") && written(t, s, "after"))

			require.NoError(t, s.Write(t.Context(), note("later")))
			require.Len(t, reported(), 1, "the new log is in its place")
			next := afterPowerCut(t, s)
			for _, name := range []string{"before", "after", "later"} {
				require.True(t, written(t, next, name), name)
			}
		})
	}
}

func TestALogDeletedInAQuietHourIsNoticedWithoutAWrite(t *testing.T) {
	s, reported := faulty(t)
	require.NoError(t, s.Write(t.Context(), note("before")))
	require.NoError(t, os.Remove(s.path+"-wal"))
	require.Eventually(t, func() bool { return len(reported()) == 1 }, 10*time.Second, 10*time.Millisecond)
	require.True(t, written(t, s, "before"))
}

func TestReadersGoOnWhileADeletedLogIsReplaced(t *testing.T) {
	s, _ := faulty(t)
	require.NoError(t, s.Write(t.Context(), note("before")))
	stop := make(chan struct{})
	var people sync.WaitGroup
	failed := make(chan error, 2*readers)
	for range 2 * readers {
		people.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if value, err := setting(s.read(t.Context()), "before"); err != nil || value == "" {
					failed <- errors.Join(err, errors.New("a reader saw nothing"))
					return
				}
			}
		})
	}
	for range 10 {
		require.NoError(t, os.Remove(s.path+"-wal"))
		require.NoError(t, s.Write(t.Context(), note("again")))
	}
	close(stop)
	people.Wait()
	select {
	case err := <-failed:
		require.NoError(t, err)
	default:
	}
	require.True(t, written(t, afterPowerCut(t, s), "again"))
}

func TestAReaderWhoHoldsOnDelaysTheNewLogButNotTheSaving(t *testing.T) {
	s, _ := faulty(t)
	require.NoError(t, s.Write(t.Context(), note("before")))
	rows, err := s.read(t.Context()).Raw(`SELECT 1 UNION ALL SELECT 2`).Rows()
	require.NoError(t, err)
	defer func() { _ = rows.Close() }()
	require.True(t, rows.Next())
	require.NoError(t, os.Remove(s.path+"-wal"))
	require.NoError(t, s.Write(t.Context(), note("meanwhile")))
	require.NoFileExists(t, s.path+"-wal")
	require.NoError(t, rows.Err())
	require.NoError(t, rows.Close())
	require.Eventually(t, func() bool { _, err := os.Stat(s.path + "-wal"); return err == nil }, 10*time.Second, 10*time.Millisecond)
	require.True(t, written(t, afterPowerCut(t, s), "meanwhile"))
}

func TestNothingIsAcknowledgedWhileTheDatabaseItselfIsGone(t *testing.T) {
	s, reported := faulty(t)
	kept := s.path + ".kept"
	require.NoError(t, os.Rename(s.path, kept))
	require.ErrorIs(t, s.Write(t.Context(), note("lost")), ErrUnwritable)
	require.Len(t, reported(), 1)
	require.NoError(t, os.Rename(kept, s.path))
	require.NoError(t, s.Write(t.Context(), note("kept")))
}

func TestAStoreLeavesRoomForAStartOnAFullDisk(t *testing.T) {
	s, _ := fresh(t)
	folder := filepath.Dir(s.path)
	info, err := os.Stat(reservePath(folder))
	require.NoError(t, err)
	require.EqualValues(t, reserveSize, info.Size())
	require.True(t, spendReserve(folder))
	require.False(t, spendReserve(folder), "once")
	keepReserve(folder)
	require.True(t, spendReserve(folder))
}
