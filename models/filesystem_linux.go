package models

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// networkFileSystems are the magic numbers of statfs(2) for file systems whose disk is elsewhere.
var networkFileSystems = map[int64]string{
	unix.NFS_SUPER_MAGIC:  "NFS",
	unix.SMB_SUPER_MAGIC:  "SMB",
	unix.CIFS_SUPER_MAGIC: "CIFS",
	unix.SMB2_SUPER_MAGIC: "SMB",
	unix.AFS_SUPER_MAGIC:  "AFS",
	unix.CODA_SUPER_MAGIC: "Coda",
	unix.CEPH_SUPER_MAGIC: "Ceph",
	unix.V9FS_MAGIC:       "9P",
}

// networkFuses are those of the file systems in user space; the kernel tells them apart only by their names in mountinfo (proc(5)).
var networkFuses = map[string]string{
	"fuse.sshfs": "SSHFS", "fuse.rclone": "rclone", "fuse.s3fs": "s3fs", "fuse.glusterfs": "GlusterFS", "fuse.ceph-fuse": "Ceph",
	"fuse.curlftpfs": "FTP", "fuse.smbnetfs": "SMB", "fuse.juicefs": "JuiceFS", "fuse.mfs": "MooseFS", "fuse.davfs2": "WebDAV",
}

// CheckFileSystem refuses a folder on a network file system; its error says which one it is.
func CheckFileSystem(folder string) error {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return fmt.Errorf("look at the data folder's file system: %w", err)
	}
	name, found := networkFileSystems[int64(stat.Type)&0xffffffff]
	if stat.Type == unix.FUSE_SUPER_MAGIC {
		kind, err := mountedAs(folder)
		if err != nil {
			return fmt.Errorf("look at the data folder's file system: %w", err)
		}
		name, found = networkFuses[kind]
	}
	if found {
		return fmt.Errorf("%w (found: %s)", ErrNetworkFileSystem, name)
	}
	return nil
}

// mountedAs is the file system's type by which a folder's device is mounted; empty where it is not in the list.
func mountedAs(folder string) (string, error) {
	var stat unix.Stat_t
	if err := unix.Stat(folder, &stat); err != nil {
		return "", err
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return "", err
	}
	device := fmt.Sprintf("%d:%d", unix.Major(stat.Dev), unix.Minor(stat.Dev))
	for line := range strings.Lines(string(mounts)) {
		before, after, _ := strings.Cut(line, " - ")
		if fields := strings.Fields(before); len(fields) > 2 && fields[2] == device {
			kind, _, _ := strings.Cut(after, " ")
			return kind, nil
		}
	}
	return "", nil
}
