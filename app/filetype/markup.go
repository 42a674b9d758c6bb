package filetype

import (
	"bytes"
	"slices"
)

// textType tells kinds of text apart. What a browser could run is looked for first; then the name may choose.
func textType(text []byte, name string) Type {
	text = bytes.TrimLeft(text, " \t\r\n\f")
	if t := markup(text, name); t != "" {
		return t
	}
	switch {
	case bytes.HasPrefix(text, []byte("#!")):
		return Script
	case (Extension(name) == "" || typeNamed(name) == EML) && isMail(text, name):
		return EML
	case bytes.HasPrefix(text, []byte("@start")):
		return PlantUML
	}
	return named(name, Plain, CSV, TSV, Markdown, PlantUML, Mermaid, JSON, Source, XML, HTML)
}

// markup reads past declarations and comments to the first element, whose name decides.
func markup(text []byte, name string) Type {
	if !bytes.HasPrefix(text, []byte("<")) {
		return ""
	}
	isXML := bytes.HasPrefix(text, []byte("<?xml"))
	root, doctype := prolog(text)
	switch root = localName(root); {
	case root == "svg", root == "" && (doctype == "svg" || typeNamed(name) == SVG):
		return SVG
	case root == "html", doctype == "html":
		return HTML
	case !isXML && (slices.Contains(htmlElements, root) || bytes.HasPrefix(text, []byte("<!--"))):
		// Markdown and templates begin with pieces of HTML; both are answered as plain text.
		return named(name, HTML, Markdown, Source, XML)
	case isXML:
		return XML
	}
	return ""
}

// htmlElements are what browsers take for HTML at the start of a file (WHATWG MIME Sniffing §7.1), and what may run.
var htmlElements = []string{
	"html", "head", "script", "iframe", "h1", "div", "font", "table", "a", "style", "title", "b", "body", "br", "p",
	"meta", "link", "base", "img", "object", "embed", "form", "input", "frameset", "math", "video", "audio", "template",
}

// prolog is the name of the first element and of the document type before it, in lower case; empty where the text ends before.
func prolog(text []byte) (root, doctype string) {
	for {
		text = bytes.TrimLeft(text, " \t\r\n\f")
		var end int
		switch {
		case bytes.HasPrefix(text, []byte("<?")):
			end = after(text, "?>")
		case bytes.HasPrefix(text, []byte("<!--")):
			end = after(text, "-->")
		case len(text) >= 9 && bytes.EqualFold(text[:9], []byte("<!doctype")):
			doctype = word(bytes.TrimLeft(text[9:], " \t\r\n\f"))
			end = afterDoctype(text)
		case bytes.HasPrefix(text, []byte("<")):
			return word(text[1:]), doctype
		default:
			return "", doctype
		}
		if end < 0 {
			return "", doctype
		}
		text = text[end:]
	}
}

func after(text []byte, mark string) int {
	if at := bytes.Index(text, []byte(mark)); at >= 0 {
		return at + len(mark)
	}
	return -1
}

// afterDoctype skips a document type with the subset of its own that it may have in brackets.
func afterDoctype(text []byte) int {
	end, subset := after(text, ">"), bytes.IndexByte(text, '[')
	if subset < 0 || end < 0 || subset > end {
		return end
	}
	if close := after(text[subset:], "]"); close >= 0 {
		if rest := after(text[subset+close:], ">"); rest >= 0 {
			return subset + close + rest
		}
	}
	return -1
}

// word is what stands before the first blank or sign.
func word(text []byte) string {
	end := bytes.IndexAny(text, " \t\r\n\f/><[")
	if end < 0 {
		end = len(text)
	}
	return string(bytes.ToLower(text[:min(end, 64)]))
}

func localName(element string) string {
	if at := bytes.LastIndexByte([]byte(element), ':'); at >= 0 {
		return element[at+1:]
	}
	return element
}

// mailFields are the header fields that one of stands near the top of every mail (RFC 5322 §3.6).
var mailFields = []string{
	"from", "to", "subject", "date", "message-id", "received", "return-path", "mime-version", "delivered-to", "reply-to", "cc",
	"content-type", "dkim-signature", "authentication-results", "x-mailer", "in-reply-to", "references", "sender",
}

// isMail counts the fields of the first header; where the name says mail, one is enough.
func isMail(text []byte, name string) bool {
	wanted, found := 3, 0
	if typeNamed(name) == EML {
		wanted = 1
	}
	for line := range bytes.Lines(text) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		field, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || bytes.ContainsAny(field, " \t") {
			break
		}
		if slices.Contains(mailFields, string(bytes.ToLower(field))) {
			found++
		}
	}
	return found >= wanted
}
