package main

import (
	"context"
	"errors"

	"courtyard/scripts/drive"
)

// officeSize names an office that several measurements use one after the other.
type officeSize struct{ people, channels int }

// office is a set-up data folder whose server does not run, with the people in it.
type office struct {
	*drive.Office
	folder string
	seeded bool
	// pictured says that its first channel has the pictures of a gallery.
	pictured bool
}

// office makes an office once; every measurement then starts a server of its own on it.
func (b *bench) office(ctx context.Context, size officeSize) (*office, error) {
	if o := b.offices[size]; o != nil {
		return o, nil
	}
	b.note("making an office of %d people in %d channels", size.people, size.channels)
	folder, err := b.fresh("office")
	if err != nil {
		return nil, err
	}
	s, err := drive.Start(ctx, drive.Options{Binary: b.binary, DataDir: folder})
	if err != nil {
		return nil, err
	}
	o := &office{folder: folder}
	c := drive.NewClient(s, 16)
	o.Office, err = drive.SetUp(c, size.channels)
	if err == nil {
		err = o.Fill(ctx, c, size.people)
	}
	c.Close()
	if err = errors.Join(err, s.Stop()); err != nil {
		return nil, err
	}
	b.offices[size] = o
	return o, nil
}

// stage is an office with its server running.
type stage struct {
	*office
	server *drive.Server
	client *drive.Client
}

func (b *bench) open(ctx context.Context, o *office, tls bool) (*stage, error) {
	s, err := drive.Start(ctx, drive.Options{Binary: b.binary, DataDir: o.folder, TLS: tls})
	if err != nil {
		return nil, err
	}
	return &stage{o, s, drive.NewClient(s, 16)}, nil
}

func (s *stage) close() error {
	s.client.Close()
	return s.server.Stop()
}

// gather connects so many of the office's people to its first channel.
func (s *stage) gather(ctx context.Context, people int) (*crowd, error) {
	return gather(ctx, s.server, s.People[:people], s.Channels[0])
}
