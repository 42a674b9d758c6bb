package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"os"
	"sync"
	"time"
	"unicode/utf8"

	"courtyard/app/filetype"
	"courtyard/app/folder"
	"courtyard/models"
)

const (
	// MessageFiles is how many files hang on one message at most.
	MessageFiles = 10
	// UploadLife is how long an upload waits for its next byte, or a complete file for its message.
	UploadLife = 7 * 24 * time.Hour
	// openUploads is how many of those a person has at most.
	openUploads = 500
	// altLength is how many characters say what a picture shows.
	altLength = 1000
)

// Quotas bound what files take, in bytes; 0 is no bound.
type Quotas struct {
	Person, Workspace, All int64
}

// NewUpload is what somebody says of a file before its first byte.
type NewUpload struct {
	Name, Alt string
	Size      int64
	// Channel is where it is meant to go; 0: not said.
	Channel int64
}

// Piece is a part of an upload as it arrives.
type Piece struct {
	Upload, Offset, Length int64
	Body                   io.Reader
	// Hash, where it is not nil, has to come to Sum over the piece's bytes.
	Hash hash.Hash
	Sum  []byte
	// Stop makes a read of Body that waits fail.
	Stop func()
}

// FileLimit is the size of the largest file that is taken, in bytes.
func (a *App) FileLimit() int64 { return a.options.FileLimit }

// BeginUpload keeps room for a file, or says why it is not taken before a byte of it has come.
func (a *App) BeginUpload(ctx context.Context, actor int64, n NewUpload) (models.File, error) {
	f := models.File{OwnerID: actor, Stored: folder.NewName(), Name: filetype.CleanName(n.Name), Alt: cleanText(n.Alt), Size: n.Size}
	if err := a.checkUpload(ctx, actor, n); err != nil {
		return f, err
	}
	if n.Channel != 0 {
		f.ChannelID = &n.Channel
	}
	a.transfers.beginning.Lock()
	defer a.transfers.beginning.Unlock()
	if err := a.checkRoom(ctx, actor, n); err != nil {
		return f, err
	}
	err := a.store.Write(ctx, func(tx *models.Tx) error {
		expires := tx.Now() + UploadLife.Milliseconds()
		f.ExpiresAt = &expires
		return tx.AddUpload(&f)
	})
	if err == nil && f.Size == 0 {
		if _, err = a.Receive(ctx, actor, Piece{Upload: f.ID, Body: bytes.NewReader(nil), Stop: func() {}}); err != nil {
			_ = a.GiveUpUpload(ctx, actor, f.ID) // nobody learns its id, and it would wait for UploadLife
		}
	}
	return f, err
}

// checkUpload looks at what is said of a file.
func (a *App) checkUpload(ctx context.Context, actor int64, n NewUpload) error {
	switch {
	case n.Size > a.options.FileLimit:
		return ErrFileTooLarge
	case utf8.RuneCountInString(n.Alt) > altLength:
		return ErrTextInvalid
	case !a.mayBeTaken(n.Name):
		return ErrFileTypeRefused
	case n.Channel == 0:
		return nil
	}
	c, err := a.store.Channel(ctx, actor, n.Channel)
	if err == nil && c.ArchivedAt != nil {
		err = ErrChannelArchived
	}
	return err
}

// The least room that is left on the disk: a fiftieth of it, but between 1 and 10 GB.
const (
	leastRoom  = 1_000_000_000
	mostRoom   = 10_000_000_000
	roomShares = 50
)

// checkDisk looks whether the disk holds so many bytes more beside what is left for everything else.
func (a *App) checkDisk(more int64) error {
	free, size, err := a.options.Folder.Space()
	if err != nil {
		return err
	}
	if left := max(leastRoom, min(size/roomShares, mostRoom)); free < left || free-left < uint64(more) {
		return ErrNoRoom
	}
	return nil
}

