package filetype

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strconv"
)

// Head is how many of a file's first bytes Sniff wants; with fewer it knows documents in archives less well.
const Head = 8 << 10

// Sniff decides what a file is by its first bytes. The name only tells apart what is harmless alike: kinds of text, of office
// documents, of sound and picture in one container. Where bytes can be read in two ways the stricter type is given.
func Sniff(head []byte, name string) Type {
	head = head[:min(len(head), Head)]
	for _, s := range signatures {
		if s.at(head) {
			return s.is
		}
	}
	for _, look := range []func([]byte, string) Type{riff, baseMedia, matroska, ogg, zipped, ole, icon, sound} {
		if t := look(head, name); t != "" {
			return t
		}
	}
	if text, ok := asText(head); ok {
		return textType(text, name)
	}
	for _, look := range []func([]byte) Type{weak, program, tarball} {
		if t := look(head); t != "" {
			return t
		}
	}
	return Unknown
}

// signature is a row of bytes at a place.
type signature struct {
	offset int
	bytes  string
	is     Type
}

func (s signature) at(head []byte) bool {
	return len(head) >= s.offset+len(s.bytes) && string(head[s.offset:s.offset+len(s.bytes)]) == s.bytes
}

// signatures are long enough that nothing else begins like this. A PDF must begin at its first byte: readers that search for
// it would open other files, too.
var signatures = []signature{
	{0, "\x89PNG\r\n\x1a\n", PNG},
	{0, "\xff\xd8\xff", JPEG},
	{0, "GIF87a", GIF},
	{0, "GIF89a", GIF},
	{0, "II*\x00", TIFF},
	{0, "MM\x00*", TIFF},
	{0, "8BPS\x00\x01", "image/vnd.adobe.photoshop"},
	{0, "\x00\x00\x00\x0cJXL \r\n\x87\n", "image/jxl"},
	{0, "\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"},
	{0, "%PDF-", PDF},
	{0, "%!PS", PostScript},
	{0, "\xc5\xd0\xd3\xc6", PostScript},
	{0, `{\rtf`, RTF},
	{0, "7z\xbc\xaf\x27\x1c", SevenZip},
	{0, "Rar!\x1a\x07", RAR},
	{0, "\x1f\x8b\x08", Gzip},
	{0, "\xfd7zXZ\x00", XZ},
	{0, "\x28\xb5\x2f\xfd", Zstd},
	{0, "MSCF\x00\x00\x00\x00", Cabinet},
	{0, "fLaC\x00", FLAC},
	{0, "MThd\x00\x00\x00\x06", "audio/midi"},
	{0, "#!AMR", "audio/amr"},
	{0, "FLV\x01", "video/x-flv"},
	{0, "\x00\x00\x01\xba", "video/mpeg"},
	{0, "\x00\x00\x01\xb3", "video/mpeg"},
	{0, "\x7fELF", Linux},
	{0, "\xce\xfa\xed\xfe", Mac},
	{0, "\xcf\xfa\xed\xfe", Mac},
	{0, "\xfe\xed\xfa\xce", Mac},
	{0, "\xfe\xed\xfa\xcf", Mac},
	{0, "\x00asm", Wasm},
	{0, "L\x00\x00\x00\x01\x14\x02\x00", Shortcut},
	{0, "SQLite format 3\x00", SQLite},
	{0, "wOFF\x00", "font/woff"},
	{0, "wOFF\x4fTTO", "font/woff"},
	{0, "wOF2\x00", "font/woff2"},
	{0, "wOF2\x4fTTO", "font/woff2"},
	{0, "OTTO\x00", "font/otf"},
	{0, "ttcf\x00", "font/collection"},
	{0, "\x00\x01\x00\x00\x00", "font/ttf"},
	{257, "ustar\x00", Tar},
	{257, "ustar  \x00", Tar},
}

// short are signatures that text could begin with, tried on what is no text.
var short = []signature{
	{0, "BZh", Bzip2},
	{2, "-lh", LZH},
	{2, "-lz", LZH},
	{0, "AC10", "image/vnd.dwg"},
	{0, "JwwData.", "application/x-jww"},
	{0, "true", "font/ttf"},
	{0, "ID3", MP3},
	{0, "OggS", OggAudio},
	{0, "MZ", Windows},
	{0, "ZM", Windows},
}

func weak(head []byte) Type {
	for _, s := range short {
		if s.at(head) {
			return s.is
		}
	}
	// The size of the header that follows tells a bitmap from what only begins with BM.
	if signature.at(signature{0, "BM", BMP}, head) && len(head) >= 18 && head[14] <= 124 && bytes.Equal(head[15:18], []byte{0, 0, 0}) {
		return BMP
	}
	if len(head) > 376 && head[0] == 0x47 && head[188] == 0x47 && head[376] == 0x47 {
		return "video/mp2t"
	}
	return ""
}

// program tells the two that begin alike: a Mac program for several processors counts them, a Java class has its version there.
func program(head []byte) Type {
	if len(head) < 8 || !bytes.HasPrefix(head, []byte("\xca\xfe\xba\xbe")) {
		return ""
	}
	if binary.BigEndian.Uint32(head[4:]) < 45 {
		return Mac
	}
	return Class
}

// tarball finds the oldest kind of tar, which has only a checksum.
func tarball(head []byte) Type {
	if len(head) < 512 || head[0] == 0 {
		return ""
	}
	field := bytes.Trim(head[148:156], " \x00")
	want, err := strconv.ParseUint(string(field), 8, 32)
	if err != nil {
		return ""
	}
	sum := uint64(8 * ' ')
	for i, b := range head[:512] {
		if i < 148 || i >= 156 {
			sum += uint64(b)
		}
	}
	if sum != want {
		return ""
	}
	return Tar
}

// icon asks for a table that fits: four bytes alone begin too many files.
func icon(head []byte, _ string) Type {
	if len(head) < 22 || !bytes.HasPrefix(head, []byte{0, 0, 1, 0}) {
		return ""
	}
	count := int(binary.LittleEndian.Uint16(head[4:]))
	offset := binary.LittleEndian.Uint32(head[18:])
	if count == 0 || count > 256 || head[9] != 0 || offset < uint32(6+16*count) {
		return ""
	}
	return ICO
}

// named is the type of the name's ending if it is one of these, else the first.
func named(name string, first Type, others ...Type) Type {
	if t := typeNamed(name); slices.Contains(others, t) {
		return t
	}
	return first
}
