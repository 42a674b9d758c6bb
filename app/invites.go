package app

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"courtyard/app/event"
	"courtyard/models"
)

// Invite codes: 8 characters without those that look alike.
const (
	inviteAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	inviteLength   = 8
)

// InviteLimits are how often and how long a code may be used; nil is without limit.
type InviteLimits struct {
	MaxUses          *int64
	ExpiresInMinutes *int64
}

// CreateInvite makes an invite code for a workspace.
func (a *App) CreateInvite(ctx context.Context, actor, workspace int64, l InviteLimits) (models.Invite, error) {
	invite := models.Invite{WorkspaceID: workspace, MaxUses: l.MaxUses, CreatedBy: actor, Code: inviteCode()}
	err := a.store.Write(ctx, func(tx *models.Tx) error {
		if err := require(tx, actor, workspace, Invite); err != nil {
			return err
		}
		if l.ExpiresInMinutes != nil {
			ends := tx.Now() + *l.ExpiresInMinutes*time.Minute.Milliseconds()
			invite.ExpiresAt = &ends
		}
		return tx.CreateInvite(&invite)
	})
	return invite, err
}

// Invites are the codes of a workspace in which the actor may invite, with the people who made them.
func (a *App) Invites(ctx context.Context, actor, workspace int64) ([]models.Invite, []event.Person, error) {
	role, err := a.store.Role(ctx, actor, workspace)
	if err != nil {
		return nil, nil, err
	}
	if !Can(role, Invite) {
		return nil, nil, missing(string(Invite))
	}
	invites, err := a.store.Invites(ctx, actor, workspace)
	if err != nil {
		return nil, nil, err
	}
	people, err := a.store.InvitePeople(ctx, invites)
	return invites, people, err
}

// Invitations are who came into a workspace by whose invite, for those who may see it.
func (a *App) Invitations(ctx context.Context, actor, workspace, after int64, limit int) ([]models.Invitation, []event.Person, error) {
	role, err := a.store.Role(ctx, actor, workspace)
	if err != nil {
		return nil, nil, err
	}
	if !Can(role, SeeInviters) {
		return nil, nil, missing(string(SeeInviters))
	}
	return a.store.Invitations(ctx, actor, workspace, after, limit)
}

// RevokeInvite ends a code at once.
func (a *App) RevokeInvite(ctx context.Context, actor, id int64) error {
	return a.store.Write(ctx, func(tx *models.Tx) error {
		workspace, err := tx.InviteWorkspace(actor, id)
		if err != nil {
			return err
		}
		if err := require(tx, actor, workspace, Invite); err != nil {
			return err
		}
		return tx.RevokeInvite(id)
	})
}

// PreviewInvite shows what a code leads to, to a stranger (actor 0) too. All codes that let nobody in look alike.
func (a *App) PreviewInvite(ctx context.Context, actor int64, code string) (models.InvitePreview, error) {
	p, err := a.store.PreviewInvite(ctx, actor, cleanCode(code))
	return p, renamed(err, models.ErrNotFound, ErrInviteNotFound)
}

// AcceptInvite puts the actor into a code's workspace. Who is in it already spends nothing and gets false.
func (a *App) AcceptInvite(ctx context.Context, actor int64, code string) (w event.Workspace, joined bool, err error) {
	code = cleanCode(code)
	err = a.store.Write(ctx, func(tx *models.Tx) error {
		already, err := tx.InvitedAlready(actor, code)
		switch {
		case err == nil:
			w, err = tx.Workspace(actor, already)
			return err
		case !errors.Is(err, models.ErrNotFound):
			return err
		}
		joined = true
		w, err = join(tx, actor, code)
		return err
	})
	return w, joined, err
}

// join spends a code and adds the account to its workspace.
func join(tx *models.Tx, account int64, code string) (event.Workspace, error) {
	invite, err := tx.SpendInvite(code)
	if err != nil {
		return event.Workspace{}, renamed(err, models.ErrNotFound, ErrInviteNotFound)
	}
	m := models.WorkspaceMember{WorkspaceID: invite.WorkspaceID, AccountID: account, Role: "member", InvitedBy: &invite.CreatedBy}
	if err := tx.AddMember(m); err != nil {
		return event.Workspace{}, err
	}
	return tx.Workspace(account, invite.WorkspaceID)
}

// inviteCode is 40 random bits: enough behind the limit on tries, short enough to type.
func inviteCode() string {
	random := make([]byte, inviteLength)
	_, _ = rand.Read(random) // never fails (crypto/rand)
	for i, b := range random {
		random[i] = inviteAlphabet[int(b)%len(inviteAlphabet)]
	}
	return string(random)
}
