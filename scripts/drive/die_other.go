//go:build !linux

package drive

import "os/exec"

// dieWithParent does nothing where the kernel has no such promise.
func dieWithParent(*exec.Cmd) {}
