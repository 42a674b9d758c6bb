package picture

import (
	"image"
	"image/color"
)

// rows are the samples of a picture, line by line: a whole picture is never converted at once.
type rows struct {
	width, height int
	channels      int // 1, or 4 for red, green, blue and alpha, multiplied by alpha
	// read returns line y, in the buffer or in the picture itself.
	read func(y int, buffer []uint8) []uint8
}

func plane(pix []uint8, stride, width, height int) rows {
	return rows{width, height, 1, func(y int, _ []uint8) []uint8 { return pix[y*stride:][:width] }}
}

// rowsOf reads the pictures that are not stored as YCbCr.
func rowsOf(m image.Image) rows {
	size := m.Bounds().Size()
	colour := rows{width: size.X, height: size.Y, channels: 4}
	switch m := m.(type) {
	case *image.Gray:
		return plane(m.Pix, m.Stride, size.X, size.Y)
	case *image.RGBA:
		colour.read = func(y int, _ []uint8) []uint8 { return m.Pix[y*m.Stride:][:4*size.X] }
	case *image.NRGBA:
		colour.read = func(y int, to []uint8) []uint8 { return multiplied(to, m.Pix[y*m.Stride:][:4*size.X]) }
	case *image.Paletted:
		colour.read = palettedRows(m)
	case *image.NYCbCrA:
		colour.read = func(y int, to []uint8) []uint8 { return nycbcraRow(m, y, to) }
	case *image.CMYK:
		colour.read = func(y int, to []uint8) []uint8 { return cmykRow(m.Pix[y*m.Stride:][:4*size.X], to) }
	default:
		colour.read = func(y int, to []uint8) []uint8 { return anyRow(m, y, to) }
	}
	return colour
}

// multiplied multiplies colours by their alpha.
func multiplied(to, from []uint8) []uint8 {
	to = to[:len(from)]
	for i := 0; i+4 <= len(from); i += 4 {
		copy(to[i:i+4], from[i:i+4])
		if a := uint32(from[i+3]); a != 255 {
			for c := range 3 {
				to[i+c] = uint8((uint32(from[i+c])*a + 127) / 255)
			}
		}
	}
	return to
}

func palettedRows(m *image.Paletted) func(int, []uint8) []uint8 {
	var colours [256][4]uint8
	for i, c := range m.Palette {
		rgba := color.RGBAModel.Convert(c).(color.RGBA)
		colours[i] = [4]uint8{rgba.R, rgba.G, rgba.B, rgba.A}
	}
	return func(y int, to []uint8) []uint8 {
		line := m.Pix[y*m.Stride:][:m.Rect.Dx()]
		for x, i := range line {
			copy(to[4*x:], colours[i][:])
		}
		return to[:4*len(line)]
	}
}

func nycbcraRow(m *image.NYCbCrA, y int, to []uint8) []uint8 {
	for x := range m.Rect.Dx() {
		at := m.Rect.Min.Add(image.Pt(x, y))
		l, c := m.YOffset(at.X, at.Y), m.COffset(at.X, at.Y)
		r, g, b := color.YCbCrToRGB(m.Y[l], m.Cb[c], m.Cr[c])
		to[4*x], to[4*x+1], to[4*x+2], to[4*x+3] = r, g, b, m.A[m.AOffset(at.X, at.Y)]
	}
	return multiplied(to, to[:4*m.Rect.Dx()])
}

func cmykRow(from, to []uint8) []uint8 {
	for i := 0; i+4 <= len(from); i += 4 {
		r, g, b := color.CMYKToRGB(from[i], from[i+1], from[i+2], from[i+3])
		to[i], to[i+1], to[i+2], to[i+3] = r, g, b, 255
	}
	return to[:len(from)]
}

func anyRow(m image.Image, y int, to []uint8) []uint8 {
	bounds := m.Bounds()
	for x := range bounds.Dx() {
		r, g, b, a := m.At(bounds.Min.X+x, bounds.Min.Y+y).RGBA()
		to[4*x], to[4*x+1], to[4*x+2], to[4*x+3] = uint8(r>>8), uint8(g>>8), uint8(b>>8), uint8(a>>8)
	}
	return to[:4*bounds.Dx()]
}
