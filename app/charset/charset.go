// Package charset reads text in the charsets of people here: it guesses which one a file is in and decodes it.
package charset

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Name is a charset by the name that the web gives it.
type Name string

// The charsets. Shift_JIS is Windows' own, CP932, with ① and 髙.
const (
	UTF8      Name = "UTF-8"
	UTF16LE   Name = "UTF-16LE"
	UTF16BE   Name = "UTF-16BE"
	ShiftJIS  Name = "Shift_JIS"
	EUCJP     Name = "EUC-JP"
	ISO2022JP Name = "ISO-2022-JP"
	Western   Name = "windows-1252"
)

// Names are the charsets that people may choose from, the commonest first.
func Names() []Name {
	return []Name{UTF8, ShiftJIS, EUCJP, ISO2022JP, UTF16LE, UTF16BE, Western}
}

// aliases are other names of them, as mails and programs write them, in lower case without signs.
var aliases = map[string]Name{
	"utf8": UTF8, "usascii": UTF8, "ascii": UTF8,
	"utf16": UTF16LE, "utf16le": UTF16LE, "utf16be": UTF16BE, "ucs2": UTF16LE,
	"shiftjis": ShiftJIS, "sjis": ShiftJIS, "xsjis": ShiftJIS, "cp932": ShiftJIS, "ms932": ShiftJIS, "windows31j": ShiftJIS, "mskanji": ShiftJIS,
	"eucjp": EUCJP, "xeucjp": EUCJP, "ujis": EUCJP, "cp51932": EUCJP,
	"iso2022jp": ISO2022JP, "csiso2022jp": ISO2022JP, "jis": ISO2022JP, "cp50220": ISO2022JP, "cp50221": ISO2022JP, "iso2022jpms": ISO2022JP,
	"windows1252": Western, "cp1252": Western, "iso88591": Western, "latin1": Western, "iso885915": Western,
}

// Parse finds a charset by any of its usual names; false if it is none of ours.
func Parse(label string) (Name, bool) {
	if len(label) > 32 {
		return "", false
	}
	name, ok := aliases[strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(label))]
	return name, ok
}

// encoding of a name; UTF-8 for what is no charset of ours. A byte order mark is believed and taken out.
func (n Name) encoding() encoding.Encoding {
	switch n {
	case UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case UTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case ShiftJIS:
		return japanese.ShiftJIS
	case EUCJP:
		return japanese.EUCJP
	case ISO2022JP:
		return japanese.ISO2022JP
	case Western:
		return charmap.Windows1252
	}
	return unicode.UTF8BOM
}

// NewReader gives the text of r in UTF-8, with U+FFFD for what is broken, in constant memory.
func NewReader(r io.Reader, name Name) io.Reader {
	return transform.NewReader(r, name.encoding().NewDecoder())
}

// Decode gives the bytes as text in UTF-8, with U+FFFD for what is broken.
func Decode(b []byte, name Name) string {
	text, _ := io.ReadAll(NewReader(bytes.NewReader(b), name)) // neither the bytes nor these decoders give errors
	return strings.ToValidUTF8(string(text), "\ufffd")
}
