package models

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// WorkspaceMember is one person in one workspace.
type WorkspaceMember struct {
	WorkspaceID int64 `gorm:"primaryKey"`
	AccountID   int64 `gorm:"primaryKey"`
	Role        string
	Notify      string
	Rev         int64
	JoinedAt    int64
	InvitedBy   *int64
}

// WorkspaceDeparture is one person who is no longer in a workspace.
type WorkspaceDeparture struct {
	WorkspaceID int64 `gorm:"primaryKey"`
	AccountID   int64 `gorm:"primaryKey"`
	Rev         int64
}

const memberQuery = `SELECT ` + personColumns + `, m.role, m.joined_at FROM workspace_members m JOIN accounts a ON a.id = m.account_id
	WHERE m.workspace_id = ?`

// Role is the actor's role in a workspace; ErrNotFound when he is not in it.
func (s *Store) Role(ctx context.Context, actor, workspace int64) (string, error) {
	return role(s.read(ctx), actor, workspace)
}

// Role is the actor's role in a workspace as this write sees it; ErrNotFound when he is not in it.
func (tx *Tx) Role(actor, workspace int64) (string, error) { return role(tx.db, actor, workspace) }

func role(db *gorm.DB, actor, workspace int64) (string, error) {
	var role string
	err := db.Raw(`SELECT m.role FROM workspace_members m JOIN workspaces w ON w.id = m.workspace_id
		WHERE m.workspace_id = ? AND m.account_id = ? AND w.deleted_at IS NULL`, workspace, actor).Row().Scan(&role)
	return role, storageError(err)
}

// Members are the people of a workspace that the actor is in, by id, from the one after a given id on.
func (s *Store) Members(ctx context.Context, actor, workspace, after int64, limit int) ([]event.Member, error) {
	if _, err := s.Role(ctx, actor, workspace); err != nil {
		return nil, err
	}
	members := []event.Member{}
	err := s.read(ctx).Raw(memberQuery+` AND m.account_id > ? ORDER BY m.account_id LIMIT ?`, workspace, after, limit).Scan(&members).Error
	return members, storageError(err)
}

// Member is one person of a workspace as this write left him; ErrNotFound when he is not in it.
func (tx *Tx) Member(workspace, account int64) (event.Member, error) {
	var m event.Member
	found := tx.db.Raw(memberQuery+` AND m.account_id = ?`, workspace, account).Scan(&m)
	if found.Error == nil && found.RowsAffected == 0 {
		return m, ErrNotFound
	}
	return m, storageError(found.Error)
}

// AddMember puts an account into a workspace and its "everyone" channels, and tells everybody; ErrTaken when it is in already,
// ErrNotFound when it was deleted meanwhile.
func (tx *Tx) AddMember(m WorkspaceMember) error {
	workspace, account := m.WorkspaceID, m.AccountID
	if me, err := tx.Me(account); err != nil || me.Username == "" {
		return errors.Join(err, ErrNotFound)
	}
	rev, err := tx.nextWorkspaceRev(workspace)
	if err != nil {
		return err
	}
	m.Rev, m.JoinedAt = rev, tx.now
	directs, err := tx.directsOf(account)
	if err != nil {
		return err
	}
	if err := tx.tellingClosed(directs, func() error { return tx.db.Create(&m).Error }); err != nil {
		return storageError(err)
	}
	if err := tx.db.Exec(`DELETE FROM workspace_departures WHERE workspace_id = ? AND account_id = ?`, workspace, account).Error; err != nil {
		return err
	}
	tx.Announce(event.Audience{Workspace: workspace}, event.Following{Accounts: []int64{account}, Begins: true})
	joined, err := tx.Member(workspace, account)
	if err != nil {
		return err
	}
	tx.Announce(event.Audience{Workspace: workspace}, event.MemberJoined{Type: "member.joined", Workspace: workspace, Rev: rev, Member: joined})
	return tx.joinEveryoneChannels(workspace, account)
}

// joinEveryoneChannels adds a new member to the channels that are for everyone and shows his tabs the workspace.
func (tx *Tx) joinEveryoneChannels(workspace, account int64) error {
	var ids []int64
	if err := tx.db.Raw(`SELECT id FROM channels WHERE workspace_id = ? AND everyone AND archived_at IS NULL ORDER BY id`, workspace).Scan(&ids).Error; err != nil {
		return err
	}
	rev, err := tx.nextAccountRev(account)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := tx.addChannelMember(id, account, rev); err != nil {
			return err
		}
	}
	w, err := tx.Workspace(account, workspace)
	if err != nil {
		return err
	}
	channels, err := channelsOf(tx.db, account, workspace)
	if err != nil {
		return err
	}
	groups, err := categoriesOf(tx.db, account, workspace)
	if err != nil {
		return err
	}
	tx.Announce(event.Audience{Account: account}, event.WorkspaceJoined{
		Type: "workspace.joined", Rev: rev, Workspace: w, Categories: groups, Channels: channels,
	})
	return tx.appendLines(ids, LineJoined, account)
}

