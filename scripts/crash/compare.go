package main

import (
	"fmt"

	"courtyard/scripts/drive"
)

// compare finds every difference between what clients remember and what the server has: each acknowledged message once, at its
// seq, with its text; each other one at most once; each sender's messages in the order of sending; the channel without a gap.
func compare(ledgers []*ledger, history []drive.Message) (problems []string) {
	differ := func(format string, values ...any) { problems = append(problems, fmt.Sprintf(format, values...)) }
	stored := make(map[string]drive.Message, len(history))
	for i, m := range history {
		if m.Seq != int64(i+1) {
			differ("the %dth message has the seq %d", i+1, m.Seq)
		}
		if m.Nonce == "" {
			continue // a line of the channel
		}
		if _, twice := stored[m.Nonce]; twice {
			differ("%s is there twice", m.Nonce)
		}
		stored[m.Nonce] = m
	}
	for _, l := range ledgers {
		last := int64(0)
		for _, e := range l.entries {
			m, there := stored[e.nonce]
			delete(stored, e.nonce)
			switch {
			case !there && e.acknowledged:
				differ("%s was acknowledged and is lost", e.nonce)
			case !there:
				continue
			case e.acknowledged && m.Seq != e.seq:
				differ("%s was acknowledged as seq %d and is %d", e.nonce, e.seq, m.Seq)
			case m.Text != e.text || m.Author != l.account.ID:
				differ("%s has another text or author", e.nonce)
			case m.Seq <= last:
				differ("%s stands before what was sent before it", e.nonce)
			}
			last = max(last, m.Seq)
		}
	}
	for nonce := range stored {
		differ("%s is there and was never sent", nonce)
	}
	return problems
}

// unacknowledgedIn counts what was stored though its sender never heard of it.
func unacknowledgedIn(ledgers []*ledger, history []drive.Message) int {
	open := map[string]bool{}
	for _, l := range ledgers {
		for _, e := range l.entries {
			if !e.acknowledged {
				open[e.nonce] = true
			}
		}
	}
	n := 0
	for _, m := range history {
		if open[m.Nonce] {
			n++
		}
	}
	return n
}
