package bucket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// blockSize is how much is fetched for what is read here and there: lists of archives, and the beginnings of files.
const blockSize = 128 << 10

var (
	errSeek = errors.New("no place in this file")
	errSpan = errors.New("it gives no parts of files")
)

// object is one that is being read. Reading in order is one request; reading here and there fetches blocks.
type object struct {
	bucket *Bucket
	key    string
	size   int64
	// ctx is the one that the object was opened with: its end is the end of reading.
	ctx context.Context

	at   int64
	body io.ReadCloser
	stop context.CancelFunc

	block   []byte
	blockAt int64
}

// Read goes on from where the last one ended.
func (o *object) Read(p []byte) (int, error) {
	if o.at >= o.size {
		return 0, io.EOF
	}
	if o.body == nil {
		var err error
		if o.body, o.stop, err = o.ask(o.at, o.size-1); err != nil {
			return 0, err
		}
	}
	silent := time.AfterFunc(patience, o.stop)
	n, err := o.body.Read(p)
	silent.Stop()
	o.at += int64(n)
	if errors.Is(err, io.EOF) && o.at < o.size {
		err = io.ErrUnexpectedEOF
	}
	if err == nil || errors.Is(err, io.EOF) {
		return n, err
	}
	return n, away(err)
}

// ask requests a range, both ends included.
func (o *object) ask(first, last int64) (io.ReadCloser, context.CancelFunc, error) {
	ctx, stop := context.WithCancel(o.ctx)
	answer, err := o.bucket.ask(ctx, request{method: http.MethodGet, key: o.key, span: fmt.Sprintf("bytes=%d-%d", first, last)})
	if err == nil && answer.StatusCode != http.StatusPartialContent {
		err = errors.Join(away(errSpan), answer.Body.Close())
	}
	if err != nil {
		stop()
		return nil, nil, err
	}
	return answer.Body, stop, nil
}

// ReadAt reads from anywhere, by whole blocks, of which one is remembered.
func (o *object) ReadAt(p []byte, at int64) (read int, err error) {
	if at < 0 {
		return 0, errSeek
	}
	for read < len(p) && at < o.size {
		if err := o.fetch(at - at%blockSize); err != nil {
			return read, err
		}
		n := copy(p[read:], o.block[at-o.blockAt:])
		read += n
		at += int64(n)
	}
	if read < len(p) {
		return read, io.EOF
	}
	return read, nil
}

func (o *object) fetch(at int64) error {
	if o.block != nil && o.blockAt == at {
		return nil
	}
	body, stop, err := o.ask(at, min(at+blockSize, o.size)-1)
	if err != nil {
		return err
	}
	silent := time.AfterFunc(patience, stop)
	defer silent.Stop()
	defer stop()
	block := make([]byte, min(blockSize, o.size-at))
	_, err = io.ReadFull(body, block)
	if err = errors.Join(err, body.Close()); err != nil {
		return away(err)
	}
	o.block, o.blockAt = block, at
	return nil
}

// Seek says where the next Read begins.
func (o *object) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += o.at
	case io.SeekEnd:
		offset += o.size
	}
	if offset < 0 {
		return o.at, fmt.Errorf("seek: %w", errSeek)
	}
	if offset != o.at {
		o.end()
	}
	o.at = offset
	return offset, nil
}

// Close gives the connection free.
func (o *object) Close() error {
	o.end()
	return nil
}

func (o *object) end() {
	if o.body != nil {
		o.stop() // what is left of it is not waited for
		_ = o.body.Close()
		o.body = nil
	}
}
