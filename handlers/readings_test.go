package handlers

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/stretchr/testify/require"
)

// reading is a way to a paper.
type reading struct {
	// at is the address under which a paper is looked for; empty where it is not to be found there.
	at   func(*paper) string
	body object
	// bytes says that nothing is handed out of what is held.
	bytes bool
	// silent says that the answer holds nothing of the file itself.
	silent bool
	// closed says that messages' files are not to be had there at all.
	closed bool
	// only bounds who of a paper's readers may do this.
	only func(p *paper, who string) bool
}

func ofFile(form, kind string) func(*paper) string {
	return func(p *paper) string { return fmt.Sprintf(form, p.ids[kind]) }
}

// ofMessage fills an address with the ids of a paper's message; it is found there once it is sent.
func ofMessage(form string) func(*paper) string {
	return func(p *paper) string {
		if p.at == nil || p.message.Thread == 0 && strings.Contains(form, "{root}") {
			return ""
		}
		return strings.NewReplacer("{channel}", fmt.Sprint(p.at.ID), "{message}", fmt.Sprint(p.message.ID), "{seq}", fmt.Sprint(p.message.Seq),
			"{root}", fmt.Sprint(p.message.Thread)).Replace(form)
	}
}

func only(states ...string) func(*paper, string) bool {
	return func(p *paper, _ string) bool { return slices.Contains(states, p.state) }
}

// talking says that a paper's place is open to words: a direct channel closes with the last workspace that its people share.
func talking(p *paper, _ string) bool { return p.at.Workspace != 0 || p.by != "leaver" }

// readings are all routes that hand out anything of a file. A route that is new and not among them fails the test.
var readings = map[string][]reading{
	"GET /files/:id":                {{at: ofFile("/files/%d", "txt"), bytes: true}, {at: ofFile("/files/%d?download=1", "html"), bytes: true}},
	"GET /files/:id/thumb":          {{at: ofFile("/files/%d/thumb", "jpg"), bytes: true}},
	"GET /files/:id/screen":         {{at: ofFile("/files/%d/screen", "jpg"), bytes: true}},
	"GET /preview/:id":              {{at: ofFile("/preview/%d", "html"), bytes: true}},
	"GET /api/v1/files/:id/text":    {{at: ofFile("/api/v1/files/%d/text", "txt"), bytes: true}},
	"GET /api/v1/files/:id/entries": {{at: ofFile("/api/v1/files/%d/entries", "zip"), bytes: true}},
	"GET /api/v1/files/:id/links":   {{at: ofFile("/api/v1/files/%d/links", "txt"), silent: true}},
	"GET /pictures/:id":             {{at: ofFile("/pictures/%d", "jpg"), closed: true}},
	"GET /shared/file/:id":          {{at: ofFile("/shared/file/%d", "txt"), closed: true}},
	"GET /api/v1/files/:id":         {{at: ofFile("/api/v1/files/%d", "jpg")}},
	"PATCH /api/v1/files/:id":       {{at: ofFile("/api/v1/files/%d", "txt"), body: object{"alt": "x"}, only: only("unsent")}},
	"GET /api/v1/messages/:id":      {{at: ofMessage("/api/v1/messages/{message}")}},
	"PATCH /api/v1/messages/:id":    {{at: ofMessage("/api/v1/messages/{message}"), body: object{"text": ""}, only: func(p *paper, who string) bool { return who == p.by && talking(p, who) }}},
	"GET /api/v1/channels/:id/messages": {
		{at: ofMessage("/api/v1/channels/{channel}/messages?limit=200&around={seq}")},
		{at: ofMessage("/api/v1/channels/{channel}/messages?limit=200")},
		{at: ofMessage("/api/v1/channels/{channel}/messages?thread={root}")},
	},
	"POST /api/v1/channels/:id/messages": {{at: ofMessage("/api/v1/channels/{channel}/messages"), body: object{"nonce": "nonce-reader", "text": "x"}, only: only()}},
	"PUT /api/v1/messages/:id/reactions": {{at: ofMessage("/api/v1/messages/{message}/reactions?emoji=%F0%9F%91%8D"), only: talking}},
	"GET /api/v1/channels/:id/changes":   {{at: ofMessage("/api/v1/channels/{channel}/changes?since=0")}},
	"GET /api/v1/channels/:id/pins":      {{at: ofMessage("/api/v1/channels/{channel}/pins")}},
	"GET /api/v1/channels/:id/files":     {{at: ofMessage("/api/v1/channels/{channel}/files?limit=200")}},
	"GET /api/v1/workspaces/:id/files":   {{at: ofMessage("/api/v1/workspaces/1/files?limit=200"), only: func(p *paper, _ string) bool { return p.at.Workspace == 1 }}},
	"GET /api/v1/threads":                {{at: ofMessage("/api/v1/threads?limit=200"), only: func(p *paper, who string) bool { return p.state == "reply" && who == p.by }}},
}

