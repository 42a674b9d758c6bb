package handlers

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	web "github.com/gofiber/fiber/v2"

	"courtyard/app/charset"
	"courtyard/app/filetype"
	"courtyard/app/folder"
	"courtyard/models"
)

// contentPolicy lets nothing that a file holds run, wherever it is opened.
const contentPolicy = "default-src 'none'; sandbox"

const (
	// rightsEvery is how often it is asked whether somebody who is reading or sending a file still may.
	rightsEvery = time.Second
	// contentPatience is how long a reader may take for a piece of a file.
	contentPatience = 30 * time.Second
)

// serveContent answers with a file's bytes, or with a picture made from it.
func (s *Server) serveContent(part string) func(*web.Ctx, models.Actor) error {
	return func(c *web.Ctx, actor models.Actor) error {
		id, err := idOf(c)
		if err != nil {
			return err
		}
		f, file, err := s.app.OpenFile(c.UserContext(), actor.Account, id, part)
		if err != nil {
			return err
		}
		size, kind, served, err := looked(f, file, part)
		if err != nil {
			return errors.Join(err, file.Close())
		}
		inline := kind.Inline() && c.Query("download") == ""
		h := &c.Response().Header
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set(web.HeaderContentType, served)
		h.Set(web.HeaderContentDisposition, filetype.Disposition(f.Name, inline))
		// A name is never given to other bytes, but the right to read them ends: a browser asks each time.
		h.Set(web.HeaderCacheControl, "private, no-cache")
		h.Set(web.HeaderETag, `"`+f.SHA256[:32]+part+`"`)
		h.Set(web.HeaderAcceptRanges, "bytes")
		return send(c, s.stream(c, file, actor, id), wantedOf(c, size), func() error { return nil })
	}
}

// looked says how large the bytes are, of which type, and what their Content-Type is: of a text, in which letters it is written.
func looked(f models.File, file folder.Content, part string) (size int64, kind filetype.Type, served string, err error) {
	if size, err = file.Seek(0, io.SeekEnd); err != nil {
		return 0, "", "", err
	}
	kind = filetype.Type(f.Type)
	if part == "" && kind.Served() != string(filetype.Plain) {
		return size, kind, kind.Served(), nil
	}
	head := make([]byte, filetype.Head)
	n, err := file.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, "", "", err
	}
	if part != "" {
		kind = filetype.Sniff(head[:n], "")
		return size, kind, kind.Served(), nil
	}
	return size, kind, kind.Served() + "; charset=" + string(charset.Detect(head[:n])), nil
}

// stream is a file on its way to the one who asked for it, as long as he is signed in and may read it.
func (s *Server) stream(c *web.Ctx, file folder.Content, actor models.Actor, id int64) *content {
	ctx, signedIn := c.UserContext(), s.signedInStill(c, actor) // c is another request's by the time that this is asked
	return s.streamWhile(c, file, func() bool {
		_, err := s.store.File(ctx, actor.Account, id)
		return err == nil && signedIn()
	})
}

// signedInStill says, whenever it is asked, whether the session that began a request is in force.
func (s *Server) signedInStill(c *web.Ctx, actor models.Actor) func() bool {
	ctx := c.UserContext()
	return func() bool {
		lives, err := s.store.SessionLives(ctx, actor.Session)
		return err == nil && lives
	}
}

// streamWhile is a file on its way as long as something else says that it may go on.
func (s *Server) streamWhile(c *web.Ctx, file folder.Content, may func() bool) *content {
	stream := &content{among: s.streams, file: file, conn: c.Context().Conn(), may: may, asked: time.Now()}
	s.streams.add(stream)
	return stream
}

// wanted is what is asked for of a file: nothing new, bytes that it has not got, a range of it, or all of it.
type wanted struct {
	status            int
	first, last, size int64
}

// wantedOf reads what a request asks for of a file whose ETag has been set (RFC 9110 §13.1.2 and §14); at most one range.
func wantedOf(c *web.Ctx, size int64) wanted {
	all := wanted{http.StatusOK, 0, size - 1, size}
	if c.Get(web.HeaderIfNoneMatch) == string(c.Response().Header.Peek(web.HeaderETag)) {
		return wanted{status: http.StatusNotModified}
	}
	asked := askedRange(c)
	if asked == "" || c.Method() != http.MethodGet {
		return all
	}
	first, last, ok := oneRange(asked, size)
	switch {
	case !ok:
		return all // not a range that we know: it may be ignored
	case first > last:
		return wanted{status: http.StatusRequestedRangeNotSatisfiable, size: size}
	}
	return wanted{http.StatusPartialContent, first, last, size}
}

