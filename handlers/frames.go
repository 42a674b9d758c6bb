package handlers

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"courtyard/app/event"
)

// Types of the frames that a client may send.
const (
	frameResume      = "resume"
	frameMessageSend = "message.send"
	frameRead        = "read"
	framePing        = "ping"
	frameView        = "view"
	frameTyping      = "typing"
	framePresence    = "presence"
)

// frames says who handles each frame of a client. A new one is a line here and a file on_<frame>.go.
var frames = map[string]clientFrame{
	frameResume:      framed(onResume),
	frameMessageSend: framed(onMessageSend),
	frameRead:        framed(onRead),
	framePing:        framed(onPing),
	frameView:        framed(onView),
	frameTyping:      framed(onTyping),
	framePresence:    framed(onPresence),
}

// clientFrame is a frame's struct, for the document, and what it does.
type clientFrame struct {
	form   any
	handle func(*socket, []byte) error
}

// framed decodes a frame into its struct; unknown fields are refused, as over HTTP.
func framed[F any](on func(*socket, F) error) clientFrame {
	var form F
	names := fieldNames(reflect.TypeFor[F]())
	return clientFrame{form, func(k *socket, body []byte) error {
		var sent map[string]json.RawMessage
		if json.Unmarshal(body, &sent) != nil || !onlyNames(sent, names) {
			return errFrame
		}
		var f F
		d := json.NewDecoder(bytes.NewReader(body))
		d.DisallowUnknownFields()
		if d.Decode(&f) != nil {
			return errFrame
		}
		return on(k, f)
	}}
}

// fieldNames are the names of a frame's fields. The decoder alone would take them in any case.
func fieldNames(frame reflect.Type) []string {
	var names []string
	for i := range frame.NumField() {
		name, _, _ := strings.Cut(frame.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}

func onlyNames(sent map[string]json.RawMessage, names []string) bool {
	for name := range sent {
		if !slices.Contains(names, name) {
			return false
		}
	}
	return true
}

// hello greets a socket.
type hello struct {
	Type             string `json:"type" enum:"hello"`
	Protocol         int    `json:"protocol"`
	Epoch            string `json:"epoch" doc:"Another one than before: throw away what is known and load anew."`
	Account          int64  `json:"account"`
	ServerVersion    string `json:"server_version"`
	HeartbeatSeconds int    `json:"heartbeat_seconds"`
	Time             int64  `json:"time" doc:"The server's clock, UTC milliseconds."`
	Degraded         bool   `json:"degraded,omitempty" doc:"Only for owners and administrators of the instance: the database needs them."`
}

// errorFrame answers a frame that was refused.
type errorFrame struct {
	Type       string `json:"type" enum:"error"`
	Ref        string `json:"ref,omitempty"`
	Code       string `json:"code"`
	Detail     string `json:"detail"`
	RetryAfter int64  `json:"retry_after,omitempty" doc:"Seconds."`
}

// ack answers a frame that was carried out.
type ack struct {
	Type    string `json:"type" enum:"ack"`
	Ref     string `json:"ref"`
	Channel int64  `json:"channel,omitempty"`
	ID      int64  `json:"id,omitempty"`
	Seq     int64  `json:"seq,omitempty"`
	Rev     int64  `json:"rev,omitempty"`

	Unreached []int64 `json:"unreached,omitempty" doc:"Whom the message names and does not reach, as they cannot see the channel."`
}

// registerFrames puts the socket's protocol into the document: every client sends ClientFrame and gets ServerFrame.
func registerFrames(api huma.API) {
	server := append([]any{hello{}, resumed{}, ack{}, errorFrame{}}, event.All()...)
	oneOf(api, "ServerFrame", server)
	var client []any
	for _, kind := range slices.Sorted(maps.Keys(frames)) {
		client = append(client, frames[kind].form)
	}
	oneOf(api, "ClientFrame", client)
}

func oneOf(api huma.API, name string, values []any) {
	schemas := api.OpenAPI().Components.Schemas
	union := &huma.Schema{Discriminator: &huma.Discriminator{PropertyName: "type", Mapping: map[string]string{}}}
	for _, v := range values {
		kind, _ := reflect.TypeOf(v).FieldByName("Type")
		frame := schemas.Schema(reflect.TypeOf(v), true, "")
		union.OneOf = append(union.OneOf, frame)
		union.Discriminator.Mapping[kind.Tag.Get("enum")] = frame.Ref
	}
	schemas.Map()[name] = union
}
