package handlers

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app"
	"courtyard/app/event"
)

// sharedLink is a link that somebody has made, with what it stands on.
type sharedLink struct {
	createdFileLink
	file, channel int64
	message       event.Message
}

const sharedContent = "the plan of the new office\n"

// shares sends a file to a channel of the first workspace, lets some share files there, and makes a link to it.
func (p *person) shares(channel int64, allowed string, limits object) sharedLink {
	p.h.t.Helper()
	p.asks("PATCH", "/workspaces/1", object{"file_links": allowed}).is(200)
	l := sharedLink{file: p.uploads("見積書.txt", []byte(sharedContent)), channel: channel}
	l.message = p.sends(channel, l.file)
	l.createdFileLink = p.links(l.file, limits)
	return l
}

func (p *person) links(file int64, limits object) createdFileLink {
	p.h.t.Helper()
	return decoded[createdFileLink](p.asks("POST", fmt.Sprintf("/files/%d/links", file), limits).is(201))
}

// visits asks what a secret leads to, as our own page does for a stranger.
func (h *house) visits(secret string) answerOf {
	h.t.Helper()
	return h.pageAsks("POST", "/shared", object{"secret": secret})
}

// downloads asks for the bytes with what a visit was given.
func (h *house) downloads(visit answerOf, headers map[string]string) answerOf {
	h.t.Helper()
	all := map[string]string{"Cookie": strings.Split(visit.header.Get("Set-Cookie"), ";")[0], "Sec-Fetch-Site": "same-origin"}
	maps.Copy(all, headers)
	return h.request("GET", decoded[sharedFile](visit).URL, nil, all)
}

func TestAStrangerDownloadsByALinkWhatAikoSharesAndEachDownloadCountsOnce(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	link := aiko.shares(aiko.channelNamed("general").ID, "members", object{"max_downloads": 2, "expires_in_minutes": 60})
	require.GreaterOrEqual(t, len(link.Secret), 43) // 256 bits
	require.Equal(t, h.base+"/shared#"+link.Secret, link.URL)
	require.InDelta(t, time.Now().Add(time.Hour).UnixMilli(), link.ExpiresAt, 10_000)

	visit := h.visits(link.Secret).is(200)
	shown := decoded[sharedFile](visit)
	require.Equal(t, []any{"見積書.txt", "text", int64(len(sharedContent)), "Aiko", "Office", int64(2)},
		[]any{shown.Name, shown.Kind, shown.Size, shown.SharedBy, shown.Workspace, *shown.DownloadsLeft})
	cookie := visit.header.Get("Set-Cookie")
	require.Regexp(t, `^__Host-shared-\d+=[\w-]{43}; Max-Age=300; Path=/; Secure; HttpOnly; SameSite=Strict$`, cookie)
	require.NotContains(t, cookie, link.Secret)

	h.downloads(visit, map[string]string{"Range": "bytes=100000-"}).isProblem(416, "range")
	require.Equal(t, int64(2), *decoded[sharedFile](h.visits(link.Secret).is(200)).DownloadsLeft, "nothing was handed out")
	got := h.downloads(visit, nil).is(200)
	require.Equal(t, sharedContent, string(got.body))
	require.Equal(t, "application/octet-stream", got.header.Get("Content-Type"))
	require.Equal(t, "attachment; filename=\"___.txt\"; filename*=UTF-8''%E8%A6%8B%E7%A9%8D%E6%9B%B8.txt", got.header.Get("Content-Disposition"))
	require.Equal(t, "default-src 'none'; sandbox", got.header.Get("Content-Security-Policy"))
	require.Equal(t, "nosniff", got.header.Get("X-Content-Type-Options"))
	require.Equal(t, "no-store", got.header.Get("Cache-Control"))
	tag := got.header.Get("ETag")
	require.Equal(t, sharedContent[4:], string(h.downloads(visit, map[string]string{"Range": "bytes=4-", "If-Range": tag}).is(206).body))
	h.downloads(visit, map[string]string{"If-None-Match": tag}).is(304)
	require.Equal(t, int64(1), *decoded[sharedFile](h.visits(link.Secret).is(200)).DownloadsLeft, "going on counts no second time")

	h.downloads(visit, map[string]string{"Range": "bytes=4-", "If-Range": `"other bytes"`}).is(200)
	h.visits(link.Secret).isProblem(404, "link_not_found")
	h.downloads(visit, nil).isProblem(404, "link_not_found")
	h.downloads(visit, map[string]string{"Range": "bytes=0-"}).isProblem(404, "link_not_found")
	h.downloads(visit, map[string]string{"Range": "bytes=20-"}).is(206) // of one that was counted

	require.NotContains(t, h.log.String(), link.Secret)
	for _, file := range []string{h.path, h.path + "-wal"} {
		stored, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NotContains(t, string(stored), link.Secret)
	}
}

