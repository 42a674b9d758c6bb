package markdown

import (
	"iter"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Mention is what a name after an @ stands for: an account, or with Account 0 a call of everybody ("here", "channel").
type Mention struct {
	Account int64
	Calls   string
}

// Names finds the longest name that a text begins with, and gives its length in bytes; 0: there is none.
type Names func(text string) (Mention, int)

// AfterAts yields what follows each @ of a message that may begin a mention, as far as a name can reach. Those in code are among
// them: where code is, only the parser knows.
func AfterAts(message string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for end := 0; ; {
			at, width := nextAt(message[end:])
			if width == 0 {
				return
			}
			at += end
			end = at + width
			if mayFollow(message[:at]) && !yield(message[end:min(end+longestName, len(message))]) {
				return
			}
		}
	}
}

// longestName is more bytes than a name takes.
const longestName = 256

// nextAt is where the next @ stands, of either width, and how many bytes it takes; 0: there is none.
func nextAt(text string) (at, width int) {
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '@':
			return i, 1
		case text[i] == fullAt[0] && strings.HasPrefix(text[i:], fullAt):
			return i, len(fullAt)
		}
	}
	return 0, 0
}

// fullAt is the @ of an input method in full width.
const fullAt = "＠"

// mayFollow says whether an @ after this text may begin a mention: not within a word or an address, nor escaped.
func mayFollow(before string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	switch {
	case before == "":
		return true
	case last == '\\':
		return !isEscaped(before)
	case isWide(last), isLong(last):
		return true
	}
	return unicode.IsSpace(last) || isMark(last)
}

// isEscaped says whether what follows this text is meant as it stands.
func isEscaped(before string) bool { return (len(before)-len(strings.TrimRight(before, `\`)))%2 == 1 }

// Splits says whether a name may end between two characters: not within a word of an alphabet or a number, nor before a mark
// that belongs to its letter. Japanese has no blank after a name: @aikoさん.
func Splits(last, next rune) bool {
	if unicode.Is(unicode.M, next) || next == 'ﾞ' || next == 'ﾟ' {
		return false
	}
	return !inAlphabet(last) || !inAlphabet(next)
}

func inAlphabet(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !isWide(r) && !isLong(r)
}

// isLong is the mark that makes a kana long, which Unicode gives to no script.
func isLong(r rune) bool { return r == 'ー' || r == 'ｰ' }

var kindMention = ast.NewNodeKind("Mention")

// mentionNode stands in the place of an @ and the name after it.
type mentionNode struct {
	ast.BaseInline
	mention Mention
	text    []byte
}

func (n *mentionNode) Kind() ast.NodeKind { return kindMention }

func (n *mentionNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// mentioner puts the mentions and emoji of a document into its tree. Goldmark's inline parsers are called at ASCII marks only, never at a ＠.
type mentioner struct {
	message string
	source  []byte
	known   Known
	found   []Mention
}

// place looks at every run of text that touches: an underscore, as in @ben_k, parts one text into several.
func (m *mentioner) place(parent ast.Node) {
	for child := parent.FirstChild(); child != nil; child = child.NextSibling() {
		switch child.Kind() {
		case ast.KindText:
			child = m.placeIn(parent, child.(*ast.Text))
		case ast.KindCodeSpan, ast.KindCodeBlock, ast.KindFencedCodeBlock, ast.KindLink, ast.KindImage, ast.KindAutoLink:
		default:
			m.place(child)
		}
	}
}

// placeIn splits a text at its first mention and gives the node to go on after.
func (m *mentioner) placeIn(parent ast.Node, node *ast.Text) ast.Node {
	for end := node.Segment.Start; ; {
		at, width := m.nextSign(end, node.Segment.Stop)
		if width == 0 {
			return node
		}
		end = at + width
		placed, stop := m.standsAt(node, at, end)
		if placed == nil {
			continue
		}
		parent.InsertAfter(parent, node, placed)
		cut(parent, node, placed, at, stop)
		return placed
	}
}

// nextSign is where in the message the next @ or colon stands that may begin something, and how many bytes it takes; 0: there is none.
func (m *mentioner) nextSign(from, to int) (at, width int) {
	text := m.message[from:to]
	if m.known.Names != nil {
		at, width = nextAt(text)
	}
	if len(m.known.Emoji) > 0 {
		if colon := strings.IndexByte(text, ':'); colon >= 0 && (width == 0 || colon < at) {
			at, width = colon, 1
		}
	}
	return from + at, width
}

// standsAt is what the name after a sign, between at and end, stands for, and where that ends; nil: nothing.
func (m *mentioner) standsAt(node *ast.Text, at, end int) (ast.Node, int) {
	before, after := m.message[max(at-64, 0):at], m.message[end:runEnd(node, end+longestName)]
	if m.message[at] == ':' {
		name, _, closed := strings.Cut(after, ":")
		id := m.known.Emoji[name]
		if !closed || id == 0 || isEscaped(before) {
			return nil, 0
		}
		stop := end + len(name) + 1
		return &emojiNode{id: id, text: m.source[at:stop]}, stop
	}
	if !mayFollow(before) {
		return nil, 0
	}
	mention, length := m.known.Names(after)
	if length == 0 {
		return nil, 0
	}
	m.found = append(m.found, mention)
	return &mentionNode{mention: mention, text: m.source[at : end+length]}, end + length
}

// runEnd is where the text that begins with a node ends in the source, over the nodes that touch it, at the limit at the latest.
func runEnd(node *ast.Text, limit int) int {
	stop := node.Segment.Stop
	for stop < limit {
		next, ok := node.NextSibling().(*ast.Text)
		if !ok || next.Segment.Start != stop {
			return stop
		}
		node, stop = next, next.Segment.Stop
	}
	return limit
}

// cut takes the source from start to stop, which a mention or an emoji now stands for, out of the texts around it.
func cut(parent ast.Node, before *ast.Text, mention ast.Node, start, stop int) {
	last := before
	for last.Segment.Stop < stop {
		last = mention.NextSibling().(*ast.Text)
		parent.RemoveChild(parent, last)
	}
	rest := ast.NewTextSegment(text.NewSegment(stop, last.Segment.Stop))
	rest.SetSoftLineBreak(last.SoftLineBreak())
	rest.SetHardLineBreak(last.HardLineBreak())
	parent.InsertAfter(parent, mention, rest)
	before.SetSoftLineBreak(false)
	before.SetHardLineBreak(false)
	before.Segment = before.Segment.WithStop(start)
}

// mentionRenderer writes mentions and emoji as neutral elements: what somebody is called, and how it looks, is filled in by the client.
type mentionRenderer struct{}

func (r mentionRenderer) RegisterFuncs(registry renderer.NodeRendererFuncRegisterer) {
	registry.Register(kindMention, r.mention)
	registry.Register(kindEmoji, r.emoji)
}

func (mentionRenderer) mention(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*mentionNode)
	name, value := "data-calls", n.mention.Calls
	if n.mention.Account != 0 {
		name, value = "data-account", strconv.FormatInt(n.mention.Account, 10)
	}
	_, _ = w.WriteString("<span " + name + `="` + value + `">`)
	_, _ = w.Write(util.EscapeHTML(n.text))
	_, _ = w.WriteString("</span>")
	return ast.WalkContinue, nil
}
