package hub

import (
	"slices"
	"time"

	"courtyard/app/event"
)

const (
	// QuietStart is how long after a start nothing is told of presence: everybody comes back at once.
	QuietStart = 20 * time.Second
	// presenceEvery is how often changes of presence are told, a list of them for each workspace.
	presenceEvery = 2 * time.Second
	// reloadTime is how long somebody may be without a connection before he is offline.
	reloadTime = 5 * time.Second
)

// The states of presence; no state is nobody's.
type state string

const (
	online  state = "online"
	idle    state = "idle"
	dnd     state = "dnd"
	offline state = "offline"
)

// standing is what is told of an account's presence; it outlives the last connection until that is told as well.
type standing struct {
	told state
	// left and workspaces are set with the last connection's end.
	left       time.Time
	workspaces []int64
	// disturbAt is when he may be disturbed again, in UTC milliseconds, as of a number of his log.
	disturbAt, disturbRev int64
}

// presences are lists of presence by workspace.
type presences map[int64]*event.Presence

// add puts an account into a workspace's list.
func (l presences) add(workspace, account int64, as state) {
	e := l[workspace]
	if e == nil {
		e = &event.Presence{Type: "presence", Workspace: workspace}
		l[workspace] = e
	}
	switch as {
	case online:
		e.Online = append(e.Online, account)
	case idle:
		e.Idle = append(e.Idle, account)
	case dnd:
		e.Dnd = append(e.Dnd, account)
	case offline:
		e.Offline = append(e.Offline, account)
	}
}

// tellPresenceOften tells presence until the hub ends.
func (h *Hub) tellPresenceOften(quiet time.Duration) {
	select {
	case <-time.After(quiet):
	case <-h.ended:
		return
	}
	tick := time.NewTicker(presenceEvery)
	defer tick.Stop()
	for {
		h.tellPresence(time.Now())
		select {
		case <-tick.C:
		case <-h.ended:
			return
		}
	}
}

// tellPresence tells each workspace once what has changed, and all of it to connections that know nothing yet.
func (h *Hub) tellPresence(now time.Time) {
	changes, all := presences{}, presences{}
	for _, s := range h.shards {
		s.do(func(s *shard) { s.collectPresence(now, changes, all) })
	}
	for _, s := range h.shards {
		s.do(func(s *shard) { s.addPresent(all) })
	}
	told := toldPresence{changes: h.frames(changes), all: h.frames(all)}
	for _, s := range h.shards {
		s.put(told)
	}
}

func (h *Hub) frames(lists presences) map[int64][]byte {
	frames := make(map[int64][]byte, len(lists))
	for workspace, e := range lists {
		for _, ids := range [][]int64{e.Online, e.Idle, e.Dnd, e.Offline} {
			slices.Sort(ids)
		}
		frame, err := eventFrame(e)
		if err != nil {
			h.log.Error("an event could not be written as JSON", "error", err)
			continue
		}
		frames[workspace] = frame
	}
	return frames
}

// SetIdle notes whether the person at a connection is away from it.
func (h *Hub) SetIdle(c *Connection, idle bool) {
	h.shardOf(c.Account).do(func(*shard) { c.idle = idle })
}

// SetDisturbAt notes when an account may be disturbed again, as of a number of its log.
func (h *Hub) SetDisturbAt(account, at, rev int64) {
	h.shardOf(account).put(disturbAt{account, at, rev})
}

type disturbAt struct{ account, at, rev int64 }

func (t disturbAt) apply(s *shard) {
	if st := s.standings[t.account]; st != nil && t.rev >= st.disturbRev {
		st.disturbAt, st.disturbRev = t.at, t.rev
	}
}

// stand lets an account's presence be told from the next time on.
func (s *shard) stand(p *person) {
	if s.standings[p.account] == nil {
		s.standings[p.account] = &standing{told: offline}
	}
}

// collectPresence adds what has changed since the last time, and an empty list for each workspace of a connection that knows nothing.
func (s *shard) collectPresence(now time.Time, changes, all presences) {
	for account, st := range s.standings {
		p := s.people[account]
		present := s.stateOf(p, st, now)
		if present != st.told {
			st.told = present
			for _, w := range workspacesOf(p, st) {
				changes.add(w, account, present)
			}
		}
		if present == offline && p == nil {
			delete(s.standings, account)
		}
	}
	for _, c := range s.newcomers {
		if p := s.people[c.Account]; p != nil && !c.dead {
			c.uninformed = true
			for _, w := range workspacesOf(p, nil) {
				all[w] = &event.Presence{Type: "presence", Workspace: w, All: true}
			}
		}
	}
	s.informed, s.newcomers = s.newcomers, nil
}

// stateOf is what somebody is, with st told of him before.
func (s *shard) stateOf(p *person, st *standing, now time.Time) state {
	present := offline
	if p != nil {
		for _, c := range p.connections {
			if c.follows && !c.idle {
				present = online
			} else if c.follows && present == offline {
				present = idle
			}
		}
	}
	switch {
	case present == offline && now.Sub(st.left) < reloadTime:
		return st.told
	case present != offline && st.disturbAt > now.UnixMilli():
		return dnd
	}
	return present
}

// workspacesOf are those in which somebody is seen, or was before he left and came back.
func workspacesOf(p *person, st *standing) (ids []int64) {
	if (p == nil || !p.ready) && st != nil {
		return st.workspaces
	}
	if p == nil {
		return nil
	}
	for r := range p.rooms {
		if r.workspace {
			ids = append(ids, r.id)
		}
	}
	return ids
}

// addPresent adds everybody who is not offline to the lists of their workspaces.
func (s *shard) addPresent(all presences) {
	if len(all) == 0 {
		return
	}
	for account, st := range s.standings {
		if st.told == offline {
			continue
		}
		for _, w := range workspacesOf(s.people[account], st) {
			if all[w] != nil {
				all.add(w, account, st.told)
			}
		}
	}
}

// toldPresence is what is told of presence, as a frame for each workspace.
type toldPresence struct{ changes, all map[int64][]byte }

func (t toldPresence) apply(s *shard) {
	for w, frame := range t.changes {
		for p := range s.rooms[workspaceRoom(w)] {
			for _, c := range p.connections {
				if c.follows && !c.uninformed {
					s.deliver(c, frame)
				}
			}
		}
	}
	for _, c := range s.informed {
		if p := s.people[c.Account]; p != nil && c.uninformed && c.follows {
			for _, w := range workspacesOf(p, nil) {
				if frame := t.all[w]; frame != nil {
					s.deliver(c, frame)
				}
			}
		}
		c.uninformed = false
	}
	s.informed = nil
}
