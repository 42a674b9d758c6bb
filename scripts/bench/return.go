package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"courtyard/scripts/drive"
)

const (
	returnChannels = 40
	returnMissed   = 5000
)

// comeBack is how long a page that was cut off takes, from the moment the network is back, to show what was said meanwhile.
func (b *bench) comeBack(ctx context.Context) (f figures, err error) {
	o, err := b.office(ctx, officeSize{20, returnChannels})
	if err != nil {
		return nil, err
	}
	s, err := b.open(ctx, o, true)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.chat(ctx, b.runs.next(), 60); err != nil {
		return nil, err
	}
	_, cookie, err := s.visitor()
	if err != nil {
		return nil, err
	}
	between, err := newCable(ctx, s.server.Host())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, between.close()) }()
	missed := s.missed()
	return s.browse(ctx, cookie, page{
		script: "return", host: between.host(), lasting: 3 * time.Minute,
		details: map[string]any{"path": s.channelPath(0), "missed": missed, "last": drive.Text(missed["general"] - 1)},
		step: func(ctx context.Context, line string) error {
			if line != "here" {
				between.mend()
				return nil
			}
			between.cut()
			return s.sayMissed(ctx, b.runs.next(), missed)
		},
	})
}

// missed is how many messages each channel gets, by its name: half of the channels a fifth of all, the open one among the others.
func (s *stage) missed() map[string]int {
	missed := map[string]int{}
	for i := range s.Channels {
		missed[s.channelName(i)] = pick(i%2 == 0, returnMissed*8/10, returnMissed*2/10) / (returnChannels / 2)
	}
	return missed
}

func (s *stage) channelName(i int) string {
	if i == 0 {
		return "general"
	}
	return fmt.Sprintf("room-%d", i)
}

// sayMissed writes all of them, in turn.
func (s *stage) sayMissed(ctx context.Context, run string, missed map[string]int) error {
	c := drive.NewClient(s.server, 8)
	defer c.Close()
	return drive.InParallel(ctx, 8, len(s.Channels), func(channel int) error {
		for i := range missed[s.channelName(channel)] {
			_, status, err := drive.Send(c, s.People[channel%5], s.Channels[channel], fmt.Sprintf("%s-%d-%d", run, channel, i), drive.Text(i))
			if err != nil || status != http.StatusCreated {
				return errors.Join(err, fmt.Errorf("a message was answered with %d", status))
			}
		}
		return nil
	})
}

// cable lies between a browser and the server, and can be cut.
type cable struct {
	context  context.Context
	listener net.Listener
	to       string
	work     sync.WaitGroup

	mutex sync.Mutex // protects what follows
	whole bool
	ends  map[net.Conn]struct{}
}

func newCable(ctx context.Context, to string) (*cable, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c := &cable{context: ctx, listener: listener, to: to, whole: true, ends: map[net.Conn]struct{}{}}
	c.work.Go(c.accept)
	return c, nil
}

func (c *cable) host() string { return c.listener.Addr().String() }

func (c *cable) accept() {
	for {
		near, err := c.listener.Accept()
		if err != nil {
			return
		}
		c.work.Go(func() { c.carry(near) })
	}
}

// carry joins one connection to the server's.
func (c *cable) carry(near net.Conn) {
	defer func() { _ = near.Close() }()
	far, err := (&net.Dialer{Timeout: openWait}).DialContext(c.context, "tcp", c.to)
	if err != nil {
		return
	}
	defer func() { _ = far.Close() }()
	if !c.keep(near, far) {
		return
	}
	defer c.drop(near, far)
	c.work.Go(func() {
		_, _ = io.Copy(far, near) // its end shows at the other side
		_ = far.Close()
	})
	_, _ = io.Copy(near, far)
}

func (c *cable) keep(ends ...net.Conn) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, e := range ends {
		if c.whole {
			c.ends[e] = struct{}{}
		}
	}
	return c.whole
}

func (c *cable) drop(ends ...net.Conn) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, e := range ends {
		delete(c.ends, e)
	}
}

// cut ends every connection and takes no other until it is mended.
func (c *cable) cut() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.whole = false
	for e := range c.ends {
		_ = e.Close()
	}
}

func (c *cable) mend() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.whole = true
}

func (c *cable) close() error {
	c.cut()
	err := c.listener.Close()
	c.work.Wait()
	return err
}
