package models

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// Account is a person who can sign in.
type Account struct {
	ID           int64
	Username     string
	UsernameKey  string
	Name         string
	PasswordHash string
	Role         string
	Language     string
	Theme        string
	TimeZone     string
	EnterSends   bool
	Reading      string
	Status       string
	Sound        bool
	HideText     bool
	Keywords     string
	QuietFrom    int64
	QuietTo      int64
	DndUntil     int64
	UndoSend     bool
	Originals    bool
	Picture      *int64
	Collapsed    string
	DeletedAt    *int64
	Rev          int64
	CreatedAt    int64 `gorm:"autoCreateTime:false"`
}

// personColumns are the columns of event.Person, of accounts a.
const personColumns = `a.id, a.name, a.username, a.reading, a.status, coalesce(a.picture, 0) AS picture`

const meColumns = personColumns + `, a.role, a.language, a.theme, a.time_zone, a.enter_sends,
	a.sound, a.hide_text, a.keywords, a.quiet_from, a.quiet_to, a.dnd_until, a.undo_send, a.collapsed, a.originals, a.rev`

func me(db *gorm.DB, actor int64) (event.Me, error) {
	var me event.Me
	found := db.Raw(`SELECT `+meColumns+` FROM accounts a WHERE a.id = ?`, actor).Scan(&me)
	if found.Error == nil && found.RowsAffected == 0 {
		return me, ErrNotFound
	}
	return me, storageError(found.Error)
}

// Me is the actor's own account.
func (s *Store) Me(ctx context.Context, actor int64) (event.Me, error) { return me(s.read(ctx), actor) }

// Me is the actor's own account as this write left it.
func (tx *Tx) Me(actor int64) (event.Me, error) { return me(tx.db, actor) }

// IsAdministrator says whether a role in the instance is one of those who look after the server.
func IsAdministrator(role string) bool { return role == "owner" || role == "administrator" }

// Administrators are the accounts of those who look after the server.
func (s *Store) Administrators(ctx context.Context) ([]int64, error) {
	ids := []int64{}
	err := s.read(ctx).Raw(`SELECT id FROM accounts WHERE role IN ('owner', 'administrator') ORDER BY id`).Scan(&ids).Error
	return ids, storageError(err)
}

// SetupNeeded says that nobody has an account.
func (s *Store) SetupNeeded(ctx context.Context) (bool, error) { return noAccounts(s.read(ctx)) }

// SetupNeeded says that nobody has an account, as this write sees it.
func (tx *Tx) SetupNeeded() (bool, error) { return noAccounts(tx.db) }

func noAccounts(db *gorm.DB) (bool, error) {
	var none bool
	err := db.Raw(`SELECT NOT EXISTS (SELECT 1 FROM accounts)`).Row().Scan(&none)
	return none, storageError(err)
}

// FirstAlone says that nobody but the first person has an account.
func (s *Store) FirstAlone(ctx context.Context) (bool, error) { return oneAccount(s.read(ctx)) }

// FirstAlone says that nobody but the first person has an account, as this write sees it.
func (tx *Tx) FirstAlone() (bool, error) { return oneAccount(tx.db) }

func oneAccount(db *gorm.DB) (bool, error) {
	var one bool
	err := db.Raw(`SELECT count(*) = 1 FROM (SELECT 1 FROM accounts LIMIT 2) AS some`).Row().Scan(&one)
	return one, storageError(err)
}

// AccountByUsername finds an account by its folded username.
func (s *Store) AccountByUsername(ctx context.Context, key string) (Account, error) {
	var a Account
	err := s.read(ctx).Where("username_key = ?", key).Take(&a).Error
	return a, storageError(err)
}

// CreateAccount stores a new account and gives it its id; ErrTaken when the folded username is in use.
func (tx *Tx) CreateAccount(a *Account) error {
	a.CreatedAt = tx.now
	return storageError(tx.db.Create(a).Error)
}

