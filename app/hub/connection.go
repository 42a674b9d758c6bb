package hub

import (
	"net"
	"sync/atomic"
)

// Connection is one open socket. Beneath must not wait in Write: it keeps what does not fit, or fails.
type Connection struct {
	Account int64
	Session int64
	Beneath net.Conn

	// unanswered counts the pings since the last sign of life.
	unanswered atomic.Int32

	// The rest belongs to the shard. A connection hears its account's events from Follow on.
	follows bool
	waiting [][]byte
	listed  bool
	dead    bool
	slot    int
}

// Alive notes a pong or any frame of the client.
func (c *Connection) Alive() { c.unanswered.Store(0) }

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

// drop ends the connection beneath; the socket's reader sees it and disconnects.
func (c *Connection) drop() {
	c.dead = true
	c.waiting = nil
	_ = c.Beneath.Close()
}
