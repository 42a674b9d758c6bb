package app

import (
	"slices"

	"courtyard/app/event"
	"courtyard/models"
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
	CallEverybody   Right = "call everybody"
	SeeInviters     Right = "see who invited whom"
	EditWorkspace   Right = "change the workspace"
	DeleteWorkspace Right = "delete the workspace"
	Post            Right = "write in this channel"
	DeleteMessages  Right = "delete others' messages"
	PinMessages     Right = "pin messages"
	MakeEmoji       Right = "make emoji"
	DeleteEmoji     Right = "delete others' emoji"
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
	CallEverybody:   "moderator",
	SeeInviters:     "admin",
	EditWorkspace:   "admin",
	DeleteWorkspace: "owner",
	Post:            "moderator",
	DeleteMessages:  "moderator",
	PinMessages:     "moderator",
	MakeEmoji:       "moderator",
	DeleteEmoji:     "moderator",
}

func rank(role string) int { return slices.Index(ranks, role) }

// Can says whether a role in a workspace gives a right there.
func Can(role string, right Right) bool { return rank(role) >= rank(needs[right]) }

// managesChannel says whether a role in a workspace gives a right in one of its channels. Who made it as a private one has them all.
func managesChannel(role string, actor int64, c event.Channel, right Right) bool {
	return Can(role, right) || (c.Private && c.Manager == actor)
}

// requireIn refuses who lacks a right in a channel of his, as this write sees it. In a direct one nobody has more than the others.
func requireIn(tx *models.Tx, actor int64, c event.Channel, right Right) error {
	if c.Workspace == 0 {
		return missing(string(right))
	}
	role, err := tx.Role(actor, c.Workspace)
	if err == nil && !managesChannel(role, actor, c, right) {
		err = missing(string(right))
	}
	return err
}

// canSetRole says whether somebody of one role may change another's role: he outranks both the present and the new one.
// Besides, owners may make and unmake owners.
func canSetRole(actor, present, wanted string) bool {
	return actor == "owner" || rank(actor) > max(rank(present), rank(wanted))
}
