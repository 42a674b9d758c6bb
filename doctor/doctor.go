// Package doctor looks at what goes wrong around a server in offices, and says for each thing what to do.
// It changes nothing; only the disk's measure writes a file of its own, which it takes away again.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"courtyard/app/bucket"
	"courtyard/app/config"
	"courtyard/certs"
	"courtyard/models"
)

// Verdict says how a check ended; the worst of its findings counts.
type Verdict int

// Only a fault keeps Courtyard from working.
const (
	OK Verdict = iota
	Warning
	Fault
)

// String is the word for a person.
func (v Verdict) String() string { return [...]string{"ok", "warning", "fault"}[v] }

// Check is what was found about one thing, and what to do where it is not well.
type Check struct {
	Name    string
	Verdict Verdict
	Found   []string
	Advice  []string

	bad int // how many of what was found is not well; it stands first
}

func (c *Check) ok(found string, values ...any) {
	c.Found = append(c.Found, fmt.Sprintf(found, values...))
}

func (c *Check) warn(found, advice string) { c.add(Warning, found, advice) }

func (c *Check) fault(found, advice string) { c.add(Fault, found, advice) }

// add puts what is not well before what is.
func (c *Check) add(v Verdict, found, advice string) {
	c.Verdict = max(c.Verdict, v)
	c.Found = slices.Insert(c.Found, c.bad, found)
	c.bad++
	if advice != "" {
		c.Advice = append(c.Advice, advice)
	}
}

// Instance is what is looked at.
type Instance struct {
	Config *config.Config
	// Problems and Warnings are what was found wrong in the settings, one line each.
	Problems, Warnings []string
	// URLs are the addresses that people are told; OnlyHere says that they are good on this machine alone.
	URLs     []string
	OnlyHere bool
	// Certificates are the options that a server opens its certificates with; nil with TLS=off.
	Certificates *certs.Options
	// Bucket keeps the files; nil where that is the upload folder.
	Bucket *bucket.Bucket
	// Built is when the program was built; zero where it is not known.
	Built time.Time
	Clock func() time.Time
}

// examination is one visit: the instance, and what several checks look at.
type examination struct {
	Instance
	database    models.Inspection
	databaseErr error
	certificate certs.Inspection
	certErr     error
}

// Examine makes all checks, one after the other.
func Examine(ctx context.Context, i Instance) []Check {
	e := &examination{Instance: i}
	e.database, e.databaseErr = models.Inspect(ctx, i.Config.Database())
	if i.Certificates != nil {
		e.certificate, e.certErr = certs.Inspect(*i.Certificates)
	}
	checks := []struct {
		name string
		look func(context.Context, *Check)
	}{
		{"settings", e.settings}, {"server", e.server}, {"port", e.port}, {"addresses", e.addresses}, {"certificate", e.certificates},
		{"clock", e.clock}, {"disk", e.disk}, {"fsync", e.fsync}, {"permissions", e.permissions}, {"database", e.databaseFile},
		{"scanner", e.scanner}, {"bucket", e.bucket}, {"files", e.files},
	}
	out := make([]Check, len(checks))
	for n, check := range checks {
		out[n].Name = check.name
		check.look(ctx, &out[n])
	}
	return out
}

// folder is where the database lies, or will; another program's folder is left alone.
func (e *examination) folder() string {
	if errors.Is(e.databaseErr, models.ErrForeignDatabase) || errors.Is(e.databaseErr, models.ErrLocalChatDatabase) {
		return e.Config.DataDir
	}
	return filepath.Dir(e.Config.Database())
}

// running says whether a server has the data folder.
func (e *examination) running() bool { return e.database.Owner != "" }

func (e *examination) settings(_ context.Context, c *Check) {
	for _, line := range e.Problems {
		c.fault("mistakes that stop the start", line)
	}
	for _, line := range e.Warnings {
		c.warn("lines to look at", line)
	}
	if c.Verdict == OK {
		folder, _ := filepath.Abs(e.Config.DataDir)
		c.ok("no mistakes; data folder %s", folder)
	}
}

func (e *examination) server(_ context.Context, c *Check) {
	if e.running() {
		c.ok("runs: %s", e.database.Owner)
		return
	}
	c.ok("does not run on this data folder")
}

// Print writes one line a check, and beneath it what to do; it gives the number of faults.
func Print(out io.Writer, checks []Check) (faults int) {
	const indent = "                      " // as wide as verdict and name
	warnings := 0
	for _, c := range checks {
		fmt.Fprintf(out, "%-8s %-12s %s\n", c.Verdict, c.Name, strings.Join(unique(c.Found), "; "))
		for _, line := range c.Advice {
			fmt.Fprintf(out, "%s→ %s\n", indent, line)
		}
		switch c.Verdict {
		case Fault:
			faults++
		case Warning:
			warnings++
		case OK:
		}
	}
	fmt.Fprintf(out, "\n%s, %s\n", count(faults, "fault"), count(warnings, "warning"))
	return faults
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func unique(lines []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, l := range lines {
		if !seen[l] {
			out = append(out, l)
		}
		seen[l] = true
	}
	return out
}
