package handlers

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// doors is who gets which status from which route. "nobody" stands for a stranger without an account, an expired and a revoked session;
// "away" for an account without any workspace, a removed member and somebody from another workspace; "owner" owns the instance, too.
const doors = `
                                                    nobody  away  member  moderator  admin  owner
GET    /healthz                                     200     200   200     200        200    200
GET    /health                                      200     200   200     200        200    200
GET    /trust                                       200     200   200     200        200    200
GET    /trust/:file                                 404     404   404     404        404    404
GET    /api/openapi.json                            200     200   200     200        200    200
GET    /*                                           200     200   200     200        200    200
GET    /api/v1/socket                               401     426   426     426        426    426
GET    /api/v1/capabilities                         200     200   200     200        200    200
POST   /api/v1/setup                                404     404   404     404        404    404
POST   /api/v1/accounts                             404     404   404     404        404    404
GET    /api/v1/accounts                             200     200   200     200        200    200
POST   /api/v1/sessions                             401     401   401     401        401    401
GET    /api/v1/invites/{code}                       200     200   200     200        200    200
GET    /api/v1/sessions                             401     200   200     200        200    200
DELETE /api/v1/sessions                             401     204   204     204        204    204
DELETE /api/v1/sessions/current                     401     204   204     204        204    204
DELETE /api/v1/sessions/{id}                        401     404   404     404        404    404
GET    /api/v1/me                                   401     200   200     200        200    200
PATCH  /api/v1/me                                   401     200   200     200        200    200
DELETE /api/v1/me                                   401     403   403     403        403    403
PUT    /api/v1/me/password                          401     403   403     403        403    403
GET    /api/v1/me/changes                           401     200   200     200        200    200
GET    /api/v1/users                                401     200   200     200        200    200
POST   /api/v1/direct                               401     404   201     201        201    201
GET    /api/v1/bootstrap                            401     200   200     200        200    200
POST   /api/v1/invites/{code}/accept                401     201   200     200        200    200
GET    /api/v1/public-name                          401     403   403     403        403    200
PUT    /api/v1/public-name                          401     403   403     403        403    409
GET    /api/v1/workspaces                           401     200   200     200        200    200
POST   /api/v1/workspaces                           401     201   201     201        201    201
GET    /api/v1/workspaces/{id}                      401     404   200     200        200    200
PATCH  /api/v1/workspaces/{id}                      401     404   403     403        200    200
DELETE /api/v1/workspaces/{id}                      401     404   403     403        403    204
GET    /api/v1/workspaces/{id}/changes              401     404   200     200        200    200
PATCH  /api/v1/workspaces/{id}/membership           401     404   200     200        200    200
DELETE /api/v1/workspaces/{id}/membership           401     404   204     204        204    409
GET    /api/v1/workspaces/{id}/members              401     404   200     200        200    200
PATCH  /api/v1/workspaces/{id}/members/{account}    401     404   403     403        200    200
DELETE /api/v1/workspaces/{id}/members/{account}    401     404   403     403        204    204
GET    /api/v1/workspaces/{id}/emoji                401     404   200     200        200    200
POST   /api/v1/workspaces/{id}/emoji                401     404   403     201        201    201
DELETE /api/v1/workspaces/{id}/emoji/{name}         401     404   403     204        204    204
GET    /api/v1/workspaces/{id}/invites              401     404   403     200        200    200
POST   /api/v1/workspaces/{id}/invites              401     404   403     201        201    201
GET    /api/v1/workspaces/{id}/invitations          401     404   403     403        200    200
DELETE /api/v1/invites/{id}                         401     404   403     204        204    204
GET    /api/v1/workspaces/{id}/channels             401     404   200     200        200    200
POST   /api/v1/workspaces/{id}/channels             401     404   403     201        201    201
POST   /api/v1/workspaces/{id}/categories           401     404   403     201        201    201
PATCH  /api/v1/categories/{id}                      401     404   403     200        200    200
DELETE /api/v1/categories/{id}                      401     404   403     204        204    204
GET    /api/v1/channels/{id}                        401     404   200     200        200    200
PATCH  /api/v1/channels/{id}                        401     404   403     200        200    200
DELETE /api/v1/channels/{id}                        401     404   403     403        204    204
GET    /api/v1/channels/{id}/members                401     404   200     200        200    200
PUT    /api/v1/channels/{id}/members/{account}      401     404   201     201        201    201
DELETE /api/v1/channels/{id}/members/{account}      401     404   403     204        204    204
PATCH  /api/v1/channels/{id}/membership             401     404   200     200        200    200
GET    /api/v1/channels/{id}/messages               401     404   200     200        200    200
POST   /api/v1/channels/{id}/messages               401     404   201     201        201    201
POST   /api/v1/channels/{id}/preview                401     404   200     200        200    200
GET    /api/v1/channels/{id}/draft                  401     404   200     200        200    200
PUT    /api/v1/channels/{id}/draft                  401     404   200     200        200    200
GET    /api/v1/channels/{id}/changes                401     404   200     200        200    200
PUT    /api/v1/channels/{id}/read                   401     404   200     200        200    200
POST   /api/v1/channels/{id}/unread                 401     404   200     200        200    200
GET    /api/v1/channels/{id}/pins                   401     404   200     200        200    200
GET    /api/v1/channels/{id}/files                  401     404   200     200        200    200
GET    /api/v1/workspaces/{id}/files                401     404   200     200        200    200
GET    /api/v1/messages/{id}                        401     404   200     200        200    200
PATCH  /api/v1/messages/{id}                        401     404   403     403        403    200
DELETE /api/v1/messages/{id}                        401     404   403     204        204    204
GET    /api/v1/messages/{id}/versions               401     404   200     200        200    200
GET    /api/v1/messages/{id}/seen                   401     404   200     200        200    200
GET    /api/v1/messages/{id}/reactions              401     404   200     200        200    200
PUT    /api/v1/messages/{id}/reactions              401     404   200     200        200    200
DELETE /api/v1/messages/{id}/reactions              401     404   204     204        204    204
PUT    /api/v1/messages/{id}/pin                    401     404   403     204        204    204
DELETE /api/v1/messages/{id}/pin                    401     404   403     204        204    204
OPTIONS /api/v1/uploads                             204     204   204     204        204    204
POST   /api/v1/uploads                              401     201   201     201        201    201
HEAD   /api/v1/uploads/{id}                         401     404   404     404        404    200
PATCH  /api/v1/uploads/{id}                         401     404   404     404        404    204
DELETE /api/v1/uploads/{id}                         401     404   404     404        404    204
GET    /api/v1/files/{id}                           401     404   200     200        200    200
GET    /api/v1/files/{id}/text                      401     404   200     200        200    200
GET    /api/v1/files/{id}/entries                   401     404   200     200        200    200
PATCH  /api/v1/files/{id}                           401     404   404     404        404    200
POST   /api/v1/files/{id}/links                     401     404   403     201        201    201
GET    /api/v1/files/{id}/links                     401     404   200     200        200    200
GET    /api/v1/workspaces/{id}/links                401     404   200     200        200    200
DELETE /api/v1/links/{id}                           401     404   404     404        204    204
POST   /api/v1/shared                               404     404   404     404        404    404
GET    /shared                                      200     200   200     200        200    200
GET    /shared/shared.js                            200     200   200     200        200    200
GET    /shared/file/{id}                            404     404   404     404        404    404
GET    /files/{id}                                  401     404   200     200        200    200
GET    /files/{id}/thumb                            401     404   200     200        200    200
GET    /files/{id}/screen                           401     404   200     200        200    200
GET    /pictures/{id}                               401     404   200     200        200    200
GET    /preview/{id}                                401     404   422     422        422    422
GET    /frame/workshop                              200     200   200     200        200    200
GET    /api/v1/threads                              401     200   200     200        200    200
PATCH  /api/v1/threads/{id}                         401     404   200     200        200    200
PUT    /api/v1/threads/{id}/read                    401     404   200     200        200    200
POST   /api/v1/threads/{id}/unread                  401     404   200     200        200    200
`

