package handlers

import (
	"bytes"
	"fmt"
	"image"
	_ "image/png"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"courtyard/app/event"
)

// portrays gives a person a new picture, and its id.
func (p *person) portrays() int64 {
	p.h.t.Helper()
	id := p.uploads("me.jpg", photograph(p.h.t, 400, 300))
	require.Equal(p.h.t, id, decoded[event.Me](p.asks("PATCH", "/me", object{"picture": id}).is(200)).Picture)
	return id
}

// looksAt asks for a picture, as a person.
func (p *person) looksAt(picture int64) answerOf {
	p.h.t.Helper()
	return p.h.request("GET", fmt.Sprintf("/pictures/%d", picture), nil, map[string]string{"Authorization": "Bearer " + p.token})
}

// draws makes an emoji of the first workspace's own.
func (p *person) draws(name string) event.Emoji {
	p.h.t.Helper()
	file := p.uploads("emoji.jpg", photograph(p.h.t, 400, 300))
	return decoded[event.Emoji](p.asks("POST", "/workspaces/1/emoji", object{"name": name, "file": file}).is(201))
}

// emoji are the names of those that the first workspace has for itself.
func (p *person) emoji() []string {
	p.h.t.Helper()
	names := []string{}
	for _, e := range decoded[list[event.Emoji]](p.asks("GET", "/workspaces/1/emoji", nil).is(200)).Items {
		names = append(names, e.Name)
	}
	return names
}

// shape is the size of a picture.
func (a answerOf) shape() image.Point {
	a.t.Helper()
	found, _, err := image.DecodeConfig(bytes.NewReader(a.body))
	require.NoError(a.t, err)
	return image.Pt(found.Width, found.Height)
}

// keeps waits until so many files are left in the upload folder.
func (h *house) keeps(files int, why string) {
	h.t.Helper()
	require.Eventually(h.t, func() bool { return len(h.stored()) == files }, 10*time.Second, 20*time.Millisecond, why)
}

// partsOfPicture are the files of one: itself, its thumbnail, its large one, and what stands for somebody.
const partsOfPicture = 4

func TestWhoSharesAPlaceWithAikoSeesHerPicture(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	mallory := h.outsider("Mallory", aiko, 1)
	ear := ben.listens()
	id := aiko.portrays()

	told := ear.until("member.updated")["member"].(object)
	require.Equal(t, float64(id), told["picture"])
	require.Equal(t, id, decoded[list[event.Person]](ben.asks("GET", fmt.Sprintf("/users?ids=%d", aiko.ID), nil).is(200)).Items[0].Picture)
	for _, reader := range []*person{aiko, ben} {
		shown := reader.looksAt(id).is(200)
		require.Equal(t, image.Pt(256, 256), shown.shape())
		require.Equal(t, "image/jpeg", shown.header.Get("Content-Type"))
		require.Equal(t, "private, max-age=31536000, immutable", shown.header.Get("Cache-Control"))
		require.Equal(t, "default-src 'none'; sandbox", shown.header.Get("Content-Security-Policy"))
		again := h.request("GET", fmt.Sprintf("/pictures/%d", id), nil, map[string]string{
			"Authorization": "Bearer " + reader.token, "If-None-Match": shown.header.Get("ETag"),
		}).is(304)
		require.Empty(t, again.body)
		reader.opens(id, nil).isProblem(404, "not_found") // what she sent herself is nobody's to have
	}
	mallory.looksAt(id).isProblem(404, "not_found")
	mallory.looksAt(999999).isProblem(404, "not_found")
	h.request("GET", fmt.Sprintf("/pictures/%d", id), nil, nil).isProblem(401, "not_signed_in")
}

