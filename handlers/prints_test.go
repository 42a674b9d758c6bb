package handlers

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// photograph is a JPEG that says where it was taken.
func photograph(t *testing.T, width, height int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			m.Set(x, y, color.RGBA{uint8(x), uint8(y), uint8(x * y), 255})
		}
	}
	var out bytes.Buffer
	require.NoError(t, jpeg.Encode(&out, m, nil))
	said := append([]byte{0xff, 0xe1, 0, 22}, "Exif\x00\x00at 35.68N, 139.76E"[:20]...)
	return append(append(bytes.Clone(out.Bytes()[:2]), said...), out.Bytes()[2:]...)
}

func TestAPictureHasASmallOneAndTellsNotWhereItWasTaken(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	photo := photograph(t, 1500, 1000)
	require.Contains(t, string(photo), "35.68N")
	m := aiko.sends(aiko.createsChannel(1, "photos", true).ID, aiko.uploads("IMG_0001.JPG", photo))

	f := m.Files[0]
	require.Equal(t, event.File{
		ID: f.ID, Name: "IMG_0001.JPG", Size: f.Size, Type: "image/jpeg", Width: 1500, Height: 1000, Placeholder: f.Placeholder, Pictured: true,
	}, f)
	require.Contains(t, f.Placeholder, "data:image/png;base64,")
	whole := ben.opens(f.ID, nil).is(200)
	require.Equal(t, "image/jpeg", whole.header.Get("Content-Type"))
	require.NotContains(t, string(whole.body), "35.68N")
	require.Len(t, whole.body, int(f.Size))
	sum := sha256.Sum256(whole.body)
	require.Equal(t, hex.EncodeToString(sum[:]), decoded[fileAbout](ben.asks("GET", fmt.Sprintf("/files/%d", f.ID), nil).is(200)).SHA256)
	for part, width := range map[string]int{"thumb": 720, "screen": 1500} {
		a := h.request("GET", fmt.Sprintf("/files/%d/%s", f.ID, part), nil, map[string]string{"Authorization": "Bearer " + ben.token}).is(200)
		require.Equal(t, "image/jpeg", a.header.Get("Content-Type"))
		small, _, err := image.DecodeConfig(bytes.NewReader(a.body))
		require.NoError(t, err)
		require.Equal(t, width, small.Width, part)
	}
}

func TestWhoWantsThatSendsHisPicturesUnchanged(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	aiko.asks("PATCH", "/me", object{"originals": true}).is(200)
	photo := photograph(t, 30, 20)
	require.Equal(t, photo, aiko.opens(aiko.uploads("IMG_0001.JPG", photo), nil).is(200).body)
}

func TestAPictureThatCannotBeShownIsStoredWithoutASmallOne(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	photo := photograph(t, 100, 100)
	huge := append(append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 8, 2, 0, 0, 0), 0, 0, 0, 0)
	for name, content := range map[string][]byte{"cut.jpg": photo[:len(photo)/2], "huge.png": huge} {
		id := aiko.uploads(name, content)
		f := decoded[fileAbout](aiko.asks("GET", fmt.Sprintf("/files/%d", id), nil).is(200))
		require.False(t, f.Pictured, name)
		aiko.opens(id, nil).is(200)
	}
}

func TestAPictureWhoseServerWasKilledBeforeItsRowWasWrittenIsFinishedTheNextTime(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	id := aiko.uploads("IMG_0001.JPG", photograph(t, 30, 20))
	before := decoded[fileAbout](aiko.asks("GET", fmt.Sprintf("/files/%d", id), nil).is(200))
	db, err := sql.Open("sqlite", h.path)
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), `UPDATE files SET finished_at = NULL, size = size + 22, received = size + 22, sha256 = '', type = '', pictured = 0`)
	require.NoError(t, errors.Join(err, db.Close()))
	h.tus(aiko, "HEAD", fmt.Sprintf("/uploads/%d", id), nil, nil).is(200)
	require.Equal(t, before, decoded[fileAbout](aiko.asks("GET", fmt.Sprintf("/files/%d", id), nil).is(200)))
}