// columns names the people behind each column of the table.
var columns = map[string][]string{
	"nobody": {"nobody", "expired", "revoked"}, "away": {"stranger", "removed", "outsider"},
	"member": {"member"}, "moderator": {"moderator"}, "admin": {"admin"}, "owner": {"owner"},
}

// company is a workspace with one person of every standing in it and around it.
type company struct {
	*house
	people    map[string]*person
	workspace int64
}

// newCompany gathers the company; its clock stands still but for the one whose session has run out.
func newCompany(t *testing.T) *company { return companyIn(newHouse(t)) }

func companyIn(h *house) *company {
	c := &company{house: h, people: map[string]*person{}, workspace: 1}
	c.people["owner"] = c.owner("Owner")
	c.later.Store(int64(-20 * 24 * time.Hour))
	c.people["expired"] = c.joins("Expired", c.people["owner"], 1)
	c.later.Store(0)
	c.people["revoked"] = c.joins("Revoked", c.people["owner"], 1)
	c.people["revoked"].asks("DELETE", "/sessions/current", nil).is(204)
	for _, role := range []string{"member", "moderator", "admin"} {
		c.people[role] = c.joins(role, c.people["owner"], 1)
		c.people["owner"].asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", c.people[role].ID), object{"role": role}).is(200)
	}
	c.people["outsider"] = c.outsider("Outsider", c.people["owner"], 1)
	c.people["stranger"] = c.joins("Stranger", c.people["outsider"], 2)
	c.people["stranger"].asks("DELETE", "/workspaces/2/membership", nil).is(204)
	c.people["removed"] = c.joins("Removed", c.people["owner"], 1)
	c.people["owner"].asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", c.people["removed"].ID), nil).is(204)
	return c
}

