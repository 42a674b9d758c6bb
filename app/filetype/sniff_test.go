package filetype_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"unicode/utf16"

	"courtyard/app/filetype"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/japanese"
)

func TestTheBytesDecideAndNotTheName(t *testing.T) {
	for _, file := range []struct {
		head string
		is   filetype.Type
	}{
		{"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", filetype.PNG},
		{"\xff\xd8\xff\xe0\x00\x10JFIF", filetype.JPEG},
		{"GIF89a/*<html><script>alert(1)</script>", filetype.GIF},
		{"RIFF\x00\x00\x00\x00WEBPVP8 ", filetype.WebP},
		{"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", filetype.HEIC},
		{"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avif", filetype.AVIF},
		{"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1miaf", filetype.HEIF},
		{"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", filetype.AVIF},
		{"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", filetype.BMP},
		{"II*\x00\x08\x00\x00\x00", filetype.TIFF},
		{"\x00\x00\x01\x00\x01\x00\x10\x10\x00\x00\x01\x00\x20\x00\x68\x04\x00\x00\x16\x00\x00\x00", filetype.ICO},
		{"<svg xmlns='http://www.w3.org/2000/svg'>", filetype.SVG},
		{"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE svg [<!ENTITY a '<html>'>]>\n<svg:svg>", filetype.SVG},
		{"\xff\xfe<\x00s\x00v\x00g\x00>\x00", filetype.SVG},
		{"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2", filetype.MP4},
		{"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00", filetype.MOV},
		{"\x00\x00\x00\x20ftypM4A \x00\x00\x02\x00", filetype.M4A},
		{"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01\x42\x82\x84webm", filetype.WebM},
		{"\x1a\x45\xdf\xa3\xa3B\x86\x81\x01\x42\x82\x88matroska", filetype.Matroska},
		{"OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00OpusHead", filetype.OggAudio},
		{"OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x80theora", filetype.OggVideo},
		{"ID3\x04\x00\x00\x00\x00\x00\x00", filetype.MP3},
		{strings.Repeat("\xff\xfb\x90\x00"+strings.Repeat("\x00", 413), 3), filetype.MP3},
		{strings.Repeat("\xff\xf1\x50\x80\x02\x1f\xfc"+strings.Repeat("\x00", 9), 3), filetype.AAC},
		{"\xff\xfb\x90\x00 only one frame \x00", filetype.Unknown},
		{"RIFF\x00\x00\x00\x00WAVEfmt ", filetype.WAV},
		{"RIFF\x00\x00\x00\x00AVI LIST", filetype.AVI},
		{"fLaC\x00\x00\x00\x22", filetype.FLAC},
		{"%PDF-1.7\n", filetype.PDF},
		{"\x00%PDF-1.7\n", filetype.Unknown},
		{"{\\rtf1\\ansi", filetype.RTF},
		{"7z\xbc\xaf\x27\x1c\x00\x04", filetype.SevenZip},
		{"Rar!\x1a\x07\x01\x00", filetype.RAR},
		{"\x1f\x8b\x08\x00\x00\x00\x00\x00", filetype.Gzip},
		{"BZh91AY&SY\x00", filetype.Bzip2},
		{"\xfd7zXZ\x00\x00\x04", filetype.XZ},
		{"\x28\xb5\x2f\xfd\x04", filetype.Zstd},
		{"\x1d\x00-lh5-\x00", filetype.LZH},
		{"PK\x05\x06" + strings.Repeat("\x00", 18), filetype.Zip},
		{"MZ\x90\x00\x03\x00", filetype.Windows},
		{"MZ-700 の説明", filetype.Plain},
		{"\x7fELF\x02\x01\x01\x00", filetype.Linux},
		{"\xcf\xfa\xed\xfe\x0c\x00\x00\x01", filetype.Mac},
		{"\xca\xfe\xba\xbe\x00\x00\x00\x02", filetype.Mac},
		{"\xca\xfe\xba\xbe\x00\x00\x00\x41", filetype.Class},
		{"#!/bin/sh\nrm -r /\n", filetype.Script},
		{"SQLite format 3\x00\x10\x00", filetype.SQLite},
		{"wOF2\x00\x01\x00\x00", "font/woff2"},
		{"<!DOCTYPE html>\n<title>a", filetype.HTML},
		{"  \n<!-- c --><script>alert(1)</script>", filetype.HTML},
		{"<?xml version=\"1.0\"?><note>", filetype.XML},
		{"From: a@example.lan\r\nTo: b@example.lan\r\nSubject: x\r\n\r\nhello", filetype.EML},
		{"@startuml\nA -> B\n@enduml\n", filetype.PlantUML},
		{"", filetype.Plain},
		{"one\x00two", filetype.Unknown},
		{"\xff\xfe\x00\xd8a\x00", filetype.Unknown},
	} {
		require.Equal(t, file.is, filetype.Sniff([]byte(file.head), "file"), "%q", file.head)
	}
}

