package app

import (
	"context"
	"crypto/sha256"
	"errors"
	"strings"

	"courtyard/app/event"
	"courtyard/models"
)

// bearerPrefix makes a program's token recognisable in a file or a log of somebody else's.
const bearerPrefix = "cyd_"

// deviceLimit is the longest description of a device, in characters.
const deviceLimit = 120

// Proved is an account whose person has just proved who he is.
type Proved struct {
	event.Me
	// hash is the password's that was compared: with another one, or none, no session begins.
	hash string
}

// SignIn checks a username and a password; an unknown username costs the same time and gets the same answer.
func (a *App) SignIn(ctx context.Context, username, password string) (Proved, error) {
	account, err := a.store.AccountByUsername(ctx, Fold(username))
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return Proved{}, err
	}
	ok, renewed, err := a.passwords.matches(ctx, password, account.PasswordHash)
	if err != nil {
		return Proved{}, err
	}
	if !ok {
		return Proved{}, ErrWrongCredentials
	}
	hash := account.PasswordHash
	if renewed != "" {
		err = a.store.Write(ctx, func(tx *models.Tx) error { return tx.SavePasswordHash(account.ID, hash, renewed) })
		if err != nil {
			return Proved{}, renamed(err, models.ErrNotFound, ErrWrongCredentials)
		}
		hash = renewed
	}
	me, err := a.store.Me(ctx, account.ID)
	return Proved{me, hash}, err
}

// NewSession is where a session begins: a browser's (perhaps of a shared computer) or a program's, on which device, at which address.
type NewSession struct {
	Program, Shared bool
	Device, Address string
}

// BeginSession stores a session of an account and gives its token, which is nowhere else.
func (a *App) BeginSession(ctx context.Context, who Proved, n NewSession) (token string, err error) {
	token = newSecret()
	if n.Program {
		token = bearerPrefix + token
	}
	device, ok := cleanLine(n.Device, deviceLimit)
	if !ok {
		device = ""
	}
	hash := sha256.Sum256([]byte(token))
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		return tx.CreateSession(&models.Session{
			AccountID: who.ID, TokenHash: hash[:], Program: n.Program, Shared: n.Shared, Device: device, Address: n.Address,
		}, who.hash)
	})
	return token, renamed(err, models.ErrNotFound, ErrWrongCredentials)
}

// Authenticate finds who a browser's or a program's token belongs to, and notes now and then that it was used.
func (a *App) Authenticate(ctx context.Context, token string, program bool) (models.Actor, error) {
	if strings.HasPrefix(token, bearerPrefix) != program {
		return models.Actor{}, ErrNotSignedIn
	}
	hash := sha256.Sum256([]byte(token))
	actor, err := a.store.SessionByToken(ctx, hash[:], program)
	if err != nil {
		return actor, renamed(err, models.ErrNotFound, ErrNotSignedIn)
	}
	if actor.Stale {
		// A full disk must not lock people out of reading.
		_ = a.TouchSession(ctx, actor)
	}
	return actor, nil
}

// TouchSession notes that a session is in use.
func (a *App) TouchSession(ctx context.Context, actor models.Actor) error {
	return a.store.Write(ctx, func(tx *models.Tx) error { return tx.TouchSession(actor.Session) })
}

// EndSession ends one of the actor's sessions.
func (a *App) EndSession(ctx context.Context, actor models.Actor, session int64) error {
	return a.store.Write(ctx, func(tx *models.Tx) error { return tx.EndSession(actor.Account, session) })
}

// EndOtherSessions ends all of the actor's sessions but the one he acts with.
func (a *App) EndOtherSessions(ctx context.Context, actor models.Actor) error {
	return a.store.Write(ctx, func(tx *models.Tx) error { return tx.EndOtherSessions(actor.Account, actor.Session) })
}
