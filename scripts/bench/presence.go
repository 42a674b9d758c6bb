package main

import (
	"context"
	"errors"
	"time"

	"courtyard/scripts/drive"
)

const (
	// presenceQuiet is longer than a server keeps silent about presence after its start.
	presenceQuiet = 22 * time.Second
	presenceTime  = 30 * time.Second
	// greeting is how many frames every connection gets for itself: hello and resumed.
	greeting = 2
)

// presence is the most frames that one client gets in the half minute in which many people of its workspace come back.
func (b *bench) presence(ctx context.Context) (f figures, err error) {
	people := pick(b.quick, 200, 2000)
	o, err := b.office(ctx, officeSize{people, 1})
	if err != nil {
		return nil, err
	}
	s, err := b.open(ctx, o, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	c, err := s.gather(ctx, 1)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	if err := rest(ctx, presenceQuiet); err != nil {
		return nil, err
	}
	c.forgetHeard()
	end := time.Now().Add(presenceTime)
	if err := c.invite(ctx, o.People[1:people]); err != nil {
		return nil, err
	}
	b.note("all back after %.1f s", presenceTime.Seconds()-time.Until(end).Seconds())
	if err := rest(ctx, time.Until(end)); err != nil {
		return nil, err
	}
	stayed, most := c.heard()
	b.note("who stayed got %d frames, who came back at most %d", stayed, most)
	if stayed == 0 {
		return nil, errors.New("nobody was told who came back")
	}
	return figures{"conversation_presence_frames": float64(max(stayed, most))}, nil
}

// invite opens sockets for more people.
func (c *crowd) invite(ctx context.Context, people []drive.Account) error {
	c.mutex.Lock()
	for _, a := range people {
		c.members = append(c.members, &member{crowd: c, account: a, gone: true})
	}
	c.mutex.Unlock()
	return c.connect(ctx)
}

// forgetHeard begins to count the first member's frames anew.
func (c *crowd) forgetHeard() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.members[0].frames = 0
}

// heard is how many frames the first member has got, and the most that another has got beyond its greeting.
func (c *crowd) heard() (first, most int64) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, m := range c.members[1:] {
		most = max(most, m.frames-greeting)
	}
	return c.members[0].frames, most
}
