// Package event names everything the server tells its clients: one struct for each event, and the objects they carry.
package event

// Audience is who hears an announcement: exactly one of the three is set.
type Audience struct {
	Channel   int64
	Workspace int64
	Account   int64
}

// Announcement is what a transaction leaves to be told after its commit, in the order of the commits.
type Announcement struct {
	To    Audience
	Event any
	// Hidden are the accounts of a channel that hear Instead in place of the event.
	Hidden  []int64
	Instead any
}

// Following tells the hub that accounts begin or cease to hear a channel or a workspace; no client sees it.
type Following struct {
	Accounts []int64
	Begins   bool
}

// SessionEnded tells the hub to close the sockets of a session (0: all of the account's); no client sees it.
type SessionEnded struct {
	Session int64
}

// MessageCreated tells a channel's members of a new message or line; of a reply also what its thread is like now.
type MessageCreated struct {
	Type    string       `json:"type" enum:"message.created"`
	Channel int64        `json:"channel"`
	Rev     int64        `json:"rev"`
	Message Message      `json:"message"`
	Thread  *ThreadState `json:"thread,omitempty"`
}

// MessageUpdated tells a channel's members what a message is like after an edit, a reaction, a pin.
type MessageUpdated struct {
	Type    string   `json:"type" enum:"message.updated"`
	Channel int64    `json:"channel"`
	Rev     int64    `json:"rev"`
	Message Message  `json:"message"`
	Reacted *Reacted `json:"reacted,omitempty"`
}

// Reacted is whose reaction changed a message.
type Reacted struct {
	Account int64  `json:"account"`
	Emoji   string `json:"emoji"`
	Added   bool   `json:"added"`
}

// MessageDeleted tells a channel's members that a message is no more than a tombstone.
type MessageDeleted struct {
	Type    string       `json:"type" enum:"message.deleted"`
	Channel int64        `json:"channel"`
	Rev     int64        `json:"rev"`
	ID      int64        `json:"id"`
	Message Message      `json:"message"`
	Thread  *ThreadState `json:"thread,omitempty"`
}

// ChannelTouched takes the place of an event whose message a member may not see, so that his numbers stay without a gap.
type ChannelTouched struct {
	Type    string `json:"type" enum:"channel.touched"`
	Channel int64  `json:"channel"`
	Rev     int64  `json:"rev"`
}

// Typing tells those who look at a channel that somebody writes in it, or in a thread of it; it is never healed.
type Typing struct {
	Type    string `json:"type" enum:"typing"`
	Channel int64  `json:"channel"`
	Thread  int64  `json:"thread,omitempty" doc:"The root's id; left out: the channel itself."`
	Account int64  `json:"account"`
}

// Presence tells a workspace's members who has become what; it is never healed.
type Presence struct {
	Type      string  `json:"type" enum:"presence"`
	Workspace int64   `json:"workspace"`
	All       bool    `json:"all,omitempty" doc:"Everybody who is not offline; who is not named is."`
	Online    []int64 `json:"online,omitempty"`
	Idle      []int64 `json:"idle,omitempty"`
	Dnd       []int64 `json:"dnd,omitempty"`
	Offline   []int64 `json:"offline,omitempty"`
}

// ThreadUpdated tells a person's own tabs how he stands to a thread.
type ThreadUpdated struct {
	Type   string `json:"type" enum:"thread.updated"`
	Rev    int64  `json:"rev"`
	Thread Thread `json:"thread"`
}

// DraftUpdated tells a person's own tabs what he has begun to write.
type DraftUpdated struct {
	Type  string `json:"type" enum:"draft.updated"`
	Rev   int64  `json:"rev"`
	Draft Draft  `json:"draft"`
}

// MembershipUpdated tells a person's own tabs how he has a channel.
type MembershipUpdated struct {
	Type    string `json:"type" enum:"membership.updated"`
	Rev     int64  `json:"rev"`
	Channel int64  `json:"channel"`
	Membership
}

// WorkspaceMembershipUpdated tells a person's own tabs how he has a workspace.
type WorkspaceMembershipUpdated struct {
	Type      string `json:"type" enum:"workspace.membership.updated"`
	Rev       int64  `json:"rev"`
	Workspace int64  `json:"workspace"`
	Notify    string `json:"notify" enum:",all,mentions,nothing"`
}

// ChannelUpdated tells a channel's members what it is like now.
type ChannelUpdated struct {
	Type    string `json:"type" enum:"channel.updated"`
	Channel int64  `json:"channel"`
	Rev     int64  `json:"rev"`
	ChannelForm
	People []int64 `json:"people,omitempty" doc:"Of a direct channel: the ids of all in it."`
}

