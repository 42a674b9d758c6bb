// Package picture looks at the pictures that people upload: their size, copies without metadata, small prints.
// It trusts nothing in them: what a file costs to read is known before it is decoded.
package picture

import (
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
	"io"
)

// maxPixels is the area of the largest picture that is decoded. A camera of a telephone makes 12 megapixels, a screen of 8K 33.
const maxPixels = 40_000_000

var (
	// ErrBroken says that a picture does not hold what its format promises.
	ErrBroken = errors.New("picture: broken")
	// ErrTooLarge says that a picture has more than 40 megapixels or takes too much memory to decode.
	ErrTooLarge = errors.New("picture: too large")
	// ErrUnsupported says that a file is no picture of ours, or one of a rare form (arithmetic coding, 12 bits).
	ErrUnsupported = errors.New("picture: unsupported")
)

// Kind is the format of a picture, as its media type.
type Kind string

// The kinds of pictures that are decoded and cleaned.
const (
	JPEG Kind = "image/jpeg"
	PNG  Kind = "image/png"
	GIF  Kind = "image/gif"
	WebP Kind = "image/webp"
)

// Info is what the header of a picture says.
type Info struct {
	Kind Kind
	// Width and Height are what people see, in pixels: after the orientation.
	Width, Height int
	// Orientation is Exif's, 1 (upright) to 8.
	Orientation int
	// Animated pictures have two frames or more.
	Animated bool

	memory int64 // the bytes that its decoder takes
	framed bool  // a WebP whose pixels are in frames, be it one
}

// facts are what a walk over a file finds and DecodeConfig does not tell.
type facts struct {
	orientation int // 0 until found
	frames      int // counted up to 2
	interlaced  bool
	progressive bool
	// samples of all planes in one unit of area, as JPEG tells its sampling
	samples, area int
	rewritten     int64 // bytes after the RIFF header of a WebP, once it is stripped
	extended      bool  // WebP with VP8X
	colourful     bool  // WebP that is not decoded to planes with half the colours alone
}

// upright is the orientation to use: a wrong one counts as none.
func (f *facts) upright() int {
	if f.orientation == 0 {
		return 1
	}
	return f.orientation
}

// kindOf reads the first bytes and goes back to the beginning.
func kindOf(r io.ReadSeeker) (Kind, error) {
	if err := rewind(r); err != nil {
		return "", err
	}
	var head [12]byte
	if n, err := io.ReadFull(r, head[:]); err != nil && !short(err) {
		return "", err
	} else if n < len(head) {
		return "", ErrUnsupported
	}
	start := string(head[:])
	for _, format := range []struct {
		kind   Kind
		at     int
		prefix string
	}{{JPEG, 0, "\xff\xd8\xff"}, {PNG, 0, pngSignature}, {GIF, 0, "GIF87a"}, {GIF, 0, "GIF89a"}, {WebP, 8, "WEBP"}} {
		if start[format.at:min(len(start), format.at+len(format.prefix))] == format.prefix {
			return format.kind, rewind(r)
		}
	}
	return "", ErrUnsupported
}

func rewind(r io.Seeker) error {
	_, err := r.Seek(0, io.SeekStart)
	return err
}

func short(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// walked is the error of a walk: an early end is the fault of the picture, all else of the disk.
func walked(err error) error {
	if short(err) {
		return fmt.Errorf("%w: it ends too early", ErrBroken)
	}
	return err
}

// decoded is the error of a decoder.
func decoded(err error) error {
	var (
		jpegForm jpeg.UnsupportedError
		pngForm  png.UnsupportedError
	)
	switch {
	case err == nil, errors.Is(err, ErrBroken), errors.Is(err, ErrUnsupported):
		return err
	case errors.As(err, &jpegForm), errors.As(err, &pngForm):
		return fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	return fmt.Errorf("%w: %w", ErrBroken, err)
}
