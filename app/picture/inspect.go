package picture

import (
	"bufio"
	"image"
	"image/color"
	"io"
)

// Inspect reads the header of a picture. Beside ErrTooLarge it still tells the size.
// Its own cost does not grow with the area or the number of frames.
func Inspect(r io.ReadSeeker) (Info, error) {
	kind, err := kindOf(r)
	if err != nil {
		return Info{}, err
	}
	config, err := header(r, kind)
	if err != nil {
		return Info{}, err
	}
	if err := rewind(r); err != nil {
		return Info{}, err
	}
	found, err := survey(r, kind)
	if err != nil {
		return Info{}, walked(err)
	}
	info := Info{Kind: kind, Width: config.Width, Height: config.Height, Orientation: found.upright(), Animated: found.frames > 1}
	info.memory, info.framed = memory(kind, config, found), kind == WebP && found.frames > 0
	if info.Orientation > 4 {
		info.Width, info.Height = info.Height, info.Width
	}
	if int64(config.Width)*int64(config.Height) > maxPixels {
		return info, ErrTooLarge
	}
	return info, nil
}

func header(r io.Reader, kind Kind) (image.Config, error) {
	watched := &watch{r: r}
	config, err := codecs[kind].config(bufio.NewReader(watched))
	switch {
	case watched.err != nil:
		return config, watched.err
	case err != nil:
		return config, decoded(err)
	case config.Width <= 0 || config.Height <= 0:
		return config, ErrBroken
	}
	return config, nil
}

func survey(r io.Reader, kind Kind) (facts, error) {
	t := newTape(io.Discard, r)
	var err error
	switch kind {
	case JPEG:
		err = t.surveyJPEG()
	case PNG:
		err = t.surveyPNG()
	case GIF:
		err = t.surveyGIF()
	case WebP:
		err = t.surveyWebP()
	}
	return t.facts, err
}

// memory is what decoding takes at its highest, in bytes: the decoder's planes and what it makes of them.
func memory(kind Kind, config image.Config, found facts) int64 {
	pixels := int64(config.Width) * int64(config.Height)
	switch kind {
	case JPEG:
		return pixels * jpegBytes(config, found) / 4
	case PNG:
		size := pixels * pngBytes(config.ColorModel)
		if found.interlaced {
			size *= 2 // the passes are pictures of their own
		}
		return size
	case GIF:
		return pixels * 5 // the frame and its canvas
	}
	switch {
	case found.frames > 0:
		return pixels * 12 // as below, and the canvas
	case found.colourful:
		return pixels * 8 // the picture and what it is made from, or its alpha decoded as such a picture
	}
	return pixels * 2
}

// jpegBytes is for four pixels. A progressive file keeps all its coefficients, four bytes each, until it is read.
func jpegBytes(config image.Config, found facts) int64 {
	size := int64(4 * 3)
	if found.area > 0 {
		size = int64((4*found.samples + found.area - 1) / found.area)
	}
	if found.progressive {
		size *= 5
	}
	switch config.ColorModel {
	case color.CMYKModel, color.RGBAModel:
		size += 4 * 4
	}
	return size
}

func pngBytes(model color.Model) int64 {
	switch model {
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	}
	if _, ok := model.(color.Palette); ok {
		return 1
	}
	return 4
}
