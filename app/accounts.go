package app

import (
	"context"
	"crypto/subtle"
	"errors"
	"slices"
	"strings"
	"time"

	"courtyard/app/event"
	"courtyard/models"
)

// firstChannel is the channel that every new workspace begins with.
const firstChannel = "general"

// NewAccount is what a person gives to get an account.
type NewAccount struct {
	Name, Username, Password string
}

// Setup is what the first person gives.
type Setup struct {
	Code, Organisation, Workspace string
	NewAccount
}

// SetUp makes the first account, owner of the instance and of its first workspace; ErrNotFound once anybody has an account.
func (a *App) SetUp(ctx context.Context, s Setup) (Proved, event.Workspace, error) {
	needed, err := a.store.SetupNeeded(ctx)
	if err != nil || !needed {
		return Proved{}, event.Workspace{}, errors.Join(err, ErrNotFound)
	}
	if subtle.ConstantTimeCompare([]byte(cleanCode(s.Code)), []byte(cleanCode(a.options.SetupCode))) != 1 {
		return Proved{}, event.Workspace{}, ErrSetupCodeWrong
	}
	organisation, err := cleanName(s.Organisation)
	if err != nil {
		return Proved{}, event.Workspace{}, err
	}
	name, err := cleanName(s.Workspace)
	if err != nil {
		return Proved{}, event.Workspace{}, err
	}
	account, err := a.newAccount(ctx, s.NewAccount, "owner")
	if err != nil {
		return Proved{}, event.Workspace{}, err
	}
	me := Proved{hash: account.PasswordHash}
	var workspace event.Workspace
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		if needed, err := tx.SetupNeeded(); err != nil || !needed {
			return errors.Join(err, ErrNotFound)
		}
		if err := errors.Join(tx.SaveOrganisation(organisation), tx.CreateAccount(account)); err != nil {
			return err
		}
		workspace, err = createWorkspace(tx, account.ID, &models.Workspace{Name: name, CreatedBy: account.ID})
		if err != nil {
			return err
		}
		me.Me, err = tx.Me(account.ID)
		return err
	})
	return me, workspace, err
}

// CreateAccount makes an account and, with an invite code, its membership, in one step. The workspace is nil without a code.
func (a *App) CreateAccount(ctx context.Context, n NewAccount, code string) (me Proved, workspace *event.Workspace, err error) {
	if err := a.mayCreateAccount(ctx, code); err != nil {
		return me, nil, err
	}
	account, err := a.newAccount(ctx, n, "user")
	if err != nil {
		return me, nil, err
	}
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		if err := tx.CreateAccount(account); err != nil {
			return renamed(err, models.ErrTaken, ErrUsernameTaken)
		}
		if code != "" {
			w, err := join(tx, account.ID, cleanCode(code))
			if err != nil {
				return err
			}
			workspace = &w
		}
		me = Proved{hash: account.PasswordHash}
		me.Me, err = tx.Me(account.ID)
		return err
	})
	return me, workspace, err
}

// mayCreateAccount looks at the code before a password is hashed for it.
func (a *App) mayCreateAccount(ctx context.Context, code string) error {
	needed, err := a.store.SetupNeeded(ctx)
	switch {
	case err != nil:
		return err
	case needed, a.options.AccountCreation == "closed":
		return ErrAccountsClosed
	case code == "" && a.options.AccountCreation != "open":
		return ErrInviteRequired
	case code == "":
		return nil
	}
	_, err = a.PreviewInvite(ctx, 0, code)
	return err
}

// newAccount checks what a person gave and hashes the password.
func (a *App) newAccount(ctx context.Context, n NewAccount, role string) (*models.Account, error) {
	name, err := cleanName(n.Name)
	if err != nil {
		return nil, err
	}
	username, key, err := cleanUsername(n.Username)
	if err != nil {
		return nil, err
	}
	hash, err := a.passwords.hash(ctx, n.Password)
	if err != nil {
		return nil, err
	}
	return &models.Account{
		Username: username, UsernameKey: key, Name: name, PasswordHash: hash, Role: role, Theme: "system", EnterSends: true, Sound: true,
	}, nil
}

