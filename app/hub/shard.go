package hub

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"courtyard/app/event"
)

// PingSeconds is how many seconds lie between two pings to one connection; connections are spread over them.
const PingSeconds = 25

// socketsPerPerson is how many connections one account may have; the one that has been hidden longest makes room for one more.
const socketsPerPerson = 30

// room is who hears an event: a channel's or a workspace's members.
type room struct {
	workspace bool
	id        int64
}

func channelRoom(id int64) room   { return room{id: id} }
func workspaceRoom(id int64) room { return room{workspace: true, id: id} }

func roomOf(a event.Audience) room {
	if a.Workspace != 0 {
		return workspaceRoom(a.Workspace)
	}
	return channelRoom(a.Channel)
}

// person is an account with open connections.
type person struct {
	account     int64
	connections []*Connection
	rooms       map[room]struct{}
	// loading counts the connections that are reading what the person follows; changes are noted until one is done.
	loading int
	ready   bool
	changed map[room]bool
	// typed are the last places in which others were told that he writes.
	typed []typed
}

// shard owns the accounts of its share.
type shard struct {
	mutex   sync.Mutex
	queue   []task
	wake    chan struct{}
	stopped chan struct{}

	people    map[int64]*person
	rooms     map[room]map[*person]struct{}
	standings map[int64]*standing
	// newcomers have not been told who is there; informed are those of them that are being told.
	newcomers, informed []*Connection

	slots    [PingSeconds]map[*Connection]struct{}
	nextSlot int // of the next new connection
	nextPing int // whose turn it is
	dirty    []*Connection
	scratch  []byte
	ended    bool
}

func newShard() *shard {
	s := &shard{wake: make(chan struct{}, 1), stopped: make(chan struct{}), people: map[int64]*person{}, rooms: map[room]map[*person]struct{}{},
		standings: map[int64]*standing{}}
	for i := range s.slots {
		s.slots[i] = map[*Connection]struct{}{}
	}
	return s
}

