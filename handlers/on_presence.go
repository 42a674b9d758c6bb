package handlers

// presenceFrame says whether somebody is at the client.
type presenceFrame struct {
	Type  string `json:"type" enum:"presence"`
	Ref   string `json:"ref,omitempty"`
	State string `json:"state" enum:"active,idle" doc:"A client begins as active, and is idle after 10 minutes without input."`
}

func onPresence(k *socket, f presenceFrame) error {
	if f.State != "active" && f.State != "idle" {
		return errFrame
	}
	k.server.hub.SetIdle(k.connection, f.State == "idle")
	k.acknowledge(f.Ref)
	return nil
}
