package app

import (
	"context"
	"errors"
	"time"

	"courtyard/app/archive"
	"courtyard/app/charset"
	"courtyard/app/filetype"
)

// listingPatience is how long one list may take: what is slow to unpack ends early.
const listingPatience = 3 * time.Second

// Fault is why a list of an archive ends early.
type Fault string

// The faults. A bomb unpacks to far more than it is, and nobody needs to see how far.
const (
	FaultBroken Fault = "broken"
	FaultBomb   Fault = "bomb"
)

// Entries lists what an archive holds that the actor may read, with names in a charset, or in one that is guessed; the fault says
// why there is less than all of it.
func (a *App) Entries(ctx context.Context, actor, id int64, in string) (listing archive.Listing, fault Fault, err error) {
	chosen, ok := charset.Parse(in)
	if in != "" && !ok {
		return listing, "", ErrCharsetUnknown
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	f, file, err := a.OpenFile(ctx, actor, id, "")
	if err != nil {
		return listing, "", err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	done, err := a.reading(ctx)
	if err != nil {
		return listing, "", err
	}
	defer done()
	late := time.AfterFunc(listingPatience, stop) // which also ends what the store of files has not answered yet
	defer late.Stop()
	listing, err = archive.List(ctx, file, f.Size, filetype.Type(f.Type), chosen)
	switch {
	case errors.Is(err, archive.ErrNotListed):
		return listing, "", ErrArchiveUnlisted
	case errors.Is(err, archive.ErrBomb):
		return listing, FaultBomb, nil
	case errors.Is(err, archive.ErrBroken):
		return listing, FaultBroken, nil
	case errors.Is(err, context.Canceled):
		listing.More = true
		return listing, "", nil
	}
	return listing, "", err
}