// SavePasswordHash replaces an account's password hash; ErrNotFound when it is no longer the one that was compared.
func (tx *Tx) SavePasswordHash(account int64, before, after string) error {
	saved := tx.db.Exec(`UPDATE accounts SET password_hash = ? WHERE id = ? AND password_hash = ? AND deleted_at IS NULL`, after, account, before)
	if saved.Error == nil && saved.RowsAffected == 0 {
		return ErrNotFound
	}
	return storageError(saved.Error)
}

// MeChanges are the settings of one's own account to change; nil leaves one as it is.
type MeChanges struct {
	Name, Reading, Status     *string
	Language, Theme, TimeZone *string
	EnterSends                *bool
	Sound, HideText           *bool
	Keywords                  *string
	QuietFrom, QuietTo        *int64
	DndUntil                  *int64
	UndoSend                  *bool
	Originals                 *bool
	Collapsed                 *string
	Picture                   *int64
}

// UpdateMe changes the actor's account and tells his tabs, and his workspaces where they see the change.
func (tx *Tx) UpdateMe(actor int64, c MeChanges) (event.Me, error) {
	before, err := tx.Me(actor)
	if err == nil && before.Username == "" {
		err = ErrNotFound // deleted meanwhile
	}
	if err == nil {
		err = tx.changePicture(actor, before.Picture, c.Picture)
	}
	if err != nil {
		return before, err
	}
	err = tx.db.Exec(`UPDATE accounts SET rev = rev + 1, name = coalesce(?, name), reading = coalesce(?, reading), status = coalesce(?, status),
		language = coalesce(?, language), theme = coalesce(?, theme), time_zone = coalesce(?, time_zone),
		enter_sends = coalesce(?, enter_sends), sound = coalesce(?, sound), hide_text = coalesce(?, hide_text),
		keywords = coalesce(?, keywords), quiet_from = coalesce(?, quiet_from), quiet_to = coalesce(?, quiet_to),
		dnd_until = coalesce(?, dnd_until), undo_send = coalesce(?, undo_send), collapsed = coalesce(?, collapsed), originals = coalesce(?, originals),
		picture = nullif(coalesce(?, picture), 0) WHERE id = ?`,
		c.Name, c.Reading, c.Status, c.Language, c.Theme, c.TimeZone, c.EnterSends, c.Sound, c.HideText, c.Keywords, c.QuietFrom, c.QuietTo,
		c.DndUntil, c.UndoSend, c.Collapsed, c.Originals, c.Picture, actor).Error
	if err != nil {
		return event.Me{}, err
	}
	me, err := tx.Me(actor)
	if err != nil {
		return me, err
	}
	tx.Announce(event.Audience{Account: actor}, event.MeUpdated{Type: "me.updated", Rev: me.Rev, Me: me})
	if me.Person != before.Person {
		err = tx.announceMember(actor)
	}
	return me, err
}

// announceMember shows all workspaces of an account what it is like now.
func (tx *Tx) announceMember(account int64) error {
	var workspaces []int64
	if err := tx.db.Raw(`SELECT workspace_id FROM workspace_members WHERE account_id = ?`, account).Scan(&workspaces).Error; err != nil {
		return err
	}
	for _, id := range workspaces {
		rev, err := tx.nextWorkspaceRev(id)
		if err != nil {
			return err
		}
		if err := tx.db.Exec(`UPDATE workspace_members SET rev = ? WHERE workspace_id = ? AND account_id = ?`, rev, id, account).Error; err != nil {
			return err
		}
		m, err := tx.Member(id, account)
		if err != nil {
			return err
		}
		tx.Announce(event.Audience{Workspace: id}, event.MemberUpdated{Type: "member.updated", Workspace: id, Rev: rev, Member: m})
	}
	return nil
}

// PasswordHash is the actor's own.
func (s *Store) PasswordHash(ctx context.Context, actor int64) (hash string, err error) {
	err = s.read(ctx).Raw(`SELECT password_hash FROM accounts WHERE id = ?`, actor).Row().Scan(&hash)
	return hash, storageError(err)
}

