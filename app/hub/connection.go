package hub

import (
	"net"
	"sync/atomic"
	"time"
)

// FarewellWait is how long a client may take to answer a close frame before the connection beneath is closed: as long as a frame may
// wait for a reader at all.
const FarewellWait = 5 * time.Second

// Connection is one open socket. Beneath must not wait in Write: it keeps what does not fit, or fails.
type Connection struct {
	Account int64
	Session int64
	Beneath net.Conn

	// unanswered counts the pings since the last sign of life.
	unanswered atomic.Int32
	ended      atomic.Bool

	// The rest belongs to the shard. A connection hears its account's events from Follow on.
	follows bool
	// idle says that nobody has touched it for a while, view is the channel that it shows, hidden since when it has shown none.
	idle   bool
	view   int64
	hidden time.Time
	// uninformed waits for all of its workspaces' presence instead of the changes.
	uninformed bool

	waiting [][]byte
	listed  bool
	dead    bool
	slot    int
}

// Alive notes a pong or any frame of the client.
func (c *Connection) Alive() { c.unanswered.Store(0) }

// Ended says that the close frame is on its way: what the client still sends is read, but not heeded.
func (c *Connection) Ended() bool { return c.ended.Load() }

// write sends everything that waits in one write; the scratch space is the shard's.
func (c *Connection) write(scratch []byte) []byte {
	joined := c.waiting[0]
	if len(c.waiting) > 1 {
		scratch = scratch[:0]
		for _, f := range c.waiting {
			scratch = append(scratch, f...)
		}
		joined = scratch
	}
	c.waiting = c.waiting[:0]
	if _, err := c.Beneath.Write(joined); err != nil {
		c.drop()
	}
	return scratch
}

// part leaves the rest to the socket's reader, which reads on until the client has answered: to close now, with frames of the
// client unread, would reset the connection, and the client would lose the close frame (RFC 6455 §7.1.1).
func (c *Connection) part() {
	c.dead = true
	c.waiting = nil
	c.ended.Store(true)
	if c.Beneath.SetReadDeadline(time.Now().Add(FarewellWait)) != nil {
		c.drop()
	}
}

// drop ends the connection beneath; the socket's reader sees it and disconnects.
func (c *Connection) drop() {
	c.dead = true
	c.waiting = nil
	_ = c.Beneath.Close()
}
