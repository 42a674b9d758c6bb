package app

import (
	"context"
	"errors"
	"io"
	"runtime"
	"strings"

	"courtyard/app/charset"
	"courtyard/app/filetype"
	"courtyard/app/folder"
	"courtyard/app/markdown"
	"courtyard/models"
)

// WantedText says which part of a file's text is asked for.
type WantedText struct {
	// Charset is the one to read in; empty to guess it.
	Charset string
	// From is the first line, counted from 1; Lines is how many.
	From, Lines int
	// Drawn asks for the page of a Markdown file as it is meant to look.
	Drawn bool
}

// TextPage is some lines of a file.
type TextPage struct {
	Text string
	// HTML is the text with colours, or drawn from Markdown; empty where it would say no more, or costs too much.
	HTML    string
	Charset charset.Name
	Lines   int
	// Next is the line to go on with; 0 at the end.
	Next int
}

// MaxPreviewed is the size of the largest foreign page that is shown in place, in bytes.
const MaxPreviewed = 32 << 20

// newReadings bounds how many files are read for previews at once: a page far behind costs reading all before it.
func newReadings() chan struct{} { return make(chan struct{}, max(2, runtime.GOMAXPROCS(0))) }

// reading waits for a place to read in.
func (a *App) reading(ctx context.Context) (done func(), err error) {
	select {
	case a.readings <- struct{}{}:
		return func() { <-a.readings }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Text reads some lines of a text file that the actor may read.
func (a *App) Text(ctx context.Context, actor, id int64, w WantedText) (page TextPage, err error) {
	in, ok := charset.Parse(w.Charset)
	if w.Charset != "" && !ok {
		return page, ErrCharsetUnknown
	}
	f, file, err := a.OpenFile(ctx, actor, id, "")
	if err != nil {
		return page, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if !filetype.Type(f.Type).Readable() {
		return page, ErrNoText
	}
	done, err := a.reading(ctx)
	if err != nil {
		return page, err
	}
	defer done()
	if !ok {
		if in, err = guess(file); err != nil {
			return page, err
		}
	}
	lines, next, err := charset.Page(&following{ctx, file}, in, w.From, w.Lines)
	if errors.Is(err, charset.ErrFar) {
		return page, ErrTextFar
	}
	page = TextPage{Text: strings.Join(lines, "\n"), Charset: in, Lines: len(lines), Next: next}
	page.HTML = a.shown(f, page, w)
	return page, err
}

// shown is the HTML of a page: Markdown only where all of it is there.
func (a *App) shown(f models.File, page TextPage, w WantedText) string {
	switch {
	case !w.Drawn:
		return a.markdown.Colour(f.Name, page.Text)
	case filetype.Type(f.Type) == filetype.Markdown && w.From <= 1 && len(page.Text) <= markdown.MaxDocument:
		return a.markdown.Render(page.Text)
	}
	return ""
}

// guess finds out the charset of a file and leaves it at its beginning.
func guess(file io.ReaderAt) (charset.Name, error) {
	head := make([]byte, charset.Head)
	n, err := file.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return charset.Detect(head[:n]), nil
}

// following reads as long as somebody waits for it.
type following struct {
	ctx  context.Context
	file io.Reader
}

func (r *following) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.file.Read(p)
}

// OpenForeign opens a file that is shown as it is in a closed frame: a page, with the charset it is in, or a drawing.
func (a *App) OpenForeign(ctx context.Context, actor, id int64) (f models.File, file folder.Content, in charset.Name, err error) {
	f, file, err = a.OpenFile(ctx, actor, id, "")
	if err != nil {
		return f, nil, "", err
	}
	switch kind := filetype.Type(f.Type); {
	case kind != filetype.HTML && kind != filetype.SVG:
		err = ErrNoPreview
	case f.Size > MaxPreviewed:
		err = ErrPreviewTooLarge
	default:
		in, err = guess(file)
	}
	if err != nil {
		return f, nil, "", errors.Join(err, file.Close())
	}
	return f, file, in, nil
}
