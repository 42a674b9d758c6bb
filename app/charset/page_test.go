package charset_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"courtyard/app/charset"

	"github.com/stretchr/testify/require"
)

func page(t *testing.T, text string, from, count int) ([]string, int) {
	t.Helper()
	lines, next, err := charset.Page(strings.NewReader(text), charset.UTF8, from, count)
	require.NoError(t, err)
	again, _, err := charset.Page(iotest.OneByteReader(strings.NewReader(text)), charset.UTF8, from, count)
	require.NoError(t, err)
	require.Equal(t, lines, again, "however the bytes come")
	return lines, next
}

func TestAPageHasItsLinesAndTellsTheNext(t *testing.T) {
	const text = "one\r\ntwo\n\nfour\rfive"
	lines, next := page(t, text, 1, 2)
	require.Equal(t, []string{"one", "two"}, lines)
	require.Equal(t, 3, next)
	lines, next = page(t, text, next, 2)
	require.Equal(t, []string{"", "four"}, lines)
	require.Equal(t, 5, next)
	lines, next = page(t, text, next, 2)
	require.Equal(t, []string{"five"}, lines)
	require.Zero(t, next)
	lines, next = page(t, text, 9, 2)
	require.Empty(t, lines)
	require.Zero(t, next)
}

func TestALineBreakAtTheEndIsNoLine(t *testing.T) {
	for _, text := range []string{"a\nb\n", "a\r\nb\r\n", "a\rb\r"} {
		lines, next := page(t, text, 1, 2)
		require.Equal(t, []string{"a", "b"}, lines, "%q", text)
		require.Zero(t, next, "%q", text)
	}
	lines, _ := page(t, "", 1, 2)
	require.Empty(t, lines)
	lines, next := page(t, "\n\n", 1, 1)
	require.Equal(t, []string{""}, lines)
	require.Equal(t, 2, next)
}

func TestALineOfTenMegabytesIsCutBetweenCharacters(t *testing.T) {
	lines, next := page(t, "a"+strings.Repeat("漢", 10<<20/3)+"\nend", 1, 10)
	require.Zero(t, next)
	require.Len(t, lines, 2)
	require.True(t, strings.HasSuffix(lines[0], "漢"+charset.CutMark))
	require.True(t, utf8.ValidString(lines[0]))
	require.Less(t, len(lines[0]), 17<<10)
	require.Equal(t, "end", lines[1])
}

func TestAPageIsNeverLargerThanAnAnswerMayBe(t *testing.T) {
	text := strings.Repeat(strings.Repeat("x", 999)+"\n", 1000)
	lines, next, err := charset.Page(strings.NewReader(text), charset.UTF8, 101, 1000)
	require.NoError(t, err)
	require.Len(t, lines, 262)
	require.Equal(t, 363, next)
	lines, _, err = charset.Page(strings.NewReader(text), charset.UTF8, next, 1)
	require.NoError(t, err)
	require.Len(t, lines, 1)
}

type endless struct{ read int }

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	e.read += len(b)
	return len(b), nil
}

func TestLinesTooFarIntoAnEndlessTextAreGivenUp(t *testing.T) {
	file := &endless{}
	_, _, err := charset.Page(file, charset.UTF8, 2, 10)
	require.ErrorIs(t, err, charset.ErrFar)
	require.Less(t, file.read, 65<<20)
}

func TestAReaderThatFailsFailsThePage(t *testing.T) {
	broken := errors.New("pulled cable")
	_, _, err := charset.Page(io.MultiReader(strings.NewReader("a\n"), iotest.ErrReader(broken)), charset.UTF8, 1, 10)
	require.ErrorIs(t, err, broken)
}

func TestAPageIsReadInItsCharset(t *testing.T) {
	b := encoded(t, "日付\r\n表示\r\n", charset.ShiftJIS)
	lines, _, err := charset.Page(bytes.NewReader(b), charset.ShiftJIS, 2, 1)
	require.NoError(t, err)
	require.Equal(t, []string{"表示"}, lines)
}
