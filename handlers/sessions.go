package handlers

import (
	"cmp"
	"context"
	"slices"

	web "github.com/gofiber/fiber/v2"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/models"
)

type signInInput struct {
	Body struct {
		Username string `json:"username" maxLength:"200"`
		Password string `json:"password" maxLength:"4096"`
		Wish
	}
}

// Wish is how somebody wants to be signed in.
type Wish struct {
	Device string `json:"device,omitempty" maxLength:"200" doc:"What this is, for the list of sessions."`
	Shared bool   `json:"shared,omitempty" doc:"A shared computer: signed out with the browser, or after four hours without use."`
	Token  bool   `json:"token,omitempty" doc:"For programs: answer with a bearer token. Without it only our own page is signed in, by cookie."`
}

func (s *Server) signIn(ctx context.Context, in *signInInput) (*signedInOutput, error) {
	me, err := s.app.SignIn(ctx, in.Body.Username, in.Body.Password)
	if err != nil {
		return nil, err
	}
	return s.begin(ctx, me, nil, in.Body.Wish)
}

type signedOutOutput struct {
	SetCookie string `header:"Set-Cookie"`
}

func (s *Server) signOut(ctx context.Context, actor models.Actor, _ *none) (*signedOutOutput, error) {
	return s.endSession(ctx, actor, &ByID{ID: actor.Session})
}

// session is one of a person's own, as its list shows it.
type session struct {
	ID        int64  `json:"id"`
	Device    string `json:"device"`
	Address   string `json:"address" doc:"Where it began: an IPv4 address or an IPv6 network."`
	Program   bool   `json:"program"`
	Shared    bool   `json:"shared"`
	Current   bool   `json:"current"`
	CreatedAt int64  `json:"created_at"`
	SeenAt    int64  `json:"seen_at" doc:"Last use, to the hour."`
}

func (s *Server) sessions(ctx context.Context, actor models.Actor, _ *none) (*answer[list[session]], error) {
	stored, err := s.store.Sessions(ctx, actor.Account)
	sessions := []session{}
	for _, t := range stored {
		sessions = append(sessions, session{t.ID, t.Device, t.Address, t.Program, t.Shared, t.ID == actor.Session, t.CreatedAt, t.SeenAt})
	}
	return &answer[list[session]]{list[session]{Items: sessions}}, err
}

func (s *Server) endSession(ctx context.Context, actor models.Actor, in *ByID) (*signedOutOutput, error) {
	out := &signedOutOutput{}
	if in.ID == actor.Session {
		out.SetCookie = endedCookie(actor.Account)
	}
	return out, s.app.EndSession(ctx, actor, in.ID)
}

func (s *Server) endOtherSessions(ctx context.Context, actor models.Actor, _ *none) (*none, error) {
	return &none{}, s.app.EndOtherSessions(ctx, actor)
}

type accountsOutput struct {
	SetCookie []string `header:"Set-Cookie"`
	Body      list[event.Person]
}

// accountsHere are the accounts that this browser is signed in with, by name; cookies of ended sessions are taken away.
func (s *Server) accountsHere(ctx context.Context, _ *none) (*accountsOutput, error) {
	out := &accountsOutput{Body: list[event.Person]{Items: []event.Person{}}}
	for account, t := range cookiesOf(ctx) {
		actor, err := s.app.Authenticate(ctx, t, false)
		if hasCode(err, app.ErrNotSignedIn) {
			out.SetCookie = append(out.SetCookie, endedCookie(account))
			continue
		}
		if err != nil {
			return nil, err
		}
		if actor.Account != account {
			continue // under another's name
		}
		me, err := s.store.Me(ctx, actor.Account)
		if err != nil {
			return nil, err
		}
		out.Body.Items = append(out.Body.Items, me.Person)
	}
	slices.SortFunc(out.Body.Items, func(a, b event.Person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

// roomForAccount refuses one account more than a browser may be signed in with (0: one that is to be made). Programs have no cookies.
func (s *Server) roomForAccount(ctx context.Context, account int64, wish Wish) error {
	if wish.Token {
		return nil
	}
	cookies := cookiesOf(ctx)
	if _, here := cookies[account]; here || len(cookies) < cookieAccounts {
		return nil
	}
	for _, t := range cookies {
		if _, err := s.app.Authenticate(ctx, t, false); hasCode(err, app.ErrNotSignedIn) {
			return nil
		}
	}
	return app.ErrTooManyAccounts
}

// keepCookies remembers a browser's cookies for the routes about its accounts.
func keepCookies(c *web.Ctx) error {
	c.Locals(localCookies, sessionCookies(c))
	return c.Next()
}

func cookiesOf(ctx context.Context) map[int64]string {
	cookies, _ := ctx.Value(localCookies).(map[int64]string)
	return cookies
}
