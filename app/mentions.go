package app

import (
	"context"
	"maps"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"courtyard/app/event"
	"courtyard/app/markdown"
	"courtyard/models"
)

const (
	// mentionLimit is how many names and calls a message may hold.
	mentionLimit = 100
	// prefixLimit is how many beginnings of what stands after its @ are looked up; only a flood has more.
	prefixLimit = 10000
	// nameRunes is how long a username may be as it is typed: with its marks apart it is longer than with them.
	nameRunes = usernameLongest + 14
	// hereLimit is how many people who are online @here reaches by name; where there are more it reaches everybody.
	hereLimit = 500
)

// written is what a text becomes in a channel: its HTML, whom it names, what it calls, and whom that reaches (0: everybody).
type written struct {
	html   string
	named  []int64
	calls  string
	called []int64
}

// write renders a text for a channel that the actor is in, with the people of the place whom it names and the emoji of its workspace.
func (a *App) write(ctx context.Context, actor, channel int64, text string) (written, error) {
	emoji, err := a.emojiIn(ctx, actor, channel, text)
	if err != nil {
		return written{}, err
	}
	mentions, err := a.mentionsIn(ctx, actor, channel, text)
	if err != nil {
		return written{}, err
	}
	return a.writeKnowing(channel, text, markdown.Known{Names: longestIn(mentions), Emoji: emoji})
}

// mentionsIn is what the beginnings of what stands after each @ of a text stand for.
func (a *App) mentionsIn(ctx context.Context, actor, channel int64, text string) (map[string]markdown.Mention, error) {
	prefixes, err := mentionPrefixes(text)
	if err != nil || len(prefixes) == 0 {
		return nil, err
	}
	people, err := a.store.MembersNamed(ctx, actor, channel, slices.Compact(slices.Sorted(maps.Values(prefixes))))
	if err != nil {
		return nil, err
	}
	return a.mentionable(ctx, actor, channel, prefixes, people)
}

// mentionPrefixes are the beginnings of what stands after each @ that could be a username or a call, with what they are compared by.
func mentionPrefixes(text string) (map[string]string, error) {
	prefixes := map[string]string{}
	for rest := range markdown.AfterAts(text) {
		for _, end := range nameEnds(rest) {
			if _, known := prefixes[rest[:end]]; !known {
				prefixes[rest[:end]] = Fold(rest[:end])
			}
		}
		if len(prefixes) > prefixLimit {
			return nil, ErrTooManyMentions
		}
	}
	return prefixes, nil
}

// nameEnds are the places at which a username at the beginning of a text may end, from the shortest on.
func nameEnds(text string) (ends []int) {
	last, end := rune(0), 0
	for range nameRunes {
		next, width := utf8.DecodeRuneInString(text[end:])
		inName := width > 0 && isInUsername(next)
		if end > 0 && (!inName || markdown.Splits(last, next)) {
			ends = append(ends, end)
		}
		if !inName {
			break
		}
		last, end = next, end+width
	}
	return ends
}

// isInUsername says whether a character as it is typed stands for such of a username.
func isInUsername(r rune) bool {
	if r < utf8.RuneSelf {
		return !notInUsername(r)
	}
	for _, folded := range norm.NFKC.String(string(r)) {
		if notInUsername(folded) {
			return false
		}
	}
	return r != utf8.RuneError
}

// mentionable is what each prefix stands for that somebody has as a username, or that calls everybody where the actor may do that.
func (a *App) mentionable(ctx context.Context, actor, channel int64, prefixes map[string]string, people map[string]int64) (map[string]markdown.Mention, error) {
	calls := map[string]bool{}
	for _, key := range prefixes {
		calls[key] = key == models.CallsHere || key == models.CallsChannel
	}
	if calls[models.CallsHere] || calls[models.CallsChannel] {
		may, err := a.mayCall(ctx, actor, channel)
		if err != nil {
			return nil, err
		}
		calls[models.CallsHere], calls[models.CallsChannel] = may, may
	}
	mentions := map[string]markdown.Mention{}
	for prefix, key := range prefixes {
		switch account := people[key]; {
		case calls[key]:
			mentions[prefix] = markdown.Mention{Calls: key}
		case account != 0:
			mentions[prefix] = markdown.Mention{Account: account}
		}
	}
	return mentions, nil
}

func (a *App) mayCall(ctx context.Context, actor, channel int64) (bool, error) {
	c, err := a.store.Channel(ctx, actor, channel)
	if err != nil || c.Workspace == 0 {
		return err == nil, err
	}
	role, err := a.store.Role(ctx, actor, c.Workspace)
	return managesChannel(role, actor, c, CallEverybody), err
}

// writeKnowing renders a text with what is known of its names.
func (a *App) writeKnowing(channel int64, text string, known markdown.Known) (w written, err error) {
	html, found := a.markdown.RenderKnowing(text, known)
	if len(found) > mentionLimit {
		return w, ErrTooManyMentions
	}
	w.html = html
	for _, m := range found {
		switch {
		case m.Account != 0 && !slices.Contains(w.named, m.Account):
			w.named = append(w.named, m.Account)
		case m.Calls != "" && w.calls != models.CallsChannel:
			w.calls = m.Calls
		}
	}
	if w.calls != "" {
		w.called = a.called(channel, w.calls)
	}
	return w, nil
}

// longestIn finds the longest of some names that a text begins with.
func longestIn(mentions map[string]markdown.Mention) markdown.Names {
	if len(mentions) == 0 {
		return nil
	}
	return func(text string) (markdown.Mention, int) {
		for _, end := range slices.Backward(nameEnds(text)) {
			if m, found := mentions[text[:end]]; found {
				return m, end
			}
		}
		return markdown.Mention{}, 0
	}
}

// called is whom a call in a channel reaches; 0 is everybody.
func (a *App) called(channel int64, calls string) []int64 {
	if calls == models.CallsHere && a.options.Online != nil {
		if online := a.options.Online(channel); len(online) <= hereLimit {
			return online
		}
	}
	return []int64{0}
}

// unreached are those whom a stored message should have named and does not.
func unreached(named []int64, m event.Message) (ids []int64) {
	for _, id := range named {
		if id != m.Author && !slices.Contains(m.Mentions, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
