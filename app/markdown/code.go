package markdown

import (
	"bytes"
	"path"
	"strings"
	"time"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// patience is how long the code of one message may take to colour: some lexers backtrack on hostile text.
const patience = 250 * time.Millisecond

const colourUntil = "colour until"

// limitColouring gives a document the time at which the rest of its code stays uncoloured.
func limitColouring(document *ast.Document) { document.AddMeta(colourUntil, time.Now().Add(patience)) }

// codeRenderer writes fenced code with chroma's classes. It drives chroma itself, because
// goldmark-highlighting can neither be stopped nor does it keep anything between blocks.
type codeRenderer struct {
	languages map[string]chroma.Lexer
	// files has the lexers by names of files and by endings with their point, in lower case.
	files map[string]chroma.Lexer
}

func newCodeRenderer() codeRenderer {
	r := codeRenderer{languages: map[string]chroma.Lexer{}, files: map[string]chroma.Lexer{}}
	// By name and alias only: chroma's search by file name takes 10 ms for an unknown word.
	for _, lexer := range lexers.GlobalLexerRegistry.Lexers {
		// Other kinds of lexer run to their end before the first token and could not be stopped.
		if _, ok := lexer.(*chroma.RegexLexer); !ok {
			continue
		}
		config := lexer.Config()
		r.add(config.Name, lexer)
		for _, alias := range config.Aliases {
			r.add(alias, lexer)
		}
		r.addFiles(lexer)
	}
	return r
}

// addFiles keeps what a lexer says of the names of its files, where that is one ending or one name. Of two lexers for an ending the
// one that says it first, or with more weight, is taken, as chroma does.
func (r codeRenderer) addFiles(lexer chroma.Lexer) {
	for _, pattern := range lexer.Config().Filenames {
		name := strings.ToLower(strings.TrimPrefix(pattern, "*"))
		if strings.ContainsAny(name, "*?[") {
			continue
		}
		if before := r.files[name]; before == nil || before.Config().Priority < lexer.Config().Priority {
			r.files[name] = lexer
		}
	}
}

// Colour returns a file's text as a block of code with chroma's classes; empty where the language is unknown or it would take long.
func (r *Renderer) Colour(name, text string) string {
	name = strings.ToLower(name)
	lexer := r.code.files[name]
	if lexer == nil {
		lexer = r.code.files[path.Ext(name)]
	}
	if lexer == nil || len(text) > maxHighlight {
		return ""
	}
	r.slots <- struct{}{}
	defer func() { <-r.slots }()
	coloured, ok := colour(lexer, normalise(text)+"\n", time.Now().Add(patience)) // some lexers add a line end that is missing
	if !ok || !bytes.Contains(coloured, []byte("<span")) {
		return ""
	}
	return r.policy.Sanitize("<pre><code>" + string(coloured) + "</code></pre>")
}

// add keeps the first lexer of a name, as chroma does.
func (r codeRenderer) add(name string, lexer chroma.Lexer) {
	if name = strings.ToLower(name); r.languages[name] == nil {
		r.languages[name] = lexer
	}
}

func (r codeRenderer) RegisterFuncs(registry renderer.NodeRendererFuncRegisterer) {
	registry.Register(ast.KindFencedCodeBlock, r.render)
}

func (r codeRenderer) render(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	code := node.Lines().Value(source)
	language := languageOf(node.(*ast.FencedCodeBlock), source)
	_, _ = w.WriteString("<pre><code")
	if language != "" {
		_, _ = w.WriteString(` class="language-`)
		_, _ = w.WriteString(language)
		_ = w.WriteByte('"')
	}
	_ = w.WriteByte('>')
	until, _ := node.OwnerDocument().Meta()[colourUntil].(time.Time)
	_, _ = w.Write(r.highlight(language, code, until))
	_, _ = w.WriteString("</code></pre>\n")
	return ast.WalkContinue, nil
}

// languageOf is the info string's first word up to a colon (ruby:file.rb), empty unless it can be a class.
func languageOf(block *ast.FencedCodeBlock, source []byte) string {
	word, _, _ := bytes.Cut(block.Language(source), []byte(":"))
	language := strings.ToLower(string(word))
	if !languageClass.MatchString("language-" + language) {
		return ""
	}
	return language
}

// highlight returns escaped code with a span around each token that has a colour. Where the language
// is unknown, the code long or the lexer lost, it is the escaped code.
func (r codeRenderer) highlight(language string, code []byte, until time.Time) []byte {
	lexer := r.languages[language]
	if lexer == nil || len(code) > maxHighlight {
		return util.EscapeHTML(code)
	}
	coloured, ok := colour(lexer, string(code), until)
	if !ok {
		return util.EscapeHTML(code)
	}
	return coloured
}

func colour(lexer chroma.Lexer, code string, until time.Time) (out []byte, ok bool) {
	// A lexer panics when its rules run into a state they do not have.
	defer func() {
		if recover() != nil {
			out, ok = nil, false
		}
	}()
	next, err := lexer.Tokenise(nil, code)
	if err != nil {
		return nil, false
	}
	spans := spanWriter{out: make([]byte, 0, 4*len(code))}
	length := 0
	for token := next(); token != chroma.EOF; token = next() {
		if time.Now().After(until) {
			return nil, false
		}
		length += len(token.Value)
		spans.write(tokenClassOf(token.Type), token.Value)
	}
	spans.end()
	return spans.out, length == len(code)
}

// spanWriter joins neighbouring tokens of one class.
type spanWriter struct {
	out   []byte
	class string
}

func (s *spanWriter) write(class, value string) {
	if value == "" {
		return
	}
	if class != s.class {
		s.end()
		if s.class = class; class != "" {
			s.out = append(append(append(s.out, `<span class="`...), class...), `">`...)
		}
	}
	s.out = append(s.out, util.EscapeHTML([]byte(value))...)
}

func (s *spanWriter) end() {
	if s.class != "" {
		s.out = append(s.out, "</span>"...)
	}
	s.class = ""
}

// tokenClassOf is chroma's class of a token, empty for what keeps the colour of the text.
func tokenClassOf(kind chroma.TokenType) string {
	for ; kind > 0; kind = kind.Parent() {
		if class, ok := chroma.StandardTypes[kind]; ok {
			switch class {
			case "err", "w", "n", "nx", "p", "x", "l", "ld":
				return ""
			}
			return class
		}
	}
	return ""
}
