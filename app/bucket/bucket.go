// Package bucket keeps the bytes of files in a bucket of an S3-compatible server. What is still on its way lies in a folder here.
package bucket

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"courtyard/app/folder"
)

const (
	// patience is how long the server may take for an answer, or for the next bytes of one.
	patience = 30 * time.Second
	// reached is how long it may take to be there at all.
	reached = 5 * time.Second
	// partSize is how much of a larger file goes at once, of at most 10,000 parts (S3: multipart upload).
	partSize = 64 << 20
	// watchInterval is how often it is asked whether the bucket is there.
	watchInterval = 15 * time.Second
)

// Options say where a bucket is and who we are there.
type Options struct {
	// Endpoint is host and port; Plain is without TLS.
	Endpoint string
	Plain    bool
	// Name is the bucket's, Prefix begins every key in it, and ends with a slash unless it is empty.
	Name, Prefix, Region string
	Key, Secret          string
	// Roots are whom its certificate has to come from; nil: whom this machine trusts.
	Roots *x509.CertPool
}

// Bucket is one such bucket.
type Bucket struct {
	client  *http.Client
	scheme  string
	local   *folder.Folder
	options Options
	away    atomic.Bool
}

// New gives a bucket for what arrives in a folder; nothing is asked yet.
func New(o Options, local *folder.Folder) *Bucket {
	b := &Bucket{scheme: "https", local: local, options: o}
	if o.Plain {
		b.scheme = "http"
	}
	b.client = &http.Client{
		Transport: &http.Transport{
			// No Proxy: it would be another machine that sees the files.
			DialContext:           (&net.Dialer{Timeout: reached}).DialContext,
			TLSClientConfig:       &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:   reached,
			ResponseHeaderTimeout: patience,
			MaxIdleConnsPerHost:   16,
			IdleConnTimeout:       time.Minute,
			DisableCompression:    true,
		},
		// Nobody else is told what is asked here.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return b
}

// String is for people: the bucket's name, and where it is.
func (b *Bucket) String() string {
	return "the bucket " + b.options.Name + " at " + b.options.Endpoint
}

func (b *Bucket) key(name, part string) string { return b.options.Prefix + folder.Place(name, part) }

// Keep brings a complete upload into the bucket. The one here stays until Settle.
func (b *Bucket) Keep(ctx context.Context, name string) (err error) {
	file, err := b.local.Whole(name)
	if errors.Is(err, fs.ErrNotExist) {
		_, err = b.size(ctx, b.key(name, ""))
		return err // it was settled, so it has to be there
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return b.put(ctx, b.key(name, ""), file, info.Size())
}

// Settle takes away the upload here.
func (b *Bucket) Settle(name string) error { return b.local.Drop(name) }

// Save stores a part made from a file.
func (b *Bucket) Save(ctx context.Context, name, part string, content []byte) error {
	return b.put(ctx, b.key(name, part), bytes.NewReader(content), int64(len(content)))
}

func (b *Bucket) put(ctx context.Context, key string, from io.ReaderAt, size int64) error {
	if size > partSize {
		return b.putParts(ctx, key, from, size)
	}
	_, err := b.send(ctx, request{method: http.MethodPut, key: key, body: io.NewSectionReader(from, 0, size)})
	return err
}

// send gives a body as long as it needs where the line is slow.
func (b *Bucket) send(ctx context.Context, r request) (http.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, tries*(patience+time.Duration(r.body.Size()/slowest)*time.Second))
	defer cancel()
	return b.does(ctx, r, nil)
}

// sentPart is one part that the server has.
type sentPart struct {
	PartNumber int
	ETag       string
}

// putParts sends a large file in parts, one after the other, which become one with the last request.
func (b *Bucket) putParts(ctx context.Context, key string, from io.ReaderAt, size int64) (err error) {
	var begun struct {
		UploadID string `xml:"UploadId"`
	}
	if _, err = b.does(ctx, request{method: http.MethodPost, key: key, query: url.Values{"uploads": {""}}}, &begun); err != nil {
		return err
	}
	upload := url.Values{"uploadId": {begun.UploadID}}
	defer func() {
		if err != nil { // what Remove has to find otherwise
			_, _ = b.does(context.WithoutCancel(ctx), request{method: http.MethodDelete, key: key, query: upload}, nil)
		}
	}()
	var all struct {
		XMLName xml.Name   `xml:"CompleteMultipartUpload"`
		Parts   []sentPart `xml:"Part"`
	}
	for at := int64(0); at < size; at += partSize {
		number := len(all.Parts) + 1
		header, err := b.send(ctx, request{
			method: http.MethodPut, key: key, body: io.NewSectionReader(from, at, min(partSize, size-at)),
			query: url.Values{"uploadId": {begun.UploadID}, "partNumber": {strconv.Itoa(number)}},
		})
		if err != nil {
			return err
		}
		all.Parts = append(all.Parts, sentPart{number, header.Get("ETag")})
	}
	text, err := xml.Marshal(all)
	if err == nil {
		_, err = b.send(ctx, request{method: http.MethodPost, key: key, query: upload, body: io.NewSectionReader(bytes.NewReader(text), 0, int64(len(text)))})
	}
	return err
}

// Open opens a file, or a part made from it, to be read until the context ends. What was kept before there was a bucket is read from the
// folder.
func (b *Bucket) Open(ctx context.Context, name, part string) (folder.Content, error) {
	file, err := b.local.Open(ctx, name, part)
	if !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	size, err := b.size(ctx, b.key(name, part))
	if err != nil {
		return nil, err
	}
	return &object{bucket: b, key: b.key(name, part), size: size, ctx: ctx}, nil
}

func (b *Bucket) size(ctx context.Context, key string) (int64, error) {
	answer, err := b.ask(ctx, request{method: http.MethodHead, key: key})
	if err != nil {
		return 0, err
	}
	if answer.ContentLength < 0 {
		return 0, errors.Join(away(errSpan), answer.Body.Close())
	}
	return answer.ContentLength, answer.Body.Close()
}

// Holds says whether a file lies in the bucket.
func (b *Bucket) Holds(ctx context.Context, name string) (bool, error) {
	_, err := b.size(ctx, b.key(name, ""))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Remove takes away all that lies under a name, here and there, and what was begun of it.
func (b *Bucket) Remove(ctx context.Context, name string) error {
	if err := b.local.Remove(ctx, name); err != nil {
		return err
	}
	key := b.key(name, "")
	var found struct {
		Contents []struct{ Key string }
		Upload   []struct {
			Key      string
			UploadID string `xml:"UploadId"`
		}
	}
	// No name has as many parts as one answer holds.
	if _, err := b.does(ctx, request{method: http.MethodGet, query: url.Values{"list-type": {"2"}, "prefix": {key}}}, &found); err != nil {
		return err
	}
	if _, err := b.does(ctx, request{method: http.MethodGet, query: url.Values{"uploads": {""}, "prefix": {key}}}, &found); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err // some answer 404 where nothing was begun
	}
	var problems []error
	for _, one := range found.Contents {
		if !strings.HasPrefix(one.Key, key) {
			continue // a server that has not understood us may give everything
		}
		problems = append(problems, b.drop(ctx, request{method: http.MethodDelete, key: one.Key}))
	}
	for _, one := range found.Upload {
		if !strings.HasPrefix(one.Key, key) {
			continue
		}
		problems = append(problems, b.drop(ctx, request{method: http.MethodDelete, key: one.Key, query: url.Values{"uploadId": {one.UploadID}}}))
	}
	return errors.Join(problems...)
}

// drop takes away what may be gone already.
func (b *Bucket) drop(ctx context.Context, r request) error {
	if _, err := b.does(ctx, r, nil); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Check says whether the bucket is there and lets us in. It asks for a list, whose refusal has a code that tells why.
func (b *Bucket) Check(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err := b.does(ctx, request{method: http.MethodGet, query: url.Values{"list-type": {"2"}, "max-keys": {"1"}, "prefix": {b.options.Prefix}}}, nil)
	if errors.Is(err, fs.ErrNotExist) {
		return away(errNoBucket)
	}
	return err
}

// Versioned says that the bucket keeps what is taken out of it. False, too, where the server does not tell: one that keeps no versions
// need not know the question, and Check has said whether it answers at all.
func (b *Bucket) Versioned(ctx context.Context) bool {
	var kept struct{ Status string }
	_, err := b.does(ctx, request{method: http.MethodGet, query: url.Values{"versioning": {""}}}, &kept)
	return err == nil && kept.Status == "Enabled"
}

// Away says that the bucket did not answer when it was asked last.
func (b *Bucket) Away() bool { return b.away.Load() }

// Watch asks now and then whether the bucket is there, and says in the log when that changes, until the context ends.
func (b *Bucket) Watch(ctx context.Context, log *slog.Logger) {
	every := time.NewTicker(watchInterval)
	defer every.Stop()
	for {
		err := b.Check(ctx)
		if ctx.Err() != nil {
			return
		}
		switch was := b.away.Swap(err != nil); {
		case err != nil && !was:
			log.Error("the bucket of files is away: uploads wait, and nobody can open a file", "error", err)
		case err == nil && was:
			log.Info("the bucket of files is there again")
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}
