//go:build faults && linux

package faults

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"courtyard/scripts/drive"
)

// Requests of the kernel to a file system in user space, and where the parts of both lie (linux/fuse.h).
const (
	fuseGetattr = 3
	fuseStatfs  = 17
	fuseInit    = 26

	fuseRequestHeader = 40
	fuseAnswerHeader  = 16
	fuseAttributes    = 16 // after the time that they are good for
)

// answerKernel serves an empty root folder until the file system is unmounted.
func answerKernel(kernel *os.File) {
	request := make([]byte, 1<<20)
	for {
		n, err := kernel.Read(request)
		if err != nil || n < fuseRequestHeader {
			return
		}
		var body []byte
		failure := int32(-int32(unix.ENOSYS))
		switch binary.LittleEndian.Uint32(request[4:]) {
		case fuseInit:
			body, failure = make([]byte, 64), 0
			binary.LittleEndian.PutUint32(body, 7)
			binary.LittleEndian.PutUint32(body[4:], 31)
			binary.LittleEndian.PutUint32(body[20:], 4096) // the largest write
		case fuseGetattr:
			body, failure = make([]byte, fuseAttributes+88), 0
			binary.LittleEndian.PutUint64(body[fuseAttributes:], 1) // the root's number
			binary.LittleEndian.PutUint32(body[fuseAttributes+60:], unix.S_IFDIR|0o700)
			binary.LittleEndian.PutUint32(body[fuseAttributes+64:], 2)
		case fuseStatfs:
			body, failure = make([]byte, 80), 0
		}
		answer := make([]byte, fuseAnswerHeader, fuseAnswerHeader+len(body))
		binary.LittleEndian.PutUint32(answer, uint32(fuseAnswerHeader+len(body)))
		binary.LittleEndian.PutUint32(answer[4:], uint32(failure))
		copy(answer[8:], request[8:16]) // which request
		if _, err := kernel.Write(append(answer, body...)); err != nil && err != os.ErrNotExist {
			return
		}
	}
}

// A kernel module for NFS or SMB is rare on test machines; a file system in user space that calls itself sshfs is one everywhere.
func TestANetworkFileSystemUnderTheDatabaseIsRefusedWithAnExplanation(t *testing.T) {
	t.Parallel()
	fd, err := unix.Open("/dev/fuse", unix.O_RDWR|unix.O_CLOEXEC, 0)
	require.NoError(t, err, "this needs /dev/fuse (and the right CAP_SYS_ADMIN): run it as root on a kernel with FUSE")
	kernel := os.NewFile(uintptr(fd), "/dev/fuse")
	folder := filepath.Join(t.TempDir(), "data")
	mount(t, folder, disk{"office@files:/home", "fuse.sshfs", fmt.Sprintf("fd=%d,rootmode=40000,user_id=0,group_id=0", fd)})
	go answerKernel(kernel)
	said := refused(t, drive.Options{DataDir: folder})
	require.Contains(t, said, "the database cannot lie on a network file system")
	require.Contains(t, said, "(found: SSHFS)")
	require.NoError(t, unix.Unmount(folder, unix.MNT_DETACH))
	require.NoError(t, kernel.Close())
}
