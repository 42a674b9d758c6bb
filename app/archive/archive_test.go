package archive_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"courtyard/app/archive"
	"courtyard/app/charset"
	"courtyard/app/filetype"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
)

func list(t *testing.T, b []byte, kind filetype.Type, in charset.Name) (archive.Listing, error) {
	t.Helper()
	return archive.List(t.Context(), bytes.NewReader(b), int64(len(b)), kind, in)
}

func listed(t *testing.T, b []byte, kind filetype.Type) archive.Listing {
	t.Helper()
	listing, err := list(t, b, kind, "")
	require.NoError(t, err)
	return listing
}

func names(listing archive.Listing) []string {
	names := []string{}
	for _, entry := range listing.Entries {
		names = append(names, entry.Name)
	}
	return names
}

// zipped writes a zip whose headers say what they are told to.
func zipped(t *testing.T, headers ...*zip.FileHeader) []byte {
	t.Helper()
	out := bytes.Buffer{}
	w := zip.NewWriter(&out)
	for _, header := range headers {
		_, err := w.CreateRaw(header)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

func in(t *testing.T, charset encoding.Encoding, text string) string {
	t.Helper()
	encoded, err := charset.NewEncoder().String(text)
	require.NoError(t, err)
	return encoded
}

var folder = []string{"新しいフォルダー/", "新しいフォルダー/議事録.txt", "表/見積書.xlsx", "README.md"}

func TestAZipTellsItsEntriesWithTheirSizes(t *testing.T) {
	b := zipped(t,
		&zip.FileHeader{Name: "docs/", Flags: 0x800},
		&zip.FileHeader{Name: "docs/計画.pdf", Flags: 0x800, UncompressedSize64: 1000, CompressedSize64: 0},
		&zip.FileHeader{Name: "secret.txt", Flags: 0x1, UncompressedSize64: 5 << 32},
	)
	require.Equal(t, archive.Listing{Entries: []archive.Entry{
		{Name: "docs/", Directory: true},
		{Name: "docs/計画.pdf", Size: 1000},
		{Name: "secret.txt", Size: 5 << 32, Encrypted: true},
	}}, listed(t, b, filetype.Zip))
	require.Empty(t, listed(t, zipped(t), filetype.Zip).Entries)
}

func TestEntriesTellWhenTheyWereChanged(t *testing.T) {
	change := time.Date(2026, 4, 1, 9, 30, 20, 0, time.UTC)
	out := bytes.Buffer{}
	w := zip.NewWriter(&out)
	_, err := w.CreateHeader(&zip.FileHeader{Name: "a.txt", Modified: change}) // writes Info-ZIP's field, too
	require.NoError(t, err)
	require.NoError(t, w.Close())
	require.Equal(t, change.UnixMilli(), listed(t, out.Bytes(), filetype.Zip).Entries[0].Modified)

	const date, clock = (2026-1980)<<9 | 4<<5 | 1, 9<<11 | 30<<5 | 10
	windows := binary.LittleEndian.AppendUint64([]byte{10, 0, 32, 0, 0, 0, 0, 0, 1, 0, 24, 0}, uint64(change.UnixMilli()+11_644_473_600_000)*10_000)
	entries := listed(t, zipped(t,
		&zip.FileHeader{Name: "Windows", Extra: append(windows, make([]byte, 16)...)},
		&zip.FileHeader{Name: "no time", Extra: append([]byte{10, 0, 32, 0, 0, 0, 0, 0, 1, 0, 24, 0}, bytes.Repeat([]byte{0xff}, 24)...)},
	), filetype.Zip).Entries
	require.Equal(t, change.UnixMilli(), entries[0].Modified)
	require.Zero(t, entries[1].Modified)
	b := zipped(t, &zip.FileHeader{Name: "local"})
	stamp := b[bytes.Index(b, []byte("PK\x01\x02"))+12:]
	require.Zero(t, listed(t, b, filetype.Zip).Entries[0].Modified)
	binary.LittleEndian.PutUint16(stamp, clock)
	binary.LittleEndian.PutUint16(stamp[2:], date)
	require.Equal(t, time.Date(2026, 4, 1, 9, 30, 20, 0, time.Local).UnixMilli(), listed(t, b, filetype.Zip).Entries[0].Modified)

	require.Equal(t, change.UnixMilli(), listed(t, tarOf(t, &tar.Header{Name: "a", ModTime: change}), filetype.Tar).Entries[0].Modified)
}

func TestNamesWithoutACharsetAreReadInTheOneThatFitsThemAll(t *testing.T) {
	for name, writes := range map[charset.Name]encoding.Encoding{charset.ShiftJIS: japanese.ShiftJIS, charset.EUCJP: japanese.EUCJP, charset.UTF8: encoding.Nop} {
		headers := []*zip.FileHeader{}
		tarred := bytes.Buffer{}
		w := tar.NewWriter(&tarred)
		for _, path := range folder {
			headers = append(headers, &zip.FileHeader{Name: in(t, writes, path)})
			require.NoError(t, w.WriteHeader(&tar.Header{Name: in(t, writes, path), Format: tar.FormatGNU}))
		}
		require.NoError(t, w.Close())
		for kind, b := range map[filetype.Type][]byte{filetype.Zip: zipped(t, headers...), filetype.Tar: tarred.Bytes()} {
			listing := listed(t, b, kind)
			require.Equal(t, name, listing.Charset)
			require.Equal(t, folder, names(listing))
			chosen, err := list(t, b, kind, charset.Western)
			require.NoError(t, err)
			require.Equal(t, charset.Western, chosen.Charset)
			require.NotEqual(t, folder, names(chosen))
			require.Equal(t, "README.md", chosen.Entries[3].Name)
		}
	}
}

func TestInfoZIPsNameIsTakenWhileItsChecksumHolds(t *testing.T) {
	old := in(t, japanese.ShiftJIS, "議事録.txt")
	extra := append([]byte{1}, binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(old)))...)
	extra = append(extra, "議事録（新）.txt"...)
	field := append(binary.LittleEndian.AppendUint16([]byte{0x75, 0x70}, uint16(len(extra))), extra...)
	listing := listed(t, zipped(t, &zip.FileHeader{Name: old, Extra: field}), filetype.Zip)
	require.Equal(t, []string{"議事録（新）.txt"}, names(listing))
	require.Empty(t, listing.Charset)
	renamed := in(t, japanese.ShiftJIS, "議事録の写し.txt")
	require.Equal(t, []string{"議事録の写し.txt"}, names(listed(t, zipped(t, &zip.FileHeader{Name: renamed, Extra: field}), filetype.Zip)))
}

