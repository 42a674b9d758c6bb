package models

import (
	"context"

	"courtyard/app/event"
)

// Invite is a code that lets people into a workspace.
type Invite struct {
	ID          int64  `json:"id"`
	WorkspaceID int64  `json:"-"`
	Code        string `json:"code"`
	MaxUses     *int64 `json:"max_uses,omitempty" doc:"Left out: no limit."`
	Uses        int64  `json:"uses"`
	ExpiresAt   *int64 `json:"expires_at,omitempty" doc:"UTC milliseconds; left out: never."`
	RevokedAt   *int64 `json:"-"`
	CreatedBy   int64  `json:"created_by"`
	CreatedAt   int64  `json:"created_at" gorm:"autoCreateTime:false"`
}

// usable is the condition under which a code still lets somebody in; all other codes look alike.
const usable = `revoked_at IS NULL AND (max_uses IS NULL OR uses < max_uses) AND (expires_at IS NULL OR expires_at > ?)`

// CreateInvite stores an invite and gives it its id; ErrTaken when the code is in use.
func (tx *Tx) CreateInvite(i *Invite) error {
	i.CreatedAt = tx.now
	return storageError(tx.db.Create(i).Error)
}

// Invites are the unrevoked invites of a workspace that the actor is in, newest first.
func (s *Store) Invites(ctx context.Context, actor, workspace int64) ([]Invite, error) {
	invites := []Invite{}
	err := s.read(ctx).Where("workspace_id = ? AND revoked_at IS NULL", workspace).
		Where("EXISTS (SELECT 1 FROM workspace_members m WHERE m.workspace_id = invites.workspace_id AND m.account_id = ?)", actor).
		Order("id DESC").Limit(200).Find(&invites).Error
	return invites, storageError(err)
}

// InvitePeople are the makers of a workspace's invites.
func (s *Store) InvitePeople(ctx context.Context, invites []Invite) ([]event.Person, error) {
	ids := make([]int64, 0, len(invites))
	for _, i := range invites {
		ids = append(ids, i.CreatedBy)
	}
	return peopleByID(s.read(ctx), ids)
}

// InviteWorkspace is the workspace of an invite, whatever its state, if the actor is in it.
func (tx *Tx) InviteWorkspace(actor, id int64) (int64, error) {
	var workspace int64
	err := tx.db.Raw(`SELECT i.workspace_id FROM invites i JOIN workspace_members m ON m.workspace_id = i.workspace_id AND m.account_id = ?
		WHERE i.id = ?`, actor, id).Row().Scan(&workspace)
	return workspace, storageError(err)
}

// RevokeInvite ends an invite; ErrNotFound when it has ended already.
func (tx *Tx) RevokeInvite(id int64) error {
	revoked := tx.db.Exec(`UPDATE invites SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL`, tx.now, id)
	if revoked.Error == nil && revoked.RowsAffected == 0 {
		return ErrNotFound
	}
	return revoked.Error
}

// InvitePreview is what a code shows before it is used.
type InvitePreview struct {
	Workspace     int64
	Name          string
	Icon          string
	Members       int64
	AlreadyMember bool
}

// PreviewInvite shows what a usable code leads to; a member (actor 0: a stranger) sees his own workspace by any of its codes.
func (s *Store) PreviewInvite(ctx context.Context, actor int64, code string) (InvitePreview, error) {
	var p InvitePreview
	err := s.read(ctx).Raw(`SELECT w.id, w.name, w.icon, (SELECT count(*) FROM workspace_members m WHERE m.workspace_id = w.id),
		mine.account_id IS NOT NULL
		FROM invites i JOIN workspaces w ON w.id = i.workspace_id
		LEFT JOIN workspace_members mine ON mine.workspace_id = w.id AND mine.account_id = ?
		WHERE i.code = ? AND (mine.account_id IS NOT NULL OR (`+usable+`))`, actor, code, s.now()).Row().
		Scan(&p.Workspace, &p.Name, &p.Icon, &p.Members, &p.AlreadyMember)
	return p, storageError(err)
}

// InvitedAlready is the workspace of a code, spent or not, that the actor is in; ErrNotFound when he is not.
func (tx *Tx) InvitedAlready(actor int64, code string) (int64, error) {
	var workspace int64
	err := tx.db.Raw(`SELECT i.workspace_id FROM invites i JOIN workspace_members m ON m.workspace_id = i.workspace_id AND m.account_id = ?
		WHERE i.code = ?`, actor, code).Row().Scan(&workspace)
	return workspace, storageError(err)
}

// SpendInvite uses a code once, in one conditional statement, and gives its workspace and maker.
func (tx *Tx) SpendInvite(code string) (i Invite, err error) {
	err = tx.db.Raw(`UPDATE invites SET uses = uses + 1 WHERE code = ? AND `+usable+` RETURNING workspace_id, created_by`, code, tx.now).Row().
		Scan(&i.WorkspaceID, &i.CreatedBy)
	return i, storageError(err)
}

// Invitation is by whose invite somebody came into a workspace.
type Invitation struct {
	Account   int64 `json:"account"`
	InvitedBy int64 `json:"invited_by,omitempty" doc:"Left out: nobody; the person made the workspace, or came before this was noted."`
	JoinedAt  int64 `json:"joined_at"`
}

// Invitations are those of a workspace that the actor is in, by account, from the one after a given id on, with the people in them.
func (s *Store) Invitations(ctx context.Context, actor, workspace, after int64, limit int) ([]Invitation, []event.Person, error) {
	invitations := []Invitation{}
	err := s.read(ctx).Raw(`SELECT m.account_id AS account, coalesce(m.invited_by, 0) AS invited_by, m.joined_at FROM workspace_members m
		WHERE m.workspace_id = ? AND m.account_id > ? AND EXISTS (
			SELECT 1 FROM workspace_members me WHERE me.workspace_id = m.workspace_id AND me.account_id = ?)
		ORDER BY m.account_id LIMIT ?`, workspace, after, actor, limit).Scan(&invitations).Error
	if err != nil {
		return nil, nil, storageError(err)
	}
	ids := []int64{}
	for _, i := range invitations {
		ids = append(ids, i.Account, i.InvitedBy)
	}
	people, err := peopleByID(s.read(ctx), ids)
	return invitations, people, err
}