// UpdateMe changes one's own account.
func (a *App) UpdateMe(ctx context.Context, actor int64, c models.MeChanges) (me event.Me, err error) {
	if c.Name != nil {
		name, err := cleanName(*c.Name)
		if err != nil {
			return me, err
		}
		c.Name = &name
	}
	for _, line := range []**string{&c.Reading, &c.Status} {
		if *line == nil {
			continue
		}
		text, ok := cleanLine(**line, nameLimit)
		if !ok {
			return me, ErrTextInvalid
		}
		*line = &text
	}
	if c.Keywords != nil {
		words, ok := cleanKeywords(*c.Keywords)
		if !ok {
			return me, ErrKeywordsInvalid
		}
		c.Keywords = &words
	}
	if c.TimeZone != nil && *c.TimeZone != "" {
		if _, err := time.LoadLocation(*c.TimeZone); err != nil || *c.TimeZone == "Local" {
			return me, ErrTimeZoneInvalid
		}
	}
	err = a.choosePicture(ctx, actor, c.Picture, func() (int64, error) {
		me, err := a.store.Me(ctx, actor)
		return me.Picture, err
	})
	if err != nil {
		return me, err
	}
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		me, err = tx.UpdateMe(actor, c)
		return renamed(err, models.ErrFileUnfit, ErrFileUnfit)
	})
	if c.Picture != nil {
		err = a.removeAfter(err)
	}
	return me, err
}

// Most keywords of a person, and the length of one in characters.
const (
	keywordCount = 50
	keywordLimit = 50
)

// cleanKeywords puts one word on each line, each once.
func cleanKeywords(text string) (string, bool) {
	var words []string
	for line := range strings.SplitSeq(text, "\n") {
		word, ok := cleanLine(line, keywordLimit)
		if !ok {
			return "", false
		}
		if word != "" && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, "\n"), len(words) <= keywordCount
}

// ChangePassword replaces the actor's password and ends all other sessions.
func (a *App) ChangePassword(ctx context.Context, actor models.Actor, present, wanted string) error {
	before, err := a.prove(ctx, actor.Account, present)
	if err != nil {
		return err
	}
	hash, err := a.passwords.hash(ctx, wanted)
	if err != nil {
		return err
	}
	return a.store.Write(ctx, func(tx *models.Tx) error {
		if err := tx.SavePasswordHash(actor.Account, before, hash); err != nil {
			return renamed(err, models.ErrNotFound, ErrPasswordWrong)
		}
		return tx.EndOtherSessions(actor.Account, actor.Session)
	})
}

// prove checks that the actor knows his password, and gives the hash that it was compared with.
func (a *App) prove(ctx context.Context, actor int64, password string) (hash string, err error) {
	if hash, err = a.store.PasswordHash(ctx, actor); err != nil {
		return "", err
	}
	ok, _, err := a.passwords.matches(ctx, password, hash)
	if err == nil && !ok {
		err = ErrPasswordWrong
	}
	return hash, err
}

// DeleteAccount takes the actor's name and sessions away at once and then him out of all workspaces; what he said stays. The last
// owner of a workspace or of the instance cannot go.
func (a *App) DeleteAccount(ctx context.Context, actor int64, password string) error {
	if _, err := a.prove(ctx, actor, password); err != nil {
		return err
	}
	err := a.store.Write(ctx, func(tx *models.Tx) error {
		last, err := tx.LastOwner(actor)
		if err != nil {
			return err
		}
		if last {
			return ErrLastOwner
		}
		return tx.DeleteAccount(actor)
	})
	return a.removeAfter(err)
}

// renamed gives an error of the store the words that fit where it happened.
func renamed(err, from error, to *Problem) error {
	if errors.Is(err, from) {
		return to
	}
	return err
}
