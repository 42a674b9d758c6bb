package app

import (
	"strings"
	"testing"

	must "github.com/stretchr/testify/require" // the rules have a require of their own
)

// FuzzInviteCode holds that a code is found however it is typed, and that cleaning makes no code of what was none.
func FuzzInviteCode(f *testing.F) {
	for _, typed := range []string{"", "ABCDEFGH", " abcdefgh\t", "ＡＢＣｄｅｆｇｈ", "ABCD EFGH", "ＡＢ\u200bＣＤ", "ﬀﬁ\u1e9e\u0131\u017f", "\xff\xfe", "ﷺ", "K\u212aÅ", "\u02d9ABCDEFGH", "\xf7ǅ", strings.Repeat("a", 64)} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		cleaned := cleanCode(typed)
		if again := cleanCode(cleaned); isCode(again) {
			must.Equal(t, again, cleaned, "only cleaned twice it is a code: %q", typed)
		}
		must.LessOrEqual(t, len(cleaned), 18*max(len(typed), 1), "NFKC at most (UAX 15 §9)")
		code := inviteCode()
		must.True(t, isCode(code), code)
		must.Equal(t, code, cleanCode(spelled(code, typed)), "%q", typed)
	})
}

func isCode(text string) bool {
	return len(text) == inviteLength && strings.Trim(text, inviteAlphabet) == ""
}

// spelled is a code as somebody might type it; the text decides about case, width and blanks.
func spelled(code, how string) string {
	out := []rune{}
	for i, r := range code {
		choice := byte(0)
		if i < len(how) {
			choice = how[i]
		}
		if choice&1 != 0 && r >= 'A' {
			r += 'a' - 'A'
		}
		if choice&2 != 0 {
			r += '！' - '!'
		}
		out = append(out, r)
	}
	return strings.Repeat("\u3000 ", len(how)%3) + string(out) + strings.Repeat("\t\n", len(how)%2)
}
