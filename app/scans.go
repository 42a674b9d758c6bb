package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"courtyard/app/scanner"
	"courtyard/models"
)

const (
	// scannedAtOnce lets small files pass beside a large one.
	scannedAtOnce = 2
	// scannedPage is how many waiting files are read at once.
	scannedPage = 100
	// complaintInterval is how often the log says at most that scanning does not go on.
	complaintInterval = time.Minute
)

// How long it waits before it tries again, twice as long each time: with a scanner that does not answer, and with one file.
const (
	firstRetry    = 250 * time.Millisecond
	tooLargeRetry = time.Minute // each costs a file sent as far as the scanner takes it
	scannerRetry  = time.Minute
	fileRetry     = time.Hour
)

// scans are the files that the scanner looks at, and those that are put back for a while because it gave no verdict on them.
type scans struct {
	// wake has room for one word to each of those who scan.
	wake chan struct{}

	mutex      sync.Mutex
	running    map[int64]bool
	back       map[int64]putBack
	complained time.Time

	// uncleared says that bytes of infected files may still be there.
	uncleared atomic.Bool
}

type putBack struct {
	until time.Time
	delay time.Duration
}

func newScans() *scans {
	s := &scans{wake: make(chan struct{}, scannedAtOnce), running: map[int64]bool{}, back: map[int64]putBack{}}
	s.uncleared.Store(true) // by a server before this one
	return s
}

func (s *scans) soon() {
	select {
	case s.wake <- struct{}{}:
	default: // all of them are to begin anyway
	}
}

// take says whether a file may be scanned now: it is not being scanned, and is not put back.
func (s *scans) take(id int64) bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.running[id] || time.Now().Before(s.back[id].until) {
		return false
	}
	s.running[id] = true
	return true
}

func (s *scans) free(id int64) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.running, id)
}

// verdict notes whether the scanner could say something of a file, and puts it back where not.
func (s *scans) verdict(id int64, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err == nil {
		delete(s.back, id)
		return
	}
	delay := min(2*s.back[id].delay, fileRetry)
	switch {
	case delay == 0 && errors.Is(err, scanner.ErrTooLarge):
		delay = tooLargeRetry
	case delay == 0:
		delay = firstRetry
	}
	s.back[id] = putBack{time.Now().Add(delay), delay}
}

// next is how long there is nothing to do. What should have been tried by now is not waiting any more, and forgotten.
func (s *scans) next() time.Duration {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	next := fileRetry
	if s.uncleared.Load() {
		next = scannerRetry
	}
	for id, b := range s.back {
		left := time.Until(b.until)
		if left <= 0 && !s.running[id] {
			delete(s.back, id)
			left = firstRetry // it may have become due in this moment
		}
		next = min(next, max(left, firstRetry))
	}
	return next
}

// complain tells the administrator, now and then.
func (s *scans) complain(log *slog.Logger, err error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if time.Since(s.complained) < complaintInterval {
		return
	}
	s.complained = time.Now()
	log.Error("files wait for the virus scanner, and nobody can open them", "error", err)
}

// Scan has the virus scanner look at the files that wait for it, also at those that an earlier run left, until the context ends.
// Without a scanner those stay held: nobody has looked at them.
func (a *App) Scan(ctx context.Context, log *slog.Logger) {
	if a.options.Scanner == nil {
		left, err := a.store.HeldFiles(ctx, models.HeldWaiting, 0, 1)
		if err == nil && len(left) > 0 {
			log.Warn("files from a time with a virus scanner wait for it, and nobody can open them; set CLAMD_ADDRESS until they are scanned")
		}
		return
	}
	var running sync.WaitGroup
	for range scannedAtOnce {
		running.Go(func() { a.scanInTurn(ctx, log) })
	}
	running.Wait()
}

func (a *App) scanInTurn(ctx context.Context, log *slog.Logger) {
	pause := firstRetry
	for {
		err := a.scanWaiting(ctx, log)
		wait, wake := a.scans.next(), a.scans.wake
		switch {
		case ctx.Err() != nil || errors.Is(err, models.ErrStopped):
			return
		case err != nil:
			a.scans.complain(log, err)
			wait, wake = pause, nil // it does not answer for new files either
			pause = min(2*pause, scannerRetry)
		default:
			pause = firstRetry
		}
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-time.After(wait):
		}
	}
}

// scanWaiting scans until no file is left but those that are put back. Its error says that the scanner does not answer: a file on which
// it fails is put back, and the others go on.
func (a *App) scanWaiting(ctx context.Context, log *slog.Logger) error {
	for {
		if err := a.clearInfected(ctx); err != nil && ctx.Err() == nil {
			a.scans.complain(log, fmt.Errorf("infected bytes cannot be taken away: %w", err))
		}
		f, found, err := a.takeWaiting(ctx)
		if err != nil || !found {
			return err
		}
		if err = a.options.Scanner.Ping(ctx); err != nil {
			a.scans.free(f.ID)
			return err
		}
		err = a.scan(ctx, f, log)
		a.scans.verdict(f.ID, err)
		a.scans.free(f.ID)
		if ctx.Err() != nil || errors.Is(err, models.ErrStopped) {
			return err
		}
		if err != nil {
			a.scans.complain(log, fmt.Errorf("file %d of %d bytes: %w", f.ID, f.Size, err))
		}
	}
}

// takeWaiting gives the next file that may be scanned.
func (a *App) takeWaiting(ctx context.Context) (f models.File, found bool, err error) {
	for after := int64(0); ; {
		page, err := a.store.HeldFiles(ctx, models.HeldWaiting, after, scannedPage)
		if err != nil || len(page) == 0 {
			return f, false, err
		}
		for _, f := range page {
			if a.scans.take(f.ID) {
				return f, true, nil
			}
			after = f.ID
		}
	}
}

// scan has a file looked at and notes the verdict.
func (a *App) scan(ctx context.Context, f models.File, log *slog.Logger) error {
	file, err := a.options.Files.Open(ctx, f.Stored, "")
	if err != nil {
		return err
	}
	virus, err := a.options.Scanner.Scan(ctx, file)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	held := ""
	if virus != "" {
		held = models.HeldInfected
	}
	err = a.store.Write(ctx, func(tx *models.Tx) error { return tx.JudgeFile(f.ID, held) })
	if errors.Is(err, models.ErrNotFound) {
		return nil // deleted meanwhile
	}
	if err != nil || virus == "" {
		return err
	}
	log.Warn("the virus scanner refused a file; its bytes are taken away", "file", f.ID, "owner", f.OwnerID, "found", virus)
	if a.options.Files.Remove(ctx, f.Stored) != nil {
		a.scans.uncleared.Store(true) // and what is wrong is said when it is tried again
	}
	return nil
}

// clearInfected takes away the bytes of infected files that were left, by a server before this one, too.
func (a *App) clearInfected(ctx context.Context) error {
	if !a.scans.uncleared.Swap(false) {
		return nil
	}
	for after := int64(0); ; {
		page, err := a.store.HeldFiles(ctx, models.HeldInfected, after, scannedPage)
		if err == nil && len(page) == 0 {
			return nil
		}
		for _, f := range page {
			err = errors.Join(err, a.options.Files.Remove(ctx, f.Stored))
			after = f.ID
		}
		if err != nil {
			a.scans.uncleared.Store(true)
			return err
		}
	}
}
