package handlers

import (
	"context"
	"time"
)

// resumeFrame says how far a client has come in each log; empty at first.
type resumeFrame struct {
	Type       string          `json:"type" enum:"resume"`
	Ref        string          `json:"ref,omitempty"`
	Epoch      string          `json:"epoch,omitempty"`
	Me         int64           `json:"me,omitempty"`
	Workspaces map[int64]int64 `json:"workspaces,omitempty"`
	Channels   map[int64]int64 `json:"channels,omitempty"`
}

// resumed gives the present numbers of what differs and of what is new, and what is no longer the client's.
type resumed struct {
	Type       string          `json:"type" enum:"resumed"`
	Ref        string          `json:"ref,omitempty"`
	Me         int64           `json:"me"`
	Workspaces map[int64]int64 `json:"workspaces"`
	Channels   map[int64]int64 `json:"channels"`
	Gone       gone            `json:"gone"`
}

type gone struct {
	Workspaces []int64 `json:"workspaces"`
	Channels   []int64 `json:"channels"`
}

// onResume lets the hub follow first and reads the numbers after, so that nothing lies between them and the first event.
func onResume(k *socket, f resumeFrame) error {
	ctx := context.Background()
	if f.Epoch != k.server.epoch {
		f.Workspaces, f.Channels = nil, nil
	}
	store, actor := k.server.store, k.actor.Account
	err := k.server.hub.Follow(k.connection,
		func() ([]int64, error) { return store.WorkspaceIDs(ctx, actor) },
		func() ([]int64, error) { return store.ChannelIDs(ctx, actor) })
	if err != nil {
		return err
	}
	now, err := store.Numbers(ctx, actor)
	if err != nil {
		return err
	}
	k.server.hub.SetDisturbAt(actor, now.DndUntil, now.Me)
	out := resumed{Type: "resumed", Ref: f.Ref, Me: now.Me}
	out.Workspaces, out.Gone.Workspaces = difference(f.Workspaces, now.Workspaces)
	out.Channels, out.Gone.Channels = difference(f.Channels, now.Channels)
	k.resumed = true
	k.send(out)
	return k.conn.SetReadDeadline(time.Time{})
}

// difference is what has another number now or is new, and what is gone.
func difference(known, now map[int64]int64) (differs map[int64]int64, gone []int64) {
	differs, gone = map[int64]int64{}, []int64{}
	for id, rev := range now {
		if before, found := known[id]; !found || before != rev {
			differs[id] = rev
		}
	}
	for id := range known {
		if _, found := now[id]; !found {
			gone = append(gone, id)
		}
	}
	return differs, gone
}
