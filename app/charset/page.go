package charset

import (
	"errors"
	"io"
	"unicode/utf8"
)

// Limits of one page of a text, in bytes of UTF-8.
const (
	pageBytes = 256 << 10
	lineBytes = 16 << 10
	// reach is how far into a text pages go: each reads from the start.
	reach = 64 << 20
)

// CutMark stands at the end of a line that is longer than a page shows.
const CutMark = " …"

// ErrFar is given for lines that stand too far into a text to be looked up.
var ErrFar = errors.New("charset: the lines stand too far into the text")

// Page reads count lines of a text, the first of which is line 1. Next is the line after them, 0 at the end of the text. Fewer
// lines come where they hold more than 256 KiB; a line over 16 KiB is cut and ends with CutMark. Lines end with LF, CR LF or CR.
func Page(r io.Reader, name Name, from, count int) (lines []string, next int, err error) {
	p := page{from: max(from, 1), count: max(count, 1), number: 1}
	buffer := make([]byte, 32<<10)
	text := NewReader(r, name)
	for read := 0; read <= reach; {
		n, err := text.Read(buffer)
		for _, b := range buffer[:n] {
			if p.take(b) {
				return p.lines, p.number, nil
			}
		}
		if err != nil && err != io.EOF {
			return nil, 0, err
		}
		if err == io.EOF {
			return p.end()
		}
		read += n
	}
	if len(p.lines) > 0 {
		return p.lines, p.number, nil
	}
	return nil, 0, ErrFar
}

// page collects the lines asked for and lets the others pass.
type page struct {
	from, count int
	number      int // of the line that is being read
	lines       []string
	bytes       int
	line        []byte
	begun       bool // the line has had a byte
	afterCR     bool
}

// take is given the next byte and says whether the page is full; that takes one byte more, to know that there is a next line.
func (p *page) take(b byte) bool {
	if b == '\n' && p.afterCR {
		p.afterCR = false
		return false
	}
	if p.full() {
		return true
	}
	if p.afterCR = b == '\r'; b == '\n' || b == '\r' {
		return p.endLine()
	}
	p.begun = true
	if p.number >= p.from && len(p.line) <= lineBytes {
		p.line = append(p.line, b)
	}
	return false
}

func (p *page) full() bool { return len(p.lines) == p.count }

// endLine puts the line on the page; true if it has no room there.
func (p *page) endLine() bool {
	if p.number >= p.from {
		line := shown(p.line)
		if p.bytes += len(line) + 1; p.bytes > pageBytes {
			return true
		}
		p.lines = append(p.lines, line)
	}
	p.number++
	p.line, p.begun = p.line[:0], false
	return false
}

func (p *page) end() ([]string, int, error) {
	if p.begun && p.endLine() {
		return p.lines, p.number, nil
	}
	return p.lines, 0, nil
}

func shown(line []byte) string {
	if len(line) <= lineBytes {
		return string(line)
	}
	end := lineBytes
	for end > 0 && !utf8.RuneStart(line[end]) {
		end--
	}
	return string(line[:end]) + CutMark
}
