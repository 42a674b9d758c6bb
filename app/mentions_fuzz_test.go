package app

import (
	"regexp"
	"strings"
	"testing"

	must "github.com/stretchr/testify/require"

	"courtyard/app/markdown"
)

var namedAccount = regexp.MustCompile(`<span data-account="([0-9]+)">`)

// FuzzMentions holds that whoever a text names is one of the people asked for, that nobody is named in code, and that what is told
// of a text stands in its HTML.
func FuzzMentions(f *testing.F) {
	for _, text := range []string{
		"", "@", "＠", "@aiko", "@aikoさん", "@aiko_b", "@ａｉｋｏ", "@AIKO.", "x@aiko", "`@aiko`", "```\n@aiko\n```", "[@aiko](http://a.b)", "\\@aiko", "\\\\@aiko",
		"_@aiko_b_", "@aiko@aiko", "@か゛", "@aiko\u0301", "|@aiko|\n|-|", "> @aiko", "@channel @here", strings.Repeat("@aiko ", 101), "@\xff", "@aiko\xff",
		"@田中ー", "@ｶﾞ", "\t@aiko", "@aiko  \n@aiko", "@aiko\\\n@aiko", "**@aiko**", "~~@ai~~", ":otsukare:", "_:party_cat:_", "`:otsukare:`",
		"@aiko:otsukare:@aiko", ":お疲れ::party_cat:", "\\:otsukare:", "http://a.example/:otsukare:", ":@aiko:", "|:otsukare:|\n|-|",
	} {
		f.Add(text)
	}
	staff := map[string]int64{"aiko": 1, "aiko_b": 2, "田中": 3, "ai": 4, "ガ": 5, "か゛": 6}
	ownEmoji := map[string]int64{"otsukare": 1, "party_cat": 2, "お疲れ": 3}
	a := &App{markdown: markdown.New()}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > MessageBytes {
			return
		}
		prefixes, err := mentionPrefixes(text)
		if err != nil {
			return
		}
		mentions := map[string]markdown.Mention{}
		for prefix, key := range prefixes {
			must.Equal(t, Fold(prefix), key)
			if account := staff[key]; account != 0 {
				mentions[prefix] = markdown.Mention{Account: account}
			}
		}
		emoji := map[string]int64{}
		for between := range markdown.BetweenColons(text) {
			if name, ok := cleanEmojiName(between); ok && ownEmoji[name] != 0 {
				emoji[between] = ownEmoji[name]
			}
		}
		w, err := a.writeKnowing(1, text, markdown.Known{Names: longestIn(mentions), Emoji: emoji})
		if err != nil {
			must.ErrorIs(t, err, ErrTooManyMentions)
			return
		}
		must.LessOrEqual(t, len(w.named), len(staff))
		html := w.html
		for _, code := range regexp.MustCompile(`(?s)<code.*?</code>`).FindAllString(html, -1) {
			must.NotContains(t, code, "data-account")
			must.NotContains(t, code, "data-emoji")
		}
		must.LessOrEqual(t, len(namedAccount.FindAllString(html, -1)), mentionLimit)
		must.Equal(t, len(w.named) > 0, namedAccount.MatchString(html))
	})
}
