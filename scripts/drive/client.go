package drive

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/valyala/fasthttp"
)

// answerWait is how long an answer may take.
const answerWait = 20 * time.Second

// Client speaks HTTP to one server over kept connections.
type Client struct {
	host *fasthttp.HostClient
	base string
}

// NewClient gives a client of a server with at most so many connections.
func NewClient(s *Server, connections int) *Client {
	c := &Client{base: "http://" + s.Host(), host: &fasthttp.HostClient{
		Addr: s.Host(), MaxConns: connections, MaxConnWaitTimeout: answerWait, ReadTimeout: answerWait, WriteTimeout: answerWait,
		MaxIdemponentCallAttempts: 1, // who repeats, and when, is a matter of the caller's ledger
	}}
	if s.TLS {
		c.base, c.host.IsTLS, c.host.TLSConfig = "https://"+s.Host(), true, TrustAny()
	}
	return c
}

// TrustAny accepts our own child's certificate on loopback without its authority.
func TrustAny() *tls.Config {
	return &tls.Config{InsecureSkipVerify: true, ClientSessionCache: tls.NewLRUClientSessionCache(64)}
}

// Close closes the connections that wait.
func (c *Client) Close() { c.host.CloseIdleConnections() }

// Request is one call; Into takes the JSON of a 2xx answer, Size its length in bytes as it came, Cookie its Set-Cookie header, Refusal the
// code of any other answer.
type Request struct {
	Method, Path, Token string
	Body, Into          any
	Cookie, Refusal     *string
	Size                *int
	Header              map[string]string
}

// Do carries out a request and gives the status; an error is only that there was no answer that could be read.
func (c *Client) Do(r Request) (int, error) {
	request, answer := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(request)
	defer fasthttp.ReleaseResponse(answer)
	request.Header.SetMethod(r.Method)
	request.SetRequestURI(c.base + r.Path)
	for name, value := range r.Header {
		request.Header.Set(name, value)
	}
	if r.Token != "" {
		request.Header.Set("Authorization", "Bearer "+r.Token)
	} else {
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if r.Body != nil {
		body, err := json.Marshal(r.Body)
		if err != nil {
			return 0, err
		}
		request.Header.SetContentType("application/json")
		request.SetBodyRaw(body)
	}
	if err := c.host.Do(request, answer); err != nil {
		return 0, err
	}
	return answer.StatusCode(), r.read(answer)
}

func (r Request) read(answer *fasthttp.Response) error {
	if answer.StatusCode() >= 300 {
		if r.Refusal == nil {
			return nil
		}
		var problem struct{ Code string }
		err := json.Unmarshal(answer.Body(), &problem)
		*r.Refusal = problem.Code
		return err
	}
	if r.Cookie != nil {
		*r.Cookie = string(answer.Header.Peek("Set-Cookie"))
	}
	if r.Size != nil {
		*r.Size = len(answer.Body())
	}
	if r.Into == nil {
		return nil
	}
	body, err := answer.BodyUncompressed()
	if err != nil {
		return err
	}
	return json.Unmarshal(body, r.Into)
}

// Must carries out a request that has to succeed.
func (c *Client) Must(r Request) error {
	status, err := c.Do(r)
	if err == nil && status >= 300 {
		err = errors.New("refused")
	}
	if err != nil {
		return fmt.Errorf("%s %s: status %d: %w", r.Method, r.Path, status, err)
	}
	return nil
}
