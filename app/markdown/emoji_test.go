package markdown

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAnEmojiOfTheWorkspacesOwnBecomesANeutralElement(t *testing.T) {
	r := New()
	known := Known{Names: staff, Emoji: map[string]int64{"party_cat": 7, "お疲れ": 8}}
	for _, c := range []struct{ name, text, html string }{
		{"alone", ":party_cat:", `<p><span data-emoji="7">:party_cat:</span></p>`},
		{"Japanese without blanks", "今日も:お疲れ:さま", `<p>今日も<span data-emoji="8">:お疲れ:</span>さま</p>`},
		{"two that touch", ":お疲れ::party_cat:", `<p><span data-emoji="8">:お疲れ:</span><span data-emoji="7">:party_cat:</span></p>`},
		{"after a colon", "so: :party_cat:", `<p>so: <span data-emoji="7">:party_cat:</span></p>`},
		{"after a name", "@aiko:party_cat:", `<p><span data-account="1">@aiko</span><span data-emoji="7">:party_cat:</span></p>`},
		{"in bold", "**:party_cat:**", `<p><strong><span data-emoji="7">:party_cat:</span></strong></p>`},
		{"in code it is text", "`:party_cat:`", "<p><code>:party_cat:</code></p>"},
		{"in a link it is text", "[:party_cat:](http://a.example)", `<p><a data-link="http://a.example">:party_cat:</a></p>`},
		{"escaped it is text", `\:party_cat:`, "<p>:party_cat:</p>"},
		{"not closed it is text", ":party_cat", ""},
		{"another name", ":parrot:", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			html, _ := r.RenderKnowing(c.text, known)
			require.Equal(t, c.html, html)
		})
	}
	html, found := r.RenderKnowing("@aiko :party_cat:", Known{Emoji: known.Emoji})
	require.Equal(t, `<p>@aiko <span data-emoji="7">:party_cat:</span></p>`, html)
	require.Empty(t, found)
}

func TestWhatStandsBetweenColonsIsFoundWithoutParsing(t *testing.T) {
	require.Equal(t, []string{"a", " ", "`b`"}, slices.Collect(BetweenColons("x:a: :`b`::c")))
}