func TestNamesAreTextAndHideNothing(t *testing.T) {
	b := zipped(t, &zip.FileHeader{Name: "../../etc/passwd", Flags: 0x800}, &zip.FileHeader{Name: "a\u202efdp.exe\x00\n", Flags: 0x800},
		&zip.FileHeader{Name: strings.Repeat("漢", 20_000), Flags: 0x800}, &zip.FileHeader{Name: strings.Repeat("\x8a", 2000)})
	entries := listed(t, b, filetype.Zip).Entries
	require.Equal(t, "../../etc/passwd", entries[0].Name)
	require.Equal(t, "a\ufffdfdp.exe\ufffd\ufffd", entries[1].Name)
	for _, long := range entries[2:] {
		require.Less(t, len(long.Name), 4<<10)
		require.True(t, strings.HasSuffix(long.Name, "…"))
		require.True(t, utf8.ValidString(long.Name))
	}
}

func TestAZipMayHaveACommentBehindAndAProgramBefore(t *testing.T) {
	out := bytes.Buffer{}
	w := zip.NewWriter(&out)
	_, err := w.Create("a.txt")
	require.NoError(t, err)
	require.NoError(t, w.SetComment(strings.Repeat("c", 65535)))
	require.NoError(t, w.Close())
	require.Equal(t, []string{"a.txt"}, names(listed(t, out.Bytes(), filetype.Zip)))
	require.Equal(t, []string{"a.txt"}, names(listed(t, append([]byte("MZ a program"), out.Bytes()...), filetype.Zip)))
}

func TestMoreEntriesThanAListHasAreLeftOut(t *testing.T) {
	headers := []*zip.FileHeader{}
	for i := range 70_000 { // more than 65,535 need the second record
		headers = append(headers, &zip.FileHeader{Name: fmt.Sprintf("%d.txt", i)})
	}
	all := zipped(t, headers...)
	listing := listed(t, all, filetype.Zip)
	require.Len(t, listing.Entries, 10_000)
	require.True(t, listing.More)
	require.False(t, listed(t, zipped(t, headers[:10_000]...), filetype.Zip).More)
}

