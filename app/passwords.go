package app

import (
	"context"
	"runtime"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"
)

// OWASP's argon2id parameters; memory in KiB.
var strongHash = argon2id.Params{Memory: 19456, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// cheapHash is for test mode only, where nothing but loopback can connect.
var cheapHash = argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashWait is how long somebody waits for a turn.
const hashWait = 20 * time.Second

const (
	passwordShortest = 8
	passwordLongest  = 1024
)

// passwords hashes a few at a time, so that a flood of sign-ins leaves the processors to the others.
type passwords struct {
	params argon2id.Params
	slots  chan struct{}
}

func newPasswords(cheap bool) *passwords {
	p := &passwords{params: strongHash, slots: make(chan struct{}, max(1, runtime.NumCPU()-1))}
	if cheap {
		p.params = cheapHash
	}
	return p
}

// turn takes a slot and gives the function that frees it.
func (p *passwords) turn(ctx context.Context) (func(), error) {
	wait := time.NewTimer(hashWait)
	defer wait.Stop()
	select {
	case p.slots <- struct{}{}:
		return func() { <-p.slots }, nil
	case <-wait.C:
		return nil, ErrBusy
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// hash checks a new password and gives its PHC string.
func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	password = norm.NFC.String(password)
	if utf8.RuneCountInString(password) < passwordShortest || len(password) > passwordLongest {
		return "", ErrPasswordLength
	}
	if common(password) {
		return "", ErrPasswordTooCommon
	}
	free, err := p.turn(ctx)
	if err != nil {
		return "", err
	}
	defer free()
	return argon2id.CreateHash(password, &p.params)
}

// matches compares a password with a hash ("" for an unknown account) and gives a new hash where the old one is weaker than today's.
func (p *passwords) matches(ctx context.Context, password, hash string) (ok bool, renewed string, err error) {
	free, err := p.turn(ctx)
	if err != nil {
		return false, "", err
	}
	defer free()
	password = norm.NFC.String(password)
	if hash == "" || len(password) > passwordLongest {
		_, err := argon2id.CreateHash("", &p.params)
		return false, "", err
	}
	ok, used, err := argon2id.CheckHash(password, hash)
	if err != nil || !ok || *used == p.params {
		return ok, "", err
	}
	renewed, err = argon2id.CreateHash(password, &p.params)
	return true, renewed, err
}
