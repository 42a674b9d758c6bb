package handlers

import (
	"bytes"
	"crypto/sha1" // tus names it; it finds bytes that changed on the way, no more
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	web "github.com/gofiber/fiber/v2"

	"courtyard/app"
	"courtyard/models"
)

// Uploads speak tus 1.0.0 (https://tus.io/protocols/resumable-upload): creation, checksum, expiration, termination.
const (
	uploadsPath    = apiBase + "/uploads"
	tusVersion     = "1.0.0"
	tusExtensions  = "creation,checksum,expiration,termination"
	tusContentType = "application/offset+octet-stream"

	headerTus         = "Tus-Resumable"
	headerOffset      = "Upload-Offset"
	headerLength      = "Upload-Length"
	headerMetadata    = "Upload-Metadata"
	headerChecksum    = "Upload-Checksum"
	headerExpires     = "Upload-Expires"
	metadataLimit     = 8 << 10
	uploadSilence     = 30 * time.Second
	uploadSlowest     = 1 << 10 // bytes a second, over a whole piece
	uploadSlowestFrom = time.Minute
)

// signedInRaw adds a route for people who are signed in that reads and writes by itself, with the same limits and errors as the others.
// Where GET is answered, so is HEAD, without a body (RFC 9110 §9.3.2).
func (s *Server) signedInRaw(method, path string, handle func(*web.Ctx, models.Actor) error, classes ...class) {
	add := s.web.Get
	if method != http.MethodGet {
		add = func(path string, handlers ...web.Handler) web.Router { return s.web.Add(method, path, handlers...) }
	}
	add(path, func(c *web.Ctx) error {
		actor, ok := c.Locals(localActor).(models.Actor)
		if !ok {
			return app.ErrNotSignedIn
		}
		var wanted []limit
		for _, class := range classes {
			wanted = append(wanted, limit{class, strconv.FormatInt(actor.Account, 10)})
		}
		giveBack, err := s.limits.try(wanted...)
		if err != nil {
			return err
		}
		defer giveBack()
		return handle(c, actor)
	})
}

// tus refuses another version of the protocol, and says ours.
func tus(c *web.Ctx) error {
	c.Set(headerTus, tusVersion)
	if c.Method() != http.MethodOptions && c.Get(headerTus) != tusVersion {
		c.Set("Tus-Version", tusVersion)
		return errTusVersion
	}
	return c.Next()
}

func (s *Server) tusOptions(c *web.Ctx) error {
	c.Set("Tus-Version", tusVersion)
	c.Set("Tus-Extension", tusExtensions)
	c.Set("Tus-Checksum-Algorithm", "sha1,sha256")
	c.Set("Tus-Max-Size", strconv.FormatInt(s.app.FileLimit(), 10))
	return c.SendStatus(http.StatusNoContent)
}

func (s *Server) beginUpload(c *web.Ctx, actor models.Actor) error {
	n, ok := newUpload(c.Get(headerLength), c.Get(headerMetadata))
	if !ok {
		return errUploadHeaders
	}
	f, err := s.app.BeginUpload(c.UserContext(), actor.Account, n)
	if err != nil {
		return err
	}
	c.Set(web.HeaderLocation, uploadsPath+"/"+strconv.FormatInt(f.ID, 10))
	setUploadState(c, f)
	return c.SendStatus(http.StatusCreated)
}

// newUpload reads what tus says of a new upload in two headers.
func newUpload(length, metadata string) (n app.NewUpload, ok bool) {
	size, err := strconv.ParseInt(length, 10, 64)
	if err != nil || size < 0 || !allPlain(length) || len(metadata) > metadataLimit {
		return n, false
	}
	n.Size = size
	for pair := range strings.SplitSeq(metadata, ",") {
		key, encoded, _ := strings.Cut(strings.TrimSpace(pair), " ")
		value, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil || !utf8.Valid(value) {
			return n, false
		}
		switch key {
		case "filename":
			n.Name = string(value)
		case "alt":
			n.Alt = string(value)
		case "channel":
			if n.Channel, err = strconv.ParseInt(string(value), 10, 64); err != nil || n.Channel < 1 {
				return n, false
			}
		}
	}
	return n, true
}

func setUploadState(c *web.Ctx, f models.File) {
	c.Set(headerOffset, strconv.FormatInt(f.Received, 10))
	c.Set(headerLength, strconv.FormatInt(f.Size, 10))
	if f.ExpiresAt != nil {
		c.Set(headerExpires, time.UnixMilli(*f.ExpiresAt).UTC().Format(http.TimeFormat))
	}
}

