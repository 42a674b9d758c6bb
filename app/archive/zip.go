package archive

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
	"time"
)

// Records of a zip (APPNOTE 4.3).
const (
	directoryEntry = "PK\x01\x02"
	directoryEnd   = "PK\x05\x06"
	locator64      = "PK\x06\x07"
	directoryEnd64 = "PK\x06\x06"

	entryLength   = 46
	endLength     = 22
	locatorLength = 20
	end64Length   = 56
)

// listZip reads the central directory only, one entry after another: archive/zip keeps all of it in memory, and as many
// entries as the archive claims.
func listZip(s source, found *collected) error {
	start, end, claimed, err := directory(s)
	if err != nil {
		return err
	}
	rest := bufio.NewReaderSize(source{s.ctx, io.NewSectionReader(s, start, min(end-start, maxHeaders)), s.spent}, 64<<10)
	for err == nil {
		err = readEntry(rest, found)
	}
	if end-start > maxHeaders && (err == io.EOF || err == io.ErrUnexpectedEOF) {
		return errEnough
	}
	if (err == io.EOF || err == errOther) && uint64(len(found.entries)) >= claimed {
		return nil
	}
	return err
}

// directory finds where the central directory begins, where it ends at the latest, and how many entries it is said to have.
func directory(s source) (start, end int64, claimed uint64, err error) {
	tail := make([]byte, min(s.Size(), endLength+math.MaxUint16+locatorLength))
	from := s.Size() - int64(len(tail))
	if _, err := s.ReadAt(tail, from); err != nil && err != io.EOF {
		return 0, 0, 0, err
	}
	at := endAt(tail)
	if at < 0 {
		return 0, 0, 0, ErrBroken
	}
	end = from + int64(at)
	about := numbers{
		count:  uint64(binary.LittleEndian.Uint16(tail[at+10:])),
		size:   uint64(binary.LittleEndian.Uint32(tail[at+12:])),
		offset: uint64(binary.LittleEndian.Uint32(tail[at+16:])),
	}
	if at >= locatorLength && string(tail[at-locatorLength:at-locatorLength+4]) == locator64 {
		where := signed(binary.LittleEndian.Uint64(tail[at-locatorLength+8:]))
		if larger, ok := numbers64(s, where, end-locatorLength-end64Length); ok {
			about = larger
			end -= locatorLength + end64Length
		}
	}
	// What was put before a zip, such as a program that unpacks it, moves the directory from where it is said to be.
	for _, start := range []int64{signed(about.offset), end - signed(about.size)} {
		if start >= 0 && start <= end && (isAt(s, start, directoryEntry) || about.count == 0) {
			return start, end, about.count, nil
		}
	}
	return 0, 0, 0, ErrBroken
}

// numbers are what the end of a zip says of its directory.
type numbers struct{ count, size, offset uint64 }

// endAt is the place of the last record that ends the directory and whose comment fits behind it, -1 without one.
func endAt(tail []byte) int {
	for at := len(tail) - endLength; at >= 0; at-- {
		if string(tail[at:at+4]) == directoryEnd && at+endLength+int(binary.LittleEndian.Uint16(tail[at+20:])) <= len(tail) {
			return at
		}
	}
	return -1
}

// numbers64 reads the larger numbers of the second record, at one of the two places where it can be.
func numbers64(s source, places ...int64) (numbers, bool) {
	record := make([]byte, end64Length)
	for _, at := range places {
		if !isAt(s, at, directoryEnd64) {
			continue
		}
		if _, err := s.ReadAt(record, at); err == nil {
			field := func(at int) uint64 { return binary.LittleEndian.Uint64(record[at:]) }
			return numbers{count: field(32), size: field(40), offset: field(48)}, true
		}
	}
	return numbers{}, false
}

func isAt(s source, at int64, record string) bool {
	found := make([]byte, len(record))
	if at < 0 || at > s.Size() {
		return false
	}
	_, err := s.ReadAt(found, at)
	return err == nil && string(found) == record
}

