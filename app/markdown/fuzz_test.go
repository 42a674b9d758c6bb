package markdown

import "testing"

// FuzzRender holds three properties: nothing panics, what comes out is neutral, and the short way
// calls no text plain that the long way would render.
func FuzzRender(f *testing.F) {
	for _, message := range hostile() {
		f.Add(message)
	}
	for _, message := range []string{short, rich, "1) a", "a\n=", "a|b\n-|-", "a\n: b", "b\f", "b\t\nc", "ａ@b.c", "x@y.z", "WWW.a.b", " \n a", "a \n\t\nb"} {
		f.Add(message)
	}
	r := New()
	f.Fuzz(func(t *testing.T, message string) {
		if len(message) > 64<<10 {
			return
		}
		requireNeutral(t, r.Render(message))
		if looksPlain(message) && withinBounds(message) {
			if html := r.render(normalise(message)); html != "" {
				t.Errorf("%q was called plain, but gives %q", message, html)
			}
		}
	})
}
