package charset_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"courtyard/app/charset"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

var encodings = map[charset.Name]encoding.Encoding{
	charset.UTF8: unicode.UTF8, charset.ShiftJIS: japanese.ShiftJIS, charset.EUCJP: japanese.EUCJP, charset.ISO2022JP: japanese.ISO2022JP,
	charset.UTF16LE: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), charset.UTF16BE: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
	charset.Western: charmap.Windows1252,
}

func encoded(t *testing.T, text string, in charset.Name) []byte {
	t.Helper()
	b, err := encodings[in].NewEncoder().Bytes([]byte(text))
	require.NoError(t, err, "%s in %s", text, in)
	return b
}

var japaneseTexts = []string{
	"お世話になっております。明日の会議は10時から第2会議室で行います。",
	"日付,品名,数量,単価,金額\r\n2024/04/01,ボールペン,10,120,1200\r\n",
	"氏名,フリガナ,住所,電話番号,備考\n",
	"社員番号,部署,役職\n",
	"見積書.xlsx", "新しいフォルダー/議事録.txt", "請求書（控）.pdf", "写真/集合写真1.jpg", "資料.zip", "図面_最終版.dwg", "はい", "東京", "会議", "メモ.txt",
	"第１四半期売上報告", "「承認」をお願いします", "コピー ～ 新規テキスト ドキュメント.txt", "表示\\能力\\ソース.txt", "綺麗な檜の棚",
	"これは\tタブ区切り\tのデータです\n", "テスト", "データ", "一覧表", "顧客名簿", "平成三十年度予算", "名前の変更。", "下へ移動", "株式会社",
	`{"name":"山田太郎","age":30}`, "<p>ようこそ</p>", "error: ファイルが見つかりません\n",
}

func TestJapaneseIsDetectedInEachOfItsCharsetsAndReadBack(t *testing.T) {
	for _, text := range japaneseTexts {
		for _, in := range []charset.Name{charset.UTF8, charset.ShiftJIS, charset.EUCJP, charset.ISO2022JP} {
			b := encoded(t, text, in)
			require.Equal(t, in, charset.Detect(b), "%s", text)
			require.Equal(t, text, charset.Decode(b, in))
		}
	}
}

func TestUTF16IsKnownByItsMarkAndWithoutIt(t *testing.T) {
	for _, text := range append(japaneseTexts[:4:4], "plain English\r\n", "日付,品名", "Grüße aus Köln", "𠮷野家 no 1") {
		for in, mark := range map[charset.Name]string{charset.UTF16LE: "\xff\xfe", charset.UTF16BE: "\xfe\xff"} {
			b := encoded(t, text, in)
			require.Equal(t, in, charset.Detect(b), "%s", text)
			require.Equal(t, in, charset.Detect(append([]byte(mark), b...)), "%s", text)
			require.Equal(t, text, charset.Decode(append([]byte(mark), b...), in), "the mark is no part of the text")
		}
	}
}

func TestOtherTextsAreNotTakenForJapanese(t *testing.T) {
	for _, text := range []string{"Grüße aus Köln", "résumé café naïve", "Málaga año señor", "Übersicht;Größe;Straße\r\n", "Smørrebrød på ø", "coûte 5 € – très bien à l’été"} {
		require.Equal(t, charset.Western, charset.Detect(encoded(t, text, charset.Western)), text)
		require.Equal(t, charset.UTF8, charset.Detect([]byte(text)), text)
	}
	require.Equal(t, charset.UTF8, charset.Detect(nil))
	require.Equal(t, charset.UTF8, charset.Detect([]byte("plain ASCII")))
	require.Equal(t, charset.UTF8, charset.Detect([]byte("\x1b[31mcolours of a terminal\x1b[0m")))
	require.Equal(t, charset.UTF8, charset.Detect([]byte("\xef\xbb\xbfa,b")))
	require.Equal(t, "a,b", charset.Decode([]byte("\xef\xbb\xbfa,b"), charset.UTF8))
}

