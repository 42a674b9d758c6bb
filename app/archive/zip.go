package archive

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
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
	sizes := [2]uint64{uint64(binary.LittleEndian.Uint32(fixed[24:])), uint64(binary.LittleEndian.Uint32(fixed[20:]))}
	flags := field(8)
	name, own := readExtra(name, extra, &sizes)
	return found.add(Entry{
		Size:      signed(sizes[0]),
		Packed:    signed(sizes[1]),
		Directory: bytes.HasSuffix(name, []byte("/")) || fixed[38]&0x10 != 0,
		Encrypted: flags&0x1 != 0,
	}, name, own || flags&0x800 != 0)
}

// readExtra takes the larger sizes and the name in UTF-8 from the extra fields.
func readExtra(name, extra []byte, sizes *[2]uint64) (named []byte, own bool) {
	for len(extra) >= 4 {
		id, length := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if extra = extra[4:]; length > len(extra) {
			break
		}
		switch id {
		case 0x0001:
			enlarge(sizes, extra[:length])
		case 0x7075:
			if text, ok := unicodeName(name, extra[:length]); ok {
				name, own = text, true
			}
		}
		extra = extra[length:]
	}
	return name, own
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
