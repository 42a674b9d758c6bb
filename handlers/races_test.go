package handlers

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/fasthttp/websocket"
	"github.com/stretchr/testify/require"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/models"
)

// atOnce runs several things at the same time.
func atOnce(things ...func()) {
	var all sync.WaitGroup
	for _, thing := range things {
		all.Go(thing)
	}
	all.Wait()
}

func TestASocketThatOpensWhileItsSessionEndsIsClosed(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	for range 10 {
		phone := aiko.again()
		id := phone.current()
		const each = 7 // four times seven is less than one person may hold: no socket has to make room
		opened := make(chan *websocket.Conn, 4*each)
		dial := func() { // again and again until it is refused
			for range each {
				conn, response, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+h.base[len("http"):]+apiBase+"/socket",
					http.Header{"Authorization": {"Bearer " + phone.token}})
				if response != nil {
					_ = response.Body.Close()
				}
				if err != nil {
					return
				}
				opened <- conn
			}
		}
		atOnce(dial, dial, dial, dial, func() { aiko.asks("DELETE", fmt.Sprintf("/sessions/%d", id), nil).is(204) })
		close(opened)
		for conn := range opened {
			require.Equal(t, 4401, (&line{t, conn}).ends())
			_ = conn.Close()
		}
		h.eventually("every socket is gone", func() bool {
			gone := h.server.sockets.TryLock()
			if gone {
				h.server.sockets.Unlock()
			}
			return gone
		})
	}
}

func TestWhoHasProvedAnOldPasswordBeginsNoSession(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	proved, err := h.server.app.SignIn(t.Context(), "Aiko", password)
	require.NoError(t, err)
	aiko.asks("PUT", "/me/password", object{"present": password, "wanted": "a fresh long password"}).is(204)
	_, err = h.server.app.BeginSession(t.Context(), proved, app.NewSession{})
	require.ErrorIs(t, err, app.ErrWrongCredentials)
}

func TestNothingBeginsForAnAccountThatWasDeletedMeanwhile(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	rules, ctx := h.server.app, t.Context()
	proved, err := rules.SignIn(ctx, "Ben", password)
	require.NoError(t, err)
	code := aiko.invites(1, object{}).Code
	ben.asks("DELETE", "/me", object{"password": password}).is(204)
	_, err = rules.BeginSession(ctx, proved, app.NewSession{})
	require.ErrorIs(t, err, app.ErrWrongCredentials)
	name := "Ghost"
	_, err = rules.UpdateMe(ctx, ben.ID, models.MeChanges{Name: &name})
	require.ErrorIs(t, err, models.ErrNotFound)
	_, err = rules.CreateWorkspace(ctx, models.Actor{Account: ben.ID, Role: "user"}, models.Workspace{Name: "Ghosts"})
	require.ErrorIs(t, err, models.ErrNotFound)
	h.eventually("he is in no workspace", func() bool {
		return h.count(fmt.Sprintf(`SELECT count(*) FROM workspace_members WHERE account_id = %d`, ben.ID)) == 0
	})
	_, _, err = rules.AcceptInvite(ctx, ben.ID, code)
	require.ErrorIs(t, err, models.ErrNotFound)
}

func TestADeletedAccountsNameIsGoneFromTheDisk(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Bartholomew", aiko, 1)
	ben.asks("PATCH", "/me", object{"status": "a thing he said of himself"}).is(200)
	require.True(t, h.onDisk("Bartholomew"))
	ben.asks("DELETE", "/me", object{"password": password}).is(204)
	h.eventually("his name is gone", func() bool {
		return !h.onDisk("Bartholomew") && !h.onDisk("bartholomew") && !h.onDisk("he said of himself")
	})
}

func TestTwoOwnersWhoDeleteTheirAccountsAtOnceLeaveOneWhole(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	for i := range 5 {
		ben, chie := h.joins(fmt.Sprintf("Ben%d", i), aiko, 1), h.joins(fmt.Sprintf("Chie%d", i), aiko, 1)
		own := decoded[event.Workspace](ben.asks("POST", "/workspaces", object{"name": "Theirs"}).is(201))
		chie.asks("POST", "/invites/"+ben.invites(own.ID, object{}).Code+"/accept", nil).is(201)
		ben.asks("PATCH", fmt.Sprintf("/workspaces/%d/members/%d", own.ID, chie.ID), object{"role": "owner"}).is(200)
		answers := make([]answerOf, 2)
		atOnce(
			func() { answers[0] = ben.asks("DELETE", "/me", object{"password": password}) },
			func() { answers[1] = chie.asks("DELETE", "/me", object{"password": password}) },
		)
		require.ElementsMatch(t, []int{204, 409}, []int{answers[0].status, answers[1].status})
		stayed := ben
		if answers[0].status == 204 {
			stayed = chie
		}
		require.Len(t, stayed.bootstrap().Workspaces, 2, "who was refused has lost nothing")
	}
}

func TestTheEleventhAccountOfABrowserIsNotMade(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	b := h.browser()
	for i := range 10 {
		h.joins(fmt.Sprintf("person%d", i), aiko, 1)
		b.signsIn(fmt.Sprintf("person%d", i)).is(201)
	}
	invite := aiko.invites(1, object{"max_uses": 1})
	form := fmt.Sprintf(`{"name":"Late","username":"late","password":%q,"invite":%q}`, password, invite.Code)
	b.asks(0, "POST", "/accounts", form).isProblem(409, "too_many_accounts")
	h.browser().asks(0, "POST", "/accounts", form).is(201)
}

func TestAMessageSentBeforeItsChannelWasArchivedIsAnsweredAgain(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	news := aiko.createsChannel(1, "news", true)
	send := func() answerOf {
		return aiko.asks("POST", fmt.Sprintf("/channels/%d/messages", news.ID), object{"nonce": "only-once", "text": "in time"})
	}
	first := decoded[event.Message](send().is(201))
	aiko.changes(news.ID, object{"archived": true})
	require.Equal(t, first.ID, decoded[event.Message](send().is(200)).ID)
}

func TestWhoIsRemovedDoesNotComeBackByHisOwnCode(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	aiko.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), object{"role": "moderator"}).is(200)
	code := ben.invites(1, object{}).Code
	aiko.asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), nil).is(204)
	ben.asks("POST", "/invites/"+code+"/accept", nil).isProblem(404, "invite_not_found")
}
