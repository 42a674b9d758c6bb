package handlers

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// bodies are what the routes with a body want, so that nothing but the missing right can refuse them.
var bodies = map[string]object{
	"POST /setup":            {"setup_code": "WRONG-CODE", "organisation": "a", "workspace": "b", "name": "c", "username": "dd", "password": password},
	"POST /accounts":         {"name": "a", "username": "somebody", "password": password, "invite": "WRONGONE"},
	"POST /sessions":         {"username": "nobody", "password": password},
	"PATCH /me":              {"name": "Mallory"},
	"PATCH /files/{id}":      {"alt": "x"},
	"POST /files/{id}/links": {},
	"POST /shared":           {"secret": "not the secret"},
	"PUT /public-name":       {"name": "chat.office.example"},
	"POST /workspaces":       {"name": "x"},
	"PATCH /workspaces/{id}": {"name": "x"},
	"DELETE /me":             {"password": "not the password"},
	"PUT /me/password":       {"present": "not the password", "wanted": password + " 2"},
	"PATCH /workspaces/{id}/members/{account}": {"role": "moderator"},
	"POST /workspaces/{id}/categories":         {"name": "x"},
	"PATCH /categories/{id}":                   {"name": "x"},
	"POST /workspaces/{id}/emoji":              {"name": "otsukare", "file": 1},
	"POST /workspaces/{id}/invites":            {},
	"POST /workspaces/{id}/channels":           {"name": "x", "kind": "text"},
	"PATCH /channels/{id}":                     {"name": "x"},
	"PATCH /channels/{id}/membership":          {"muted": true},
	"PATCH /workspaces/{id}/membership":        {"notify": "all"},
	"POST /direct":                             {"account_ids": []int64{1}},
	"POST /channels/{id}/messages":             {"nonce": "outsider-1", "text": "x"},
	"POST /channels/{id}/preview":              {"text": "x"},
	"PUT /channels/{id}/draft":                 {"text": "x"},
	"PUT /channels/{id}/read":                  {"seq": 1},
	"POST /channels/{id}/unread":               {"seq": 1},
	"PATCH /messages/{id}":                     {"text": "x"},
	"PATCH /threads/{id}":                      {"following": true},
	"PUT /threads/{id}/read":                   {"seq": 1},
	"POST /threads/{id}/unread":                {"seq": 1},
}

// route is one typed route of the API.
type route struct {
	method, path string
	needsAccount bool
}

func (h *house) routes() []route {
	var routes []route
	for path, item := range h.server.api.OpenAPI().Paths {
		for method, o := range map[string]*huma.Operation{
			"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete,
		} {
			if o != nil {
				routes = append(routes, route{method, strings.TrimPrefix(path, apiBase), len(o.Security) > 0})
			}
		}
	}
	return routes
}

// filled is a path with the ids of somebody's places in it.
func (r route) filled(ids map[string]string) string {
	path := r.path
	for name, id := range ids {
		path = strings.ReplaceAll(path, "{"+name+"}", id)
	}
	if r.path == "/users" {
		path += "?ids=" + ids["account"]
	}
	if strings.HasSuffix(r.path, "/reactions") {
		path += "?emoji=" + url.QueryEscape("👍")
	}
	return path
}

func (r route) name() string { return r.method + " " + r.path }

// body is what the route wants, or nothing.
func (r route) body() any {
	if b, found := bodies[r.name()]; found {
		return b
	}
	return nil
}

