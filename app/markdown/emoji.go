package markdown

import (
	"iter"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// BetweenColons yields what stands between each two colons of a message that may be the name of an emoji. What stands in code is among
// that: where code is, only the parser knows.
func BetweenColons(message string) iter.Seq[string] {
	return func(yield func(string) bool) {
		_, rest, found := strings.Cut(message, ":")
		for found {
			var between string
			between, rest, found = strings.Cut(rest, ":")
			if found && len(between) > 0 && len(between) < longestName && !yield(between) {
				return
			}
		}
	}
}

var kindEmoji = ast.NewNodeKind("Emoji")

// emojiNode stands in the place of two colons and the name of an emoji between them.
type emojiNode struct {
	ast.BaseInline
	id   int64
	text []byte
}

func (n *emojiNode) Kind() ast.NodeKind { return kindEmoji }

func (n *emojiNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

func (mentionRenderer) emoji(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		n := node.(*emojiNode)
		_, _ = w.WriteString(`<span data-emoji="` + strconv.FormatInt(n.id, 10) + `">`)
		_, _ = w.Write(util.EscapeHTML(n.text))
		_, _ = w.WriteString("</span>")
	}
	return ast.WalkContinue, nil
}
