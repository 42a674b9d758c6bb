package handlers

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

func TestTheFirstPersonSetsUpAndNobodyAfterHer(t *testing.T) {
	h := newHouse(t)
	first := object{"setup_code": "wrong", "organisation": "Yamada Works", "workspace": "Office", "name": "Aiko", "username": "aiko", "password": password}
	require.True(t, decoded[capabilities](h.asks(nil, "GET", "/capabilities", nil).is(200)).SetupNeeded)
	h.asks(nil, "POST", "/setup", first).isProblem(403, "setup_code_wrong")
	h.asks(nil, "POST", "/accounts", object{"name": "Ben", "username": "ben", "password": password}).isProblem(403, "account_creation_closed")
	first["setup_code"] = "ｏｐｅｎ-sesame" // as an input method may type it
	a := h.pageAsks("POST", "/setup", first).is(201)
	require.Contains(t, a.header.Get("Set-Cookie"), "__Host-sid-1=")
	require.Contains(t, a.header.Get("Set-Cookie"), "; Path=/; Secure; HttpOnly; SameSite=Strict")
	require.Empty(t, decoded[signedInBody](a).Token)
	h.asks(nil, "POST", "/setup", first).isProblem(404, "not_found")
	c := decoded[capabilities](h.asks(nil, "GET", "/capabilities", nil).is(200))
	require.False(t, c.SetupNeeded)
	require.Equal(t, "Yamada Works", c.Organisation)
}

func TestManyTryToSetUpAtOnceAndOneDoes(t *testing.T) {
	h := newHouse(t)
	var done atomic.Int32
	var wait sync.WaitGroup
	for i := range 10 {
		wait.Go(func() {
			a := h.asks(nil, "POST", "/setup", object{"setup_code": setupCode, "organisation": "o", "workspace": "w", "name": "n",
				"username": fmt.Sprintf("person%d", i), "password": password, "token": true})
			if a.status == 201 {
				done.Add(1)
			}
		})
	}
	wait.Wait()
	require.Equal(t, int32(1), done.Load())
}

func TestUsernamesAndPasswordsAreChecked(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.AccountCreation = "open" })
	h.owner("Aiko")
	creates := func(username, pass string) answerOf {
		return h.asks(nil, "POST", "/accounts", object{"name": "Somebody", "username": username, "password": pass, "token": true})
	}
	creates("ＡＩＫＯ", password).isProblem(409, "username_taken")
	creates("a", password).isProblem(422, "username_invalid")
	creates("two words", password).isProblem(422, "username_invalid")
	for _, hidden := range []string{"zero\u200bwidth", "aiko\u034f", "\ufe0f\ufe0f", "\u0301\u0301", "..", "--", "\u3164\u3164", "\u0301a"} {
		creates(hidden, password).isProblem(422, "username_invalid")
	}
	creates("田中_太郎", "short").isProblem(422, "password_length")
	creates("田中_太郎", "あいうえお").isProblem(422, "password_length")
	creates("田中_太郎", "Password1").isProblem(422, "password_too_common")
	creates("田中_太郎", password).is(201)
	creates("００１２３", password).is(201) // an employee number, typed in full width
	signsIn := func(username, pass string) answerOf {
		return h.asks(nil, "POST", "/sessions", object{"username": username, "password": pass, "token": true})
	}
	signsIn("00123", password).is(201)
	wrong, unknown := signsIn("aiko", "not her password"), signsIn("nobody", "not her password")
	wrong.isProblem(401, "wrong_credentials")
	require.Equal(t, string(wrong.body), string(unknown.body))
}

func TestAnAccountNeedsAnInviteUnlessTheHouseIsOpen(t *testing.T) {
	h := newHouse(t)
	h.owner("Aiko")
	h.asks(nil, "POST", "/accounts", object{"name": "Ben", "username": "ben", "password": password}).isProblem(403, "invite_required")
	h.asks(nil, "POST", "/accounts", object{"name": "Ben", "username": "ben", "password": password, "invite": "ABCDEFGH"}).isProblem(404, "invite_not_found")
	closed := anotherHouse(t, func(o *Options) { o.AccountCreation = "closed" })
	closed.owner("Aiko")
	closed.asks(nil, "POST", "/accounts", object{"name": "Ben", "username": "ben", "password": password}).isProblem(403, "account_creation_closed")
}

