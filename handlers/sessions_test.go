package handlers

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// browser is a browser with its cookies, as our own page uses it.
type browser struct {
	h       *house
	cookies map[string]string
}

func (h *house) browser() *browser { return &browser{h, map[string]string{}} }

// asks sends a request with the browser's cookies; acting is the account that a tab acts for, 0 leaves it out.
func (b *browser) asks(acting int64, method, path string, body string) answerOf {
	b.h.t.Helper()
	headers := map[string]string{"Sec-Fetch-Site": "same-origin"}
	if body != "" {
		headers["Content-Type"] = "application/json"
	}
	if acting != 0 {
		headers["X-Account"] = fmt.Sprint(acting)
	}
	var pairs []string
	for name, value := range b.cookies {
		pairs = append(pairs, name+"="+value)
	}
	if len(pairs) > 0 {
		headers["Cookie"] = strings.Join(pairs, "; ")
	}
	a := b.h.request(method, apiBase+path, []byte(body), headers)
	for _, set := range a.header.Values("Set-Cookie") {
		c, err := http.ParseSetCookie(set)
		require.NoError(b.h.t, err)
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return a
}

func (b *browser) signsIn(username string) answerOf {
	return b.asks(0, "POST", "/sessions", fmt.Sprintf(`{"username":%q,"password":%q,"device":"Firefox on Windows"}`, username, password))
}

func TestSeveralAccountsInOneBrowser(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	b := h.browser()
	b.signsIn("Aiko").is(201)
	require.Equal(t, "Aiko", decoded[event.Me](b.asks(0, "GET", "/me", "").is(200)).Name, "one cookie needs no name")
	b.signsIn("Ben").is(201)
	b.asks(0, "GET", "/me", "").isProblem(401, "not_signed_in")
	require.Equal(t, "Aiko", decoded[event.Me](b.asks(aiko.ID, "GET", "/me", "").is(200)).Name)
	require.Equal(t, "Ben", decoded[event.Me](b.asks(ben.ID, "GET", "/me", "").is(200)).Name)
	b.asks(999, "GET", "/me", "").isProblem(401, "not_signed_in")
	people := decoded[list[event.Person]](b.asks(ben.ID, "GET", "/accounts", "").is(200)).Items
	require.Equal(t, []string{"Aiko", "Ben"}, []string{people[0].Name, people[1].Name})
	b.asks(aiko.ID, "DELETE", "/sessions/current", "").is(204)
	require.Len(t, b.cookies, 1)
	require.Equal(t, "Ben", decoded[event.Me](b.asks(0, "GET", "/me", "").is(200)).Name)
}

func TestACookieOfAnotherAccountIsNotTaken(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	b := h.browser()
	b.signsIn("Ben").is(201)
	own := fmt.Sprintf("%s%d", cookiePrefix, ben.ID)
	b.cookies[fmt.Sprintf("%s%d", cookiePrefix, aiko.ID)] = b.cookies[own]
	b.asks(aiko.ID, "GET", "/me", "").isProblem(401, "not_signed_in")
	require.Equal(t, "Ben", decoded[event.Me](b.asks(ben.ID, "GET", "/me", "").is(200)).Name)
}

func TestABrowserHoldsTenAccounts(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	b := h.browser()
	for i := range 10 {
		name := fmt.Sprintf("person%d", i)
		h.joins(name, aiko, 1)
		b.signsIn(name).is(201)
	}
	b.signsIn("Aiko").isProblem(409, "too_many_accounts")
	b.signsIn("person3").is(201) // one of those here
	accounts := decoded[list[event.Person]](b.asks(0, "GET", "/accounts", "").is(200)).Items
	require.Len(t, accounts, 10)
	b.asks(accounts[0].ID, "DELETE", "/sessions/current", "").is(204)
	b.signsIn("Aiko").is(201)
}

func TestCookiesOfEndedSessionsAreTakenAwayAndHoldNoPlace(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	b := h.browser()
	for i := range 10 {
		name := fmt.Sprintf("person%d", i)
		p := h.joins(name, aiko, 1)
		b.signsIn(name).is(201)
		if i == 4 {
			p.asks("DELETE", "/sessions", nil).is(204) // all others, the browser's too
		}
	}
	b.signsIn("Aiko").is(201)
	require.Len(t, b.cookies, 11)
	require.Len(t, decoded[list[event.Person]](b.asks(0, "GET", "/accounts", "").is(200)).Items, 10)
	require.Len(t, b.cookies, 10)
}

func TestSessionsAreListedAndEndedOneByOneOrAllOthers(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	b, second := h.browser(), h.browser()
	b.signsIn("Aiko").is(201)
	second.signsIn("Aiko").is(201)
	ben.again()
	listed := decoded[list[session]](b.asks(0, "GET", "/sessions", "").is(200)).Items
	require.Len(t, listed, 3)
	var current, other session
	for _, s := range listed {
		switch {
		case s.Current:
			current = s
		case !s.Program:
			other = s
		}
	}
	require.Equal(t, "Firefox on Windows", current.Device)
	require.Equal(t, "127.0.0.1", current.Address)
	require.NotZero(t, current.SeenAt)
	ben.asks("DELETE", fmt.Sprintf("/sessions/%d", other.ID), nil).isProblem(404, "not_found")
	b.asks(0, "DELETE", fmt.Sprintf("/sessions/%d", other.ID), "").is(204)
	second.asks(0, "GET", "/me", "").isProblem(401, "not_signed_in")
	ear := aiko.listens()
	b.asks(0, "DELETE", "/sessions", "").is(204)
	require.Equal(t, 4401, ear.ends())
	aiko.asks("GET", "/me", nil).isProblem(401, "not_signed_in")
	b.asks(0, "GET", "/me", "").is(200)
	b.asks(0, "DELETE", fmt.Sprintf("/sessions/%d", current.ID), "").is(204)
	require.Empty(t, b.cookies)
	ben.asks("GET", "/me", nil).is(200)
}

func TestASharedComputersSessionEndsWithTheBrowserAndAfterHours(t *testing.T) {
	h := newHouse(t)
	h.owner("Aiko")
	b := h.browser()
	a := b.asks(0, "POST", "/sessions", fmt.Sprintf(`{"username":"aiko","password":%q,"shared":true}`, password)).is(201)
	require.NotRegexp(t, regexp.MustCompile(`(?i)max-age|expires`), a.header.Get("Set-Cookie"))
	require.True(t, decoded[list[session]](b.asks(0, "GET", "/sessions", "").is(200)).Items[0].Shared)
	require.True(t, decoded[bootstrap](b.asks(0, "GET", "/bootstrap", "").is(200)).Shared)
	h.later.Store(int64(3 * time.Hour))
	b.asks(0, "GET", "/me", "").is(200)
	h.later.Store(int64(6 * time.Hour))
	b.asks(0, "GET", "/me", "").is(200) // used three hours ago
	h.later.Store(int64(11 * time.Hour))
	b.asks(0, "GET", "/me", "").isProblem(401, "not_signed_in")
	own := h.browser()
	own.signsIn("Aiko").is(201)
	h.later.Store(int64(11*time.Hour + 13*24*time.Hour))
	own.asks(0, "GET", "/me", "").is(200)
	h.later.Store(int64(11*time.Hour + 28*24*time.Hour))
	own.asks(0, "GET", "/me", "").isProblem(401, "not_signed_in")
}

func TestANewPasswordEndsAllOtherSessions(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	elsewhere := aiko.again()
	change := func(present, wanted string) answerOf {
		return aiko.asks("PUT", "/me/password", object{"present": present, "wanted": wanted})
	}
	change("wrong", "a fresh long password").isProblem(403, "password_wrong")
	change(password, "short").isProblem(422, "password_length")
	change(password, "password1").isProblem(422, "password_too_common")
	change(password, "a fresh long password").is(204)
	elsewhere.asks("GET", "/me", nil).isProblem(401, "not_signed_in")
	aiko.asks("GET", "/me", nil).is(200)
	h.asks(nil, "POST", "/sessions", object{"username": "aiko", "password": password}).isProblem(401, "wrong_credentials")
	h.asks(nil, "POST", "/sessions", object{"username": "aiko", "password": "a fresh long password", "token": true}).is(201)
}

func TestGuessingThePresentPasswordIsSlowedDown(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.TestMode = false })
	aiko := h.owner("Aiko")
	for range 10 {
		aiko.asks("PUT", "/me/password", object{"present": "a wrong guess", "wanted": "a fresh long password"}).isProblem(403, "password_wrong")
	}
	aiko.asks("PUT", "/me/password", object{"present": password, "wanted": "a fresh long password"}).isProblem(429, "too_many")
	aiko.asks("DELETE", "/me", object{"password": password}).isProblem(429, "too_many")
}

