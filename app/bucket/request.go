package bucket

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"courtyard/app/folder"
)

const (
	// tries are how often a request is made that failed for a reason that may pass, and between how long is waited.
	tries   = 3
	between = 200 * time.Millisecond
	// slowest is with how many bytes a second a body has to get there.
	slowest = 256 << 10
	// answerLimit bounds what is read of an answer that is no file.
	answerLimit = 4 << 20
)

// request is one of the S3 protocol. Keys and the bucket's name need no escaping: folder and config see to that.
type request struct {
	method, key string
	query       url.Values
	// body is sent from its beginning, also when it is tried again.
	body *io.SectionReader
	// span is the value of Range.
	span string
}

// problem is what the server answers when it does not do as it is told.
type problem struct {
	XMLName xml.Name `xml:"Error"`
	Code    string
}

// does makes a request and reads its answer into out, unless that is nil.
func (b *Bucket) does(ctx context.Context, r request, out any) (http.Header, error) {
	answer, err := b.ask(ctx, r)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, answerLimit))
	if err = errors.Join(err, answer.Body.Close()); err != nil {
		return nil, away(err)
	}
	// What takes long is answered with 200 before it is known how it ends (S3: CompleteMultipartUpload).
	var p problem
	if xml.Unmarshal(text, &p) == nil && p.Code != "" {
		return nil, away(errors.New(plain(p.Code)))
	}
	if out != nil {
		if err := xml.Unmarshal(text, out); err != nil {
			return nil, away(errors.New("its answer is not of S3"))
		}
	}
	return answer.Header, nil
}

// ask makes a request; the caller reads and closes the answer.
func (b *Bucket) ask(ctx context.Context, r request) (answer *http.Response, err error) {
	sum := sha256.New()
	if r.body != nil {
		if _, err := io.Copy(sum, io.NewSectionReader(r.body, 0, r.body.Size())); err != nil {
			return nil, err
		}
	}
	for try := 1; ; try++ {
		answer, err = b.once(ctx, r, hex.EncodeToString(sum.Sum(nil)))
		if try == tries || ctx.Err() != nil || err == nil && answer.StatusCode < 500 {
			break
		}
		if err == nil {
			_ = answer.Body.Close()
		}
		select {
		case <-ctx.Done():
		case <-time.After(between):
		}
	}
	if err != nil {
		return nil, away(err)
	}
	if answer.StatusCode/100 == 2 {
		return answer, nil
	}
	return nil, refusal(answer)
}

func (b *Bucket) once(ctx context.Context, r request, sum string) (*http.Response, error) {
	address := url.URL{Scheme: b.scheme, Host: b.options.Endpoint, Path: "/" + b.options.Name + "/" + r.key}
	if r.key == "" {
		address.Path = "/" + b.options.Name
	}
	address.RawQuery = strings.ReplaceAll(r.query.Encode(), "+", "%20")
	var body io.Reader
	if r.body != nil && r.body.Size() > 0 {
		body = io.NewSectionReader(r.body, 0, r.body.Size())
	}
	asked, err := http.NewRequestWithContext(ctx, r.method, address.String(), body)
	if err != nil {
		return nil, err
	}
	if body != nil {
		asked.ContentLength = r.body.Size()
	}
	if r.span != "" {
		asked.Header.Set("Range", r.span)
	}
	sign(asked, b.options, sum, time.Now().UTC())
	return b.client.Do(asked)
}

// absent are the codes of what is not there, as some servers say with the same status that they do not know us. Answers to HEAD have none.
var absent = []string{"", "NoSuchKey", "NoSuchUpload", "NotFound"}

var errNoBucket = errors.New("it has no bucket of this name")

// refusal is why a request was not done.
func refusal(answer *http.Response) error {
	var p problem
	_ = xml.NewDecoder(io.LimitReader(answer.Body, answerLimit)).Decode(&p)
	_ = answer.Body.Close()
	code := plain(p.Code)
	switch {
	case code == "NoSuchBucket":
		return away(errNoBucket)
	case answer.StatusCode == http.StatusNotFound && slices.Contains(absent, code):
		return fs.ErrNotExist
	case code == "":
		return away(errors.New("status " + answer.Status[:3]))
	}
	return away(errors.New(code))
}

// plain is a code as the server's documents have it; another text is left out, for it could be anything.
func plain(code string) string {
	if len(code) > 64 || strings.Trim(code, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "an answer that is not of S3"
	}
	return code
}

// away is an error without addresses, which hold the names of files.
func away(err error) error {
	var asked *url.Error
	if errors.As(err, &asked) {
		err = asked.Err
	}
	return fmt.Errorf("%w: %w", folder.ErrAway, err)
}

// sign signs a request with all its headers, whose body has a SHA-256 (AWS Signature Version 4).
func sign(r *http.Request, o Options, sum string, at time.Time) {
	const algorithm, service, form = "AWS4-HMAC-SHA256", "s3", "20060102T150405Z"
	r.Header.Set("X-Amz-Content-Sha256", sum)
	r.Header.Set("X-Amz-Date", at.Format(form))
	values := map[string]string{"host": r.URL.Host}
	for name := range r.Header {
		values[strings.ToLower(name)] = r.Header.Get(name)
	}
	names, lines := slices.Sorted(maps.Keys(values)), ""
	for _, name := range names {
		lines += name + ":" + values[name] + "\n"
	}
	signed := strings.Join(names, ";")
	canonical := strings.Join([]string{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, lines, signed, sum}, "\n")
	scope := strings.Join([]string{at.Format("20060102"), o.Region, service, "aws4_request"}, "/")
	whole := sha256.Sum256([]byte(canonical))
	text := strings.Join([]string{algorithm, at.Format(form), scope, hex.EncodeToString(whole[:])}, "\n")
	key := []byte("AWS4" + o.Secret)
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	r.Header.Set("Authorization", fmt.Sprintf("%s Credential=%s/%s,SignedHeaders=%s,Signature=%s",
		algorithm, o.Key, scope, signed, hex.EncodeToString(mac(key, text))))
}

func mac(key []byte, text string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(text))
	return m.Sum(nil)
}
