package filetype

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
	"strings"
)

// zipped tells what lies in a zip by the names of its first entries and by the list of contents of Office's files.
func zipped(head []byte, name string) Type {
	if bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return Zip
	}
	if !bytes.HasPrefix(head, []byte("PK\x03\x04")) && !bytes.HasPrefix(head, []byte("PK\x07\x08PK\x03\x04")) {
		return ""
	}
	parts := contents{}
	for rest := head; ; {
		at := bytes.Index(rest, []byte("PK\x03\x04"))
		if at < 0 {
			return parts.is(name)
		}
		rest = rest[at:]
		parts.add(rest)
		rest = rest[4:]
	}
}

// contents are what the entries seen so far say about a zip.
type contents struct {
	own            Type // its first entry's own word, as OpenDocument has it
	of             Type // Word, Excel or PowerPoint
	office, macros bool
	java, android  bool
	seen, listed   bool
}

// add looks at the entry whose local header begins here (APPNOTE 4.3.7).
func (c *contents) add(b []byte) {
	if len(b) < 30 {
		return
	}
	method := binary.LittleEndian.Uint16(b[8:])
	end := 30 + int(binary.LittleEndian.Uint16(b[26:]))
	if end > len(b) {
		return
	}
	data := b[min(len(b), end+int(binary.LittleEndian.Uint16(b[28:]))):]
	entry := string(b[30:end])
	folder, _, _ := strings.Cut(entry, "/")
	switch {
	case entry == "mimetype" && !c.seen && method == 0:
		c.own = openDocument(data)
	case entry == "[Content_Types].xml" && !c.listed:
		c.office, c.listed = true, true // unpacked once, however often it stands there
		c.read(unpacked(data, method))
	case folder == "_rels" || folder == "docProps":
		c.office = true
	case folder == "word":
		c.of = DOCX
	case folder == "xl":
		c.of = XLSX
	case folder == "ppt":
		c.of = PPTX
	case entry == "META-INF/MANIFEST.MF":
		c.java = true
	case entry == "AndroidManifest.xml" || entry == "classes.dex":
		c.android = true
	}
	c.macros = c.macros || strings.HasSuffix(entry, "/vbaProject.bin")
	c.seen = true
}

// unpackedLimit bounds what is unpacked of the list of contents; its media types stand near its start.
const unpackedLimit = 64 << 10

func unpacked(data []byte, method uint16) string {
	if method != 8 {
		return string(data)
	}
	// The bytes may end in the middle: what came before is enough.
	text, _ := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), unpackedLimit))
	return string(text)
}

// read takes the list of contents at its word: it is what Word goes by, too.
func (c *contents) read(list string) {
	c.macros = c.macros || strings.Contains(list, "macroEnabled") || strings.Contains(list, "vbaProject")
	for word, of := range map[string]Type{"wordprocessingml": DOCX, "spreadsheetml": XLSX, "presentationml": PPTX} {
		if c.of == "" && strings.Contains(list, word+"."+mainPart(of)) {
			c.of = of
		}
	}
}

// mainPart tells the document itself from what is embedded in it.
func mainPart(of Type) string {
	switch of {
	case DOCX:
		return "document.main"
	case XLSX:
		return "sheet.main"
	}
	return "presentation.main"
}

var withMacros = map[Type]Type{DOCX: DOCM, XLSX: XLSM, PPTX: PPTM}

// WithMacros is the type of an office document once macros were found in it; any other type stays what it is.
func (t Type) WithMacros() Type {
	if with, ok := withMacros[t]; ok {
		return with
	}
	return t
}

// is decides; the name may add macros, which are only warned of, but not take them away.
func (c *contents) is(name string) Type {
	if c.own != "" {
		return c.own
	}
	if c.android {
		return Android
	}
	if c.of == "" && c.office {
		c.of = named(name, "", DOCX, XLSX, PPTX, DOCM, XLSM, PPTM, XLSB)
	}
	if macros, ok := withMacros[c.of]; ok {
		if t := typeNamed(name); c.macros || t == macros || t == XLSB && macros == XLSM {
			return named(name, macros, XLSB)
		}
	}
	switch {
	case c.of != "":
		return c.of
	case c.java:
		return Jar
	}
	return Zip
}

func openDocument(data []byte) Type {
	for _, t := range []Type{ODT, ODS, ODP, ODG, EPUB} {
		if bytes.HasPrefix(data, []byte(t)) {
			return t
		}
	}
	return ""
}

// ole is the container of old Office files. The directory that names its streams may lie anywhere, so the name helps.
func ole(head []byte, name string) Type {
	if !bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return ""
	}
	return named(name, OLE, DOC, XLS, PPT, MSG, MSI)
}
