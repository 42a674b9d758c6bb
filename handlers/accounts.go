package handlers

import (
	"context"

	"courtyard/app"
	"courtyard/app/event"
	"courtyard/models"
)

type setUpInput struct {
	Body struct {
		SetupCode    string `json:"setup_code" maxLength:"64"`
		Organisation string `json:"organisation" maxLength:"200"`
		Workspace    string `json:"workspace" maxLength:"200"`
		NewAccount
	}
}

// NewAccount is what every new account begins with.
type NewAccount struct {
	Name     string `json:"name" maxLength:"200"`
	Username string `json:"username" maxLength:"200"`
	Password string `json:"password" maxLength:"4096"`
	Wish
}

func (n NewAccount) rules() app.NewAccount {
	return app.NewAccount{Name: n.Name, Username: n.Username, Password: n.Password}
}

// signedInOutput is the answer to whoever has just signed in: a cookie for our own page, a token for programs that ask for one.
type signedInOutput struct {
	SetCookie string `header:"Set-Cookie"`
	Body      signedInBody
}

type signedInBody struct {
	Account   event.Me         `json:"account"`
	Workspace *event.Workspace `json:"workspace,omitempty"`
	Token     string           `json:"token,omitempty"`
}

func (s *Server) setUp(ctx context.Context, in *setUpInput) (*signedInOutput, error) {
	b := in.Body
	if err := s.roomForAccount(ctx, 0, b.Wish); err != nil {
		return nil, err
	}
	me, workspace, err := s.app.SetUp(ctx, app.Setup{
		Code: b.SetupCode, Organisation: b.Organisation, Workspace: b.Workspace, NewAccount: b.rules(),
	})
	if err != nil {
		return nil, err
	}
	return s.begin(ctx, me, &workspace, b.Wish)
}

type createAccountInput struct {
	Body struct {
		NewAccount
		Invite string `json:"invite,omitempty" maxLength:"64"`
	}
}

func (s *Server) createAccount(ctx context.Context, in *createAccountInput) (*signedInOutput, error) {
	if err := s.roomForAccount(ctx, 0, in.Body.Wish); err != nil {
		return nil, err
	}
	me, workspace, err := s.app.CreateAccount(ctx, in.Body.rules(), in.Body.Invite)
	if err != nil {
		return nil, err
	}
	return s.begin(ctx, me, workspace, in.Body.Wish)
}

// begin signs somebody in who has just proved who he is. Another site's page, or who does not say that ours asks, gets no cookie.
func (s *Server) begin(ctx context.Context, who app.Proved, workspace *event.Workspace, wish Wish) (*signedInOutput, error) {
	body := signedInBody{Account: who.Me, Workspace: workspace}
	if ownPage, _ := ctx.Value(localOwnPage).(bool); !wish.Token && !ownPage {
		return &signedInOutput{Body: body}, nil
	}
	if err := s.roomForAccount(ctx, who.ID, wish); err != nil {
		return nil, err
	}
	token, err := s.app.BeginSession(ctx, who, app.NewSession{
		Program: wish.Token, Shared: wish.Shared, Device: wish.Device, Address: addressOfContext(ctx),
	})
	if err != nil {
		return nil, err
	}
	out := &signedInOutput{Body: body}
	if wish.Token {
		out.Body.Token = token
	} else {
		out.SetCookie = sessionCookie(who.ID, token, wish.Shared)
	}
	return out, nil
}

func (s *Server) me(ctx context.Context, actor models.Actor, _ *none) (*answer[event.Me], error) {
	me, err := s.store.Me(ctx, actor.Account)
	return &answer[event.Me]{me}, err
}

type updateMeInput struct {
	Body struct {
		Name       *string `json:"name,omitempty" maxLength:"200"`
		Reading    *string `json:"reading,omitempty" maxLength:"200"`
		Status     *string `json:"status,omitempty" maxLength:"200"`
		Language   *string `json:"language,omitempty" enum:",ja,en"`
		Theme      *string `json:"theme,omitempty" enum:"system,light,dark"`
		TimeZone   *string `json:"time_zone,omitempty" maxLength:"64"`
		EnterSends *bool   `json:"enter_sends,omitempty"`
		Sound      *bool   `json:"sound,omitempty"`
		HideText   *bool   `json:"hide_text,omitempty"`
		Keywords   *string `json:"keywords,omitempty" maxLength:"4000"`
		QuietFrom  *int64  `json:"quiet_from,omitempty" minimum:"0" maximum:"1439"`
		QuietTo    *int64  `json:"quiet_to,omitempty" minimum:"0" maximum:"1439"`
		DndUntil   *int64  `json:"dnd_until,omitempty" minimum:"0" maximum:"253402300799000" doc:"UTC milliseconds, at most the end of the year 9999; 0: not."`
		UndoSend   *bool   `json:"undo_send,omitempty"`
		Originals  *bool   `json:"originals,omitempty"`
		Collapsed  *string `json:"collapsed,omitempty" maxLength:"4000" pattern:"^([a-z0-9]+( [a-z0-9]+)*)?$"`
		Picture    *int64  `json:"picture,omitempty" minimum:"0" doc:"An upload of one's own that hangs on nothing; 0: none."`
	}
}

func (s *Server) updateMe(ctx context.Context, actor models.Actor, in *updateMeInput) (*answer[event.Me], error) {
	me, err := s.app.UpdateMe(ctx, actor.Account, models.MeChanges(in.Body))
	return &answer[event.Me]{me}, err
}

type changePasswordInput struct {
	Body struct {
		Present string `json:"present" maxLength:"4096"`
		Wanted  string `json:"wanted" maxLength:"4096"`
	}
}

func (s *Server) changePassword(ctx context.Context, actor models.Actor, in *changePasswordInput) (*none, error) {
	return &none{}, s.app.ChangePassword(ctx, actor, in.Body.Present, in.Body.Wanted)
}

type deleteMeInput struct {
	Body struct {
		Password string `json:"password" maxLength:"4096"`
	}
}

func (s *Server) deleteMe(ctx context.Context, actor models.Actor, in *deleteMeInput) (*signedOutOutput, error) {
	return &signedOutOutput{SetCookie: endedCookie(actor.Account)}, s.app.DeleteAccount(ctx, actor.Account, in.Body.Password)
}

type usersInput struct {
	IDs []int64 `query:"ids" minItems:"1" maxItems:"100" required:"true"`
}

func (s *Server) users(ctx context.Context, actor models.Actor, in *usersInput) (*answer[list[event.Person]], error) {
	people, err := s.store.People(ctx, actor.Account, in.IDs)
	return &answer[list[event.Person]]{list[event.Person]{Items: people}}, err
}
