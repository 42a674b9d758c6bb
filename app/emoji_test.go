package app

import (
	"strings"
	"testing"

	must "github.com/stretchr/testify/require" // the rules have a require of their own
)

func TestAnEmojiHasOneSpelling(t *testing.T) {
	for _, emoji := range []string{
		"👍", "👍🏽", "❤️", "👩‍👩‍👧‍👦", "👩🏿‍🚒", "⛹🏿‍♂️", "🏳️‍🌈", "🏴‍☠️", "👁️‍🗨️", "🇯🇵", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "#️⃣", "©️", "㊗️", "😮‍💨", "👩🏻‍❤️‍💋‍👩🏿",
	} {
		for _, typed := range []string{emoji, strings.ReplaceAll(emoji, "\ufe0f", ""), emoji + "\ufe0f"} {
			kept, ok := CleanEmoji(typed)
			must.True(t, ok, "%q", typed)
			must.Equal(t, emoji, kept, "%q", typed)
		}
	}
}

func TestWhatIsNoSingleEmojiIsNone(t *testing.T) {
	for _, text := range []string{
		"", "a", "1", "#", "👍👍", "👍 ", " 👍", "👍a", "猫", ":cat:", "\ufe0f", "\u200d", "👍\u200d", "\u200d👍", "🇯", "🇯🇵🇯🇵", "🇯a", "a\u20e3", "👍\u20e3", "👍\u0301",
		"🏴\U000e0067", "🏴\U000e0067\U000e007f", "🏴\U000e007f", "🏻🏻", "👍🏻🏻", "1\u200d👍", "👍\x00", "\xff", strings.Repeat("👩\u200d", 20) + "👩", strings.Repeat("💩\u200d", 4) + "💩", "🏽",
		"🏴\U000e0061\U000e0062\U000e0063\U000e0064\U000e0065\U000e007f", "<b>", "🇯\u200d🇵",
	} {
		_, ok := CleanEmoji(text)
		must.False(t, ok, "%q", text)
	}
}
