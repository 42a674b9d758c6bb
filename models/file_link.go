package models

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"courtyard/app/event"
)

// LinksByNobody is what every workspace begins with: nobody shares files with people without an account.
const LinksByNobody = "nobody"

// FileLink is a link by which people without an account download a file; its secret is stored only as SHA-256.
type FileLink struct {
	ID           int64
	FileID       int64
	MessageID    int64
	SecretHash   []byte
	MaxDownloads *int64
	Downloads    int64
	ExpiresAt    int64
	CreatedBy    int64
	CreatedAt    int64 `gorm:"autoCreateTime:false"`
}

// ListedLink is a link as those see it who may revoke it.
type ListedLink struct {
	ID           int64  `json:"id"`
	File         int64  `json:"file"`
	Name         string `json:"name" doc:"The file's; empty for an admin who cannot see the file."`
	MaxDownloads *int64 `json:"max_downloads,omitempty" doc:"Left out: no limit."`
	Downloads    int64  `json:"downloads"`
	ExpiresAt    int64  `json:"expires_at"`
	CreatedBy    int64  `json:"created_by"`
	CreatedAt    int64  `json:"created_at"`
}

// SharedFile is a file as a link shows it to whoever has its secret.
type SharedFile struct {
	File
	Link         int64
	LinkEnds     int64
	MaxDownloads *int64
	Downloads    int64
	// Sharer and Workspace are the names of who made the link, and of where.
	Sharer, Workspace string
}

// sharing joins a message (h) that a file (f) hangs on with all that lets somebody (m) share it: he sees the message, in a channel of a
// workspace (w) that lets his role there (r) do so.
const sharing = ` JOIN messages ON messages.id = h.message_id AND messages.deleted_at IS NULL
	JOIN channels c ON c.id = messages.channel_id AND c.deleted_at IS NULL
	JOIN channel_members m ON m.channel_id = c.id AND messages.seq > ` + historyFloor + `
	JOIN accounts a ON a.id = m.account_id AND a.deleted_at IS NULL
	JOIN workspaces w ON w.id = c.workspace_id AND w.deleted_at IS NULL
	JOIN workspace_members r ON r.workspace_id = w.id AND r.account_id = m.account_id AND CASE w.file_links
		WHEN 'admins' THEN r.role IN ('owner', 'admin')
		WHEN 'moderators' THEN r.role IN ('owner', 'admin', 'moderator')
		WHEN 'members' THEN r.role IN ('owner', 'admin', 'moderator', 'member') ELSE 0 END`

// handedOut says that a file (f) is there, and nothing keeps it back.
const handedOut = `f.finished_at IS NOT NULL AND f.deleted_at IS NULL AND f.held = ''`

// livingLinks are the links (l) that are in force as long as their makers may still share their files (f).
const livingLinks = ` FROM file_links l JOIN files f ON f.id = l.file_id AND ` + handedOut + `
	JOIN message_files h ON h.message_id = l.message_id AND h.file_id = l.file_id` + sharing + `
	WHERE m.account_id = l.created_by AND l.expires_at > @now`

// unused says that a link (l) has downloads left.
const unused = `(l.max_downloads IS NULL OR l.downloads < l.max_downloads)`

// CreateFileLink stores a link of its maker's to a file and gives it its id. ErrNotFound when he may not share the file.
func (tx *Tx) CreateFileLink(l *FileLink) (err error) {
	if l.MessageID, err = sharedFrom(tx.db, l.CreatedBy, l.FileID); err != nil {
		return err
	}
	l.CreatedAt = tx.now
	return storageError(tx.db.Create(l).Error)
}

