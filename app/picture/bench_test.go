package picture

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"
)

// photograph has gradients, and noise as a sensor makes it.
func photograph(width, height int) *image.YCbCr {
	m := image.NewYCbCr(image.Rect(0, 0, width, height), image.YCbCrSubsampleRatio420)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range m.Y {
		x, y := i%m.YStride, i/m.YStride
		m.Y[i] = uint8(40 + 120*x/width + 60*y/height + random.IntN(24))
	}
	for i := range m.Cb {
		m.Cb[i], m.Cr[i] = uint8(96+64*(i%m.CStride)/m.CStride+random.IntN(6)), uint8(160-64*i/len(m.Cb)+random.IntN(6))
	}
	return m
}

func photo12MP(b *testing.B) []byte {
	var data bytes.Buffer
	if err := jpeg.Encode(&data, photograph(4000, 3000), &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	return data.Bytes()
}

func benchmarkDevelop(b *testing.B, data []byte, longSides ...int) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := NewDarkroom(1).Develop(b.Context(), 1, bytes.NewReader(data), longSides...); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkThumbnail12MP(b *testing.B) { benchmarkDevelop(b, photo12MP(b), 720) }

func BenchmarkThumbnailAndScreen12MP(b *testing.B) { benchmarkDevelop(b, photo12MP(b), 720, 2048) }

func BenchmarkDecodeOnly12MP(b *testing.B) {
	data := photo12MP(b)
	for b.Loop() {
		if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStrip12MP(b *testing.B) {
	data := photo12MP(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := Strip(new(bytes.Buffer), bytes.NewReader(data), JPEG); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTwentyAtOnce tells how far the heap grows, in MB, garbage included.
func BenchmarkTwentyAtOnce(b *testing.B) {
	data := photo12MP(b)
	runtime.GC()
	for b.Loop() {
		grown := watchHeap(b.Context(), func() {
			d := NewDarkroom(1)
			var all sync.WaitGroup
			for range 20 {
				all.Go(func() {
					if _, err := d.Develop(b.Context(), 1, bytes.NewReader(data), 720, 2048); err != nil {
						b.Error(err)
					}
				})
			}
			all.Wait()
		})
		b.ReportMetric(float64(grown)/1e6, "MB-more")
	}
}

func watchHeap(ctx context.Context, work func()) (grown uint64) {
	ctx, cancel := context.WithCancel(ctx)
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	before := stats.HeapAlloc
	var watcher sync.WaitGroup
	watcher.Go(func() {
		for ctx.Err() == nil {
			runtime.ReadMemStats(&stats)
			grown = max(grown, max(stats.HeapAlloc, before)-before)
			time.Sleep(2 * time.Millisecond)
		}
	})
	work()
	cancel()
	watcher.Wait()
	return grown
}
