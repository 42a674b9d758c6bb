package picture

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
)

const (
	quality = 82
	// maxPNG is how long a print with transparency may be, in bytes. A photograph with a hole in it is a JPEG on white then.
	maxPNG = 2 << 20
	// speck is the long side of a placeholder. With 8 of them in both directions it stays below 400 characters.
	speck = 8
)

// Picture is a print, ready to be sent.
type Picture struct {
	Data          []byte
	Kind          Kind // JPEG, or PNG where it has transparent parts
	Width, Height int
}

func encoded(m image.Image, longestPNG int) (Picture, error) {
	p := Picture{Kind: JPEG, Width: m.Bounds().Dx(), Height: m.Bounds().Dy()}
	var data bytes.Buffer
	if rgba, ok := m.(*image.RGBA); ok && !rgba.Opaque() {
		if err := png.Encode(&data, divided(rgba)); err != nil {
			return p, err
		}
		if data.Len() <= longestPNG {
			p.Kind, p.Data = PNG, data.Bytes()
			return p, nil
		}
		data.Reset()
		m = onWhite(m)
	}
	err := jpeg.Encode(&data, m, &jpeg.Options{Quality: quality})
	p.Data = data.Bytes()
	return p, err
}

// divided undoes the multiplication by alpha: the encoder would do it by a call for each pixel.
func divided(m *image.RGBA) *image.NRGBA {
	out := image.NewNRGBA(m.Rect)
	for i := 0; i+4 <= len(m.Pix); i += 4 {
		if a := uint32(m.Pix[i+3]); a > 0 {
			for c := range 3 {
				out.Pix[i+c] = uint8((uint32(m.Pix[i+c])*255 + a/2) / a)
			}
			out.Pix[i+3] = uint8(a)
		}
	}
	return out
}

func onWhite(m image.Image) *image.RGBA {
	out := image.NewRGBA(m.Bounds())
	draw.Draw(out, out.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, m, m.Bounds().Min, draw.Over)
	return out
}

// placeholder is a picture of a few pixels as a data URL, which a browser scales up until the print is there.
func placeholder(m image.Image) (string, error) {
	var data bytes.Buffer
	err := png.Encode(&data, onWhite(scaled(m, fit(m.Bounds().Size(), speck))))
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(data.Bytes()), err
}
