package filetype_test

import (
	"testing"

	"courtyard/app/filetype"

	"github.com/stretchr/testify/require"
)

func TestRulesPermitAndRefuseByEndingAndByType(t *testing.T) {
	rules := filetype.Rules{Refused: filetype.List{".exe", ".tar.gz", "image/*", "application/pdf", ".txt"}}
	for name, of := range map[string]filetype.Type{
		"setup.EXE": filetype.Plain, "holiday.jpg": filetype.Windows, "a.tar.gz": filetype.Gzip, "a": filetype.SVG, "b": filetype.PDF, "c.txt": filetype.Plain,
	} {
		require.False(t, rules.Permits(name, of), name)
	}
	for name, of := range map[string]filetype.Type{"a.gz": filetype.Gzip, "exe": filetype.Plain, "notes.log": filetype.Plain, "film.mp4": filetype.MP4} {
		require.True(t, rules.Permits(name, of), name)
	}
}

func TestWhatIsNotOnTheListOfAllowedIsRefused(t *testing.T) {
	rules := filetype.Rules{Allowed: filetype.List{".docx", "image/*", ".sh", ".zip"}, Refused: filetype.List{"image/svg+xml"}}
	require.True(t, rules.Permits("a.docx", filetype.DOCX))
	require.True(t, rules.Permits("a", filetype.PNG))
	require.True(t, rules.Permits("a.sh", filetype.Script))
	require.False(t, rules.Permits("a", filetype.SVG), "refusing goes before allowing")
	require.False(t, rules.Permits("a.pdf", filetype.PDF))
	require.False(t, rules.Permits("setup.docx", filetype.Windows), "a program under another ending")
	require.True(t, filetype.Rules{}.Permits("setup.exe", filetype.Windows), "without rules everything is permitted")
}
