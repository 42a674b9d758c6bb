package drive

import (
	"os/exec"
	"syscall"
)

// dieWithParent lets the kernel kill the child when this process ends without saying goodbye.
func dieWithParent(c *exec.Cmd) { c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