func TestWrongExpiredRevokedAndUsedUpCodesLookTheSame(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	aiko.asks("POST", "/workspaces", object{"name": "Second"}).is(201)
	revoked, used := aiko.invites(2, object{}), aiko.invites(2, object{"max_uses": 1})
	aiko.asks("DELETE", fmt.Sprintf("/invites/%d", revoked.ID), nil).is(204)
	aiko.asks("DELETE", fmt.Sprintf("/invites/%d", revoked.ID), nil).isProblem(404, "not_found")
	chie := h.joins("Chie", aiko, 1)
	chie.asks("POST", "/invites/"+used.Code+"/accept", nil).is(201)
	chie.asks("POST", "/invites/"+used.Code+"/accept", nil).is(200) // already in: spends nothing
	expired := aiko.invites(2, object{"expires_in_minutes": 1})
	h.asks(nil, "GET", "/invites/"+expired.Code, nil).is(200)
	h.later.Store(int64(time.Minute))
	var same []byte
	for _, code := range []string{"WRONGONE", expired.Code, revoked.Code, used.Code} {
		for _, a := range []answerOf{ben.asks("POST", "/invites/"+code+"/accept", nil), ben.asks("GET", "/invites/"+code, nil), h.asks(nil, "GET", "/invites/"+code, nil)} {
			a.isProblem(404, "invite_not_found")
			if same == nil {
				same = a.body
			}
			require.Equal(t, string(same), string(a.body))
		}
	}
	listed := decoded[inviteList](aiko.asks("GET", "/workspaces/2/invites", nil).is(200))
	require.Len(t, listed.Items, 2)
	require.Equal(t, int64(1), listed.Items[1].Uses)
	require.Equal(t, "Aiko", listed.People[0].Name)
	preview := decoded[invitePreview](h.asks(nil, "GET", "/invites/"+aiko.invites(2, object{}).Code, nil).is(200))
	require.Equal(t, "Second", preview.Workspace.Name)
	require.Zero(t, preview.WorkspaceID, "an id is nothing for strangers")
}

func TestFiftyPeopleRaceForAnInviteOfTenUses(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.AccountCreation = "open" })
	aiko := h.owner("Aiko")
	code := aiko.invites(1, object{"max_uses": 10}).Code
	var joined, refused atomic.Int32
	var wait sync.WaitGroup
	for i := range 50 {
		wait.Go(func() {
			a := h.asks(nil, "POST", "/accounts", object{"name": "Racer", "username": fmt.Sprintf("racer%d", i), "password": password, "invite": code, "token": true})
			switch a.status {
			case 201:
				joined.Add(1)
			case 404:
				refused.Add(1)
			}
		})
	}
	wait.Wait()
	require.Equal(t, int32(10), joined.Load())
	require.Equal(t, int32(40), refused.Load())
	require.Equal(t, int64(11), aiko.bootstrap().Workspaces[0].Members)
	require.Equal(t, int64(10), decoded[inviteList](aiko.asks("GET", "/workspaces/1/invites", nil).is(200)).Items[0].Uses)
}

func TestTwoOwnersWhoDemoteEachOtherLeaveOne(t *testing.T) {
	h := newHouse(t)
	owner := h.owner("Aiko")
	other := h.joins("Ben", owner, 1)
	makes := func(by, whom *person, role string) answerOf {
		return by.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", whom.ID), object{"role": role})
	}
	for range 20 {
		makes(owner, other, "owner").is(200)
		var wait sync.WaitGroup
		wait.Go(func() { makes(owner, other, "member") })
		wait.Go(func() { makes(other, owner, "member") })
		wait.Wait()
		var owners []int64
		for _, m := range decoded[list[event.Member]](owner.asks("GET", "/workspaces/1/members", nil).is(200)).Items {
			if m.Role == "owner" {
				owners = append(owners, m.ID)
			}
		}
		require.Len(t, owners, 1)
		if owners[0] == other.ID {
			owner, other = other, owner
		}
	}
}

func TestAChannelForEveryoneTakesEveryoneInButNotWhoLeft(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	news := aiko.createsChannel(1, "news", false)
	ben.asks("GET", fmt.Sprintf("/channels/%d/messages", news.ID), nil).isProblem(404, "not_found")
	browsed := decoded[list[event.Channel]](ben.asks("GET", "/workspaces/1/channels", nil).is(200)).Items
	require.Len(t, browsed, 2)
	require.False(t, browsed[1].Member)
	self := fmt.Sprintf("/channels/%d/members/%d", news.ID, ben.ID)
	ear := ben.listens()
	ben.asks("PUT", self, nil).is(201)
	ben.asks("PUT", self, nil).is(200)
	require.Equal(t, "channel.joined", ear.next()["type"])
	require.Equal(t, "joined", ear.next()["message"].(object)["kind"])
	ben.asks("DELETE", self, nil).is(204)
	require.Equal(t, "channel.left", ear.until("channel.left")["type"])
	chie := h.joins("Chie", aiko, 1)
	aiko.asks("PATCH", fmt.Sprintf("/channels/%d", news.ID), object{"everyone": true}).is(200)
	chie.channelNamed("news")
	require.Len(t, ben.bootstrap().Channels, 1, "who left is not added again")
	h.joins("Dan", aiko, 1).channelNamed("news")
	aiko.asks("PUT", fmt.Sprintf("/channels/%d/members/%d", news.ID, ben.ID), nil).is(201)
	ben.channelNamed("news")
}

