package markdown

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// emphasisParser is CommonMark's, but lets a run of * open and close beside a Japanese, Chinese or
// Korean letter: **「重要」**です stays unmarked by the standard, because no space follows.
type emphasisParser struct{}

func (emphasisParser) Trigger() []byte { return []byte{'*', '_'} }

func (emphasisParser) Parse(_ ast.Node, block text.Reader, context parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, segment := block.PeekLine()
	node := parser.ScanDelimiter(line, before, 1, emphasisProcessor{})
	if node == nil {
		return nil
	}
	if node.Char == '*' {
		after, _ := utf8.DecodeRune(line[node.OriginalLength:])
		node.CanOpen = node.CanOpen || isWide(before) && isMark(after)
		node.CanClose = node.CanClose || isMark(before) && isWide(after)
	}
	node.Segment = segment.WithStop(segment.Start + node.OriginalLength)
	block.Advance(node.OriginalLength)
	context.PushDelimiter(node)
	return node
}

type emphasisProcessor struct{}

func (emphasisProcessor) IsDelimiter(b byte) bool { return b == '*' || b == '_' }

func (emphasisProcessor) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (emphasisProcessor) OnMatch(consumed int) ast.Node { return ast.NewEmphasis(consumed) }

func isWide(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

func isMark(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }
