package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"time"

	"courtyard/scripts/drive"
)

// How many files arrive while the server is killed, how large they are, how often it is done, and how many people take turns: each
// may have 500 files that are not sent.
const (
	killedFiles  = 30
	killedSize   = 8 << 20
	killedRounds = 20
	killedPeople = 2
	// killedAfter is the longest time until the server is killed: about when the last files are complete.
	killedAfter = 1500 * time.Millisecond
)

// killedUploads kills the server while files arrive, and counts what is not as it should be after the next start: files that cannot go on,
// that are not as they were sent, or whose bytes nothing belongs to.
func (b *bench) killedUploads(ctx context.Context) (figures, error) {
	folder, err := b.fresh("killed")
	if err != nil {
		return nil, err
	}
	o, err := b.furnished(ctx, folder)
	if err != nil {
		return nil, err
	}
	wrong, sent := 0, 0
	for round := range pick(b.quick, 2, killedRounds) {
		count, err := b.killOnce(ctx, o, folder, round)
		if err != nil {
			return nil, err
		}
		wrong += count
		sent += killedFiles
		stored, err := storedFiles(folder)
		if err != nil {
			return nil, err
		}
		if stored != sent {
			b.note("round %d: %d files in the folder, %d were sent", round, stored, sent)
			wrong += max(stored-sent, sent-stored)
		}
	}
	return figures{"files_kill_wrong": float64(wrong)}, nil
}

// furnished is a small office in a data folder of its own.
func (b *bench) furnished(ctx context.Context, folder string) (*drive.Office, error) {
	s, err := drive.Start(ctx, drive.Options{Binary: b.binary, DataDir: folder})
	if err != nil {
		return nil, err
	}
	c := drive.NewClient(s, 4)
	defer c.Close()
	o, err := drive.SetUp(c, 1)
	if err == nil {
		err = o.Fill(ctx, c, killedPeople)
	}
	return o, errors.Join(err, s.Stop())
}

// killOnce begins the files, kills the server among them, starts it again, and finishes them.
func (b *bench) killOnce(ctx context.Context, o *drive.Office, folder string, round int) (wrong int, err error) {
	s, err := drive.Start(ctx, drive.Options{Binary: b.binary, DataDir: folder})
	if err != nil {
		return 0, err
	}
	person := o.People[round%killedPeople]
	ids := make([]int64, killedFiles)
	var sending sync.WaitGroup
	for i := range ids {
		u := drive.NewUploader(s, person)
		if ids[i], err = u.Begin(ctx, "killed.bin", killedSize); err != nil {
			return 0, errors.Join(err, s.Kill())
		}
		sending.Go(func() {
			defer u.Close()
			content := noise{killedNumber(round, i), killedSize}
			_ = u.Send(ctx, ids[i], 0, &paced{from: content.from(0), begun: time.Now()}, killedSize) // cut by the kill
		})
	}
	time.Sleep(rand.N(killedAfter))
	err = s.Kill()
	sending.Wait()
	if err != nil {
		return 0, err
	}
	if s, err = drive.Start(ctx, drive.Options{Binary: b.binary, DataDir: folder}); err != nil {
		return 0, err
	}
	for i, id := range ids {
		if err := finishKilled(ctx, s, person, id, noise{killedNumber(round, i), killedSize}); err != nil {
			b.note("round %d, file %d: %v", round, i, err)
			wrong++
		}
	}
	return wrong, s.Stop()
}

func killedNumber(round, i int) uint64 { return uint64(1000 + round*killedFiles + i) }

// finishKilled goes on with a file after the kill, and compares it with what was to be sent.
func finishKilled(ctx context.Context, s *drive.Server, a drive.Account, id int64, content noise) error {
	u := drive.NewUploader(s, a)
	defer u.Close()
	offset, err := u.Offset(ctx, id)
	if err != nil {
		return err
	}
	if offset < content.size {
		if err := u.Send(ctx, id, offset, content.from(offset), content.size-offset); err != nil {
			return err
		}
	}
	sum, err := u.SHA256(ctx, id)
	if err == nil && sum != content.sum() {
		err = fmt.Errorf("from %d on its bytes are others", offset)
	}
	if err != nil {
		return err
	}
	h := newSum()
	if _, err := u.Read(ctx, id, h); err != nil {
		return err
	}
	if h.hex() != sum {
		return errors.New("what is handed out is not what was sent")
	}
	return nil
}

// storedFiles counts what lies in the upload folder.
func storedFiles(folder string) (count int, err error) {
	err = filepath.WalkDir(filepath.Join(folder, "uploads"), func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			count++
		}
		return err
	})
	return count, err
}