// checkRoom looks whether the disk and the quotas hold so much more.
func (a *App) checkRoom(ctx context.Context, actor int64, n NewUpload) error {
	if err := a.checkDisk(n.Size); err != nil {
		return err
	}
	if count, err := a.store.OpenUploads(ctx, actor); err != nil || count >= openUploads {
		return errors.Join(err, ErrTooManyUploads)
	}
	for _, q := range []struct {
		of    string
		bound int64
		used  func() (int64, error)
	}{
		{"person", a.options.Quotas.Person, func() (int64, error) { return a.store.PersonBytes(ctx, actor) }},
		{"workspace", a.options.Quotas.Workspace, func() (int64, error) { return a.workspaceBytes(ctx, actor, n.Channel) }},
		{"server", a.options.Quotas.All, func() (int64, error) { return a.store.AllBytes(ctx) }},
	} {
		if q.bound == 0 {
			continue
		}
		if used, err := q.used(); err != nil || used+n.Size > q.bound {
			return errors.Join(err, overQuota(q.of, q.bound))
		}
	}
	return nil
}

// checkHung refuses files that, hung on a message, are more than the workspace may have: they may have been meant for another place.
func (a *App) checkHung(tx *models.Tx, n NewMessage) error {
	if a.options.Quotas.Workspace == 0 || len(n.Files) == 0 {
		return nil
	}
	if used, err := tx.WorkspaceBytes(n.Channel); err != nil || used > a.options.Quotas.Workspace {
		return errors.Join(err, overQuota("workspace", a.options.Quotas.Workspace))
	}
	return nil
}

func (a *App) workspaceBytes(ctx context.Context, actor, channel int64) (int64, error) {
	if channel == 0 {
		return 0, nil
	}
	c, err := a.store.Channel(ctx, actor, channel)
	if err != nil || c.Workspace == 0 {
		return 0, err
	}
	return a.store.WorkspaceBytes(ctx, c.Workspace)
}

// Upload is how far an upload of the actor's is. What still arrives for it over another connection is stopped first, so that the
// number stays true.
func (a *App) Upload(ctx context.Context, actor, id int64) (models.File, error) {
	f, err := a.store.Upload(ctx, actor, id)
	if err != nil || f.FinishedAt != nil {
		return f, err
	}
	done, err := a.transfers.take(ctx, id, func() {})
	if err != nil {
		return f, err
	}
	defer done()
	if f, err = a.store.Upload(ctx, actor, id); err != nil {
		return f, err
	}
	return f, worded(a.complete(ctx, &f, nil))
}

// complete makes an upload a file once all its bytes are there, also where a server that was killed had not come to it.
func (a *App) complete(ctx context.Context, f *models.File, whole hash.Hash) error {
	if f.FinishedAt != nil || f.Received < f.Size {
		return nil
	}
	return a.finish(ctx, f, whole)
}

// Receive stores the next piece of an upload and says how many bytes are on the disk for certain, also when the piece was cut. With
// the last one the file is complete.
func (a *App) Receive(ctx context.Context, actor int64, p Piece) (received int64, err error) {
	if _, err := a.store.Upload(ctx, actor, p.Upload); err != nil {
		return 0, err // nobody else's upload is stopped
	}
	if !a.transfers.enter(actor) {
		return 0, ErrTooManyAtOnce
	}
	defer a.transfers.leave(actor)
	done, err := a.transfers.take(ctx, p.Upload, p.Stop)
	if err != nil {
		return 0, err
	}
	defer done()
	f, err := a.store.Upload(ctx, actor, p.Upload)
	switch {
	case err != nil:
		return 0, err
	case p.Offset != f.Received:
		return f.Received, ErrOffsetWrong
	case p.Length > f.Size-p.Offset:
		return f.Received, ErrLengthWrong
	}
	var whole hash.Hash
	if p.Length > 0 || f.Size == 0 {
		whole, err = a.receive(ctx, &f, p)
	}
	received = f.Received
	if err == nil {
		err = a.complete(ctx, &f, whole) // which may make it smaller
	}
	return received, worded(err)
}

const (
	// syncEvery is after how many bytes a piece that is still arriving is brought to the disk: a power cut costs no more of it. Messages
	// wait for such a sync: it is rare, and what it has to write is mostly written behind before.
	syncEvery = 256 << 20
	behind    = 4 << 20
)

