package handlers

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func TestJSONThatTwoReadersWouldReadInTwoWaysIsRefused(t *testing.T) {
	deep := func(n int) string { return strings.Repeat(`{"a":[`, n) + strings.Repeat(`]}`, n) }
	for _, text := range []string{
		`{}`, `[]`, `1`, `""`, `null`, `{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}`, `{"a":"{\"a\":1,\"a\":2}"}`, `["a","a"]`, `{"a":["b","b"],"b":1}`,
		`"\ud83d\ude00"`, `"\\ud800"`, `"\ufffd"`, `"\u0000"`, "\"\ufffd\"", "\t[ 1 ]\r\n", `{"":1}`, deep(8), `"` + strings.Repeat("[", 99) + `"`,
	} {
		require.True(t, boundedJSON([]byte(text)), text)
	}
	for _, text := range []string{
		``, ` `, `{`, `{}{}`, `{},`, `[1,]`, `{"a":1,}`, `{a:1}`, `'a'`, `01`, `+1`, `.5`, `NaN`, "\ufeff{}", `// {}`, `{"a":1,"a":1}`, `{"a":1,"\u0061":2}`, `{"b":{"a":1,"c":[],"a":1}}`,
		`[{"":1,"":1}]`, `"\ud800"`, `"\udc00"`, `"\udc00\ud800"`, `"\ud800\ud800"`, `"\ud800x"`, `"\ud800\n"`, `{"\udfff":1}`, "\"\xff\"", "\"\xed\xa0\x80\"", "\"\xc0\xaf\"", "\"a\nb\"", "\"a\x00b\"",
		deep(9), strings.Repeat("[", 17) + strings.Repeat("]", 17), strings.Repeat("[", 1<<20),
	} {
		require.False(t, boundedJSON([]byte(text)), "%.40q", text)
	}
}

func FuzzJSON(f *testing.F) {
	for _, text := range []string{
		`{"type":"ping","ref":"1"}`, `{"a":1,"\u0061":2}`, `["\ud83d\ude00","\ud800"]`, `{"a":{"b":[{"c":"\"\\"}]}}`, "\"\xff\"", strings.Repeat("[", 17) + strings.Repeat("]", 17), `[1e999,-0.0,"\\\ud800"]`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		require.Equal(t, slowlyBounded(text), boundedJSON(text), "%q", text)
	})
}

var (
	escapedPair = regexp.MustCompile(`(?i)\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}`)
	escapedHalf = regexp.MustCompile(`(?i)\\ud[89a-f][0-9a-f]{2}`)
)

