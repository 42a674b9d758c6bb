package handlers

import (
	"context"

	"courtyard/app"
)

// messageSendFrame sends a message, as POST /channels/{id}/messages does.
type messageSendFrame struct {
	Type      string  `json:"type" enum:"message.send"`
	Ref       string  `json:"ref,omitempty"`
	Channel   int64   `json:"channel"`
	Nonce     string  `json:"nonce"`
	Text      string  `json:"text"`
	Quote     int64   `json:"quote,omitempty"`
	Parent    int64   `json:"parent,omitempty"`
	ToChannel bool    `json:"to_channel,omitempty"`
	Files     []int64 `json:"files,omitempty"`
}

func onMessageSend(k *socket, f messageSendFrame) error {
	m, _, err := k.server.app.SendMessage(context.Background(), k.actor.Account, app.NewMessage{
		Channel: f.Channel, Nonce: f.Nonce, Text: f.Text, Quote: f.Quote, Parent: f.Parent, ToChannel: f.ToChannel,
		Files: f.Files,
	})
	if err != nil {
		return err
	}
	k.send(ack{Type: "ack", Ref: f.Ref, Channel: m.Channel, ID: m.ID, Seq: m.Seq, Rev: m.Rev, Unreached: m.Unreached})
	return nil
}
