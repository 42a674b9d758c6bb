package hub

import (
	"slices"
	"time"

	"courtyard/app/event"
)

// typingEvery is how often it is told of one person that he writes in a place, typingPlaces in how many places within that time.
const (
	typingEvery  = 3 * time.Second
	typingPlaces = 2
)

// typed is where others were told of somebody that he writes, and when.
type typed struct {
	channel, thread int64
	at              time.Time
}

// View notes the channel that a connection shows; 0 is none. False: its account does not hear that channel.
func (h *Hub) View(c *Connection, channel int64) (ok bool) {
	h.shardOf(c.Account).do(func(s *shard) {
		if ok = channel == 0 || s.hears(c.Account, channel); !ok {
			return
		}
		if c.view != 0 && channel == 0 {
			c.hidden = time.Now()
		}
		c.view = channel
	})
	return ok
}

// Typing tells those who look at a channel that somebody writes in it. False: his account does not hear that channel.
func (h *Hub) Typing(c *Connection, channel, thread int64) (ok bool) {
	tell := false
	h.shardOf(c.Account).do(func(s *shard) {
		if ok = s.hears(c.Account, channel); !ok {
			return
		}
		tell = s.people[c.Account].types(channel, thread, time.Now())
	})
	if !tell {
		return ok
	}
	frame, err := eventFrame(event.Typing{Type: "typing", Channel: channel, Thread: thread, Account: c.Account})
	if err != nil {
		h.log.Error("an event could not be written as JSON", "error", err)
		return ok
	}
	for _, s := range h.shards {
		s.put(toViewers{channel: channel, but: c.Account, frame: frame})
	}
	return ok
}

// types says whether it is to be told now that somebody writes in a place, and notes it.
func (p *person) types(channel, thread int64, now time.Time) bool {
	p.typed = slices.DeleteFunc(p.typed, func(t typed) bool { return now.Sub(t.at) >= typingEvery })
	if len(p.typed) >= typingPlaces || slices.ContainsFunc(p.typed, func(t typed) bool { return t.channel == channel && t.thread == thread }) {
		return false
	}
	p.typed = append(p.typed, typed{channel, thread, now})
	return true
}

// hears says whether an account with a connection is in a channel.
func (s *shard) hears(account, channel int64) bool {
	p := s.people[account]
	if p == nil {
		return false
	}
	_, in := p.rooms[channelRoom(channel)]
	return in
}

// toViewers is for those who look at a channel, but not for one person.
type toViewers struct {
	channel, but int64
	frame        []byte
}

func (t toViewers) apply(s *shard) {
	for p := range s.rooms[channelRoom(t.channel)] {
		if p.account == t.but {
			continue
		}
		for _, c := range p.connections {
			if c.follows && c.view == t.channel {
				s.deliver(c, t.frame)
			}
		}
	}
}
