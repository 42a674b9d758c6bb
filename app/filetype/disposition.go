package filetype

import "strings"

// Disposition is the Content-Disposition header of a file (RFC 6266): its name, cleaned, in ASCII for old programs and, where
// that is not the whole name, in UTF-8 (RFC 8187).
func Disposition(name string, inline bool) string {
	name = CleanName(name)
	way := "attachment"
	if inline {
		way = "inline"
	}
	plain := strings.Map(plainCharacter, name)
	header := strings.Builder{}
	header.WriteString(way + `; filename="` + plain + `"`)
	if plain == name {
		return header.String()
	}
	header.WriteString("; filename*=UTF-8''")
	for i := range len(name) {
		writeExtended(&header, name[i])
	}
	return header.String()
}

// plainCharacter keeps what every program reads alike in a quoted string: some decode a percent sign (RFC 6266 §D).
func plainCharacter(r rune) rune {
	if r < ' ' || r > '~' || strings.ContainsRune(`"\%`, r) {
		return '_'
	}
	return r
}

// writeExtended writes a byte as RFC 8187 §3.2.1 has it.
func writeExtended(header *strings.Builder, b byte) {
	const hexadecimal = "0123456789ABCDEF"
	switch {
	case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9', strings.IndexByte("!#$&+-.^_`|~", b) >= 0:
		header.WriteByte(b)
	default:
		header.Write([]byte{'%', hexadecimal[b>>4], hexadecimal[b&15]})
	}
}