func TestADeletedAccountLeavesWhatItSaidAndNothingElse(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	general := aiko.channelNamed("general")
	ben.says(general.ID, "remember this")
	ear := aiko.listens()
	phone := ben.listens()
	ben.asks("DELETE", "/me", object{"password": "wrong"}).isProblem(403, "password_wrong")
	ben.asks("DELETE", "/me", object{"password": password}).is(204)
	require.Equal(t, 4401, phone.ends())
	left := ear.until("member.left")
	require.Equal(t, float64(ben.ID), left["account"])
	require.Equal(t, true, left["deleted"], "open windows forget the name as well")
	ben.asks("GET", "/me", nil).isProblem(401, "not_signed_in")
	h.asks(nil, "POST", "/sessions", object{"username": "ben", "password": password}).isProblem(401, "wrong_credentials")
	page := aiko.history(general.ID, "")
	require.Contains(t, aiko.texts(general.ID, ""), "remember this")
	for _, p := range page.People {
		if p.ID == ben.ID {
			require.Equal(t, event.Person{ID: ben.ID}, p, "nothing of him is named")
		}
	}
	again := h.joins("Ben", aiko, 1) // the username is free
	require.NotEqual(t, ben.ID, again.ID)
	require.Equal(t, 0, h.count(fmt.Sprintf(`SELECT count(*) FROM sessions WHERE account_id = %d`, ben.ID)))
}

