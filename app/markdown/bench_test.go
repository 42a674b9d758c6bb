package markdown

import "testing"

const short = "会議は10:30からです。Ben, can you bring the plan?"

const rich = `**Release** on _Friday_, see https://wiki.lan/release and ~~old page~~:

- [x] build, then ` + "`make test`" + `
- [ ] ask @chie

| step | who |
|:-----|----:|
| one | Aiko |
| two | Ben |

` + "```go\nfunc main() {\n\tfmt.Println(\"hello\", 1)\n}\n```\n"

func BenchmarkShort(b *testing.B) {
	r := New()
	for b.Loop() {
		r.Render(short)
	}
}

func BenchmarkShortWithMarkup(b *testing.B) {
	r := New()
	for b.Loop() {
		r.Render("**Ben**, can you bring the plan?")
	}
}

func BenchmarkRich(b *testing.B) {
	r := New()
	for b.Loop() {
		r.Render(rich)
	}
}