func TestLinksThatLeadNowhereLookTheSame(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general").ID
	revoked, used, expired := aiko.shares(general, "members", object{}), aiko.shares(general, "members", object{"max_downloads": 1}), aiko.shares(general, "members", object{})
	aiko.asks("DELETE", fmt.Sprintf("/links/%d", revoked.ID), nil).is(204)
	h.downloads(h.visits(used.Secret).is(200), nil).is(200)
	same := string(h.visits("wrong").isProblem(404, "link_not_found").body)
	require.Equal(t, same, string(h.visits(revoked.Secret).isProblem(404, "link_not_found").body))
	require.Equal(t, same, string(h.visits(used.Secret).isProblem(404, "link_not_found").body))
	h.later.Store(int64(8 * 24 * time.Hour))
	require.Equal(t, same, string(h.visits(expired.Secret).isProblem(404, "link_not_found").body))
	require.Equal(t, same, string(h.visits("").isProblem(404, "link_not_found").body))
}

func TestALinkDiesAtOnceWithWhatItStandsOnAndStaysDead(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	chie := h.joins("Chie", aiko, 1)
	aiko.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", chie.ID), object{"role": "admin"}).is(200)
	role := func(p *person, role string) {
		aiko.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", p.ID), object{"role": role}).is(200)
	}
	allow := func(who string) { aiko.asks("PATCH", "/workspaces/1", object{"file_links": who}).is(200) }
	back := func(ben *person, channel int64) {
		ben.asks("POST", "/invites/"+aiko.invites(1, object{}).Code+"/accept", nil)
		aiko.asks("PUT", fmt.Sprintf("/channels/%d/members/%d", channel, ben.ID), nil)
		role(ben, "moderator")
		allow("moderators")
	}
	for name, dies := range map[string]func(ben *person, l sharedLink){
		"revoked by its maker": func(ben *person, l sharedLink) { ben.asks("DELETE", fmt.Sprintf("/links/%d", l.ID), nil).is(204) },
		"revoked by an admin":  func(_ *person, l sharedLink) { chie.asks("DELETE", fmt.Sprintf("/links/%d", l.ID), nil).is(204) },
		"message deleted": func(ben *person, l sharedLink) {
			ben.asks("DELETE", fmt.Sprintf("/messages/%d", l.message.ID), nil).is(204)
		},
		"channel deleted": func(_ *person, l sharedLink) {
			aiko.asks("DELETE", fmt.Sprintf("/channels/%d", l.channel), nil).is(204)
		},
		"channel left": func(ben *person, l sharedLink) {
			ben.asks("DELETE", fmt.Sprintf("/channels/%d/members/%d", l.channel, ben.ID), nil).is(204)
		},
		"maker taken out of the channel": func(ben *person, l sharedLink) {
			aiko.asks("DELETE", fmt.Sprintf("/channels/%d/members/%d", l.channel, ben.ID), nil).is(204)
		},
		"maker removed from the workspace": func(ben *person, _ sharedLink) {
			aiko.asks("DELETE", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), nil).is(204)
		},
		"workspace left":  func(ben *person, _ sharedLink) { ben.asks("DELETE", "/workspaces/1/membership", nil).is(204) },
		"role lowered":    func(ben *person, _ sharedLink) { role(ben, "member") },
		"fewer may share": func(*person, sharedLink) { allow("admins") },
		"nobody may":      func(*person, sharedLink) { allow("nobody") },
		"account deleted": func(ben *person, _ sharedLink) {
			ben.asks("DELETE", "/me", object{"password": password}).is(204)
		},
	} {
		ben := h.joins("Ben"+fmt.Sprint(h.nonces), aiko, 1)
		role(ben, "moderator")
		allow("moderators")
		channel := aiko.createsChannel(1, name, true).ID
		l := sharedLink{channel: channel, file: ben.uploads("plan.txt", []byte(sharedContent))}
		l.message = ben.sends(channel, l.file)
		l.createdFileLink = ben.links(l.file, object{})
		visit := h.visits(l.Secret).is(200)
		dies(ben, l)
		require.Equal(t, 404, h.visits(l.Secret).status, name)
		require.Equal(t, 404, h.downloads(visit, nil).status, name)
		require.Eventually(t, func() bool {
			ended, err := h.store.EndedLinks(t.Context(), true)
			require.NoError(t, err)
			return !ended
		}, 10*time.Second, 10*time.Millisecond, "its row goes: %s", name)
		if name != "account deleted" {
			back(ben, channel)
		}
		require.Equal(t, 404, h.visits(l.Secret).status, "%s, and all is as before", name)
	}
}

