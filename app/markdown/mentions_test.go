package markdown

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// staff finds Aiko, Ben K., Tanaka and the call of the channel.
func staff(text string) (Mention, int) {
	for _, n := range []struct {
		name    string
		mention Mention
	}{{"aiko", Mention{Account: 1}}, {"ben_k", Mention{Account: 2}}, {"田中", Mention{Account: 3}}, {"channel", Mention{Calls: "channel"}}} {
		if strings.HasPrefix(text, n.name) {
			return n.mention, len(n.name)
		}
	}
	return Mention{}, 0
}

func TestAMentionBecomesANeutralElement(t *testing.T) {
	r := New()
	for _, c := range []struct{ name, text, html string }{
		{"alone", "@aiko", `<p><span data-account="1">@aiko</span></p>`},
		{"Japanese directly after it", "@aikoさん", `<p><span data-account="1">@aiko</span>さん</p>`},
		{"Japanese directly before it", "担当は@田中さん", `<p>担当は<span data-account="3">@田中</span>さん</p>`},
		{"full width", "＠aikoさん、＠田中", `<p><span data-account="1">＠aiko</span>さん、<span data-account="3">＠田中</span></p>`},
		{"an underscore in the name", "@ben_k, ＠ben_k and _@ben_k_", `<p><span data-account="2">@ben_k</span>, <span data-account="2">＠ben_k</span> and <em><span data-account="2">@ben_k</span></em></p>`},
		{"in brackets and bold", "(@aiko) **@田中**", `<p>(<span data-account="1">@aiko</span>) <strong><span data-account="3">@田中</span></strong></p>`},
		{"on lines of their own", "@aiko\n@aiko", "<p><span data-account=\"1\">@aiko</span><br>\n<span data-account=\"1\">@aiko</span></p>"},
		{"everybody", "@channel look", `<p><span data-calls="channel">@channel</span> look</p>`},
		{"in a quote, a list, a table", "> @aiko\n\n- @aiko\n\n|@aiko|\n|-|", "<blockquote>\n<p><span data-account=\"1\">@aiko</span></p>\n</blockquote>\n<ul>\n" +
			"<li><span data-account=\"1\">@aiko</span></li>\n</ul>\n<table>\n<thead>\n<tr>\n<th><span data-account=\"1\">@aiko</span></th>\n</tr>\n</thead>\n</table>"},
		{"in code it is text", "`@aiko`", "<p><code>@aiko</code></p>"},
		{"in a block of code it is text", "```\n@aiko\n```", "<pre><code>@aiko\n</code></pre>"},
		{"in a link it is text", "[@aiko](http://a.example)", `<p><a data-link="http://a.example">@aiko</a></p>`},
		{"an address stays one", "ben@aiko.example", `<p><a data-link="mailto:ben@aiko.example">ben@aiko.example</a></p>`},
		{"escaped it is text", `\@aiko`, "<p>@aiko</p>"},
		{"within a word it is text", "x@aiko", ""},
		{"nobody of that name", "@carol", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			html, found := r.RenderKnowing(c.text, Known{Names: staff})
			require.Equal(t, c.html, html)
			require.Len(t, found, strings.Count(html, "<span"))
		})
	}
}

func TestAMessageThatIsShownAsTypedNamesNobody(t *testing.T) {
	html, found := New().RenderKnowing("@aiko "+strings.Repeat("[", 2001), Known{Names: staff})
	require.Empty(t, html)
	require.Empty(t, found)
}

func TestWhatFollowsAnAtIsFoundWithoutParsing(t *testing.T) {
	require.Equal(t, []string{"a b@c `@d`＠e", "d`＠e", "e"}, slices.Collect(AfterAts("@a b@c `@d`＠e")))
}

func TestANameEndsWhereItsWordDoes(t *testing.T) {
	for _, c := range []struct {
		last, next rune
		ends       bool
	}{{'o', 'さ', true}, {'o', ' ', true}, {'o', '.', true}, {'o', 'x', false}, {'1', '2', false}, {'中', 'さ', true}, {'中', '2', true}, {'か', '゙', false}} {
		require.Equal(t, c.ends, Splits(c.last, c.next), "%c%c", c.last, c.next)
	}
}
