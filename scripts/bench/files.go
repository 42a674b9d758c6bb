package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"time"

	"courtyard/scripts/drive"
)

const (
	largeFile = 1 << 30
	// peakEvery is how often the server's memory is read while its peak is looked for.
	peakEvery = 20 * time.Millisecond
)

// peak reads the server's memory until it is told to stop, and gives the highest above what it was at first, in MB.
func peak(s *drive.Server) (stop func() (float64, error), err error) {
	before, err := s.Resident()
	if err != nil {
		return nil, err
	}
	highest, ended, done := before, make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-ended:
				return
			case <-time.After(peakEvery):
			}
			if now, err := s.Resident(); err == nil {
				highest = max(highest, now)
			}
		}
	}()
	return func() (float64, error) {
		close(ended)
		<-done
		return float64(highest-before) / 1e6, nil
	}, nil
}

// withFiles runs a measurement on an office of its own over TLS, so that no file of another measurement is in the way.
func (b *bench) withFiles(ctx context.Context, people int, run func(*stage) (figures, error)) (f figures, err error) {
	o, err := b.office(ctx, officeSize{people, 1})
	if err != nil {
		return nil, err
	}
	s, err := b.open(ctx, o, true)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.warmUp(ctx, b.runs.next()); err != nil {
		return nil, err
	}
	if err := rest(ctx, 2*time.Second); err != nil {
		return nil, err
	}
	return run(s)
}

// upload sends a whole file and gives its id.
func upload(ctx context.Context, u *drive.Uploader, name string, content noise) (int64, error) {
	id, err := u.Begin(ctx, name, content.size)
	if err != nil {
		return 0, err
	}
	return id, u.Send(ctx, id, 0, content.from(0), content.size)
}

// largeUp sends one large file, and the same bytes over plain TLS into a file.
func (b *bench) largeUp(ctx context.Context) (figures, error) {
	return b.withFiles(ctx, 100, func(s *stage) (figures, error) {
		u := drive.NewUploader(s.server, s.People[0])
		defer u.Close()
		content := noise{1, pick[int64](b.quick, 64<<20, largeFile)}
		plain, err := b.plainCopy(ctx, content)
		if err != nil {
			return nil, err
		}
		stop, err := peak(s.server)
		if err != nil {
			return nil, err
		}
		begun := time.Now()
		if _, err := upload(ctx, u, "large.bin", content); err != nil {
			return nil, err
		}
		took := time.Since(begun)
		memory, err := stop()
		b.note("%d MiB: %.2f s, over plain TLS %.2f s", content.size>>20, took.Seconds(), plain.Seconds())
		return figures{"files_up_mb": memory, "files_up_ratio": plain.Seconds() / took.Seconds()}, err
	})
}

// plainCopy is how long it takes to bring bytes over a TLS connection into a file on the same disk, to the end of its fsync.
func (b *bench) plainCopy(ctx context.Context, content noise) (took time.Duration, err error) {
	certificate, err := selfSigned()
	if err != nil {
		return 0, err
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{certificate}})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, listener.Close()) }()
	written := make(chan error, 1)
	go func() { written <- b.takeCopy(listener) }()
	begun := time.Now()
	dialed, err := (&tls.Dialer{Config: drive.TrustAny()}).DialContext(ctx, "tcp", listener.Addr().String())
	if err != nil {
		return 0, errors.Join(err, <-written)
	}
	conn := dialed.(*tls.Conn)
	if _, err := io.CopyBuffer(struct{ io.Writer }{conn}, content.from(0), make([]byte, 256<<10)); err != nil {
		return 0, errors.Join(err, conn.Close(), <-written)
	}
	err = errors.Join(conn.CloseWrite(), <-written, conn.Close()) // not before all is read: a close with unread tickets resets
	return time.Since(begun), err
}

func (b *bench) takeCopy(listener net.Listener) error {
	conn, err := listener.Accept()
	if err != nil {
		return err
	}
	path := filepath.Join(b.folder, "copy")
	file, err := os.Create(path)
	if err == nil {
		_, err = io.CopyBuffer(struct{ io.Writer }{file}, conn, make([]byte, 256<<10))
	}
	return errors.Join(err, file.Sync(), file.Close(), conn.Close(), os.Remove(path))
}

// largeDown reads one large file eight times at once.
func (b *bench) largeDown(ctx context.Context) (figures, error) {
	return b.withFiles(ctx, 100, func(s *stage) (figures, error) {
		u := drive.NewUploader(s.server, s.People[0])
		defer u.Close()
		content := noise{2, pick[int64](b.quick, 64<<20, largeFile)}
		id, err := upload(ctx, u, "large.bin", content)
		if err != nil {
			return nil, err
		}
		if err := rest(ctx, 2*time.Second); err != nil {
			return nil, err
		}
		stop, err := peak(s.server)
		if err != nil {
			return nil, err
		}
		begun := time.Now()
		err = drive.InParallel(ctx, 8, 8, func(int) error {
			n, err := u.Read(ctx, id, io.Discard)
			if err == nil && n != content.size {
				err = fmt.Errorf("%d bytes of %d came", n, content.size)
			}
			return err
		})
		memory, stopped := stop()
		b.note("8 times %d MiB: %.2f s", content.size>>20, time.Since(begun).Seconds())
		return figures{"files_down8_mb": memory}, errors.Join(err, stopped)
	})
}

// cutting is a body that ends the connection after so many bytes, and counts what was sent.
type cutting struct {
	from io.Reader
	left int64
	sent *int64
}

var errCut = errors.New("cut")

func (c *cutting) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errCut
	}
	n, err := c.from.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	*c.sent += int64(n)
	return n, err
}