func TestALyingNameMakesNothingMoreThanItIs(t *testing.T) {
	require.Equal(t, filetype.Windows, filetype.Sniff([]byte("MZ\x90\x00\x03\x00"), "holiday.jpg"))
	require.Equal(t, filetype.HTML, filetype.Sniff([]byte("<html><body>"), "notes.txt"))
	require.Equal(t, filetype.SVG, filetype.Sniff([]byte("<svg onload=alert(1)>"), "notes.md"))
	require.Equal(t, filetype.Plain, filetype.Sniff([]byte("hello"), "holiday.jpg"))
	require.Equal(t, filetype.Unknown, filetype.Sniff([]byte("\x00\x01\x02\x03"), "table.csv"))
	require.Equal(t, filetype.Zip, filetype.Sniff(zipOf(t, "a.txt"), "report.docx"))
	require.Equal(t, filetype.JPEG, filetype.Sniff([]byte("\xff\xd8\xff\xe1<script>"), "page.html"))
}

func TestAnEndingChoosesAmongKindsOfText(t *testing.T) {
	for name, is := range map[string]filetype.Type{
		"a.csv": filetype.CSV, "README.MD": filetype.Markdown, "a.puml": filetype.PlantUML, "a.mmd": filetype.Mermaid, "main.go": filetype.Source,
		"a.json": filetype.JSON, "a.js": filetype.Source, "a.html": filetype.HTML, "a.txt": filetype.Plain, "a": filetype.Plain, "a.xml": filetype.XML, "a.tsv": filetype.TSV,
	} {
		require.Equal(t, is, filetype.Sniff([]byte("ただの文章です"), name), name)
	}
	require.Equal(t, filetype.Markdown, filetype.Sniff([]byte(`<p align="center">`), "README.md"))
	require.Equal(t, filetype.EML, filetype.Sniff([]byte("X-Mailer: a\nReceived: from b\n by c\nSubject: d\n\n"), "a.eml"))
	require.Equal(t, filetype.Source, filetype.Sniff([]byte("from: a\nto: b\nsubject: c\n"), "a.yaml"))
}

func TestTextMayBeInTheCharsetsOfPeopleHere(t *testing.T) {
	const sentence = "議事録：①髙橋さんは～欠席。\r\n日付,品名,数量\r\nｶﾅ,テスト,1\r\n"
	sjis, err := japanese.ShiftJIS.NewEncoder().String(sentence)
	require.NoError(t, err)
	euc, err := japanese.EUCJP.NewEncoder().String("議事録：高橋さんは欠席。日付,品名,数量")
	require.NoError(t, err)
	iso, err := japanese.ISO2022JP.NewEncoder().String("議事録：高橋さんは欠席。")
	require.NoError(t, err)
	wide := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(sentence + "𠮷")) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	for _, text := range []string{sentence, "\xef\xbb\xbf" + sentence, sjis, euc, iso, string(wide), "Gr\xfc\xdfe aus K\xf6ln, na\xefve \x80 5", sjis[:1], sentence[:4], "DOS\r\n\x1a"} {
		require.Equal(t, filetype.CSV, filetype.Sniff([]byte(text), "a.csv"), "%q", text)
	}
	for cut := range len(sentence) {
		require.Equal(t, filetype.Plain, filetype.Sniff([]byte(sentence[:cut]), ""), "a text cut anywhere is text")
	}
}

