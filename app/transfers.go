package app

import (
	"context"
	"sync"
)

// transfers are the uploads whose bytes arrive just now: one connection at a time for each.
type transfers struct {
	mutex   sync.Mutex
	running map[int64]*transfer
	// busy counts what arrives for each person.
	busy map[int64]int
	// beginning is held while room is looked for and taken.
	beginning sync.Mutex
}

type transfer struct {
	stop func()
	done chan struct{}
}

func newTransfers() *transfers {
	return &transfers{running: map[int64]*transfer{}, busy: map[int64]int{}}
}

// take waits until nothing else arrives for an upload: a connection that was cut may look open for minutes, so what it still brings
// is stopped. The caller gives the upload free by done.
func (t *transfers) take(ctx context.Context, upload int64, stop func()) (done func(), err error) {
	mine := &transfer{stop: stop, done: make(chan struct{})}
	for {
		t.mutex.Lock()
		other := t.running[upload]
		if other == nil {
			t.running[upload] = mine
			t.mutex.Unlock()
			return func() { t.free(upload, mine) }, nil
		}
		t.mutex.Unlock()
		other.stop()
		select {
		case <-other.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// StopTransfers ends what arrives, for the server stops; its senders go on from what is on the disk.
func (a *App) StopTransfers() {
	a.transfers.mutex.Lock()
	defer a.transfers.mutex.Unlock()
	for _, running := range a.transfers.running {
		running.stop()
	}
}

// busyUploads is how many files arrive for one person at the same time at most: each takes a buffer. A tab sends two.
const busyUploads = 16

// enter counts one more piece for a person; false where too many arrive.
func (t *transfers) enter(person int64) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.busy[person] >= busyUploads {
		return false
	}
	t.busy[person]++
	return true
}

func (t *transfers) leave(person int64) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.busy[person]--; t.busy[person] == 0 {
		delete(t.busy, person)
	}
}

func (t *transfers) free(upload int64, mine *transfer) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	delete(t.running, upload)
	close(mine.done)
}
