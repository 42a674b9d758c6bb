package event

// Me is an account as its own person sees it.
type Me struct {
	Person
	Role       string `json:"role" enum:"owner,administrator,user" doc:"Role in the instance."`
	Language   string `json:"language" enum:",ja,en" doc:"Empty: as the browser says."`
	Theme      string `json:"theme" enum:"system,light,dark"`
	TimeZone   string `json:"time_zone" doc:"IANA name; empty: the instance's."`
	EnterSends bool   `json:"enter_sends"`
	Rev        int64  `json:"rev" doc:"Number of the last change of this account's log."`
}

// Person is an account as everybody who shares a place with it sees it.
type Person struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Username string `json:"username" doc:"Empty: a deleted account."`
	Reading  string `json:"reading,omitempty" doc:"How the name is read (furigana); people are sorted by it."`
	Status   string `json:"status,omitempty" doc:"What the person says about the day, one line."`
}

// Workspace is a workspace as one of its members sees it.
type Workspace struct {
	ID          int64  `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Icon        string `json:"icon" doc:"Up to two letters; empty: taken from the name."`
	Role        string `json:"role" enum:"owner,admin,moderator,member" doc:"The reader's role."`
	Rev         int64  `json:"rev"`
	Members     int64  `json:"members"`
	CreatedAt   int64  `json:"created_at" doc:"UTC milliseconds."`
}

// Member is a person in a workspace, with the role there.
type Member struct {
	Person
	Role     string `json:"role" enum:"owner,admin,moderator,member"`
	JoinedAt int64  `json:"joined_at"`
}

// Category groups channels in a workspace's list.
type Category struct {
	ID        int64  `json:"id"`
	Workspace int64  `json:"workspace"`
	Name      string `json:"name"`
	Position  int64  `json:"position" doc:"Sorts the categories of a workspace; the distances mean nothing."`
}

// ChannelForm is what a channel is like for all its members.
type ChannelForm struct {
	Name       string `json:"name"`
	Topic      string `json:"topic"`
	Private    bool   `json:"private" doc:"Only its members know of it; they are added, nobody joins."`
	Manager    int64  `json:"manager" doc:"Who made it as a private channel and has all rights in it; 0: nobody."`
	Everyone   bool   `json:"everyone" doc:"Whoever joins the workspace is added."`
	History    string `json:"history" enum:"all,joining" doc:"Whether a member reads what was written before he joined."`
	Category   int64  `json:"category" doc:"0, or a category that is gone: none."`
	Position   int64  `json:"position" doc:"Sorts the channels of a category; the distances mean nothing."`
	ArchivedAt *int64 `json:"archived_at,omitempty" doc:"UTC milliseconds; left out: in use. An archived channel can only be read."`
}

// Channel is a channel as one person sees it; the numbers are zero where that person is no member.
type Channel struct {
	ID        int64  `json:"id"`
	Workspace int64  `json:"workspace"`
	Kind      string `json:"kind" enum:"text"`
	ChannelForm
	CreatedBy     int64 `json:"created_by"`
	CreatedAt     int64 `json:"created_at"`
	Member        bool  `json:"member"`
	Members       int64 `json:"members,omitempty" doc:"Only in the list of a workspace's channels."`
	LastSeq       int64 `json:"last_seq"`
	LastStreamSeq int64 `json:"last_stream_seq" doc:"seq of the newest message that can count as unread."`
	LastRev       int64 `json:"last_rev"`
	JoinedSeq     int64 `json:"joined_seq"`
	ReadSeq       int64 `json:"read_seq"`
	Unread        int64 `json:"unread" doc:"Counted exactly up to 99; 100 means more."`
	Mentions      int64 `json:"mentions"`
}

// Message is one numbered entry of a channel's log. A line (kind set) tells what happened to the channel.
type Message struct {
	ID        int64  `json:"id"`
	Channel   int64  `json:"channel"`
	Seq       int64  `json:"seq"`
	Rev       int64  `json:"rev"`
	Kind      string `json:"kind,omitempty" enum:"joined,left,removed,renamed,topic,private,history,archived,restored" doc:"Left out: a person's message."`
	Author    int64  `json:"author"`
	Nonce     string `json:"nonce,omitempty"`
	Text      string `json:"text"`
	HTML      string `json:"html,omitempty" doc:"Left out where it is only the escaped text."`
	CreatedAt int64  `json:"created_at"`
}

// ReadMark is how far a person has read a channel.
type ReadMark struct {
	Channel  int64 `json:"channel"`
	ReadSeq  int64 `json:"read_seq"`
	Unread   int64 `json:"unread"`
	Mentions int64 `json:"mentions"`
}
