package markdown

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// FuzzRender holds four properties: nothing panics, what comes out is neutral, it stays the same however often a browser
// reads and writes it, and the short way calls no text plain that the long way would render.
func FuzzRender(f *testing.F) {
	for _, message := range hostile() {
		f.Add(message)
	}
	for _, message := range []string{short, rich, "1) a", "a\n=", "a|b\n-|-", "a\n: b", "b\f", "b\t\nc", "ａ@b.c", "x@y.z", "WWW.a.b", " \n a", "a \n\t\nb"} {
		f.Add(message)
	}
	r := New()
	f.Fuzz(func(t *testing.T, message string) {
		if len(message) > 64<<10 {
			return
		}
		rendered := r.Render(message)
		requireNeutral(t, rendered)
		requireSettled(t, rendered)
		if looksPlain(message) && withinBounds(message) {
			if html, _ := r.render(normalise(message), Known{}); html != "" {
				t.Errorf("%q was called plain, but gives %q", message, html)
			}
		}
	})
}

// requireSettled reads HTML, writes it and reads it again: what becomes something else on the way gets past any check before.
func requireSettled(t *testing.T, rendered string) {
	t.Helper()
	once := rewritten(t, rendered)
	require.Equal(t, once, rewritten(t, once), "%q", rendered)
}

// rewritten is HTML as a browser writes it after it has read it; it fails where there is more in it than elements and text.
func rewritten(t *testing.T, rendered string) string {
	t.Helper()
	nodes, err := html.ParseFragment(strings.NewReader(rendered), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	require.NoError(t, err)
	var out strings.Builder
	for _, node := range nodes {
		for _, n := range slices.AppendSeq([]*html.Node{node}, node.Descendants()) {
			require.Contains(t, []html.NodeType{html.ElementNode, html.TextNode}, n.Type, "%q", rendered)
			require.Empty(t, n.Namespace)
		}
		require.NoError(t, html.Render(&out, node))
	}
	return out.String()
}
