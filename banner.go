package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/url"
	"time"

	"rsc.io/qr"

	"courtyard/app/config"
	"courtyard/handlers"
)

// setupCode is the preset code, or a random one that lives as long as the process.
func setupCode(c *config.Config) string {
	if preset := c.SetupCode.Reveal(); preset != "" {
		return preset
	}
	return rand.Text()
}

// banner tells the person at the console where to go next.
func (p *place) banner(out io.Writer, setupNeeded bool, code string) {
	urls := p.urls()
	fmt.Fprintf(out, "\nCourtyard %s\n", version)
	if p.config.TestMode {
		fmt.Fprint(out, "\n  *** TEST MODE: cheap passwords, no rate limits. Never use this with real people. ***\n")
	}
	fmt.Fprint(out, "\n  Open in a browser:\n")
	for _, u := range urls {
		fmt.Fprintf(out, "    %s\n", u)
	}
	base := shared(urls)
	if onlyHere(base) {
		fmt.Fprint(out, "  Only this computer can open it: HOST says so, or no address of a private network was found.\n"+
			"  PUBLIC_URL and ALLOWED_CIDRS tell Courtyard of others; see .env.example.\n")
	}
	if p.authority != nil && p.authority.Root() != nil {
		fmt.Fprintf(out, "\n  Certificate to trust once per device: %s\n  Its fingerprint (SHA-256):\n    %s\n", handlers.TrustPage(base, p.config.PublicURL != nil), p.authority.Fingerprint())
	}
	if end, soon := p.ownEnd(); soon {
		fmt.Fprintf(out, "\n  *** The certificate in SSL_CERTFILE ends on %s. Replace it in time. ***\n", end.Format(time.DateOnly))
	}
	if setupNeeded {
		link := base + "/setup#" + url.PathEscape(code)
		fmt.Fprintf(out, "\n  First person: set up here, with the code %s\n    %s\n\n", code, link)
		printQR(out, link)
	}
	fmt.Fprintln(out)
}

// printQR draws two rows of a QR code in one line of half blocks, dark on light.
func printQR(out io.Writer, text string) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return // too long for a code; the link stands above
	}
	const quiet = 2
	for y := -quiet; y < code.Size+quiet; y += 2 {
		fmt.Fprint(out, "    \x1b[30;47m")
		for x := -quiet; x < code.Size+quiet; x++ {
			switch top, bottom := code.Black(x, y), code.Black(x, y+1); {
			case top && bottom:
				fmt.Fprint(out, "█")
			case top:
				fmt.Fprint(out, "▀")
			case bottom:
				fmt.Fprint(out, "▄")
			default:
				fmt.Fprint(out, " ")
			}
		}
		fmt.Fprint(out, "\x1b[0m\n")
	}
}