// WorkspaceUpdated tells a workspace's members its name, description, icon and settings.
type WorkspaceUpdated struct {
	Type        string `json:"type" enum:"workspace.updated"`
	Workspace   int64  `json:"workspace"`
	Rev         int64  `json:"rev"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Icon        string `json:"icon"`
	SeenBy      bool   `json:"seen_by"`
	FileLinks   string `json:"file_links" enum:"nobody,admins,moderators,members"`
	Picture     int64  `json:"picture,omitempty"`
}

// MemberJoined tells a workspace's members who has come.
type MemberJoined struct {
	Type      string `json:"type" enum:"member.joined"`
	Workspace int64  `json:"workspace"`
	Rev       int64  `json:"rev"`
	Member    Member `json:"member"`
}

// MemberLeft tells a workspace's members who has left or was removed.
type MemberLeft struct {
	Type      string `json:"type" enum:"member.left"`
	Workspace int64  `json:"workspace"`
	Rev       int64  `json:"rev"`
	Account   int64  `json:"account"`
	Deleted   bool   `json:"deleted,omitempty" doc:"The account is deleted, and has no name any more."`
}

// RoleChanged tells a workspace's members a member's new role.
type RoleChanged struct {
	Type      string `json:"type" enum:"role.changed"`
	Workspace int64  `json:"workspace"`
	Rev       int64  `json:"rev"`
	Account   int64  `json:"account"`
	Role      string `json:"role" enum:"owner,admin,moderator,member"`
}

// MemberUpdated tells a workspace's members a member's new name, reading or status.
type MemberUpdated struct {
	Type      string `json:"type" enum:"member.updated"`
	Workspace int64  `json:"workspace"`
	Rev       int64  `json:"rev"`
	Member    Member `json:"member"`
}

// CategoriesUpdated tells a workspace's members all its categories.
type CategoriesUpdated struct {
	Type       string     `json:"type" enum:"categories.updated"`
	Workspace  int64      `json:"workspace"`
	Rev        int64      `json:"rev"`
	Categories []Category `json:"categories"`
}

// EmojiCreated tells a workspace's members of an emoji that it has for itself.
type EmojiCreated struct {
	Type      string `json:"type" enum:"emoji.created"`
	Workspace int64  `json:"workspace"`
	Rev       int64  `json:"rev"`
	Emoji     Emoji  `json:"emoji"`
}

// EmojiDeleted tells a workspace's members that an emoji of its own is gone; where it was used its name is left.
type EmojiDeleted struct {
	Type      string `json:"type" enum:"emoji.deleted"`
	Workspace int64  `json:"workspace"`
	Rev       int64  `json:"rev"`
	ID        int64  `json:"id"`
}

// MeUpdated tells a person's own tabs the account's new settings.
type MeUpdated struct {
	Type string `json:"type" enum:"me.updated"`
	Rev  int64  `json:"rev"`
	Me   Me     `json:"me"`
}

// ReadUpdated tells a person's own tabs how far a channel is read.
type ReadUpdated struct {
	Type string `json:"type" enum:"read.updated"`
	Rev  int64  `json:"rev"`
	ReadMark
}

// WorkspaceJoined tells a person's own tabs of a workspace that is new to them, with its channels.
type WorkspaceJoined struct {
	Type       string     `json:"type" enum:"workspace.joined"`
	Rev        int64      `json:"rev"`
	Workspace  Workspace  `json:"workspace"`
	Categories []Category `json:"categories"`
	Channels   []Channel  `json:"channels"`
}

// WorkspaceLeft tells a person's own tabs that a workspace is no longer theirs.
type WorkspaceLeft struct {
	Type      string `json:"type" enum:"workspace.left"`
	Rev       int64  `json:"rev"`
	Workspace int64  `json:"workspace"`
	Deleted   bool   `json:"deleted,omitempty" doc:"It is gone for everybody."`
}

// ChannelJoined tells a person's own tabs of a channel that they are now in.
type ChannelJoined struct {
	Type    string  `json:"type" enum:"channel.joined"`
	Rev     int64   `json:"rev"`
	Channel Channel `json:"channel"`
}

// ChannelLeft tells a person's own tabs of a channel that they are no longer in.
type ChannelLeft struct {
	Type    string `json:"type" enum:"channel.left"`
	Rev     int64  `json:"rev"`
	Channel int64  `json:"channel"`
	Deleted bool   `json:"deleted,omitempty" doc:"It is gone for everybody."`
}

// InstanceDegraded tells an owner's or administrator's own tabs that the database needs them; a tab that opens later learns it from
// its hello.
type InstanceDegraded struct {
	Type string `json:"type" enum:"instance.degraded"`
}

// All lists one empty value of every event a client may get, for the protocol's document.
func All() []any {
	return []any{
		MessageCreated{}, MessageUpdated{}, MessageDeleted{}, ChannelUpdated{}, ChannelTouched{},
		WorkspaceUpdated{}, MemberJoined{}, MemberLeft{}, MemberUpdated{}, RoleChanged{}, CategoriesUpdated{}, EmojiCreated{}, EmojiDeleted{},
		MeUpdated{}, ReadUpdated{}, WorkspaceJoined{}, WorkspaceLeft{}, ChannelJoined{}, ChannelLeft{},
		ThreadUpdated{}, DraftUpdated{}, MembershipUpdated{}, WorkspaceMembershipUpdated{}, Typing{}, Presence{}, InstanceDegraded{},
	}
}
