package markdown

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

const maxAddress = 2048

// addressParser makes links of addresses as people type them: http://192.168.1.5:8080/x, a host
// without a dot, www.… and ben@example.lan. Japanese text may stand directly before and after.
type addressParser struct{}

func (addressParser) Trigger() []byte { return []byte{':', '.', '@'} }

// Parse is called at the mark in the middle of an address and takes back what stands before it.
func (addressParser) Parse(parent ast.Node, block text.Reader, context parser.Context) ast.Node {
	last, ok := parent.LastChild().(*ast.Text)
	if !ok || context.IsInLinkLabel() || last.SoftLineBreak() || last.HardLineBreak() {
		return nil
	}
	line, segment := block.PeekLine()
	source := block.Source()
	if last.Segment.Stop != segment.Start || last.Segment.Padding != 0 {
		return nil
	}
	before := source[last.Segment.Start:last.Segment.Stop]
	address := addressAt(before, line)
	if address.ahead == 0 || touches(source, last.Segment, address.back) {
		return nil
	}
	block.Advance(address.ahead)
	last.Segment = last.Segment.WithStop(last.Segment.Stop - address.back)
	if last.Segment.IsEmpty() {
		parent.RemoveChild(parent, last)
	}
	whole := text.NewSegment(segment.Start-address.back, segment.Start+address.ahead)
	link := ast.NewAutoLink(address.kind, ast.NewTextSegment(whole))
	link.Protocol = address.protocol
	return link
}

// touches reports whether the text taken back continues a word that an earlier node holds.
func touches(source []byte, segment text.Segment, back int) bool {
	start := segment.Stop - back
	return start == segment.Start && start > 0 && isLocalPart(source[start-1])
}

// typedAddress is a found address: how far it reaches back and ahead from its mark.
type typedAddress struct {
	back, ahead int
	kind        ast.AutoLinkType
	protocol    []byte
}

func addressAt(before, after []byte) typedAddress {
	switch after[0] {
	case ':':
		return schemeAddress(before, after)
	case '.':
		if endsInWord(before, "www") {
			return typedAddress{3, webEnd(after, 1), ast.AutoLinkURL, []byte("http")}
		}
	case '@':
		back := localPart(before)
		if ahead := domainEnd(after); back > 0 && ahead > 0 {
			return typedAddress{back, ahead, ast.AutoLinkEmail, nil}
		}
	}
	return typedAddress{}
}

func schemeAddress(before, after []byte) typedAddress {
	if !bytes.HasPrefix(after, []byte("://")) {
		return typedAddress{}
	}
	for _, scheme := range []string{"https", "http"} {
		if endsInWord(before, scheme) {
			return typedAddress{len(scheme), webEnd(after, 3), ast.AutoLinkURL, nil}
		}
	}
	return typedAddress{}
}

// endsInWord wants the word whole: xhttp://… is no address, 詳細はhttp://… is one.
func endsInWord(before []byte, word string) bool {
	start := len(before) - len(word)
	if start < 0 || !strings.EqualFold(string(before[start:]), word) {
		return false
	}
	return start == 0 || !isAlphanumeric(before[start-1])
}

// webEnd is where an address ends whose host begins at start, 0 where there is no host.
// Closing marks belong to the sentence, a bracket only where it was opened outside (GFM 6.9).
func webEnd(line []byte, start int) int {
	end := start
	for end < len(line) && end < maxAddress && isAddressByte(line[end]) {
		end++
	}
	for end > start && endsSentence(line[start:end]) {
		end--
	}
	if end == start || !isAlphanumeric(line[start]) && line[start] != '[' {
		return 0
	}
	return end
}

func endsSentence(address []byte) bool {
	switch c := address[len(address)-1]; c {
	case '.', ',', ':', ';', '!', '?', '*', '_', '~', '\'':
		return true
	case ')':
		return bytes.Count(address, []byte(")")) > bytes.Count(address, []byte("("))
	case ']':
		return bytes.Count(address, []byte("]")) > bytes.Count(address, []byte("["))
	}
	return false
}

func isAddressByte(c byte) bool {
	return c > ' ' && c < 0x7f && strings.IndexByte("\"<>\\^`{|}", c) < 0
}

