package handlers

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
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
	require.Len(t, ben.history(channel, "").Items, 2, "that Ben joined, and his first message")

	hangs(ben.direct(aiko).ID).is(201)
	last := ben.uploads("last.bin", []byte("y"))
	ben.asks("DELETE", fmt.Sprintf("/messages/%d", m.ID), nil).is(204)
	ben.sends(channel, last)
}
