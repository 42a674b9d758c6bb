package models

import "context"

// shownAsPicture says which files f an actor is shown as pictures: those that stand for somebody he shares a place with, for a workspace
// that he is in, and its emoji.
const shownAsPicture = `f.deleted_at IS NULL AND (EXISTS (SELECT 1 FROM accounts a WHERE a.picture = f.id AND ` + knows + `)
	OR EXISTS (SELECT 1 FROM workspaces w JOIN workspace_members m ON m.workspace_id = w.id AND m.account_id = @actor
		WHERE w.picture = f.id AND w.deleted_at IS NULL)
	OR EXISTS (SELECT 1 FROM emojis e JOIN workspaces w ON w.id = e.workspace_id AND w.deleted_at IS NULL
		JOIN workspace_members m ON m.workspace_id = w.id AND m.account_id = @actor WHERE e.file_id = f.id))`

// Picture is a file whose picture stands for something that the actor sees.
func (s *Store) Picture(ctx context.Context, actor, id int64) (f File, err error) {
	err = one(s.read(ctx).Raw(`SELECT f.* FROM files f WHERE f.id = @id AND `+shownAsPicture, map[string]any{"id": id, "actor": actor}).Scan(&f))
	return f, err
}

// changePicture lets one picture go and holds another of the actor's (0: none) where it is not the same; nil changes nothing.
func (tx *Tx) changePicture(actor, before int64, after *int64) error {
	if after == nil || *after == before {
		return nil
	}
	if *after != 0 {
		if _, err := tx.hold(actor, *after); err != nil {
			return err
		}
	}
	return tx.losePictures(`SELECT ?`, before)
}

// losePictures leaves the files that a query names to the removal: nothing else holds them.
func (tx *Tx) losePictures(query string, values ...any) error {
	return tx.db.Exec(`UPDATE files SET deleted_at = ? WHERE id IN (`+query+`) AND deleted_at IS NULL`, append([]any{tx.now}, values...)...).Error
}