// MayShare says whether the actor may make a link to a file.
func (s *Store) MayShare(ctx context.Context, actor, file int64) (bool, error) {
	_, err := sharedFrom(s.read(ctx), actor, file)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// sharedFrom is the newest message that lets an actor share a file; ErrNotFound where none does.
func sharedFrom(db *gorm.DB, actor, file int64) (message int64, err error) {
	err = db.Raw(`SELECT h.message_id FROM files f JOIN message_files h ON h.file_id = f.id`+sharing+`
		WHERE f.id = ? AND m.account_id = ? AND `+handedOut+` ORDER BY h.message_id DESC LIMIT 1`, file, actor).Row().Scan(&message)
	return message, storageError(err)
}

// CountFileLinks is how many links to a file could still be used, whoever made them.
func (tx *Tx) CountFileLinks(file int64) (count int, err error) {
	err = tx.db.Raw(`SELECT count(*)`+livingLinks+` AND `+unused+` AND f.id = @file`, map[string]any{"file": file, "now": tx.now}).Scan(&count).Error
	return count, storageError(err)
}

// revocable says that a link (l) is the actor's, or of a workspace (w) in which he is an admin.
const revocable = `(l.created_by = @actor OR EXISTS (SELECT 1 FROM workspace_members x
	WHERE x.workspace_id = w.id AND x.account_id = @actor AND x.role IN ('owner', 'admin')))`

const listedLinks = `SELECT l.id, l.file_id AS file, CASE WHEN ` + readable + ` THEN f.name ELSE '' END AS name, l.max_downloads, l.downloads,
	l.expires_at, l.created_by, l.created_at` + livingLinks + ` AND ` + revocable

// LinkPage is which links of a list are asked for: Limit ones older than the one with the id Before; 0: the newest.
type LinkPage struct {
	Before int64
	Limit  int
}

// FileLinks are those to a file that the actor may revoke, the newest first, with their makers.
func (s *Store) FileLinks(ctx context.Context, actor, file int64, p LinkPage) ([]ListedLink, []event.Person, error) {
	return s.links(ctx, listedLinks+` AND f.id = @place`, actor, file, p)
}

// WorkspaceLinks are those to all files of a workspace that the actor may revoke, the newest first, with their makers.
func (s *Store) WorkspaceLinks(ctx context.Context, actor, workspace int64, p LinkPage) ([]ListedLink, []event.Person, error) {
	return s.links(ctx, listedLinks+` AND w.id = @place`, actor, workspace, p)
}

func (s *Store) links(ctx context.Context, query string, actor, place int64, p LinkPage) ([]ListedLink, []event.Person, error) {
	links := []ListedLink{}
	err := s.read(ctx).Raw(query+` AND (@before = 0 OR l.id < @before) ORDER BY l.id DESC LIMIT @limit`,
		map[string]any{"actor": actor, "place": place, "now": s.now(), "before": p.Before, "limit": p.Limit}).Scan(&links).Error
	if err != nil {
		return nil, nil, storageError(err)
	}
	ids := make([]int64, len(links))
	for i, l := range links {
		ids[i] = l.CreatedBy
	}
	people, err := peopleByID(s.read(ctx), ids)
	return links, people, err
}

// RevokeFileLink ends a link that the actor may revoke; ErrNotFound where there is none.
func (tx *Tx) RevokeFileLink(actor, id int64) error {
	return one(tx.db.Exec(`DELETE FROM file_links WHERE id = (SELECT l.id`+livingLinks+` AND `+revocable+` AND l.id = @id)`,
		map[string]any{"actor": actor, "id": id, "now": tx.now}))
}

const sharedFile = `SELECT f.*, l.id AS link, l.expires_at AS link_ends, l.max_downloads, l.downloads, a.name AS sharer, w.name AS workspace` + livingLinks

// SharedFile is what a secret with this hash leads to; ErrNotFound when it is wrong, or its link has ended or been used up.
func (s *Store) SharedFile(ctx context.Context, hash []byte) (SharedFile, error) {
	return shared(s.read(ctx).Raw(sharedFile+` AND `+unused+` AND l.secret_hash = @hash`, map[string]any{"hash": hash, "now": s.now()}))
}

// VisitedFile is the file of a link that somebody has begun to use, also once that used it up; ErrNotFound when it has ended.
func (s *Store) VisitedFile(ctx context.Context, link int64) (SharedFile, error) {
	return shared(s.read(ctx).Raw(sharedFile+` AND l.id = @link`, map[string]any{"link": link, "now": s.now()}))
}

func shared(found *gorm.DB) (f SharedFile, err error) {
	return f, one(found.Scan(&f))
}

// SpendFileLink counts one download, in one conditional statement; ErrNotFound when none is left.
func (tx *Tx) SpendFileLink(link int64) error {
	return one(tx.db.Exec(`UPDATE file_links SET downloads = downloads + 1 WHERE id = (SELECT l.id`+livingLinks+` AND `+unused+` AND l.id = @link)`,
		map[string]any{"link": link, "now": tx.now}))
}

const endedLinks = `@off OR id NOT IN (SELECT l.id` + livingLinks + `)`

// EndedLinks says whether links have ended of which the rows are still there; off: all have.
func (s *Store) EndedLinks(ctx context.Context, off bool) (ended bool, err error) {
	err = s.read(ctx).Raw(`SELECT EXISTS (SELECT 1 FROM file_links WHERE `+endedLinks+`)`, map[string]any{"off": off, "now": s.now()}).Scan(&ended).Error
	return ended, storageError(err)
}

// ForgetEndedLinks takes away the rows of links that have ended: who gets his role back does not get his links back. off: of all.
func (tx *Tx) ForgetEndedLinks(off bool) error {
	return tx.db.Exec(`DELETE FROM file_links WHERE `+endedLinks, map[string]any{"off": off, "now": tx.now}).Error
}
