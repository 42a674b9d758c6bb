package picture

import (
	"context"
	"image"
	"io"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

const (
	// maxMemory is what the decoder of one picture may take, in bytes.
	maxMemory = 144 << 20
	// patience is how long one picture may take: a small progressive JPEG can ask for thousands of passes over its area.
	patience = 10 * time.Second
	// heavy is the memory, in bytes, that is given back at once rather than when the collector next runs.
	heavy = 8 << 20
)

// Darkroom makes small prints of pictures, a few at a time, because each takes up to 150 MB, and one at a time of each person: whoever
// sends many, or slow ones, lets the others have their turn after each.
type Darkroom struct {
	places chan struct{}
	mutex  sync.Mutex
	queues map[int64]*queue
}

// queue is of one person's pictures. The first of it waits for a place, the rest for it.
type queue struct {
	first  chan struct{}
	length int
}

// NewDarkroom makes one with room for that many pictures at a time.
func NewDarkroom(places int) *Darkroom {
	return &Darkroom{places: make(chan struct{}, places), queues: map[int64]*queue{}}
}

// Prints are what comes of one picture.
type Prints struct {
	Info Info
	// Pictures has one print for each size that was asked for, in that order.
	Pictures []Picture
	// Placeholder is a data URL of less than 400 characters.
	Placeholder string
}

// Develop waits for the person's turn, decodes a picture once, turns it upright and prints it with each of the long sides, in
// pixels, or in its own size where that is smaller. Of an animation it prints the first frame.
func (d *Darkroom) Develop(ctx context.Context, person int64, r io.ReadSeeker, longSides ...int) (p Prints, err error) {
	p.Info, err = d.use(ctx, person, r, func(ctx context.Context, m image.Image, info Info) (err error) {
		p, err = prints(ctx, m, info, longSides)
		return err
	})
	return p, err
}

// Square prints the middle of a picture, as large a square as it holds, with sides of that many pixels or its own where they are fewer.
func (d *Darkroom) Square(ctx context.Context, person int64, r io.ReadSeeker, side int) (p Picture, err error) {
	_, err = d.use(ctx, person, r, func(_ context.Context, m image.Image, info Info) (err error) {
		m = middle(m)
		p, err = encoded(turned(scaled(m, fit(m.Bounds().Size(), side)), info.Orientation), maxPNG)
		return err
	})
	return p, err
}

// line puts a picture at the end of its person's queue, which the caller leaves by leave.
func (d *Darkroom) line(person int64) (q *queue, leave func()) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	q = d.queues[person]
	if q == nil {
		q = &queue{first: make(chan struct{}, 1)}
		d.queues[person] = q
	}
	q.length++
	return q, func() {
		d.mutex.Lock()
		defer d.mutex.Unlock()
		if q.length--; q.length == 0 {
			delete(d.queues, person)
		}
	}
}

// use waits for the person's turn and decodes a picture for what is to be made of it.
func (d *Darkroom) use(ctx context.Context, person int64, r io.ReadSeeker, do func(context.Context, image.Image, Info) error) (Info, error) {
	q, leave := d.line(person)
	defer leave()
	for _, turn := range []chan struct{}{q.first, d.places} {
		select {
		case turn <- struct{}{}: // who waits longest is let in first
			defer func() { <-turn }()
		case <-ctx.Done():
			return Info{}, ctx.Err()
		}
	}
	info, err := Inspect(r)
	if err != nil {
		return info, err
	}
	if info.memory > maxMemory {
		return info, ErrTooLarge
	}
	if info.memory >= heavy {
		defer debug.FreeOSMemory()
	}
	ctx, cancel := context.WithTimeoutCause(ctx, patience, ErrTooLarge)
	defer cancel()
	m, err := decode(ctx, r, info)
	if err != nil {
		return info, err
	}
	return info, do(ctx, m, info)
}

// prints goes from the largest print to the smallest, each made of the one before.
func prints(ctx context.Context, m image.Image, info Info, longSides []int) (Prints, error) {
	p := Prints{Info: info, Pictures: make([]Picture, len(longSides))}
	order := make([]int, len(longSides))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return longSides[b] - longSides[a] })
	var last Picture
	for n, i := range order {
		size := fit(m.Bounds().Size(), max(1, longSides[i]))
		if n == 0 || size != m.Bounds().Size() {
			m = scaled(m, size)
			if n == 0 {
				m = turned(m, info.Orientation)
			}
			if err := context.Cause(ctx); err != nil {
				return Prints{Info: info}, err
			}
			var err error
			if last, err = encoded(m, maxPNG); err != nil {
				return Prints{Info: info}, err
			}
		}
		p.Pictures[i] = last
	}
	if len(order) == 0 {
		m = turned(scaled(m, fit(m.Bounds().Size(), speck)), info.Orientation)
	}
	var err error
	p.Placeholder, err = placeholder(m)
	return p, err
}
