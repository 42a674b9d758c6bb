package handlers

import (
	"context"

	web "github.com/gofiber/fiber/v2"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/models"
)

type signInInput struct {
	Body struct {
		Username string `json:"username" maxLength:"200"`
		Password string `json:"password" maxLength:"4096"`
		Device   string `json:"device,omitempty" maxLength:"200" doc:"What this is, for the list of sessions."`
		Token    bool   `json:"token,omitempty" doc:"For programs: answer with a bearer token. Without it only our own page is signed in, by cookie."`
	}
}

func (s *Server) signIn(ctx context.Context, in *signInInput) (*signedInOutput, error) {
	me, err := s.app.SignIn(ctx, in.Body.Username, in.Body.Password)
	if err != nil {
		return nil, err
	}
	return s.begin(ctx, signedInBody{Account: me}, in.Body.Token, in.Body.Device)
}

type signedOutOutput struct {
	SetCookie string `header:"Set-Cookie"`
}

func (s *Server) signOut(ctx context.Context, actor models.Actor, _ *none) (*signedOutOutput, error) {
	return &signedOutOutput{SetCookie: endedCookie(actor.Account)}, s.app.SignOut(ctx, actor)
}

// accountsHere are the accounts that this browser is signed in with.
func (s *Server) accountsHere(ctx context.Context, _ *none) (*answer[list[event.Person]], error) {
	people := []event.Person{}
	cookies, _ := ctx.Value(localCookies).(map[int64]string)
	for _, t := range cookies {
		actor, err := s.app.Authenticate(ctx, t, false)
		if hasCode(err, app.ErrNotSignedIn) {
			continue
		}
		if err != nil {
			return nil, err
		}
		me, err := s.store.Me(ctx, actor.Account)
		if err != nil {
			return nil, err
		}
		people = append(people, event.Person{ID: me.ID, Name: me.Name, Username: me.Username})
	}
	return &answer[list[event.Person]]{list[event.Person]{Items: people}}, nil
}

// keepCookies remembers a browser's cookies for the route that lists its accounts.
func keepCookies(c *web.Ctx) error {
	c.Locals(localCookies, sessionCookies(c))
	return c.Next()
}
