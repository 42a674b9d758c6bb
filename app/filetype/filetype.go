// Package filetype says what a file is: its name as it may be stored and shown, and its type by its first bytes.
// A client's word counts for nothing, and nothing here reads more than the bytes it is given.
package filetype

import "slices"

// Type is a media type of our own list, as it is stored and told. The zero value is no type; ask Sniff or Parse.
type Type string

// Kind is the drawer a file lies in when files are listed.
type Kind string

// The kinds.
const (
	Picture  Kind = "picture"
	Video    Kind = "video"
	Audio    Kind = "audio"
	Document Kind = "document"
	Text     Kind = "text"
	Archive  Kind = "archive"
	Other    Kind = "other"
)

// The types that rules and previews ask for by name; the table below has all.
const (
	Unknown Type = "application/octet-stream"

	PNG  Type = "image/png"
	JPEG Type = "image/jpeg"
	GIF  Type = "image/gif"
	WebP Type = "image/webp"
	HEIC Type = "image/heic"
	HEIF Type = "image/heif"
	AVIF Type = "image/avif"
	BMP  Type = "image/bmp"
	TIFF Type = "image/tiff"
	ICO  Type = "image/vnd.microsoft.icon"
	SVG  Type = "image/svg+xml"

	MP4       Type = "video/mp4"
	MOV       Type = "video/quicktime"
	WebM      Type = "video/webm"
	Matroska  Type = "video/x-matroska"
	OggVideo  Type = "video/ogg"
	AVI       Type = "video/x-msvideo"
	M4A       Type = "audio/mp4"
	WebMAudio Type = "audio/webm"
	OggAudio  Type = "audio/ogg"
	MP3       Type = "audio/mpeg"
	WAV       Type = "audio/wav"
	FLAC      Type = "audio/flac"
	AAC       Type = "audio/aac"

	PDF  Type = "application/pdf"
	RTF  Type = "application/rtf"
	EML  Type = "message/rfc822"
	DOCX Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	XLSX Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	PPTX Type = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	DOCM Type = "application/vnd.ms-word.document.macroenabled.12"
	XLSM Type = "application/vnd.ms-excel.sheet.macroenabled.12"
	PPTM Type = "application/vnd.ms-powerpoint.presentation.macroenabled.12"
	XLSB Type = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
	DOC  Type = "application/msword"
	XLS  Type = "application/vnd.ms-excel"
	PPT  Type = "application/vnd.ms-powerpoint"
	MSG  Type = "application/vnd.ms-outlook"
	OLE  Type = "application/x-ole-storage"
	ODT  Type = "application/vnd.oasis.opendocument.text"
	ODS  Type = "application/vnd.oasis.opendocument.spreadsheet"
	ODP  Type = "application/vnd.oasis.opendocument.presentation"
	ODG  Type = "application/vnd.oasis.opendocument.graphics"
	EPUB Type = "application/epub+zip"

	Plain      Type = "text/plain"
	CSV        Type = "text/csv"
	TSV        Type = "text/tab-separated-values"
	Markdown   Type = "text/markdown"
	PlantUML   Type = "text/x-plantuml"
	Mermaid    Type = "text/vnd.mermaid"
	Source     Type = "text/x-source"
	JSON       Type = "application/json"
	XML        Type = "application/xml"
	HTML       Type = "text/html"
	Script     Type = "text/x-script"
	PostScript Type = "application/postscript"

	Zip      Type = "application/zip"
	Tar      Type = "application/x-tar"
	Gzip     Type = "application/gzip"
	Bzip2    Type = "application/x-bzip2"
	XZ       Type = "application/x-xz"
	Zstd     Type = "application/zstd"
	SevenZip Type = "application/x-7z-compressed"
	RAR      Type = "application/vnd.rar"
	LZH      Type = "application/x-lzh-compressed"
	Cabinet  Type = "application/vnd.ms-cab-compressed"

	Windows  Type = "application/vnd.microsoft.portable-executable"
	Linux    Type = "application/x-executable"
	Mac      Type = "application/x-mach-binary"
	Jar      Type = "application/java-archive"
	Class    Type = "application/java-vm"
	Android  Type = "application/vnd.android.package-archive"
	Wasm     Type = "application/wasm"
	Shortcut Type = "application/x-ms-shortcut"
	MSI      Type = "application/x-msi"
	SQLite   Type = "application/vnd.sqlite3"
)

// traits are what a type means here.
type traits struct {
	kind Kind
	// inline is the list of files that the browser may show as they are; all others are downloaded.
	inline bool
	// macros may run when the file is opened in its program.
	macros bool
	// program files run when they are opened.
	program bool
}

