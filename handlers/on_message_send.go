package handlers

import (
	"context"

	"courtyard/app"
)

// messageSendFrame sends a message, as POST /channels/{id}/messages does.
type messageSendFrame struct {
	Type    string `json:"type" enum:"message.send"`
	Ref     string `json:"ref,omitempty"`
	Channel int64  `json:"channel"`
	Nonce   string `json:"nonce"`
	Text    string `json:"text"`
}

func onMessageSend(k *socket, f messageSendFrame) error {
	m, _, err := k.server.app.SendMessage(context.Background(), k.actor.Account, app.NewMessage{Channel: f.Channel, Nonce: f.Nonce, Text: f.Text})
	if err != nil {
		return err
	}
	k.send(ack{Type: "ack", Ref: f.Ref, Channel: m.Channel, ID: m.ID, Seq: m.Seq, Rev: m.Rev})
	return nil
}
