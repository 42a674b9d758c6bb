package charset

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Head is how many bytes Detect looks at; the more it gets, the surer it is.
const Head = 64 << 10

// Detect guesses the charset of a text by its first bytes, of which the last character may be cut.
func Detect(head []byte) Name {
	head = head[:min(len(head), Head)]
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return UTF8
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return UTF16LE
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return UTF16BE
	case bytes.IndexByte(head, 0) >= 0:
		// Only UTF-16 has bytes of zero in text.
		if name, ok := wide(head); ok {
			return name
		}
	case shifts(head):
		return ISO2022JP
	case isUTF8(head):
		return UTF8
	}
	return byWorth(head)
}

// shifts says whether seven-bit text changes into a Japanese set (RFC 1468) or half-width katakana.
func shifts(head []byte) bool {
	found := false
	for i, b := range head {
		if b >= utf8.RuneSelf {
			return false
		}
		if b == 0x1b && i+2 < len(head) {
			switch string(head[i+1 : i+3]) {
			case "$@", "$B", "$(", "(J", "(I":
				found = true
			}
		}
	}
	return found
}

func isUTF8(head []byte) bool {
	for len(head) > 0 {
		r, size := utf8.DecodeRune(head)
		if r == utf8.RuneError && size == 1 {
			return len(head) < utf8.UTFMax && !utf8.FullRune(head)
		}
		head = head[size:]
	}
	return true
}

// byWorth takes the charset in which the bytes make the best text.
func byWorth(head []byte) Name {
	best, most := Western, western(head)
	if worth := eucJP(head); worth > most && !halfWidth(head) {
		best, most = EUCJP, worth
	}
	if worth := shiftJIS(head); worth >= most {
		best, most = ShiftJIS, worth
	}
	// Without a byte order mark and without anything of ASCII, UTF-16 is taken only where nothing else makes sense.
	if most < 0 {
		if name, ok := wide(head); ok {
			return name
		}
	}
	return best
}

// What a character makes it worth to believe in a charset. Half-width katakana are rare in text and common in misread text.
const (
	worthKana    = 30
	worthCommon  = 20
	worthRare    = 2
	worthForeign = -5
	worthHalf    = -5
	worthPrivate = -30
	worthBroken  = -100
)

// worthOf a character by its row and cell in JIS X 0208 with the rows that NEC and IBM added.
func worthOf(row, cell int) int {
	switch {
	case row == 4 && cell <= 83, row == 5 && cell <= 86:
		return worthKana
	case row <= 3 && row > 0, row >= 16 && row <= 47:
		return worthCommon
	case row == 6 && cell <= 56, row == 7 && cell <= 81:
		return worthForeign
	case row == 13, row >= 48 && row <= 83, row == 84 && cell <= 6, row == 8 && cell <= 32:
		return worthRare
	case row >= 89 && row <= 92, row >= 115 && row <= 119:
		return worthRare
	case row >= 95 && row <= 114:
		return worthPrivate
	}
	return worthBroken
}

func shiftJIS(b []byte) int {
	worth := 0
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case c < 0x80:
			continue
		case c >= 0xa1 && c <= 0xdf:
			worth += worthHalf
			continue
		case c == 0x80 || c == 0xa0 || c > 0xfc:
			worth += worthBroken
			continue
		}
		if i+1 == len(b) {
			break
		}
		trail := b[i+1]
		if trail < 0x40 || trail == 0x7f || trail > 0xfc {
			worth += worthBroken
			continue
		}
		i++
		worth += worthOf(jisOf(c, trail))
	}
	return worth
}

// jisOf is the row and the cell that Shift_JIS packs into two bytes.
func jisOf(lead, trail byte) (row, cell int) {
	row = int(lead) - 0x81
	if lead >= 0xe0 {
		row -= 0x40
	}
	if row = row*2 + 1; trail >= 0x9f {
		return row + 1, int(trail) - 0x9e
	}
	if trail > 0x7f {
		trail--
	}
	return row, int(trail) - 0x3f
}

