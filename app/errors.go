package app

import (
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
	ErrTimeZoneInvalid    = problem(http.StatusUnprocessableEntity, "time_zone_invalid", "This time zone is not known here.")
	ErrPasswordLength     = problem(http.StatusUnprocessableEntity, "password_length", "A password has at least 8 characters and at most 1,024 bytes.")
	ErrPasswordTooCommon  = problem(http.StatusUnprocessableEntity, "password_too_common", "This password is one of the commonest; choose another.")
	ErrEveryonePrivate    = problem(http.StatusConflict, "everyone_private", "A private channel has only the people who are added to it.")
	ErrPasswordWrong      = problem(http.StatusForbidden, "password_wrong", "The present password is wrong.")
	ErrChannelArchived    = problem(http.StatusConflict, "channel_archived", "This channel is archived and can only be read.")
	ErrChannelPrivate     = problem(http.StatusConflict, "channel_private", "A private channel stays private: what was said in it was said to its people.")
	ErrNeighbourGone      = problem(http.StatusConflict, "neighbour_gone", "What it should stand before is no longer there.")
	ErrTooManyCategories  = problem(http.StatusConflict, "too_many_categories", "A workspace has at most 100 categories.")
	ErrTooManyAccounts    = problem(http.StatusConflict, "too_many_accounts", "This browser is signed in with 10 accounts; sign out of one first.")
	ErrChannelExists      = problem(http.StatusConflict, "channel_exists", "The workspace has a channel of this name.")
	ErrLastOwner          = problem(http.StatusConflict, "last_owner", "The last owner cannot leave or step down; make somebody else an owner first.")
	ErrMessageEmpty       = problem(http.StatusUnprocessableEntity, "message_empty", "A message needs text.")
	ErrMessageTooLong     = problem(http.StatusUnprocessableEntity, "message_too_long", "A message has at most 16,384 characters.")
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
	errWorkspaceCreation  = missing("create workspaces")
	errPublicName         = missing("name this server")
	errSelfRemovalInstead = problem(http.StatusConflict, "leave_instead", "Leave the workspace to remove yourself.")
)

func problem(status int, code, detail string) *Problem {
	return &Problem{Status: status, Code: code, Detail: detail}
}

func problemAfter(status int, code, detail string, after time.Duration) *Problem {
	return &Problem{Status: status, Code: code, Detail: detail, RetryAfter: after}
}

// missing answers a member whose role lacks a right, naming it.
func missing(right string) *Problem {
	return problem(http.StatusForbidden, "right_missing", "Your role here does not let you "+right+".")
}
