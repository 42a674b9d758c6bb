package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// secrets are what pictures may say about people, in the words of these tests.
var secrets = []string{"GPS", "35.6812", "Maker", "xmp", "secret", "Aiko"}

func stripped(t *testing.T, data []byte, kind Kind) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, Strip(&out, bytes.NewReader(data), kind))
	for _, secret := range secrets {
		require.NotContains(t, out.String(), secret)
	}
	require.Equal(t, pixelsOf(t, data, kind), pixelsOf(t, out.Bytes(), kind), "the same pixels")
	return out.Bytes()
}

func pixelsOf(t *testing.T, data []byte, kind Kind) image.Image {
	t.Helper()
	m, err := codecs[kind].decode(bytes.NewReader(data))
	require.NoError(t, err)
	return m
}

// valid pictures of each kind, with and without metadata.
func valid(t testing.TB) map[string][]byte {
	return map[string][]byte{
		"jpeg": orientedJPEG(t, flag(24, 16), 6), "progressive": embedded(t, progressiveJPEG), "cmyk": embedded(t, cmykJPEG),
		"png": orientedPNG(t, flag(24, 16), 3), "interlaced": embedded(t, interlacedPNG), "apng": animatedPNG(t, 2),
		"gif": gifOf(t, 3), "webp": orientedWebP(t, 8), "lossless": embedded(t, losslessWebP), "alpha": embedded(t, alphaWebP), "animation": animatedWebP(t, 2), "one frame": animatedWebP(t, 1),
	}
}

func TestAStrippedPictureKeepsItsOrientationOnly(t *testing.T) {
	for o := 1; o <= 8; o++ {
		for kind, data := range map[Kind][]byte{JPEG: orientedJPEG(t, flag(24, 16), o), PNG: orientedPNG(t, flag(24, 16), o), WebP: orientedWebP(t, o)} {
			out := stripped(t, data, kind)
			require.Equal(t, inspected(t, data), inspected(t, out))
			require.Equal(t, o > 1, bytes.Contains(out, []byte("MM\x00*\x00\x00\x00\x08\x00\x01")), "%s, orientation %d", kind, o)
			require.Equal(t, out, stripped(t, out, kind), "nothing more to strip")
		}
	}
}

