//go:build unix

package certs

import (
	"errors"
	"syscall"
)

const canTry = true

// writeOnce gives the socket, which is in non-blocking mode, as much as it takes at this moment.
func writeOnce(fd uintptr, p []byte) (int, error) {
	n, err := syscall.Write(int(fd), p)
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINTR) {
		return 0, nil
	}
	return max(n, 0), err
}