// handsOutFiles are the routes, by the router and by what the API's document says that they answer, that have to be among the readings.
func (h *house) handsOutFiles() map[string]bool {
	found := map[string]bool{}
	for _, r := range h.server.web.GetRoutes(true) {
		file := strings.Contains(r.Path, "/files/") || !strings.HasPrefix(r.Path, apiBase) && strings.Contains(r.Path, ":id")
		if r.Method == "GET" && file {
			found["GET "+unnamed(r.Path)] = true
		}
	}
	telling := h.telling()
	for path, item := range h.server.api.OpenAPI().Paths {
		for method, o := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete} {
			if o != nil && telling(o.Responses) {
				found[method+" "+unnamed(path)] = true
			}
		}
	}
	return found
}

var reference = regexp.MustCompile(`"#/components/schemas/([^"]+)"`)

// telling says of a part of the API's document whether it holds a file's facts, at any depth: they are known by their "held".
func (h *house) telling() func(part any) bool {
	schemas := h.server.api.OpenAPI().Components.Schemas.Map()
	known := map[string]bool{}
	var tells func(part any) bool
	tells = func(part any) bool {
		text, err := json.Marshal(part)
		require.NoError(h.t, err)
		for _, name := range reference.FindAllStringSubmatch(string(text), -1) {
			if _, seen := known[name[1]]; !seen {
				known[name[1]] = schemas[name[1]].Properties["held"] != nil // and while it is looked at, for those that hold themselves
				known[name[1]] = known[name[1]] || tells(schemas[name[1]])
			}
			if known[name[1]] {
				return true
			}
		}
		return false
	}
	return tells
}

func TestEveryWayToAFileIsOpenToThoseWhomTheRuleNamesAndToNobodyElse(t *testing.T) {
	a := newArchive(t)
	require.Equal(t, a.handsOutFiles(), keysOf(readings), "every way to a file has a row, and every row a way")
	for _, p := range a.papers {
		for who := range a.people {
			if p.state == "reply" && p.readBy(who) {
				a.people[who].asks("PATCH", fmt.Sprintf("/threads/%d", p.message.Thread), object{"following": true}).is(200)
			}
		}
	}
	for route, ways := range readings {
		method, _, _ := strings.Cut(route, " ")
		for _, way := range ways {
			answers := map[string]answerOf{} // a list is asked for once
			for _, p := range a.papers {
				path := way.at(p)
				if path == "" {
					continue
				}
				for who := range a.everybody() {
					answer, known := answers[who+path]
					if !known {
						answer = a.comes(who, method, path, way.body)
						answers[who+path] = answer
					}
					a.judge(p, who, way, answer, route)
				}
			}
		}
	}
}

func keysOf[V any](of map[string]V) map[string]bool {
	keys := map[string]bool{}
	for key := range of {
		keys[key] = true
	}
	return keys
}

// everybody is the company with somebody who has no session.
func (a *archive) everybody() map[string]bool {
	all := keysOf(a.people)
	all["nobody"] = true
	return all
}

func (a *archive) comes(who, method, path string, body object) answerOf {
	headers := map[string]string{"Content-Type": "application/json"}
	if p := a.people[who]; p != nil {
		headers["Authorization"] = "Bearer " + p.token
	}
	var text []byte
	if body != nil {
		text, _ = json.Marshal(body)
	}
	return a.request(method, path, text, headers)
}

