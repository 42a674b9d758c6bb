//go:build !linux

package main

import (
	"errors"
	"net"
	"time"
)

var errLinuxOnly = errors.New("the bench measures on Linux only")

type polled struct{}

func take(*net.TCPConn) (*polled, error) { return nil, errLinuxOnly }

func (*polled) write([]byte) error { return errLinuxOnly }
func (*polled) close() error       { return nil }
func (*polled) keep(int)           {}
func (*polled) drained() bool      { return true }

type poller struct{}

func newPoller() (*poller, error) { return nil, errLinuxOnly }

func (*poller) add(*member) error      { return errLinuxOnly }
func (*poller) remove(*member)         {}
func (*poller) wait() int              { return 0 }
func (*poller) read(int, func() int64) {}
func (*poller) close() error           { return nil }

func pause(d time.Duration) { time.Sleep(d) }

func ownCPU() time.Duration { return 0 }