func TestAPictureThatIsReplacedOrTakenAwayIsGone(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	first, second := aiko.portrays(), aiko.portrays()
	ben.looksAt(first).isProblem(404, "not_found")
	ben.looksAt(second).is(200)
	h.keeps(partsOfPicture, "the bytes of the first go")

	aiko.asks("PATCH", "/me", object{"picture": second, "status": "back at two"}).is(200)
	ben.looksAt(second).is(200)
	require.Zero(t, decoded[event.Me](aiko.asks("PATCH", "/me", object{"picture": 0}).is(200)).Picture)
	ben.looksAt(second).isProblem(404, "not_found")
	h.keeps(0, "and those of the second")

	third := ben.portrays()
	ben.asks("DELETE", "/me", object{"password": password}).is(204)
	aiko.looksAt(third).isProblem(404, "not_found")
	h.keeps(0, "nothing is left of who has gone")
}

func TestOnlyAPictureOfOnesOwnThatHangsOnNothingIsTaken(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	photo := photograph(t, 30, 20)
	sent := aiko.uploads("sent.jpg", photo)
	aiko.sends(aiko.createsChannel(1, "photos", true).ID, sent)
	given := aiko.uploads("given up.jpg", photo)
	h.tus(aiko, "DELETE", fmt.Sprintf("/uploads/%d", given), nil, nil).is(204)
	for what, id := range map[string]int64{
		"Ben's": ben.uploads("ben.jpg", photo), "sent": sent, "given up": given, "begun": aiko.announces("later.jpg", 10),
		"Ben's picture": ben.portrays(), "none": 999999,
	} {
		require.Equal(t, "file_unfit", decoded[Problem](aiko.asks("PATCH", "/me", object{"picture": id}).is(409)).Code, what)
	}
	for name, content := range map[string][]byte{
		"plan.txt": []byte("a plan"), "drawing.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "cut.jpg": photo[:len(photo)/2],
	} {
		aiko.asks("PATCH", "/me", object{"picture": aiko.uploads(name, content)}).isProblem(422, "no_picture")
	}
	aiko.asks("PATCH", "/me", object{"picture": -1}).is(422)
	require.Zero(t, aiko.bootstrap().Me.Picture)

	mine := aiko.portrays()
	again := decoded[Problem](aiko.asks("POST", fmt.Sprintf("/channels/%d/messages", aiko.channelNamed("photos").ID),
		object{"nonce": "nonce-again", "text": "", "files": []int64{mine}}).is(409))
	require.Equal(t, "file_unfit", again.Code)
	h.tus(aiko, "DELETE", fmt.Sprintf("/uploads/%d", mine), nil, nil).is(404)
	ben.looksAt(mine).is(200)
}

func TestAPictureThatTheScannerHasNotSeenStandsForNobody(t *testing.T) {
	h, clamd := guardedHouse(t)
	aiko := h.owner("Aiko")
	id := aiko.uploads("me.jpg", photograph(t, 30, 20))
	aiko.asks("PATCH", "/me", object{"picture": id}).isProblem(409, "file_held")
	aiko.looksAt(id).isProblem(404, "not_found")
	clamd.Start()
	aiko.gets(id, "")
	aiko.asks("PATCH", "/me", object{"picture": id}).is(200)
	aiko.looksAt(id).is(200)
}

