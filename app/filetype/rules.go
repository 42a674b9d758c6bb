package filetype

import "strings"

// List is one setting about types: endings such as .exe and media types such as image/*.
type List []string

// Rules say which files may be uploaded. An empty list of allowed ones allows all.
type Rules struct{ Allowed, Refused List }

// Permits says whether a file of this cleaned name and sniffed type may be uploaded. Refusing goes before allowing.
func (r Rules) Permits(name string, t Type) bool {
	name = strings.ToLower(name)
	for _, part := range r.Refused {
		if refuses(part, name, t) {
			return false
		}
	}
	if len(r.Allowed) == 0 {
		return true
	}
	for _, part := range r.Allowed {
		if allows(part, name, t) {
			return true
		}
	}
	return false
}

// refuses an ending also under another name, where the bytes tell what it is: text has no bytes that tell.
func refuses(part, name string, t Type) bool {
	if part[0] != '.' {
		return matches(part, t)
	}
	of, known := endings[part]
	return strings.HasSuffix(name, part) || known && of == t && t.Kind() != Text
}

// allows an ending, but not to a program that has taken it.
func allows(part, name string, t Type) bool {
	if part[0] != '.' {
		return matches(part, t)
	}
	return strings.HasSuffix(name, part) && (!t.Program() || endings[part] == t || endings[part] == Source)
}

func matches(part string, t Type) bool {
	if main, all := strings.CutSuffix(part, "*"); all {
		return strings.HasPrefix(string(t), main)
	}
	return part == string(t)
}
