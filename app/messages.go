package app

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"courtyard/app/event"
	"courtyard/app/markdown"
	"courtyard/models"
)

// Longest message, in characters and in bytes.
const (
	MessageCharacters = 16384
	MessageBytes      = 64 * 1024
)

var nonceForm = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// NewMessage is what somebody sends; the nonce makes sending again harmless.
// A Parent makes it a reply, which stands in the channel's stream only with ToChannel.
type NewMessage struct {
	Channel     int64
	Nonce, Text string
	// Quote is the id of a message that the sender sees; 0: none.
	Quote     int64
	Parent    int64
	ToChannel bool
	// Files are ids of uploads of the sender's.
	Files []int64
}

// SendMessage stores a message and tells the channel. A nonce used before in the channel gives that message again, and false.
func (a *App) SendMessage(ctx context.Context, actor int64, n NewMessage) (event.Message, bool, error) {
	if err := checkMessage(n); err != nil {
		return event.Message{}, false, err
	}
	n.Text = cleanText(n.Text)
	w, err := a.write(ctx, actor, n.Channel, n.Text)
	if err != nil {
		return event.Message{}, false, err
	}
	m := event.Message{
		Channel: n.Channel, Author: actor, Nonce: n.Nonce, Text: n.Text, HTML: w.html, Mentions: slices.Clone(w.named), Calls: w.calls, Quote: n.Quote,
		Parent: n.Parent, ToChannel: n.ToChannel && n.Parent != 0,
	}
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		// The nonce is looked at before the quote: what was sent before stays sent.
		if err := appendMessage(tx, &m, models.Delivery{Renderer: markdown.Version, Called: w.called, Files: n.Files}); err != nil {
			return err
		}
		if err := a.checkHung(tx, n); err != nil {
			return err
		}
		return checkQuote(tx, actor, n.Quote)
	})
	var problem *Problem
	if err = refused(err); errors.Is(err, models.ErrTaken) || errors.As(err, &problem) {
		before, isNew, err := a.sentBefore(ctx, actor, n)
		if !errors.Is(err, models.ErrNotFound) {
			return before, isNew, err
		}
	}
	m.Unreached = unreached(w.named, m)
	return m, err == nil, err
}

// appendMessage stores a message, also where only some people write if its author is one of them. Who that is is asked only there:
// everybody else's messages need not wait for it.
func appendMessage(tx *models.Tx, m *event.Message, d models.Delivery) error {
	err := tx.AppendMessage(m, d)
	if !errors.Is(err, models.ErrModerated) {
		return err
	}
	if _, err := channelToManage(tx, m.Author, m.Channel, Post); err != nil {
		return err
	}
	d.Permitted = true
	return tx.AppendMessage(m, d)
}

// refused gives the words for why a channel takes no message.
func refused(err error) error {
	for from, to := range map[error]*Problem{
		models.ErrArchived: ErrChannelArchived, models.ErrClosed: ErrDirectClosed, models.ErrDeleted: ErrMessageDeleted,
		models.ErrFileUnfit: ErrFileUnfit,
	} {
		err = renamed(err, from, to)
	}
	return err
}

// checkQuote refuses to quote what the actor does not see, or what is gone.
func checkQuote(tx *models.Tx, actor, quote int64) error {
	if quote == 0 {
		return nil
	}
	m, err := tx.MessageSeen(actor, quote)
	if err != nil {
		return err
	}
	return unfit(m)
}

// unfit says why nothing can be done with a message.
func unfit(m event.Message) error {
	switch {
	case m.Kind != "":
		return ErrMessageFixed
	case m.DeletedAt != 0:
		return ErrMessageDeleted
	}
	return nil
}

// messageToChange is a message that the actor sees, and that can be changed.
func messageToChange(tx *models.Tx, actor, id int64) (event.Message, event.Channel, error) {
	m, err := tx.Message(actor, id)
	if err != nil {
		return m, event.Channel{}, err
	}
	c, err := tx.Channel(actor, m.Channel)
	switch {
	case err != nil:
	case c.ArchivedAt != nil:
		err = ErrChannelArchived
	case c.Closed:
		err = ErrDirectClosed
	default:
		err = unfit(m)
	}
	return m, c, err
}

