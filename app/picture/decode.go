package picture

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/webp"
)

type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

var codecs = map[Kind]codec{
	JPEG: {jpeg.DecodeConfig, jpeg.Decode},
	PNG:  {png.DecodeConfig, png.Decode},
	GIF:  {gif.DecodeConfig, gif.Decode},
	WebP: {webp.DecodeConfig, webp.Decode},
}

// watch ends the reading of a decoder with its context, and tells a fault of the disk from one of the picture.
type watch struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (w *watch) Read(p []byte) (int, error) {
	if w.ctx != nil && w.err == nil {
		w.err = context.Cause(w.ctx)
	}
	if w.err != nil {
		return 0, w.err
	}
	n, err := w.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

// decode gives the pixels as they are stored, before the orientation.
func decode(ctx context.Context, r io.ReadSeeker, info Info) (image.Image, error) {
	if err := rewind(r); err != nil {
		return nil, err
	}
	watched := &watch{ctx: ctx, r: r}
	m, err := info.pixels(watched)
	if watched.err != nil {
		return nil, watched.err
	}
	return m, decoded(err)
}

func (info Info) pixels(r io.Reader) (m image.Image, err error) {
	// The decoders are foreign code that reads foreign bytes.
	defer func() {
		if fault := recover(); fault != nil {
			m, err = nil, fmt.Errorf("%w: %v", ErrBroken, fault)
		}
	}()
	canvas := info.canvas()
	switch info.Kind {
	case WebP:
		return decodeWebP(r, canvas, info.framed)
	case GIF:
		m, err := gif.Decode(r)
		if err != nil {
			return nil, err
		}
		return composed(m, image.Point{}, canvas), nil
	}
	return codecs[info.Kind].decode(r)
}

// canvas is the size as stored.
func (info Info) canvas() image.Rectangle {
	if info.Orientation > 4 {
		return image.Rect(0, 0, info.Height, info.Width)
	}
	return image.Rect(0, 0, info.Width, info.Height)
}

// composed puts a frame at its place on an empty canvas.
func composed(m image.Image, at image.Point, canvas image.Rectangle) image.Image {
	area := m.Bounds().Add(at)
	if area == canvas {
		return m
	}
	all := image.NewRGBA(canvas)
	draw.Draw(all, area, m, m.Bounds().Min, draw.Src)
	return all
}

// fullRange stretches the planes of a VP8 picture, which leave room at both ends (16 to 235), to those of a JPEG,
// which Go's pictures and its encoder mean. The decoder does not.
func fullRange(m image.Image) image.Image {
	switch m := m.(type) {
	case *image.YCbCr:
		stretch(m)
	case *image.NYCbCrA:
		stretch(&m.YCbCr)
	}
	return m
}

func stretch(m *image.YCbCr) {
	var luma, chroma [256]uint8
	for i := range 256 {
		luma[i] = uint8(min(max((i-16)*255+109, 0)/219, 255))
		chroma[i] = uint8(min(max((i-128)*255/224+128, 0), 255))
	}
	for plane, table := range map[*[]uint8]*[256]uint8{&m.Y: &luma, &m.Cb: &chroma, &m.Cr: &chroma} {
		for i, v := range *plane {
			(*plane)[i] = table[v]
		}
	}
}
