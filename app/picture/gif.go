package picture

import (
	"errors"
	"fmt"
	"io"
)

const (
	gifExtension   = 0x21
	gifFrame       = 0x2c
	gifTrailer     = 0x3b
	gifControl     = 0xf9
	gifApplication = 0xff
)

// surveyGIF counts frames, which costs reading, not decoding, and ends at the second.
func (t *tape) surveyGIF() error { return t.blocksGIF(2) }

func (t *tape) stripGIF() error { return t.blocksGIF(0) }

// blocksGIF copies blocks up to the end, or up to a number of frames. Many files lack their last byte: they get it.
func (t *tape) blocksGIF(frames int) error {
	if err := t.startGIF(); err != nil {
		return err
	}
	for frames == 0 || t.frames < frames {
		block, err := t.in.ReadByte()
		if errors.Is(err, io.EOF) && t.frames > 0 {
			block, err = gifTrailer, nil
		}
		if err != nil {
			return err
		}
		switch block {
		case gifExtension:
			err = t.extensionGIF()
		case gifFrame:
			err = t.frameGIF()
		case gifTrailer:
			return t.endGIF()
		default:
			err = fmt.Errorf("%w: block %#x", ErrBroken, block)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *tape) startGIF() error {
	start, err := t.read(13)
	if err != nil {
		return err
	}
	if string(start[:3]) != "GIF" {
		return ErrBroken
	}
	t.write(start)
	return t.tableGIF(start[10])
}

func (t *tape) endGIF() error {
	if t.frames == 0 {
		return ErrBroken
	}
	t.put(gifTrailer)
	return nil
}

// tableGIF copies the table of colours that a byte of flags announces.
func (t *tape) tableGIF(flags byte) error {
	if flags&0x80 == 0 {
		return nil
	}
	return t.keep(3 << (flags&7 + 1))
}

func (t *tape) frameGIF() error {
	head, err := t.read(9)
	if err != nil {
		return err
	}
	t.put(gifFrame)
	t.write(head)
	if err := t.tableGIF(head[8]); err != nil {
		return err
	}
	if err := t.keep(1); err != nil { // the width of the first code
		return err
	}
	t.frames = min(t.frames+1, 2)
	for {
		size, err := t.in.ReadByte()
		if err != nil {
			return err
		}
		t.put(size)
		if size == 0 {
			return nil
		}
		if err := t.keep(int64(size)); err != nil {
			return err
		}
	}
}

// extensionGIF keeps transparency, delays and how often to repeat.
func (t *tape) extensionGIF() error {
	label, err := t.in.ReadByte()
	if err != nil {
		return err
	}
	switch label {
	case gifControl:
		t.write([]byte{gifExtension, label})
		return t.controlGIF()
	case gifApplication:
		return t.applicationGIF()
	}
	return t.dropBlocks()
}

func (t *tape) controlGIF() error {
	data, err := t.read(6)
	if err != nil {
		return err
	}
	if data[0] != 4 || data[5] != 0 {
		return ErrBroken
	}
	t.write(data)
	return nil
}

// applicationGIF writes the loop count in its one usual form, whatever else the extension holds.
func (t *tape) applicationGIF() error {
	head, err := t.in.Peek(1 + 11 + 4)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if len(head) == 16 && head[0] == 11 && head[12] == 3 && head[13] == 1 {
		switch string(head[1:12]) {
		case "NETSCAPE2.0", "ANIMEXTS1.0":
			t.write([]byte{gifExtension, gifApplication})
			t.write(head)
			t.put(0)
		}
	}
	return t.dropBlocks()
}

func (t *tape) dropBlocks() error {
	for {
		size, err := t.in.ReadByte()
		if err != nil || size == 0 {
			return err
		}
		if err := t.drop(int64(size)); err != nil {
			return err
		}
	}
}
