package main

import (
	"context"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
)

// report is bench.json, and the table.
type report struct {
	Version string   `json:"version"`
	Machine machine  `json:"machine"`
	Rows    []figure `json:"rows"`

	lines [][]string
	short int
}

// figure is the median of one row's runs.
type figure struct {
	ID    string  `json:"id"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

func newReport(ctx context.Context, binary string) *report {
	return &report{Version: commit(ctx, binary), Machine: thisMachine(), Rows: []figure{}}
}

// commit is the commit that the binary was built from, or the one checked out around it where it does not say.
func commit(ctx context.Context, binary string) string {
	if info, err := buildinfo.ReadFile(binary); err == nil {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	out, err := exec.CommandContext(ctx, "git", "-C", filepath.Dir(binary), "rev-parse", "HEAD").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(out))
}

// add notes a row; without values it was not measured.
func (r *report) add(w row, values []float64) {
	if len(values) == 0 {
		return
	}
	sorted := slices.Sorted(slices.Values(values))
	median := sorted[len(sorted)/2]
	verdict := "ok"
	if !w.reached(median) {
		verdict = "short"
		r.short++
	}
	sign := "≤ "
	if w.atLeast {
		sign = "≥ "
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = decimal(v)
	}
	r.Rows = append(r.Rows, figure{w.id, round(median), w.unit})
	r.lines = append(r.lines, []string{w.id, strings.Join(texts, " "), decimal(median), spread(sorted), sign + decimal(w.reach), verdict, w.unit})
}

// spread is how far the runs lie apart, as a share of the median.
func spread(sorted []float64) string {
	low, median, high := sorted[0], sorted[len(sorted)/2], sorted[len(sorted)-1]
	if median == 0 {
		return decimal(high - low)
	}
	return fmt.Sprintf("%.0f %%", 100*(high-low)/median)
}

// round keeps four significant digits of small figures and whole large ones.
func round(v float64) float64 {
	if v >= 1000 || v == 0 {
		return math.Round(v)
	}
	unit := math.Pow(10, math.Floor(math.Log10(math.Abs(v)))-3)
	return math.Round(v/unit) * unit
}

func decimal(v float64) string {
	if v == math.Trunc(v) || v >= 1000 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.3g", v)
}

func (r *report) print(to io.Writer) {
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "id\truns\tmedian\tspread\treach\t\tunit")
	for _, l := range r.lines {
		fmt.Fprintln(w, strings.Join(l, "\t"))
	}
	_ = w.Flush() // a terminal that is gone needs no table
	fmt.Fprintf(to, "\n%s\nversion %s; %d rows, %d short\n", r.Machine, r.Version, len(r.Rows), r.short)
}

func (r *report) write(path string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o600)
}
