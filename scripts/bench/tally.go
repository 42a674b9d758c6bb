package main

import (
	"bytes"
	"fmt"
	"strconv"
)

// sent is one message of a run: when it was meant to go, and what its acknowledgement said.
type sent struct {
	due      int64 // nanoseconds since the crowd's epoch
	seq, rev int64 // 0: not acknowledged
}

// tally is what a crowd has seen of one run; the crowd's mutex protects it.
type tally struct {
	channel    int64
	marker     []byte // how our nonces begin in a frame
	messages   []sent
	acks       int
	refused    int
	refusal    string
	deliveries int64
	latencies  *histogram
}

func newTally(channel int64, run string, messages []sent) *tally {
	return &tally{channel: channel, marker: []byte(`"nonce":"` + run + "-"), messages: messages, latencies: newHistogram()}
}

// nonce is the nonce of a run's message, long enough for the protocol.
func nonce(run string, i int) string { return fmt.Sprintf("%s-%07d", run, i) }

// delivered notes the arrival of a message.created frame's message; others than the run's own are passed over.
func (t *tally) delivered(body []byte, now int64) {
	// The nonce stands before the text, so a short look suffices.
	at := bytes.Index(body[:min(len(body), 256)], t.marker)
	if at < 0 {
		return
	}
	i, _ := number(body[at+len(t.marker):])
	if i >= int64(len(t.messages)) {
		return
	}
	t.deliveries++
	t.latencies.add(now - t.messages[i].due)
}

// acknowledged notes an ack; its ref is the message's number.
func (t *tally) acknowledged(ref string, seq, rev int64) {
	i, err := strconv.Atoi(ref)
	if err != nil || i >= len(t.messages) || t.messages[i].rev != 0 {
		return
	}
	t.messages[i].seq, t.messages[i].rev = seq, rev
	t.acks++
}

// number reads the digits that a text begins with, and gives what follows.
func number(text []byte) (n int64, rest []byte) {
	for i, b := range text {
		if b < '0' || b > '9' {
			return n, text[i:]
		}
		n = n*10 + int64(b-'0')
	}
	return n, nil
}
