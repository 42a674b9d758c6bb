package picture

import (
	"bytes"
	"context"
	"encoding/base64"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func developed(t *testing.T, data []byte, longSides ...int) Prints {
	t.Helper()
	prints, err := NewDarkroom(1).Develop(t.Context(), 1, bytes.NewReader(data), longSides...)
	require.NoError(t, err)
	require.Len(t, prints.Pictures, len(longSides))
	require.Less(t, len(prints.Placeholder), 400)
	return prints
}

func opened(t *testing.T, p Picture) image.Image {
	t.Helper()
	decode := jpeg.Decode
	if p.Kind == PNG {
		decode = png.Decode
	}
	m, err := decode(bytes.NewReader(p.Data))
	require.NoError(t, err)
	require.Equal(t, image.Pt(p.Width, p.Height), m.Bounds().Size())
	return m
}

func TestPrintsAreUpright(t *testing.T) {
	for o := 1; o <= 8; o++ {
		for _, data := range [][]byte{orientedJPEG(t, flag(301, 201), o), orientedPNG(t, flag(301, 201), o)} {
			prints := developed(t, data, 150, 60)
			width, height := 150, 100
			if o > 4 {
				width, height = height, width
			}
			require.Equal(t, []int{width, height}, []int{prints.Pictures[0].Width, prints.Pictures[0].Height})
			for _, p := range prints.Pictures {
				requireCorners(t, opened(t, p), seenAs[o])
			}
		}
		requireCorners(t, opened(t, developed(t, orientedWebP(t, o), 24).Pictures[0]), seenAs[o])
	}
}

func TestASquareIsTheMiddleOfAPictureAndUpright(t *testing.T) {
	wide := image.NewRGBA(image.Rect(0, 0, 1203, 401))
	draw.Draw(wide, wide.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(wide, image.Rect(401, 0, 802, 401), flag(401, 401), image.Point{}, draw.Src)
	for o := 1; o <= 8; o++ {
		for _, data := range [][]byte{orientedJPEG(t, wide, o), orientedPNG(t, wide, o)} {
			square, err := NewDarkroom(1).Square(t.Context(), 1, bytes.NewReader(data), 256)
			require.NoError(t, err)
			require.Equal(t, []int{256, 256}, []int{square.Width, square.Height})
			requireCorners(t, opened(t, square), seenAs[o])
		}
	}
	small, err := NewDarkroom(1).Square(t.Context(), 1, bytes.NewReader(orientedWebP(t, 1)), 256)
	require.NoError(t, err)
	require.Equal(t, []int{16, 16}, []int{small.Width, small.Height})
	_, err = NewDarkroom(1).Square(t.Context(), 1, bytes.NewReader(pngOf(t, wide)[:2000]), 256)
	require.ErrorIs(t, err, ErrBroken)

	clear := image.NewNYCbCrA(image.Rect(0, 0, 48, 16), image.YCbCrSubsampleRatio420)
	for x := range 48 {
		for y := range 16 {
			clear.Y[clear.YOffset(x, y)], clear.A[clear.AOffset(x, y)] = uint8(x/16)*100, 255
		}
	}
	for i := range clear.Cb {
		clear.Cb[i], clear.Cr[i] = 128, 128
	}
	requireNear(t, color.RGBA{100, 100, 100, 255}, scaled(middle(clear), image.Pt(8, 8)).At(0, 7), "with transparency")
}

func TestEveryFormIsPrinted(t *testing.T) {
	whole := [4]color.RGBA{red, green, blue, white}
	for name, data := range valid(t) {
		t.Run(name, func(t *testing.T) {
			prints := developed(t, data, 20)
			m := opened(t, prints.Pictures[0])
			switch name {
			case "gif":
				requireNear(t, red, m.At(10, 7), "the frame")
				requireNear(t, color.RGBA{}, m.At(1, 1), "the canvas")
			case "alpha":
				requireCorners(t, m, [4]color.RGBA{red, green, blue, {}})
			case "cmyk":
				require.Equal(t, JPEG, prints.Pictures[0].Kind)
			default:
				requireCorners(t, m, seenAs[prints.Info.Orientation])
			}
		})
	}
	deep := image.NewNRGBA64(image.Rect(0, 0, 50, 50))
	for y := range 50 {
		for x := range 50 {
			deep.Set(x, y, flag(50, 50).At(x, y))
		}
	}
	requireCorners(t, opened(t, developed(t, pngOf(t, deep), 20).Pictures[0]), whole)
	gray := image.NewGray(image.Rect(0, 0, 50, 50))
	require.IsType(t, gray, opened(t, developed(t, jpegOf(t, gray), 20).Pictures[0]))
}

func TestNothingIsScaledUp(t *testing.T) {
	prints := developed(t, pngOf(t, flag(300, 20)), 2048, 720, 100)
	sizes := []int{}
	for _, p := range prints.Pictures {
		sizes = append(sizes, p.Width, p.Height)
	}
	require.Equal(t, []int{300, 20, 300, 20, 100, 7}, sizes)
}

func TestSizesComeInTheOrderAsked(t *testing.T) {
	prints := developed(t, pngOf(t, flag(300, 200)), 30, 90)
	require.Equal(t, []int{30, 90}, []int{prints.Pictures[0].Width, prints.Pictures[1].Width})
}

func TestALineIsAPicture(t *testing.T) {
	for _, size := range []image.Point{{20000, 1}, {1, 20000}, {1, 1}} {
		prints := developed(t, pngOf(t, flag(size.X, size.Y)), 100)
		require.GreaterOrEqual(t, prints.Pictures[0].Width, 1)
		require.LessOrEqual(t, prints.Pictures[0].Height, 100)
	}
}

func TestTransparencyIsKeptWhereItIsSmall(t *testing.T) {
	window := flag(200, 200)
	for x := range 200 {
		for y := range 20 {
			window.SetRGBA(x, y, color.RGBA{})
		}
	}
	p := developed(t, pngOf(t, window), 100).Pictures[0]
	require.Equal(t, PNG, p.Kind)
	requireNear(t, color.RGBA{}, opened(t, p).At(50, 3), "the hole")

	p, err := encoded(window, len(p.Data)/10)
	require.NoError(t, err)
	require.Equal(t, JPEG, p.Kind)
	requireNear(t, white, opened(t, p).At(50, 3), "the hole")
}

func TestAPlainAreaKeepsItsColour(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 997, 613))
	for i := range m.Pix {
		m.Pix[i] = 201
	}
	for _, v := range scaled(m, image.Pt(133, 97)).(*image.Gray).Pix {
		require.EqualValues(t, 201, v)
	}
}

