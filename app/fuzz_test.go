package app

import (
	"strings"
	"testing"
	"unicode/utf8"

	must "github.com/stretchr/testify/require" // the rules have a require of their own
)

// FuzzInviteCode holds that a code is found however it is typed, and that cleaning makes no code of what was none.
func FuzzInviteCode(f *testing.F) {
	for _, typed := range []string{"", "ABCDEFGH", " abcdefgh\t", "ＡＢＣｄｅｆｇｈ", "ABCD EFGH", "ＡＢ\u200bＣＤ", "ﬀﬁ\u1e9e\u0131\u017f", "\xff\xfe", "ﷺ", "K\u212aÅ", "\u02d9", strings.Repeat("a", 64)} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		cleaned := cleanCode(typed)
		must.Equal(t, cleaned, cleanCode(cleaned), "cleaned twice it is another code: %q", typed)
		must.LessOrEqual(t, len(cleaned), 18*max(len(typed), 1), "NFKC at most (UAX 15 §9)")
		if isCode(cleaned) {
			must.GreaterOrEqual(t, utf8.RuneCountInString(typed), 4, "%q", typed) // one letter stands for two at most
			must.Empty(t, strings.Trim(cleaned, inviteAlphabet))
		}
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
