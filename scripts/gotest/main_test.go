package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func summarise(t *testing.T, lines ...string) (string, bool) {
	t.Helper()
	var out strings.Builder
	r := report{out: &out, output: map[string]string{}}
	require.NoError(t, r.read(strings.NewReader(strings.Join(lines, "\n"))))
	ok := r.summary()
	return out.String(), ok
}

func TestPassedTestsAreALine(t *testing.T) {
	out, ok := summarise(t, `{"Action":"output","Package":"a","Test":"T","Output":"noise\n"}`,
		`{"Action":"pass","Package":"a","Test":"T"}`, `{"Action":"pass","Package":"a","Elapsed":1.5}`)
	require.True(t, ok)
	require.NotContains(t, out, "noise")
	require.Contains(t, out, "1 passed")
}

func TestAFailureShowsItsOutput(t *testing.T) {
	out, ok := summarise(t, `{"Action":"output","Package":"a","Test":"T","Output":"because\n"}`, `{"Action":"fail","Package":"a","Test":"T"}`)
	require.False(t, ok)
	require.Contains(t, out, "because")
	require.Contains(t, out, "FAIL a T")
}

func TestASkippedTestIsAFailure(t *testing.T) {
	out, ok := summarise(t, `{"Action":"pass","Package":"a","Test":"T"}`, `{"Action":"skip","Package":"a","Test":"U"}`, `{"Action":"skip","Package":"b"}`)
	require.False(t, ok)
	require.Contains(t, out, "SKIP a U")
	require.NotContains(t, out, "SKIP b", "a package without tests skips nothing")
}

func TestABuildThatFailsIsAFailure(t *testing.T) {
	out, ok := summarise(t, `{"ImportPath":"a","Action":"build-output","Output":"a.go:1: no\n"}`, `{"ImportPath":"a","Action":"build-fail"}`)
	require.False(t, ok)
	require.Contains(t, out, "a.go:1: no")
}

func TestNoTestAtAllIsAFailure(t *testing.T) {
	_, ok := summarise(t, "")
	require.False(t, ok)
}
