package picture

import "image"

// turned gives what scaled made the right way up.
func turned(m image.Image, orientation int) image.Image {
	if orientation <= 1 {
		return m
	}
	rect := image.Rectangle{Max: turnedSize(m.Bounds().Size(), orientation)}
	switch m := m.(type) {
	case *image.YCbCr:
		all := &image.YCbCr{SubsampleRatio: m.SubsampleRatio, Rect: rect}
		width, height := colourSize(m)
		all.Y, all.YStride = turnPlane(m.Y, m.Rect.Size(), 1, orientation)
		all.Cb, all.CStride = turnPlane(m.Cb, image.Pt(width, height), 1, orientation)
		all.Cr, _ = turnPlane(m.Cr, image.Pt(width, height), 1, orientation)
		return all
	case *image.Gray:
		pix, stride := turnPlane(m.Pix, m.Rect.Size(), 1, orientation)
		return &image.Gray{Pix: pix, Stride: stride, Rect: rect}
	case *image.RGBA:
		pix, stride := turnPlane(m.Pix, m.Rect.Size(), 4, orientation)
		return &image.RGBA{Pix: pix, Stride: stride, Rect: rect}
	}
	return m
}

func turnedSize(size image.Point, orientation int) image.Point {
	if orientation > 4 {
		return image.Pt(size.Y, size.X)
	}
	return size
}

// turnPlane turns samples without gaps between their lines. An orientation is where the first line and the first
// column of the file are seen, so each step along a new line is a fixed step in the old plane.
func turnPlane(pix []uint8, size image.Point, channels, orientation int) (out []uint8, stride int) {
	line := size.X * channels
	first, right, down := 0, channels, line
	mirrored := orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8
	flipped := orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7
	if mirrored {
		first, right = first+line-channels, -right
	}
	if flipped {
		first, down = first+line*(size.Y-1), -down
	}
	if orientation > 4 {
		right, down = down, right
	}
	size = turnedSize(size, orientation)
	out = make([]uint8, 0, len(pix))
	for y := range size.Y {
		at := first + y*down
		for range size.X {
			out = append(out, pix[at:at+channels]...)
			at += right
		}
	}
	return out, size.X * channels
}