func (s *Server) uploadState(c *web.Ctx, actor models.Actor) error {
	id, err := idOf(c)
	if err != nil {
		return err
	}
	f, err := s.app.Upload(c.UserContext(), actor.Account, id)
	if err != nil {
		return err
	}
	setUploadState(c, f)
	return c.SendStatus(http.StatusOK)
}

func (s *Server) receiveUpload(c *web.Ctx, actor models.Actor) error {
	id, err := idOf(c)
	if err != nil {
		return err
	}
	offset, length := c.Get(headerOffset), c.Request().Header.ContentLength()
	at, err := strconv.ParseInt(offset, 10, 64)
	if err != nil || at < 0 || !allPlain(offset) {
		return errUploadHeaders
	}
	if c.Get(web.HeaderContentType) != tusContentType {
		return errUploadType
	}
	body := newBody(c, length, s.signedInStill(c, actor))
	piece := app.Piece{Upload: id, Offset: at, Length: int64(length), Body: body, Stop: body.stop}
	if named := c.Get(headerChecksum); named != "" {
		if piece.Hash, piece.Sum = checksum(named); piece.Hash == nil {
			return errUploadHeaders
		}
	}
	received, err := s.app.Receive(c.UserContext(), actor.Account, piece)
	if body.read == length {
		c.Response().Header.ResetConnectionClose() // the next request begins where this one ends
	}
	if err != nil {
		return err
	}
	c.Set(headerOffset, strconv.FormatInt(received, 10))
	return c.SendStatus(http.StatusNoContent)
}

// checksum reads the header of that name: an algorithm of ours and a sum in base64; nil where it is neither.
func checksum(header string) (hash.Hash, []byte) {
	algorithm, encoded, _ := strings.Cut(header, " ")
	sum, err := base64.StdEncoding.DecodeString(encoded)
	var h hash.Hash
	switch algorithm {
	case "sha1":
		h = sha1.New()
	case "sha256":
		h = sha256.New()
	}
	if err != nil || h == nil || len(sum) != h.Size() {
		return nil, nil
	}
	return h, sum
}

func (s *Server) giveUpUpload(c *web.Ctx, actor models.Actor) error {
	id, err := idOf(c)
	if err == nil {
		err = s.app.GiveUpUpload(c.UserContext(), actor.Account, id)
	}
	if err != nil {
		return err
	}
	return c.SendStatus(http.StatusNoContent)
}

// idOf is the id in a path; ErrNotFound for what is none.
func idOf(c *web.Ctx) (int64, error) {
	text := c.Params("id")
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || !allPlain(text) {
		return 0, app.ErrNotFound
	}
	return id, nil
}

// body is what arrives of a piece: silence and trickling end it, and that its sender may not go on.
type body struct {
	from    io.Reader
	conn    net.Conn
	read    int
	begun   time.Time
	may     func() bool
	asked   time.Time
	mutex   sync.Mutex
	stopped time.Time
}

// lastWords is how long what is still on its way is taken in, once the client has come back over another connection.
const lastWords = time.Second

func newBody(c *web.Ctx, length int, may func() bool) *body {
	from := c.Context().RequestBodyStream()
	if from == nil {
		from = bytes.NewReader(c.Body())
	}
	now := time.Now()
	return &body{from: io.LimitReader(from, int64(length)), conn: c.Context().Conn(), begun: now, may: may, asked: now}
}

// Read waits for the next bytes, but not for long.
func (b *body) Read(p []byte) (int, error) {
	if err := b.wait(); err != nil {
		return 0, err
	}
	n, err := b.from.Read(p)
	b.read += n
	if passed := time.Since(b.begun); err == nil && passed > uploadSlowestFrom && float64(b.read) < uploadSlowest*passed.Seconds() {
		err = io.ErrUnexpectedEOF
	}
	if now := time.Now(); err == nil && now.Sub(b.asked) > rightsEvery {
		if b.asked = now; !b.may() {
			err = io.ErrUnexpectedEOF
		}
	}
	return n, err
}

func (b *body) wait() error {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if !b.stopped.IsZero() {
		return b.conn.SetReadDeadline(b.stopped.Add(lastWords))
	}
	return b.conn.SetReadDeadline(time.Now().Add(uploadSilence))
}

// stop ends the piece soon: the client has another connection by now.
func (b *body) stop() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if b.stopped.IsZero() {
		b.stopped = time.Now()
		_ = b.conn.SetReadDeadline(b.stopped.Add(lastWords))
	}
}
