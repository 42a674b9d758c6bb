package main

import (
	"context"
	"io"
	"log/slog"
	"sync/atomic"
	"time"

	"courtyard/app/config"
)

const (
	// logQueue is how many lines wait for a log that takes none at the moment, such as a pipe that nobody reads.
	logQueue = 1000
	// logFlush is how long the end of the program waits for them.
	logFlush = time.Second
)

// logOutput passes lines on without ever waiting: what the log does not take is lost, and counted once it takes lines again.
type logOutput struct {
	to     io.Writer
	direct slog.Handler
	lines  chan []byte // nil is the last one
	ended  chan struct{}
	lost   atomic.Int64
}

// newLog gives the program's log, and its output to flush at the end.
func newLog(c *config.Config, to io.Writer) (*slog.Logger, *logOutput) {
	o := &logOutput{to: to, direct: logHandler(c, to), lines: make(chan []byte, logQueue), ended: make(chan struct{})}
	go o.run()
	return slog.New(logHandler(c, o)), o
}

func logHandler(c *config.Config, to io.Writer) slog.Handler {
	o := &slog.HandlerOptions{Level: c.Level()}
	if c.LogFormat == "json" {
		return slog.NewJSONHandler(to, o)
	}
	return slog.NewTextHandler(to, o)
}

// Write takes one line; it never fails.
func (o *logOutput) Write(line []byte) (int, error) {
	select {
	case o.lines <- append([]byte{}, line...):
	default:
		o.lost.Add(1)
	}
	return len(line), nil
}

func (o *logOutput) run() {
	defer close(o.ended)
	for line := range o.lines {
		o.tellLoss()
		if line == nil {
			return
		}
		if _, err := o.to.Write(line); err != nil {
			o.lost.Add(1)
		}
	}
}

func (o *logOutput) tellLoss() {
	lost := o.lost.Swap(0)
	if lost == 0 {
		return
	}
	told := slog.NewRecord(time.Now(), slog.LevelError, "the log could not be written: lines before this one were lost", 0)
	told.AddAttrs(slog.Int64("lines", lost))
	if o.direct.Handle(context.Background(), told) != nil {
		o.lost.Add(lost)
	}
}

// flush waits for the lines so far; later ones are not written.
func (o *logOutput) flush() {
	patience := time.After(logFlush)
	select {
	case o.lines <- nil:
	case <-patience:
		return
	}
	select {
	case <-o.ended:
	case <-patience:
	}
}
