package app

import (
	"context"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"courtyard/app/event"
	"courtyard/app/markdown"
	"courtyard/app/picture"
	"courtyard/models"
)

// What a workspace may make of emoji for itself.
const (
	ownEmojiLimit = 500
	ownEmojiSide  = 128
	ownEmojiRunes = 32
	// soughtEmoji is how many names between colons are looked up of one message; the rest stays text.
	soughtEmoji = 500
)

// ownEmojiForm is a folded name. What ends in an underscore would be emphasis, what has no letter a time: 10:30:45.
var ownEmojiForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}]$`)

var hasLetter = regexp.MustCompile(`\p{L}`)

// cleanEmojiName folds the name of an emoji; false where it can be none.
func cleanEmojiName(name string) (string, bool) {
	blanks := strings.TrimSpace(name) != name
	name = Fold(name)
	return name, !blanks && utf8.RuneCountInString(name) <= ownEmojiRunes && ownEmojiForm.MatchString(name) && hasLetter.MatchString(name)
}

// CleanReaction gives what stands at a message as a reaction its one spelling: an emoji, or the name of one of the workspace's own between
// colons, be there such or not.
func CleanReaction(text string) (string, bool) {
	inner, ok := strings.CutPrefix(text, ":")
	if ok {
		inner, ok = strings.CutSuffix(inner, ":")
	}
	if !ok {
		return CleanEmoji(text)
	}
	name, ok := cleanEmojiName(inner)
	return ":" + name + ":", ok
}

// CreateEmoji makes an emoji of a workspace's own of an upload of the actor's.
func (a *App) CreateEmoji(ctx context.Context, actor, workspace int64, name string, file int64) (made event.Emoji, err error) {
	name, ok := cleanEmojiName(name)
	if !ok {
		return made, ErrEmojiName
	}
	role, err := a.store.Role(ctx, actor, workspace)
	if err != nil {
		return made, err
	}
	if !Can(role, MakeEmoji) {
		return made, missing(string(MakeEmoji))
	}
	if err := a.makePicture(ctx, actor, file, EmojiBytes, a.small); err != nil {
		return made, err
	}
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		if err := require(tx, actor, workspace, MakeEmoji); err != nil {
			return err
		}
		n, err := tx.CountEmoji(workspace)
		if err != nil {
			return err
		}
		if n >= ownEmojiLimit {
			return ErrTooManyEmoji
		}
		made, err = tx.CreateEmoji(models.Emoji{FileID: file, WorkspaceID: workspace, Name: name, CreatedBy: actor})
		return renamed(renamed(err, models.ErrTaken, ErrEmojiExists), models.ErrFileUnfit, ErrFileUnfit)
	})
	return made, err
}

// small prints a person's upload as an emoji: of an animation its first frame.
func (a *App) small(ctx context.Context, person int64, from io.ReadSeeker) (picture.Picture, error) {
	prints, err := a.darkroom.Develop(ctx, person, from, ownEmojiSide)
	if err != nil {
		return picture.Picture{}, err
	}
	return prints.Pictures[0], nil
}

// DeleteEmoji takes an emoji of a workspace away: one's own, or others' by right.
func (a *App) DeleteEmoji(ctx context.Context, actor, workspace int64, name string) error {
	name = Fold(name)
	return a.removeAfter(a.store.Write(ctx, func(tx *models.Tx) error {
		role, err := tx.Role(actor, workspace)
		if err != nil {
			return err
		}
		e, err := tx.EmojiIn(workspace, name)
		if err != nil {
			return err
		}
		if e.CreatedBy != actor && !Can(role, DeleteEmoji) {
			return missing(string(DeleteEmoji))
		}
		return tx.DeleteEmoji(e)
	}))
}

// emojiIn finds the workspace's own emoji in a text for a channel of the actor's, by what stands between the colons.
func (a *App) emojiIn(ctx context.Context, actor, channel int64, text string) (map[string]int64, error) {
	sought := map[string]string{}
	for between := range markdown.BetweenColons(text) {
		if name, ok := cleanEmojiName(between); ok && len(sought) < soughtEmoji {
			sought[between] = name
		}
	}
	if len(sought) == 0 {
		return nil, nil
	}
	named, err := a.store.EmojiNamed(ctx, actor, channel, slices.Compact(slices.Sorted(maps.Values(sought))))
	emoji := map[string]int64{}
	for between, name := range sought {
		if id := named[name]; id != 0 {
			emoji[between] = id
		}
	}
	return emoji, err
}
