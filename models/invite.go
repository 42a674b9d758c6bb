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

// SpendInvite uses a code once, in one conditional statement, and gives the workspace it leads to.
func (tx *Tx) SpendInvite(code string) (int64, error) {
	var workspace int64
	err := tx.db.Raw(`UPDATE invites SET uses = uses + 1 WHERE code = ? AND `+usable+` RETURNING workspace_id`, code, tx.now).Row().
		Scan(&workspace)
	return workspace, storageError(err)
}
