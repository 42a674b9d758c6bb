package filetype_test

import (
	"mime"
	"strings"
	"testing"
	"unicode/utf8"

	"courtyard/app/filetype"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

func TestACleanNameIsWhatEverySystemCanStore(t *testing.T) {
	for _, name := range []struct{ sent, stored string }{
		{"見積書.xlsx", "見積書.xlsx"},
		{"か\u3099き\u3099.txt", "がぎ.txt"},
		{"C:\\Users\\花子\\議事録.docx", "議事録.docx"},
		{"../../etc/passwd", "passwd"},
		{"folder/", "file"},
		{"", "file"}, {"..", "file"}, {" . ", "file"}, {"\u202e", "file"},
		{".htaccess", "htaccess"},
		{"name. . ", "name"},
		{"a<b>c:d\"e|f?g*.txt", "a_b_c_d_e_f_g_.txt"},
		{"two\r\nSet-Cookie: a=b.txt", "two  Set-Cookie_ a=b.txt"},
		{"nul\x00byte\x7f.txt", "nulbyte.txt"},
		{"invoice\u202efdp.exe", "invoicefdp.exe"},
		{"a\u200bb\ufeffc\u00add\u2060e\u061cf\u3164g\u2066h.txt", "abcdefgh.txt"},
		{"CON", "_CON"}, {"nul.txt", "_nul.txt"}, {"Com¹.tar.gz", "_Com¹.tar.gz"}, {"lpt9 .log", "_lpt9 .log"}, {"console.txt", "console.txt"},
		{"broken\xffbytes.txt", "broken_bytes.txt"},
		{"👨\u200d👩\u200d👧.png", "👨\u200d👩\u200d👧.png"},
		{"क्\u200dष.txt", "क्\u200dष.txt"},
		{"می\u200cخواهم.txt", "می\u200cخواهم.txt"},
		{"a\u200d .txt", "a .txt"},
		{"❤️.png", "❤️.png"},
		{"葛\U000e0100城.txt", "葛\U000e0100城.txt"},
		{"\u0301a.txt", "a.txt"},
		{"Screenshot 9.41.00\u202fAM.png", "Screenshot 9.41.00\u202fAM.png"},
	} {
		require.Equal(t, name.stored, filetype.CleanName(name.sent), "%q", name.sent)
	}
}

func TestALongNameKeepsItsEnding(t *testing.T) {
	require.Equal(t, strings.Repeat("a", 195)+".xlsx", filetype.CleanName(strings.Repeat("a", 1000)+".xlsx"))
	require.Equal(t, strings.Repeat("漢", 83)+".xlsx", filetype.CleanName(strings.Repeat("漢", 200)+".xlsx"))
	require.Equal(t, strings.Repeat("a", 200), filetype.CleanName(strings.Repeat("a", 300)+"."+strings.Repeat("b", 300)))
	require.Equal(t, "_CON.txt", filetype.CleanName("CON"+strings.Repeat(" ", 300)+"x.txt"), "a name that becomes a device by being cut")
	zalgo := filetype.CleanName("a" + strings.Repeat("\u0336", 1000) + ".txt")
	require.Less(t, utf8.RuneCountInString(zalgo), 20)
}

func TestAnExtensionIsShortAndInLowerCase(t *testing.T) {
	for name, extension := range map[string]string{"a.PDF": ".pdf", "a.tar.gz": ".gz", "none": "", ".bashrc": "", "a. b": "", "a." + strings.Repeat("x", 40): ""} {
		require.Equal(t, extension, filetype.Extension(name), name)
	}
}

func TestADispositionNamesTheFileForOldAndNewPrograms(t *testing.T) {
	require.Equal(t, `attachment; filename="report.pdf"`, filetype.Disposition("report.pdf", false))
	require.Equal(t, `inline; filename="__.txt"; filename*=UTF-8''%E8%AD%B0%E4%BA%8B.txt`, filetype.Disposition("議事.txt", true))
	require.Equal(t, `attachment; filename="50_ off.txt"; filename*=UTF-8''50%25%20off.txt`, filetype.Disposition("50% off.txt", false))
}

// FuzzCleanName holds what is promised of a name, and that cleaning it again changes nothing.
func FuzzCleanName(f *testing.F) {
	for _, name := range []string{
		"", "見積書.xlsx", "../a\\b", "CON", "COM¹.txt", "a\u202eb.exe", "e\u200d\u0301.txt", " .\u0301.a", "\u0344" + strings.Repeat("\u0345", 40),
		strings.Repeat("漢\u3099", 90) + ".tar.gz", "a\u200d\u200d🏳️\u200d🌈", "\u1100\u1161\u11a8", "\u2adc\U000e0100", "\ud7b0\u3164.", strings.Repeat("x", 254) + ".\xff", "NUL" + strings.Repeat(" ", 260) + ".",
	} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, sent string) {
		name := filetype.CleanName(sent)
		require.Equal(t, name, filetype.CleanName(name), "%q", sent)
		require.True(t, utf8.ValidString(name))
		require.True(t, norm.NFC.IsNormalString(name))
		require.NotEmpty(t, name)
		require.LessOrEqual(t, len(name), 255)
		require.LessOrEqual(t, utf8.RuneCountInString(name), 200)
		require.False(t, strings.ContainsAny(name, "/\\<>:\"|?*\r\n\t\x00\x7f\u2028\u202e\u2066\u200b\u200e\u061c\ufeff"), "%q", name)
		require.Equal(t, name, strings.Trim(name, " ."), "%q", name)
	})
}

// FuzzDisposition holds that the header is one line of ASCII from which the cleaned name comes back.
func FuzzDisposition(f *testing.F) {
	for _, name := range []string{"a.txt", "議事録.txt", `a"b\c.txt`, "50%41.txt", "a\r\nb", "'';=, .txt", "\xff", "🏳️\u200d🌈~`^|!"} {
		f.Add(name, true)
	}
	f.Fuzz(func(t *testing.T, name string, inline bool) {
		header := filetype.Disposition(name, inline)
		require.Empty(t, strings.Trim(header, printable), "%q", header)
		require.Equal(t, 2, strings.Count(header, `"`), "%q", header)
		way, parameters, err := mime.ParseMediaType(header)
		require.NoError(t, err, "%q", header)
		require.Equal(t, inline, way == "inline")
		require.Equal(t, filetype.CleanName(name), parameters["filename"], "%q", header)
	})
}

var printable = func() string {
	all := []byte{}
	for b := byte(' '); b <= '~'; b++ {
		all = append(all, b)
	}
	return string(all)
}()