func TestWhereLinksAreSwitchedOffNobodyMakesOneAndNoOldOneWorks(t *testing.T) {
	h := newHouse(t, func(o *Options) { o.FileLinks = false })
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general").ID
	aiko.asks("PATCH", "/workspaces/1", object{"file_links": "members"}).is(200)
	file := aiko.uploads("plan.txt", []byte("a plan"))
	aiko.sends(general, file)
	aiko.asks("POST", fmt.Sprintf("/files/%d/links", file), object{}).isProblem(403, "file_links_off")
	require.False(t, decoded[capabilities](aiko.asks("GET", "/capabilities", nil).is(200)).FileLinks)

	// As if it had been made before.
	before := app.New(h.store, app.Options{FileLinks: true})
	_, secret, err := before.CreateFileLink(t.Context(), aiko.ID, file, app.LinkLimits{ExpiresInMinutes: 60})
	require.NoError(t, err)
	h.visits(secret).isProblem(404, "link_not_found")
	require.Empty(t, decoded[fileLinkList](aiko.asks("GET", fmt.Sprintf("/files/%d/links", file), nil).is(200)).Items)
	aiko.asks("PATCH", "/workspaces/1", object{"name": "Office"}).is(200) // has what has ended taken away
	require.Eventually(t, func() bool {
		_, _, err := before.VisitLink(t.Context(), secret)
		return err != nil
	}, 10*time.Second, 10*time.Millisecond)
}

func TestWhatMayBeSharedAndByWhom(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	mallory := h.outsider("Mallory", aiko, 1)
	require.Equal(t, "nobody", aiko.bootstrap().Workspaces[0].FileLinks)
	general := aiko.channelNamed("general").ID
	file := aiko.uploads("plan.txt", []byte("a plan"))
	of := fmt.Sprintf("/files/%d/links", file)
	aiko.asks("PATCH", "/workspaces/1", object{"file_links": "members"}).is(200)
	aiko.asks("POST", of, object{}).isProblem(403, "right_missing") // it hangs on nothing yet
	aiko.sends(general, file)
	for _, step := range []struct {
		allowed      string
		aiko, member int
	}{{"nobody", 403, 403}, {"admins", 201, 403}, {"moderators", 201, 403}, {"members", 201, 201}} {
		aiko.asks("PATCH", "/workspaces/1", object{"file_links": step.allowed}).is(200)
		for p, status := range map[*person]int{aiko: step.aiko, ben: step.member} {
			about := decoded[fileAbout](p.asks("GET", fmt.Sprintf("/files/%d", file), nil).is(200))
			require.Equal(t, status == 201, about.MayShare)
			p.asks("POST", of, object{}).is(status)
		}
	}
	mallory.asks("POST", of, object{}).isProblem(404, "not_found")
	mallory.asks("GET", of, nil).isProblem(404, "not_found")
	aiko.asks("PATCH", "/workspaces/1", object{"file_links": "guests"}).isProblem(422, "invalid")
	for _, limits := range []object{{"expires_in_minutes": 59}, {"expires_in_minutes": 43_201}, {"max_downloads": 0}, {"secret": "mine"}} {
		aiko.asks("POST", of, limits).isProblem(422, "invalid")
	}

	direct := decoded[event.Channel](aiko.asks("POST", "/direct", object{"account_ids": []int64{ben.ID}}).is(201)).ID
	between := aiko.uploads("between-two.txt", []byte("between two"))
	aiko.sends(direct, between)
	aiko.asks("POST", fmt.Sprintf("/files/%d/links", between), object{}).isProblem(403, "right_missing")

	early := aiko.createsChannel(1, "early", false).ID
	aiko.changes(early, object{"history": "joining"})
	old := aiko.uploads("old.txt", []byte("old"))
	aiko.sends(early, old)
	ben.asks("PUT", fmt.Sprintf("/channels/%d/members/%d", early, ben.ID), nil).is(201)
	ben.asks("POST", fmt.Sprintf("/files/%d/links", old), object{}).isProblem(404, "not_found")
}

