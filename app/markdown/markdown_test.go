package markdown

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPlainTextIsNotStoredTwice(t *testing.T) {
	r := New()
	for _, message := range []string{
		"", "hello", "Aiko, 10:30?", "one\ntwo", "  indented\nline  \nend", "1 < 2 & \"x\" 'y'", "3.5 of 4",
		"会議は明日です。\nよろしくお願いします", "@aiko please", "a snake_case_name", "2 * 3 * 4", "100 %", "-5 degrees",
		"see a.b.c", "ratio 1:2", "~", "[not a link]", "[only]: http://definition.example", "\n\n", "   ",
	} {
		require.Empty(t, r.Render(message), "%q", message)
	}
}

func TestMarkdownBecomesNeutralElements(t *testing.T) {
	r := New()
	for _, c := range []struct{ name, text, html string }{
		{"emphasis", "**bold** _it_ ~~gone~~ `a<b`", `<p><strong>bold</strong> <em>it</em> <del>gone</del> <code>a&lt;b</code></p>`},
		{"emphasis beside Japanese marks", "**「重要」**です。", `<p><strong>「重要」</strong>です。</p>`},
		{"line breaks as typed", "*a*\nb\nc", "<p><em>a</em><br>\nb<br>\nc</p>"},
		{"paragraphs", "a\n\nb", "<p>a</p>\n<p>b</p>"},
		{"windows line ends", "*a*\r\nb", "<p><em>a</em><br>\nb</p>"},
		{"an escape", `\*a\*`, `<p>*a*</p>`},
		{"an entity", "&copy;", `<p>©</p>`},
		{"heading", "# Agenda", `<h1>Agenda</h1>`},
		{"rule", "a\n\n---", "<p>a</p>\n<hr>"},
		{"quote", "> a\n> > b", "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>"},
		{"numbers that do not begin at one", "10. a\n11. b", "<ol start=\"10\">\n<li>a</li>\n<li>b</li>\n</ol>"},
		{"tasks", "- [x] a\n- [ ] b", "<ul>\n<li><input checked=\"\" disabled=\"\" type=\"checkbox\"> a</li>\n" +
			"<li><input disabled=\"\" type=\"checkbox\"> b</li>\n</ul>"},
		{"table", "|a|b|c|d|\n|:-|:-:|-:|-|\n|1|2|3|", "<table>\n<thead>\n<tr>\n<th class=\"al-l\">a</th>\n<th class=\"al-c\">b</th>\n" +
			"<th class=\"al-r\">c</th>\n<th>d</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td class=\"al-l\">1</td>\n<td class=\"al-c\">2</td>\n" +
			"<td class=\"al-r\">3</td>\n<td></td>\n</tr>\n</tbody>\n</table>"},
		{"indented code", "a\n\n    x < y", "<p>a</p>\n<pre><code>x &lt; y\n</code></pre>"},
		{"raw HTML is text", "<b onclick=x>hi</b> **x**", `<p>&lt;b onclick=x&gt;hi&lt;/b&gt; <strong>x</strong></p>`},
		{"a block of raw HTML is text", "<div>\n*a*\n</div>", "<p>&lt;div&gt;<br>\n<em>a</em><br>\n&lt;/div&gt;</p>"},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.html, r.Render(c.text)) })
	}
}

func TestCodeIsColouredByClasses(t *testing.T) {
	r := New()
	for _, c := range []struct{ name, text, html string }{
		{"a known language", "```go\nvar x = \"1\" // y\n```",
			`<pre><code class="language-go"><span class="kd">var</span> x = <span class="s">&#34;1&#34;</span> <span class="c1">// y</span>` +
				"\n</code></pre>"},
		{"an unknown language", "```nolang\na<b\n```", "<pre><code class=\"language-nolang\">a&lt;b\n</code></pre>"},
		{"no language, never closed", "```\na", "<pre><code>a\n</code></pre>"},
		{"a file name behind the language", "```ruby:file.rb\nnil\n```",
			"<pre><code class=\"language-ruby\"><span class=\"kp\">nil</span>\n</code></pre>"},
		{"attributes are not ours", "```nolang {hl_lines=[1] linenos=table style=x}\na\n```", "<pre><code class=\"language-nolang\">a\n</code></pre>"},
		{"a language that cannot be a class", "```\"><x\na\n```", "<pre><code>a\n</code></pre>"},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.html, r.Render(c.text)) })
	}
}

