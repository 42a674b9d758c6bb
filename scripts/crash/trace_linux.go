package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"unsafe"

	"golang.org/x/sys/unix"
)

// traced are the system calls that a tracer looks at, each with a descriptor as its first argument.
var traced = map[uint64]string{
	unix.SYS_WRITE: "write", unix.SYS_PWRITE64: "pwrite64", unix.SYS_FTRUNCATE: "ftruncate",
	unix.SYS_FSYNC: "fsync", unix.SYS_FDATASYNC: "fdatasync",
}

// tracer follows all threads of one process from one system call to the next (ptrace(2)).
type tracer struct {
	pid     int
	kill    func(call) bool
	entered map[int]call // what each thread is doing
	killed  bool
}

// trace kills a process as soon as a system call has returned of which kill says so, before the program learns of its return. It
// calls begun when all threads are followed, and returns when the process is gone. A program that waits for the process as its
// child must not trace it: the stops of a traced child look like its end there.
func trace(pid int, begun func(), kill func(call) bool) (killed bool, err error) {
	runtime.LockOSThread() // the kernel takes orders from the tracing thread alone
	t := &tracer{pid: pid, kill: kill, entered: map[int]call{}}
	if err := t.seize(); err != nil {
		return false, err
	}
	begun()
	t.follow()
	return t.killed, nil
}

func ptrace(request, tid int, address, data uintptr) (uintptr, error) {
	n, _, errno := unix.Syscall6(unix.SYS_PTRACE, uintptr(request), uintptr(tid), address, data, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return n, nil
}

// seize takes every thread; those that they make later come by themselves.
func (t *tracer) seize() error {
	const options = unix.PTRACE_O_TRACECLONE | unix.PTRACE_O_TRACESYSGOOD
	taken := map[int]bool{}
	for before := -1; before < len(taken); {
		before = len(taken)
		threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", t.pid))
		if err != nil {
			return err
		}
		for _, thread := range threads {
			tid, err := strconv.Atoi(thread.Name())
			if err != nil || taken[tid] {
				continue
			}
			switch _, err := ptrace(unix.PTRACE_SEIZE, tid, 0, options); {
			case errors.Is(err, unix.EPERM) && len(taken) == 0:
				return errors.New("this needs the right CAP_SYS_PTRACE to follow a process")
			case err == nil:
				_ = unix.PtraceInterrupt(tid) // a thread that has ended meanwhile needs no order
			}
			taken[tid] = true // an error: it ended, or came with the thread that made it
		}
	}
	return nil
}

// follow orders each thread that stands still to go on, until none is left.
func (t *tracer) follow() {
	for {
		var status unix.WaitStatus
		tid, err := unix.Wait4(-1, &status, unix.WALL, nil)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return
		case !status.Stopped():
			continue
		}
		signal := 0
		switch s := status.StopSignal(); {
		case s == unix.SIGTRAP|0x80:
			t.look(tid)
		case status>>16 == 0:
			signal = int(s) // meant for the program
		}
		_ = unix.PtraceSyscall(tid, signal) // fails only for a thread that is being killed
	}
}

// look is at a thread that enters or leaves a system call.
func (t *tracer) look(tid int) {
	// struct ptrace_syscall_info: what happens, and then the call's number and arguments.
	var info [88]byte
	if _, err := ptrace(unix.PTRACE_GET_SYSCALL_INFO, tid, uintptr(len(info)), uintptr(unsafe.Pointer(&info[0]))); err != nil {
		return
	}
	word := func(at int) uint64 { return binary.NativeEndian.Uint64(info[at:]) }
	if info[0] == unix.PTRACE_SYSCALL_INFO_ENTRY {
		delete(t.entered, tid)
		if name, known := traced[word(24)]; known {
			file, _ := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", t.pid, word(32)))
			t.entered[tid] = call{name, file}
		}
		return
	}
	done, known := t.entered[tid]
	delete(t.entered, tid)
	failed := info[32] != 0
	if known && !failed && !t.killed && t.kill(done) {
		t.killed = true
		_ = unix.Kill(t.pid, unix.SIGKILL)
	}
}
