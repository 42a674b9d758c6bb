package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

func inspected(t *testing.T, data []byte) Info {
	t.Helper()
	info, err := Inspect(bytes.NewReader(data))
	require.NoError(t, err)
	info.memory, info.framed = 0, false
	return info
}

func TestEachKindTellsItsSize(t *testing.T) {
	for name, c := range map[string]struct {
		kind Kind
		data []byte
	}{
		"jpeg": {JPEG, jpegOf(t, flag(24, 16))}, "progressive jpeg": {JPEG, embedded(t, progressiveJPEG)}, "cmyk jpeg": {JPEG, embedded(t, cmykJPEG)},
		"png": {PNG, pngOf(t, flag(24, 16))}, "interlaced png": {PNG, embedded(t, interlacedPNG)},
		"lossy webp": {WebP, embedded(t, lossyWebP)}, "lossless webp": {WebP, embedded(t, losslessWebP)}, "webp with alpha": {WebP, embedded(t, alphaWebP)},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, Info{Kind: c.kind, Width: 24, Height: 16, Orientation: 1}, inspected(t, c.data))
		})
	}
	require.Equal(t, Info{Kind: GIF, Width: 40, Height: 30, Orientation: 1}, inspected(t, gifOf(t, 1)))
}

func TestTheSizeIsTheOneSeen(t *testing.T) {
	for o := 1; o <= 8; o++ {
		want := Info{Width: 24, Height: 16, Orientation: o}
		if o > 4 {
			want.Width, want.Height = 16, 24
		}
		for kind, data := range map[Kind][]byte{JPEG: orientedJPEG(t, flag(24, 16), o), PNG: orientedPNG(t, flag(24, 16), o), WebP: orientedWebP(t, o)} {
			want.Kind = kind
			require.Equal(t, want, inspected(t, data))
		}
	}
}

func TestOrientationIsReadInBothByteOrders(t *testing.T) {
	require.Equal(t, 6, orientation(exifOf(binary.LittleEndian, 6)))
	require.Equal(t, 6, orientation(exifOf(binary.BigEndian, 6)))
	require.Equal(t, 6, orientation(exif(6)))
}

func TestALyingExifGivesNoOrientation(t *testing.T) {
	whole := exifOf(binary.LittleEndian, 6)
	for n := range 34 { // the end of the entry
		require.Zero(t, orientation(whole[:n]), "%d bytes", n)
	}
	far := bytes.Clone(whole)
	binary.LittleEndian.PutUint32(far[4:], 0xffffffff)
	require.Zero(t, orientation(far))
	many := exifOf(binary.LittleEndian, 9)
	binary.LittleEndian.PutUint16(many[8:], 0xffff)
	require.Zero(t, orientation(many))
}

func TestAnimationsAreToldFromStills(t *testing.T) {
	for name, c := range map[string]struct {
		still, moving []byte
	}{
		"gif": {gifOf(t, 1), gifOf(t, 3)}, "webp": {animatedWebP(t, 1), animatedWebP(t, 2)}, "apng": {animatedPNG(t, 1), animatedPNG(t, 2)},
	} {
		t.Run(name, func(t *testing.T) {
			require.False(t, inspected(t, c.still).Animated)
			require.True(t, inspected(t, c.moving).Animated)
		})
	}
}

func TestNothingIsReadBehindTheSecondFrame(t *testing.T) {
	data := gifOf(t, 2)
	endless := io.MultiReader(bytes.NewReader(data[:len(data)-1]), bytes.NewReader(bytes.Repeat([]byte{'?'}, 1<<20)))
	require.NoError(t, newTape(io.Discard, endless).surveyGIF())
}

func TestHugePicturesAreTooLargeButTellTheirSize(t *testing.T) {
	bomb := gifOf(t, 1)
	binary.LittleEndian.PutUint16(bomb[6:], 65535)
	binary.LittleEndian.PutUint16(bomb[8:], 65535)
	info, err := Inspect(bytes.NewReader(bomb))
	require.ErrorIs(t, err, ErrTooLarge)
	require.Equal(t, 65535, info.Width)

	header := append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 65535), 65535), 8, 2, 0, 0, 0)
	_, err = Inspect(bytes.NewReader(within([]byte(pngSignature), len(pngSignature), chunkPNG("IHDR", header), chunkPNG("IDAT", nil))))
	require.ErrorIs(t, err, ErrTooLarge)
}

func TestOtherFilesAreNoPictures(t *testing.T) {
	for _, data := range []string{"", "GIF", "%PDF-1.7 and more", "<svg xmlns='http://www.w3.org/2000/svg'/>", "RIFFxxxxWAVEfmt "} {
		_, err := Inspect(bytes.NewReader([]byte(data)))
		require.ErrorIs(t, err, ErrUnsupported, "%q", data)
	}
}

func TestCutPicturesAreBroken(t *testing.T) {
	for kind, data := range valid(t) {
		for _, n := range []int{14, len(data) / 3} {
			_, err := Inspect(bytes.NewReader(data[:n]))
			if n == 14 || kind == "webp" {
				require.ErrorIs(t, err, ErrBroken, "%s of %d bytes", kind, n)
			}
		}
	}
}

type worn struct{ *bytes.Reader }

var errDisk = errors.New("disk")

func (w worn) Read(p []byte) (int, error) {
	if w.Len() < 40 {
		return 0, errDisk
	}
	return w.Reader.Read(p[:min(len(p), 20)])
}

func TestAFaultOfTheDiskIsNotOneOfThePicture(t *testing.T) {
	data := pngOf(t, image.NewGray(image.Rect(0, 0, 9, 9)))
	_, err := Inspect(worn{bytes.NewReader(data)})
	require.ErrorIs(t, err, errDisk)
	require.ErrorIs(t, Strip(io.Discard, worn{bytes.NewReader(data)}, PNG), errDisk)
}

func TestMemoryIsKnownBefore(t *testing.T) {
	of := func(data []byte) int64 {
		info, err := Inspect(bytes.NewReader(data))
		require.NoError(t, err)
		return info.memory
	}
	require.EqualValues(t, 24*16*3/2, of(jpegOf(t, flag(24, 16))))
	require.EqualValues(t, 24*16, of(jpegOf(t, image.NewGray(image.Rect(0, 0, 24, 16)))))
	require.Greater(t, of(embedded(t, progressiveJPEG)), int64(24*16*5))
	require.EqualValues(t, 24*16*8, of(embedded(t, interlacedPNG)))
	require.EqualValues(t, 24*16*2, of(embedded(t, lossyWebP)))
	require.EqualValues(t, 24*16*8, of(embedded(t, losslessWebP)))
	require.EqualValues(t, 24*16*8, of(embedded(t, alphaWebP)))
	require.EqualValues(t, 24*16*12, of(animatedWebP(t, 2)))
	require.EqualValues(t, 24*16, of(pngOf(t, image.NewPaletted(image.Rect(0, 0, 24, 16), color.Palette{red, blue}))))
}
