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

// Fold is how names are compared: NFKC (full width as half width) and case folded.
func Fold(name string) string {
	return cases.Fold().String(norm.NFKC.String(strings.TrimSpace(name)))
}

// cleanName trims a name and refuses an empty or too long one, and what would hide or reorder text.
func cleanName(name string) (string, error) {
	name, ok := cleanLine(name, nameLimit)
	if !ok || name == "" {
		return "", ErrNameInvalid
	}
	return name, nil
}

// cleanLine trims a line of text and says whether it is short enough and free of control characters.
func cleanLine(line string, limit int) (string, bool) {
	line = norm.NFC.String(strings.TrimSpace(line))
	return line, utf8.ValidString(line) && utf8.RuneCountInString(line) <= limit && !strings.ContainsFunc(line, hides)
}

// hides are control characters and those that reorder what follows (Unicode TR 9).
func hides(r rune) bool {
	return unicode.IsControl(r) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069)
}

// cleanUsername folds full-width input and checks the characters; the key is what must be unique.
func cleanUsername(username string) (name, key string, err error) {
	name = norm.NFKC.String(strings.TrimSpace(username))
	length := utf8.RuneCountInString(name)
	if length < usernameShortest || length > usernameLongest || strings.ContainsFunc(name, notInUsername) {
		return "", "", ErrUsernameInvalid
	}
	return name, Fold(name), nil
}

func notInUsername(r rune) bool {
	return !unicode.In(r, unicode.L, unicode.M, unicode.Nd) && !strings.ContainsRune("._-", r)
}

// cleanCode folds full width and lower case, as people type codes.
func cleanCode(code string) string {
	return strings.ToUpper(norm.NFKC.String(strings.TrimSpace(code)))
}
