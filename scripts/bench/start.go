package main

import (
	"context"
	"errors"
	"os"

	"courtyard/scripts/drive"
)

// startOn is the time in ms from exec to the first answer on a data folder.
func (b *bench) startOn(ctx context.Context, folder string) (float64, error) {
	s, err := drive.Start(ctx, drive.Options{Binary: b.binary, DataDir: folder, TLS: true})
	if err != nil {
		return 0, err
	}
	return float64(s.Started.Microseconds()) / 1e3, s.Stop()
}

// startEmpty is the slower of the very first start and a start on what that one left.
func (b *bench) startEmpty(ctx context.Context) (figures, error) {
	folder, err := b.fresh("start")
	if err != nil {
		return nil, err
	}
	first, err := b.startOn(ctx, folder)
	if err != nil {
		return nil, err
	}
	again, err := b.startOn(ctx, folder)
	b.note("first start %.1f ms, second %.1f ms", first, again)
	return figures{"talk_start_empty_ms": max(first, again)}, err
}

func (b *bench) startMillion(ctx context.Context) (figures, error) {
	o, err := b.millionOffice(ctx)
	if err != nil {
		return nil, err
	}
	// The certificate of the first start belongs to the other row.
	if _, err := os.Stat(o.folder + "/certs"); errors.Is(err, os.ErrNotExist) {
		if _, err := b.startOn(ctx, o.folder); err != nil {
			return nil, err
		}
	}
	took, err := b.startOn(ctx, o.folder)
	return figures{"talk_start_million_ms": took}, err
}

func (b *bench) binarySize(context.Context) (figures, error) {
	info, err := os.Stat(b.binary)
	if err != nil {
		return nil, err
	}
	return figures{"talk_binary_mb": float64(info.Size()) / 1e6}, nil
}
