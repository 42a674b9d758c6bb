package filetype

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// asText gives the bytes as text to look at, in UTF-8 where they were UTF-16, if they can be text in a charset of people here.
// The last character may be cut.
func asText(head []byte) ([]byte, bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return wide(head[2:], 0, 1)
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return wide(head[2:], 1, 0)
	}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	for i, b := range head {
		if binaryByte(b) && (b != 0x1a || i != len(head)-1) { // DOS ends a text with it
			return nil, false
		}
	}
	for _, valid := range []func([]byte) bool{utf8Text, shiftJIS, eucJP, western} {
		if valid(head) {
			return head, true
		}
	}
	return nil, false
}

// binaryByte are the bytes that no text holds (WHATWG MIME Sniffing §3); escape begins a shift of ISO-2022-JP.
func binaryByte(b byte) bool {
	return b <= 8 || b == 0x0b || b >= 0x0e && b <= 0x1a || b >= 0x1c && b <= 0x1f
}

// wide reads UTF-16 with the low byte of each pair at one place and the high byte at the other.
func wide(b []byte, low, high int) ([]byte, bool) {
	out := make([]byte, 0, len(b))
	for ; len(b) >= 2; b = b[2:] {
		r := rune(b[high])<<8 | rune(b[low])
		if utf16.IsSurrogate(r) {
			if len(b) < 4 {
				break
			}
			if r = utf16.DecodeRune(r, rune(b[2+high])<<8|rune(b[2+low])); r == utf8.RuneError {
				return nil, false
			}
			b = b[2:]
		}
		if r < 0x20 && binaryByte(byte(r)) || r == 0xfffe || r == 0xffff {
			return nil, false
		}
		out = utf8.AppendRune(out, r)
	}
	return out, true
}

func utf8Text(b []byte) bool {
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			return len(b) < utf8.UTFMax && !utf8.FullRune(b)
		}
		b = b[size:]
	}
	return true
}

// shiftJIS holds that the bytes are formed as CP932 has them.
func shiftJIS(b []byte) bool {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c < 0x80 || c >= 0xa1 && c <= 0xdf:
		case c == 0x80 || c == 0xa0 || c > 0xfc:
			return false
		default:
			if i++; i < len(b) && (b[i] < 0x40 || b[i] == 0x7f || b[i] > 0xfc) {
				return false
			}
		}
	}
	return true
}

// eucJP holds that the bytes are formed as EUC-JP has them.
func eucJP(b []byte) bool {
	for i := 0; i < len(b); i++ {
		follow := 1
		switch c := b[i]; {
		case c < 0x80:
			continue
		case c == 0x8f:
			follow = 2
		case c != 0x8e && (c < 0xa1 || c > 0xfe):
			return false
		}
		for ; follow > 0 && i+1 < len(b); follow-- {
			if i++; b[i] < 0xa1 || b[i] > 0xfe {
				return false
			}
		}
	}
	return true
}

// western holds that these may be letters of windows-1252 between others of ASCII.
func western(b []byte) bool {
	above := 0
	for _, c := range b {
		switch {
		case c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d:
			return false
		case c >= 0x80:
			above++
		}
	}
	return above*4 <= len(b)
}