// put queues tasks; it never waits.
func (s *shard) put(tasks ...task) {
	s.mutex.Lock()
	s.queue = append(s.queue, tasks...)
	s.mutex.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// do runs fn in the shard's goroutine and waits for it.
func (s *shard) do(fn func(*shard)) {
	done := make(chan struct{})
	s.put(call{fn: fn, done: done})
	select {
	case <-done:
	case <-s.stopped:
	}
}

// run applies what is queued, then writes to each connection once.
func (s *shard) run() {
	defer close(s.stopped)
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var batch []task
	for !s.ended {
		select {
		case <-s.wake:
			s.mutex.Lock()
			batch, s.queue = s.queue, batch[:0]
			s.mutex.Unlock()
			for i, t := range batch {
				t.apply(s)
				batch[i] = nil
			}
		case <-tick.C:
			s.ping()
		}
		s.flush()
	}
}

// deliver lets a frame wait for a connection.
func (s *shard) deliver(c *Connection, frame []byte) {
	if c.dead {
		return
	}
	c.waiting = append(c.waiting, frame)
	if !c.listed {
		c.listed = true
		s.dirty = append(s.dirty, c)
	}
}

// tell lets a frame wait for those of a person's connections that follow.
func (s *shard) tell(p *person, frame []byte) {
	for _, c := range p.connections {
		if c.follows {
			s.deliver(c, frame)
		}
	}
}

func (s *shard) flush() {
	for i, c := range s.dirty {
		c.listed = false
		if len(c.waiting) > 0 {
			s.scratch = c.write(s.scratch)
		}
		s.dirty[i] = nil
	}
	s.dirty = s.dirty[:0]
}

func (s *shard) connect(c *Connection) bool {
	if s.ended {
		return false
	}
	p := s.people[c.Account]
	if p == nil {
		p = &person{account: c.Account, rooms: map[room]struct{}{}}
		s.people[c.Account] = p
	}
	if len(p.connections) >= socketsPerPerson {
		i := longestHidden(p.connections)
		s.end(p.connections[i], CloseTooMany, "")
		p.connections = slices.Delete(p.connections, i, i+1)
	}
	c.hidden = time.Now()
	p.connections = append(p.connections, c)
	s.nextSlot = (s.nextSlot + 1) % PingSeconds
	c.slot = s.nextSlot
	s.slots[c.slot][c] = struct{}{}
	return true
}

// longestHidden is the connection that has shown no channel for the longest time; the oldest where all show one.
func longestHidden(connections []*Connection) int {
	found := 0
	for i, c := range connections {
		best := connections[found]
		if c.view == 0 && (best.view != 0 || c.hidden.Before(best.hidden)) {
			found = i
		}
	}
	return found
}

func (s *shard) disconnect(c *Connection) {
	c.dead = true
	c.waiting = nil
	delete(s.slots[c.slot], c)
	p := s.people[c.Account]
	if p == nil {
		return
	}
	for i, other := range p.connections {
		if other == c {
			p.connections = append(p.connections[:i:i], p.connections[i+1:]...)
			break
		}
	}
	if len(p.connections) > 0 {
		return
	}
	if st := s.standings[c.Account]; st != nil {
		st.left, st.workspaces = time.Now(), workspacesOf(p, nil)
	}
	for r := range p.rooms {
		s.exit(p, r)
	}
	delete(s.people, c.Account)
}

func (s *shard) enter(p *person, r room) {
	people := s.rooms[r]
	if people == nil {
		people = map[*person]struct{}{}
		s.rooms[r] = people
	}
	people[p] = struct{}{}
	p.rooms[r] = struct{}{}
}

func (s *shard) exit(p *person, r room) {
	delete(s.rooms[r], p)
	if len(s.rooms[r]) == 0 {
		delete(s.rooms, r)
	}
	delete(p.rooms, r)
}

// beginFollow begins to note changes of what an account follows; true when that is known already and the connection hears it now.
func (s *shard) beginFollow(c *Connection) bool {
	p := s.people[c.Account]
	if p == nil || p.ready {
		s.hear(c)
		return true
	}
	if p.loading == 0 {
		p.changed = map[room]bool{}
	}
	p.loading++
	return false
}

// hear lets a connection hear its account's events, and be told who is there.
func (s *shard) hear(c *Connection) {
	if p := s.people[c.Account]; p != nil {
		s.stand(p)
		s.newcomers = append(s.newcomers, c)
	}
	c.follows = true
}

func (s *shard) abandonFollow(account int64) {
	if p := s.people[account]; p != nil && p.loading > 0 {
		p.loading--
	}
}

// follow enters the rooms that were read, with the changes noted since laid over them.
func (s *shard) follow(c *Connection, rooms []room) {
	s.hear(c)
	p := s.people[c.Account]
	if p == nil || p.ready || p.loading == 0 {
		return
	}
	for _, r := range rooms {
		s.enter(p, r)
	}
	for r, begins := range p.changed {
		if begins {
			s.enter(p, r)
		} else {
			s.exit(p, r)
		}
	}
	p.loading, p.ready, p.changed = 0, true, nil
}

// change applies a beginning or an end of following to one account, now or when it has loaded.
func (s *shard) change(account int64, r room, begins bool) {
	p := s.people[account]
	switch {
	case p == nil:
	case p.loading > 0:
		p.changed[r] = begins
	case !p.ready:
	case begins:
		s.enter(p, r)
		s.introduce(p, r)
	default:
		s.exit(p, r)
	}
}

// introduce has it told anew who somebody is after he has come into a workspace, and to him who is there.
func (s *shard) introduce(p *person, r room) {
	if r.workspace && s.standings[p.account] != nil {
		s.standings[p.account].told = offline
		s.newcomers = append(s.newcomers, p.connections...)
	}
}

// end closes a connection with a code: the frame goes out with what waits, as the last one.
func (s *shard) end(c *Connection, code int, reason string) {
	if c.dead {
		return
	}
	c.waiting = append(c.waiting, closeFrame(code, reason))
	s.scratch = c.write(s.scratch)
	if !c.dead {
		c.part()
	}
}

// endAll ends every connection and the shard with them.
func (s *shard) endAll(spread time.Duration) {
	s.ended = true
	for _, slot := range s.slots {
		for c := range slot {
			s.end(c, CloseGoingAway, fmt.Sprintf("retry after %d", 1+rand.IntN(int(spread.Seconds())+1)))
		}
	}
}

// ping asks this second's share of the connections for a sign of life, and drops those that have missed two.
func (s *shard) ping() {
	s.nextPing = (s.nextPing + 1) % PingSeconds
	for c := range s.slots[s.nextPing] {
		if c.unanswered.Add(1) > 2 {
			s.end(c, CloseTooSlow, "")
			continue
		}
		s.deliver(c, pingFrame)
	}
}
