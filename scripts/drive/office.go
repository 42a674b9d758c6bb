package drive

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
)

// joiners is how many accounts are made at the same time.
const joiners = 16

// Account is a person with a bearer token.
type Account struct {
	ID    int64
	Token string
}

// Office is a workspace with people in its channels; the first person is its owner, the first channel is general.
type Office struct {
	Workspace int64
	Invite    string
	People    []Account
	Channels  []int64
}

// signedIn is the answer to set-up and account creation.
type signedIn struct {
	Account   struct{ ID int64 }
	Workspace struct{ ID int64 }
	Token     string
}

// SetUp sets a fresh server up with one owner, so many channels for everyone and an invite without limit.
func SetUp(c *Client, channels int) (*Office, error) {
	var in signedIn
	err := c.Must(Request{Method: http.MethodPost, Path: "/api/v1/setup", Into: &in, Body: map[string]any{
		"setup_code": SetupCode, "organisation": "Example", "workspace": "Office", "name": "Aiko", "username": "aiko",
		"password": password(0), "token": true,
	}})
	if err != nil {
		return nil, err
	}
	o := &Office{Workspace: in.Workspace.ID, People: []Account{{in.Account.ID, in.Token}}}
	var present struct{ Channels []struct{ ID int64 } }
	if err := c.Must(Request{Method: http.MethodGet, Path: "/api/v1/bootstrap", Token: in.Token, Into: &present}); err != nil {
		return nil, err
	}
	if len(present.Channels) == 0 {
		return nil, errors.New("the new workspace has no channel")
	}
	o.Channels = []int64{present.Channels[0].ID}
	return o, o.furnish(c, channels-1)
}

// furnish adds channels to the workspace and makes its invite.
func (o *Office) furnish(c *Client, channels int) error {
	if err := o.addChannels(c, channels); err != nil {
		return err
	}
	var invite struct{ Code string }
	err := c.Must(Request{Method: http.MethodPost, Path: o.path("/invites"), Token: o.People[0].Token, Body: struct{}{}, Into: &invite})
	o.Invite = invite.Code
	return err
}

// AddWorkspace makes one more workspace of the owner's with so many channels, and lets everybody in.
func (o *Office) AddWorkspace(ctx context.Context, c *Client, channels int) (*Office, error) {
	var made struct{ ID int64 }
	err := c.Must(Request{Method: http.MethodPost, Path: "/api/v1/workspaces", Token: o.People[0].Token, Into: &made, Body: map[string]string{"name": "Another"}})
	if err != nil {
		return nil, err
	}
	other := &Office{Workspace: made.ID, People: o.People}
	var present struct{ Items []struct{ ID int64 } }
	if err := c.Must(Request{Method: http.MethodGet, Path: other.path("/channels"), Token: o.People[0].Token, Into: &present}); err != nil {
		return nil, err
	}
	for _, channel := range present.Items {
		other.Channels = append(other.Channels, channel.ID)
	}
	if err := other.furnish(c, channels-len(other.Channels)); err != nil {
		return nil, err
	}
	return other, InParallel(ctx, joiners, len(o.People)-1, func(i int) error {
		return c.Must(Request{Method: http.MethodPost, Path: "/api/v1/invites/" + other.Invite + "/accept", Token: o.People[i+1].Token, Body: struct{}{}})
	})
}

func (o *Office) path(end string) string {
	return "/api/v1/workspaces/" + strconv.FormatInt(o.Workspace, 10) + end
}

func (o *Office) addChannels(c *Client, count int) error {
	for i := range count {
		var made struct{ ID int64 }
		err := c.Must(Request{Method: http.MethodPost, Path: o.path("/channels"), Token: o.People[0].Token, Into: &made,
			Body: map[string]any{"name": fmt.Sprintf("room-%d", i+1), "kind": "text", "everyone": true}})
		if err != nil {
			return err
		}
		o.Channels = append(o.Channels, made.ID)
	}
	return nil
}

// Fill lets people join until the office has so many.
func (o *Office) Fill(ctx context.Context, c *Client, people int) error {
	first := len(o.People)
	o.People = append(o.People, make([]Account, max(0, people-first))...)
	return InParallel(ctx, joiners, len(o.People)-first, func(i int) error {
		a, _, err := o.Join(c, first+i, true)
		o.People[first+i] = a
		return err
	})
}

// Join makes the account with a number, as a program with a token or as a browser with a cookie.
func (o *Office) Join(c *Client, number int, program bool) (a Account, cookie string, err error) {
	var in signedIn
	err = c.Must(Request{Method: http.MethodPost, Path: "/api/v1/accounts", Into: &in, Cookie: &cookie, Body: map[string]any{
		"name": fmt.Sprintf("Member %d", number), "username": fmt.Sprintf("member%d", number),
		"password": password(number), "invite": o.Invite, "token": program,
	}})
	return Account{in.Account.ID, in.Token}, cookie, err
}

// SignIn opens one more session of the person with a number, not the owner's, as a program.
func (o *Office) SignIn(c *Client, number int) (Account, error) {
	var in signedIn
	err := c.Must(Request{Method: http.MethodPost, Path: "/api/v1/sessions", Into: &in, Body: map[string]any{
		"username": fmt.Sprintf("member%d", number), "password": password(number), "token": true,
	}})
	return Account{o.People[number].ID, in.Token}, err
}

func password(number int) string { return fmt.Sprintf("kasumi-harbour-%d", number) }

// InParallel runs fn for 0 to count−1 on some goroutines; the first error or the context's end stops all.
func InParallel(ctx context.Context, goroutines, count int, fn func(int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var work sync.WaitGroup
	for range goroutines {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < count && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				if err := fn(i); err != nil {
					cancel(err)
				}
			}
		})
	}
	work.Wait()
	return context.Cause(ctx)
}
