package app

import (
	"slices"

	"courtyard/app/event"
)

// Right is something that a role in a workspace may let one do; its text stands in the answer to those who lack it.
type Right string

// The rights in a workspace.
const (
	Invite          Right = "invite people"
	CreateChannel   Right = "create channels"
	ChangeChannel   Right = "change channels"
	ArrangeChannels Right = "arrange channels"
	HideChannel     Right = "make channels private"
	ArchiveChannel  Right = "archive channels"
	DeleteChannel   Right = "delete channels"
	RemoveMember    Right = "remove members"
	SeeInviters     Right = "see who invited whom"
	EditWorkspace   Right = "change the workspace"
	DeleteWorkspace Right = "delete the workspace"
)

// ranks orders the roles in a workspace from the lowest to the highest.
var ranks = []string{"guest", "member", "moderator", "admin", "owner"}

// needs is the lowest role that has a right.
var needs = map[Right]string{
	Invite:          "moderator",
	CreateChannel:   "moderator",
	ChangeChannel:   "moderator",
	ArrangeChannels: "moderator",
	HideChannel:     "admin",
	ArchiveChannel:  "admin",
	DeleteChannel:   "admin",
	RemoveMember:    "admin",
	SeeInviters:     "admin",
	EditWorkspace:   "admin",
	DeleteWorkspace: "owner",
}

func rank(role string) int { return slices.Index(ranks, role) }

// Can says whether a role in a workspace gives a right there.
func Can(role string, right Right) bool { return rank(role) >= rank(needs[right]) }

// managesChannel says whether a role in a workspace gives a right in one of its channels. Who made it as a private one has them all.
func managesChannel(role string, actor int64, c event.Channel, right Right) bool {
	return Can(role, right) || (c.Private && c.Manager == actor)
}

// canSetRole says whether somebody of one role may change another's role: he outranks both the present and the new one.
// Besides, owners may make and unmake owners.
func canSetRole(actor, present, wanted string) bool {
	return actor == "owner" || rank(actor) > max(rank(present), rank(wanted))
}
