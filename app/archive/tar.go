package archive

import (
	"archive/tar"
	"bufio"
	"compress/bzip2"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"courtyard/app/filetype"

	"github.com/klauspost/compress/zstd"
)

// window is the memory that unpacking zstd takes at most, and what RFC 8878 §3.1.1.1.2 asks every reader to have.
const window = 8 << 20

// listTar goes from header to header; the files between are skipped.
func listTar(s source, found *collected) error {
	return readTar(headers{s}, found)
}

// headers is a source of which only so much is read: an archive can be made of long headers alone.
type headers struct{ source }

func (h headers) Read(b []byte) (int, error) {
	if *h.spent > maxHeaders {
		return 0, errEnough
	}
	return h.source.Read(b)
}

func readTar(r io.Reader, found *collected) error {
	files := tar.NewReader(r)
	for {
		header, err := files.Next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil && !errors.Is(err, tar.ErrInsecurePath):
			return err
		case header.Typeflag == tar.TypeXGlobalHeader:
			continue
		}
		directory := header.Typeflag == tar.TypeDir || strings.HasSuffix(header.Name, "/")
		_, sure := header.PAXRecords["path"]
		if err := found.add(Entry{Size: header.Size, Packed: -1, Modified: header.ModTime.UnixMilli(), Directory: directory}, []byte(header.Name), sure); err != nil {
			return err
		}
	}
}

// listGzip lists the tar inside or, without one, the one file by the name that gzip has noted.
func listGzip(s source, found *collected) error {
	unpacked, err := gzip.NewReader(s)
	if err != nil {
		return err
	}
	defer unpacked.Close()
	name := noted(unpacked.Name)
	isTar, err := readPacked(s, unpacked, found)
	if err != nil || isTar || len(name) == 0 {
		return err
	}
	return found.add(Entry{Size: lastSize(s), Packed: s.Size(), Modified: unpacked.ModTime.UnixMilli()}, name, false)
}

// noted gives the bytes of the name back, which compress/gzip takes for Latin-1.
func noted(name string) []byte {
	bytes := make([]byte, 0, len(name))
	for _, r := range name {
		bytes = append(bytes, byte(r))
	}
	return bytes
}

// lastSize is the size that stands at the end of a gzip, -1 if that cannot be: it counts modulo 4 GiB, and deflate reaches
// 1,032 to 1 at most and adds next to nothing.
func lastSize(s source) int64 {
	end := [4]byte{}
	if _, err := s.ReadAt(end[:], max(0, s.Size()-4)); err != nil {
		return -1
	}
	size := int64(binary.LittleEndian.Uint32(end[:]))
	if size/1032 > s.Size() || s.Size() > size+size/100+1024 {
		return -1
	}
	return size
}

func listBzip2(s source, found *collected) error {
	_, err := readPacked(s, bzip2.NewReader(bufio.NewReaderSize(s, 64<<10)), found)
	return err
}

func listZstd(s source, found *collected) error {
	unpacked, err := zstd.NewReader(s, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(window))
	if err != nil {
		return err
	}
	defer unpacked.Close()
	_, err = readPacked(s, unpacked, found)
	return err
}

// readPacked lists what is unpacked if it is a tar.
func readPacked(s source, unpacked io.Reader, found *collected) (isTar bool, err error) {
	r := bufio.NewReaderSize(&meter{source: s, unpacked: unpacked}, 64<<10)
	head, err := r.Peek(512)
	if err != nil && err != io.EOF {
		return false, err
	}
	if filetype.Sniff(head, "") != filetype.Tar {
		return false, nil
	}
	return true, readTar(r, found)
}

// meter watches how much is unpacked, absolutely and from how little.
type meter struct {
	source   source
	unpacked io.Reader
	read     int64
}

// fewUnpacked may come from anything: the end of a small tar is nearly nothing when it is packed.
const fewUnpacked = 1 << 20

func (m *meter) Read(b []byte) (int, error) {
	if err := m.source.ctx.Err(); err != nil {
		return 0, err
	}
	if m.read >= maxUnpacked {
		return 0, errEnough
	}
	n, err := m.unpacked.Read(b)
	if m.read += int64(n); m.read > fewUnpacked && m.read > maxRatio**m.source.spent {
		return 0, ErrBomb
	}
	return n, err
}