func TestWindowsLettersAreReadAsWindowsHasThem(t *testing.T) {
	for text, bytes := range map[string]string{"①": "\x87\x40", "～": "\x81\x60", "髙": "\xfb\xfc", "㈱": "\x87\x8a", "Ⅱ": "\x87\x55", "－": "\x81\x7c", "纊": "\xfa\x5c", "\\": "\\"} {
		require.Equal(t, text, charset.Decode([]byte(bytes), charset.ShiftJIS))
	}
	text := "①～㈱髙島屋の﨑さん"
	require.Equal(t, charset.ShiftJIS, charset.Detect(encoded(t, text, charset.ShiftJIS)))
}

func TestHalfWidthKatakanaAreNotTakenForKanji(t *testing.T) {
	for _, text := range []string{"ﾃｽﾄﾃﾞｰﾀ1", "ｶﾌﾞｼｷｶﾞｲｼﾔ", "ﾔﾏﾀﾞ ﾀﾛｳ", "ﾃｽﾄﾃﾞｰﾀ", "ﾌﾘｶﾅ,ﾃﾞﾝﾜ", "請求書ﾃﾞｰﾀ.csv"} {
		require.Equal(t, charset.ShiftJIS, charset.Detect(encoded(t, text, charset.ShiftJIS)), text)
	}
}

func TestATextThatIsCutInACharacterIsStillKnown(t *testing.T) {
	text := strings.Repeat(japaneseTexts[0], 3)
	for _, in := range []charset.Name{charset.UTF8, charset.ShiftJIS, charset.EUCJP} {
		b := encoded(t, text, in)
		for cut := 12; cut < 40; cut++ {
			require.Equal(t, in, charset.Detect(b[:cut]), "%s cut at %d", in, cut)
		}
	}
}

func TestAFewBrokenBytesDoNotHideTheCharset(t *testing.T) {
	text := strings.Repeat(japaneseTexts[0], 3)
	for _, in := range []charset.Name{charset.ShiftJIS, charset.EUCJP} {
		b := append(encoded(t, text, in), 0xff, 'x')
		require.Equal(t, in, charset.Detect(b))
		require.Contains(t, charset.Decode(b, in), "\ufffd")
	}
}

func TestCharsetsAreFoundByTheirUsualNames(t *testing.T) {
	for _, name := range charset.Names() {
		found, ok := charset.Parse(string(name))
		require.True(t, ok)
		require.Equal(t, name, found)
	}
	for label, name := range map[string]charset.Name{"CP932": charset.ShiftJIS, "windows-31j": charset.ShiftJIS, "utf8": charset.UTF8, "iso-8859-1": charset.Western} {
		found, _ := charset.Parse(label)
		require.Equal(t, name, found)
	}
	for _, label := range []string{"", "utf-7", strings.Repeat("-", 1<<20)} {
		_, ok := charset.Parse(label)
		require.False(t, ok)
	}
}

// FuzzDetect holds that every answer is a charset of ours in which the bytes can be read as text.
func FuzzDetect(f *testing.F) {
	for _, head := range []string{"", "\x00", "\xff\xfe\x00\xd8", "\x82\xa0\x82", "\xa4\xa2\xa4", "\x8f\xa1", "\x1b$B$\"\x1b(B", "\xb6\xde", "\xe9t\xe9", "0B\x000"} {
		f.Add([]byte(head))
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		name := charset.Detect(head)
		require.Contains(t, charset.Names(), name)
		for _, in := range charset.Names() {
			text := charset.Decode(head, in)
			require.True(t, utf8.ValidString(text))
			require.LessOrEqual(t, len(text), 3*len(head)+3)
			lines, next, err := charset.Page(bytes.NewReader(head), in, 2, 2)
			require.NoError(t, err)
			require.LessOrEqual(t, len(lines), 2)
			require.True(t, next == 0 || next == 2+len(lines))
		}
	})
}
