package drive

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strconv"
)

// Uploader speaks tus for one person, with whole bodies as streams.
type Uploader struct {
	client *http.Client
	base   string
	token  string
}

// NewUploader gives the uploads of a person; Close ends their connections.
func NewUploader(s *Server, a Account) *Uploader {
	base := "http://" + s.Host()
	if s.TLS {
		base = "https://" + s.Host()
	}
	return &Uploader{base: base, token: a.Token, client: &http.Client{Transport: &http.Transport{
		TLSClientConfig: TrustAny(), DisableCompression: true, WriteBufferSize: 64 << 10, ReadBufferSize: 64 << 10,
	}}}
}

// Close closes the connections that wait.
func (u *Uploader) Close() { u.client.CloseIdleConnections() }

// call sends a request; the caller closes the answer's body.
func (u *Uploader) call(ctx context.Context, method, path string, body io.Reader, length int64, header map[string]string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, u.base+path, body)
	if err != nil {
		return nil, err
	}
	r.ContentLength = length
	r.Header.Set("Authorization", "Bearer "+u.token)
	r.Header.Set("Tus-Resumable", "1.0.0")
	for name, value := range header {
		r.Header.Set(name, value)
	}
	answer, err := u.client.Do(r)
	if err == nil && answer.StatusCode >= 300 {
		text, _ := io.ReadAll(io.LimitReader(answer.Body, 4096))
		err = errors.Join(fmt.Errorf("%s %s: status %d: %s", method, path, answer.StatusCode, text), answer.Body.Close())
	}
	return answer, err
}

// end reads an answer whose body does not matter.
func end(answer *http.Response, err error) error {
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return errors.Join(err, answer.Body.Close())
}

// Begin announces a file and gives its id.
func (u *Uploader) Begin(ctx context.Context, name string, size int64) (int64, error) {
	answer, err := u.call(ctx, http.MethodPost, "/api/v1/uploads", nil, 0, map[string]string{
		"Upload-Length": strconv.FormatInt(size, 10), "Upload-Metadata": "filename " + base64.StdEncoding.EncodeToString([]byte(name)),
	})
	if err := end(answer, err); err != nil {
		return 0, err
	}
	return strconv.ParseInt(path.Base(answer.Header.Get("Location")), 10, 64)
}

// Offset is how many bytes the server has for certain.
func (u *Uploader) Offset(ctx context.Context, id int64) (int64, error) {
	answer, err := u.call(ctx, http.MethodHead, fmt.Sprintf("/api/v1/uploads/%d", id), nil, 0, nil)
	if err := end(answer, err); err != nil {
		return 0, err
	}
	return strconv.ParseInt(answer.Header.Get("Upload-Offset"), 10, 64)
}

// Send sends bytes from an offset on.
func (u *Uploader) Send(ctx context.Context, id, offset int64, body io.Reader, length int64) error {
	return end(u.call(ctx, http.MethodPatch, fmt.Sprintf("/api/v1/uploads/%d", id), body, length, map[string]string{
		"Upload-Offset": strconv.FormatInt(offset, 10), "Content-Type": "application/offset+octet-stream",
	}))
}

// SHA256 is what the server says of a complete file, in hex.
func (u *Uploader) SHA256(ctx context.Context, id int64) (string, error) {
	answer, err := u.call(ctx, http.MethodGet, fmt.Sprintf("/api/v1/files/%d", id), nil, 0, nil)
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	var about struct{ SHA256 string }
	return about.SHA256, json.NewDecoder(answer.Body).Decode(&about)
}

// Read gives the bytes of a file to a writer.
func (u *Uploader) Read(ctx context.Context, id int64, to io.Writer) (int64, error) {
	answer, err := u.call(ctx, http.MethodGet, fmt.Sprintf("/files/%d", id), nil, 0, nil)
	if err != nil {
		return 0, err
	}
	n, err := io.CopyBuffer(struct{ io.Writer }{to}, answer.Body, make([]byte, 256<<10))
	return n, errors.Join(err, answer.Body.Close())
}
