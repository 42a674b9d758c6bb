package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// machine is what the figures were measured on.
type machine struct {
	CPU        string `json:"cpu"`
	Cores      int    `json:"cores"`
	Memory     string `json:"memory"`
	Kernel     string `json:"kernel"`
	LoadBefore string `json:"load_before"`
	LoadAfter  string `json:"load_after"`
}

func thisMachine() machine {
	return machine{
		CPU: procField("/proc/cpuinfo", "model name"), Cores: runtime.NumCPU(), Memory: procField("/proc/meminfo", "MemTotal"),
		Kernel: procText("/proc/sys/kernel/osrelease"), LoadBefore: loadAverage(),
	}
}

func (m machine) String() string {
	return fmt.Sprintf("%s, %d cores, memory %s, Linux %s, load before %s, after %s", m.CPU, m.Cores, m.Memory, m.Kernel, m.LoadBefore, m.LoadAfter)
}

// loadAverage is the system's load over 1, 5 and 15 minutes.
func loadAverage() string {
	fields := strings.Fields(procText("/proc/loadavg"))
	return strings.Join(fields[:min(3, len(fields))], " ")
}

func procText(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(text))
}

// procField is the value of the first line that has a name.
func procField(path, name string) string {
	for line := range strings.Lines(procText(path)) {
		if key, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}
