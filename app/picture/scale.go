package picture

import (
	"image"
	"math"
)

// fit is a size with a given long side and the shape of another one; it is never larger than that.
func fit(size image.Point, long int) image.Point {
	longest := max(size.X, size.Y)
	if longest <= long {
		return size
	}
	side := func(n int) int { return max(1, (n*long+longest/2)/longest) }
	return image.Pt(side(size.X), side(size.Y))
}

// middle is the largest square in the middle of a picture, or nearly there: a colour may be shared by four pixels of a line.
func middle(m image.Image) image.Image {
	area := m.Bounds()
	side := min(area.Dx(), area.Dy())
	area.Min = area.Min.Add(image.Pt((area.Dx()-side)/2&^3, (area.Dy()-side)/2&^3))
	area.Max = area.Min.Add(image.Pt(side, side))
	if part, ok := m.(interface {
		SubImage(image.Rectangle) image.Image
	}); ok {
		return part.SubImage(area)
	}
	return m
}

// scaled makes a picture smaller: an *image.YCbCr with half the colours stays one, which saves the way over RGB in
// both directions, an *image.Gray, too; all others become an *image.RGBA.
func scaled(m image.Image, size image.Point) image.Image {
	rect := image.Rectangle{Max: size}
	if m, ok := m.(*image.YCbCr); ok {
		colours := image.Pt((size.X+1)/2, (size.Y+1)/2)
		width, height := colourSize(m)
		return &image.YCbCr{
			Y:  resample(plane(m.Y, m.YStride, m.Rect.Dx(), m.Rect.Dy()), size),
			Cb: resample(plane(m.Cb, m.CStride, width, height), colours),
			Cr: resample(plane(m.Cr, m.CStride, width, height), colours),

			YStride: size.X, CStride: colours.X, SubsampleRatio: image.YCbCrSubsampleRatio420, Rect: rect,
		}
	}
	src := rowsOf(m)
	pix := resample(src, size)
	if src.channels == 1 {
		return &image.Gray{Pix: pix, Stride: size.X, Rect: rect}
	}
	return &image.RGBA{Pix: pix, Stride: 4 * size.X, Rect: rect}
}

func colourSize(m *image.YCbCr) (width, height int) {
	last := m.Rect.Max.Sub(image.Pt(1, 1))
	end := m.COffset(last.X, last.Y) - m.COffset(m.Rect.Min.X, m.Rect.Min.Y)
	return end%m.CStride + 1, end/m.CStride + 1
}

// The sums of a line: weights have 14 bits after the point, samples between the two directions 6.
const (
	weightBits = 14
	sampleBits = 6
)

// resample joins whole samples first, which is cheap, until a good filter has two to four for one; that is Catmull and
// Rom's, applied across and then down. It holds a few lines at a time.
func resample(src rows, size image.Point) []uint8 {
	joined := newBoxes(src, max(1, src.width/(2*size.X)), max(1, src.height/(2*size.Y)))
	across := filter(joined.width, float64(src.width)/float64(joined.across), size.X)
	down := filter(joined.height, float64(src.height)/float64(joined.down), size.Y)
	line := size.X * src.channels
	ring := make([][]int32, deepest(down))
	for i := range ring {
		ring[i] = make([]int32, line)
	}
	sums, out, ready := make([]int32, line), make([]uint8, line*size.Y), 0
	for y, taps := range down {
		for ; ready < taps.first+len(taps.weights); ready++ {
			filterLine(ring[ready%len(ring)], joined.read(ready), across, src.channels)
		}
		clear(sums)
		for i, weight := range taps.weights {
			for x, v := range ring[(taps.first+i)%len(ring)] {
				sums[x] += v * weight
			}
		}
		finish(out[y*line:][:line], sums, src.channels)
	}
	return out
}

// finish rounds the sums of a line. The filter overshoots at edges, but no colour may be more than its alpha.
func finish(out []uint8, sums []int32, channels int) {
	const bits = weightBits + sampleBits
	for x, sum := range sums {
		out[x] = uint8(min(max((sum+1<<(bits-1))>>bits, 0), 255))
	}
	if channels == 4 {
		for x := 0; x+4 <= len(out); x += 4 {
			a := out[x+3]
			out[x], out[x+1], out[x+2] = min(out[x], a), min(out[x+1], a), min(out[x+2], a)
		}
	}
}

// taps are the samples that make one new sample, and their shares.
type taps struct {
	first   int
	weights []int32
}

// filter tells for each of size new samples how it comes from n old ones, the last of which may lie partly outside of length.
func filter(n int, length float64, size int) []taps {
	ratio := length / float64(size)
	scale := max(1, ratio)
	all := make([]taps, size)
	for i := range all {
		centre := (float64(i) + 0.5) * ratio
		first := max(0, int(math.Ceil(centre-2*scale-0.5)))
		last := min(n-1, int(math.Floor(centre+2*scale-0.5)))
		shares, sum := make([]float64, last-first+1), 0.0
		for j := range shares {
			shares[j] = catmullRom((float64(first+j) + 0.5 - centre) / scale)
			sum += shares[j]
		}
		all[i] = taps{first, rounded(shares, sum)}
	}
	return all
}

// rounded weights are together exactly one, so that a plain area keeps its colour.
func rounded(shares []float64, sum float64) []int32 {
	weights, left, heaviest := make([]int32, len(shares)), int32(1<<weightBits), 0
	for i, share := range shares {
		weights[i] = int32(math.Round(share / sum * (1 << weightBits)))
		left -= weights[i]
		if weights[i] > weights[heaviest] {
			heaviest = i
		}
	}
	weights[heaviest] += left
	return weights
}

func catmullRom(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return (1.5*x-2.5)*x*x + 1
	case x < 2:
		return ((-0.5*x+2.5)*x-4)*x + 2
	}
	return 0
}

func deepest(all []taps) int {
	n := 0
	for _, t := range all {
		n = max(n, len(t.weights))
	}
	return n
}

func filterLine(to []int32, from []uint8, across []taps, channels int) {
	const bits = weightBits - sampleBits
	if channels == 1 {
		for x, t := range across {
			var sum int32 = 1 << (bits - 1)
			samples := from[t.first:][:len(t.weights)]
			for i, weight := range t.weights {
				sum += weight * int32(samples[i])
			}
			to[x] = sum >> bits
		}
		return
	}
	for x, t := range across {
		var r, g, b, a int32
		samples := from[4*t.first:]
		for _, weight := range t.weights {
			p := samples[:4:4]
			r, g = r+weight*int32(p[0]), g+weight*int32(p[1])
			b, a = b+weight*int32(p[2]), a+weight*int32(p[3])
			samples = samples[4:]
		}
		p := to[4*x:][:4:4]
		p[0], p[1], p[2], p[3] = r>>bits, g>>bits, b>>bits, a>>bits
	}
}
