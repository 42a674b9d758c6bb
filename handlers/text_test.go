package handlers

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/stretchr/testify/require"
)

// textFields are the names of the text fields of a route's body, and of those that choose from a list.
func (h *house) textFields(r route) []string {
	item := h.server.api.OpenAPI().Paths[apiBase+r.path]
	o := map[string]*huma.Operation{"POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete}[r.method]
	if o == nil || o.RequestBody == nil {
		return nil
	}
	schema := o.RequestBody.Content["application/json"].Schema
	if schema.Ref != "" {
		schema = h.server.api.OpenAPI().Components.Schemas.SchemaFromRef(schema.Ref)
	}
	var names []string
	for name, field := range schema.Properties {
		if field.Type == huma.TypeString {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// oddTexts are JSON strings as they are sent, and whether one that is taken has to come back as it was sent.
var oddTexts = []struct {
	about, quoted string
	same          bool
}{
	{"an element with a handler", `"<img src=x onerror=alert(1)>"`, true}, {"the end of everything", `"</script></textarea>-->]]>\"'{{x}}${x}"`, true}, {"an address that runs", `"javascript:alert(1)"`, true},
	{"Markdown", `"[a](javascript:x) **b**"`, true}, {"entities", `"&lt;b&gt;&#0;"`, true}, {"a query", `"'; DROP TABLE accounts; --"`, true}, {"a format", `"%s%n%x \\u202e \\x00"`, true},
	{"a zero", `"a\u0000b"`, false}, {"an escape of a terminal", `"\u001b[31mred\u001b[0m"`, false}, {"control characters", `"a\u0001\u0008\u007f\u0085\u009fb"`, false}, {"lines", `"a\r\nSet-Cookie: b\nc"`, false},
	{"a mirrored end", `"gnp\u202egpj.exe"`, false}, {"isolates", `"a\u2066b\u2067c\u2068d\u2069e"`, false}, {"embeddings", `"\u202a\u202b\u202c\u202d"`, false}, {"invisible letters", `"a\u200b\u2060\ufeff\u00ad\u180e\u3164b"`, false},
	{"nothing but invisible letters", `"\u200b\u2060\ufeff\u3164\u2800"`, false}, {"letters of a tag", `"a\udb40\udc41\udb40\udc42"`, false}, {"line separators", `"a\u2028b\u2029c"`, false}, {"a pile of marks", `"a` + strings.Repeat(`\u0301`, 60) + `"`, false},
	{"half a letter", `"a\ud800b"`, false}, {"the other half", `"\udc00"`, false}, {"halves the wrong way round", `"\udc00\ud800"`, false}, {"no UTF-8", "\"a\xff\xfeb\"", false}, {"a surrogate in UTF-8", "\"\xed\xa0\x80\"", false},
	{"no character", `"a\uffffb\ufdd0"`, false}, {"what stands for broken text", `"a\ufffdb"`, false}, {"nothing", `""`, false}, {"too much", `"` + strings.Repeat("長", 30_000) + `"`, false},
	{"a megabyte", `"` + strings.Repeat("a", 1_000_000) + `"`, false}, {"more than a megabyte", `"` + strings.Repeat("a", 1<<20) + `"`, false},
}

func TestOddTextInAnyFieldOfAnyRouteIsRefusedOrComesBackWithoutAnythingThatHides(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.AccountCreation = "open" })
	aiko := h.owner("Aiko")
	category := fmt.Sprint(decoded[object](aiko.asks("POST", "/workspaces/1/categories", object{"name": "Teams"}).is(201))["id"])
	ids := map[string]string{"id": "1", "account": fmt.Sprint(aiko.ID), "code": "WRONGONE"}
	before, tried := h.log.String(), 0
	for _, r := range h.routes() {
		for _, field := range h.textFields(r) {
			require.Contains(t, bodies, r.name(), "what does this route want?")
			for i, odd := range oddTexts {
				body := aiko.oddBody(r, field, i)
				path := r.filled(ids)
				if strings.HasPrefix(r.path, "/categories") {
					path = r.filled(map[string]string{"id": category})
				}
				a := h.request(r.method, apiBase+path, joined(body, field, odd.quoted), map[string]string{"Content-Type": "application/json", "Authorization": "Bearer " + aiko.token})
				about := fmt.Sprintf("%s %s: %s", r.name(), field, odd.about)
				require.Less(t, a.status, 500, about)
				tried++
				if a.status >= 300 {
					continue
				}
				came, found := requireNothingHides(t, about, a.body, field)
				if odd.same && found {
					var sent string
					require.NoError(t, json.Unmarshal([]byte(odd.quoted), &sent))
					require.Equal(t, sent, came, about)
				}
			}
		}
	}
	require.Greater(t, tried, 800)
	for _, path := range []string{"/me", "/bootstrap", "/sessions", "/workspaces", "/workspaces/1/members", "/workspaces/1/channels", "/channels/1/messages?limit=200", "/workspaces/1/invites"} {
		requireNothingHides(t, path, aiko.asks("GET", path, nil).is(200).body, "")
	}
	require.Equal(t, before, h.log.String(), "the log stays silent about it")
}

// oddBody is what a route wants besides the field that is tried, so that nothing else refuses it.
func (p *person) oddBody(r route, field string, nth int) map[string]json.RawMessage {
	p.h.t.Helper()
	wanted := object{}
	for name, value := range bodies[r.name()] {
		wanted[name] = value
	}
	fresh := fmt.Sprintf("odd-%s-%d", field, nth)
	switch r.name() {
	case "POST /channels/{id}/messages":
		wanted["nonce"] = fresh
	case "POST /workspaces/{id}/channels":
		wanted["name"] = fresh
	case "POST /accounts":
		wanted["username"] = fresh
		delete(wanted, "invite")
	case "POST /sessions":
		wanted = object{"username": p.Name, "password": password, "token": true}
	}
	delete(wanted, field)
	body := map[string]json.RawMessage{}
	for name, value := range wanted {
		text, err := json.Marshal(value)
		require.NoError(p.h.t, err)
		body[name] = text
	}
	return body
}

// joined writes a body whose one field is as odd as it is.
func joined(body map[string]json.RawMessage, field, quoted string) []byte {
	out := fmt.Sprintf(`{"%s":%s`, field, quoted)
	for name, value := range body {
		out += fmt.Sprintf(`,"%s":%s`, name, value)
	}
	return []byte(out + "}")
}

// requireNothingHides looks at every text of an answer; it gives that of one field of the answer itself.
func requireNothingHides(t *testing.T, about string, answer []byte, field string) (text string, found bool) {
	t.Helper()
	if len(answer) == 0 {
		return "", false
	}
	var value any
	require.NoError(t, json.Unmarshal(answer, &value), about)
	for _, text := range textsOf(value) {
		require.False(t, strings.ContainsFunc(text, func(r rune) bool {
			mirrors := r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
			return mirrors || unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r)
		}), "%s: %q", about, text)
	}
	if whole, isObject := value.(object); isObject {
		text, found = whole[field].(string)
	}
	return text, found
}

func textsOf(value any) (texts []string) {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		for _, item := range v {
			texts = append(texts, textsOf(item)...)
		}
	case object:
		for _, item := range v {
			texts = append(texts, textsOf(item)...)
		}
	}
	return texts
}