// errOther says that what follows is no entry.
var errOther = errors.New("archive: another record in the directory")

// readEntry takes one entry of the directory (APPNOTE 4.3.12).
func readEntry(rest *bufio.Reader, found *collected) error {
	fixed := [entryLength]byte{}
	if _, err := io.ReadFull(rest, fixed[:]); err != nil {
		return err
	}
	if string(fixed[:4]) != directoryEntry {
		return errOther
	}
	field := func(at int) int { return int(binary.LittleEndian.Uint16(fixed[at:])) }
	variable := make([]byte, field(28)+field(30))
	if _, err := io.ReadFull(rest, variable); err != nil {
		return err
	}
	if _, err := rest.Discard(field(32)); err != nil {
		return err
	}
	name, extra := variable[:field(28)], variable[field(28):]
	about := extras{
		name:     name,
		sizes:    [2]uint64{uint64(binary.LittleEndian.Uint32(fixed[24:])), uint64(binary.LittleEndian.Uint32(fixed[20:]))},
		modified: localTime(field(14), field(12)),
	}
	about.read(extra)
	flags := field(8)
	return found.add(Entry{
		Size:      signed(about.sizes[0]),
		Packed:    signed(about.sizes[1]),
		Modified:  about.modified,
		Directory: bytes.HasSuffix(name, []byte("/")) || fixed[38]&0x10 != 0,
		Encrypted: flags&0x1 != 0,
	}, about.name, about.own || flags&0x800 != 0)
}

// localTime reads the date and time of MS-DOS (APPNOTE 4.4.6), which have no zone: a house has one, so the server's is taken.
func localTime(date, clock int) int64 {
	year, month, day := 1980+date>>9, date>>5&0xf, date&0x1f
	if month < 1 || month > 12 || day < 1 {
		return 0
	}
	return time.Date(year, time.Month(month), day, clock>>11, clock>>5&0x3f, clock&0x1f*2, 0, time.Local).UnixMilli()
}

// extras are what the extra fields of an entry may say better than its other fields.
type extras struct {
	name     []byte
	own      bool // the name is in UTF-8
	sizes    [2]uint64
	modified int64
}

func (e *extras) read(extra []byte) {
	for len(extra) >= 4 {
		id, length := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; length > len(extra) {
			break
		}
		e.readField(id, extra[:length])
		extra = extra[length:]
	}
}

func (e *extras) readField(id uint16, field []byte) {
	switch id {
	case 0x0001:
		enlarge(&e.sizes, field)
	case 0x000a: // NTFS: one tag of three times in 100 ns since 1601
		if len(field) >= 16 && binary.LittleEndian.Uint16(field[4:]) == 1 {
			e.modified = signed(binary.LittleEndian.Uint64(field[8:]))/10_000 - 11_644_473_600_000
		}
	case 0x5455: // Info-ZIP: seconds since 1970
		if len(field) >= 5 && field[0]&1 != 0 {
			e.modified = int64(int32(binary.LittleEndian.Uint32(field[1:]))) * 1000
		}
	case 0x7075:
		if text, ok := unicodeName(e.name, field); ok {
			e.name, e.own = text, true
		}
	}
}

// enlarge puts the 64-bit sizes in, which stand only for those that did not fit (APPNOTE 4.5.3).
func enlarge(sizes *[2]uint64, field []byte) {
	for i := range sizes {
		if sizes[i] == math.MaxUint32 && len(field) >= 8 {
			sizes[i] = binary.LittleEndian.Uint64(field)
			field = field[8:]
		}
	}
}

// unicodeName is the name in UTF-8 that Info-ZIP adds; its checksum tells whether the other name was changed since (APPNOTE 4.6.9).
func unicodeName(name, field []byte) ([]byte, bool) {
	if len(field) < 5 || field[0] != 1 || binary.LittleEndian.Uint32(field[1:]) != crc32.ChecksumIEEE(name) {
		return nil, false
	}
	return field[5:], true
}
