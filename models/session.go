package models

import (
	"context"

	"courtyard/app/event"
)

// How long a session lives, in milliseconds: without use, and in all.
const (
	sessionIdle  = 14 * 24 * 60 * 60 * 1000
	sessionTotal = 90 * 24 * 60 * 60 * 1000
	// sessionShared is how long one of a shared computer lives without use: over lunch, not over night.
	sessionShared = 4 * 60 * 60 * 1000
	// sessionTouch is how often its last use is written.
	sessionTouch = 60 * 60 * 1000
)

// Session is one signed-in browser or program; its token is stored only as SHA-256.
type Session struct {
	ID        int64
	AccountID int64
	TokenHash []byte
	Program   bool
	Shared    bool
	Device    string
	Address   string
	CreatedAt int64 `gorm:"autoCreateTime:false"`
	SeenAt    int64
}

// Actor is who asks: a session and the account behind it.
type Actor struct {
	Account int64
	Session int64
	Role    string
	// Shared says that the session is of a shared computer.
	Shared bool
	// Stale says that the session's last use should be written.
	Stale bool
}

// sessionLives is the condition under which a session (s) is in force: the last moment of use for a shared computer's and for
// others, and the last moment of its beginning.
const sessionLives = `s.seen_at > CASE WHEN s.shared THEN ? ELSE ? END AND s.created_at > ?`

// CreateSession stores a session of an account whose password hash is still the one that was compared. ErrNotFound when it has
// another one, or is deleted.
func (tx *Tx) CreateSession(session *Session, hash string) error {
	session.CreatedAt, session.SeenAt = tx.now, tx.now
	var one int
	err := tx.db.Raw(`SELECT 1 FROM accounts WHERE id = ? AND password_hash = ? AND deleted_at IS NULL`, session.AccountID, hash).Row().Scan(&one)
	if err != nil {
		return storageError(err)
	}
	return storageError(tx.db.Create(session).Error)
}

// SessionByToken finds who a token belongs to; ErrNotFound when it is unknown, ended or has run out.
func (s *Store) SessionByToken(ctx context.Context, hash []byte, program bool) (Actor, error) {
	var a Actor
	now := s.now()
	err := s.read(ctx).Raw(`SELECT s.id, s.account_id, a.role, s.shared, s.seen_at < ? FROM sessions s JOIN accounts a ON a.id = s.account_id
		WHERE s.token_hash = ? AND s.program = ? AND `+sessionLives, now-sessionTouch, hash, program,
		now-sessionShared, now-sessionIdle, now-sessionTotal).Row().
		Scan(&a.Session, &a.Account, &a.Role, &a.Shared, &a.Stale)
	return a, storageError(err)
}

// SessionLives says whether a session is still in force; open sockets ask it again and again.
func (s *Store) SessionLives(ctx context.Context, session int64) (bool, error) {
	var lives bool
	now := s.now()
	err := s.read(ctx).Raw(`SELECT EXISTS (SELECT 1 FROM sessions s WHERE s.id = ? AND `+sessionLives+`)`,
		session, now-sessionShared, now-sessionIdle, now-sessionTotal).Row().Scan(&lives)
	return lives, storageError(err)
}

// SignedInBrowsers counts the browsers with a session in force, whoever's, except one session's.
func (s *Store) SignedInBrowsers(ctx context.Context, except int64) (int, error) {
	var n int
	now := s.now()
	err := s.read(ctx).Raw(`SELECT count(*) FROM sessions s WHERE s.id <> ? AND NOT s.program AND `+sessionLives,
		except, now-sessionShared, now-sessionIdle, now-sessionTotal).Row().Scan(&n)
	return n, storageError(err)
}

// TouchSession writes that a session was used now.
func (tx *Tx) TouchSession(session int64) error {
	return tx.db.Exec(`UPDATE sessions SET seen_at = ? WHERE id = ?`, tx.now, session).Error
}

// EndSession deletes one of the actor's sessions and closes its sockets; ErrNotFound when he has none of that id.
func (tx *Tx) EndSession(actor, session int64) error {
	deleted := tx.db.Exec(`DELETE FROM sessions WHERE id = ? AND account_id = ?`, session, actor)
	if deleted.Error == nil && deleted.RowsAffected == 0 {
		return ErrNotFound
	}
	if deleted.Error != nil {
		return storageError(deleted.Error)
	}
	tx.Announce(event.Audience{Account: actor}, event.SessionEnded{Session: session})
	return nil
}

// EndOtherSessions deletes all of the actor's sessions but one (0: none is kept) and closes their sockets.
func (tx *Tx) EndOtherSessions(actor, kept int64) error {
	var ended []int64
	err := tx.db.Raw(`DELETE FROM sessions WHERE account_id = ? AND id <> ? RETURNING id`, actor, kept).Scan(&ended).Error
	for _, id := range ended {
		tx.Announce(event.Audience{Account: actor}, event.SessionEnded{Session: id})
	}
	return storageError(err)
}

// Sessions are the actor's own in force, the last used first.
func (s *Store) Sessions(ctx context.Context, actor int64) ([]Session, error) {
	now := s.now()
	sessions := []Session{}
	err := s.read(ctx).Raw(`SELECT s.* FROM sessions s WHERE s.account_id = ? AND `+sessionLives+` ORDER BY s.seen_at DESC, s.id DESC`,
		actor, now-sessionShared, now-sessionIdle, now-sessionTotal).Scan(&sessions).Error
	return sessions, storageError(err)
}
