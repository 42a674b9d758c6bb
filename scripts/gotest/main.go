// Command gotest reads `go test -json` and prints a line per package, the output of what failed, and
// every skipped test: it fails on both.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// event is one line of go test -json (go doc test2json).
type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
}

// report holds the output of each running test until its end decides whether anybody wants to read it.
type report struct {
	out             io.Writer
	output          map[string]string
	passed          int
	failed, skipped []string
}

func main() {
	r := report{out: os.Stdout, output: map[string]string{}}
	if err := r.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if !r.summary() {
		os.Exit(1)
	}
}

func (r *report) read(in io.Reader) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			_, _ = fmt.Fprintln(r.out, lines.Text())
			continue
		}
		r.take(e)
	}
	return lines.Err()
}

func (r *report) take(e event) {
	name := e.Package + e.ImportPath
	if e.Test != "" {
		name += " " + e.Test
	}
	switch e.Action {
	case "output", "build-output":
		r.output[name] += e.Output
		return
	case "fail", "build-fail":
		r.failed = append(r.failed, name)
		_, _ = fmt.Fprint(r.out, r.output[name])
	case "skip":
		if e.Test != "" {
			r.skipped = append(r.skipped, name)
		}
	case "pass":
		r.pass(e)
	default:
		return
	}
	delete(r.output, name)
}

func (r *report) pass(e event) {
	if e.Test != "" {
		r.passed++
		return
	}
	_, _ = fmt.Fprintf(r.out, "ok  %-40s %6.2f s\n", e.Package, e.Elapsed)
}

// summary reports whether everything ran and passed; no test at all is no success.
func (r *report) summary() bool {
	for _, name := range r.failed {
		_, _ = fmt.Fprintln(r.out, "FAIL", name)
	}
	for _, name := range r.skipped {
		_, _ = fmt.Fprintln(r.out, "SKIP", name)
	}
	_, _ = fmt.Fprintf(r.out, "%d passed, %d failed, %d not run\n", r.passed, len(r.failed), len(r.skipped))
	return r.passed > 0 && len(r.failed)+len(r.skipped) == 0
}
