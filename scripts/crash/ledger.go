package main

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"courtyard/scripts/drive"
)

// entry is one message as its sender remembers it.
type entry struct {
	nonce, text  string
	acknowledged bool
	seq          int64
	at           time.Time // of the acknowledgement
}

// forget takes back what was acknowledged after a moment; it gives how much that was.
func (l *ledger) forget(mark int, after time.Time) (n int) {
	for i := range l.entries[mark:] {
		if e := &l.entries[mark+i]; e.acknowledged && e.at.After(after) {
			e.acknowledged, e.seq = false, 0
			n++
		}
	}
	return n
}

// ledger is what one client has sent, in order.
type ledger struct {
	account  drive.Account
	channel  int64
	bySocket bool
	entries  []entry
}

// talk sends message after message, each noted before it is sent, until the server is gone. An error is a refusal.
func (l *ledger) talk(ctx context.Context, s *drive.Server, client *drive.Client, round int, acknowledged func()) error {
	send := func(e entry) (int64, error) { return l.post(client, e) }
	if l.bySocket {
		socket, err := drive.Dial(ctx, s, l.account)
		if err != nil {
			return fmt.Errorf("open a socket: %w", err)
		}
		defer func() { _ = socket.Close() }()
		send = func(e entry) (int64, error) { return l.ask(socket, e) }
	}
	pace := time.NewTicker(time.Second * clients / offered)
	defer pace.Stop()
	for i := 0; ctx.Err() == nil; i++ {
		l.entries = append(l.entries, entry{
			nonce: fmt.Sprintf("crash-%d-%d-%d", l.account.ID, round, i), text: drive.Text(len(l.entries)) + " " + time.Now().Format(time.RFC3339Nano),
		})
		e := &l.entries[len(l.entries)-1]
		seq, err := send(*e)
		if err != nil {
			return err
		}
		if seq == 0 {
			return nil // the server is gone
		}
		e.acknowledged, e.seq, e.at = true, seq, time.Now()
		acknowledged()
		select {
		case <-pace.C:
		case <-ctx.Done():
		}
	}
	return nil
}

// post sends by HTTP and gives the acknowledged seq; 0 is a server that has gone.
func (l *ledger) post(client *drive.Client, e entry) (int64, error) {
	m, status, err := drive.Send(client, l.account, l.channel, e.nonce, e.text)
	if err != nil {
		return 0, nil
	}
	if status != http.StatusCreated {
		return 0, fmt.Errorf("a post was answered with %d", status)
	}
	return m.Seq, nil
}

// ask sends by socket and gives the acknowledged seq; 0 is a server that has gone.
func (l *ledger) ask(socket *drive.Socket, e entry) (int64, error) {
	f, err := socket.Ask("ack", map[string]any{"type": "message.send", "ref": e.nonce, "channel": l.channel, "nonce": e.nonce, "text": e.text})
	switch {
	case err != nil:
		return 0, nil
	case f.Type == "error" || f.Ref != e.nonce:
		return 0, fmt.Errorf("a frame was answered with %s %s", f.Type, f.Code)
	}
	return f.Seq, nil
}

// repeat sends everything from a mark on once more: what is there already gives its seq back with 200, the rest is stored now.
func (l *ledger) repeat(client *drive.Client, mark int, history []drive.Message) (problems []string, err error) {
	present := map[string]int64{}
	for _, m := range history {
		present[m.Nonce] = m.Seq
	}
	for i := range l.entries[mark:] {
		e := &l.entries[mark+i]
		m, status, err := drive.Send(client, l.account, l.channel, e.nonce, e.text)
		if err != nil {
			return problems, err
		}
		seq, known := present[e.nonce]
		switch {
		case known && (status != http.StatusOK || m.Seq != seq):
			problems = append(problems, fmt.Sprintf("%s sent again: status %d, seq %d instead of 200, %d", e.nonce, status, m.Seq, seq))
		case !known && status != http.StatusCreated:
			problems = append(problems, fmt.Sprintf("%s was not there, sent again: status %d", e.nonce, status))
		}
		if status < 300 {
			e.acknowledged, e.seq = true, m.Seq
		}
	}
	return problems, nil
}
