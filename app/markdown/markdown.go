// Package markdown turns the text of a message into the neutral HTML that is stored beside it.
//
// Stored HTML holds no address that a browser would follow by itself: a link is
// <a data-link="…">, a mention <span data-account="ID">, an emoji of a
// workspace's own <span data-emoji="ID">, which the client fills in from what its reader may see.
package markdown

import (
	"bytes"
	"errors"
	"runtime"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Version numbers the output of Render: it grows whenever the same text renders differently.
const Version = 2

// MaxDocument is how long a Markdown file may be to be drawn, in bytes: parsing cannot be stopped.
const MaxDocument = 64 << 10

// maxHTML is the most stored HTML of one message in bytes; a longer result is stored as plain text.
const maxHTML = 128 << 10

var errTooLong = errors.New("markdown: rendered text is too long")

// Renderer renders messages, as many at once as there are cores. It is safe for concurrent use.
type Renderer struct {
	markdown goldmark.Markdown
	policy   *bluemonday.Policy
	code     codeRenderer
	slots    chan struct{}
}

// New makes a Renderer; it costs milliseconds, so one is made for the process.
func New() *Renderer {
	code := newCodeRenderer()
	return &Renderer{
		markdown: newMarkdown(code),
		policy:   newPolicy(),
		code:     code,
		slots:    make(chan struct{}, runtime.GOMAXPROCS(0)),
	}
}

// Render returns the sanitised HTML of a message's text, at most 128 KiB. It is empty where the
// escaped text with its line breaks says the same, and where the text is over a bound.
func (r *Renderer) Render(message string) string {
	html, _ := r.RenderKnowing(message, Known{})
	return html
}

// Known is what in a message stands for something else.
type Known struct {
	// Names finds people; nil: nobody is named.
	Names Names
	// Emoji are ids of emoji, by what stands between the colons.
	Emoji map[string]int64
}

func (k Known) nothing() bool { return k.Names == nil && len(k.Emoji) == 0 }

// RenderKnowing is Render for a message that may name people and emoji: what it gives besides is each mention that stands in the HTML,
// in the order of the text.
func (r *Renderer) RenderKnowing(message string, known Known) (string, []Mention) {
	if known.nothing() && looksPlain(message) {
		return "", nil
	}
	message = normalise(message)
	if !withinBounds(message) {
		return "", nil
	}
	r.slots <- struct{}{}
	defer func() { <-r.slots }()
	return r.render(message, known)
}

// render goes the long way: parse, look at the tree, render, compare, sanitise.
func (r *Renderer) render(message string, known Known) (result string, found []Mention) {
	// Four libraries work on foreign text here: what one of them cannot take is shown as typed.
	defer func() {
		if recover() != nil {
			result, found = "", nil
		}
	}()
	source := []byte(message)
	document := r.markdown.Parser().Parse(text.NewReader(source))
	if !treeWithinBounds(document, source) {
		return "", nil
	}
	naming := mentioner{message: message, source: source, known: known}
	if !known.nothing() {
		naming.place(document)
	}
	limitColouring(document.OwnerDocument())
	out := &limitedBuffer{limit: maxHTML}
	if r.markdown.Renderer().Render(out, source, document) != nil {
		return "", nil
	}
	if rendered := out.Bytes(); !hasContent(rendered) || saysNoMore(rendered, message) {
		return "", nil
	}
	clean := strings.TrimSpace(r.policy.SanitizeReader(&out.Buffer).String())
	if len(clean) > maxHTML {
		return "", nil
	}
	return clean, naming.found
}

// newMarkdown leaves out goldmark's parsers for raw HTML: what looks like a tag is text.
func newMarkdown(code codeRenderer) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(
				util.Prioritized(parser.NewSetextHeadingParser(), 100),
				util.Prioritized(parser.NewThematicBreakParser(), 200),
				util.Prioritized(parser.NewListParser(), 300),
				util.Prioritized(parser.NewListItemParser(), 400),
				util.Prioritized(parser.NewCodeBlockParser(), 500),
				util.Prioritized(parser.NewATXHeadingParser(), 600),
				util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
				util.Prioritized(parser.NewBlockquoteParser(), 800),
				util.Prioritized(parser.NewParagraphParser(), 1000),
			),
			parser.WithInlineParsers(
				util.Prioritized(parser.NewCodeSpanParser(), 100),
				util.Prioritized(parser.NewLinkParser(), 200),
				util.Prioritized(parser.NewAutoLinkParser(), 300),
				util.Prioritized(emphasisParser{}, 500),
				util.Prioritized(addressParser{}, 900),
			),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		)),
		goldmark.WithExtensions(
			extension.Strikethrough,
			extension.TaskList,
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
		),
		goldmark.WithRendererOptions(
			html.WithHardWraps(),
			renderer.WithNodeRenderers(
				util.Prioritized(linkRenderer{}, 100),
				util.Prioritized(mentionRenderer{}, 100),
				util.Prioritized(code, 100),
			),
		),
	)
}

// normalise makes line ends \n, so that what is compared and highlighted is what was parsed.
func normalise(message string) string {
	message = strings.ToValidUTF8(message, "\uFFFD")
	if strings.ContainsRune(message, '\r') {
		message = strings.ReplaceAll(message, "\r\n", "\n")
		message = strings.ReplaceAll(message, "\r", "\n")
	}
	return strings.ReplaceAll(message, "\x00", "\uFFFD")
}

const blanks = " \t"

// saysNoMore reports whether HTML is one paragraph of the escaped text with its line breaks.
func saysNoMore(rendered []byte, message string) bool {
	var same bytes.Buffer
	same.Grow(len(rendered))
	same.WriteString("<p>")
	for i, line := range strings.Split(strings.Trim(message, blanks+"\n"), "\n") {
		if i > 0 {
			same.WriteString("<br>\n")
		}
		same.Write(util.EscapeHTML([]byte(strings.Trim(line, blanks))))
	}
	same.WriteString("</p>\n")
	return bytes.Equal(same.Bytes(), rendered)
}

// hasContent is false where nothing but tags came out: a link definition alone would show as nothing.
func hasContent(rendered []byte) bool {
	inTag := false
	for _, c := range rendered {
		switch {
		case c == '<':
			inTag = true
		case c == '>':
			inTag = false
		case !inTag && c > ' ':
			return true
		}
	}
	return bytes.Contains(rendered, []byte("<hr>")) || bytes.Contains(rendered, []byte("<input"))
}

// limitedBuffer refuses what would make it longer than its limit, which ends the rendering.
type limitedBuffer struct {
	bytes.Buffer
	limit int
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.Len()+len(p) > b.limit {
		return 0, errTooLong
	}
	return b.Buffer.Write(p)
}