func localPart(before []byte) int {
	n := 0
	for n < len(before) && n < 64 && isLocalPart(before[len(before)-1-n]) {
		n++
	}
	if n == 0 || before[len(before)-n] == '.' || before[len(before)-1] == '.' {
		return 0
	}
	return n
}

// domainEnd is where the domain after an @ ends, 0 where it is none; it needs a dot, @aiko is a mention.
func domainEnd(line []byte) int {
	end := 1
	for end < len(line) && end < 255 && (isAlphanumeric(line[end]) || line[end] == '-' || line[end] == '.') {
		end++
	}
	for end > 1 && !isAlphanumeric(line[end-1]) {
		end--
	}
	domain := line[1:end]
	if bytes.IndexByte(domain, '.') < 1 || bytes.Contains(domain, []byte("..")) {
		return 0
	}
	return end
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func isLocalPart(c byte) bool { return isAlphanumeric(c) || strings.IndexByte("._+-", c) >= 0 }

// linkRenderer writes links without href, pictures as links to them, and addresses of other
// schemes as text behind their label: an office's \\server\share is to be read, not clicked.
type linkRenderer struct{}

func (r linkRenderer) RegisterFuncs(registry renderer.NodeRendererFuncRegisterer) {
	registry.Register(ast.KindLink, r.link)
	registry.Register(ast.KindImage, r.link)
	registry.Register(ast.KindAutoLink, r.autoLink)
}

func (linkRenderer) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	destination := destinationOf(node)
	if insideLink(node) {
		return ast.WalkContinue, nil
	}
	address := linkable(util.URLEscape(destination, true))
	switch {
	case address == "" && !entering && len(destination) > 0 && len(destination) <= maxAddress:
		_, _ = w.WriteString(" (")
		_, _ = w.Write(util.EscapeHTML(destination))
		_ = w.WriteByte(')')
	case address != "" && entering:
		openLink(w, address)
		if !node.HasChildren() {
			_, _ = w.Write(util.EscapeHTML([]byte(address)))
		}
	case address != "":
		_, _ = w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

func (linkRenderer) autoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	link := node.(*ast.AutoLink)
	label := util.EscapeHTML(link.Label(source))
	target := util.URLEscape(link.URL(source), false)
	if link.AutoLinkType == ast.AutoLinkEmail {
		target = append([]byte("mailto:"), target...)
	}
	address := linkable(target)
	if address == "" || insideLink(node) {
		_, _ = w.Write(label)
		return ast.WalkContinue, nil
	}
	openLink(w, address)
	_, _ = w.Write(label)
	_, _ = w.WriteString("</a>")
	return ast.WalkContinue, nil
}

func openLink(w util.BufWriter, address string) {
	_, _ = w.WriteString(`<a data-link="`)
	_, _ = w.Write(util.EscapeHTML([]byte(address)))
	_, _ = w.WriteString(`">`)
}

func destinationOf(node ast.Node) []byte {
	if image, ok := node.(*ast.Image); ok {
		return image.Destination
	}
	return node.(*ast.Link).Destination
}

// insideLink: a link holds no other link in HTML, but a picture in a link, or a link in its alternative text, would be one.
func insideLink(node ast.Node) bool {
	for parent := node.Parent(); parent != nil; parent = parent.Parent() {
		if parent.Kind() == ast.KindLink || parent.Kind() == ast.KindImage {
			return true
		}
	}
	return false
}

// linkable returns the address with its scheme in lower case, empty unless it is http, https or mailto.
func linkable(address []byte) string {
	if len(address) > maxAddress || bytes.IndexFunc(address, func(r rune) bool { return r <= ' ' || r >= 0x7f }) >= 0 {
		return ""
	}
	scheme, rest, _ := strings.Cut(string(address), ":")
	scheme = strings.ToLower(scheme)
	parsed, err := url.Parse(scheme + ":" + rest)
	switch {
	case err != nil:
		return ""
	case (scheme == "http" || scheme == "https") && parsed.Host != "":
		return scheme + ":" + rest
	case scheme == "mailto" && parsed.Opaque != "" && strings.Contains(rest, "@"):
		return scheme + ":" + rest
	}
	return ""
}
