package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// The bounds of one message. Parsing cannot be cancelled, so all that makes it slow is counted before.
const (
	maxNesting    = 32
	maxDelimiters = 2000
	maxCodeBlocks = 64
	maxCells      = 5000
	maxHighlight  = 16 << 10
)

// withinBounds counts in the text what costs the parser more than its length. It counts generously
// (a list mark inside a code block counts, too): over a bound a message is plain, not lost.
func withinBounds(message string) bool {
	return delimiters(message) <= maxDelimiters && linesWithinBounds(message)
}

// delimiters counts runs of emphasis and code marks, and single link brackets.
func delimiters(message string) int {
	count := 0
	var last byte
	for i := 0; i < len(message); i++ {
		c := message[i]
		switch c {
		case '[', ']':
			count++
		case '*', '_', '~', '`':
			if c != last {
				count++
			}
		}
		last = c
	}
	return count
}

// linesWithinBounds follows quotes, lists and tables line by line. A table fills short rows up with
// empty cells, so its cells are columns times lines, whatever the lines hold.
func linesWithinBounds(message string) bool {
	var lists listStack
	columns, cells := 0, 0
	for line := range strings.Lines(message) {
		if lists.depth(line) > maxNesting {
			return false
		}
		if strings.Trim(line, " \t>\n") == "" {
			columns = 0
		}
		columns += delimiterColumns(line)
		if cells += columns; cells > maxCells {
			return false
		}
	}
	return true
}

// delimiterColumns is the number of columns of a table's second line, 0 for any other line.
func delimiterColumns(line string) int {
	if strings.Trim(line, "-|: \t>\n") != "" || !strings.ContainsAny(line, "|:") || !strings.Contains(line, "-") {
		return 0
	}
	return strings.Count(line, "|") + 1
}

// listStack holds the columns at which the contents of the open list items begin.
type listStack struct{ columns []int }

// depth is how many quotes and list items hold the content of a line, at most.
func (s *listStack) depth(line string) int {
	quotes, column := 0, 0
	for i := 0; i < len(line) && len(s.columns) <= maxNesting; {
		switch c := line[i]; c {
		case '\n':
			return quotes + len(s.columns)
		case '\t':
			column += 4 - column%4
			i++
		case ' ', '>':
			column++
			i++
			if c == '>' {
				quotes++
			}
		default:
			s.close(column)
			width := listMark(line[i:])
			if width == 0 {
				return quotes + len(s.columns)
			}
			column += width
			i += width
			s.columns = append(s.columns, column)
		}
	}
	return quotes + len(s.columns)
}

func (s *listStack) close(column int) {
	for len(s.columns) > 0 && s.columns[len(s.columns)-1] > column {
		s.columns = s.columns[:len(s.columns)-1]
	}
}

// listMark is the width of the list mark at the beginning of a text, 0 where there is none.
func listMark(text string) int {
	digits := 0
	for digits < len(text) && digits < 9 && text[digits] >= '0' && text[digits] <= '9' {
		digits++
	}
	if digits == len(text) {
		return 0
	}
	marks := "-+*"
	if digits > 0 {
		marks = ".)"
	}
	if strings.IndexByte(marks, text[digits]) < 0 {
		return 0
	}
	if after := text[digits+1:]; after != "" && strings.IndexByte(" \t\n", after[0]) < 0 {
		return 0
	}
	return digits + 1
}

// treeWithinBounds looks at what was parsed, before it is rendered.
func treeWithinBounds(document ast.Node, source []byte) bool {
	tree := treeCounter{source: source}
	err := ast.Walk(document, tree.visit)
	return err == nil && tree.depth == 0
}

type treeCounter struct {
	source        []byte
	depth, blocks int
}

// visit stops the walk inside the node that is too much, which leaves a depth above zero.
func (t *treeCounter) visit(node ast.Node, entering bool) (ast.WalkStatus, error) {
	switch node.Kind() {
	case ast.KindBlockquote, ast.KindListItem, ast.KindEmphasis, ast.KindLink, ast.KindImage, extast.KindStrikethrough:
		if !entering {
			t.depth--
			break
		}
		if t.depth++; t.depth > maxNesting {
			return ast.WalkStop, nil
		}
	case ast.KindFencedCodeBlock, ast.KindCodeBlock:
		if entering {
			t.blocks++
		}
		if t.blocks > maxCodeBlocks {
			t.depth++
			return ast.WalkStop, nil
		}
	case extast.KindTableCell:
		alignCell(node.(*extast.TableCell), entering)
	}
	return ast.WalkContinue, nil
}

var alignments = map[extast.Alignment]string{
	extast.AlignLeft: "al-l", extast.AlignRight: "al-r", extast.AlignCenter: "al-c",
}

// alignCell names the alignment by a class, because our policy blocks style attributes.
func alignCell(cell *extast.TableCell, entering bool) {
	if class, ok := alignments[cell.Alignment]; ok && entering {
		cell.SetAttributeString("class", []byte(class))
	}
}