func TestAFileHasAtMostTwentyLinksThatCanBeUsed(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	link := aiko.shares(aiko.channelNamed("general").ID, "members", object{"max_downloads": 1})
	for range 19 {
		aiko.links(link.file, object{})
	}
	of := fmt.Sprintf("/files/%d/links", link.file)
	aiko.asks("POST", of, object{}).isProblem(409, "too_many_links")
	h.downloads(h.visits(link.Secret).is(200), nil).is(200)
	aiko.asks("POST", of, object{}).is(201)
	aiko.asks("POST", of, object{}).isProblem(409, "too_many_links")
}

func TestLinksAreListedForTheirMakersAndForAdminsWhoDoNotSeeMoreOfPrivateChannels(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	aiko.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), object{"role": "admin"}).is(200)
	open := aiko.shares(aiko.channelNamed("general").ID, "members", object{"max_downloads": 3})
	board := decoded[event.Channel](ben.asks("POST", "/workspaces/1/channels", object{"name": "board", "private": true}).is(201)).ID
	salaries := ben.uploads("salaries.txt", []byte("nobody's business"))
	ben.sends(board, salaries)
	private := ben.links(salaries, object{})
	hers := chie.links(open.file, object{})

	listed := func(p *person, path string) (found []string) {
		out := decoded[fileLinkList](p.asks("GET", path, nil).is(200))
		for _, l := range out.Items {
			found = append(found, fmt.Sprintf("%d %s %d", l.ID, l.Name, l.CreatedBy))
		}
		require.NotContains(t, fmt.Sprint(out), "secret")
		return found
	}
	of := fmt.Sprintf("/files/%d/links", open.file)
	byAiko, byBen, byChie := fmt.Sprintf("%d 見積書.txt %d", open.ID, aiko.ID), fmt.Sprintf("%d salaries.txt %d", private.ID, ben.ID), fmt.Sprintf("%d 見積書.txt %d", hers.ID, chie.ID)
	require.Equal(t, []string{byChie}, listed(chie, of))
	require.Equal(t, []string{byChie, byAiko}, listed(aiko, of))
	require.Equal(t, []string{byChie}, listed(chie, "/workspaces/1/links"))
	require.Equal(t, []string{byChie, byBen, byAiko}, listed(ben, "/workspaces/1/links"))
	require.Equal(t, []string{byChie, fmt.Sprintf("%d  %d", private.ID, ben.ID), byAiko}, listed(aiko, "/workspaces/1/links"))
	chie.asks("DELETE", fmt.Sprintf("/links/%d", open.ID), nil).isProblem(404, "not_found")
	aiko.asks("DELETE", fmt.Sprintf("/links/%d", private.ID), nil).is(204)
	require.Equal(t, []string{byChie, byAiko}, listed(ben, "/workspaces/1/links"))
}

func TestAListOfLinksGoesOnToTheOldest(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	link := aiko.shares(aiko.channelNamed("general").ID, "members", object{})
	made := []int64{link.ID}
	for range 4 {
		made = append([]int64{aiko.links(link.file, object{}).ID}, made...)
	}
	for _, of := range []string{fmt.Sprintf("/files/%d/links", link.file), "/workspaces/1/links"} {
		var listed []int64
		var pages int
		for next := int64(0); pages == 0 || next != 0; pages++ {
			page := decoded[fileLinkList](aiko.asks("GET", fmt.Sprintf("%s?limit=2&before=%d", of, next), nil).is(200))
			require.LessOrEqual(t, len(page.Items), 2)
			for _, l := range page.Items {
				listed = append(listed, l.ID)
			}
			if next = page.Next; next != 0 {
				aiko.asks("DELETE", fmt.Sprintf("/links/%d", aiko.links(link.file, object{}).ID), nil).is(204) // what comes and goes meanwhile moves nothing
			}
		}
		require.Equal(t, made, listed, of)
		require.Equal(t, 3, pages, of)
	}
	require.Zero(t, decoded[fileLinkList](aiko.asks("GET", "/workspaces/1/links?limit=5", nil).is(200)).Next)
}

