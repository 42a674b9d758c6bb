// Command crash kills the built server again and again while people talk, and compares what it kept with what it acknowledged.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"courtyard/scripts/drive"
)

const (
	// clients talk at the same time, half of them over sockets.
	clients = 20
	// offered is how many messages a second they offer together; roundRate is what a round has to offer at least.
	offered   = 500
	roundRate = 300
	// walShare is the share of rounds in which the kill has to find a write-ahead log with something in it.
	walShare = 0.8
	// longest bounds a whole call.
	longest = time.Hour
)

type crash struct {
	binary string
	rounds int
	seed   uint64

	random  *rand.Rand
	folder  string
	office  *drive.Office
	ledgers []*ledger
	filled  int // rounds with a filled write-ahead log
	slow    int // rounds that offered too little
	sent    int
	acked   int // before the kills
	differs int
}

func main() {
	var c crash
	flag.StringVar(&c.binary, "binary", "dist/courtyard", "the built server")
	flag.IntVar(&c.rounds, "rounds", 50, "how often the server is killed")
	flag.Uint64Var(&c.seed, "seed", uint64(time.Now().UnixNano()), "repeats the moments of the kills")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithTimeout(ctx, longest)
	err := c.run(ctx)
	cancel()
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "crash:", err)
		os.Exit(1)
	}
}

func (c *crash) run(ctx context.Context) (err error) {
	parent, err := os.MkdirTemp("", "courtyard-crash-")
	if err != nil {
		return err
	}
	// The folder stays when something differs: it is the evidence.
	defer func() {
		if c.differs == 0 {
			err = errors.Join(err, os.RemoveAll(parent))
		} else {
			fmt.Println("the data folder stays in", parent)
		}
	}()
	c.folder = filepath.Join(parent, "data")
	c.random = rand.New(rand.NewPCG(c.seed, c.seed))
	fmt.Println("seed", c.seed)
	if err := c.setUp(ctx); err != nil {
		return err
	}
	for i := range c.rounds {
		if err := c.round(ctx, i+1); err != nil {
			return fmt.Errorf("round %d: %w", i+1, err)
		}
	}
	return c.summary()
}

func (c *crash) start(ctx context.Context) (*drive.Server, *drive.Client, error) {
	s, err := drive.Start(ctx, drive.Options{Binary: c.binary, DataDir: c.folder})
	if err != nil {
		return nil, nil, err
	}
	return s, drive.NewClient(s, clients), nil
}

func (c *crash) setUp(ctx context.Context) error {
	s, client, err := c.start(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	if c.office, err = drive.SetUp(client, 1); err == nil {
		err = c.office.Fill(ctx, client, clients)
	}
	for _, person := range c.office.People {
		c.ledgers = append(c.ledgers, &ledger{account: person, channel: c.office.Channels[0], bySocket: len(c.ledgers)%2 == 1})
	}
	return errors.Join(err, s.Stop())
}

// summary judges all rounds together.
func (c *crash) summary() error {
	fmt.Printf("%d rounds, %d messages, %d of them acknowledged before a kill; write-ahead log filled in %d rounds; %d rounds under %d messages/s\n%d differences\n",
		c.rounds, c.sent, c.acked, c.filled, c.slow, roundRate, c.differs)
	switch {
	case c.differs > 0:
		return errors.New("the server did not keep its word")
	case float64(c.filled) < walShare*float64(c.rounds):
		return errors.New("too few kills met a filled write-ahead log: they proved nothing")
	case c.slow > 0:
		return errors.New("some rounds offered too few messages")
	}
	return nil
}
