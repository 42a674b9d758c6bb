package markdown

import (
	"iter"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// hostile holds texts of one kind each, as long as a message may be, that were made to cost time, memory or trust.
func hostile() map[string]string {
	full := func(piece string) string { return strings.Repeat(piece, 16384/len(piece)) }
	texts := map[string]string{
		"nested quotes": full(">"), "nested quotes with blanks": full("> "), "nested lists": full("- "), "nested numbers": full("1. "),
		"lists that grow": steps("  ", "- a\n"), "empty items": full("-\n"), "brackets": full("["), "bracket pairs": full("[]"), "links": full("[a](b)"),
		"open links": strings.Repeat("[a](", 990) + strings.Repeat("a", 12000), "pictures": full("![a](http://x.example) "),
		"emphasis": full("*a "), "mixed emphasis": full("**a*b_ "), "underscores": full("_"), "strokes": full("~a~"),
		"emphasis inside emphasis": strings.Repeat("*a **b ", 490) + strings.Repeat("b** a*", 490),
		"entities":                 full("&amp;"), "ampersands": full("&"), "angle brackets": full("<"), "comments": full("<!--"),
		"addresses": full("http://"), "bad addresses": full("http://a:%"), "mails": full("a@b.c "), "dots": full("www."),
		"wide table":      strings.Repeat("|a", 2000) + "\n" + strings.Repeat("|-", 2000) + "\n" + strings.Repeat("|\n", 4000),
		"many rules":      "|a|b\n" + strings.Repeat("|-|-\n", 3000),
		"backticks":       steps("`", " "),
		"unclosed fences": full("```\n") + "x", "two kinds of fences": full("~~~\n```\n"), "many fences": full("```go\nx\n```\n"),
		"a long definition":  "[a]: http://x.example/" + strings.Repeat("x", 8000) + "\n\n" + strings.Repeat("[a]", 600),
		"event handlers":     "**x** <img src=x onerror=alert(1)> <svg/onload=alert(1)> <a href=\"javascript:x\" onclick=x>y</a>",
		"broken tags":        "**x** <<script>script>alert(1)<</script>/script> <scr\x00ipt> <a href='x\n\ny'> </p></div></code>",
		"handlers in places": "```x\" onclick=\"y\nz\n```\n\n[a](http://x.example/\"onclick=y) ![a\"onerror=x](http://x.example) # {#id .class onclick=x}",
		"styles and ids":     "# a {#root style=color:red}\n\n| a |\n|:-:|\n| <td style=x> |\n\n<style>*{}</style>",
		"data links":         "![x](data:image/svg+xml;base64,AA) [x](data:text/html,<script>) <data:text/html,x>",
		"control characters": full("*\x01*\x02\x7f\x1b[0m\u202e\u2028\ufeff "), "no UTF-8": full("*\xff*\xfe\xc0\xaf `\x80` "), "zeros": full("*\x00*\n"),
		"carriage returns": full("*a*\r\r\n"), "tabs": full("\t- a\n"), "blank lines": full("\n") + "*a*", "backslashes": full("\\"),
		"hostile code": "```php\n" + full("$a{\"") + "\n```",
	}
	return texts
}

func steps(piece, end string) string {
	var text strings.Builder
	for i := range 180 {
		text.WriteString(strings.Repeat(piece, i) + end)
	}
	return text.String()
}

func TestHostileTextsGiveNeutralHTMLOrNone(t *testing.T) {
	r := New()
	for name, message := range hostile() {
		t.Run(name, func(t *testing.T) { requireNeutral(t, r.Render(message)) })
	}
}

func TestOverABoundTheTextIsPlain(t *testing.T) {
	r := New()
	for name, c := range map[string]struct{ within, over string }{
		"quotes":       {strings.Repeat("> ", 32) + "a", strings.Repeat("> ", 33) + "a"},
		"list items":   {strings.Repeat("- ", 31) + "a", strings.Repeat("- ", 33) + "a"},
		"delimiters":   {strings.Repeat("*a* ", 1000), strings.Repeat("*a* ", 1001)},
		"brackets":     {"*a*" + strings.Repeat("[]", 999), "*a*" + strings.Repeat("[]", 1000)},
		"code blocks":  {strings.Repeat("```\na\n```\n", 64), strings.Repeat("```\na\n```\n", 65)},
		"table cells":  {"|a|b\n|-|-\n" + strings.Repeat("|\n", 1600), "|a|b\n|-|-\n" + strings.Repeat("|\n", 5000)},
		"stored bytes": {"*a*" + strings.Repeat(" \"a\"", 4000), "*a*" + strings.Repeat("\"", 40000)},
		"emphasis":     {nested(32), nested(33)},
	} {
		t.Run(name, func(t *testing.T) {
			require.NotEmpty(t, r.Render(c.within))
			require.Empty(t, r.Render(c.over))
		})
	}
}

func nested(depth int) string {
	var open, closed string
	for i := range depth {
		mark := []string{"*", "**"}[i%2]
		open, closed = open+mark+"a ", " a"+mark+closed
	}
	return open + closed
}

// requireNeutral parses HTML as a browser would and compares what it finds with what the contract allows.
func requireNeutral(t *testing.T, rendered string) {
	t.Helper()
	require.LessOrEqual(t, len(rendered), maxHTML)
	allowed := strings.Fields("p br strong em del h1 h2 h3 h4 h5 h6 ul ol li blockquote hr code pre span table thead tbody tr th td input a")
	for element := range elementsOf(t, rendered) {
		require.Contains(t, allowed, element.Data)
		for _, attribute := range element.Attr {
			requireAttribute(t, element.Data, attribute)
		}
	}
}

func requireAttribute(t *testing.T, element string, attribute html.Attribute) {
	t.Helper()
	switch element + " " + attribute.Key {
	case "code class":
		require.Regexp(t, `^language-[a-z0-9_+#.-]+$`, attribute.Val)
	case "span class":
		require.Regexp(t, `^[a-z0-9]{1,3}$`, attribute.Val)
	case "span data-account":
		require.Regexp(t, `^[1-9][0-9]*$`, attribute.Val)
	case "span data-calls":
		require.Contains(t, []string{"here", "channel"}, attribute.Val)
	case "th class", "td class":
		require.Contains(t, []string{"al-l", "al-c", "al-r"}, attribute.Val)
	case "ol start":
		_, err := strconv.ParseUint(attribute.Val, 10, 31)
		require.NoError(t, err)
	case "a data-link":
		require.Regexp(t, `^(https?://|mailto:)[^\s"<>]+$`, attribute.Val)
	case "input type":
		require.Equal(t, "checkbox", attribute.Val)
	case "input checked", "input disabled":
	default:
		t.Errorf("%s has the attribute %s", element, attribute.Key)
	}
}

// elementsOf yields the elements of HTML, and fails where one of them has no end or an input could be used.
func elementsOf(t *testing.T, rendered string) iter.Seq[*html.Node] {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(rendered), body)
	require.NoError(t, err)
	for _, node := range nodes {
		body.AppendChild(node)
	}
	return func(yield func(*html.Node) bool) {
		for node := range body.Descendants() {
			if node.Type == html.ElementNode && !yield(node) {
				return
			}
		}
	}
}