const cuts = 5

// resume sends files whose connection is cut at random points, and counts wrong files and bytes that were sent twice.
func (b *bench) resume(ctx context.Context) (figures, error) {
	return b.withFiles(ctx, 100, func(s *stage) (figures, error) {
		count, size := 10, pick[int64](b.quick, 8<<20, 200<<20)
		wrong, sent := 0, int64(0)
		random := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano())))
		for i := range count {
			content := noise{uint64(10 + i), size}
			right, err := b.resumed(ctx, s, content, random, &sent)
			if err != nil {
				return nil, err
			}
			if !right {
				wrong++
			}
		}
		whole := float64(count) * float64(size)
		return figures{"files_resume_wrong": float64(wrong), "files_resume_waste_pct": (float64(sent) - whole) / whole * 100}, nil
	})
}

// resumed sends one file in pieces, each over another connection, and says whether it came as it was.
func (b *bench) resumed(ctx context.Context, s *stage, content noise, random *rand.Rand, sent *int64) (bool, error) {
	u := drive.NewUploader(s.server, s.People[0])
	defer u.Close()
	id, err := u.Begin(ctx, "cut.bin", content.size)
	if err != nil {
		return false, err
	}
	for i := 0; ; i++ {
		offset, err := u.Offset(ctx, id)
		if err != nil {
			return false, err
		}
		left := content.size - offset
		if left == 0 {
			break
		}
		body := &cutting{content.from(offset), left, sent}
		if i < cuts {
			body.left = random.Int64N(left)
		}
		if err := u.Send(ctx, id, offset, body, left); err != nil && !errors.Is(err, errCut) {
			return false, err
		}
	}
	sum, err := u.SHA256(ctx, id)
	return sum == content.sum(), err
}

// thumbs sends twenty photographs of 12 megapixels at once.
func (b *bench) thumbs(ctx context.Context) (figures, error) {
	photo, err := photograph(4000, 3000)
	if err != nil {
		return nil, err
	}
	return b.withFiles(ctx, 100, func(s *stage) (figures, error) {
		stop, err := peak(s.server)
		if err != nil {
			return nil, err
		}
		begun := time.Now()
		err = drive.InParallel(ctx, 20, 20, func(i int) error {
			u := drive.NewUploader(s.server, s.People[i])
			defer u.Close()
			id, err := u.Begin(ctx, "photo.jpg", int64(len(photo)))
			if err == nil {
				err = u.Send(ctx, id, 0, bytes.NewReader(photo), int64(len(photo)))
			}
			return err
		})
		memory, stopped := stop()
		b.note("20 photographs of %d KiB: %.2f s", len(photo)>>10, time.Since(begun).Seconds())
		return figures{"files_thumb20_mb": memory}, errors.Join(err, stopped)
	})
}

// photograph is a JPEG with the detail of one.
func photograph(width, height int) ([]byte, error) {
	random := rand.New(rand.NewPCG(3, 4))
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			grain := random.IntN(24)
			m.SetRGBA(x, y, color.RGBA{uint8(x*200/width + grain), uint8(y*200/height + grain), uint8((x+y)/40%200 + grain), 255})
		}
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, m, &jpeg.Options{Quality: 90})
	return out.Bytes(), err
}

// talkBesideUploads compares the delivery of messages while ten files arrive with the delivery before.
func (b *bench) talkBesideUploads(ctx context.Context) (figures, error) {
	return b.withFiles(ctx, 100, func(s *stage) (f figures, err error) {
		c, err := s.gather(ctx, 100)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, c.close()) }()
		l := load{perSecond: 20, lasting: pick[time.Duration](b.quick, 5, 30) * time.Second, senders: 5, settle: 20 * time.Second}
		without, err := c.bear(ctx, b.runs.next(), l)
		if err != nil {
			return nil, err
		}
		sending, cease := context.WithCancel(ctx)
		uploads := make(chan error, 1)
		go func() { uploads <- s.keepUploading(sending, 10) }()
		with, err := c.bear(ctx, b.runs.next(), l)
		cease()
		err = errors.Join(err, <-uploads)
		if lost := without.lost() + with.lost(); lost != 0 {
			err = errors.Join(err, errors.New("deliveries were lost"))
		}
		b.note("without: %s; with: %s", without, with)
		return figures{"files_talk_p99_ratio": with.p99 / without.p99}, err
	})
}

// talkFile is the size of a file that arrives beside talk, and talkRate how many bytes of each arrive in a second: an office's
// desktops on a gigabit.
const (
	talkFile = 64 << 20
	talkRate = 10 << 20
)

// keepUploading has so many people send files until the context ends.
func (s *stage) keepUploading(ctx context.Context, people int) error {
	return drive.InParallel(context.WithoutCancel(ctx), people, people, func(i int) error {
		u := drive.NewUploader(s.server, s.People[i])
		defer u.Close()
		for ctx.Err() == nil {
			content := noise{uint64(100 + i), talkFile}
			id, err := u.Begin(ctx, "beside.bin", content.size)
			if err == nil {
				err = u.Send(ctx, id, 0, &paced{from: content.from(0), begun: time.Now()}, content.size)
			}
			if err != nil && ctx.Err() == nil {
				return err
			}
		}
		return nil
	})
}

// paced gives out talkRate bytes a second.
type paced struct {
	from  io.Reader
	begun time.Time
	given int64
}

func (p *paced) Read(to []byte) (int, error) {
	due := p.begun.Add(time.Duration(float64(p.given) / talkRate * float64(time.Second)))
	time.Sleep(time.Until(due))
	n, err := p.from.Read(to)
	p.given += int64(n)
	return n, err
}
