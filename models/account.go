package models

import (
	"context"

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
	Rev          int64
	CreatedAt    int64 `gorm:"autoCreateTime:false"`
}

const meColumns = `id, name, username, role, language, theme, time_zone, enter_sends, rev`

func me(db *gorm.DB, actor int64) (event.Me, error) {
	var me event.Me
	err := db.Raw(`SELECT `+meColumns+` FROM accounts WHERE id = ?`, actor).Row().
		Scan(&me.ID, &me.Name, &me.Username, &me.Role, &me.Language, &me.Theme, &me.TimeZone, &me.EnterSends, &me.Rev)
	return me, storageError(err)
}

// Me is the actor's own account.
func (s *Store) Me(ctx context.Context, actor int64) (event.Me, error) { return me(s.read(ctx), actor) }

// Me is the actor's own account as this write left it.
func (tx *Tx) Me(actor int64) (event.Me, error) { return me(tx.db, actor) }

// SetupNeeded says that nobody has an account.
func (s *Store) SetupNeeded(ctx context.Context) (bool, error) { return noAccounts(s.read(ctx)) }

// SetupNeeded says that nobody has an account, as this write sees it.
func (tx *Tx) SetupNeeded() (bool, error) { return noAccounts(tx.db) }

func noAccounts(db *gorm.DB) (bool, error) {
	var none bool
	err := db.Raw(`SELECT NOT EXISTS (SELECT 1 FROM accounts)`).Row().Scan(&none)
	return none, storageError(err)
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

// SavePasswordHash replaces an account's password hash.
func (tx *Tx) SavePasswordHash(account int64, hash string) error {
	return tx.db.Exec(`UPDATE accounts SET password_hash = ? WHERE id = ?`, hash, account).Error
}

// MeChanges are the settings of one's own account to change; nil leaves one as it is.
type MeChanges struct {
	Name, Language, Theme, TimeZone *string
	EnterSends                      *bool
}

// UpdateMe changes the actor's account and tells his tabs.
func (tx *Tx) UpdateMe(actor int64, c MeChanges) (event.Me, error) {
	err := tx.db.Exec(`UPDATE accounts SET rev = rev + 1, name = coalesce(?, name), language = coalesce(?, language),
		theme = coalesce(?, theme), time_zone = coalesce(?, time_zone), enter_sends = coalesce(?, enter_sends) WHERE id = ?`,
		c.Name, c.Language, c.Theme, c.TimeZone, c.EnterSends, actor).Error
	if err != nil {
		return event.Me{}, err
	}
	me, err := tx.Me(actor)
	if err == nil {
		tx.Announce(event.Audience{Account: actor}, event.MeUpdated{Type: "me.updated", Rev: me.Rev, Me: me})
	}
	return me, err
}

// nextAccountRev takes the next number of an account's log.
func (tx *Tx) nextAccountRev(account int64) (int64, error) {
	var rev int64
	err := tx.db.Raw(`UPDATE accounts SET rev = rev + 1 WHERE id = ? RETURNING rev`, account).Row().Scan(&rev)
	return rev, storageError(err)
}

// People are those of the ids who are or were in a workspace of the actor's.
func (s *Store) People(ctx context.Context, actor int64, ids []int64) ([]event.Person, error) {
	people := []event.Person{}
	err := s.read(ctx).Raw(`SELECT id, name, username FROM accounts a WHERE id IN ? AND (id = ? OR EXISTS (
		SELECT 1 FROM workspace_members mine
		WHERE mine.account_id = ? AND (
			EXISTS (SELECT 1 FROM workspace_members w WHERE w.workspace_id = mine.workspace_id AND w.account_id = a.id) OR
			EXISTS (SELECT 1 FROM workspace_departures d WHERE d.workspace_id = mine.workspace_id AND d.account_id = a.id))))`,
		ids, actor, actor).Scan(&people).Error
	return people, storageError(err)
}

// peopleByID are accounts whose ids stand in something the caller may read already.
func peopleByID(db *gorm.DB, ids []int64) ([]event.Person, error) {
	people := []event.Person{}
	if len(ids) == 0 {
		return people, nil
	}
	err := db.Raw(`SELECT id, name, username FROM accounts WHERE id IN ?`, ids).Scan(&people).Error
	return people, storageError(err)
}