// another is a further workspace with the same members, for what ends one.
func (c *company) another() int64 {
	owner := c.people["owner"]
	w := decoded[event.Workspace](owner.asks("POST", "/workspaces", object{"name": "Another"}).is(201))
	code := owner.invites(w.ID, object{}).Code
	for _, role := range []string{"member", "moderator", "admin"} {
		p := c.people[role]
		p.asks("POST", "/invites/"+code+"/accept", nil).is(201)
		owner.asks("PATCH", fmt.Sprintf("/workspaces/%d/members/%d", w.ID, p.ID), object{"role": role}).is(200)
	}
	return w.ID
}

// knock is one request that somebody makes at a door.
type knock struct {
	by   *person
	path string
	body any
}

// knock prepares what a route acts on, anew for each that changes something, so that no answer depends on another's.
func (c *company) knock(r route, who string) knock {
	owner, by := c.people["owner"], c.people[who]
	k := knock{by: by, body: r.body()}
	ids := map[string]string{"id": fmt.Sprint(c.workspace), "account": fmt.Sprint(owner.ID), "code": owner.invites(1, object{}).Code}
	fresh := fmt.Sprintf("fresh-%d", c.count())
	switch {
	case r.name() == "DELETE /workspaces/{id}", r.name() == "DELETE /workspaces/{id}/membership":
		ids["id"] = fmt.Sprint(c.another())
	case r.name() == "POST /workspaces/{id}/emoji" && by != nil && len(by.token) > 0 && !slices.Contains(columns["nobody"], who):
		k.body = object{"name": fresh, "file": by.uploads("otsukare.jpg", photograph(c.t, 40, 30))}
	case r.name() == "DELETE /workspaces/{id}/emoji/{name}":
		ids["name"] = owner.draws(fresh).Name
	case r.name() == "POST /workspaces/{id}/channels":
		k.body = object{"name": fresh}
	case r.name() == "PATCH /channels/{id}":
		k.body = object{"name": fresh + " renamed"}
	case r.name() == "POST /channels/{id}/messages":
		k.body = object{"nonce": "nonce-" + fresh, "text": "x"}
	case r.name() == "POST /invites/{code}/accept" && slices.Contains(columns["away"], who):
		ids["code"] = owner.invites(c.another(), object{}).Code
	case r.name() == "DELETE /sessions/current" && by != nil && !slices.Contains(columns["nobody"], who):
		k.by = by.again()
	case r.name() == "DELETE /sessions/{id}":
		ids["id"] = fmt.Sprint(c.people["outsider"].current())
		if who == "outsider" {
			ids["id"] = fmt.Sprint(owner.current())
		}
	case strings.HasPrefix(r.path, "/invites/{id}"):
		ids["id"] = fmt.Sprint(owner.invites(1, object{}).ID)
	case strings.HasPrefix(r.path, "/categories"):
		ids["id"] = fmt.Sprint(decoded[event.Category](owner.asks("POST", "/workspaces/1/categories", object{"name": fresh}).is(201)).ID)
	}
	if strings.HasPrefix(r.path, "/threads/") {
		ids["id"] = fmt.Sprint(owner.says(owner.createsChannel(1, fresh, true).ID, "a root").ID)
	}
	if strings.HasPrefix(r.path, "/channels") {
		ids["id"] = fmt.Sprint(owner.createsChannel(1, fresh, true).ID)
	}
	if r.name() == "GET /messages/{id}/seen" {
		owner.asks("PATCH", "/workspaces/1", object{"seen_by": true}).is(200)
	}
	if strings.HasPrefix(r.path, "/messages") {
		ids["id"] = fmt.Sprint(owner.says(owner.createsChannel(1, fresh, true).ID, "x").ID)
	}
	if strings.Contains(r.path, "/files/") || strings.HasPrefix(r.path, "/preview/") {
		plan := owner.uploads("plan.jpg", photograph(c.t, 4, 4))
		if strings.HasSuffix(r.path, "/text") {
			plan = owner.uploads("plan.txt", []byte("a plan"))
		}
		if strings.HasSuffix(r.path, "/entries") {
			plan = owner.uploads("plans.zip", zipped(c.t, "plan.txt"))
		}
		if strings.HasSuffix(r.path, "/links") {
			owner.asks("PATCH", "/workspaces/1", object{"file_links": "moderators"}).is(200)
		}
		if ids["id"] = fmt.Sprint(plan); r.method == "GET" || r.method == "POST" {
			owner.sends(owner.createsChannel(1, fresh, true).ID, plan)
		}
	}
	if r.path == "/pictures/{id}" {
		ids["id"] = fmt.Sprint(c.joins(fresh, owner, 1).portrays())
	}
	if strings.HasPrefix(r.path, "/links/") {
		ids["id"] = fmt.Sprint(owner.shares(owner.createsChannel(1, fresh, true).ID, "moderators", object{}).ID)
	}
	if strings.HasPrefix(r.path, "/uploads/") {
		ids["id"] = fmt.Sprint(owner.announces("plan.txt", 1))
	}
	if strings.Contains(r.path, "{account}") && r.method != "GET" {
		target := c.joins(fresh, owner, 1)
		ids["account"] = fmt.Sprint(target.ID)
		if r.name() == "PUT /channels/{id}/members/{account}" {
			target.asks("DELETE", fmt.Sprintf("/channels/%s/members/%d", ids["id"], target.ID), nil).is(204)
		}
	}
	k.path = r.filled(ids)
	return k
}