func TestJPEGKeepsWhatColoursNeed(t *testing.T) {
	jfif := segment(markAPP0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01sec")
	profile := segment(markAPP2, "ICC_PROFILE\x00\x01\x01colours")
	adobe := segment(markAPP14, "Adobe\x00\x64\x00\x00\x00\x00\x01 and a secret")
	data := within(jpegOf(t, flag(24, 16)), 2, jfif, profile, adobe,
		segment(markAPP0, "JFXX\x00 a secret"), segment(markAPP1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"), segment(markAPP2, "MPF\x00 secret"),
		segment(0xed, "Photoshop 3.0\x00 Aiko"), segment(markCOM, "made by Aiko"))
	out := stripped(t, data, JPEG)
	require.True(t, bytes.HasPrefix(out[2:], segment(markAPP0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")), "no small copy")
	require.Contains(t, string(out), string(profile))
	require.Contains(t, string(out), string(segment(markAPP14, "Adobe\x00\x64\x00\x00\x00\x00\x01")))
}

func TestNothingFollowsTheEndOfAPicture(t *testing.T) {
	for name, c := range map[string]struct {
		kind Kind
		data []byte
	}{"film behind a jpeg": {JPEG, jpegOf(t, flag(24, 16))}, "png": {PNG, pngOf(t, flag(24, 16))}, "gif": {GIF, gifOf(t, 2)}, "webp": {WebP, embedded(t, lossyWebP)}} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.data[len(c.data)-2:], stripped(t, append(bytes.Clone(c.data), "ftypmp42 secret"...), c.kind)[len(c.data)-2:])
		})
	}
}

func TestPNGLosesTextsAndUnknownChunks(t *testing.T) {
	gamma, texts := chunkPNG("gAMA", []byte{0, 0, 0xb1, 0x8f}), [][]byte{}
	for _, name := range []string{"tEXt", "zTXt", "iTXt", "tIME", "prVt"} {
		texts = append(texts, chunkPNG(name, []byte("a secret of Aiko")))
	}
	plain := within(pngOf(t, flag(24, 16)), afterIHDR, gamma)
	require.Equal(t, plain, stripped(t, within(plain, afterIHDR, texts...), PNG))
	late := within(plain, len(plain)-12, chunkPNG("eXIf", exifOf(binary.BigEndian, 6)))
	require.Equal(t, plain, stripped(t, late, PNG), "an orientation behind the pixels is not used")
}

func TestAnAnimationKeepsMovingAsOften(t *testing.T) {
	data := gifOf(t, 3)
	block := slices.Concat([]byte{gifExtension, 0xfe, 6}, []byte("secret"), []byte{0})
	xmp := slices.Concat([]byte{gifExtension, gifApplication, 11}, []byte("XMP DataXMP"), []byte{3}, []byte("xmp"), []byte{0})
	first := bytes.IndexByte(data, gifExtension)
	out := stripped(t, within(data, first, block, xmp), GIF)
	require.Equal(t, data, out)
	all, err := gif.DecodeAll(bytes.NewReader(out))
	require.NoError(t, err)
	require.Equal(t, 3, all.LoopCount)
	require.Len(t, all.Image, 3)
	require.Equal(t, data, stripped(t, data[:len(data)-1], GIF), "the last byte is added")
}

func TestAnAnimatedWebPKeepsItsFrames(t *testing.T) {
	var out bytes.Buffer
	data := animatedWebP(t, 2)
	require.NoError(t, Strip(&out, bytes.NewReader(data), WebP))
	require.Equal(t, data, out.Bytes())
}

func TestACutPictureIsNotCopied(t *testing.T) {
	for name, data := range valid(t) {
		kind, err := kindOf(bytes.NewReader(data))
		require.NoError(t, err)
		for n := 12; n < len(data)-2; n++ {
			var out bytes.Buffer
			if err := Strip(&out, bytes.NewReader(data[:n]), kind); kind != GIF {
				require.ErrorIs(t, err, ErrBroken, "%s of %d bytes", name, n)
			}
		}
	}
}

func TestLyingLengthsAreBroken(t *testing.T) {
	photo := jpegOf(t, flag(24, 16))
	table := bytes.Clone(photo)
	binary.BigEndian.PutUint16(table[4:], 1) // shorter than itself
	chunk := pngOf(t, flag(24, 16))
	binary.BigEndian.PutUint32(chunk[afterIHDR:], 0xfffffff0)
	riffed := embedded(t, lossyWebP)
	binary.LittleEndian.PutUint32(riffed[16:], 0xfffffff0)
	for kind, data := range map[Kind][]byte{JPEG: table, PNG: chunk, WebP: riffed} {
		require.ErrorIs(t, Strip(&bytes.Buffer{}, bytes.NewReader(data), kind), ErrBroken, kind)
	}
	require.ErrorIs(t, Strip(&bytes.Buffer{}, bytes.NewReader(photo), "image/bmp"), ErrUnsupported)
}

func TestPixelsOfEveryFormStayTheSame(t *testing.T) {
	for name, m := range map[string]image.Image{
		"gray": image.NewGray(image.Rect(0, 0, 9, 7)), "deep": image.NewNRGBA64(image.Rect(0, 0, 9, 7)),
		"palette": image.NewPaletted(image.Rect(0, 0, 9, 7), color.Palette{color.Transparent, red}),
	} {
		t.Run(name, func(t *testing.T) { stripped(t, pngOf(t, m), PNG) })
	}
	stripped(t, embedded(t, progressiveJPEG), JPEG)
	stripped(t, embedded(t, cmykJPEG), JPEG)
	stripped(t, embedded(t, interlacedPNG), PNG)
	stripped(t, embedded(t, alphaWebP), WebP)
	stripped(t, embedded(t, losslessWebP), WebP)
}
