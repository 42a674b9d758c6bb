package picture

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

// pngKept are the chunks that change how a picture looks, and APNG's frames.
var pngKept = map[string]bool{
	"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "bKGD": true, "hIST": true, "pHYs": true, "sBIT": true,
	"gAMA": true, "cHRM": true, "sRGB": true, "iCCP": true, "cICP": true, "mDCV": true, "cLLI": true,
	"acTL": true, "fcTL": true, "fdAT": true,
}

// surveyPNG reads up to the pixels: browsers use no orientation that comes later.
func (t *tape) surveyPNG() error {
	return t.chunksPNG("IDAT")
}

func (t *tape) stripPNG() error {
	return t.chunksPNG("IEND")
}

// chunksPNG copies chunks up to the first one of a name.
func (t *tape) chunksPNG(last string) error {
	start, err := t.read(len(pngSignature))
	if err != nil {
		return err
	}
	if string(start) != pngSignature {
		return ErrBroken
	}
	t.write(start)
	pixels := false
	for name := ""; name != last; {
		head, err := t.read(8)
		if err != nil {
			return err
		}
		size := int64(binary.BigEndian.Uint32(head))
		if size > math.MaxInt32 || name == "" && (string(head[4:]) != "IHDR" || size != 13) {
			return fmt.Errorf("%w: chunk %q of %d bytes", ErrBroken, head[4:], size)
		}
		name = string(head[4:])
		if err := t.chunkPNG(name, size, pixels); err != nil {
			return err
		}
		pixels = pixels || name == "IDAT"
	}
	return nil
}

// chunkPNG passes one chunk and its check sum.
func (t *tape) chunkPNG(name string, size int64, pixels bool) error {
	switch {
	case name == "eXIf" && !pixels && t.orientation == 0:
		if err := t.oriented(size); err != nil {
			return err
		}
		if t.orientation > 1 {
			t.write(chunkPNG("eXIf", exif(t.orientation)))
		}
		return t.drop(4)
	case !pngKept[name]:
		return t.drop(size + 4)
	}
	t.write(binary.BigEndian.AppendUint32(nil, uint32(size)))
	t.write([]byte(name))
	if noted := name == "IHDR" || name == "acTL" && size == 8; noted {
		data, err := t.read(int(size))
		if err != nil {
			return err
		}
		t.note(name, data)
		t.write(data)
		size = 0
	}
	return t.keep(size + 4)
}

func (t *tape) note(name string, data []byte) {
	switch name {
	case "IHDR":
		t.interlaced = data[12] != 0
	case "acTL":
		t.frames = int(min(binary.BigEndian.Uint32(data), 2))
	}
}

func chunkPNG(name string, data []byte) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	chunk = append(append(chunk, name...), data...)
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
}