// slowlyBounded is boundedJSON written with nothing but the standard decoder's tokens.
func slowlyBounded(text []byte) bool {
	if !utf8.Valid(text) || !json.Valid(text) {
		return false
	}
	plain := strings.ReplaceAll(string(text), `\\`, "")
	if escapedHalf.MatchString(escapedPair.ReplaceAllString(plain, "")) {
		return false
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return slowlyRead(d, 0) == nil
}

// slowlyRead reads one value; io.ErrNoProgress stands for a name that comes twice and for too deep a nesting.
func slowlyRead(d *json.Decoder, depth int) error {
	token, err := d.Token()
	delim, opens := token.(json.Delim)
	if err != nil || !opens {
		return err
	}
	if depth++; depth > 16 {
		return io.ErrNoProgress
	}
	seen := map[json.Token]bool{}
	for d.More() {
		if delim == '{' {
			name, err := d.Token()
			if err != nil || seen[name] {
				return io.ErrNoProgress
			}
			seen[name] = true
		}
		if err := slowlyRead(d, depth); err != nil {
			return err
		}
	}
	_, err = d.Token()
	return err
}

func TestAFramesFieldsAreWrittenAsTheDocumentHasThem(t *testing.T) {
	h := newHouse(t)
	ear := h.owner("Aiko").listens()
	for text, code := range map[string]string{
		`{"type":"message.send","channel":1,"nonce":"nonce-twice","text":"shown","text":"hidden"}`: "malformed",
		`{"type":"message.send","channel":1,"nonce":"nonce-cases","text":"shown","TEXT":"hidden"}`: "invalid",
		`{"type":"message.send","channel":1,"nonce":"nonce-cases","Text":"hidden"}`:                "invalid",
		`{"Type":"ping"}`: "invalid",
		`{"type":"ping","Type":"message.send","channel":1,"nonce":"nonce-types","text":"hidden"}`:  "invalid",
		`{"type":"message.send","channel":1,"nonce":"nonce-halves","text":"half a letter \ud83d"}`: "malformed",
		`{"type":"message.send","channel":1.0,"nonce":"nonce-floats","text":"hidden"}`:             "invalid",
		`{"type":"message.send","channel":"1","nonce":"nonce-strings","text":"hidden"}`:            "invalid",
		`[{"type":"ping"}]`: "malformed",
		`null`:              "frame_unknown",
	} {
		require.NoError(t, ear.conn.WriteMessage(1, []byte(text)))
		answer := ear.next()
		require.Equal(t, "error", answer["type"], text)
		require.Equal(t, code, answer["code"], text)
	}
	require.Empty(t, ear.everything(), "one answer each, and nothing of it was carried out")
}

// FuzzFrame holds that a frame is refused or carried out, never both, and carried out only as an independent reader reads it.
func FuzzFrame(f *testing.F) {
	for _, text := range []string{
		`{"type":"resume","epoch":"x","me":3,"workspaces":{"1":2},"channels":{"1":2,"3":4}}`, `{"type":"message.send","ref":"1","channel":1,"nonce":"nonce-0001","text":"hello"}`,
		`{"type":"read","channel":1,"seq":5}`, `{"type":"ping","ref":"\u0061"}`, `{"TYPE":"ping"}`, `{"type":"read","channel":null}`, `{"type":"ping","more":1}`, `{"type":"ping"}{"type":"ping"}`,
	} {
		f.Add([]byte(text))
	}
	var carriedOut any
	kinds := map[string]clientFrame{
		frameResume:      framed(func(_ *socket, f resumeFrame) error { carriedOut = f; return nil }),
		frameMessageSend: framed(func(_ *socket, f messageSendFrame) error { carriedOut = f; return nil }),
		frameRead:        framed(func(_ *socket, f readFrame) error { carriedOut = f; return nil }),
		framePing:        framed(func(_ *socket, f pingFrame) error { carriedOut = f; return nil }),
		frameView:        framed(func(_ *socket, f viewFrame) error { carriedOut = f; return nil }),
		frameTyping:      framed(func(_ *socket, f typingFrame) error { carriedOut = f; return nil }),
		framePresence:    framed(func(_ *socket, f presenceFrame) error { carriedOut = f; return nil }),
	}
	require.Len(f, kinds, len(frames))
	f.Fuzz(func(t *testing.T, text []byte) {
		if !boundedJSON(text) {
			return
		}
		for kind, frame := range kinds {
			carriedOut = nil
			err := frame.handle(nil, text)
			require.Equal(t, err == nil, carriedOut != nil, "%s %q", kind, text)
			if err == nil {
				requireSameReading(t, text, carriedOut)
			}
		}
	})
}

// requireSameReading compares a decoded frame with the same text read into a map: each field that was sent is there, under its own name.
func requireSameReading(t *testing.T, text []byte, frame any) {
	t.Helper()
	var sent map[string]any
	require.NoError(t, json.Unmarshal(text, &sent))
	value := reflect.ValueOf(frame)
	for i := range value.NumField() {
		name, _, _ := strings.Cut(value.Type().Field(i).Tag.Get("json"), ",")
		was, found := sent[name]
		delete(sent, name)
		if !found || was == nil {
			require.True(t, value.Field(i).IsZero(), "%s of %q", name, text)
			continue
		}
		if is, isText := value.Field(i).Interface().(string); isText {
			require.Equal(t, was, is, text)
		}
		if is, isNumber := value.Field(i).Interface().(int64); isNumber {
			require.InDelta(t, was, is, 1024, text) // the map has floats
		}
	}
	require.Empty(t, sent, "a field that the frame does not have: %q", text)
}
