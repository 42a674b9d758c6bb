package event

// Me is an account as its own person sees it.
type Me struct {
	Person
	Role       string `json:"role" enum:"owner,administrator,user" doc:"Role in the instance."`
	Language   string `json:"language" enum:",ja,en" doc:"Empty: as the browser says."`
	Theme      string `json:"theme" enum:"system,light,dark"`
	TimeZone   string `json:"time_zone" doc:"IANA name; empty: the instance's."`
	EnterSends bool   `json:"enter_sends"`
	Sound      bool   `json:"sound" doc:"Notifications make a sound."`
	HideText   bool   `json:"hide_text" doc:"Notifications do not show what was said."`
	Keywords   string `json:"keywords" doc:"Words that notify like a mention, one a line."`
	QuietFrom  int64  `json:"quiet_from" doc:"Minute of the day in the person's time zone; the same as quiet_to: no quiet hours."`
	QuietTo    int64  `json:"quiet_to"`
	DndUntil   int64  `json:"dnd_until" doc:"Not to be disturbed until then, UTC milliseconds."`
	UndoSend   bool   `json:"undo_send" doc:"A message waits five seconds, in which it can be taken back."`
	Originals  bool   `json:"originals" doc:"Pictures that this person sends keep what they tell of their place and camera."`
	Collapsed  string `json:"collapsed" doc:"Sections of the channel list that are folded, separated by blanks: favourites, channels (those in no category), direct, or a category's id."`
	Rev        int64  `json:"rev" doc:"Number of the last change of this account's log."`
}

// Person is an account as everybody who shares a place with it sees it.
type Person struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Username string `json:"username" doc:"Empty: a deleted account."`
	Reading  string `json:"reading,omitempty" doc:"How the name is read (furigana); people are sorted by it."`
	Status   string `json:"status,omitempty" doc:"What the person says about the day, one line."`
	Picture  int64  `json:"picture,omitempty" doc:"The id of the picture at /pictures/{id}, another with each change."`
}

// Workspace is a workspace as one of its members sees it.
type Workspace struct {
	ID          int64  `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Icon        string `json:"icon" doc:"Up to two letters; empty: taken from the name."`
	SeenBy      bool   `json:"seen_by" doc:"In its channels of up to 50 people it is told who has seen a message."`
	FileLinks   string `json:"file_links" enum:"nobody,admins,moderators,members" doc:"Who may make links by which people without an account download a file; roles above are meant, too."`
	Picture     int64  `json:"picture,omitempty" doc:"Stands for it in place of the letters: the id of the picture at /pictures/{id}, another with each change."`
	Role        string `json:"role" enum:"owner,admin,moderator,member" doc:"The reader's role."`
	Notify      string `json:"notify" enum:",all,mentions,nothing" doc:"What the reader is told of its channels; empty: mentions."`
	Rev         int64  `json:"rev"`
	Members     int64  `json:"members"`
	CreatedAt   int64  `json:"created_at" doc:"UTC milliseconds."`
}

// Emoji is one that a workspace has made for itself, written as its name between colons.
type Emoji struct {
	ID   int64  `json:"id" doc:"Of the picture at /pictures/{id}."`
	Name string `json:"name" doc:"2 to 32 letters, digits, hyphens and underscores, folded to small letters of half width."`
	By   int64  `json:"by" doc:"Who made it."`
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
	Posting    string `json:"posting" enum:"everyone,moderators" doc:"Who writes in it."`
	Pinning    string `json:"pinning" enum:"everyone,moderators" doc:"Who pins messages in it."`
	ArchivedAt *int64 `json:"archived_at,omitempty" doc:"UTC milliseconds; left out: in use. An archived channel can only be read."`
}

// Channel is a channel as one person sees it; the numbers are zero where that person is no member.
type Channel struct {
	ID        int64  `json:"id"`
	Workspace int64  `json:"workspace" doc:"0: a direct channel."`
	Kind      string `json:"kind" enum:"text,announcement,direct"`
	ChannelForm
	People        []int64 `json:"people,omitempty" gorm:"-" doc:"Of a direct channel: the ids of all in it."`
	CreatedBy     int64   `json:"created_by"`
	CreatedAt     int64   `json:"created_at"`
	Member        bool    `json:"member"`
	Members       int64   `json:"members,omitempty" doc:"Only in the list of a workspace's channels."`
	LastSeq       int64   `json:"last_seq"`
	LastStreamSeq int64   `json:"last_stream_seq" doc:"seq of the newest message that can count as unread."`
	LastRev       int64   `json:"last_rev"`
	JoinedSeq     int64   `json:"joined_seq"`
	ReadSeq       int64   `json:"read_seq"`
	Unread        int64   `json:"unread" doc:"Counted exactly up to 99; 100 means more."`
	Mentions      int64   `json:"mentions"`
	Membership
}

// Membership is how one person has a channel: what he is told of it, and where it stands in his list.
type Membership struct {
	Notify    string `json:"notify" enum:",all,mentions,nothing" doc:"Empty: as the workspace has it."`
	Muted     bool   `json:"muted"`
	Favourite int64  `json:"favourite" doc:"Sorts the favourites; 0: none."`
	HiddenSeq int64  `json:"hidden_seq" doc:"A direct channel is left out of the list while its last_stream_seq is no higher; 0: never, -1: while nothing is written."`
	Closed    bool   `json:"closed,omitempty" doc:"A direct channel that can only be read: the reader shares no workspace with the others any more."`
}

// Reaction is one emoji at a message.
type Reaction struct {
	Emoji    string  `json:"emoji"`
	Count    int64   `json:"count"`
	Accounts []int64 `json:"accounts" doc:"The first 30 who chose it."`
	Mine     bool    `json:"mine,omitempty" doc:"The reader chose it. Events leave it out: they go to everybody."`
}

// ThreadState is what a reply changes at its root.
type ThreadState struct {
	Root      int64   `json:"root"`
	Seq       int64   `json:"seq" doc:"The root's."`
	Replies   int64   `json:"replies"`
	RepliedAt int64   `json:"replied_at"`
	Followers []int64 `json:"followers,omitempty" doc:"Who follows the thread, at most 500."`
}

// Thread is how one person stands to a thread.
type Thread struct {
	Thread    int64 `json:"thread" doc:"The root's id."`
	Channel   int64 `json:"channel"`
	Following bool  `json:"following"`
	ReadSeq   int64 `json:"read_seq"`
	Unread    int64 `json:"unread" doc:"Replies of others; 100 means more."`
	Mentions  int64 `json:"mentions"`
}

// Draft is what somebody has begun to write; an empty text is none.
type Draft struct {
	Channel   int64  `json:"channel"`
	Thread    int64  `json:"thread" doc:"The root's id; 0: the channel itself."`
	Text      string `json:"text"`
	Cut       bool   `json:"cut,omitempty" doc:"Only the beginning of the text, or nothing: the rest is to be asked for."`
	UpdatedAt int64  `json:"updated_at"`
}

// Message is one numbered entry of a channel's log. A line (kind set) tells what happened to the channel.
type Message struct {
	ID        int64      `json:"id"`
	Channel   int64      `json:"channel"`
	Seq       int64      `json:"seq"`
	Rev       int64      `json:"rev"`
	Kind      string     `json:"kind,omitempty" enum:"joined,left,removed,renamed,topic,private,history,archived,restored" doc:"Left out: a person's message."`
	Author    int64      `json:"author"`
	Nonce     string     `json:"nonce,omitempty"`
	Text      string     `json:"text"`
	HTML      string     `json:"html,omitempty" doc:"Left out where it is only the escaped text."`
	CreatedAt int64      `json:"created_at"`
	Thread    int64      `json:"thread,omitempty" doc:"Of a reply: the id of the message its thread begins with."`
	Parent    int64      `json:"parent,omitempty" doc:"Of a reply: the id of the message it answers."`
	ToChannel bool       `json:"to_channel,omitempty" doc:"A reply that stands in the channel's stream, too."`
	Quote     int64      `json:"quote,omitempty" doc:"The id of a quoted message; whoever may not see that gets no more than this number."`
	EditedAt  int64      `json:"edited_at,omitempty"`
	DeletedAt int64      `json:"deleted_at,omitempty" doc:"A tombstone: nothing of it is left but its place."`
	DeletedBy int64      `json:"deleted_by,omitempty"`
	PinnedAt  int64      `json:"pinned_at,omitempty"`
	PinnedBy  int64      `json:"pinned_by,omitempty"`
	Replies   int64      `json:"replies,omitempty" doc:"How many replies stand in the thread that begins with it, deleted ones left out."`
	RepliedAt int64      `json:"replied_at,omitempty"`
	Calls     string     `json:"calls,omitempty" enum:"here,channel" doc:"It calls everybody who is online, or everybody in the channel."`
	Mentions  []int64    `json:"mentions,omitempty" doc:"Whom it names and reaches."`
	Mentioned bool       `json:"mentioned,omitempty" doc:"It names or calls the reader. Events leave it out: they go to everybody."`
	Unreached []int64    `json:"unreached,omitempty" doc:"Only in the answer to who wrote it: whom it names and does not reach, as they cannot see the channel."`
	Reactions []Reaction `json:"reactions,omitempty" doc:"In the order in which they were first chosen; at most 50."`
	Files     []File     `json:"files,omitempty" doc:"At most 10."`
}

// File is a stored file as everybody sees it who reads a message that it hangs on.
type File struct {
	ID          int64  `json:"id"`
	Name        string `json:"name"`
	Size        int64  `json:"size" doc:"Bytes."`
	Type        string `json:"type" doc:"Media type, by the server's own decision."`
	Alt         string `json:"alt,omitempty" doc:"What is to be seen, for who does not see it."`
	Width       int64  `json:"width,omitempty" doc:"Of a picture, as it is shown."`
	Height      int64  `json:"height,omitempty"`
	Placeholder string `json:"placeholder,omitempty" doc:"A data: URL of a few pixels, to be shown large until the picture has come."`
	Animated    bool   `json:"animated,omitempty"`
	Pictured    bool   `json:"pictured,omitempty" doc:"There is a thumbnail, and a picture of the size of a screen."`
	Macros      bool   `json:"macros,omitempty" doc:"An office file of a kind that may run something when it is opened."`
	Held        string `json:"held,omitempty" enum:"waiting,infected" doc:"It is not handed out: not yet looked at by the virus scanner, or refused by it."`
}

// ReadMark is how far a person has read a channel.
type ReadMark struct {
	Channel  int64 `json:"channel"`
	ReadSeq  int64 `json:"read_seq"`
	Unread   int64 `json:"unread"`
	Mentions int64 `json:"mentions"`
	LastSeq  int64 `json:"last_seq" doc:"The last message that was counted."`
}
