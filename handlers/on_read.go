package handlers

import "context"

// readFrame moves a read mark forwards, as PUT /channels/{id}/read does.
type readFrame struct {
	Type    string `json:"type" enum:"read"`
	Ref     string `json:"ref,omitempty"`
	Channel int64  `json:"channel"`
	Seq     int64  `json:"seq"`
}

func onRead(k *socket, f readFrame) error {
	if f.Seq < 1 {
		return errFrame
	}
	mark, err := k.server.app.MarkRead(context.Background(), k.actor.Account, f.Channel, f.Seq, false)
	if err == nil && f.Ref != "" {
		k.send(ack{Type: "ack", Ref: f.Ref, Channel: mark.Channel, Seq: mark.ReadSeq})
	}
	return err
}