func TestAnEndThatLiesCostsNothing(t *testing.T) {
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	for i := 8; i < 20; i++ {
		end[i] = 0xff
	}
	_, err := list(t, end, filetype.Zip, "")
	require.ErrorIs(t, err, archive.ErrBroken)
	b := zipped(t, &zip.FileHeader{Name: "a"}, &zip.FileHeader{Name: "b"})
	copy(b[len(b)-14:], []byte{0xff, 0xff, 0xff, 0xff}) // 65,535 entries
	listing, err := list(t, b, filetype.Zip, "")
	require.ErrorIs(t, err, archive.ErrBroken)
	require.Equal(t, []string{"a", "b"}, names(listing), "what was found is told")
	for cut := range len(b) {
		listing, _ := list(t, b[:cut], filetype.Zip, "")
		require.LessOrEqual(t, len(listing.Entries), 2)
	}
}

func TestLongNamesEndTheListBeforeTheyFillTheMemory(t *testing.T) {
	headers := []*zip.FileHeader{}
	for range 400 {
		headers = append(headers, &zip.FileHeader{Name: strings.Repeat("x", 60_000)})
	}
	b := zipped(t, headers...)
	before, after := runtime.MemStats{}, runtime.MemStats{}
	runtime.ReadMemStats(&before)
	listing := listed(t, b, filetype.Zip)
	runtime.ReadMemStats(&after)
	require.True(t, listing.More)
	require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(40<<20))
}