func (c *company) count() int { c.nonces++; return c.nonces }

// again is the same person in another session.
func (p *person) again() *person {
	out := decoded[signedInBody](p.h.asks(nil, "POST", "/sessions", object{"username": p.Name, "password": password, "token": true}).is(201))
	return &person{p.h, p.ID, p.Name, out.Token}
}

// current is the session that the person acts with.
func (p *person) current() int64 {
	for _, s := range decoded[list[session]](p.asks("GET", "/sessions", nil).is(200)).Items {
		if s.Current {
			return s.ID
		}
	}
	p.h.t.Fatalf("%s acts with no session", p.Name)
	return 0
}

func TestEveryDoorAnswersEveryoneAsTheTableSays(t *testing.T) {
	c := newCompany(t)
	lines := strings.Split(strings.TrimSpace(doors), "\n")
	heads := strings.Fields(lines[0])
	listed := map[string]bool{}
	for _, line := range lines[1:] {
		cells := strings.Fields(line)
		method, path := cells[0], cells[1]
		listed[method+" "+unnamed(path)] = true
		for i, head := range heads {
			for _, who := range columns[head] {
				k := c.knock(route{method: method, path: strings.TrimPrefix(path, apiBase)}, who)
				got := c.knocks(k, method, path)
				require.Equal(t, cells[2+i], fmt.Sprint(got.status), "%s %s by %s: %s", method, path, who, got.body)
			}
		}
	}
	for _, r := range c.server.web.GetRoutes(true) {
		name := r.Method + " " + unnamed(r.Path)
		if listed[name] || listed["GET "+unnamed(r.Path)] && r.Method == http.MethodHead {
			continue
		}
		path := namedParameter.ReplaceAllString(r.Path, "1")
		require.Equal(t, 405, c.request(r.Method, path, nil, nil).status, "%s is not in the table", name)
	}
}

var namedParameter = regexp.MustCompile(`:[a-z]+`)

// unnamed is a path that looks the same in the router and in the table.
func unnamed(path string) string {
	return namedParameter.ReplaceAllString(pathParameter.ReplaceAllString(path, ":id"), ":id")
}