func TestNamesOfChannelsAreUniqueWhateverTheirCaseAndWidth(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	aiko.createsChannel(1, "設計 Design", true)
	aiko.asks("POST", "/workspaces/1/channels", object{"name": "設計 ｄｅｓｉｇｎ", "kind": "text"}).isProblem(409, "channel_exists")
	general := aiko.channelNamed("general")
	path := fmt.Sprintf("/channels/%d", general.ID)
	aiko.asks("PATCH", path, object{"name": "設計 design"}).isProblem(409, "channel_exists")
	for _, blank := range []string{" ", "\u200b", "\u2060", "\u00ad", "\u3164", "\u2800", "\ufe0f", "\u0301", "\ufffd", "a\u202eb"} {
		aiko.asks("PATCH", path, object{"name": blank}).isProblem(422, "name_invalid")
	}
	for _, twin := range []string{"設計 design\u200b", "設計\ufe0f design", "\ufeff設計 design"} {
		aiko.asks("PATCH", path, object{"name": twin}).isProblem(409, "channel_exists")
	}
	aiko.createsChannel(1, "葛\U000e0100城と👩\u200d💻", true)
	aiko.channelNamed("葛\U000e0100城と👩\u200d💻")
	ear := aiko.listens()
	aiko.asks("PATCH", path, object{"name": "lobby", "topic": "Say hello"}).is(200)
	require.Equal(t, "lobby", ear.next()["name"])
	require.Equal(t, "renamed", ear.next()["message"].(object)["kind"])
	require.Equal(t, "topic", ear.next()["message"].(object)["kind"])
}

func TestLeavingAndComingBackToAWorkspace(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	ear := ben.listens()
	ben.asks("DELETE", "/workspaces/1/membership", nil).is(204)
	require.Equal(t, "workspace.left", ear.next()["type"])
	require.Empty(t, ben.bootstrap().Workspaces)
	ben.asks("POST", "/invites/"+aiko.invites(1, object{}).Code+"/accept", nil).is(201)
	joined := ear.until("workspace.joined")
	require.Len(t, joined["channels"], 1)
	require.Equal(t, "message.created", ear.until("message.created")["type"])
}

func TestTheLogTellsWhoLeftAndWhoWasRemoved(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	ben.asks("DELETE", "/workspaces/1/membership", nil).is(204)
	aiko.asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", chie.ID), nil).is(204)
	lines := aiko.history(aiko.channelNamed("general").ID, "limit=2").Items
	require.Equal(t, []any{"left", ben.ID, "removed", chie.ID}, []any{lines[0].Kind, lines[0].Author, lines[1].Kind, lines[1].Author})
}

func TestAnInviteComesWithTheWholeLink(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	made := aiko.invites(1, object{})
	require.Equal(t, h.base+"/join/"+made.Code, made.URL)
	listed := decoded[inviteList](aiko.asks("GET", "/workspaces/1/invites", nil).is(200))
	require.Equal(t, made.URL, listed.Items[0].URL)
}

func TestCreatingWorkspacesCanBeSwitchedOff(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.WorkspaceCreation = false })
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	ben.asks("POST", "/workspaces", object{"name": "Mine"}).isProblem(403, "right_missing")
	aiko.asks("POST", "/workspaces", object{"name": "Ours", "icon": "OU", "description": "For us"}).is(201)
}

func TestSettingsOfOneselfReachTheOtherTabs(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ear := aiko.listens()
	aiko.asks("PATCH", "/me", object{"language": "ja", "theme": "dark", "time_zone": "Asia/Tokyo", "enter_sends": false, "name": "佐藤 愛子"}).is(200)
	me := ear.next()["me"].(object)
	require.Equal(t, "ja", me["language"])
	require.Equal(t, "佐藤 愛子", me["name"])
	aiko.asks("PATCH", "/me", object{"time_zone": "Mars/Olympus"}).isProblem(422, "time_zone_invalid")
	aiko.asks("PATCH", "/me", object{"name": "evil\u202egnp"}).isProblem(422, "name_invalid")
}

func TestWhatOneWantsToBeToldIsKept(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	fresh := decoded[event.Me](aiko.asks("GET", "/me", nil).is(200))
	require.True(t, fresh.Sound && !fresh.HideText, "a new account hears and sees what it is told")
	aiko.asks("PATCH", "/me", object{
		"sound": false, "hide_text": true, "keywords": " 障害 \nRelease\n\n障害", "quiet_from": 1200, "quiet_to": 480, "dnd_until": 5, "undo_send": true,
		"collapsed": "favourites 7",
	}).is(200)
	me := decoded[event.Me](aiko.asks("GET", "/me", nil).is(200))
	require.Equal(t, "障害\nRelease", me.Keywords)
	require.Equal(t, []any{false, true, int64(1200), int64(480), int64(5), true, "favourites 7"},
		[]any{me.Sound, me.HideText, me.QuietFrom, me.QuietTo, me.DndUntil, me.UndoSend, me.Collapsed})
	for _, bad := range []object{{"keywords": strings.Repeat("長", 51)}, {"quiet_from": 1440}, {"dnd_until": -1}, {"collapsed": "Favourites"}} {
		aiko.asks("PATCH", "/me", bad).is(422)
	}
}
