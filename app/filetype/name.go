package filetype

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Longest names: what file systems store, and what people still read.
const (
	nameBytes      = 255
	nameCharacters = 200
	extensionBytes = 32
	// marksInRow is more than any script stacks on a letter, and few enough for norm, which puts a joiner after 30.
	marksInRow = 8
	nameless   = "file"
)

// CleanName is a file name as it may be stored, shown and saved on Windows, macOS and Linux: in NFC, without folders, control
// characters, reordering or invisible ones, at most 255 bytes and 200 characters. Cleaned once more it stays the same.
func CleanName(name string) string {
	if slash := strings.LastIndexAny(name, `/\`); slash >= 0 {
		name = name[slash+1:]
	}
	// Before as well as after: what is dropped depends on what marks stand on, and with it gone others may compose.
	writer := nameWriter{}
	for _, r := range norm.NFC.String(name) {
		writer.write(r)
	}
	name = strings.TrimFunc(norm.NFC.String(writer.out.String()), atNoEdge)
	if name == "" {
		return nameless
	}
	return notDevice(shortened(notDevice(name)))
}

// nameWriter passes on what may stand in a name, by what stands before it.
type nameWriter struct {
	out    strings.Builder
	last   rune
	marks  int
	joiner rune // waits for a letter after it
}

func (w *nameWriter) write(r rune) {
	switch {
	case unicode.IsSpace(r):
		// A line break between two words is a blank; as it is, it would end a header.
		if unicode.IsControl(r) || r == 0x2028 || r == 0x2029 {
			r = ' '
		}
	case r == zeroWidthJoiner || r == zeroWidthNonJoiner:
		if joinable(w.last) && w.joiner == 0 {
			w.joiner = r
		}
		return
	case unicode.Is(unicode.Variation_Selector, r):
		if !carries(w.last) || unicode.Is(unicode.M, w.last) {
			return
		}
	case unseen(r):
		return
	case unicode.Is(unicode.M, r):
		if !carries(w.last) || w.marks >= marksInRow {
			return
		}
	case r == utf8.RuneError || strings.ContainsRune(`<>:"|?*`, r):
		r = '_'
	}
	w.put(r)
}

func (w *nameWriter) put(r rune) {
	if w.joiner != 0 && joinable(r) {
		w.out.WriteRune(w.joiner)
	}
	w.joiner = 0
	w.out.WriteRune(r)
	w.last = r
	if w.marks++; !unicode.Is(unicode.M, r) {
		w.marks = 0
	}
}

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
	brailleBlank       = '\u2800'
	objectReplacement  = '\ufffc'
)

// joinable are what a joiner may stand between: letters of Persian and Indic scripts, emoji and their variants.
func joinable(r rune) bool { return unicode.In(r, unicode.L, unicode.M, unicode.So, unicode.Sk) }

// carries says whether a mark may stand on this character: on what can end up at the start of a name, none may.
func carries(r rune) bool { return r != 0 && !atNoEdge(r) }

// unseen are control and format characters, those that reorder, and what is drawn as nothing (Unicode §5.21).
func unseen(r rune) bool {
	if unicode.Is(unicode.Prepended_Concatenation_Mark, r) {
		return false
	}
	return r == brailleBlank || r == objectReplacement ||
		unicode.In(r, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point)
}

// atNoEdge are the characters that a name neither begins nor ends with: Windows drops them, and elsewhere they hide a file.
func atNoEdge(r rune) bool { return r == '.' || unicode.IsSpace(r) }

// shortened cuts the middle out, so that the ending still tells what the file is.
func shortened(name string) string {
	if len(name) <= nameBytes && utf8.RuneCountInString(name) <= nameCharacters {
		return name
	}
	stem, ending := name, ""
	if dot := strings.LastIndexByte(name, '.'); dot > 0 && len(name)-dot <= extensionBytes {
		stem, ending = name[:dot], name[dot:]
	}
	end, characters := 0, utf8.RuneCountInString(ending)
	for i, r := range stem {
		next := i + utf8.RuneLen(r)
		if characters++; characters > nameCharacters || next > nameBytes-len(ending) {
			break
		}
		end = next
	}
	stem = strings.TrimRightFunc(stem[:end], func(r rune) bool {
		return atNoEdge(r) || r == zeroWidthJoiner || r == zeroWidthNonJoiner
	})
	return stem + ending
}

// notDevice puts an underscore before a name that Windows takes for a device, with any ending.
func notDevice(name string) string {
	stem, _, _ := strings.Cut(name, ".")
	if devices[strings.ToUpper(strings.TrimRightFunc(stem, unicode.IsSpace))] {
		return "_" + name
	}
	return name
}

var devices = func() map[string]bool {
	names := map[string]bool{"CON": true, "PRN": true, "AUX": true, "NUL": true, "CONIN$": true, "CONOUT$": true, "CLOCK$": true}
	for _, number := range "0123456789¹²³" {
		names["COM"+string(number)] = true
		names["LPT"+string(number)] = true
	}
	return names
}()

// Extension is the ending of a name in lower case with its dot, empty where there is none.
func Extension(name string) string {
	dot := strings.LastIndexByte(name, '.')
	if dot <= 0 || len(name)-dot > extensionBytes || strings.ContainsAny(name[dot:], `/\ `) {
		return ""
	}
	return strings.ToLower(name[dot:])
}
