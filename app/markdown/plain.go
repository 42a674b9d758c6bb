package markdown

import "strings"

// looksPlain reports, without parsing, that a text holds nothing which Markdown would change.
// It may say no to a plain text, never yes to another: the fuzz test holds it to that.
func looksPlain(message string) bool {
	lineStart := true
	for i := 0; i < len(message); i++ {
		if lineStart && lineIsSpecial(message[i:]) {
			return false
		}
		lineStart = false
		switch message[i] {
		case '\\', '`', '*', '_', '~', '[', '<', '&', '\r', '\v', '\f', '\x00':
			return false
		case ':':
			if strings.HasPrefix(message[i:], "://") {
				return false
			}
		case '@':
			if i > 0 && isLocalPart(message[i-1]) {
				return false
			}
		case '.':
			if i >= 3 && strings.EqualFold(message[i-3:i], "www") {
				return false
			}
		case '\n':
			lineStart = true
		}
	}
	return true
}

// lineIsSpecial looks at the beginning of a line: an empty line parts paragraphs, a mark begins a block.
func lineIsSpecial(line string) bool {
	indent := 0
	for indent < len(line) && line[indent] == ' ' {
		indent++
	}
	if indent >= 4 || indent == len(line) {
		return true
	}
	switch c := line[indent]; {
	case strings.IndexByte("\n\t\v\f#>-+=|:", c) >= 0:
		return true
	case c >= '0' && c <= '9':
		rest := strings.TrimLeft(line[indent:], "0123456789")
		return rest != "" && (rest[0] == '.' || rest[0] == ')')
	}
	return false
}
