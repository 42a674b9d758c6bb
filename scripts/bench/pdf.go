package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"courtyard/scripts/drive"
)

const pdfPages = 200

// firstPage opens the preview of a long PDF, and waits for its first page.
func (b *bench) firstPage(ctx context.Context) (figures, error) {
	content, err := manual(pdfPages)
	if err != nil {
		return nil, err
	}
	o, err := b.office(ctx, officeSize{100, 1})
	if err != nil {
		return nil, err
	}
	const name = "manual.pdf"
	s, err := b.open(ctx, o, false)
	if err != nil {
		return nil, err
	}
	u := drive.NewUploader(s.server, s.People[0])
	err = s.bring(ctx, u, name, content, nonce(b.runs.next(), 0))
	u.Close()
	if closed := s.close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, err
	}
	return b.visit(ctx, o, false, func(s *stage) page {
		return page{script: "pdf", lasting: time.Minute, details: map[string]any{"path": s.channelPath(0), "name": name}}
	})
}

// manual is a PDF as offices have them: 40 lines on each page, a line of Japanese in a font that the file does not bring, and
// a photograph on each tenth page.
func manual(pages int) ([]byte, error) {
	photo, err := photograph(800, 600)
	if err != nil {
		return nil, err
	}
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"", // the pages, when their numbers are known
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
		"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /90ms-RKSJ-H /DescendantFonts [5 0 R] >>",
		"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /FontDescriptor 6 0 R " +
			"/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>",
		"<< /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 " +
			"/Ascent 850 /Descent -150 /StemV 80 /CapHeight 700 >>",
		stream(fmt.Sprintf("/Type /XObject /Subtype /Image /Width 800 /Height 600 /ColorSpace /DeviceRGB "+
			"/BitsPerComponent 8 /Filter /DCTDecode /Length %d", len(photo)), string(photo)),
	}
	var kids []string
	for i := range pages {
		var text strings.Builder
		fmt.Fprintf(&text, "BT /F2 18 Tf 72 770 Td <96bc914f> Tj /F1 11 Tf 0 -30 Td 14 TL (Page %d) Tj T*\n", i+1)
		for line := range 40 {
			fmt.Fprintf(&text, "(%d.%d  Loosen the cover, lift the lever and check that the lamp is green.) Tj T*\n", i+1, line+1)
		}
		text.WriteString("ET\n")
		if i%10 == 0 {
			text.WriteString("q 160 0 0 120 360 60 cm /P Do Q\n")
		}
		page := len(objects) + 1
		kids = append(kids, fmt.Sprintf("%d 0 R", page))
		objects = append(objects,
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "+
				"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /P 7 0 R >> >> >>", page+1),
			stream(fmt.Sprintf("/Length %d", text.Len()), text.String()))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", pages, strings.Join(kids, " "))

	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var places strings.Builder
	for i, object := range objects {
		fmt.Fprintf(&places, "%010d 00000 n \n", out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	begin, count := out.Len(), len(objects)+1
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n",
		count, places.String(), count, begin)
	return out.Bytes(), nil
}

func stream(dictionary, content string) string {
	return "<< " + dictionary + " >>\nstream\n" + content + "\nendstream"
}
