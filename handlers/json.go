package handlers

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// deepestJSON is how far a body or a frame may be nested.
const deepestJSON = 16

// boundedJSON says whether a text is one JSON value that every reader understands alike: in UTF-8, nested no deeper than the limit,
// no name twice in one object, no half of a surrogate pair (RFC 7493 §2).
func boundedJSON(text []byte) bool {
	if !utf8.Valid(text) || !json.Valid(text) {
		return false
	}
	open := make([]level, 0, deepestJSON)
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '{', '[':
			if len(open) == deepestJSON {
				return false
			}
			open = append(open, level{isObject: text[i] == '{', nameNext: text[i] == '{'})
		case '}', ']':
			open = open[:len(open)-1]
		case ',':
			open[len(open)-1].nameNext = open[len(open)-1].isObject
		case '"':
			quoted := text[i : i+stringLength(text[i:])]
			if hasLoneSurrogate(quoted) || len(open) > 0 && !open[len(open)-1].takes(quoted) {
				return false
			}
			i += len(quoted) - 1
		}
	}
	return true
}

// level is one object or array around the place that is read.
type level struct {
	isObject, nameNext bool
	names              map[string]bool
}

// takes notes a string where it is a name, and says whether it is a new one.
func (l *level) takes(quoted []byte) bool {
	if !l.nameNext {
		return true
	}
	l.nameNext = false
	name := string(quoted[1 : len(quoted)-1])
	if bytes.IndexByte(quoted, '\\') >= 0 && json.Unmarshal(quoted, &name) != nil {
		return false
	}
	if l.names[name] {
		return false
	}
	if l.names == nil {
		l.names = map[string]bool{}
	}
	l.names[name] = true
	return true
}

// stringLength is how many bytes the string at the beginning of valid JSON takes, its quotes included.
func stringLength(text []byte) int {
	for i := 1; ; i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
}

// hasLoneSurrogate looks for escapes that stand for no character; the decoder would put U+FFFD in their place and say nothing.
func hasLoneSurrogate(quoted []byte) bool {
	for i := 0; i < len(quoted); i++ {
		if quoted[i] != '\\' {
			continue
		}
		first := escaped(quoted[i:])
		i++
		if !utf16.IsSurrogate(first) {
			continue
		}
		if utf16.DecodeRune(first, escaped(quoted[i+5:])) == utf8.RuneError {
			return true
		}
		i += 10
	}
	return false
}

// escaped is the code unit of an escape such as \u30a2 at the beginning of a text, or 0.
func escaped(text []byte) rune {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	if err != nil {
		return 0
	}
	return rune(unit)
}