func TestAWorkspaceHasAPictureThatItsMembersSee(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	mallory := h.outsider("Mallory", aiko, 1)
	ear := ben.listens()
	first := aiko.uploads("harbour.jpg", photograph(t, 400, 300))
	require.Equal(t, first, decoded[event.Workspace](aiko.asks("PATCH", "/workspaces/1", object{"picture": first}).is(200)).Picture)
	require.Equal(t, float64(first), ear.until("workspace.updated")["picture"])
	require.Equal(t, first, ben.bootstrap().Workspaces[0].Picture)
	require.Equal(t, image.Pt(256, 256), ben.looksAt(first).is(200).shape())
	mallory.looksAt(first).isProblem(404, "not_found")

	aiko.asks("PATCH", "/workspaces/1", object{"picture": first, "name": "Office 2"}).is(200)
	aiko.asks("PATCH", "/me", object{"picture": first}).isProblem(409, "file_unfit")
	his := ben.uploads("his.jpg", photograph(t, 30, 20))
	ben.asks("PATCH", "/workspaces/1", object{"picture": his}).isProblem(403, "right_missing")
	mallory.asks("PATCH", "/workspaces/1", object{"picture": his}).isProblem(404, "not_found")
	aiko.asks("PATCH", "/workspaces/1", object{"picture": his}).isProblem(409, "file_unfit")
	ben.looksAt(his).isProblem(404, "not_found")
	ben.opens(his, nil).is(200)
	h.tus(ben, "DELETE", fmt.Sprintf("/uploads/%d", his), nil, nil).is(204)

	second := aiko.uploads("quay.jpg", photograph(t, 300, 400))
	aiko.asks("PATCH", "/workspaces/1", object{"picture": second}).is(200)
	ben.looksAt(first).isProblem(404, "not_found")
	h.keeps(partsOfPicture, "the bytes of the first go")
	aiko.asks("DELETE", "/workspaces/1", nil).is(204)
	ben.looksAt(second).isProblem(404, "not_found")
	aiko.looksAt(second).isProblem(404, "not_found")
	h.keeps(0, "and those of the second with the workspace")
}

func TestAWorkspaceHasEmojiOfItsOwnInTextsAndReactions(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben := h.joins("Ben", aiko, 1)
	mallory := h.outsider("Mallory", aiko, 1)
	general := aiko.channelNamed("general")
	before := ben.says(general.ID, "so :otsukare: it is")
	require.Empty(t, before.HTML)
	ear := ben.listens()
	cat := aiko.draws("Ｏtsukare")
	require.Equal(t, event.Emoji{ID: cat.ID, Name: "otsukare", By: aiko.ID}, cat)
	require.Equal(t, "otsukare", ear.until("emoji.created")["emoji"].(object)["name"])
	require.Equal(t, []string{"otsukare"}, ben.emoji())
	require.Equal(t, image.Pt(128, 96), ben.looksAt(cat.ID).is(200).shape())
	mallory.looksAt(cat.ID).isProblem(404, "not_found")
	mallory.asks("GET", "/workspaces/1/emoji", nil).isProblem(404, "not_found")

	m := ben.says(general.ID, "so :OTSUKARE: it is, `:otsukare:`")
	require.Equal(t, fmt.Sprintf(`<p>so <span data-emoji="%d">:OTSUKARE:</span> it is, <code>:otsukare:</code></p>`, cat.ID), m.HTML)
	edited := decoded[event.Message](ben.asks("PATCH", fmt.Sprintf("/messages/%d", before.ID), object{"text": "so :otsukare:"}).is(200))
	require.Contains(t, edited.HTML, "data-emoji")
	direct := decoded[event.Channel](ben.asks("POST", "/direct", object{"account_ids": []int64{aiko.ID}}).is(201))
	require.Empty(t, ben.says(direct.ID, "so :otsukare:").HTML, "a direct channel belongs to no workspace")

	at := fmt.Sprintf("/messages/%d/reactions?emoji=", m.ID)
	reacted := decoded[event.Message](ben.asks("PUT", at+":Otsukare:", nil).is(200))
	require.Equal(t, []event.Reaction{{Emoji: ":otsukare:", Count: 1, Accounts: []int64{ben.ID}, Mine: true}}, reacted.Reactions)
	require.Len(t, decoded[list[event.Person]](aiko.asks("GET", at+":otsukare:", nil).is(200)).Items, 1)
	for _, no := range []string{":parrot:", ":o:", "::", ":otsukare", "otsukare", ":otsu kare:"} {
		ben.asks("PUT", at+url.QueryEscape(no), nil).isProblem(422, "emoji_invalid")
	}
	theirs := ben.says(direct.ID, "tired")
	ben.asks("PUT", fmt.Sprintf("/messages/%d/reactions?emoji=:otsukare:", theirs.ID), nil).isProblem(422, "emoji_invalid")

	aiko.asks("DELETE", "/workspaces/1/emoji/otsukare", nil).is(204)
	require.Equal(t, float64(cat.ID), ear.until("emoji.deleted")["id"])
	require.Empty(t, ben.emoji())
	ben.looksAt(cat.ID).isProblem(404, "not_found")
	h.keeps(0, "its bytes go")
	require.Equal(t, ":otsukare:", decoded[messageInPlace](aiko.asks("GET", fmt.Sprintf("/messages/%d", m.ID), nil).is(200)).Message.Reactions[0].Emoji)
	aiko.asks("PUT", at+":otsukare:", nil).isProblem(422, "emoji_invalid")
	ben.asks("DELETE", at+":otsukare:", nil).is(204)
}

