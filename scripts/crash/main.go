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

// errUntried is why a part could not be tried on this machine.
var errUntried = errors.New("not tried")

// part is one way to end a server, tried in rounds on a data folder of its own.
type part struct {
	name, title string
	rounds      int
	run         func(*crash, context.Context) error
}

var parts = []part{
	{"any", "at any moment", 50, (*crash).anywhere},
	{"commit", "between commit and acknowledgement", 10, (*crash).afterCommit},
	{"checkpoint", "in a checkpoint", 10, (*crash).inCheckpoint},
	{"migration", "in a migration", 10, (*crash).inMigration},
	{"disk", "on a disk that drops what was not synced", 10, (*crash).dropped},
}

// crash is one part under way.
type crash struct {
	part
	binary string
	random *rand.Rand
	folder string
	office *drive.Office
	// end waits for a round's moment and ends the server; it tells the point.
	end func(context.Context, *drive.Server, *drive.Client) (point string, err error)
	// cut is when the disk was cut off under the server, which refuses messages from then on; zero is never.
	cut time.Time

	ledgers []*ledger
	done    int // rounds
	filled  int // rounds with a filled write-ahead log
	slow    int // rounds that offered too little
	sent    int
	acked   int // before the kills
	kept    int // stored without an acknowledgement
	differs int
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == followWord {
		if err := beFollower(os.Args[2:]); err != nil {
			fmt.Println(err)
		}
		return
	}
	binary := flag.String("binary", "dist/courtyard", "the built server")
	only := flag.String("only", "", "one part alone: any, commit, checkpoint, migration or disk")
	rounds := flag.Int("rounds", 0, "how often the server is killed in each part; 0 is 50 times at any moment and 10 times at each point")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "repeats the moments of the kills")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithTimeout(ctx, longest)
	fmt.Println("seed", *seed)
	var table []string
	var problems []error
	for _, p := range parts {
		if *only != "" && *only != p.name {
			continue
		}
		if *rounds > 0 {
			p.rounds = *rounds
		}
		fmt.Println("killed", p.title)
		c := &crash{part: p, binary: *binary, random: rand.New(rand.NewPCG(*seed, *seed))}
		line, err := c.try(ctx)
		table = append(table, line)
		problems = append(problems, err)
	}
	cancel()
	stop()
	fmt.Printf("\n%-40s %7s %7s %13s %13s %11s\n", "killed", "rounds", "sent", "acknowledged", "kept without", "differences")
	for _, line := range table {
		fmt.Println(line)
	}
	if len(table) == 0 {
		problems = append(problems, fmt.Errorf("no part is called %q", *only))
	}
	if err := errors.Join(problems...); err != nil {
		fmt.Fprintln(os.Stderr, "crash:", err)
		os.Exit(1)
	}
}

// try runs a part in a folder of its own and gives its line of the table. What this machine cannot do is said there, and is no error.
func (c *crash) try(ctx context.Context) (line string, err error) {
	parent, err := os.MkdirTemp("", "courtyard-crash-")
	if err != nil {
		return c.title, err
	}
	c.folder = filepath.Join(parent, "data")
	err = c.run(c, ctx)
	if errors.Is(err, errUntried) {
		return fmt.Sprintf("%-40s %v", c.title, err), os.RemoveAll(parent)
	}
	line = fmt.Sprintf("%-40s %7d %7d %13d %13d %11d", c.title, c.done, c.sent, c.acked, c.kept, c.differs)
	// The folder stays when something differs: it is the evidence.
	if c.differs > 0 {
		fmt.Println("the data folder stays in", parent)
		return line, errors.Join(fmt.Errorf("killed %s: the server did not keep its word", c.title), err)
	}
	if err != nil {
		err = fmt.Errorf("killed %s: %w", c.title, err)
	}
	return line, errors.Join(err, os.RemoveAll(parent))
}

// talking runs a part's rounds among people who talk.
func (c *crash) talking(ctx context.Context) error {
	if err := c.setUp(ctx); err != nil {
		return err
	}
	for i := range c.rounds {
		if err := c.round(ctx, i+1); err != nil {
			return fmt.Errorf("round %d: %w", i+1, err)
		}
	}
	return nil
}

func (c *crash) start(ctx context.Context) (*drive.Server, *drive.Client, error) {
	s, err := drive.Start(ctx, drive.Options{Binary: c.binary, DataDir: c.folder})
	if err != nil {
		return nil, nil, err
	}
	return s, drive.NewClient(s, clients+1), nil
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
	if err != nil {
		return errors.Join(err, s.Kill())
	}
	for _, person := range c.office.People {
		c.ledgers = append(c.ledgers, &ledger{account: person, channel: c.office.Channels[0], bySocket: len(c.ledgers)%2 == 1})
	}
	return s.Stop()
}

// anywhere kills at a random moment, and judges whether that could prove anything.
func (c *crash) anywhere(ctx context.Context) error {
	c.end = func(ctx context.Context, s *drive.Server, _ *drive.Client) (string, error) {
		wait(ctx, killSoonest+time.Duration(c.random.Int64N(int64(killLatest-killSoonest))))
		return "", s.Kill()
	}
	if err := c.talking(ctx); err != nil {
		return err
	}
	fmt.Printf("write-ahead log filled in %d rounds; %d rounds under %d messages/s\n", c.filled, c.slow, roundRate)
	switch {
	case float64(c.filled) < walShare*float64(c.rounds):
		return errors.New("too few kills met a filled write-ahead log: they proved nothing")
	case c.slow > 0:
		return errors.New("some rounds offered too few messages")
	}
	return nil
}