func TestLongCodeIsNotColoured(t *testing.T) {
	code := strings.Repeat("x = 1\n", maxHighlight/6+1)
	html := New().Render("```python\n" + code + "```")
	require.Equal(t, "<pre><code class=\"language-python\">"+code+"</code></pre>", html)
}

func TestLinksHaveNoAddressToFollow(t *testing.T) {
	r := New()
	link := func(address, label string) string { return `<a data-link="` + address + `">` + label + `</a>` }
	for _, c := range []struct{ name, text, html string }{
		{"written", "[a](HTTPS://x.example/1?a=b&c \"title\")", link("https://x.example/1?a=b&amp;c", "a")},
		{"by reference", "[a]\n\n[a]: http://x.example", link("http://x.example", "a")},
		{"in angle brackets", "<https://x.example>", link("https://x.example", "https://x.example")},
		{"mail", "[a](mailto:ben@x.example)", link("mailto:ben@x.example", "a")},
		{"typed mail", "ben.ito@x.example", link("mailto:ben.ito@x.example", "ben.ito@x.example")},
		{"typed between Japanese", "詳細はhttp://server/aを見て", "詳細は" + link("http://server/a", "http://server/a") + "を見て"},
		{"typed with address and port", "https://192.168.1.5:8443/a_b*c/~d", link("https://192.168.1.5:8443/a_b*c/~d", "https://192.168.1.5:8443/a_b*c/~d")},
		{"typed at the end of a sentence", "(http://x.example/(a)).", "(" + link("http://x.example/(a)", "http://x.example/(a)") + ")."},
		{"typed without a scheme", "www.x.example", link("http://www.x.example", "www.x.example")},
		{"Japanese path", "[a](http://x.example/あ)", link("http://x.example/%E3%81%82", "a")},
		{"a picture is not loaded", "![plan](http://x.example/p.png)", link("http://x.example/p.png", "plan")},
		{"a picture without words", "![](http://x.example/p.png)", link("http://x.example/p.png", "http://x.example/p.png")},
		{"a picture in a link", "[![plan](http://x.example/p)](http://x.example)", link("http://x.example", "plan")},
		{"an office share is shown", `[plan](\\server\plan)`, `plan (\\server\plan)`},
		{"a relative address is shown", "[a](/x)", "a (/x)"},
		{"script", "[a](javascript:alert)", "a (javascript:alert)"},
		{"script as a picture", "![a](javascript:alert)", "a (javascript:alert)"},
		{"script in angle brackets", "<javascript:alert>", "javascript:alert"},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, "<p>"+c.html+"</p>", r.Render(c.text)) })
	}
}

func TestOnlyThreeSchemesBecomeLinks(t *testing.T) {
	r := New()
	for _, address := range []string{
		"javascript:alert(1)", "JaVaScRiPt:alert(1)", "&#106;avascript:alert(1)", "java\\script:alert(1)", "javascript&colon;alert(1)",
		"%6Aavascript:alert(1)", "vbscript:x", "data:text/html;base64,PHN2Zz4=", "file:///etc/passwd", "blob:x", "//x.example", "http:",
		"http:///x", "https:x", "mailto:", "ftp://x.example", "\u0001javascript:alert(1)", "view-source:http://x.example", "http://[::1", "ws://x",
	} {
		for _, text := range []string{"[a](" + address + ")", "[a](<" + address + ">)", "![a](" + address + ")", "<" + address + ">", "[a]\n\n[a]: " + address} {
			for element := range elementsOf(t, r.Render(text)) {
				if element.Data == "a" {
					require.Equal(t, "http://x.example", element.Attr[0].Val, "%q", text)
				}
			}
		}
	}
}

func TestManyAtOnceGetTheSameAnswer(t *testing.T) {
	r := New()
	want := r.Render(rich)
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			for range 20 {
				if r.Render(rich) != want {
					t.Error("another answer")
				}
			}
		})
	}
	group.Wait()
}
