package picture

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// The markers of ITU-T T.81 table B.1 that are treated on their own.
const (
	markSOF2  = 0xc2
	markDHT   = 0xc4
	markJPG   = 0xc8
	markDAC   = 0xcc
	markRST0  = 0xd0
	markRST7  = 0xd7
	markSOI   = 0xd8
	markEOI   = 0xd9
	markSOS   = 0xda
	markDQT   = 0xdb
	markAPP0  = 0xe0
	markAPP1  = 0xe1
	markAPP2  = 0xe2
	markAPP14 = 0xee
	markAPP15 = 0xef
	markCOM   = 0xfe
)

// surveyJPEG reads up to the first scan.
func (t *tape) surveyJPEG() error {
	marker, err := t.startJPEG()
	for err == nil && marker != markSOS {
		if marker == markEOI {
			return ErrBroken
		}
		if err = t.segment(marker); err == nil {
			marker, err = t.marker()
		}
	}
	return err
}

// stripJPEG stops after the end of the picture: telephones append films and second pictures with metadata of their own.
func (t *tape) stripJPEG() error {
	marker, err := t.startJPEG()
	for err == nil && marker != markEOI {
		if err = t.segment(marker); err != nil {
			break
		}
		if marker == markSOS {
			marker, err = t.scan()
		} else {
			marker, err = t.marker()
		}
	}
	t.write([]byte{0xff, markEOI})
	return err
}

func (t *tape) startJPEG() (marker byte, err error) {
	start, err := t.read(2)
	if err != nil {
		return 0, err
	}
	if start[0] != 0xff || start[1] != markSOI {
		return 0, ErrBroken
	}
	t.write(start)
	return t.marker()
}

// marker finds the next marker. Decoders pass over what lies between two segments, and over stray restarts.
func (t *tape) marker() (byte, error) {
	var last byte
	for {
		b, err := t.in.ReadByte()
		if err != nil {
			return 0, err
		}
		if last == 0xff && b != 0xff && b != 0 && (b < markRST0 || b > markRST7) {
			return b, nil
		}
		last = b
	}
}

// scan copies compressed pixels up to the marker that ends them.
func (t *tape) scan() (marker byte, err error) {
	for {
		run, err := t.in.ReadSlice(0xff)
		if errors.Is(err, bufio.ErrBufferFull) {
			t.write(run)
			continue
		}
		if err != nil {
			return 0, err
		}
		t.write(run[:len(run)-1])
		marker := byte(0xff)
		for marker == 0xff && err == nil {
			marker, err = t.in.ReadByte()
		}
		if err != nil {
			return 0, err
		}
		if marker != 0 && (marker < markRST0 || marker > markRST7) {
			return marker, nil
		}
		t.put(0xff)
		t.put(marker)
	}
}

// segment reads one segment and writes what may stay of it.
func (t *tape) segment(marker byte) error {
	if marker < 0xc0 || marker == markSOI || marker > markAPP15 && marker != markCOM {
		return fmt.Errorf("%w: marker %#x", ErrBroken, marker)
	}
	length, err := t.read(2)
	if err != nil {
		return err
	}
	size := int(binary.BigEndian.Uint16(length)) - 2
	if size < 0 {
		return ErrBroken
	}
	data, err := t.read(size)
	if err != nil {
		return err
	}
	if marker < markAPP0 {
		t.frame(marker, data)
	} else if data = t.application(marker, data); data == nil {
		return nil
	}
	t.write(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(data)+2)))
	t.write(data)
	return nil
}

// frame notes how a picture is coded from its SOF.
func (t *tape) frame(marker byte, data []byte) {
	switch marker {
	case markDHT, markJPG, markDAC:
		return
	}
	if marker > 0xcf || len(data) < 6 {
		return
	}
	t.progressive = t.progressive || marker == markSOF2
	across, down := 1, 1
	t.samples = 0
	for parts := data[6:]; len(parts) >= 3; parts = parts[3:] {
		h, v := int(parts[1]>>4), int(parts[1]&15)
		t.samples += h * v
		across, down = max(across, h), max(down, v)
	}
	t.area = across * down
}

// application is what stays of an APPn segment or a comment, nil for nothing: what decoders need for the right
// colours, without the small copy of the picture that JFIF may hold, and the orientation.
func (t *tape) application(marker byte, data []byte) []byte {
	switch {
	case marker == markAPP0 && bytes.HasPrefix(data, []byte("JFIF\x00")):
		if len(data) >= 14 {
			data = append(data[:12], 0, 0)
		}
		return data
	case marker == markAPP1 && bytes.HasPrefix(data, []byte(exifPrefix)) && t.orientation == 0:
		if t.orientation = orientation(data); t.orientation > 1 {
			return append([]byte(exifPrefix), exif(t.orientation)...)
		}
	case marker == markAPP2 && bytes.HasPrefix(data, []byte("ICC_PROFILE\x00")):
		return data
	case marker == markAPP14 && bytes.HasPrefix(data, []byte("Adobe")):
		return data[:min(len(data), 12)]
	}
	return nil
}
