package handlers

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"courtyard/app/event"
	"courtyard/app/scanner/scannertest"
)

// place is where papers are sent. Of its members, those who are late came (back) when the first ones were there.
type place struct {
	event.Channel
	keeper        string
	members, late []string
}

// paper is a text, a page and a picture that hang on one message, and what has become of them.
type paper struct {
	name, by, state string
	at              *place
	ids             map[string]int64
	message         event.Message
}

// readBy is who reads a paper, told without the server's words: this is the rule that all ways to it are held against.
func (p *paper) readBy(who string) bool {
	switch p.state {
	case "unsent":
		return who == p.by
	case "deleted":
		return false
	case "new":
		return slices.Contains(p.at.members, who)
	}
	return slices.Contains(p.at.members, who) && !slices.Contains(p.at.late, who)
}

// held says that its bytes are for nobody.
func (p *paper) held() bool { return p.state == "waiting" || p.state == "infected" }

// archive is a company with papers in every state in every kind of place.
type archive struct {
	*company
	papers map[string]*paper
}

// marks are what the scanner in these tests goes by.
var marks = map[string]string{"waiting": "no verdict on this", "infected": scannertest.Eicar}

func newArchive(t *testing.T) *archive {
	h, clamd := guardedHouse(t)
	usual := clamd.Verdict
	clamd.Verdict = func(content []byte) string {
		if strings.Contains(string(content), marks["waiting"]) {
			return scannertest.Hangup
		}
		return usual(content)
	}
	clamd.Start()
	a := &archive{companyIn(h), map[string]*paper{}}
	for who, role := range map[string]string{"head": "owner", "uploader": "moderator", "leaver": "member", "friend": "member", "departed": "member", "late": "member", "returned": "member"} {
		a.people[who] = a.joins(who, a.people["owner"], 1)
		a.people["owner"].asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", a.people[who].ID), object{"role": role}).is(200)
		a.people[who].asks("PATCH", "/me", object{"originals": true}).is(200) // a mark behind a picture would be cut off
	}
	office := []string{"owner", "head", "admin", "moderator", "member", "uploader", "friend", "departed", "late", "returned"}
	open := a.opens(object{"name": "open", "everyone": true}, office)
	since := a.opens(object{"name": "since joining", "history": "joining", "everyone": false}, []string{"uploader", "friend", "admin", "returned"})
	private := a.opens(object{"name": "private", "private": true, "everyone": false}, []string{"uploader", "friend", "departed", "leaver"})
	a.fill("uploader", nil, "unsent")
	for _, at := range []*place{open, since, private, a.talks("uploader", "friend")} {
		a.fill("uploader", at, "sent", "reply", "deleted", "waiting", "infected")
	}
	a.fill("leaver", nil, "unsent")
	for _, at := range []*place{open, private, a.talks("leaver", "friend")} {
		a.fill("leaver", at, "sent", "waiting")
	}
	a.lets("departed", private, "DELETE")
	a.lets("returned", since, "DELETE")
	since.late = []string{"returned", "late"}
	for _, who := range since.late {
		a.lets(who, since, "PUT")
	}
	private.members, since.members = []string{"uploader", "friend"}, append(since.members, "late")
	a.people["owner"].asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", a.people["leaver"].ID), nil).is(204)
	return a
}

// opens makes a channel with some members.
func (a *archive) opens(what object, members []string) *place {
	at := &place{keeper: "uploader", members: members}
	at.Channel = decoded[event.Channel](a.people["uploader"].asks("POST", "/workspaces/1/channels", what).is(201))
	for _, who := range members {
		if who != "uploader" && what["everyone"] == false {
			a.lets(who, at, "PUT")
		}
	}
	return at
}

// talks begins a direct channel of two, who stay in it whatever workspace they leave.
func (a *archive) talks(one, other string) *place {
	at := &place{keeper: other, members: []string{one, other}}
	at.Channel = decoded[event.Channel](a.people[one].asks("POST", "/direct", object{"account_ids": []int64{a.people[other].ID}}).is(201))
	return at
}

// lets brings somebody into a channel or out of it.
func (a *archive) lets(who string, at *place, method string) {
	by, status := a.people["uploader"], map[string]int{"PUT": 201, "DELETE": 204}[method]
	a.asks(by, method, fmt.Sprintf("/channels/%d/members/%d", at.ID, a.people[who].ID), nil).is(status)
}

// fill uploads a paper for each state, and sends it unless that is what its state says.
func (a *archive) fill(by string, at *place, states ...string) {
	for _, state := range states {
		p := &paper{name: fmt.Sprintf("paper-%02d", len(a.papers)), by: by, state: state, at: at, ids: map[string]int64{}}
		a.papers[p.name] = p
		inside := fmt.Sprintf("This is %s. %s", p.name, marks[state])
		for kind, content := range map[string]string{"txt": inside, "html": "<!doctype html>" + inside, "jpg": string(photograph(a.t, 4, 4)) + inside, "zip": string(zipped(a.t, inside))} {
			p.ids[kind] = a.people[by].uploads(p.name+"."+kind, []byte(content))
			if held := map[string]string{"waiting": "waiting", "infected": "infected"}[state]; held != "waiting" {
				a.people[by].gets(p.ids[kind], held)
			}
		}
		if at == nil {
			continue
		}
		a.nonces++
		what := object{"nonce": fmt.Sprintf("nonce-%06d", a.nonces), "text": "", "files": slices.Collect(maps.Values(p.ids))}
		if state == "reply" {
			what["parent"] = a.people[by].says(at.ID, "a root").ID
		}
		p.message = decoded[event.Message](a.people[by].asks("POST", fmt.Sprintf("/channels/%d/messages", at.ID), what).is(201))
		if state == "deleted" {
			a.people[by].asks("DELETE", fmt.Sprintf("/messages/%d", p.message.ID), nil).is(204)
		} else {
			a.people[at.keeper].asks("PUT", fmt.Sprintf("/messages/%d/pin", p.message.ID), nil).is(204)
		}
	}
}

var paperName = regexp.MustCompile(`paper-\d\d`)

// mentioned are the papers that an answer or a frame says anything of, bytes included.
func mentioned(what any) []string {
	switch told := what.(type) {
	case answerOf:
		return paperName.FindAllString(fmt.Sprint(told.header)+string(told.body), -1)
	default:
		text, _ := json.Marshal(told)
		return paperName.FindAllString(string(text), -1)
	}
}
