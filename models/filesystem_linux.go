package models

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// ErrNetworkFileSystem says that the database would lie on another machine, where locks and fsync cannot be trusted.
var ErrNetworkFileSystem = errors.New("the database cannot lie on a network file system, where a power cut or a second server would damage it; put DATA_DIR on a local disk (uploads may lie on the network)")

// networkFileSystems are the magic numbers of statfs(2) for file systems whose disk is elsewhere.
var networkFileSystems = map[int64]string{
	unix.NFS_SUPER_MAGIC:  "NFS",
	unix.SMB_SUPER_MAGIC:  "SMB",
	unix.CIFS_SUPER_MAGIC: "CIFS",
	unix.SMB2_SUPER_MAGIC: "SMB",
	unix.AFS_SUPER_MAGIC:  "AFS",
	unix.CODA_SUPER_MAGIC: "Coda",
	unix.CEPH_SUPER_MAGIC: "Ceph",
}

func refuseNetworkFileSystem(folder string) error {
	var stat unix.Statfs_t
	if err := unix.Statfs(folder, &stat); err != nil {
		return fmt.Errorf("look at the data folder's file system: %w", err)
	}
	if name, found := networkFileSystems[int64(stat.Type)&0xffffffff]; found {
		return fmt.Errorf("%w (found: %s)", ErrNetworkFileSystem, name)
	}
	return nil
}
