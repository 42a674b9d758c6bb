package handlers

import "courtyard/app"

// viewFrame says which channel the client shows; typing there is told to it.
type viewFrame struct {
	Type    string `json:"type" enum:"view"`
	Ref     string `json:"ref,omitempty"`
	Channel int64  `json:"channel" doc:"0: none, or nobody sees the page."`
}

func onView(k *socket, f viewFrame) error {
	if !k.server.hub.View(k.connection, f.Channel) {
		return app.ErrNotFound
	}
	k.acknowledge(f.Ref)
	return nil
}
