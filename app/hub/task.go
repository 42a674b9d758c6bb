package hub

// task is one piece of work for a shard.
type task interface{ apply(*shard) }

type toRoom struct {
	room  room
	frame []byte
}

func (t toRoom) apply(s *shard) {
	for p := range s.rooms[t.room] {
		s.tell(p, t.frame)
	}
}

// toSome tells a room, but some accounts something else.
type toSome struct {
	toRoom
	hidden  []int64
	instead []byte
}

func (t toSome) apply(s *shard) {
	others := make(map[*person]bool, len(t.hidden))
	for _, account := range t.hidden {
		if p := s.people[account]; p != nil {
			others[p] = true
		}
	}
	for p := range s.rooms[t.room] {
		if others[p] {
			s.tell(p, t.instead)
		} else {
			s.tell(p, t.frame)
		}
	}
}

type toAccount struct {
	account int64
	frame   []byte
}

func (t toAccount) apply(s *shard) {
	if p := s.people[t.account]; p != nil {
		s.tell(p, t.frame)
	}
}

type toConnection struct {
	connection *Connection
	frame      []byte
}

func (t toConnection) apply(s *shard) { s.deliver(t.connection, t.frame) }

type following struct {
	room     room
	accounts []int64
	begins   bool
}

func (t *following) apply(s *shard) {
	for _, account := range t.accounts {
		s.change(account, t.room, t.begins)
	}
}

type sessionEnded struct{ account, session int64 }

func (t sessionEnded) apply(s *shard) {
	p := s.people[t.account]
	if p == nil {
		return
	}
	for _, c := range p.connections {
		if t.session == 0 || c.Session == t.session {
			s.end(c, CloseSignedOut, "")
		}
	}
}

type ending struct {
	connection *Connection
	code       int
	reason     string
}

func (t ending) apply(s *shard) { s.end(t.connection, t.code, t.reason) }

type call struct {
	fn   func(*shard)
	done chan struct{}
}

func (t call) apply(s *shard) {
	t.fn(s)
	close(t.done)
}