// send answers with what is wanted of a file; begun is asked before any of its bytes go out.
func send(c *web.Ctx, from *content, w wanted, begun func() error) error {
	size := strconv.FormatInt(w.size, 10)
	c.Status(w.status)
	switch w.status {
	case http.StatusNotModified:
		return from.Close()
	case http.StatusRequestedRangeNotSatisfiable:
		c.Set(web.HeaderContentRange, "bytes */"+size)
		return errors.Join(errRange, from.Close())
	case http.StatusPartialContent:
		c.Set(web.HeaderContentRange, "bytes "+strconv.FormatInt(w.first, 10)+"-"+strconv.FormatInt(w.last, 10)+"/"+size)
	}
	from.left = w.last - w.first + 1
	if c.Method() == http.MethodGet {
		err := from.begin(w.first)
		if err == nil {
			err = begun()
		}
		if err != nil {
			c.Response().Header.Reset() // what was said of the file is not true of the error
			return errors.Join(err, from.Close())
		}
	}
	c.Context().SetBodyStream(from, int(from.left))
	return nil
}

// askedRange is the Range that is asked for, unless it was meant for other bytes.
func askedRange(c *web.Ctx) string {
	condition := c.Get(web.HeaderIfRange)
	if condition != "" && condition != string(c.Response().Header.Peek(web.HeaderETag)) {
		return ""
	}
	return c.Get(web.HeaderRange)
}

// oneRange reads a Range header for one range of bytes; first > last where a file of this size has nothing of it.
func oneRange(header string, size int64) (first, last int64, ok bool) {
	spec, found := strings.CutPrefix(header, "bytes=")
	from, to, dash := strings.Cut(spec, "-")
	if !found || !dash || strings.Contains(spec, ",") {
		return 0, 0, false
	}
	last = size - 1
	if from == "" {
		count, err := strconv.ParseInt(to, 10, 64)
		if err != nil || count < 0 {
			return 0, 0, false
		}
		if count == 0 {
			return size, last, true
		}
		return max(0, size-count), last, true
	}
	first, err := strconv.ParseInt(from, 10, 64)
	if err != nil || first < 0 {
		return 0, 0, false
	}
	if to != "" {
		end, err := strconv.ParseInt(to, 10, 64)
		if err != nil || end < first {
			return 0, 0, false
		}
		last = min(last, end)
	}
	return first, last, true
}

// streams are the files on their way to readers.
type streams struct {
	mutex sync.Mutex
	open  map[*content]struct{}
	ended bool
}

func newStreams() *streams { return &streams{open: map[*content]struct{}{}} }

func (s *streams) add(r *content) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.open[r] = struct{}{}
}

func (s *streams) remove(r *content) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.open, r)
}

// wait gives a reader time to take what comes next; none after the end.
func (s *streams) wait(r *content, until time.Time) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.ended {
		return io.ErrUnexpectedEOF
	}
	return r.conn.SetWriteDeadline(until)
}

// end stops them all, for the server stops: their readers go on by a range.
func (s *streams) end() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.ended = true
	for r := range s.open {
		_ = r.conn.SetWriteDeadline(time.Now())
	}
}

// content is a file on its way to a reader. It ends in the middle once the reader may not read it any more.
type content struct {
	among *streams
	file  folder.Content
	conn  net.Conn
	// ahead was read before the answer began.
	ahead []byte
	left  int64
	may   func() bool
	asked time.Time
}

// readAhead is enough to know that there are bytes to be had.
const readAhead = 512

// begin goes to an offset and reads a little: that the store of files is away can only be told before the answer begins.
func (r *content) begin(at int64) error {
	if _, err := r.file.Seek(at, io.SeekStart); err != nil {
		return err
	}
	r.ahead = make([]byte, min(r.left, readAhead))
	_, err := io.ReadFull(r.file, r.ahead)
	return err
}

// Read gives the next bytes and the reader time to take them.
func (r *content) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, io.EOF
	}
	now := time.Now()
	if now.Sub(r.asked) > rightsEvery {
		if r.asked = now; !r.may() {
			return 0, io.ErrUnexpectedEOF
		}
	}
	if err := r.among.wait(r, now.Add(contentPatience)); err != nil {
		return 0, err
	}
	n, err := copy(p, r.ahead), error(nil)
	if r.ahead = r.ahead[n:]; n == 0 {
		n, err = r.file.Read(p[:min(int64(len(p)), r.left)])
	}
	r.left -= int64(n)
	return n, err
}

// Close is called when the answer has ended (fasthttp).
func (r *content) Close() error {
	r.among.remove(r)
	return r.file.Close()
}