func TestTheLastOwnerCannotDeleteTheAccount(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	own := decoded[event.Workspace](ben.asks("POST", "/workspaces", object{"name": "Ben's"}).is(201))
	aiko.asks("DELETE", "/me", object{"password": password}).isProblem(409, "last_owner")
	ben.asks("DELETE", "/me", object{"password": password}).isProblem(409, "last_owner")
	require.Len(t, ben.bootstrap().Workspaces, 2, "nothing has happened")
	ben.asks("DELETE", fmt.Sprintf("/workspaces/%d", own.ID), nil).is(204)
	ben.asks("DELETE", "/me", object{"password": password}).is(204)
}

func TestAProfileReachesColleaguesAtOnceAndThoseWhoWereAway(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	since := ben.bootstrap().Workspaces[0].Rev
	ear := ben.listens()
	me := decoded[event.Me](aiko.asks("PATCH", "/me", object{"name": "山田 愛子", "reading": "やまだ あいこ", "status": "In Osaka"}).is(200))
	require.Equal(t, "やまだ あいこ", me.Reading)
	member := ear.until("member.updated")["member"].(object)
	require.Equal(t, "山田 愛子", member["name"])
	require.Equal(t, "In Osaka", member["status"])
	changes := decoded[workspaceChanges](ben.asks("GET", fmt.Sprintf("/workspaces/1/changes?since=%d", since), nil).is(200))
	require.Len(t, changes.Members, 1)
	require.Equal(t, "やまだ あいこ", changes.Members[0].Reading)
	aiko.asks("PATCH", "/me", object{"theme": "dark"}).is(200)
	for _, f := range ear.everything() {
		require.NotEqual(t, "member.updated", f["type"], "the look is nobody else's business")
	}
	aiko.asks("PATCH", "/me", object{"status": strings.Repeat("長", 81)}).isProblem(422, "text_invalid")
	for _, odd := range []string{"a\u202eb", "a\u2028b", "a\u2029b", "a\ufffcb"} {
		aiko.asks("PATCH", "/me", object{"reading": odd}).isProblem(422, "text_invalid")
	}
}

func TestAdminsSeeWhoInvitedWhom(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	aiko.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), object{"role": "moderator"}).is(200)
	chie := h.joins("Chie", ben, 1)
	tree := decoded[invitationList](aiko.asks("GET", "/workspaces/1/invitations", nil).is(200))
	by := map[int64]int64{}
	for _, i := range tree.Items {
		by[i.Account] = i.InvitedBy
	}
	require.Equal(t, map[int64]int64{aiko.ID: 0, ben.ID: aiko.ID, chie.ID: ben.ID}, by)
	require.Len(t, tree.People, 3)
	first := decoded[invitationList](aiko.asks("GET", "/workspaces/1/invitations?limit=2", nil).is(200))
	require.Equal(t, ben.ID, first.Next)
	require.Len(t, decoded[invitationList](aiko.asks("GET", fmt.Sprintf("/workspaces/1/invitations?limit=2&after=%d", first.Next), nil).is(200)).Items, 1)
}
