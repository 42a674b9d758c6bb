package picture

import (
	"bytes"
	"encoding/binary"
)

const (
	exifPrefix     = "Exif\x00\x00"
	orientationTag = 0x0112
	shortType      = 3
)

// orientation is the one in the first directory of an Exif block, 0 where there is none.
// Offsets and counts in it are anybody's: what they point at outside is not there.
func orientation(exif []byte) int {
	exif = bytes.TrimPrefix(exif, []byte(exifPrefix))
	if len(exif) < 8 {
		return 0
	}
	var order binary.ByteOrder
	switch string(exif[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 0
	}
	at := uint64(order.Uint32(exif[4:]))
	if at+2 > uint64(len(exif)) {
		return 0
	}
	entries := exif[at+2:]
	for count := order.Uint16(exif[at:]); count > 0 && len(entries) >= 12; count-- {
		if order.Uint16(entries) == orientationTag && order.Uint16(entries[2:]) == shortType {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 0
		}
		entries = entries[12:]
	}
	return 0
}

// exif is the shortest block that says an orientation and nothing else.
func exif(orientation int) []byte {
	return []byte{
		'M', 'M', 0, '*', 0, 0, 0, 8, // the directory follows
		0, 1, // with one entry
		orientationTag >> 8, orientationTag & 0xff, 0, shortType, 0, 0, 0, 1, 0, byte(orientation), 0, 0,
		0, 0, 0, 0, // and is the last
	}
}
