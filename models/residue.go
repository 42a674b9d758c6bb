package models

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
)

// secure_delete overwrites what SQLite frees, but not what it moves: where the rows of neighbouring pages are spread anew, the room
// between a page's cell pointers and its cells keeps what stood there, and an edited message may leave its former text in it.

// Offsets in a database file and in a b-tree page (https://www.sqlite.org/fileformat2.html §1.3, §1.6).
const (
	headerPageSize    = 16
	headerLargestRoot = 52 // not zero: the file has pages of pointers, which look like others
	pageCells         = 3
	pageContent       = 5
	leafHeader        = 8
	innerHeader       = 12
)

const (
	// residueChunk is how many bytes are looked at at once, residuePiece how many pages one write wipes.
	residueChunk = 1 << 20
	residuePiece = 100
	// residuePages keeps out files of over 64 GiB: from there on a page of a long text may begin like one of rows.
	residuePages = 1 << 24
)

// WipeResidue overwrites what moved rows have left in the database file; true when there was something, which the log then holds
// until it is emptied. It reads the whole file past SQLite, to find the few pages that matter.
func (s *Store) WipeResidue(ctx context.Context) (wiped bool, err error) {
	pages, err := s.pagesWithResidue(ctx)
	if err != nil {
		return false, err
	}
	for piece := range slices.Chunk(pages, residuePiece) {
		err := s.Write(ctx, func(tx *Tx) error {
			for _, number := range piece {
				found, err := tx.wipePage(number)
				if err != nil {
					return err
				}
				wiped = wiped || found
			}
			return nil
		})
		if err != nil {
			return false, err
		}
	}
	return wiped, nil
}

// pagesWithResidue are pages whose room holds something, as the file is: a checkpoint may just be changing it.
func (s *Store) pagesWithResidue(ctx context.Context) (numbers []int64, err error) {
	header := make([]byte, headerSize)
	if _, err := s.file.ReadAt(header, 0); err != nil {
		return nil, storageError(err)
	}
	size := int64(binary.BigEndian.Uint16(header[headerPageSize:]))
	if size == 1 {
		size = 1 << 16
	}
	if size < 512 || binary.BigEndian.Uint32(header[headerLargestRoot:]) != 0 {
		return nil, nil
	}
	chunk := make([]byte, residueChunk)
	for at := int64(0); at/size < residuePages && ctx.Err() == nil; at += residueChunk {
		n, err := s.file.ReadAt(chunk, at)
		for i := int64(0); i+size <= int64(n); i += size {
			number := (at+i)/size + 1
			if hasResidue(chunk[i:i+size], number) {
				numbers = append(numbers, number)
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return numbers, nil
		case err != nil:
			return nil, storageError(err)
		}
	}
	return numbers, ctx.Err()
}

func hasResidue(page []byte, number int64) bool {
	room := roomOf(page, number)
	return len(bytes.Trim(room, "\x00")) > 0
}

// roomOf is the part of a b-tree page that holds nothing; empty for any other page.
func roomOf(page []byte, number int64) []byte {
	header := 0
	if number == 1 {
		header = headerSize
	}
	length := leafHeader
	switch page[header] {
	case 2, 5:
		length = innerHeader
	case 10, 13:
	default:
		return nil
	}
	from := header + length + 2*int(binary.BigEndian.Uint16(page[header+pageCells:]))
	to := int(binary.BigEndian.Uint16(page[header+pageContent:]))
	if to == 0 {
		to = 1 << 16
	}
	if from >= to || to > len(page) {
		return nil
	}
	return page[from:to]
}

// wipePage overwrites what stands in a page's room now.
func (tx *Tx) wipePage(number int64) (bool, error) {
	var page []byte
	if err := tx.db.Raw(`SELECT data FROM sqlite_dbpage WHERE pgno = ?`, number).Row().Scan(&page); err != nil {
		return false, storageError(err)
	}
	if !hasResidue(page, number) {
		return false, nil
	}
	clear(roomOf(page, number))
	return true, tx.db.Exec(`UPDATE sqlite_dbpage SET data = ? WHERE pgno = ?`, page, number).Error
}

// openPages opens the database file for WipeResidue. It stays open as long as SQLite has it open: closing it sooner would give up the
// locks that SQLite holds on it (https://www.sqlite.org/howtocorrupt.html §2.2).
func (s *Store) openPages() (err error) {
	s.file, err = os.Open(s.path)
	return storageError(err)
}
