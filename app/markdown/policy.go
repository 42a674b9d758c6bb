package markdown

import (
	"regexp"

	"github.com/microcosm-cc/bluemonday"
)

var (
	languageClass = regexp.MustCompile(`^language-[a-z0-9_+#.-]{1,32}$`)
	tokenClass    = regexp.MustCompile(`^[a-z0-9]{1,3}$`)
	alignClass    = regexp.MustCompile(`^al-[lcr]$`)
	linkAddress   = regexp.MustCompile(`^(?:https?://|mailto:)[!-~]+$`)
	numberID      = regexp.MustCompile(`^[1-9][0-9]{0,18}$`)
	listNumber    = regexp.MustCompile(`^[0-9]{1,9}$`)
)

// newPolicy allows the neutral elements and nothing else, whatever the renderers above it do.
func newPolicy() *bluemonday.Policy {
	policy := bluemonday.NewPolicy()
	policy.AllowElements("p", "br", "strong", "em", "del", "h1", "h2", "h3", "h4", "h5", "h6",
		"ul", "ol", "li", "blockquote", "hr", "code", "pre", "table", "thead", "tbody", "tr", "th", "td")
	policy.AllowAttrs("class").Matching(languageClass).OnElements("code")
	policy.AllowAttrs("class").Matching(tokenClass).OnElements("span")
	policy.AllowAttrs("data-account").Matching(numberID).OnElements("span")
	policy.AllowAttrs("data-emoji").Matching(numberID).OnElements("span")
	policy.AllowAttrs("data-calls").Matching(regexp.MustCompile(`^(?:here|channel)$`)).OnElements("span")
	policy.AllowAttrs("class").Matching(alignClass).OnElements("th", "td")
	policy.AllowAttrs("start").Matching(listNumber).OnElements("ol")
	policy.AllowAttrs("data-link").Matching(linkAddress).OnElements("a")
	policy.AllowAttrs("type").Matching(regexp.MustCompile(`^checkbox$`)).OnElements("input")
	policy.AllowAttrs("checked", "disabled").Matching(regexp.MustCompile(`^$`)).OnElements("input")
	return policy
}
