package picture

import (
	"bufio"
	"io"
)

// longest is the longest part of a file that is held in memory, as long as a JPEG segment can be.
const longest = 1 << 16

// tape walks over a file once, from its beginning, and writes down what is to stay.
type tape struct {
	in  *bufio.Reader
	out *bufio.Writer
	facts
	held []byte
}

func newTape(dst io.Writer, src io.Reader) *tape {
	return &tape{in: bufio.NewReaderSize(src, 32<<10), out: bufio.NewWriterSize(dst, 32<<10)}
}

// read returns the next n bytes, until the next call.
func (t *tape) read(n int) ([]byte, error) {
	if cap(t.held) < n {
		t.held = make([]byte, max(n, 256))
	}
	t.held = t.held[:n]
	_, err := io.ReadFull(t.in, t.held)
	return t.held, err
}

// write and put leave their error to the Flush at the end, which tells the first one.
func (t *tape) write(b []byte) { _, _ = t.out.Write(b) }

func (t *tape) put(b byte) { _ = t.out.WriteByte(b) }

func (t *tape) keep(n int64) error {
	_, err := io.CopyN(t.out, t.in, n)
	return err
}

func (t *tape) drop(n int64) error {
	_, err := io.CopyN(io.Discard, t.in, n)
	return err
}

// oriented reads n bytes of Exif for their orientation; the first one counts.
func (t *tape) oriented(n int64) error {
	head, err := t.read(int(min(n, longest)))
	if err != nil {
		return err
	}
	if t.orientation == 0 {
		t.orientation = orientation(head)
	}
	return t.drop(n - int64(len(head)))
}