func eucJP(b []byte) int {
	worth := 0
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c < 0x80 {
			continue
		}
		length := 2
		if c == 0x8f {
			length = 3
		}
		if i+length > len(b) {
			break
		}
		if c != 0x8e && c != 0x8f && c < 0xa1 || c == 0xff || !above(b[i+1:i+length]) {
			worth += worthBroken
			continue
		}
		switch c {
		case 0x8e:
			worth += worthHalf
		case 0x8f:
			worth += worthForeign // JIS X 0212, which hardly any text has
		default:
			worth += worthOf(int(c)-0xa0, int(b[i+1])-0xa0)
		}
		i += length - 1
	}
	return worth
}

func above(b []byte) bool {
	for _, c := range b {
		if c < 0xa1 || c == 0xff {
			return false
		}
	}
	return true
}

// halfWidth finds half-width katakana in an even number, which are pairs of kanji in EUC-JP, by what may stand behind what: at
// random it is soon wrong.
func halfWidth(b []byte) bool {
	count, signs := 0, 0
	before := byte(' ')
	for _, c := range b {
		if c >= 0x80 {
			if c < 0xa1 || c > 0xdf || !mayFollow(c, before) || count%2 == 0 && strings.IndexByte("\xa1\xa4\xa5", c) >= 0 {
				return false // the last are the rows of kana and of their signs in EUC-JP
			}
			if count++; c >= 0xde || c == 0xb0 {
				signs++
			}
		}
		before = c
	}
	return count >= 6 && signs > 0
}

// mayFollow holds the order of half-width katakana: marks of voicing, small letters and ｰ go with those before them.
func mayFollow(c, before byte) bool {
	after := ""
	switch {
	case c == 0xde: // ﾞ
		after = "ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ"
	case c == 0xdf: // ﾟ
		after = "ﾊﾋﾌﾍﾎ"
	case c >= 0xac && c <= 0xae: // ｬ ｭ ｮ
		after = "ｷｼﾁﾆﾋﾐﾘﾌﾃﾞﾟ"
	case c >= 0xa7 && c <= 0xab: // ｧ to ｫ
		after = "ｳｼﾁﾂﾃﾄﾌﾞ"
	case c == 0xaf, c == 0xb0, c == 0xdd: // ｯ ｰ ﾝ
		return before > 0xa6
	default:
		return true
	}
	return before > 0xa0 && strings.ContainsRune(after, rune(before)+halfWidthBlock)
}

// halfWidthBlock is how far the half-width katakana of Unicode lie above those of Shift_JIS.
const halfWidthBlock = 0xff61 - 0xa1

// western letters stand alone or in pairs between letters of ASCII; other signs above it are rare.
func western(b []byte) int {
	worth := 0
	for i, c := range b {
		switch {
		case c < 0x80:
		case c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d:
			worth += worthBroken
		case c < 0xc0 || c == 0xd7 || c == 0xf7:
			worth -= 20
		case i > 0 && isLetter(b[i-1]) || i+1 < len(b) && isLetter(b[i+1]):
			worth += 15
		default:
			worth -= 10
		}
	}
	return worth
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// wide finds out the byte order of UTF-16 without a mark: only the right one makes a text of assigned characters.
func wide(head []byte) (Name, bool) {
	little, big := wideWorth(head, 0, 1), wideWorth(head, 1, 0)
	switch {
	case max(little, big) <= 0:
		return "", false
	case little >= big:
		return UTF16LE, true
	}
	return UTF16BE, true
}

func wideWorth(b []byte, low, high int) int {
	worth := 0
	for ; len(b) >= 2; b = b[2:] {
		r := rune(b[high])<<8 | rune(b[low])
		switch {
		case utf16.IsSurrogate(r):
			if len(b) < 4 {
				return worth
			}
			if utf16.DecodeRune(r, rune(b[2+high])<<8|rune(b[2+low])) == utf8.RuneError {
				return worthBroken
			}
			b = b[2:]
		case r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f':
			return worthBroken
		case r < 0x7f, unicode.In(r, unicode.Hiragana, unicode.Katakana), r >= 0x3000 && r <= 0x30ff:
			worth += worthKana
		case !unicode.IsGraphic(r):
			worth += worthBroken
		case unicode.Is(unicode.Han, r):
			worth += worthRare // most pairs of bytes are some Han letter
		default:
			worth += worthForeign
		}
	}
	return worth
}
