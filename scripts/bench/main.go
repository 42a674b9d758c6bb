// Command bench measures the built server on this machine, from a second process, and writes bench.json.
//
// It shares the machine's processors with the server, as the figures to reach assume.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// longest bounds a whole bench.
const longest = 3 * time.Hour

// bench is one call of the program: its options and what its measurements share.
type bench struct {
	binary string
	report string
	only   string
	quick  bool
	times  int
	folder string
	runs   runs

	offices map[officeSize]*office
	crowded *office
	// storms are the channels of the offices with several workspaces, by their people.
	storms map[int][]int64
}

func main() {
	b := &bench{offices: map[officeSize]*office{}}
	flag.StringVar(&b.binary, "binary", "dist/courtyard", "the built server")
	flag.StringVar(&b.report, "report", "bench.json", "where to write the figures")
	flag.StringVar(&b.only, "only", "", "measure only rows whose id begins so")
	flag.BoolVar(&b.quick, "quick", false, "once, shorter and smaller: whether it works, not how fast")
	flag.IntVar(&b.times, "runs", 3, "how often each row is measured; its figure is the median")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithTimeout(ctx, longest)
	err := b.run(ctx)
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (b *bench) run(ctx context.Context) (err error) {
	if _, err := os.Stat(b.binary); err != nil {
		return fmt.Errorf("build the server first: %w", err)
	}
	if b.folder, err = os.MkdirTemp("", "courtyard-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.folder)) }()
	r := newReport(ctx, b.binary)
	var failed error
	for _, g := range groups {
		if !b.wanted(g) {
			continue
		}
		if err := b.measure(ctx, g, r); err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", g.rows[0].id, err))
		}
		if ctx.Err() != nil {
			break
		}
	}
	r.Machine.LoadAfter = loadAverage()
	r.print(os.Stdout)
	if b.quick {
		fmt.Println("a quick bench: its figures say nothing about the reach")
	}
	return errors.Join(failed, r.write(b.report))
}

func (b *bench) wanted(g group) bool {
	for _, r := range g.rows {
		if strings.HasPrefix(r.id, b.only) {
			return true
		}
	}
	return false
}

// measure runs a group as often as wanted and notes its rows.
func (b *bench) measure(ctx context.Context, g group, r *report) error {
	values := map[string][]float64{}
	for i := range pick(b.quick || g.rows[0].once, 1, max(1, b.times)) {
		b.note("%s, run %d", g.rows[0].id, i+1)
		f, err := g.measure(b, ctx)
		if err != nil {
			return err
		}
		for id, v := range f {
			values[id] = append(values[id], v)
		}
	}
	for _, row := range g.rows {
		r.add(row, values[row.id])
	}
	return nil
}

// note says on the side what is going on.
func (*bench) note(format string, values ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format("15:04:05 ")+format+"\n", values...)
}

// fresh is a new data folder that does not exist yet.
func (b *bench) fresh(name string) (string, error) {
	parent, err := os.MkdirTemp(b.folder, name+"-")
	return filepath.Join(parent, "data"), err
}

// pick gives the small value in a quick bench.
func pick[T any](quick bool, small, full T) T {
	if quick {
		return small
	}
	return full
}
