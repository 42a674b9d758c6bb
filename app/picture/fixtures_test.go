package picture

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	red   = color.RGBA{255, 0, 0, 255}
	green = color.RGBA{0, 255, 0, 255}
	blue  = color.RGBA{0, 0, 255, 255}
	white = color.RGBA{255, 255, 255, 255}
)

// flag has red and green above blue and white.
func flag(width, height int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			m.SetRGBA(x, y, [2][2]color.RGBA{{red, green}, {blue, white}}[2*y/height][2*x/width])
		}
	}
	return m
}

func embedded(t testing.TB, text string) []byte {
	data, err := base64.StdEncoding.DecodeString(text)
	require.NoError(t, err)
	return data
}

func jpegOf(t testing.TB, m image.Image) []byte {
	var data bytes.Buffer
	require.NoError(t, jpeg.Encode(&data, m, &jpeg.Options{Quality: 90}))
	return data.Bytes()
}

func pngOf(t testing.TB, m image.Image) []byte {
	var data bytes.Buffer
	require.NoError(t, png.Encode(&data, m))
	return data.Bytes()
}

// gifOf makes an animation whose frames stand in the middle of its canvas.
func gifOf(t testing.TB, frames int) []byte {
	all := &gif.GIF{Config: image.Config{Width: 40, Height: 30}, LoopCount: 3}
	for range frames {
		frame := image.NewPaletted(image.Rect(10, 10, 30, 20), color.Palette{red, green, blue, white})
		all.Image, all.Delay = append(all.Image, frame), append(all.Delay, 10)
	}
	var data bytes.Buffer
	require.NoError(t, gif.EncodeAll(&data, all))
	return data.Bytes()
}

// exifOf is a block as a telephone writes it: the orientation between a maker, and a place that nobody else should know.
func exifOf(order binary.AppendByteOrder, orientation int) []byte {
	head := "II*\x00"
	if order.String() == "BigEndian" {
		head = "MM\x00*"
	}
	b := order.AppendUint32([]byte(head), 8)
	b = order.AppendUint16(b, 3)
	for _, entry := range []struct {
		tag, kind    uint16
		count, value uint32
	}{{0x010f, 2, 12, 50}, {orientationTag, shortType, 1, uint32(orientation)}, {0x8825, 4, 1, 62}} {
		b = order.AppendUint16(order.AppendUint16(b, entry.tag), entry.kind)
		b = order.AppendUint32(b, entry.count)
		if entry.kind == shortType {
			b = order.AppendUint16(order.AppendUint16(b, uint16(entry.value)), 0)
		} else {
			b = order.AppendUint32(b, entry.value)
		}
	}
	b = append(order.AppendUint32(b, 0), "Maker 12345\x00"...)
	return append(b, "GPS 35.6812N 139.7671E"...)
}

func segment(marker byte, data string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(data)+2)), data...)
}

// within puts bytes into a file at a place.
func within(file []byte, at int, parts ...[]byte) []byte {
	return slices.Concat(file[:at], slices.Concat(parts...), file[at:])
}

func orientedJPEG(t testing.TB, m image.Image, orientation int) []byte {
	return within(jpegOf(t, m), 2, segment(markAPP1, exifPrefix+string(exifOf(binary.LittleEndian, orientation))))
}

// afterIHDR is where the chunks of a PNG begin that are not its header.
const afterIHDR = len(pngSignature) + 8 + 13 + 4

func orientedPNG(t testing.TB, m image.Image, orientation int) []byte {
	return within(pngOf(t, m), afterIHDR, chunkPNG("eXIf", exifOf(binary.BigEndian, orientation)))
}

// webpFile puts chunks behind a VP8X header of 24 by 16 pixels.
func webpFile(flags byte, chunks ...[]byte) []byte {
	body := slices.Concat(chunks...)
	extended := chunkWebP("VP8X", []byte{flags, 0, 0, 0, 23, 0, 0, 15, 0, 0})
	return slices.Concat(riff(uint32(4+len(extended)+len(body))), extended, body)
}

func orientedWebP(t testing.TB, orientation int) []byte {
	return webpFile(webpExif|webpXMP, embedded(t, lossyWebP)[12:],
		chunkWebP("EXIF", exifOf(binary.LittleEndian, orientation)), chunkWebP("XMP ", []byte("<x:xmpmeta/>")))
}

func animatedWebP(t testing.TB, frames int) []byte {
	chunks := [][]byte{chunkWebP("ANIM", make([]byte, 6))}
	for range frames {
		frame := append([]byte{0, 0, 0, 0, 0, 0, 23, 0, 0, 15, 0, 0, 100, 0, 0, 0}, embedded(t, lossyWebP)[12:]...)
		chunks = append(chunks, chunkWebP("ANMF", frame))
	}
	return webpFile(webpAnimated, chunks...)
}

func animatedPNG(t testing.TB, frames uint32) []byte {
	control := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, frames), 0)
	return within(pngOf(t, flag(24, 16)), afterIHDR, chunkPNG("acTL", control))
}

// requireNear allows for what JPEG does to a colour.
func requireNear(t *testing.T, want color.RGBA, got color.Color, what string) {
	t.Helper()
	r, g, b, a := got.RGBA()
	for i, pair := range [][2]int{{int(want.R), int(r >> 8)}, {int(want.G), int(g >> 8)}, {int(want.B), int(b >> 8)}, {int(want.A), int(a >> 8)}} {
		require.InDelta(t, pair[0], pair[1], 40, "%s, channel %d of %v", what, i, got)
	}
}

// corners are the colours of a picture near its corners, in the order of reading.
func requireCorners(t *testing.T, m image.Image, want [4]color.RGBA) {
	t.Helper()
	b := m.Bounds()
	x, y := b.Dx()/5, b.Dy()/5
	for i, at := range []image.Point{{b.Min.X + x, b.Min.Y + y}, {b.Max.X - 1 - x, b.Min.Y + y}, {b.Min.X + x, b.Max.Y - 1 - y}, {b.Max.X - 1 - x, b.Max.Y - 1 - y}} {
		requireNear(t, want[i], m.At(at.X, at.Y), []string{"top left", "top right", "bottom left", "bottom right"}[i])
	}
}

// seenAs are the corners of flag as Exif's orientations show them.
var seenAs = map[int][4]color.RGBA{
	1: {red, green, blue, white}, 2: {green, red, white, blue}, 3: {white, blue, green, red}, 4: {blue, white, red, green},
	5: {red, blue, green, white}, 6: {blue, red, white, green}, 7: {white, green, blue, red}, 8: {green, white, red, blue},
}
