package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"courtyard/app/event"
	"courtyard/app/folder"
	"courtyard/models"
)

// linksPerFile is how many links to one file can be used at a time.
const linksPerFile = 20

// LinkLimits are how long a link may be used, and how many downloads it gives; nil is without limit.
type LinkLimits struct {
	ExpiresInMinutes int64
	MaxDownloads     *int64
}

// CreateFileLink makes a link by which people without an account download a file, and gives its secret, which is nowhere else.
func (a *App) CreateFileLink(ctx context.Context, actor, file int64, limits LinkLimits) (models.FileLink, string, error) {
	secret := newSecret()
	hash := sha256.Sum256([]byte(secret))
	link := models.FileLink{FileID: file, CreatedBy: actor, SecretHash: hash[:], MaxDownloads: limits.MaxDownloads}
	err := a.store.Write(ctx, func(tx *models.Tx) error {
		f, err := tx.File(actor, file)
		switch {
		case err != nil:
			return err
		case !a.options.FileLinks:
			return ErrFileLinksOff
		case f.Held != "":
			return ErrFileNotHandedOut
		}
		link.ExpiresAt = tx.Now() + limits.ExpiresInMinutes*time.Minute.Milliseconds()
		if err := tx.CreateFileLink(&link); err != nil {
			return renamed(err, models.ErrNotFound, errFileNotShared)
		}
		count, err := tx.CountFileLinks(file)
		if err == nil && count > linksPerFile {
			err = ErrTooManyLinks
		}
		return err
	})
	return link, secret, err
}

// MayShare says whether the actor may make a link to a file.
func (a *App) MayShare(ctx context.Context, actor, file int64) (bool, error) {
	if !a.options.FileLinks {
		return false, nil
	}
	return a.store.MayShare(ctx, actor, file)
}

// newSecret is 256 random bits, as they stand in an address.
func newSecret() string {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(secret)
}

// FileLinks are the actor's to a file that he may read, and for an admin everybody's, with their makers.
func (a *App) FileLinks(ctx context.Context, actor, file int64, p models.LinkPage) ([]models.ListedLink, []event.Person, error) {
	if _, err := a.store.File(ctx, actor, file); err != nil || !a.options.FileLinks {
		return []models.ListedLink{}, []event.Person{}, err
	}
	return a.store.FileLinks(ctx, actor, file, p)
}

// WorkspaceLinks are the actor's to all files of a workspace, and for an admin everybody's, with their makers.
func (a *App) WorkspaceLinks(ctx context.Context, actor, workspace int64, p models.LinkPage) ([]models.ListedLink, []event.Person, error) {
	if _, err := a.store.Role(ctx, actor, workspace); err != nil || !a.options.FileLinks {
		return []models.ListedLink{}, []event.Person{}, err
	}
	return a.store.WorkspaceLinks(ctx, actor, workspace, p)
}

// RevokeFileLink ends a link of the actor's, or of a workspace in which he is an admin.
func (a *App) RevokeFileLink(ctx context.Context, actor, id int64) error {
	return a.store.Write(ctx, func(tx *models.Tx) error { return tx.RevokeFileLink(actor, id) })
}

// VisitLink is what a secret leads to, for anybody, and the token of a visit, with which the file is downloaded. All secrets that lead
// nowhere look alike.
func (a *App) VisitLink(ctx context.Context, secret string) (models.SharedFile, string, error) {
	if !a.options.FileLinks {
		return models.SharedFile{}, "", ErrLinkNotFound
	}
	hash := sha256.Sum256([]byte(secret))
	f, err := a.store.SharedFile(ctx, hash[:])
	if err != nil {
		return f, "", renamed(err, models.ErrNotFound, ErrLinkNotFound)
	}
	return f, a.visits.begin(f.Link), nil
}

// Visited is a file that a visitor has opened.
type Visited struct {
	models.SharedFile
	Bytes folder.Content
	visit *visit
}

// OpenVisited opens the bytes of the file that a visit is to. ErrLinkNotFound when the visit or its link has ended.
func (a *App) OpenVisited(ctx context.Context, link int64, token string) (Visited, error) {
	visit, ok := a.visits.find(token)
	if !ok || visit.link != link {
		return Visited{}, ErrLinkNotFound
	}
	f, err := a.store.VisitedFile(ctx, link)
	if err != nil {
		return Visited{}, renamed(err, models.ErrNotFound, ErrLinkNotFound)
	}
	file, err := a.open(ctx, f.Stored, "")
	return Visited{f, file, visit}, renamed(err, ErrNotFound, ErrLinkNotFound)
}

// CountDownload counts a download as it begins, unless it goes on with one of the same visit. ErrLinkNotFound when none is left.
func (a *App) CountDownload(ctx context.Context, v Visited, goesOn bool) error {
	err := v.visit.count(goesOn, func() error {
		return a.store.Write(ctx, func(tx *models.Tx) error { return tx.SpendFileLink(v.Link) })
	})
	return renamed(err, models.ErrNotFound, ErrLinkNotFound)
}

// LinkLives says whether a link that somebody is downloading by is still in force.
func (a *App) LinkLives(ctx context.Context, link int64) bool {
	_, err := a.store.VisitedFile(ctx, link)
	return err == nil
}

// forgetEndedLinks takes away what is left of links that have ended.
func (a *App) forgetEndedLinks(ctx context.Context) error {
	ended, err := a.store.EndedLinks(ctx, !a.options.FileLinks)
	if err != nil || !ended {
		return err
	}
	return a.store.Write(ctx, func(tx *models.Tx) error { return tx.ForgetEndedLinks(!a.options.FileLinks) })
}
