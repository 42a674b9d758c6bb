package handlers

import "courtyard/app"

// typingFrame tells those who look at a channel that one writes in it, at most once in 3 seconds and place.
type typingFrame struct {
	Type    string `json:"type" enum:"typing"`
	Ref     string `json:"ref,omitempty"`
	Channel int64  `json:"channel"`
	Thread  int64  `json:"thread,omitempty" minimum:"0" doc:"The root's id; left out: the channel itself."`
}

func onTyping(k *socket, f typingFrame) error {
	if f.Thread < 0 {
		return errFrame
	}
	if !k.server.hub.Typing(k.connection, f.Channel, f.Thread) {
		return app.ErrNotFound
	}
	k.acknowledge(f.Ref)
	return nil
}
