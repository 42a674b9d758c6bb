package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"courtyard/scripts/drive"
)

const galleryPictures = 500

// thumb has a browser send a photograph of 12 megapixels.
func (b *bench) thumb(ctx context.Context) (figures, error) {
	photo, err := photograph(4000, 3000)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(b.folder, "photo.jpg")
	if err := os.WriteFile(path, photo, 0o600); err != nil {
		return nil, err
	}
	o, err := b.office(ctx, officeSize{100, 1})
	if err != nil {
		return nil, err
	}
	return b.visit(ctx, o, true, func(s *stage) page {
		return page{script: "thumb", lasting: time.Minute, details: map[string]any{"path": s.channelPath(0), "photo": path}}
	})
}

// gallery scrolls through a channel of pictures.
func (b *bench) gallery(ctx context.Context) (f figures, err error) {
	count := pick(b.quick, 60, galleryPictures)
	o, err := b.office(ctx, officeSize{30, 1})
	if err != nil {
		return nil, err
	}
	if !o.pictured {
		if err := b.hang(ctx, o, count); err != nil {
			return nil, err
		}
		o.pictured = true
	}
	return b.visit(ctx, o, false, func(s *stage) page {
		first := 40 // above it stand the lines of who joined
		return page{script: "gallery", lasting: 10 * time.Minute, details: map[string]any{"path": s.channelPath(0), "first": first}}
	})
}

// hang sends pictures of several shapes into the first channel of an office, each with a message of its own.
func (b *bench) hang(ctx context.Context, o *office, count int) (err error) {
	s, err := b.open(ctx, o, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	var shapes [][]byte
	for _, size := range [][2]int{{1600, 1200}, {1200, 1600}, {1920, 1080}, {800, 800}} {
		shape, err := photograph(size[0], size[1])
		if err != nil {
			return err
		}
		shapes = append(shapes, shape)
	}
	u := drive.NewUploader(s.server, s.People[0])
	defer u.Close()
	run := b.runs.next()
	for i := range count {
		if err := s.bring(ctx, u, fmt.Sprintf("picture-%d.jpg", i), shapes[i%len(shapes)], nonce(run, i)); err != nil {
			return err
		}
	}
	return nil
}

// bring sends a file into the first channel, with a message of its own.
func (s *stage) bring(ctx context.Context, u *drive.Uploader, name string, content []byte, nonce string) error {
	id, err := u.Begin(ctx, name, int64(len(content)))
	if err != nil {
		return err
	}
	if err := u.Send(ctx, id, 0, bytes.NewReader(content), int64(len(content))); err != nil {
		return err
	}
	return s.client.Must(drive.Request{
		Method: http.MethodPost, Path: fmt.Sprintf("/api/v1/channels/%d/messages", s.Channels[0]), Token: s.People[0].Token,
		Body: map[string]any{"nonce": nonce, "text": "", "files": []int64{id}},
	})
}
