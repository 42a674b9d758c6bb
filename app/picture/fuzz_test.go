package picture

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func hostile(f *testing.F) {
	for _, data := range valid(f) {
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x02\xff\xd9"))
	f.Add(webpFile(webpAnimated))
}

// FuzzInspect holds that no file brings a header or, where it is small, a decoder to its knees.
func FuzzInspect(f *testing.F) {
	hostile(f)
	d := NewDarkroom(1)
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := Inspect(bytes.NewReader(data))
		if err != nil || info.Width*info.Height > 1<<16 {
			return
		}
		require.True(t, info.Orientation >= 1 && info.Orientation <= 8)
		prints, err := d.Develop(t.Context(), 1, bytes.NewReader(data), 100)
		if err == nil {
			require.LessOrEqual(t, max(prints.Pictures[0].Width, prints.Pictures[0].Height), 100)
			require.Less(t, len(prints.Placeholder), 400)
		}
	})
}

// FuzzStrip holds three properties: a copy is hardly longer than the picture, a picture that decodes has a copy that
// decodes to the same pixels, and a copy has nothing more to strip.
func FuzzStrip(f *testing.F) {
	hostile(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		kind, err := kindOf(bytes.NewReader(data))
		if err != nil {
			return
		}
		var once, twice bytes.Buffer
		err = Strip(&once, bytes.NewReader(data), kind)
		require.LessOrEqual(t, once.Len(), len(data)+64)
		if err != nil {
			return
		}
		require.NoError(t, Strip(&twice, bytes.NewReader(once.Bytes()), kind))
		require.Equal(t, once.Bytes(), twice.Bytes())
		info, err := Inspect(bytes.NewReader(data))
		if err != nil || info.Width*info.Height > 1<<16 {
			return
		}
		if before, err := decode(t.Context(), bytes.NewReader(data), info); err == nil {
			after, err := decode(t.Context(), bytes.NewReader(once.Bytes()), info)
			require.NoError(t, err)
			require.Equal(t, before, after)
		}
	})
}