var types = map[Type]traits{
	Unknown: {kind: Other},

	PNG: {kind: Picture, inline: true}, JPEG: {kind: Picture, inline: true}, GIF: {kind: Picture, inline: true},
	WebP: {kind: Picture, inline: true}, HEIC: {kind: Picture}, HEIF: {kind: Picture}, AVIF: {kind: Picture}, BMP: {kind: Picture},
	TIFF: {kind: Picture}, ICO: {kind: Picture}, SVG: {kind: Picture}, "image/jxl": {kind: Picture}, "image/jp2": {kind: Picture},
	"image/vnd.adobe.photoshop": {kind: Picture}, "image/x-canon-cr3": {kind: Picture},

	MP4: {kind: Video, inline: true}, WebM: {kind: Video, inline: true}, OggVideo: {kind: Video, inline: true},
	MOV: {kind: Video}, Matroska: {kind: Video}, AVI: {kind: Video}, "video/3gpp": {kind: Video}, "video/mpeg": {kind: Video},
	"video/mp2t": {kind: Video}, "video/x-flv": {kind: Video}, "video/x-ms-asf": {kind: Video},

	M4A: {kind: Audio, inline: true}, WebMAudio: {kind: Audio, inline: true}, OggAudio: {kind: Audio, inline: true},
	MP3: {kind: Audio, inline: true}, WAV: {kind: Audio, inline: true}, FLAC: {kind: Audio}, AAC: {kind: Audio},
	"audio/midi": {kind: Audio}, "audio/aiff": {kind: Audio}, "audio/amr": {kind: Audio}, "audio/x-ms-wma": {kind: Audio},

	PDF: {kind: Document}, RTF: {kind: Document}, EML: {kind: Document}, MSG: {kind: Document, macros: true}, PostScript: {kind: Document},
	DOCX: {kind: Document}, XLSX: {kind: Document}, PPTX: {kind: Document},
	DOCM: {kind: Document, macros: true}, XLSM: {kind: Document, macros: true}, PPTM: {kind: Document, macros: true},
	XLSB: {kind: Document, macros: true}, DOC: {kind: Document, macros: true}, XLS: {kind: Document, macros: true},
	PPT: {kind: Document, macros: true}, OLE: {kind: Document, macros: true},
	ODT: {kind: Document}, ODS: {kind: Document}, ODP: {kind: Document}, ODG: {kind: Document}, EPUB: {kind: Document},

	Plain: {kind: Text, inline: true}, CSV: {kind: Text, inline: true}, TSV: {kind: Text, inline: true}, Markdown: {kind: Text, inline: true},
	PlantUML: {kind: Text, inline: true}, Mermaid: {kind: Text, inline: true}, Source: {kind: Text, inline: true}, JSON: {kind: Text, inline: true},
	Script: {kind: Text, inline: true, program: true}, XML: {kind: Text}, HTML: {kind: Text},

	Zip: {kind: Archive}, Tar: {kind: Archive}, Gzip: {kind: Archive}, Bzip2: {kind: Archive}, XZ: {kind: Archive}, Zstd: {kind: Archive},
	SevenZip: {kind: Archive}, RAR: {kind: Archive}, LZH: {kind: Archive}, Cabinet: {kind: Archive},

	Windows: {kind: Other, program: true}, Linux: {kind: Other, program: true}, Mac: {kind: Other, program: true},
	Jar: {kind: Other, program: true}, Class: {kind: Other, program: true}, Android: {kind: Other, program: true},
	Wasm: {kind: Other, program: true}, Shortcut: {kind: Other, program: true}, MSI: {kind: Other, program: true},
	SQLite: {kind: Other}, "image/vnd.dwg": {kind: Other}, "application/x-jww": {kind: Other},
	"font/ttf": {kind: Other}, "font/otf": {kind: Other}, "font/collection": {kind: Other}, "font/woff": {kind: Other}, "font/woff2": {kind: Other},
}

// Parse is the type of a stored media type; what is not in our list is Unknown.
func Parse(media string) Type {
	if _, ok := types[Type(media)]; ok {
		return Type(media)
	}
	return Unknown
}

// Kind is the drawer the type lies in.
func (t Type) Kind() Kind {
	if known, ok := types[t]; ok {
		return known.kind
	}
	return Other
}

// Inline says whether the browser may show such a file as it is. A file of another type is answered as an attachment.
func (t Type) Inline() bool { return types[t].inline }

// Macros says whether a file of this type may hold macros, which people are warned of.
func (t Type) Macros() bool { return types[t].macros }

// Program says whether a file of this type runs when it is opened.
func (t Type) Program() bool { return types[t].program }

// Readable says whether a file of this type is text that can be read as it is.
func (t Type) Readable() bool { return t.Kind() == Text || t == SVG || t == EML }

// Served is the media type for the Content-Type header, to which text needs its charset added. Every text is plain there: as
// text/javascript a file would be a script of our own origin.
func (t Type) Served() string {
	switch {
	case !t.Inline():
		return string(Unknown)
	case t.Kind() == Text:
		return string(Plain)
	}
	return string(t)
}

// OfKind are the types of a kind, for lists that are filtered by it.
func OfKind(kind Kind) []Type {
	of := make([]Type, 0, len(types))
	for t, known := range types {
		if known.kind == kind {
			of = append(of, t)
		}
	}
	slices.Sort(of)
	return of
}
