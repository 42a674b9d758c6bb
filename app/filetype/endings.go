package filetype

import "strings"

// endings are the usual types of endings. Among text and inside a container they decide; elsewhere only the settings ask them.
var endings = func() map[string]Type {
	table := map[string]Type{
		".png": PNG, ".jpg": JPEG, ".jpeg": JPEG, ".gif": GIF, ".webp": WebP, ".heic": HEIC, ".heif": HEIF, ".avif": AVIF,
		".bmp": BMP, ".tif": TIFF, ".tiff": TIFF, ".ico": ICO, ".svg": SVG,
		".mp4": MP4, ".m4v": MP4, ".mov": MOV, ".webm": WebM, ".mkv": Matroska, ".ogv": OggVideo, ".avi": AVI,
		".m4a": M4A, ".weba": WebMAudio, ".ogg": OggAudio, ".oga": OggAudio, ".opus": OggAudio, ".mp3": MP3, ".wav": WAV, ".flac": FLAC, ".aac": AAC,
		".pdf": PDF, ".rtf": RTF, ".eml": EML, ".ps": PostScript, ".eps": PostScript,
		".docx": DOCX, ".dotx": DOCX, ".xlsx": XLSX, ".xltx": XLSX, ".pptx": PPTX, ".potx": PPTX, ".ppsx": PPTX,
		".docm": DOCM, ".dotm": DOCM, ".xlsm": XLSM, ".xltm": XLSM, ".xlam": XLSM, ".xlsb": XLSB, ".pptm": PPTM, ".potm": PPTM, ".ppsm": PPTM, ".ppam": PPTM,
		".doc": DOC, ".dot": DOC, ".xls": XLS, ".xlt": XLS, ".ppt": PPT, ".pps": PPT, ".msg": MSG, ".msi": MSI,
		".odt": ODT, ".ods": ODS, ".odp": ODP, ".odg": ODG, ".epub": EPUB,
		".txt": Plain, ".log": Plain, ".csv": CSV, ".tsv": TSV, ".md": Markdown, ".markdown": Markdown,
		".puml": PlantUML, ".plantuml": PlantUML, ".pu": PlantUML, ".iuml": PlantUML, ".wsd": PlantUML, ".mmd": Mermaid, ".mermaid": Mermaid,
		".json": JSON, ".jsonl": JSON, ".geojson": JSON, ".xml": XML, ".xsl": XML, ".html": HTML, ".htm": HTML, ".xhtml": HTML, ".hta": HTML,
		".zip": Zip, ".tar": Tar, ".gz": Gzip, ".tgz": Gzip, ".bz2": Bzip2, ".xz": XZ, ".zst": Zstd, ".7z": SevenZip, ".rar": RAR, ".lzh": LZH, ".cab": Cabinet,
		".exe": Windows, ".dll": Windows, ".scr": Windows, ".com": Windows, ".cpl": Windows, ".ocx": Windows, ".sys": Windows,
		".jar": Jar, ".class": Class, ".apk": Android, ".wasm": Wasm, ".lnk": Shortcut, ".so": Linux, ".elf": Linux, ".dylib": Mac,
		".sqlite": SQLite, ".sqlite3": SQLite,
	}
	for ending := range strings.FieldsSeq(sourceEndings) {
		table["."+ending] = Source
	}
	return table
}()

const sourceEndings = `ada adoc asm awk bas bash bat bib c cc cfg cjs clj cls cmake cmd cob coffee conf cpp cs css cxx d dart diff dockerfile
	ejs el elm erl ex exs f90 fish for frag fs go gradle graphql groovy h hpp hs hxx ini ipynb java jl js jsx kt kts less lisp lua m mak mjs mk ml
	mm nim nix pas patch php pl plist pm properties proto ps1 psm1 py r rb rs rst s sass scala scm scss sh sln sol sql svelte swift tcl tex tf toml
	ts tsx v vb vbs vert vhd vhdl vim vue wsf xaml yaml yml zig zsh`

// typeNamed is the type that a name's ending stands for.
func typeNamed(name string) Type { return endings[Extension(name)] }
