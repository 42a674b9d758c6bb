// Package archive lists what an archive says it holds. Nothing is extracted, no archive inside is opened, and names are text to
// be shown: none is ever a path here.
package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"courtyard/app/charset"
	"courtyard/app/filetype"
)

// Entry is a file or folder in an archive, by the archive's word: its sizes are -1 where it says none, the time of its last change, in
// UTC milliseconds, is 0.
type Entry struct {
	Name      string
	Size      int64
	Packed    int64
	Modified  int64
	Directory bool
	Encrypted bool
}

// Listing is the entries in the archive's order.
type Listing struct {
	Entries []Entry
	// Charset is the one that names were read in which do not say their own; empty if all do, and the choice changes nothing.
	Charset charset.Name
	// More entries were left out, or may have been: a limit was reached.
	More bool
}

// Why there is no listing, or one that ends early.
var (
	ErrNotListed = errors.New("archive: archives of this type are not listed")
	ErrBroken    = errors.New("archive: the archive is damaged or cut off")
	ErrBomb      = errors.New("archive: the archive unpacks to far more than it is")
)

// What one listing costs at most.
const (
	maxEntries  = 10_000
	maxName     = 1 << 10 // bytes of one name; the rest is cut
	maxNames    = 2 << 20 // bytes of all names
	maxHeaders  = 16 << 20
	maxUnpacked = 256 << 20
	maxRatio    = 100
)

// lastTime is the end of the year 9999, in UTC milliseconds; later ones are no times.
const lastTime = 253_402_300_799_999

// cutMark ends a name that is longer than is shown.
const cutMark = "…"

// List reads the entries of an archive of size bytes; in is the charset for names that do not say their own, empty to guess it.
// At most 10,000 entries are given, from at most 256 MiB of what is unpacked. With an error come the entries before the fault;
// the context's end is an error, too, and so is what r could not read, as it came from there.
func List(ctx context.Context, r io.ReaderAt, size int64, kind filetype.Type, in charset.Name) (Listing, error) {
	list := lister(kind)
	if list == nil {
		return Listing{}, ErrNotListed
	}
	found, watched := &collected{}, &watch{ReaderAt: r}
	err := list(source{ctx: ctx, SectionReader: io.NewSectionReader(watched, 0, size), spent: new(int64)}, found)
	if errors.Is(err, errEnough) {
		found.more, err = true, nil
	}
	return found.listing(in), fault(ctx, watched.err, err)
}

func lister(kind filetype.Type) func(source, *collected) error {
	switch kind {
	case filetype.Zip, filetype.Jar, filetype.Android:
		return listZip
	case filetype.Tar:
		return listTar
	case filetype.Gzip:
		return listGzip
	case filetype.Bzip2:
		return listBzip2
	case filetype.Zstd:
		return listZstd
	}
	return nil
}

// fault makes one error of the many ways in which an archive can be wrong. One whose bytes could not be read is not.
func fault(ctx context.Context, failed, err error) error {
	switch {
	case errors.Is(err, ErrBomb):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case failed != nil:
		return failed
	case err == nil || errors.Is(err, ErrBroken):
		return err
	}
	return fmt.Errorf("%w: %w", ErrBroken, err)
}

// watch remembers why bytes could not be read: what unpacks them may call that something else, or pass over it.
type watch struct {
	io.ReaderAt
	err error
}

func (w *watch) ReadAt(p []byte, at int64) (int, error) {
	n, err := w.ReaderAt.ReadAt(p, at)
	if err != nil && !errors.Is(err, io.EOF) {
		w.err = err
	}
	return n, err
}

// errEnough stops a listing at a limit.
var errEnough = errors.New("archive: enough was read")

// source is the archive's bytes. It ends with its context.
type source struct {
	ctx context.Context
	*io.SectionReader
	spent *int64
}

func (s source) Read(b []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := s.SectionReader.Read(b)
	*s.spent += int64(n)
	return n, err
}

// collected are entries whose names may still wait for their charset.
type collected struct {
	entries []Entry
	raw     []bool // whose names are bytes
	names   int
	more    bool
}

// add takes an entry, its name in bytes or, sure, in UTF-8.
func (c *collected) add(entry Entry, name []byte, sure bool) error {
	if len(c.entries) == maxEntries || c.names > maxNames {
		return errEnough
	}
	entry.Name = string(name)
	if len(name) > maxName {
		entry.Name = string(name[:maxName]) + cutMark
	}
	entry.Size, entry.Packed = max(entry.Size, -1), max(entry.Packed, -1)
	if entry.Modified < 0 || entry.Modified > lastTime {
		entry.Modified = 0
	}
	c.entries = append(c.entries, entry)
	c.raw = append(c.raw, !sure && strings.ContainsFunc(entry.Name, beyondASCII) || !utf8.Valid(name))
	c.names += len(entry.Name)
	return nil
}

func beyondASCII(r rune) bool { return r >= utf8.RuneSelf }

func (c *collected) listing(in charset.Name) Listing {
	listing := Listing{Entries: c.entries, More: c.more}
	if slices.Contains(c.raw, true) {
		if listing.Charset = in; in == "" {
			listing.Charset = c.guess()
		}
	}
	for i := range c.entries {
		name := &c.entries[i].Name
		if c.raw[i] {
			bytes, mark := parted(*name)
			*name = charset.Decode([]byte(bytes), listing.Charset) + mark
		}
		*name = strings.Map(visible, *name)
	}
	return listing
}

// parted takes the mark off a name that was cut.
func parted(name string) (bytes, mark string) {
	if len(name) > maxName {
		return name[:maxName], cutMark
	}
	return name, ""
}

// guess looks at all names together: one alone is often too short.
func (c *collected) guess() charset.Name {
	all := strings.Builder{}
	for i, entry := range c.entries {
		if c.raw[i] && all.Len() < charset.Head {
			bytes, _ := parted(entry.Name)
			all.WriteString(bytes)
			all.WriteByte('\n')
		}
	}
	return charset.Detect([]byte(all.String()))
}

// visible puts a sign in place of what would hide or reorder part of a name.
func visible(r rune) rune {
	if unicode.IsControl(r) || r == 0x2028 || r == 0x2029 || unicode.Is(unicode.Bidi_Control, r) {
		return utf8.RuneError
	}
	return r
}

func signed(size uint64) int64 { return int64(min(size, math.MaxInt64)) }
