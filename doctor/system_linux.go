package doctor

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// spaceOf asks the file system that a folder lies on.
func spaceOf(folder string) (space, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return space{}, err
	}
	unit := uint64(stat.Bsize)
	return space{
		free: stat.Bavail * unit, total: stat.Blocks * unit, kind: kindOf(folder), readOnly: stat.Flags&unix.ST_RDONLY != 0,
	}, nil
}

// kindOf looks for the folder's device among the mounts (proc_pid_mountinfo(5)).
func kindOf(folder string) string {
	var stat unix.Stat_t
	if unix.Stat(folder, &stat) != nil {
		return ""
	}
	device := fmt.Sprintf("%d:%d", unix.Major(stat.Dev), unix.Minor(stat.Dev))
	mounts, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return ""
	}
	defer func() { _ = mounts.Close() }()
	for lines := bufio.NewScanner(mounts); lines.Scan(); {
		before, after, _ := strings.Cut(lines.Text(), " - ")
		if left, right := strings.Fields(before), strings.Fields(after); len(left) > 2 && len(right) > 0 && left[2] == device {
			return right[0]
		}
	}
	return ""
}

// clockSynchronised asks the kernel, which every time service tells (adjtimex(2)).
func clockSynchronised() (synchronised, known bool) {
	var state unix.Timex
	if _, err := unix.Adjtimex(&state); err != nil {
		return false, false
	}
	return state.Status&unix.STA_UNSYNC == 0, true
}

// listenerOf finds the process that listens on a TCP port; 0 where it belongs to somebody whose files we may not see.
func listenerOf(port int) (pid int, name string) {
	sockets := map[string]bool{}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		for _, inode := range listening(table, port) {
			sockets["socket:["+inode+"]"] = true
		}
	}
	descriptors, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, path := range descriptors {
		if target, err := os.Readlink(path); err == nil && sockets[target] {
			process := strings.Split(path, "/")[2]
			pid, _ = strconv.Atoi(process)
			text, _ := os.ReadFile("/proc/" + process + "/comm")
			return pid, strings.TrimSpace(string(text))
		}
	}
	return 0, ""
}

// listening gives the inodes of the sockets of a table that listen on a port (proc_pid_net(5)).
func listening(table string, port int) (inodes []string) {
	const listen = "0A"
	text, err := os.ReadFile(table)
	if err != nil {
		return nil
	}
	end := fmt.Sprintf(":%04X", port)
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 9 && f[3] == listen && strings.HasSuffix(f[1], end) {
			inodes = append(inodes, f[9])
		}
	}
	return inodes
}
