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

// perAccountChanges is how many changes that others hear of a person makes in changesWindow, over which they come back.
const (
	perAccountChanges = 100
	changesWindow     = 10 * time.Second
)

// perAccountUploads is how many files a person announces in uploadsWindow: a folder of some hundreds goes at once, and then ten a second.
const (
	perAccountUploads = 600
	uploadsWindow     = time.Minute
)

// class is one kind of limit: how many tries a caller has, and the time over which they come back.
type class struct {
	name   string
	tries  int
	window time.Duration
	// counted: every try counts, not only a wrong guess.
	counted bool
}

var (
	classSignIn        = class{name: "sign-in", tries: perAccountAndAddress, window: triesWindow}
	classSignInAccount = class{name: "sign-in account", tries: perAccount, window: triesWindow}
	classSignInAddress = class{name: "sign-in address", tries: perAddress, window: triesWindow}
	classSetup         = class{name: "setup", tries: perAddressCodes, window: triesWindow}
	classCodes         = class{name: "codes", tries: perAddressCodes, window: triesWindow}
	classPassword      = class{name: "password", tries: perAccountAndAddress, window: triesWindow}
	classUploads       = class{name: "uploads", tries: perAccountUploads, window: uploadsWindow, counted: true}
	classChanges       = class{name: "changes", tries: perAccountChanges, window: changesWindow, counted: true}
)

// interval is the time after which the next try of an empty bucket comes back.
func (c class) interval() time.Duration { return c.window / time.Duration(c.tries) }

// limit names one bucket: that of a caller in a class.
type limit struct {
	class
	who string
}

// limits counts wrong guesses per caller: any other try is given back, so that an office behind one address is not slowed down,
// unless its class counts every one.
type limits struct {
	buckets *lru.Cache[limit, *rate.Limiter]
	off     bool
}

func newLimits(off bool) *limits {
	buckets, err := lru.New[limit, *rate.Limiter](limitedKeys)
	if err != nil {
		panic(err) // only for a size below one
	}
	return &limits{buckets: buckets, off: off}
}

// bound says which buckets a route's call takes from before its handler runs.
type bound[I any] func(context.Context, *I) []limit

func boundSignIn(ctx context.Context, in *signInInput) []limit {
	address, account := addressOfContext(ctx), app.Fold(in.Body.Username)
	return []limit{
		{classSignIn, account + " " + address},
		{classSignInAccount, account},
		{classSignInAddress, address},
	}
}

func boundSetup(ctx context.Context, _ *setUpInput) []limit {
	return []limit{{classSetup, addressOfContext(ctx)}}
}

func boundCodes[I any](ctx context.Context, _ *I) []limit {
	return []limit{{classCodes, addressOfContext(ctx)}}
}

func boundPassword[I any](ctx context.Context, _ *I) []limit {
	actor, _ := actorOf(ctx)
	return []limit{{classPassword, strconv.FormatInt(actor.Account, 10)}}
}

// boundChanges is of the routes by which one makes something that others hear of, but for messages, which are worth their rows.
func boundChanges[I any](ctx context.Context, _ *I) []limit {
	actor, _ := actorOf(ctx)
	return []limit{{classChanges, strconv.FormatInt(actor.Account, 10)}}
}

// isGuess says whether a try has failed because a secret was wrong.
func isGuess(err error) bool {
	return hasCode(err, app.ErrWrongCredentials) || hasCode(err, app.ErrPasswordWrong) || hasCode(err, app.ErrSetupCodeWrong) ||
		hasCode(err, app.ErrInviteNotFound) || hasCode(err, app.ErrLinkNotFound)
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
			return nil, tooMany(w.interval())
		}
		if !w.counted {
			taken = append(taken, b)
		}
	}
	return giveBack, nil
}

func (l *limits) bucket(w limit) *rate.Limiter {
	fresh := rate.NewLimiter(rate.Every(w.interval()), w.tries)
	if present, found, _ := l.buckets.PeekOrAdd(w, fresh); found {
		l.buckets.Get(w) // seen: forgotten later
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
