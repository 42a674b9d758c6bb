package app

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Longest texts, in characters.
const (
	nameLimit        = 80
	topicLimit       = 250
	descriptionLimit = 500
	iconLimit        = 2
	usernameShortest = 2
	usernameLongest  = 50
)

// Fold is how names are compared: NFKC (full width as half width), case folded, without what nobody sees.
func Fold(name string) string {
	return cases.Fold().String(norm.NFKC.String(strings.TrimSpace(without(name, invisible))))
}

// cleanName is a line that must show something.
func cleanName(name string) (string, error) {
	name, ok := cleanLine(name, nameLimit)
	if !ok || !shows(name) {
		return "", ErrNameInvalid
	}
	return name, nil
}

// cleanLine trims a line of text and takes out what nobody sees, as it comes with pasted text; it says whether the line is
// short enough and free of control characters.
func cleanLine(line string, limit int) (string, bool) {
	line = without(line, func(r rune) bool { return invisible(r) && !joins(r) && !reorders(r) })
	line = norm.NFC.String(strings.TrimSpace(line))
	return line, utf8.RuneCountInString(line) <= limit && !strings.ContainsFunc(line, hides)
}

// cleanText takes out of a longer text what hides or reorders some of it, as it comes with pasted text; lines and tabs stay.
func cleanText(text string) string {
	return without(text, func(r rune) bool { return reorders(r) || unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' })
}

func without(text string, drop func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if drop(r) {
			return -1
		}
		return r
	}, text)
}

// hides are control characters, what stands for broken text, and characters that reorder what follows.
func hides(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) || r == utf8.RuneError || r == objectReplacement || reorders(r)
}

// objectReplacement stands for a picture that was not pasted along.
const objectReplacement = '\ufffc'

// reorders are the embeddings, overrides and isolates of Unicode TR 9.
func reorders(r rune) bool { return (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) }

// invisible are format characters, what is ignorable by default (Unicode §5.21), and the blank of Braille.
func invisible(r rune) bool {
	return r == 0x2800 || unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// joins are the invisible characters that change how a neighbour looks: emoji, Persian, variants of Han letters.
func joins(r rune) bool {
	return r == 0x200c || r == 0x200d || unicode.Is(unicode.Variation_Selector, r)
}

// shows says whether anything of a text can be seen.
func shows(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return !invisible(r) && !unicode.IsControl(r) && !unicode.In(r, unicode.M, unicode.Z)
	})
}

// cleanUsername folds full-width input and checks the characters; the key is what must be unique.
func cleanUsername(username string) (name, key string, err error) {
	name = norm.NFKC.String(strings.TrimSpace(username))
	length := utf8.RuneCountInString(name)
	if length < usernameShortest || length > usernameLongest || strings.ContainsFunc(name, notInUsername) ||
		!strings.ContainsFunc(name, letterOrDigit) || startsWithMark(name) {
		return "", "", ErrUsernameInvalid
	}
	return name, Fold(name), nil
}

func notInUsername(r rune) bool {
	return invisible(r) || !letterOrDigit(r) && !unicode.Is(unicode.M, r) && !strings.ContainsRune("._-", r)
}

func letterOrDigit(r rune) bool { return unicode.In(r, unicode.L, unicode.Nd) }

// startsWithMark says whether the first character would combine with whatever stands before the name.
func startsWithMark(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	return unicode.Is(unicode.M, first)
}

// cleanCode folds full width and lower case, as people type codes. Folding makes blanks of some characters: they are trimmed last.
func cleanCode(code string) string {
	return strings.ToUpper(strings.TrimSpace(norm.NFKC.String(code)))
}