// judge holds an answer against the rule.
func (a *archive) judge(p *paper, who string, way reading, answer answerOf, route string) {
	said := fmt.Sprintf("%s of %s (%s, by %s) to %s: %d %s", route, p.name, p.state, p.by, who, answer.status, answer.body)
	for _, name := range mentioned(answer) {
		require.True(a.t, a.papers[name].readBy(who), said)
	}
	reads := p.readBy(who) && (way.only == nil || way.only(p, who))
	switch {
	case way.closed:
		require.Contains(a.t, []int{401, 404}, answer.status, said)
	case slices.Contains(columns["nobody"], who):
		require.Equal(a.t, 401, answer.status, said)
	case reads && way.bytes && p.held():
		answer.isProblem(409, "file_held")
	case reads:
		require.Equal(a.t, 200, answer.status, said)
		require.True(a.t, way.bytes || way.silent || slices.Contains(mentioned(answer), p.name), said)
	case !p.readBy(who) && strings.Contains(route, "/files/:id"), !p.readBy(who) && strings.Contains(route, "/preview"):
		answer.isProblem(404, "not_found")
	}
}

func TestNoOtherRouteTellsOfAFileEither(t *testing.T) {
	a := newArchive(t)
	ids := map[string][]int64{"workspaces": {1, 2}}
	for _, p := range a.papers {
		if p.at != nil {
			ids["channels"], ids["messages"] = append(ids["channels"], p.at.ID), append(ids["messages"], p.message.ID)
		}
	}
	slices.Sort(ids["channels"])
	ids["channels"] = slices.Compact(ids["channels"])
	for _, r := range a.routes() {
		noun := strings.Split(r.path, "/")[1]
		if _, listed := readings["GET "+unnamed(apiBase+r.path)]; listed || r.method != "GET" || strings.HasPrefix(r.path, "/invites/") {
			continue
		}
		if !strings.Contains(r.path, "{id}") {
			ids[noun] = []int64{0}
		}
		require.NotEmpty(t, ids[noun], "nobody has asked %s", r.name())
		for _, id := range ids[noun] {
			for who := range a.everybody() {
				path := apiBase + r.filled(map[string]string{"id": fmt.Sprint(id), "account": fmt.Sprint(a.people["uploader"].ID)})
				require.Empty(t, mentioned(a.comes(who, "GET", path, nil)), "%s to %s", path, who)
			}
		}
	}
}

func TestSocketsTellOfFilesToThoseWhomTheRuleNamesAndToNobodyElse(t *testing.T) {
	a := newArchive(t)
	frames, telling := map[string]bool{}, a.telling()
	for _, variant := range a.server.api.OpenAPI().Components.Schemas.Map()["ServerFrame"].OneOf {
		if telling(variant) {
			frames[variant.Ref[strings.LastIndex(variant.Ref, "/")+1:]] = true
		}
	}
	require.Equal(t, map[string]bool{"MessageCreated": true, "MessageUpdated": true, "MessageDeleted": true}, frames, "what is caused below")
	lines := map[string]*line{}
	for who, p := range a.people {
		if !slices.Contains(columns["nobody"], who) {
			lines[who] = p.listens()
		}
	}
	places := map[*place]bool{}
	for _, p := range slices.Collect(maps.Values(a.papers)) {
		if p.at == nil || p.state == "deleted" || !talking(p, "") {
			continue
		}
		a.people[p.at.keeper].asks("DELETE", fmt.Sprintf("/messages/%d/pin", p.message.ID), nil).is(204)
		if p.at.keeper == "uploader" && !places[p.at] {
			places[p.at] = true
			a.fill("uploader", p.at, "new")
		}
	}
	a.people["uploader"].asks("DELETE", fmt.Sprintf("/messages/%d", a.papers["paper-01"].message.ID), nil).is(204)
	for who, line := range lines {
		told := line.everything()
		for _, f := range told {
			require.False(t, f["type"] == "message.deleted" && len(mentioned(f)) > 0, "%s hears of what is deleted", who)
		}
		heard := mentioned(told)
		for _, name := range heard {
			require.True(t, a.papers[name].readBy(who), "%s hears of %s", who, name)
		}
		for _, p := range a.papers {
			if p.at != nil && p.readBy(who) && talking(p, "") {
				require.Contains(t, heard, p.name, "%s hears nothing of it", who)
			}
		}
	}
}
