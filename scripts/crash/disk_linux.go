package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"courtyard/scripts/drive"
)

const (
	diskSize = 512 << 20
	// FS_IOC_SHUTDOWN stops a file system at once; with this flag not even its journal is written out.
	fsShutdown     = 0x8004587d
	withoutJournal = 2
)

// disk is an ext4 of its own, in a file.
type disk struct{ image, folder string }

// dropped lets people talk on a file system that loses what was not synced, as in a power cut. What was acknowledged before the cut
// has to be there; a sync under way meanwhile may be told that it succeeded, though with the power its answer would be gone as well.
func (c *crash) dropped(ctx context.Context) error {
	// The mounts are seen by this thread and the servers it starts, and go with it, whatever happens. So it is not given back.
	runtime.LockOSThread()
	err := unix.Unshare(unix.CLONE_FS | unix.CLONE_NEWNS)
	if err == nil {
		err = unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, "")
	}
	if err != nil {
		return fmt.Errorf("%w: this needs the right CAP_SYS_ADMIN to mount a disk (%w)", errUntried, err)
	}
	d := &disk{image: filepath.Join(filepath.Dir(c.folder), "image"), folder: filepath.Join(filepath.Dir(c.folder), "disk")}
	if err := d.prove(ctx); err != nil {
		return errors.Join(fmt.Errorf("%w: %w", errUntried, err), d.unmount())
	}
	c.folder = filepath.Join(d.folder, "data")
	c.end = func(ctx context.Context, s *drive.Server, _ *drive.Client) (string, error) {
		wait(ctx, killSoonest+time.Duration(c.random.Int64N(int64(killLatest-killSoonest))))
		c.cut = time.Now()
		if err := d.cut(); err != nil {
			return "", errors.Join(err, s.Kill())
		}
		return "", errors.Join(s.Kill(), d.unmount(), d.mount(ctx))
	}
	return errors.Join(c.talking(ctx), d.unmount())
}

// prove makes the disk and shows that it loses a file which was not synced, and keeps one that was.
func (d *disk) prove(ctx context.Context) error {
	if err := errors.Join(os.WriteFile(d.image, nil, 0o600), os.Truncate(d.image, diskSize), os.MkdirAll(d.folder, 0o700)); err != nil {
		return err
	}
	if err := tool(ctx, "mkfs.ext4", "-q", d.image); err != nil {
		return err
	}
	if err := d.mount(ctx); err != nil {
		return err
	}
	content := bytes.Repeat([]byte("kept?"), 20000)
	synced, unsynced := filepath.Join(d.folder, "synced"), filepath.Join(d.folder, "unsynced")
	f, err := os.Create(synced)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close(), os.WriteFile(unsynced, content, 0o600), d.cut(), d.unmount(), d.mount(ctx)); err != nil {
		return err
	}
	kept, err := os.ReadFile(synced)
	if err != nil || !bytes.Equal(kept, content) {
		return errors.Join(errors.New("the disk lost a synced file"), err)
	}
	if lost, _ := os.ReadFile(unsynced); bytes.Equal(lost, content) {
		return errors.New("the disk kept a file that was not synced")
	}
	return errors.Join(os.Remove(synced), os.RemoveAll(unsynced))
}

// mount also plays the file system's journal. The loop device goes with the mount.
func (d *disk) mount(ctx context.Context) error {
	return tool(ctx, "mount", "-t", "ext4", "-o", "loop", d.image, d.folder)
}

// unmount is for a disk that is mounted, and for one that is not.
func (d *disk) unmount() error {
	if err := unix.Unmount(d.folder, 0); err != nil && !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.ENOENT) {
		return fmt.Errorf("unmount the disk: %w", err)
	}
	return nil
}

// cut is the end of the power, as the file system sees it.
func (d *disk) cut() error {
	f, err := os.Open(d.folder)
	if err != nil {
		return err
	}
	if err := unix.IoctlSetPointerInt(int(f.Fd()), fsShutdown, withoutJournal); err != nil {
		return errors.Join(fmt.Errorf("this file system cannot be cut off: %w", err), f.Close())
	}
	return f.Close()
}

func tool(ctx context.Context, name string, arguments ...string) error {
	if output, err := exec.CommandContext(ctx, name, arguments...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w %s", name, err, bytes.TrimSpace(output))
	}
	return nil
}