func tarOf(t *testing.T, headers ...*tar.Header) []byte {
	t.Helper()
	out := bytes.Buffer{}
	w := tar.NewWriter(&out)
	for _, header := range headers {
		require.NoError(t, w.WriteHeader(header))
		_, err := io.CopyN(w, zeros{}, header.Size)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

func gzipped(t *testing.T, name string, content []byte) []byte {
	t.Helper()
	out := bytes.Buffer{}
	w := gzip.NewWriter(&out)
	w.Name = name
	_, err := w.Write(content)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

func zstandard(t *testing.T, content []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	defer w.Close()
	return w.EncodeAll(content, nil)
}

func TestATarIsListedAlsoWhenItIsPacked(t *testing.T) {
	plain := tarOf(t, &tar.Header{Name: "資料/", Typeflag: tar.TypeDir}, &tar.Header{Name: "資料/図面.dwg", Size: 3000}, &tar.Header{Name: "a.txt"})
	want := []archive.Entry{{Name: "資料/", Packed: -1, Directory: true}, {Name: "資料/図面.dwg", Size: 3000, Packed: -1}, {Name: "a.txt", Packed: -1}}
	for kind, b := range map[filetype.Type][]byte{filetype.Tar: plain, filetype.Gzip: gzipped(t, "", plain), filetype.Zstd: zstandard(t, plain)} {
		require.Equal(t, archive.Listing{Entries: want}, listed(t, b, kind), kind)
		listing, err := list(t, b[:len(b)/3+100], kind, "")
		require.Error(t, err, "%s, cut off", kind)
		require.LessOrEqual(t, len(listing.Entries), 3)
	}
	const bzip2 = "425a6839314159265359165d9b1900006cfb80c980000240016700000862449e40040820005441000000d049410da9906990d1f78d282105f242113a48da6d9a04381cddbfa8452558a1f58154944a405ada3df027e33f1c2422201f177245385090165d9b19"
	b, err := hex.DecodeString(bzip2)
	require.NoError(t, err)
	require.Equal(t, []archive.Entry{{Name: "a.txt", Size: 5, Packed: -1}}, listed(t, b, filetype.Bzip2).Entries)
}

func TestAGzipOfOneFileHasTheNameThatItNotes(t *testing.T) {
	b := gzipped(t, "", []byte("hello"))
	require.Empty(t, listed(t, b, filetype.Gzip).Entries)
	noted := append([]byte{}, b...)
	noted[3] |= 8
	noted = append(noted[:10:10], append([]byte(in(t, japanese.ShiftJIS, "表紙の写真.txt")+"\x00"), b[10:]...)...)
	listing := listed(t, noted, filetype.Gzip)
	require.Equal(t, []archive.Entry{{Name: "表紙の写真.txt", Size: 5, Packed: int64(len(noted))}}, listing.Entries)
	require.Equal(t, charset.ShiftJIS, listing.Charset)
}

func TestABombIsLeftAlone(t *testing.T) {
	bomb := tarOf(t, &tar.Header{Name: "first"}, &tar.Header{Name: "zeros", Size: 20 << 20}, &tar.Header{Name: "last"})
	for kind, b := range map[filetype.Type][]byte{filetype.Gzip: gzipped(t, "", bomb), filetype.Zstd: zstandard(t, bomb)} {
		listing, err := list(t, b, kind, "")
		require.ErrorIs(t, err, archive.ErrBomb, kind)
		require.Equal(t, "first", listing.Entries[0].Name)
		require.NotContains(t, names(listing), "last")
	}
	require.Len(t, listed(t, bomb, filetype.Tar).Entries, 3, "skipping costs nothing")
}

func TestATarOfHeadersAloneIsNotReadToItsEnd(t *testing.T) {
	headers := []*tar.Header{}
	for i := range 60 {
		headers = append(headers, &tar.Header{Name: fmt.Sprint(i), PAXRecords: map[string]string{"COURTYARD.x": strings.Repeat("x", 500<<10)}})
	}
	listing := listed(t, tarOf(t, headers...), filetype.Tar)
	require.True(t, listing.More)
	require.Less(t, len(listing.Entries), 40)
}

func TestAListingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	plain := tarOf(t, &tar.Header{Name: "a"})
	for kind, b := range map[filetype.Type][]byte{filetype.Tar: plain, filetype.Gzip: gzipped(t, "", plain), filetype.Zstd: zstandard(t, plain), filetype.Zip: zipped(t, &zip.FileHeader{Name: "a"})} {
		_, err := archive.List(ctx, bytes.NewReader(b), int64(len(b)), kind, "")
		require.ErrorIs(t, err, context.Canceled, kind)
	}
}

func TestOtherArchivesAreOnlyNamed(t *testing.T) {
	for _, kind := range []filetype.Type{filetype.SevenZip, filetype.RAR, filetype.XZ, filetype.LZH, filetype.PNG, ""} {
		_, err := list(t, []byte("x"), kind, "")
		require.ErrorIs(t, err, archive.ErrNotListed)
	}
}

var fuzzed = []filetype.Type{filetype.Zip, filetype.Tar, filetype.Gzip, filetype.Bzip2, filetype.Zstd}

// FuzzList holds that a listing is bounded and is text, whatever the archive.
func FuzzList(f *testing.F) {
	out := bytes.Buffer{}
	w := zip.NewWriter(&out)
	for _, name := range []string{"a/", "\x8b\x63.txt"} {
		_, _ = w.CreateRaw(&zip.FileHeader{Name: name, Extra: []byte{0x75, 0x70, 5, 0, 1, 0, 0, 0, 0}, UncompressedSize64: 5 << 32})
	}
	_ = w.Close()
	f.Add(out.Bytes(), uint8(0))
	out.Reset()
	packed := gzip.NewWriter(&out)
	packed.Name = "a"
	tarred := tar.NewWriter(packed)
	_ = tarred.WriteHeader(&tar.Header{Name: "資料", PAXRecords: map[string]string{"COURTYARD.x": "y"}})
	_ = tarred.Close()
	_ = packed.Close()
	f.Add(out.Bytes(), uint8(2))
	f.Add([]byte("\x28\xb5\x2f\xfd\x04\x00"), uint8(4))
	f.Add([]byte("BZh9\x17rE8P\x90\x00\x00\x00\x00"), uint8(3))
	f.Fuzz(func(t *testing.T, b []byte, kind uint8) {
		listing, _ := list(t, b, fuzzed[int(kind)%len(fuzzed)], "")
		require.LessOrEqual(t, len(listing.Entries), 10_000)
		for _, entry := range listing.Entries {
			require.True(t, utf8.ValidString(entry.Name))
			require.LessOrEqual(t, len(entry.Name), 4<<10)
			require.GreaterOrEqual(t, min(entry.Size, entry.Packed), int64(-1))
		}
	})
}
