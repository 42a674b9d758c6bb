package app

import (
	"slices"
	"strings"
	"unicode"
)

// What emoji are made of besides pictures (UTS #51).
const (
	emojiPicture   = '\ufe0f' // asks for a picture where the character alone would be a letter
	emojiJoiner    = '\u200d'
	emojiKeycap    = '\u20e3'
	emojiBlackFlag = '\U0001f3f4' // begins the flag of a region, spelled in tags
	emojiTag       = '\U000e0000' // the tag of an ASCII letter is that far above it
	emojiTagsEnd   = '\U000e007f'
)

// emojiBytes is the longest emoji; joinedPictures is how many one may be joined of.
const (
	emojiBytes     = 64
	joinedPictures = 4
)

// emojiRegions are the regions that have a flag (UTS #51, emoji_subdivision_flag_sequence).
var emojiRegions = []string{"gbeng", "gbsct", "gbwls"}

// CleanEmoji gives an emoji the one spelling in which it is kept (fully qualified, UTS #51); false when the text is no single emoji.
func CleanEmoji(text string) (string, bool) {
	if len(text) > emojiBytes {
		return "", false
	}
	runes := []rune(strings.ReplaceAll(text, string(emojiPicture), ""))
	switch {
	case len(runes) == 0:
		return "", false
	case len(runes) == 2 && runes[1] == emojiKeycap:
		return string([]rune{runes[0], emojiPicture, emojiKeycap}), strings.ContainsRune("0123456789#*", runes[0])
	case len(runes) == 2 && isRegional(runes[0]):
		return string(runes), isRegional(runes[1])
	case runes[0] == emojiBlackFlag && len(runes) > 1 && runes[1] != emojiJoiner:
		return string(runes), isTags(runes[1:])
	}
	return joinedEmoji(runes)
}

// joinedEmoji spells pictures, each with its skin tone, that joiners make into one.
func joinedEmoji(runes []rune) (string, bool) {
	var out []rune
	for joined := 1; len(runes) > 0 && joined <= joinedPictures; joined++ {
		first := runes[0]
		if !unicode.Is(emojiCharacters, first) || isRegional(first) || isSkinTone(first) {
			return "", false
		}
		out, runes = append(out, first), runes[1:]
		switch {
		case len(runes) > 0 && isSkinTone(runes[0]):
			out, runes = append(out, runes[0]), runes[1:]
		case !unicode.Is(emojiPictures, first):
			out = append(out, emojiPicture)
		}
		if len(runes) == 0 {
			return string(out), len(string(out)) <= emojiBytes
		}
		if runes[0] != emojiJoiner {
			return "", false
		}
		out, runes = append(out, emojiJoiner), runes[1:]
	}
	return "", false
}

func isRegional(r rune) bool { return r >= '\U0001f1e6' && r <= '\U0001f1ff' }

func isSkinTone(r rune) bool { return r >= '\U0001f3fb' && r <= '\U0001f3ff' }

// isTags says whether tags spell a region that has a flag.
func isTags(runes []rune) bool {
	last := len(runes) - 1
	var region strings.Builder
	for _, r := range runes[:last] {
		region.WriteRune(r - emojiTag)
	}
	return runes[last] == emojiTagsEnd && slices.Contains(emojiRegions, region.String())
}
