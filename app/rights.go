package app

import "slices"

// Right is something that a role in a workspace may let one do; its text stands in the answer to those who lack it.
type Right string

// The rights in a workspace.
const (
	Invite        Right = "invite people"
	CreateChannel Right = "create channels"
	ChangeChannel Right = "change channels"
	RemoveMember  Right = "remove members"
	EditWorkspace Right = "change the workspace"
)

// ranks orders the roles in a workspace from the lowest to the highest.
var ranks = []string{"guest", "member", "moderator", "admin", "owner"}

// needs is the lowest role that has a right.
var needs = map[Right]string{
	Invite:        "moderator",
	CreateChannel: "moderator",
	ChangeChannel: "moderator",
	RemoveMember:  "admin",
	EditWorkspace: "admin",
}

func rank(role string) int { return slices.Index(ranks, role) }

// Can says whether a role in a workspace gives a right there.
func Can(role string, right Right) bool { return rank(role) >= rank(needs[right]) }

// canSetRole says whether somebody of one role may change another's role: he outranks both the present and the new one.
// Besides, owners may make and unmake owners.
func canSetRole(actor, present, wanted string) bool {
	return actor == "owner" || rank(actor) > max(rank(present), rank(wanted))
}