// buffers are for copying: an upload takes no more memory than one of them.
var buffers = sync.Pool{New: func() any { return new([256 << 10]byte) }}

// receive appends a piece to what is there, and gives the hash of the file where it is the whole of it. The disk is asked once more:
// what was announced together may be more than it holds.
func (a *App) receive(ctx context.Context, f *models.File, p Piece) (whole hash.Hash, err error) {
	if err := a.checkDisk(p.Length); err != nil {
		return nil, err
	}
	part, err := a.options.Folder.Part(f.Stored)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, part.Close()) }()
	if err := startAt(part, f.Received); err != nil {
		return nil, err
	}
	into := []io.Writer{part}
	if p.Offset == 0 {
		whole = sha256.New()
		into = append(into, whole)
	}
	if p.Hash != nil {
		into = append(into, p.Hash)
	}
	cut := a.copy(ctx, f, part, io.MultiWriter(into...), io.LimitReader(p.Body, p.Length))
	if at := p.Offset; cut == nil && p.Hash != nil && !bytes.Equal(p.Hash.Sum(nil), p.Sum) {
		cut = errors.Join(ErrChecksumWrong, startAt(part, at))
		f.Received = at
	}
	// Also of a piece that was cut: what has come need not come again.
	if err := a.secure(ctx, f, part); err != nil {
		return nil, err
	}
	return whole, cut
}

// startAt drops what lies behind an offset, which nobody was told of, and goes there.
func startAt(part *os.File, offset int64) error {
	info, err := part.Stat()
	if err == nil && info.Size() < offset {
		return io.ErrUnexpectedEOF
	}
	if err == nil {
		err = part.Truncate(offset)
	}
	if err == nil {
		_, err = part.Seek(offset, io.SeekStart)
	}
	return err
}

// copy takes what arrives, and brings it to the disk now and then while it goes on.
func (a *App) copy(ctx context.Context, f *models.File, part *os.File, into io.Writer, body io.Reader) error {
	buffer := buffers.Get().(*[256 << 10]byte)
	defer buffers.Put(buffer)
	secured, written := f.Received, f.Received
	for {
		n, err := body.Read(buffer[:])
		if n > 0 {
			if _, err := into.Write(buffer[:n]); err != nil {
				return err
			}
			f.Received += int64(n)
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return ErrUploadCut
		case f.Received-secured >= syncEvery:
			if err := a.secure(ctx, f, part); err != nil {
				return err
			}
			secured, written = f.Received, f.Received
		case f.Received-written >= behind:
			folder.WriteBehind(part, written, f.Received-written)
			written = f.Received
			if err := a.checkDisk(0); err != nil {
				return err // others fill it at the same time
			}
		}
	}
}

// secure brings a part to the disk and notes how many bytes that are.
func (a *App) secure(ctx context.Context, f *models.File, part *os.File) error {
	if err := a.options.Folder.Sync(part); err != nil {
		return err
	}
	return a.store.Write(ctx, func(tx *models.Tx) error {
		return tx.SaveReceived(f.ID, f.Received, tx.Now()+UploadLife.Milliseconds())
	})
}

// GiveUpUpload takes an upload of the actor's away, complete or not, that hangs on no message.
func (a *App) GiveUpUpload(ctx context.Context, actor, id int64) error {
	if _, err := a.store.Upload(ctx, actor, id); err != nil {
		return err
	}
	done, err := a.transfers.take(ctx, id, func() {})
	if err != nil {
		return err
	}
	defer done()
	return a.removeAfter(a.store.Write(ctx, func(tx *models.Tx) error { return tx.GiveUpUpload(actor, id) }))
}

// SaveAlt gives a file of the actor's that hangs on nothing yet another description.
func (a *App) SaveAlt(ctx context.Context, actor, id int64, alt string) (models.File, error) {
	if alt = cleanText(alt); utf8.RuneCountInString(alt) > altLength {
		return models.File{}, ErrTextInvalid
	}
	err := a.store.Write(ctx, func(tx *models.Tx) error { return tx.SaveAlt(actor, id, alt) })
	if err != nil {
		return models.File{}, err
	}
	return a.store.File(ctx, actor, id)
}