// LastOwner says that an account is the last owner of the instance or of a workspace, as this write sees it.
func (tx *Tx) LastOwner(account int64) (last bool, err error) {
	err = tx.db.Raw(`SELECT (a.role = 'owner' AND NOT EXISTS (SELECT 1 FROM accounts x WHERE x.role = 'owner' AND x.id <> a.id))
		OR EXISTS (SELECT 1 FROM workspace_members m WHERE m.account_id = a.id AND m.role = 'owner' AND NOT EXISTS (
			SELECT 1 FROM workspace_members x JOIN accounts o ON o.id = x.account_id
			WHERE x.workspace_id = m.workspace_id AND x.role = 'owner' AND x.account_id <> a.id AND o.deleted_at IS NULL))
		FROM accounts a WHERE a.id = ?`, account).Row().Scan(&last)
	return last, storageError(err)
}

func (tx *Tx) isDeleted(account int64) (deleted bool, err error) {
	err = tx.db.Raw(`SELECT deleted_at IS NOT NULL FROM accounts WHERE id = ?`, account).Row().Scan(&deleted)
	return deleted, storageError(err)
}

// DeleteAccount takes an account's name, username and password away and ends its sessions, and what it has not said yet goes; its row
// stays for what it said.
func (tx *Tx) DeleteAccount(account int64) error {
	if err := tx.losePictures(`SELECT picture FROM accounts WHERE id = ?`, account); err != nil {
		return err
	}
	directs, err := tx.directsOf(account)
	if err != nil {
		return err
	}
	err = tx.tellingClosed(directs, func() error {
		// A control character stands in no username, so that the old one is free again.
		return tx.db.Exec(`UPDATE accounts SET rev = rev + 1, username = '', username_key = char(1) || id, name = '', reading = '', status = '',
			password_hash = '', role = 'user', keywords = '', collapsed = '', picture = NULL, deleted_at = ? WHERE id = ?`, tx.now, account).Error
	})
	if err != nil {
		return err
	}
	if err := tx.db.Exec(`DELETE FROM drafts WHERE account_id = ?`, account).Error; err != nil {
		return err
	}
	if err := tx.giveUpUploads(account); err != nil {
		return err
	}
	return errors.Join(tx.EndOtherSessions(account, 0), tx.ForgetLog())
}

// nextAccountRev takes the next number of an account's log.
func (tx *Tx) nextAccountRev(account int64) (int64, error) {
	var rev int64
	err := tx.db.Raw(`UPDATE accounts SET rev = rev + 1 WHERE id = ? RETURNING rev`, account).Row().Scan(&rev)
	return rev, storageError(err)
}

// People are those of the ids who are or were in a workspace of the actor's, or are in a direct channel with him.
func (s *Store) People(ctx context.Context, actor int64, ids []int64) ([]event.Person, error) {
	return scanPeople(s.read(ctx), `SELECT `+personColumns+` FROM accounts a WHERE a.id IN @ids AND `+knows, map[string]any{"ids": ids, "actor": actor})
}

// knows says which accounts a share a place with an actor, or did.
const knows = `(a.id = @actor OR EXISTS (
		SELECT 1 FROM workspace_members mine
		WHERE mine.account_id = @actor AND (
			EXISTS (SELECT 1 FROM workspace_members w WHERE w.workspace_id = mine.workspace_id AND w.account_id = a.id) OR
			EXISTS (SELECT 1 FROM workspace_departures d WHERE d.workspace_id = mine.workspace_id AND d.account_id = a.id)))
	OR a.id IN (SELECT o.account_id FROM channel_members m JOIN channels c ON c.id = m.channel_id AND c.kind = 'direct'
		JOIN channel_members o ON o.channel_id = c.id WHERE m.account_id = @actor))`

// peopleByID are accounts whose ids stand in something the caller may read already.
func peopleByID(db *gorm.DB, ids []int64) ([]event.Person, error) {
	if len(ids) == 0 {
		return []event.Person{}, nil
	}
	return scanPeople(db, `SELECT `+personColumns+` FROM accounts a WHERE a.id IN ?`, ids)
}

// scanPeople runs a query for personColumns.
func scanPeople(db *gorm.DB, query string, values ...any) ([]event.Person, error) {
	return scan(db, event.Person{}, func(p *event.Person) []any {
		return []any{&p.ID, &p.Name, &p.Username, &p.Reading, &p.Status, &p.Picture}
	}, query, values...)
}
