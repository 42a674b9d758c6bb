package picture

import "io"

// Strip copies a picture without what it says about people, places and devices; its pixels, colours, orientation and
// frames stay as they are. What follows the end of the picture is left out. The copy is never more than 64 bytes longer.
// After an error dst holds a useless beginning.
func Strip(dst io.Writer, src io.ReadSeeker, kind Kind) error {
	if err := rewind(src); err != nil {
		return err
	}
	t := newTape(dst, src)
	var err error
	switch kind {
	case JPEG:
		err = t.stripJPEG()
	case PNG:
		err = t.stripPNG()
	case GIF:
		err = t.stripGIF()
	case WebP:
		err = t.stripWebP(src)
	default:
		return ErrUnsupported
	}
	if err != nil {
		return walked(err)
	}
	return t.out.Flush()
}