func TestWhatIsNotMineAndWhatIsNotThereLookTheSame(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	mallory := h.outsider("Mallory", aiko, 1)
	general := aiko.channelNamed("general")
	said := aiko.says(general.ID, "between us")
	category := decoded[event.Category](aiko.asks("POST", "/workspaces/1/categories", object{"name": "Teams"}).is(201))
	mine := map[string]int64{
		"/workspaces/": 1, "/channels/": general.ID, "/messages/": said.ID, "/threads/": said.ID, "/categories/": category.ID,
		"/invites/": aiko.invites(1, object{}).ID, "/sessions/": aiko.current(),
		"/links/": aiko.shares(general.ID, "members", object{}).ID,
	}
	checked := 0
	same := ""
	for _, r := range h.routes() {
		for prefix, id := range mine {
			if !strings.HasPrefix(r.path, prefix+"{id}") {
				continue
			}
			account := fmt.Sprint(mallory.ID)
			there := mallory.asks(r.method, r.filled(map[string]string{"id": fmt.Sprint(id), "account": account}), r.body()).isProblem(404, "not_found")
			missing := mallory.asks(r.method, r.filled(map[string]string{"id": "999999", "account": account}), r.body()).isProblem(404, "not_found")
			require.Equal(t, string(missing.body), string(there.body), "%s tells that it exists", r.name())
			if same == "" {
				same = string(there.body)
			}
			require.Equal(t, same, string(there.body), "%s has a body of its own", r.name())
			checked++
		}
	}
	require.GreaterOrEqual(t, checked, 39)
	require.Empty(t, decoded[list[object]](mallory.asks("GET", "/users?ids="+fmt.Sprint(aiko.ID), nil).is(200)).Items)
	require.Len(t, aiko.history(general.ID, "").Items, 5, "the outsider has changed something")
}

func TestAnOutsidersSocketHearsNothingOfWhatItAsksFor(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	mallory := h.outsider("Mallory", aiko, 1)
	general := aiko.channelNamed("general")
	ear := mallory.connects()
	ear.send(object{"type": "resume", "ref": "r", "epoch": aiko.bootstrap().Epoch, "channels": object{fmt.Sprint(general.ID): 1}, "workspaces": object{"1": 1}})
	resumed := ear.next()
	require.NotContains(t, resumed["channels"], fmt.Sprint(general.ID))
	require.NotContains(t, resumed["workspaces"], "1")
	require.Equal(t, object{"channels": []any{float64(general.ID)}, "workspaces": []any{float64(1)}}, resumed["gone"])
	aiko.says(general.ID, "between us")
	for _, f := range ear.everything() {
		require.NotEqual(t, float64(general.ID), f["channel"])
	}
}

func TestARemovedMemberHearsNothingWithALaterNumber(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	ear := ben.listens()
	aiko.says(general.ID, "still among us")
	aiko.asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), nil).is(204)
	removedAt := aiko.channelNamed("general").LastRev
	for i := range 20 {
		aiko.says(general.ID, fmt.Sprintf("after he was gone, %d", i))
	}
	aiko.asks("PATCH", "/workspaces/1", object{"name": "New name"}).is(200)
	heard := ear.everything()
	require.Equal(t, "message.created", heard[0]["type"])
	require.Equal(t, "workspace.left", heard[len(heard)-1]["type"])
	for _, f := range heard {
		if f["channel"] == float64(general.ID) {
			require.Less(t, f["rev"], float64(removedAt))
		}
	}
	ben.asks("GET", fmt.Sprintf("/channels/%d/messages", general.ID), nil).isProblem(404, "not_found")
	require.Empty(t, ben.bootstrap().Channels)
}

func TestRolesAreGivenOnlyFromAbove(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie, dan := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1), h.joins("Dan", aiko, 1)
	sets := func(by, whom *person, role string) answerOf {
		return by.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", whom.ID), object{"role": role})
	}
	sets(aiko, ben, "admin").is(200)
	sets(ben, chie, "moderator").is(200)
	sets(ben, dan, "admin").isProblem(403, "right_missing")   // not above the new role
	sets(ben, aiko, "member").isProblem(403, "right_missing") // not above the present one
	sets(chie, dan, "moderator").isProblem(403, "right_missing")
	sets(dan, dan, "moderator").isProblem(403, "right_missing")
	sets(chie, chie, "member").is(200) // everybody may step down
	sets(aiko, aiko, "member").isProblem(409, "last_owner")
	sets(aiko, ben, "owner").is(200)
	sets(ben, aiko, "member").is(200) // owners unmake owners
	aiko.asks("POST", "/workspaces/1/invites", object{}).isProblem(403, "right_missing")
	sets(ben, dan, "guest").isProblem(422, "invalid")
	dan.asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", aiko.ID), nil).isProblem(403, "right_missing")
	ben.asks("DELETE", "/workspaces/1/membership", nil).isProblem(409, "last_owner")
}
