package handlers

// pingFrame asks whether the server still answers; browsers cannot send WebSocket pings.
type pingFrame struct {
	Type string `json:"type" enum:"ping"`
	Ref  string `json:"ref,omitempty"`
}

func onPing(k *socket, f pingFrame) error {
	k.send(ack{Type: "ack", Ref: f.Ref})
	return nil
}
