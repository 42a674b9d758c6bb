package drive

import (
	"fmt"
	"net/http"
)

// Message is what bench and crash look at of a stored message.
type Message struct {
	ID, Seq, Rev int64
	Author       int64
	Nonce, Text  string
}

// pageSize is the largest page that the server gives.
const pageSize = 200

// History is a channel's whole log after a seq, in the server's order.
func History(c *Client, token string, channel, after int64) ([]Message, error) {
	var all []Message
	for {
		var page struct {
			Items []Message
			Next  int64
		}
		err := c.Must(Request{Method: http.MethodGet, Token: token, Into: &page,
			Path: fmt.Sprintf("/api/v1/channels/%d/messages?after=%d&limit=%d", channel, after, pageSize)})
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if page.Next <= after {
			return all, nil
		}
		after = page.Next
	}
}

// Channel holds a channel's last numbers.
type Channel struct {
	LastSeq int64 `json:"last_seq"`
	LastRev int64 `json:"last_rev"`
}

// Numbers are a channel's last numbers as one of its members sees them.
func Numbers(c *Client, token string, channel int64) (n Channel, err error) {
	err = c.Must(Request{Method: http.MethodGet, Token: token, Into: &n, Path: fmt.Sprintf("/api/v1/channels/%d", channel)})
	return n, err
}

// Changes brings a reader who knows a channel up to a rev to its end, as a client heals; it gives each message's nonce once.
// Too far behind, the client loads the history after the last seq it knows.
func Changes(c *Client, token string, channel, since, knownSeq int64) (nonces map[string]bool, err error) {
	nonces = map[string]bool{}
	for {
		var d struct {
			Rev         int64
			More, Reset bool
			Messages    []Message
		}
		err := c.Must(Request{Method: http.MethodGet, Token: token, Into: &d,
			Path: fmt.Sprintf("/api/v1/channels/%d/changes?since=%d&limit=%d", channel, since, pageSize)})
		if err != nil {
			return nil, err
		}
		if d.Reset {
			d.Messages, err = History(c, token, channel, knownSeq)
		}
		for _, m := range d.Messages {
			nonces[m.Nonce] = true
		}
		if err != nil || !d.More || d.Reset || d.Rev <= since {
			return nonces, err
		}
		since = d.Rev
	}
}

// Send posts a message and gives the stored one with the status.
func Send(c *Client, a Account, channel int64, nonce, text string) (m Message, status int, err error) {
	status, err = c.Do(Request{Method: http.MethodPost, Token: a.Token, Into: &m,
		Path: fmt.Sprintf("/api/v1/channels/%d/messages", channel), Body: map[string]string{"nonce": nonce, "text": text}})
	return m, status, err
}