// RemoveMember takes an account out of a workspace and all its channels; it hears nothing of them from then on.
func (tx *Tx) RemoveMember(workspace, account int64, line string) error {
	directs, err := tx.directsOf(account)
	if err != nil {
		return err
	}
	err = tx.tellingClosed(directs, func() error {
		deleted := tx.db.Exec(`DELETE FROM workspace_members WHERE workspace_id = ? AND account_id = ?`, workspace, account)
		if deleted.Error == nil && deleted.RowsAffected == 0 {
			return ErrNotFound
		}
		return deleted.Error
	})
	if err != nil {
		return err
	}
	ids, err := tx.leaveChannels(workspace, account)
	if err != nil {
		return err
	}
	rev, err := tx.nextWorkspaceRev(workspace)
	if err != nil {
		return err
	}
	if err := tx.db.Create(&WorkspaceDeparture{workspace, account, rev}).Error; err != nil {
		return err
	}
	mine, err := tx.nextAccountRev(account)
	if err != nil {
		return err
	}
	// Or he would come back by a code of his own.
	if err := tx.db.Exec(`UPDATE invites SET revoked_at = ? WHERE workspace_id = ? AND created_by = ? AND revoked_at IS NULL`,
		tx.now, workspace, account).Error; err != nil {
		return err
	}
	tx.Announce(event.Audience{Workspace: workspace}, event.Following{Accounts: []int64{account}})
	tx.Announce(event.Audience{Account: account}, event.WorkspaceLeft{Type: "workspace.left", Rev: mine, Workspace: workspace})
	gone, err := tx.isDeleted(account)
	if err != nil {
		return err
	}
	tx.Announce(event.Audience{Workspace: workspace}, event.MemberLeft{
		Type: "member.left", Workspace: workspace, Rev: rev, Account: account, Deleted: gone,
	})
	if err := tx.appendLines(ids, line, account); err != nil {
		return err
	}
	return tx.deleteAbandoned(ids)
}

// leaveChannels takes an account out of all channels of a workspace, and forgets which of them it had left by itself.
func (tx *Tx) leaveChannels(workspace, account int64) ([]int64, error) {
	var ids []int64
	err := tx.db.Raw(`DELETE FROM channel_members WHERE account_id = ? AND channel_id IN (SELECT id FROM channels WHERE workspace_id = ?)
		RETURNING channel_id`, account, workspace).Scan(&ids).Error
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		tx.Announce(event.Audience{Channel: id}, event.Following{Accounts: []int64{account}})
	}
	if err := tx.forgetThreads(account, ids); err != nil {
		return nil, err
	}
	if err := tx.db.Exec(`DELETE FROM drafts WHERE account_id = ? AND channel_id IN (SELECT id FROM channels WHERE workspace_id = ?)`,
		account, workspace).Error; err != nil {
		return nil, err
	}
	return ids, tx.db.Exec(`DELETE FROM channel_departures WHERE account_id = ? AND channel_id IN (SELECT id FROM channels WHERE workspace_id = ?)`,
		account, workspace).Error
}

// SetRole changes a member's role and tells the workspace.
func (tx *Tx) SetRole(workspace, account int64, role string) error {
	rev, err := tx.nextWorkspaceRev(workspace)
	if err != nil {
		return err
	}
	if err := tx.db.Exec(`UPDATE workspace_members SET role = ?, rev = ? WHERE workspace_id = ? AND account_id = ?`,
		role, rev, workspace, account).Error; err != nil {
		return err
	}
	tx.Announce(event.Audience{Workspace: workspace}, event.RoleChanged{Type: "role.changed", Workspace: workspace, Rev: rev, Account: account, Role: role})
	return nil
}

// Owners counts the owners of a workspace as this write sees them.
func (tx *Tx) Owners(workspace int64) (int64, error) {
	var n int64
	err := tx.db.Raw(`SELECT count(*) FROM workspace_members m JOIN accounts a ON a.id = m.account_id
		WHERE m.workspace_id = ? AND m.role = 'owner' AND a.deleted_at IS NULL`, workspace).Row().Scan(&n)
	return n, storageError(err)
}

// MemberCount counts the people of a workspace as this write sees them.
func (tx *Tx) MemberCount(workspace int64) (int64, error) {
	var n int64
	err := tx.db.Raw(`SELECT count(*) FROM workspace_members WHERE workspace_id = ?`, workspace).Row().Scan(&n)
	return n, storageError(err)
}
