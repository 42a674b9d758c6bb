package scanner_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"courtyard/app/scanner"
	"courtyard/app/scanner/scannertest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func scan(t *testing.T, s *scanner.Scanner, content string) (string, error) {
	t.Helper()
	return s.Scan(t.Context(), strings.NewReader(content))
}

func TestACleanFilePassesAndAnInfectedOneIsNamed(t *testing.T) {
	for network, address := range map[string]string{"tcp": "127.0.0.1:0", "unix": filepath.Join(t.TempDir(), "clamd.ctl")} {
		s := scannertest.New(t, network, address).Start().Scanner()
		require.NoError(t, s.Ping(t.Context()))
		for _, clean := range []string{"", "x", strings.Repeat("x", 64<<10), strings.Repeat("x", 900_000)} {
			found, err := scan(t, s, clean)
			require.NoError(t, err)
			require.Empty(t, found)
		}
		// Across the edge between two pieces, too.
		found, err := scan(t, s, strings.Repeat("x", 64<<10-10)+scannertest.Eicar)
		require.NoError(t, err)
		require.Equal(t, "Eicar-Test-Signature", found)
	}
}

func TestWhatTheScannerSawOnlyAPartOfHasNoVerdict(t *testing.T) {
	clamd := scannertest.New(t, "tcp", "127.0.0.1:0").Start()
	_, err := scan(t, clamd.Scanner(), strings.Repeat("x", 50<<20))
	require.ErrorIs(t, err, scanner.ErrTooLarge)

	clamd.Change(func(c *scannertest.Clamd) {
		c.Verdict = func([]byte) string { return "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND" }
	})
	_, err = scan(t, clamd.Scanner(), "x")
	require.ErrorIs(t, err, scanner.ErrTooLarge)
}

func TestOnlyClamdsOwnWordsAreAVerdict(t *testing.T) {
	clamd := scannertest.New(t, "tcp", "127.0.0.1:0").Start()
	for _, answer := range []string{
		"", "OK", "stream:OK", "stream: ", "stream:  FOUND", "stream: OK\n", "stream: x OK", "stream: Can't open file ERROR", "HTTP/1.1 200 OK",
		"FOUND", "x FOUND", strings.Repeat("x", 100_000), scannertest.Hangup, scannertest.Silence,
	} {
		clamd.Change(func(c *scannertest.Clamd) { c.Pong, c.Verdict = answer, func([]byte) string { return answer } })
		found, err := scan(t, clamd.Scanner(), "x")
		require.Error(t, err, "%q", answer)
		require.Less(t, len(err.Error()), 300)
		require.NotErrorIs(t, err, scanner.ErrTooLarge)
		require.Empty(t, found)
		s := clamd.Scanner()
		s.Patience = 100 * time.Millisecond
		require.Error(t, s.Ping(t.Context()), "%q", answer)
	}
}

func TestAVerdictBeforeTheLastByteIsNone(t *testing.T) {
	clamd := scannertest.New(t, "tcp", "127.0.0.1:0").Start()
	reads, writes := io.Pipe()
	go func() {
		_, _ = writes.Write(make([]byte, 2<<20)) // beyond the limit: it answers
		_, _ = writes.Write(make([]byte, 10<<20))
		_ = writes.Close()
	}()
	_, err := clamd.Scanner().Scan(t.Context(), reads)
	require.ErrorIs(t, err, scanner.ErrTooLarge)
	_ = reads.Close()
}

func TestAFileThatCannotBeReadIsNotJudgedByItsBeginning(t *testing.T) {
	clamd := scannertest.New(t, "tcp", "127.0.0.1:0").Start()
	broken := errors.New("disk")
	_, err := clamd.Scanner().Scan(t.Context(), io.MultiReader(bytes.NewReader(make([]byte, 200_000)), iotest.ErrReader(broken)))
	require.ErrorIs(t, err, scanner.ErrUnread)
	require.ErrorIs(t, err, broken)
	clamd.Stop()
	require.Zero(t, clamd.Judged())
}

func TestAScannerThatIsNotThereOrDoesNotReadKeepsNobodyForLong(t *testing.T) {
	clamd := scannertest.New(t, "tcp", "127.0.0.1:0").Start()
	clamd.Stop()
	require.Error(t, clamd.Scanner().Ping(t.Context()))
	_, err := scan(t, clamd.Scanner(), "x")
	require.Error(t, err)

	clamd.Start().Change(func(c *scannertest.Clamd) { c.Verdict = func([]byte) string { return scannertest.Silence } })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	patient := clamd.Scanner()
	patient.Verdict = time.Minute
	_, err = patient.Scan(ctx, strings.NewReader("x"))
	require.Error(t, err)
	require.Less(t, time.Since(began), 10*time.Second)
}

func TestAScanTakesNoMoreMemoryForALargeFile(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	swallowed := make(chan int64, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		n, _ := io.Copy(io.Discard, conn)
		swallowed <- n
		_ = conn.Close()
	}()
	const large = 256 << 20
	s := scanner.New("tcp", listener.Addr().String())
	s.Verdict = 10 * time.Millisecond
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = s.Scan(t.Context(), io.LimitReader(zeros{}, large))
	runtime.ReadMemStats(&after)
	require.Error(t, err)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(1<<20))
	require.Greater(t, <-swallowed, int64(large))
	require.NoError(t, listener.Close())
}

// zeros is an endless file.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }
