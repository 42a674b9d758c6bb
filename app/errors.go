package app

import (
	"fmt"
	"net/http"
	"time"
)

// Problem is an error that a person or a program is told: an HTTP status, a stable code and a sentence (RFC 9457).
// It never holds a value of the request.
type Problem struct {
	Status     int
	Code       string
	Detail     string
	RetryAfter time.Duration
	Quota      *QuotaBound
}

// QuotaBound is what bounds an upload that has no room: whose files (person, workspace or server) may take how many bytes together.
type QuotaBound struct {
	Of    string `json:"of" enum:"person,workspace,server" doc:"Whose files: the uploader's, the workspace's, or all."`
	Bytes int64  `json:"bytes" doc:"How much they may take together."`
}

// Error is the code.
func (p *Problem) Error() string { return p.Code }

// Every error that the rules can answer with. The edge adds its own in handlers/problem.go.
var (
	ErrNotFound           = problem(http.StatusNotFound, "not_found", "There is nothing here, or nothing that you may see.")
	ErrNotSignedIn        = problem(http.StatusUnauthorized, "not_signed_in", "Sign in first.")
	ErrWrongCredentials   = problem(http.StatusUnauthorized, "wrong_credentials", "The username or the password is wrong.")
	ErrSetupCodeWrong     = problem(http.StatusForbidden, "setup_code_wrong", "The setup code is wrong; it is shown in the window where Courtyard was started.")
	ErrInviteRequired     = problem(http.StatusForbidden, "invite_required", "An invite code is needed to create an account here; ask somebody in the workspace.")
	ErrInviteNotFound     = problem(http.StatusNotFound, "invite_not_found", "This invite code is not valid; ask for a new one.")
	ErrAccountsClosed     = problem(http.StatusForbidden, "account_creation_closed", "New accounts are switched off here; ask your administrator.")
	ErrUsernameTaken      = problem(http.StatusConflict, "username_taken", "This username is in use; choose another.")
	ErrUsernameInvalid    = problem(http.StatusUnprocessableEntity, "username_invalid", "A username has 2 to 50 letters or digits, dots, underscores and hyphens.")
	ErrNameInvalid        = problem(http.StatusUnprocessableEntity, "name_invalid", "A name has 1 to 80 characters and no control characters.")
	ErrTextInvalid        = problem(http.StatusUnprocessableEntity, "text_invalid", "This text is too long or holds control characters.")
	ErrKeywordsInvalid    = problem(http.StatusUnprocessableEntity, "keywords_invalid", "At most 50 keywords, one a line, of at most 50 characters each.")
	ErrTimeZoneInvalid    = problem(http.StatusUnprocessableEntity, "time_zone_invalid", "This time zone is not known here.")
	ErrPasswordLength     = problem(http.StatusUnprocessableEntity, "password_length", "A password has at least 8 characters and at most 1,024 bytes.")
	ErrPasswordTooCommon  = problem(http.StatusUnprocessableEntity, "password_too_common", "This password is one of the commonest; choose another.")
	ErrEveryonePrivate    = problem(http.StatusConflict, "everyone_private", "A private channel has only the people who are added to it.")
	ErrPasswordWrong      = problem(http.StatusForbidden, "password_wrong", "The present password is wrong.")
	ErrFileTooLarge       = problem(http.StatusRequestEntityTooLarge, "file_too_large", "The file is larger than this server takes.")
	ErrFileTypeRefused    = problem(http.StatusUnsupportedMediaType, "file_type_refused", "Files of this type are not taken here.")
	ErrFileNotHandedOut   = problem(http.StatusConflict, "file_held", "The virus scanner has not let this file pass.")
	ErrCharsetUnknown     = problem(http.StatusUnprocessableEntity, "charset_unknown", "This charset is not known here.")
	ErrNoText             = problem(http.StatusUnprocessableEntity, "no_text", "This file is not a text.")
	ErrTextFar            = problem(http.StatusUnprocessableEntity, "text_far", "These lines stand too far into the file; download it to read them.")
	ErrNoPreview          = problem(http.StatusUnprocessableEntity, "no_preview", "Files of this type are not shown here; download it.")
	ErrPreviewTooLarge    = problem(http.StatusUnprocessableEntity, "preview_too_large", "This file is too large to be shown here; download it.")
	ErrArchiveUnlisted    = problem(http.StatusUnprocessableEntity, "archive_unlisted", "What archives of this type hold cannot be listed here; download it.")
	ErrFileUnfit          = problem(http.StatusConflict, "file_unfit", "A file is not complete, was given up, is somebody else's, or is used elsewhere.")
	ErrPictureTooLarge    = problem(http.StatusRequestEntityTooLarge, "picture_too_large", fmt.Sprintf("A picture of a person or a workspace has at most %d MiB, one of an emoji %d MiB.", PictureBytes>>20, EmojiBytes>>20))
	ErrNoPicture          = problem(http.StatusUnprocessableEntity, "no_picture", "This file is no picture that can be shown here: choose a PNG, JPEG, GIF or WebP.")
	ErrTooManyFiles       = problem(http.StatusUnprocessableEntity, "too_many_files", "At most 10 files hang on a message.")
	ErrTooManyUploads     = problem(http.StatusConflict, "too_many_uploads", "500 of your files are waiting to be sent; send or remove some first.")
	ErrTooManyAtOnce      = problemAfter(http.StatusTooManyRequests, "too_many", "Too many of your files arrive at once; wait for one of them.", 5*time.Second)
	ErrQuotaExceeded      = problem(http.StatusInsufficientStorage, "quota_exceeded", "There is no room left for files; delete some that are not needed, or ask your administrator.")
	ErrNoRoom             = problem(http.StatusInsufficientStorage, "disk_full", "The server's disk is nearly full; tell your administrator.")
	ErrFilesAway          = problemAfter(http.StatusServiceUnavailable, "files_away", "The store of files does not answer; it is tried again. Tell your administrator if this goes on.", 10*time.Second)
	ErrOffsetWrong        = problem(http.StatusConflict, "offset_wrong", "The server has another number of bytes of this file; ask it how many.")
	ErrLengthWrong        = problem(http.StatusUnprocessableEntity, "length_wrong", "There are more bytes than were announced.")
	ErrChecksumWrong      = problem(460, "checksum_wrong", "The bytes have changed on the way; send them again.")
	ErrUploadCut          = problem(http.StatusBadRequest, "upload_cut", "The connection ended before all bytes were there; go on from what the server has.")
	ErrFileLinksOff       = problem(http.StatusForbidden, "file_links_off", "Links for people without an account are switched off here.")
	ErrTooManyLinks       = problem(http.StatusConflict, "too_many_links", "There are 20 links to this file; revoke one first.")
	ErrLinkNotFound       = problem(http.StatusNotFound, "link_not_found", "This link is not valid, or not any more; ask for a new one.")
	ErrChannelArchived    = problem(http.StatusConflict, "channel_archived", "This channel is archived and can only be read.")
	ErrChannelPrivate     = problem(http.StatusConflict, "channel_private", "A private channel stays private: what was said in it was said to its people.")
	ErrPair               = problem(http.StatusConflict, "direct_pair", "A conversation of two has no name and takes no more people; begin a new group.")
	ErrPairStays          = problem(http.StatusConflict, "direct_pair_stays", "A conversation of two cannot be left; hide it instead.")
	ErrGroupFull          = problem(http.StatusUnprocessableEntity, "direct_full", "At most 20 people are in a direct message.")
	ErrDirect             = problem(http.StatusConflict, "direct", "Direct messages have only their people and, with three and more, a name.")
	ErrNotDirect          = problem(http.StatusConflict, "not_direct", "Only direct messages can be hidden; leave the channel instead.")
	ErrDirectClosed       = problem(http.StatusConflict, "direct_closed", "Nobody here shares a workspace with you any more; you can still read what was written.")
	ErrNeighbourGone      = problem(http.StatusConflict, "neighbour_gone", "What it should stand before is no longer there.")
	ErrTooManyCategories  = problem(http.StatusConflict, "too_many_categories", "A workspace has at most 100 categories.")
	ErrTooManyAccounts    = problem(http.StatusConflict, "too_many_accounts", "This browser is signed in with 10 accounts; sign out of one first.")
	ErrChannelExists      = problem(http.StatusConflict, "channel_exists", "The workspace has a channel of this name.")
	ErrLastOwner          = problem(http.StatusConflict, "last_owner", "The last owner cannot leave or step down; make somebody else an owner first.")
	ErrMessageEmpty       = problem(http.StatusUnprocessableEntity, "message_empty", "A message needs text.")
	ErrMessageTooLong     = problem(http.StatusUnprocessableEntity, "message_too_long", "A message has at most 16,384 characters.")
	ErrTooManyMentions    = problem(http.StatusUnprocessableEntity, "too_many_mentions", "A message mentions at most 100 people.")
	ErrMessageDeleted     = problem(http.StatusConflict, "message_deleted", "This message was deleted.")
	ErrMessageFixed       = problem(http.StatusConflict, "message_fixed", "This line tells what happened to the channel; it stays as it is.")
	ErrEmojiInvalid       = problem(http.StatusUnprocessableEntity, "emoji_invalid", "A reaction is one emoji.")
	ErrEmojiName          = problem(http.StatusUnprocessableEntity, "emoji_name", "The name of an emoji has 2 to 32 letters, digits, hyphens and underscores, begins and ends with a letter or digit, and has a letter.")
	ErrEmojiExists        = problem(http.StatusConflict, "emoji_exists", "The workspace has an emoji of this name.")
	ErrTooManyEmoji       = problem(http.StatusConflict, "too_many_emoji", "A workspace makes at most 500 emoji for itself; delete one first.")
	ErrTooManyReactions   = problem(http.StatusConflict, "too_many_reactions", "A message has at most 50 different reactions.")
	ErrTooManyPins        = problem(http.StatusConflict, "too_many_pins", "A channel has at most 100 pinned messages; unpin one first.")
	ErrSeenByUntold       = problem(http.StatusConflict, "seen_by_untold", "Who has seen a message is shown in channels of up to 50 people, where the workspace allows it.")
	ErrNonceInvalid       = problem(http.StatusUnprocessableEntity, "nonce_invalid", "A nonce has 8 to 64 letters, digits, hyphens and underscores.")
	ErrNonceReused        = problem(http.StatusConflict, "nonce_reused", "This nonce was used for a message in another channel.")
	ErrPublicNameInvalid  = problem(http.StatusUnprocessableEntity, "public_name_invalid", "Give a host name such as chat.office.example, or a private address, without https:// and port.")
	ErrPublicNameFixed    = problem(http.StatusConflict, "public_name_fixed", "The settings name this server already: PUBLIC_URL, PUBLIC_NAMES, SSL_CERTFILE or TLS=off.")
	ErrAuthorityInUse     = problem(http.StatusConflict, "authority_in_use", "This name needs a new root certificate, and devices may trust the present one. Say that you agree to it (new_root); every device then has to trust the new one.")
	ErrBusy               = problemAfter(http.StatusTooManyRequests, "too_many", "Too many at once; try again in a moment.", 20*time.Second)
	ErrDiskFull           = problemAfter(http.StatusInsufficientStorage, "disk_full", "The server's disk is full. Nothing was stored; reading goes on. Tell your administrator.", 10*time.Second)
	ErrUnwritable         = problemAfter(http.StatusInsufficientStorage, "disk_unwritable", "The server's disk cannot be written to. Nothing was acknowledged; reading goes on. Tell your administrator.", 10*time.Second)
	ErrStopping           = problemAfter(http.StatusServiceUnavailable, "stopping", "The server is being restarted; try again in a moment.", 5*time.Second)
	ErrRoleNotGiven       = missing("change this role")
	errOthersMessage      = missing("change others' messages")
	errWorkspaceCreation  = missing("create workspaces")
	errPublicName         = missing("name this server")
	errFileNotShared      = problem(http.StatusForbidden, "right_missing", "You may not share this file with people without an account.")
	errSelfRemovalInstead = problem(http.StatusConflict, "leave_instead", "Leave the workspace to remove yourself.")
)

func problem(status int, code, detail string) *Problem {
	return &Problem{Status: status, Code: code, Detail: detail}
}

func problemAfter(status int, code, detail string, after time.Duration) *Problem {
	return &Problem{Status: status, Code: code, Detail: detail, RetryAfter: after}
}

// overQuota answers an upload for which a quota leaves no room, naming the quota and never how much is used.
func overQuota(of string, bytes int64) *Problem {
	p := *ErrQuotaExceeded
	p.Quota = &QuotaBound{of, bytes}
	return &p
}

// missing answers a member whose role lacks a right, naming it.
func missing(right string) *Problem {
	return problem(http.StatusForbidden, "right_missing", "Your role here does not let you "+right+".")
}