func TestThePlaceholderIsShortWhateverThePicture(t *testing.T) {
	noise := image.NewRGBA(image.Rect(0, 0, 8, 8))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = uint8(random.UintN(256)) | uint8(i&3/3*255)
	}
	prints := developed(t, pngOf(t, noise))
	text, ok := strings.CutPrefix(prints.Placeholder, "data:image/png;base64,")
	require.True(t, ok)
	data, err := base64.StdEncoding.DecodeString(text)
	require.NoError(t, err)
	m, err := png.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	require.Equal(t, image.Rect(0, 0, 8, 8), m.Bounds())
	require.True(t, m.(*image.RGBA).Opaque())

	prints = developed(t, orientedJPEG(t, flag(80, 40), 6))
	require.NotEmpty(t, prints.Placeholder)
}

func TestVideoLevelsBecomeFullOnes(t *testing.T) {
	m := opened(t, developed(t, embedded(t, lossyWebP), 24).Pictures[0])
	r, g, b, _ := m.At(20, 13).RGBA()
	for _, v := range []uint32{r, g, b} {
		require.Greater(t, v>>8, uint32(245), "white, which a VP8 plane holds as 235")
	}
}

func TestWhatTakesTooMuchMemoryIsNotDecoded(t *testing.T) {
	deep := image.NewNRGBA64(image.Rect(0, 0, 5000, 1))
	data := pngOf(t, deep)
	data = within(data[:len(pngSignature)], len(pngSignature), chunkPNG("IHDR", []byte{0, 0, 0x13, 0x88, 0, 0, 0x13, 0x88, 16, 6, 0, 0, 0}), data[afterIHDR:])
	_, err := NewDarkroom(1).Develop(t.Context(), 1, bytes.NewReader(data), 720)
	require.ErrorIs(t, err, ErrTooLarge)
}

func TestACutPictureHasNoPrints(t *testing.T) {
	for name, data := range valid(t) {
		_, err := NewDarkroom(1).Develop(t.Context(), 1, bytes.NewReader(data[:len(data)/3]), 20)
		require.ErrorIs(t, err, ErrBroken, name)
	}
}

func TestADarkroomHasSoManyPlaces(t *testing.T) {
	d := NewDarkroom(1)
	d.places <- struct{}{}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	_, err := d.Develop(ctx, 1, bytes.NewReader(pngOf(t, flag(9, 9))), 720)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	<-d.places
	_, err = d.Develop(t.Context(), 1, bytes.NewReader(pngOf(t, flag(9, 9))), 720)
	require.NoError(t, err)
	require.Empty(t, d.places)
}

// begun notes that a picture is begun to be read.
type begun struct {
	io.ReadSeeker
	once func()
}

func (b begun) Read(p []byte) (int, error) {
	b.once()
	return b.ReadSeeker.Read(p)
}

func TestPicturesOfOnePersonWaitForEachOtherAndNotThoseOfOthersForAll(t *testing.T) {
	data := pngOf(t, flag(9, 9))
	synctest.Test(t, func(t *testing.T) {
		d := NewDarkroom(1)
		d.places <- struct{}{}
		var order []string
		sends := func(person int64, name string) {
			go func() {
				r := begun{bytes.NewReader(data), sync.OnceFunc(func() { order = append(order, name) })}
				_, err := d.Develop(t.Context(), person, r, 720)
				assert.NoError(t, err)
			}()
			synctest.Wait()
		}
		for range 4 {
			sends(1, "Aiko")
		}
		sends(2, "Ben")
		sends(3, "Chie")
		<-d.places
		synctest.Wait()
		require.Equal(t, []string{"Aiko", "Ben", "Chie", "Aiko", "Aiko", "Aiko"}, order)
		require.Empty(t, d.queues)
	})
}

func TestAnEndedContextEndsTheDecoding(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	data := pngOf(t, flag(9, 9))
	info, err := Inspect(bytes.NewReader(data))
	require.NoError(t, err)
	_, err = decode(ctx, bytes.NewReader(data), info)
	require.ErrorIs(t, err, context.Canceled)
}