// EditMessage gives a message of the actor's another text; the same text changes nothing.
func (a *App) EditMessage(ctx context.Context, actor, id int64, text string) (m event.Message, err error) {
	found, err := a.store.Message(ctx, actor, id)
	if err != nil {
		return m, err
	}
	if text != "" || len(found.Message.Files) == 0 {
		err = checkSaid(text)
	}
	if err != nil {
		return m, err
	}
	text = cleanText(text)
	w, err := a.write(ctx, actor, found.Message.Channel, text)
	if err != nil {
		return m, err
	}
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		var c event.Channel
		if m, c, err = messageToChange(tx, actor, id); err != nil {
			return err
		}
		switch {
		case m.Author != actor:
			return errOthersMessage
		case m.Text == text:
			return nil
		case c.Posting != models.Everyone && (m.Thread == 0 || m.ToChannel):
			// What stands there is what only they write.
			if err := requireIn(tx, actor, c, Post); err != nil {
				return err
			}
		}
		after := m
		after.Text, after.HTML, after.Calls, after.Mentions = text, w.html, w.calls, slices.Clone(w.named)
		m, err = tx.EditMessage(m, after, markdown.Version, w.called)
		m.Unreached = unreached(w.named, m)
		return err
	})
	return m, err
}

// DeleteMessage leaves a tombstone of a message: of one's own, or of others' by right. One that is deleted already stays so.
func (a *App) DeleteMessage(ctx context.Context, actor, id int64) error {
	err := a.store.Write(ctx, func(tx *models.Tx) error {
		m, c, err := messageToChange(tx, actor, id)
		gone := errors.Is(err, ErrMessageDeleted)
		if err != nil && !gone {
			return err
		}
		if m.Author != actor {
			if err := requireIn(tx, actor, c, DeleteMessages); err != nil {
				return err
			}
		}
		if gone {
			return nil
		}
		return tx.DeleteMessage(actor, m)
	})
	if err == nil {
		select {
		case a.deletions <- struct{}{}:
		default:
		}
	}
	return err
}

// sentBefore answers a repeated nonce.
func (a *App) sentBefore(ctx context.Context, actor int64, n NewMessage) (event.Message, bool, error) {
	m, err := a.store.MessageByNonce(ctx, actor, n.Nonce)
	if err != nil {
		return event.Message{}, false, err
	}
	if m.Channel != n.Channel {
		return event.Message{}, false, ErrNonceReused
	}
	return m, false, nil
}

func checkMessage(n NewMessage) error {
	if !nonceForm.MatchString(n.Nonce) {
		return ErrNonceInvalid
	}
	switch {
	case len(n.Files) > MessageFiles:
		return ErrTooManyFiles
	case len(n.Files) > 0 && n.Text == "":
		return nil
	}
	return checkSaid(n.Text)
}

func checkSaid(text string) error {
	if !shows(text) {
		return ErrMessageEmpty
	}
	return checkText(text)
}

// checkText refuses what no message may hold.
func checkText(text string) error {
	switch {
	case len(text) > MessageBytes, utf8.RuneCountInString(text) > MessageCharacters:
		return ErrMessageTooLong
	case !utf8.ValidString(text), strings.ContainsRune(text, 0):
		return ErrTextInvalid
	}
	return nil
}

// Preview renders a text as it would stand in a channel of the actor's; nothing is kept.
func (a *App) Preview(ctx context.Context, actor, channel int64, text string) (string, error) {
	if _, err := a.store.Channel(ctx, actor, channel); err != nil {
		return "", err
	}
	if err := checkText(text); err != nil {
		return "", err
	}
	w, err := a.write(ctx, actor, channel, cleanText(text))
	return w.html, err
}

// MarkRead moves the actor's read mark of a channel forwards; with back it goes to just before the message.
func (a *App) MarkRead(ctx context.Context, actor, channel, seq int64, back bool) (mark event.ReadMark, err error) {
	if back {
		seq = max(seq-1, 0)
	}
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		if _, err := tx.Channel(actor, channel); err != nil {
			return err
		}
		mark, err = tx.SaveReadMark(actor, channel, seq, back)
		return err
	})
	return mark, err
}
