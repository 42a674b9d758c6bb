package handlers

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app"
)

func TestAWorkspacesQuotaHoldsForFilesThatWereMeantForNoPlace(t *testing.T) {
	t.Parallel()
	h := openHouse(t, app.Options{Quotas: app.Quotas{Workspace: 500}})
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	channel := aiko.createsChannel(1, "drawings", true).ID
	m := ben.sends(channel, ben.uploads("half.bin", make([]byte, 250)), ben.uploads("other-half.bin", make([]byte, 250)))
	more := ben.uploads("one-more.bin", []byte("x"))
	hangs := func(channel int64) answerOf {
		h.nonces++
		return ben.asks("POST", fmt.Sprintf("/channels/%d/messages", channel), object{"nonce": fmt.Sprintf("nonce-%06d", h.nonces), "text": "", "files": []int64{more}})
	}
	hangs(channel).isProblem(507, "quota_exceeded")
	h.tus(aiko, "POST", "/uploads", nil, map[string]string{"Upload-Length": "1", "Upload-Metadata": metadata("a") + ",channel " + base64.StdEncoding.EncodeToString(strconv.AppendInt(nil, channel, 10))}).isProblem(507, "quota_exceeded")
	require.Equal(t, &app.QuotaBound{Of: "workspace", Bytes: 500}, decoded[Problem](hangs(channel)).Quota, "which quota, and never how much is used")
	require.Len(t, ben.history(channel, "").Items, 2, "that Ben joined, and his first message")

	hangs(ben.direct(aiko).ID).is(201)
	last := ben.uploads("last.bin", []byte("y"))
	ben.asks("DELETE", fmt.Sprintf("/messages/%d", m.ID), nil).is(204)
	ben.sends(channel, last)
}

func TestWhoSignsOutGetsNoMoreOfAFileAndSendsNoMoreOfOne(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	id := aiko.uploads("big.bin", bytes.Repeat([]byte("x"), 4<<20))
	phone := aiko.again()
	reading := h.dial()
	defer func() { _ = reading.Close() }()
	_, err := fmt.Fprintf(reading, "GET /files/%d HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n", id, phone.token)
	require.NoError(t, err)
	require.NoError(t, reading.SetReadDeadline(time.Now().Add(10*time.Second)))
	unfinished := aiko.announces("bigger.bin", 4<<20)
	sending := h.begun(phone, unfinished, 0, 4<<20, make([]byte, 100_000))
	defer func() { _ = sending.Close() }()

	read, sent := 0, 100_000
	piece := make([]byte, 32<<10)
	for signedOut := false; ; {
		n, err := reading.Read(piece)
		read += n
		if err != nil {
			break
		}
		if !signedOut && read > 100_000 {
			phone.asks("DELETE", "/sessions/current", nil).is(204)
			signedOut = true
		}
		time.Sleep(20 * time.Millisecond) // a slow reader: he would need seconds for all of it
	}
	require.Less(t, read, 4<<20)
	require.Eventually(t, func() bool {
		n, err := sending.(interface{ Write([]byte) (int, error) }).Write(piece[:1000])
		sent += n
		return err != nil
	}, 5*time.Second, 20*time.Millisecond, "its connection ends")
	at := h.tus(aiko, http.MethodHead, fmt.Sprintf("/uploads/%d", unfinished), nil, nil).is(200).header.Get("Upload-Offset")
	require.NotEqual(t, "0", at, "what has come is there for the others of her devices")
	require.Less(t, sent, 4<<20)
}

func TestWhatHangsOnNothingGoesWithItsOwnersAccount(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	channel := aiko.createsChannel(1, "drawings", true).ID
	said := ben.uploads("said.txt", []byte("said"))
	ben.sends(channel, said)
	ben.uploads("not-said.txt", []byte("not said"))
	ben.continues(ben.announces("begun.txt", 10), 0, []byte("begun")).is(204)
	require.Len(t, h.stored(), 3)
	ben.asks("DELETE", "/me", object{"password": password}).is(204)
	require.Eventually(t, func() bool { return len(h.stored()) == 1 }, 10*time.Second, 20*time.Millisecond)
	aiko.opens(said, nil).is(200)
}

func TestAFileThatCannotBeTakenAwayHoldsUpNoOther(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	channel := aiko.createsChannel(1, "drawings", true).ID
	stuck := aiko.sends(channel, aiko.uploads("stuck.txt", []byte("stuck")))
	require.Len(t, h.stored(), 1)
	folder, outside := filepath.Dir(h.stored()[0]), filepath.Join(t.TempDir(), "outside")
	require.NoError(t, os.Rename(folder, outside))
	require.NoError(t, os.Symlink(outside, folder))
	h.troubled.Store(true)
	aiko.asks("DELETE", fmt.Sprintf("/messages/%d", stuck.ID), nil).is(204)
	other := aiko.sends(channel, aiko.uploads("other.txt", []byte("other")))
	require.Len(t, h.stored(), 2)
	aiko.asks("DELETE", fmt.Sprintf("/messages/%d", other.ID), nil).is(204)
	require.Eventually(t, func() bool { return slices.Equal(h.stored(), []string{folder}) }, 10*time.Second, 20*time.Millisecond)
	left, err := os.ReadDir(outside)
	require.NoError(t, err)
	require.Len(t, left, 1, "nothing is done through the link")
}
