package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

const (
	// syncs is how often the disk is asked to keep a page of syncSize bytes.
	syncs    = 20
	syncSize = 4096
	// slowSync and tooSlowSync are medians; each message waits for one sync at least.
	slowSync    = 20 * time.Millisecond
	tooSlowSync = 150 * time.Millisecond
)

// fsync measures how long the disk takes to keep something: nothing is acknowledged before.
func (e *examination) fsync(ctx context.Context, c *Check) {
	folder := e.folder()
	if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
		c.ok("not measured: the first start makes the data folder")
		return
	}
	times, err := measureSyncs(ctx, folder)
	if err != nil {
		c.fault("could not be measured: "+problem(err), "The data folder must be writable and its disk not full; see disk and permissions.")
		return
	}
	slices.Sort(times)
	median, slowest := times[len(times)/2], times[len(times)-1]
	found := fmt.Sprintf("%s in the middle, %s at most, of %d", milliseconds(median), milliseconds(slowest), len(times))
	advice := "A disk of this machine's own, best an SSD, makes it quicker; check also whether it is failing, or busy with a backup or a virus scan."
	switch {
	case median > tooSlowSync:
		c.fault(found+": every message waits that long", advice)
	case median > slowSync:
		c.warn(found+": every message waits that long", advice)
	default:
		c.ok("%s", found)
	}
}

func measureSyncs(ctx context.Context, folder string) (times []time.Duration, err error) {
	f, err := os.CreateTemp(folder, "doctor-*.tmp")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close(), os.Remove(f.Name())) }()
	page := make([]byte, syncSize)
	for i := range syncs {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		begun := time.Now()
		if _, err := f.WriteAt(page, int64(i)*syncSize); err != nil {
			return nil, err
		}
		if err := f.Sync(); err != nil {
			return nil, err
		}
		times = append(times, time.Since(begun))
	}
	return times, nil
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d)/1e6) }

// problem is the system's own words without the path.
func problem(err error) string {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
