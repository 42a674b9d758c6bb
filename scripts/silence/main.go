//go:build linux

// Command silence runs a command in a network of its own, whose only way out is a black hole that everything is seen to fall into,
// and fails when anything tried to leave: go run ./scripts/silence COMMAND ARGUMENT…
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// inside marks the second process, the one in the new namespaces.
const inside = "COURTYARD_SILENCE_INSIDE"

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: silence COMMAND ARGUMENT…")
		os.Exit(2)
	}
	var err error
	if os.Getenv(inside) == "" {
		err = enter()
	} else {
		err = listen(os.Args[1:])
	}
	var ended *exec.ExitError
	switch {
	case err == nil:
	case errors.As(err, &ended) && os.Getenv(inside) == "":
		os.Exit(ended.ExitCode()) // the process inside has said why
	default:
		fmt.Fprintln(os.Stderr, "silence:", err)
		os.Exit(1)
	}
}

// enter starts this program again in new network and mount namespaces.
func enter() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	again := exec.Command(self, os.Args[1:]...) //nolint:noctx // ends with its command, which gets the terminal's signals itself
	again.Env = append(os.Environ(), inside+"=yes")
	again.Stdin, again.Stdout, again.Stderr = os.Stdin, os.Stdout, os.Stderr
	again.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET | unix.CLONE_NEWNS, Pdeathsig: syscall.SIGKILL}
	signal.Ignore(os.Interrupt)
	if err := again.Run(); errors.Is(err, unix.EPERM) {
		return errors.New("this needs the right CAP_SYS_ADMIN to make a network namespace: run it as root")
	} else {
		return err
	}
}

// listen proves that the capture hears, runs the command, and judges what was heard meanwhile.
func listen(command []string) error {
	if err := buildNetwork(); err != nil {
		return err
	}
	c, err := openCapture()
	if err != nil {
		return err
	}
	if err := c.prove(); err != nil {
		return err
	}
	run := exec.Command(command[0], command[1:]...) //nolint:noctx // see above
	run.Stdin, run.Stdout, run.Stderr = os.Stdin, os.Stdout, os.Stderr
	ended := run.Run()
	return errors.Join(ended, c.judge(os.Stderr))
}