func zipOf(t *testing.T, entries ...string) []byte {
	t.Helper()
	out := bytes.Buffer{}
	w := zip.NewWriter(&out)
	for _, entry := range entries {
		name, content, _ := strings.Cut(entry, "=")
		header := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if name == "mimetype" {
			header.Method = zip.Store
		}
		in, err := w.CreateHeader(header)
		require.NoError(t, err)
		_, err = in.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

const contentTypes = `[Content_Types].xml=<Types><Override PartName="/x" ContentType="application/%s.main+xml"/></Types>`

func TestOfficeFilesAreKnownByWhatLiesInThem(t *testing.T) {
	word, wordMacros := fmt.Sprintf(contentTypes, "vnd.openxmlformats-officedocument.wordprocessingml.document"), fmt.Sprintf(contentTypes, "vnd.ms-word.document.macroEnabled")
	for _, file := range []struct {
		name    string
		entries []string
		is      filetype.Type
	}{
		{"a", []string{word, "_rels/.rels="}, filetype.DOCX},
		{"a", []string{"[Content_Types].xml=", "word/document.xml="}, filetype.DOCX},
		{"a", []string{"_rels/.rels=", "docProps/app.xml=", "xl/workbook.xml="}, filetype.XLSX},
		{"a", []string{"ppt/presentation.xml="}, filetype.PPTX},
		{"a.docx", []string{wordMacros, "word/document.xml="}, filetype.DOCM},
		{"a.docx", []string{"word/document.xml=", "word/vbaProject.bin="}, filetype.DOCM},
		{"a.xlsm", []string{"xl/workbook.xml="}, filetype.XLSM},
		{"a.xlsb", []string{"xl/workbook.bin="}, filetype.XLSB},
		{"a.pptx", []string{"_rels/.rels="}, filetype.PPTX},
		{"a.docm", []string{"xl/workbook.xml="}, filetype.XLSX},
		{"a", []string{"mimetype=" + string(filetype.ODS), "content.xml="}, filetype.ODS},
		{"a", []string{"META-INF/MANIFEST.MF=", "A.class="}, filetype.Jar},
		{"a", []string{"AndroidManifest.xml=", "classes.dex="}, filetype.Android},
		{"a.zip", []string{"資料/見積書.xlsx="}, filetype.Zip},
	} {
		require.Equal(t, file.is, filetype.Sniff(zipOf(t, file.entries...), file.name), "%v", file.entries)
	}
	old := []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 100))
	require.Equal(t, filetype.XLS, filetype.Sniff(old, "a.XLS"))
	require.Equal(t, filetype.OLE, filetype.Sniff(old, "a.png"))
}

func TestWhatProgramsWriteIsRecognised(t *testing.T) {
	picture := image.NewGray(image.Rect(0, 0, 8, 8))
	written := map[filetype.Type]func(*bytes.Buffer) error{
		filetype.PNG:  func(out *bytes.Buffer) error { return png.Encode(out, picture) },
		filetype.JPEG: func(out *bytes.Buffer) error { return jpeg.Encode(out, picture, nil) },
		filetype.GIF:  func(out *bytes.Buffer) error { return gif.Encode(out, picture, nil) },
		filetype.Tar: func(out *bytes.Buffer) error {
			w := tar.NewWriter(out)
			defer w.Close()
			return w.WriteHeader(&tar.Header{Name: "資料/a.txt", Typeflag: tar.TypeReg, Format: tar.FormatPAX})
		},
	}
	for is, write := range written {
		out := bytes.Buffer{}
		require.NoError(t, write(&out))
		require.Equal(t, is, filetype.Sniff(out.Bytes(), "file"))
	}
}

func TestOnlyTheListIsShownInlineAndTextOnlyAsPlain(t *testing.T) {
	inline := []filetype.Type{}
	for _, kind := range []filetype.Kind{filetype.Picture, filetype.Video, filetype.Audio, filetype.Document, filetype.Archive, filetype.Other} {
		for _, of := range filetype.OfKind(kind) {
			require.Equal(t, of, filetype.Parse(string(of)))
			if of.Inline() {
				inline = append(inline, of)
				require.Equal(t, string(of), of.Served())
			} else {
				require.Equal(t, "application/octet-stream", of.Served())
			}
		}
	}
	require.ElementsMatch(t, []filetype.Type{
		filetype.PNG, filetype.JPEG, filetype.GIF, filetype.WebP, filetype.MP4, filetype.WebM, filetype.OggVideo,
		filetype.M4A, filetype.WebMAudio, filetype.OggAudio, filetype.MP3, filetype.WAV,
	}, inline)
	for _, of := range filetype.OfKind(filetype.Text) {
		if of == filetype.HTML || of == filetype.XML {
			require.False(t, of.Inline())
			continue
		}
		require.Equal(t, "text/plain", of.Served(), of)
	}
	require.Equal(t, filetype.Unknown, filetype.Parse("text/javascript"))
	require.Equal(t, filetype.Other, filetype.Type("").Kind())
	require.True(t, filetype.DOC.Macros() && filetype.XLSM.Macros() && !filetype.DOCX.Macros())
}

// FuzzSniff holds that every answer is on our list, whatever the bytes, and that a name makes nothing inline but text.
func FuzzSniff(f *testing.F) {
	for _, head := range []string{"", "PK\x03\x04", "<?xml?><!DOCTYPE a [", "\xff\xfe\x00\xd8", "\x00\x00\x00\xffftypmif1", "\xff\xfb\x90\x00", "From: a\nTo:", "\x82\xa0", "BM", "\x00\x00\x01\x00\x01"} {
		f.Add([]byte(head), "a.docx")
	}
	f.Fuzz(func(t *testing.T, head []byte, name string) {
		bare, is := filetype.Sniff(head, ""), filetype.Sniff(head, name)
		require.Equal(t, is, filetype.Parse(string(is)))
		require.True(t, !is.Inline() || bare.Inline() || is.Kind() == filetype.Text, "%s became %s as %q", bare, is, name)
	})
}
