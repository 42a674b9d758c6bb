// Package hub knows who is connected and who hears what, and brings each event to its connections without ever waiting for one.
//
// Ownership: every account belongs to one shard, and everything a shard knows (accounts, rooms, connections, what waits to be
// written) is touched by that shard's goroutine alone. Others only put work into the shard's queue, in order.
package hub

import (
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"courtyard/app/event"
)

// shardCount is how many goroutines write to connections; accounts are spread over them by id.
const shardCount = 2

// Hub is the connections of one server.
type Hub struct {
	shards [shardCount]*shard
	log    *slog.Logger
	// ended is closed when nothing is to be told any more.
	ended   chan struct{}
	closing sync.Once
}

// New starts a hub that tells nothing of presence during its quiet time; Close ends it.
func New(log *slog.Logger, quiet time.Duration) *Hub {
	h := &Hub{log: log, ended: make(chan struct{})}
	for i := range h.shards {
		h.shards[i] = newShard()
		go h.shards[i].run()
	}
	go h.tellPresenceOften(quiet)
	return h
}

func (h *Hub) shardOf(account int64) *shard { return h.shards[account%shardCount] }

// Publish hands announcements to the connections they are for, in order. It never waits for a connection.
func (h *Hub) Publish(announcements []event.Announcement) {
	var work [shardCount][]task
	for _, a := range announcements {
		for i, t := range h.tasks(a) {
			if t != nil {
				work[i] = append(work[i], t)
			}
		}
	}
	for i, s := range h.shards {
		if len(work[i]) > 0 {
			s.put(work[i]...)
		}
	}
}

// tasks is what an announcement means for each shard; an event's frame is made once for all.
func (h *Hub) tasks(a event.Announcement) (tasks [shardCount]task) {
	switch e := a.Event.(type) {
	case event.Following:
		for _, account := range e.Accounts {
			i := account % shardCount
			if tasks[i] == nil {
				tasks[i] = &following{room: roomOf(a.To), begins: e.Begins}
			}
			f := tasks[i].(*following)
			f.accounts = append(f.accounts, account)
		}
	case event.SessionEnded:
		tasks[a.To.Account%shardCount] = sessionEnded{account: a.To.Account, session: e.Session}
	default:
		h.tell(&tasks, a)
	}
	return tasks
}

// tell is the work of telling an event.
func (h *Hub) tell(tasks *[shardCount]task, a event.Announcement) {
	if me, ok := a.Event.(event.MeUpdated); ok {
		h.SetDisturbAt(a.To.Account, me.Me.DndUntil, me.Rev)
	}
	frame, err := eventFrame(a.Event)
	var instead []byte
	if err == nil && len(a.Hidden) > 0 {
		instead, err = eventFrame(a.Instead)
	}
	switch {
	case err != nil:
		h.log.Error("an event could not be written as JSON", "error", err)
	case a.To.Account != 0:
		tasks[a.To.Account%shardCount] = toAccount{account: a.To.Account, frame: frame}
	case len(a.Hidden) > 0:
		for i := range tasks {
			tasks[i] = toSome{toRoom{room: roomOf(a.To), frame: frame}, a.Hidden, instead}
		}
	default:
		for i := range tasks {
			tasks[i] = toRoom{room: roomOf(a.To), frame: frame}
		}
	}
}

func eventFrame(e any) ([]byte, error) {
	body, err := json.Marshal(e)
	return TextFrame(body), err
}

// Connect adds a connection; it hears nothing but what is sent to it alone before Follow. False: the hub has ended.
func (h *Hub) Connect(c *Connection) (ok bool) {
	h.shardOf(c.Account).do(func(s *shard) {
		ok = s.connect(c)
	})
	return ok
}

// Disconnect removes a connection; when it returns, nothing is written to it any more.
func (h *Hub) Disconnect(c *Connection) { h.shardOf(c.Account).do(func(s *shard) { s.disconnect(c) }) }

// Follow lets a connection hear its account's workspaces and channels. They are asked for only after the hub has begun to note
// changes for the account, so that a change in between is neither lost nor undone by an older answer.
func (h *Hub) Follow(c *Connection, workspaces, channels func() ([]int64, error)) error {
	s := h.shardOf(c.Account)
	known := false
	s.do(func(s *shard) { known = s.beginFollow(c) })
	if known {
		return nil
	}
	rooms := make([]room, 0, 64)
	for _, ask := range []struct {
		ids  func() ([]int64, error)
		room func(int64) room
	}{{workspaces, workspaceRoom}, {channels, channelRoom}} {
		ids, err := ask.ids()
		if err != nil {
			s.do(func(s *shard) { s.abandonFollow(c.Account) })
			return err
		}
		for _, id := range ids {
			rooms = append(rooms, ask.room(id))
		}
	}
	s.do(func(s *shard) { s.follow(c, rooms) })
	return nil
}

// Send queues one frame for one connection, after everything that was published before.
func (h *Hub) Send(c *Connection, frame []byte) {
	h.shardOf(c.Account).put(toConnection{connection: c, frame: frame})
}

// End closes one connection with a code and a reason, after everything that was queued for it before.
func (h *Hub) End(c *Connection, code int, reason string) {
	h.shardOf(c.Account).put(ending{connection: c, code: code, reason: reason})
}

// Close closes every connection with 1001, telling each a moment of its own within spread to come back after, and ends the hub.
func (h *Hub) Close(spread time.Duration) {
	h.closing.Do(func() { close(h.ended) })
	for _, s := range h.shards {
		s.do(func(s *shard) { s.endAll(spread) })
	}
}

// Online are the accounts with a connection that hears a channel.
func (h *Hub) Online(channel int64) (accounts []int64) {
	for _, s := range h.shards {
		s.do(func(s *shard) {
			for p := range s.rooms[channelRoom(channel)] {
				accounts = append(accounts, p.account)
			}
		})
	}
	return accounts
}
