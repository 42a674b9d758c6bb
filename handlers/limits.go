package handlers

import (
	"context"
	"net/netip"
	"strconv"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"courtyard/app"
)

// limitedKeys bounds how many callers are remembered; the longest unseen is forgotten first.
const limitedKeys = 20_000

// triesWindow is the time over which a caller's tries come back, one by one.
const triesWindow = 15 * time.Minute

// How many tries a caller has, for each class of limits.
const (
	perAccountAndAddress = 10
	perAccount           = 30
	perAddress           = 100
	perAddressCodes      = 30
)

type limitKey struct {
	class string
	who   string
}

// limits counts wrong guesses per caller: any other try is given back, so that an office behind one address is not slowed down.
type limits struct {
	buckets *lru.Cache[limitKey, *rate.Limiter]
	off     bool
}

func newLimits(off bool) *limits {
	buckets, err := lru.New[limitKey, *rate.Limiter](limitedKeys)
	if err != nil {
		panic(err) // only for a size below one
	}
	return &limits{buckets: buckets, off: off}
}

// limit names one bucket and its size.
type limit struct {
	class string
	who   string
	tries int
}

// bound says which buckets a route's call takes from before its handler runs.
type bound[I any] func(context.Context, *I) []limit

func boundSignIn(ctx context.Context, in *signInInput) []limit {
	address, account := addressOfContext(ctx), app.Fold(in.Body.Username)
	return []limit{
		{"sign-in", account + " " + address, perAccountAndAddress},
		{"sign-in account", account, perAccount},
		{"sign-in address", address, perAddress},
	}
}

func boundSetup(ctx context.Context, _ *setUpInput) []limit {
	return []limit{{"setup", addressOfContext(ctx), perAddressCodes}}
}

func boundCodes[I any](ctx context.Context, _ *I) []limit {
	return []limit{{"codes", addressOfContext(ctx), perAddressCodes}}
}

func boundPassword[I any](ctx context.Context, _ *I) []limit {
	actor, _ := actorOf(ctx)
	return []limit{{"password", strconv.FormatInt(actor.Account, 10), perAccountAndAddress}}
}

// isGuess says whether a try has failed because a secret was wrong.
func isGuess(err error) bool {
	return hasCode(err, app.ErrWrongCredentials) || hasCode(err, app.ErrPasswordWrong) || hasCode(err, app.ErrSetupCodeWrong) || hasCode(err, app.ErrInviteNotFound)
}

// try takes one from each bucket; it gives the function that gives them back, or the time to wait.
func (l *limits) try(wanted ...limit) (giveBack func(), err error) {
	if l.off {
		return func() {}, nil
	}
	taken := make([]*rate.Limiter, 0, len(wanted))
	giveBack = func() {
		for _, b := range taken {
			b.AllowN(time.Now(), -1) // the bucket refills up to its size by itself
		}
	}
	for _, w := range wanted {
		b := l.bucket(w)
		if !b.Allow() {
			giveBack()
			return nil, tooMany(triesWindow / time.Duration(w.tries))
		}
		taken = append(taken, b)
	}
	return giveBack, nil
}

func (l *limits) bucket(w limit) *rate.Limiter {
	key := limitKey{w.class, w.who}
	fresh := rate.NewLimiter(rate.Every(triesWindow/time.Duration(w.tries)), w.tries)
	if present, found, _ := l.buckets.PeekOrAdd(key, fresh); found {
		l.buckets.Get(key) // seen: forgotten later
		return present
	}
	return fresh
}

// addressKey is one IPv4 address or the /64 of an IPv6 one, where a desktop changes the rest at will.
func addressKey(a netip.Addr) string {
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}