func TestAVisitIsForItsOwnLinkAndOurOwnPageAlone(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general").ID
	one, other := aiko.shares(general, "members", object{}), aiko.shares(general, "members", object{})
	visit := h.visits(one.Secret).is(200)
	cookie := strings.Split(visit.header.Get("Set-Cookie"), ";")[0]
	stolen := strings.Replace(cookie, fmt.Sprintf("-%d=", one.ID), fmt.Sprintf("-%d=", other.ID), 1)
	h.request("GET", fmt.Sprintf("/shared/file/%d", other.ID), nil, map[string]string{"Cookie": stolen}).isProblem(404, "link_not_found")
	h.request("GET", fmt.Sprintf("/shared/file/%d", one.ID), nil, nil).isProblem(404, "link_not_found")
	h.request("GET", "/shared/file/x", nil, nil).isProblem(404, "not_found")
	for _, spelled := range []string{fmt.Sprintf("0%d", one.ID), fmt.Sprintf("+%d", one.ID)} { // a number has one address
		respelled := strings.Replace(cookie, fmt.Sprintf("-%d=", one.ID), "-"+spelled+"=", 1)
		h.request("GET", "/shared/file/"+spelled, nil, map[string]string{"Cookie": respelled}).isProblem(404, "not_found")
		h.request("GET", "/files/"+spelled, nil, map[string]string{"Authorization": "Bearer " + aiko.token}).isProblem(404, "not_found")
	}
	h.downloads(visit, map[string]string{"Sec-Fetch-Site": "cross-site"}).isProblem(403, "cross_site")
	h.request("GET", fmt.Sprintf("/shared/file/%d?secret=%s", one.ID, one.Secret), nil, nil).isProblem(404, "link_not_found")
	require.Empty(t, h.asks(nil, "POST", "/shared", object{"secret": one.Secret}).is(200).header.Get("Set-Cookie"))
	a := h.request("HEAD", fmt.Sprintf("/shared/file/%d", one.ID), nil, map[string]string{"Cookie": cookie})
	require.Equal(t, 200, a.status)
	require.Equal(t, int64(0), decoded[fileLinkList](aiko.asks("GET", fmt.Sprintf("/files/%d/links", one.file), nil).is(200)).Items[0].Downloads)
}

func TestTheSharedPageSpeaksTheVisitorsLanguageAndKnowsNoSecret(t *testing.T) {
	h := newHouse(t)
	for language, says := range map[string]string{"ja,en;q=0.8": "共有されたファイル", "en-GB": "A shared file", "fr": "A shared file"} {
		a := h.request("GET", "/shared", nil, map[string]string{"Accept-Language": language, "Sec-Fetch-Site": "cross-site"}).is(200)
		require.Contains(t, string(a.body), "<h1>"+says+"</h1>")
		require.Contains(t, a.header.Get("Content-Security-Policy"), "require-trusted-types-for 'script'")
		require.Equal(t, "no-referrer", a.header.Get("Referrer-Policy"))
	}
}

func TestAVisitorGetsNoMoreOfAFileWhoseLinkIsRevokedMeanwhile(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	general := aiko.channelNamed("general").ID
	link := aiko.shares(general, "members", object{})
	big := aiko.uploads("big.bin", make([]byte, 4<<20))
	aiko.sends(general, big)
	link.createdFileLink = aiko.links(big, object{})
	visit := h.visits(link.Secret).is(200)
	conn := h.dial()
	defer func() { _ = conn.Close() }()
	_, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: localhost\r\nCookie: %s\r\n\r\n", decoded[sharedFile](visit).URL, strings.Split(visit.header.Get("Set-Cookie"), ";")[0])
	require.NoError(t, err)
	read, piece, began := 0, make([]byte, 32<<10), time.Now()
	for revoked := false; ; {
		n, err := conn.Read(piece)
		read += n
		if err != nil {
			break
		}
		if !revoked && read > 100_000 {
			aiko.asks("DELETE", fmt.Sprintf("/links/%d", link.ID), nil).is(204)
			revoked = true
		}
		time.Sleep(20 * time.Millisecond) // a slow reader: he would need seconds for all of it
	}
	require.Less(t, read, 4<<20)
	require.Less(t, time.Since(began), 5*time.Second)
}

func TestWhoGuessesAtLinksWaits(t *testing.T) {
	h := newHouse(t)
	h.server.limits.off = false
	for i := range perAddressCodes {
		h.visits(fmt.Sprintf("%x", sha256.Sum256([]byte{byte(i)}))).isProblem(http.StatusNotFound, "link_not_found")
	}
	h.visits("one more").isProblem(http.StatusTooManyRequests, "too_many")
}
