package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// The words between a follower and who asked for it; between them stand the calls that fit, one a line.
const (
	followWord = "follow"
	begunWord  = "begun"
	killedWord = "killed"
)

// call is a system call that a process has made on an open file.
type call struct{ name, file string }

func (c call) String() string { return c.name + " " + c.file }

// short is a call for people.
func (c call) short() string { return c.name + " of " + filepath.Base(c.file) }

// point is one of the calls that fit two patterns, counted from 1; 0 is none of them.
type point struct {
	calls, files string
	number       int
}

// follower is a process of its own that follows a server, since this one waits for the server as its child.
type follower struct {
	command *exec.Cmd
	lines   *bufio.Scanner
}

// follow starts a follower that kills the process at a point; it follows all threads when this returns.
func follow(ctx context.Context, pid int, at point) (*follower, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	f := &follower{command: exec.CommandContext(ctx, self, followWord, strconv.Itoa(pid), at.calls, at.files, strconv.Itoa(at.number))}
	f.command.Stderr = os.Stderr
	output, err := f.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := f.command.Start(); err != nil {
		return nil, err
	}
	f.lines = bufio.NewScanner(output)
	if f.lines.Scan() && f.lines.Text() == begunWord {
		return f, nil
	}
	return nil, errors.Join(fmt.Errorf("%w: %s", errUntried, f.lines.Text()), f.command.Wait())
}

// end waits until the process is gone and gives the calls that fitted, and whether the last of them was the point.
func (f *follower) end() (calls []call, killed bool, err error) {
	for f.lines.Scan() {
		if f.lines.Text() == killedWord {
			killed = true
			continue
		}
		name, file, _ := strings.Cut(f.lines.Text(), " ")
		calls = append(calls, call{name, file})
	}
	return calls, killed, errors.Join(f.lines.Err(), f.command.Wait())
}

// beFollower is the follower's side: the arguments are those of follow.
func beFollower(arguments []string) error {
	if len(arguments) != 4 {
		return errors.New("a follower needs a process, two patterns and a number")
	}
	pid, err := strconv.Atoi(arguments[0])
	number, numberErr := strconv.Atoi(arguments[3])
	calls, callsErr := regexp.Compile(arguments[1])
	files, filesErr := regexp.Compile(arguments[2])
	if err := errors.Join(err, numberErr, callsErr, filesErr); err != nil {
		return err
	}
	seen := 0
	killed, err := trace(pid, func() { fmt.Println(begunWord) }, func(done call) bool {
		if !calls.MatchString(done.name) || !files.MatchString(done.file) {
			return false
		}
		fmt.Println(done)
		seen++
		return seen == number
	})
	if err != nil {
		fmt.Println(err)
	}
	if killed {
		fmt.Println(killedWord)
	}
	return nil
}