// knocks makes the request, outside the API as it is.
func (c *company) knocks(k knock, method, path string) answerOf {
	if strings.HasPrefix(path, uploadsPath) {
		return c.tus(k.by, method, k.path, []byte("x"), map[string]string{"Upload-Length": "1", "Upload-Offset": "0"})
	}
	if strings.HasPrefix(path, apiBase) {
		return c.asks(k.by, method, k.path, k.body)
	}
	headers := map[string]string{}
	if k.by != nil {
		headers["Authorization"] = "Bearer " + k.by.token
	}
	return c.request(method, strings.NewReplacer(":file", "courtyard.crt", "*", "").Replace(k.path), nil, headers)
}

func TestEveryFrameAnswersEveryoneAsTheTableSays(t *testing.T) {
	const table = `
              away       member
resume        resumed    resumed
ping          ack        ack
message.send  not_found  ack
read          not_found  ack
view          not_found  ack
typing        not_found  ack
presence      ack        ack
`
	c := newCompany(t)
	for _, who := range columns["nobody"] {
		header := http.Header{}
		if p := c.people[who]; p != nil {
			header.Set("Authorization", "Bearer "+p.token)
		}
		_, response, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+c.base[len("http"):]+apiBase+"/socket", header)
		require.Error(t, err, who)
		require.Equal(t, 401, response.StatusCode, who)
		require.NoError(t, response.Body.Close())
	}
	general := c.people["owner"].channelNamed("general")
	listed := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(table), "\n")[1:] {
		cells := strings.Fields(line)
		listed[cells[0]] = true
		for head, expected := range map[string]string{"away": cells[1], "member": cells[2], "moderator": cells[2], "admin": cells[2], "owner": cells[2]} {
			for _, who := range columns[head] {
				require.Equal(t, expected, c.frame(who, cells[0], general.ID), "%s by %s", cells[0], who)
			}
		}
	}
	for kind := range frames {
		require.True(t, listed[kind], "%s is not in the table", kind)
	}
}

// frame sends one frame as somebody and gives what came of it: its answer's type, or an error's code.
func (c *company) frame(who, kind string, channel int64) string {
	ear := c.people[who].connects()
	defer func() { _ = ear.conn.Close() }()
	fields := map[string]object{
		frameMessageSend: {"channel": channel, "nonce": fmt.Sprintf("frame-%06d", c.count()), "text": "x"},
		frameRead:        {"channel": channel, "seq": 1},
		frameView:        {"channel": channel},
		frameTyping:      {"channel": channel},
		framePresence:    {"state": "idle"},
	}
	if kind != frameResume {
		ear.send(object{"type": frameResume})
		ear.until("resumed")
	}
	frame := object{"type": kind, "ref": "r"}
	for name, value := range fields[kind] {
		frame[name] = value
	}
	ear.send(frame)
	for {
		f := ear.next()
		switch {
		case f["ref"] != "r":
		case f["type"] == "error":
			return fmt.Sprint(f["code"])
		default:
			return fmt.Sprint(f["type"])
		}
	}
}

func TestAPrivateChannelIsNotThereForColleaguesOfAnyRole(t *testing.T) {
	c := newCompany(t)
	founder := c.joins("Founder", c.people["owner"], 1)
	c.people["owner"].asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", founder.ID), object{"role": "moderator"}).is(200)
	secret := decoded[event.Channel](founder.asks("POST", "/workspaces/1/channels", object{"name": "quiet corner", "private": true}).is(201))
	require.False(t, secret.Everyone)
	said := founder.says(secret.ID, "between two")
	for _, who := range []string{"member", "moderator", "admin", "owner", "removed", "outsider", "stranger"} {
		p := c.people[who]
		for _, r := range c.routes() {
			id := map[string]int64{"channels": secret.ID, "messages": said.ID}[strings.Split(r.path, "/")[1]]
			if id == 0 || !strings.Contains(r.path, "{id}") {
				continue
			}
			ids := map[string]string{"id": fmt.Sprint(id), "account": fmt.Sprint(p.ID)}
			p.asks(r.method, r.filled(ids), r.body()).isProblem(404, "not_found")
		}
		if len(p.bootstrap().Workspaces) > 0 && p.bootstrap().Workspaces[0].ID == 1 {
			require.NotContains(t, string(p.asks("GET", "/workspaces/1/channels", nil).is(200).body), "quiet corner")
		}
		require.Equal(t, "not_found", c.frame(who, frameMessageSend, secret.ID))
	}
}