func TestWhoMakesAndDeletesEmoji(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	ben, chie := h.joins("Ben", aiko, 1), h.joins("Chie", aiko, 1)
	mallory := h.outsider("Mallory", aiko, 1)
	photo := photograph(t, 40, 30)
	for _, role := range []object{{"role": "moderator"}, {"role": "member"}} {
		aiko.asks("PATCH", fmt.Sprintf("/workspaces/1/members/%d", ben.ID), role).is(200)
		if role["role"] == "moderator" {
			ben.draws("お疲れ")
		}
	}
	ben.asks("POST", "/workspaces/1/emoji", object{"name": "cat", "file": ben.uploads("cat.jpg", photo)}).isProblem(403, "right_missing")
	mallory.asks("POST", "/workspaces/1/emoji", object{"name": "cat", "file": mallory.uploads("cat.jpg", photo)}).isProblem(404, "not_found")
	aiko.draws("cat")
	file := aiko.uploads("cat.jpg", photo)
	aiko.asks("POST", "/workspaces/1/emoji", object{"name": "CAT", "file": file}).isProblem(409, "emoji_exists")
	for _, name := range []string{"", "c", "_cat", "cat_", "a cat", "ca:t", "30", strings.Repeat("c", 33), "../cat", "猫/"} {
		aiko.asks("POST", "/workspaces/1/emoji", object{"name": name, "file": file}).isProblem(422, "emoji_name")
	}
	h.tus(aiko, "HEAD", fmt.Sprintf("/uploads/%d", file), nil, nil).is(200) // what was refused is still hers to use
	for _, other := range []int64{aiko.portrays(), ben.uploads("cat.jpg", photo), 999999} {
		aiko.asks("POST", "/workspaces/1/emoji", object{"name": "dog", "file": other}).isProblem(409, "file_unfit")
	}
	large := append(bytes.Clone(photo), make([]byte, aiko.bootstrap().Limits.EmojiBytes)...)
	aiko.asks("PATCH", "/me", object{"originals": true}).is(200)
	aiko.asks("POST", "/workspaces/1/emoji", object{"name": "dog", "file": aiko.uploads("large.jpg", large)}).isProblem(413, "picture_too_large")
	aiko.asks("POST", "/workspaces/1/emoji", object{"name": "dog", "file": aiko.uploads("dog.txt", []byte("a dog"))}).isProblem(422, "no_picture")

	chie.asks("DELETE", "/workspaces/1/emoji/cat", nil).isProblem(403, "right_missing")
	chie.asks("DELETE", "/workspaces/1/emoji/dog", nil).isProblem(404, "not_found")
	mallory.asks("DELETE", "/workspaces/1/emoji/cat", nil).isProblem(404, "not_found")
	ben.asks("DELETE", "/workspaces/1/emoji/"+url.PathEscape("お疲れ"), nil).is(204) // his own, though he makes none any more
	aiko.asks("DELETE", "/workspaces/1/emoji/cat", nil).is(204)
	require.Empty(t, chie.emoji())
}

func TestAWorkspacesEmojiGoWithIt(t *testing.T) {
	h := newHouse(t)
	aiko := h.owner("Aiko")
	cat := aiko.draws("cat")
	h.keeps(partsOfPicture, "one emoji")
	aiko.asks("DELETE", "/workspaces/1", nil).is(204)
	aiko.looksAt(cat.ID).isProblem(404, "not_found")
	h.keeps(0, "its bytes go, too")
}
