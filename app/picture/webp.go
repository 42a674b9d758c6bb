package picture

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"io"
	"math"

	"golang.org/x/image/webp"
)

// Flags of VP8X.
const (
	webpAnimated = 1 << 1
	webpXMP      = 1 << 2
	webpExif     = 1 << 3
	webpAlpha    = 1 << 4
)

// webpKept are the chunks that change how a picture looks.
var webpKept = map[string]bool{
	"VP8 ": true, "VP8L": true, "VP8X": true, "ALPH": true, "ANIM": true, "ANMF": true, "ICCP": true,
}

// surveyWebP reads to the end, because Exif comes after the pixels, and counts what a stripped copy will hold.
func (t *tape) surveyWebP() error {
	return t.chunksWebP(func(name string, size int64) error {
		switch name {
		case "EXIF":
			return t.oriented(size)
		case "ANMF":
			t.frames = min(t.frames+1, 2)
		case "VP8L", "ALPH":
			t.colourful = true
		case "VP8X":
			t.extended = true
		}
		if webpKept[name] {
			t.rewritten += 8 + size + size&1
		}
		return t.drop(size)
	})
}

// stripWebP reads the file twice: its length stands at its beginning.
func (t *tape) stripWebP(src io.ReadSeeker) error {
	if err := t.surveyWebP(); err != nil {
		return err
	}
	if err := rewind(src); err != nil {
		return err
	}
	found := t.facts
	t.in.Reset(src)
	var end []byte
	if found.extended && found.upright() != 1 {
		end = chunkWebP("EXIF", exif(found.orientation))
	}
	length := 4 + found.rewritten + int64(len(end))
	if length > math.MaxUint32 {
		return ErrBroken
	}
	t.write(riff(uint32(length)))
	err := t.chunksWebP(func(name string, size int64) error {
		if !webpKept[name] {
			return t.drop(size)
		}
		return t.chunkWebP(name, size, end != nil)
	})
	t.write(end)
	return err
}

// chunksWebP visits each chunk. The visitor reads its size, the padding is read here.
func (t *tape) chunksWebP(visit func(name string, size int64) error) error {
	head, err := t.read(12)
	if err != nil {
		return err
	}
	left := int64(binary.LittleEndian.Uint32(head[4:])) - 4
	if string(head[:4]) != "RIFF" || string(head[8:]) != "WEBP" {
		return ErrBroken
	}
	for left >= 8 {
		head, err := t.read(8)
		if err != nil {
			return err
		}
		name, size := string(head[:4]), int64(binary.LittleEndian.Uint32(head[4:]))
		if left -= 8 + size + size&1; left < 0 {
			return fmt.Errorf("%w: chunk %q of %d bytes", ErrBroken, name, size)
		}
		if err := visit(name, size); err != nil {
			return err
		}
		if err := t.drop(size & 1); err != nil {
			return err
		}
	}
	return nil
}

// chunkWebP copies one chunk; the flags of VP8X then say what is left.
func (t *tape) chunkWebP(name string, size int64, oriented bool) error {
	t.write([]byte(name))
	t.write(binary.LittleEndian.AppendUint32(nil, uint32(size)))
	if name == "VP8X" {
		if size != 10 {
			return ErrBroken
		}
		data, err := t.read(int(size))
		if err != nil {
			return err
		}
		if data[0] &^= webpXMP | webpExif; oriented {
			data[0] |= webpExif
		}
		t.write(data)
		return nil
	}
	err := t.keep(size)
	t.write(make([]byte, size&1))
	return err
}

func chunkWebP(name string, data []byte) []byte {
	return append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(data))), data...)
}

func riff(length uint32) []byte {
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), length), "WEBP"...)
}

// decodeWebP decodes a picture, or the first frame of an animation on its canvas.
func decodeWebP(r io.Reader, canvas image.Rectangle, framed bool) (image.Image, error) {
	if !framed {
		m, err := webp.Decode(r)
		return fullRange(m), err
	}
	t := newTape(io.Discard, r)
	var frame image.Image
	err := t.chunksWebP(func(name string, size int64) (err error) {
		if name != "ANMF" {
			return t.drop(size)
		}
		if frame, err = t.frameWebP(size, canvas); err == nil {
			err = io.EOF
		}
		return err
	})
	if frame != nil {
		return frame, nil
	}
	if err == nil {
		err = ErrBroken
	}
	return nil, err
}

// frameWebP decodes a frame of an animation as the picture that it would be alone.
func (t *tape) frameWebP(size int64, canvas image.Rectangle) (image.Image, error) {
	head, err := t.in.Peek(16 + 4)
	if err != nil || size < 16+4 {
		return nil, ErrBroken
	}
	at := image.Pt(2*uint24(head), 2*uint24(head[3:]))
	area := image.Rectangle{at, at.Add(image.Pt(uint24(head[6:])+1, uint24(head[9:])+1))}
	if !area.In(canvas) {
		return nil, ErrBroken
	}
	extended := make([]byte, 10)
	if string(head[16:]) == "ALPH" {
		extended[0] = webpAlpha
	}
	copy(extended[4:], head[6:12])
	if err := t.drop(16); err != nil {
		return nil, err
	}
	start := append(riff(uint32(4+8+10+size-16)), chunkWebP("VP8X", extended)...)
	m, err := webp.Decode(io.MultiReader(bytes.NewReader(start), io.LimitReader(t.in, size-16)))
	if err != nil {
		return nil, err
	}
	return composed(fullRange(m), at, canvas), nil
}

func uint24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
