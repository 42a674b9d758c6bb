package app

import (
	"context"
	"errors"
	"regexp"
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
type NewMessage struct {
	Channel     int64
	Nonce, Text string
}

// SendMessage stores a message and tells the channel. A nonce used before in the channel gives that message again, and false.
func (a *App) SendMessage(ctx context.Context, actor int64, n NewMessage) (event.Message, bool, error) {
	if err := checkMessage(n); err != nil {
		return event.Message{}, false, err
	}
	n.Text = cleanText(n.Text)
	m := event.Message{Channel: n.Channel, Author: actor, Nonce: n.Nonce, Text: n.Text, HTML: a.markdown.Render(n.Text)}
	err := a.store.Write(ctx, func(tx *models.Tx) error { return tx.AppendMessage(&m, markdown.Version) })
	if errors.Is(err, models.ErrTaken) || errors.Is(err, models.ErrArchived) {
		before, isNew, problem := a.sentBefore(ctx, actor, n)
		if !errors.Is(problem, models.ErrNotFound) {
			return before, isNew, problem
		}
	}
	return m, err == nil, renamed(err, models.ErrArchived, ErrChannelArchived)
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
	switch {
	case !nonceForm.MatchString(n.Nonce):
		return ErrNonceInvalid
	case !shows(n.Text):
		return ErrMessageEmpty
	case len(n.Text) > MessageBytes, utf8.RuneCountInString(n.Text) > MessageCharacters:
		return ErrMessageTooLong
	case !utf8.ValidString(n.Text), strings.ContainsRune(n.Text, 0):
		return ErrTextInvalid
	}
	return nil
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
