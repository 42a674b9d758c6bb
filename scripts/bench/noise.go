package main

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"math/rand/v2"
	"sync"
)

// noise is a file of a size that no compression makes smaller; the same number gives the same bytes.
type noise struct {
	number uint64
	size   int64
}

// noiseBlock is repeated, with its number, to fill a file: making bytes must not be what is measured.
var noiseBlock = sync.OnceValue(func() []byte {
	block := make([]byte, 1<<20)
	_, _ = rand.NewChaCha8([32]byte{}).Read(block)
	return block
})

// ReadAt gives the bytes at a place (io.ReaderAt).
func (n noise) ReadAt(p []byte, at int64) (int, error) {
	block, done := noiseBlock(), 0
	for done < len(p) && at < n.size {
		from := (at + int64(n.number)*4099) % int64(len(block))
		piece := min(int64(len(p)-done), int64(len(block))-from, n.size-at)
		copy(p[done:], block[from:from+piece])
		done += int(piece)
		at += piece
	}
	if done < len(p) {
		return done, io.EOF
	}
	return done, nil
}

func (n noise) from(offset int64) io.Reader { return io.NewSectionReader(n, offset, n.size-offset) }

func (n noise) sum() string {
	h := newSum()
	_, _ = io.Copy(h, n.from(0))
	return h.hex()
}

// sum is a SHA-256 to write to.
type sum struct{ hash.Hash }

func newSum() sum { return sum{sha256.New()} }

func (s sum) hex() string { return hex.EncodeToString(s.Sum(nil)) }
