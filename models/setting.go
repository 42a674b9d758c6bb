package models

import (
	"context"
	"crypto/rand"
	"errors"

	"gorm.io/gorm"
)

// Names of the instance's stored settings.
const (
	settingEpoch        = "epoch"
	settingRunning      = "running"
	settingOrganisation = "organisation"
	settingPublicName   = "public_name"
	settingForget       = "forget_log"
)

// Setting is one stored value of the instance.
type Setting struct {
	Name  string `gorm:"primaryKey"`
	Value string
}

func setting(db *gorm.DB, name string) (string, error) {
	var value string
	err := storageError(db.Raw(`SELECT value FROM settings WHERE name = ?`, name).Row().Scan(&value))
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return value, err
}

func (tx *Tx) saveSetting(name, value string) error {
	return tx.db.Exec(`INSERT INTO settings (name, value) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value).Error
}

// SaveOrganisation stores the name that the whole instance goes by.
func (tx *Tx) SaveOrganisation(name string) error { return tx.saveSetting(settingOrganisation, name) }

// Organisation is the name that the whole instance goes by; empty before the set-up.
func (s *Store) Organisation(ctx context.Context) (string, error) {
	return setting(s.read(ctx), settingOrganisation)
}

// SavePublicName stores the host name or address that people type.
func (tx *Tx) SavePublicName(name string) error { return tx.saveSetting(settingPublicName, name) }

// PublicName is the host name or address that people type, by the word of who set the instance up; empty without one.
func (s *Store) PublicName(ctx context.Context) (string, error) {
	return setting(s.read(ctx), settingPublicName)
}

// Epoch is a random value that changes when numbers may have gone back (restore, rollback).
func (s *Store) Epoch(ctx context.Context) (string, error) {
	return setting(s.read(ctx), settingEpoch)
}

// noteStart makes the epoch at the first start and notes that a server runs; it runs before the writer does.
func (s *Store) noteStart() error {
	running, err := setting(s.writer, settingRunning)
	if err != nil {
		return err
	}
	s.unclean = running != ""
	epoch, err := setting(s.writer, settingEpoch)
	if err != nil {
		return err
	}
	tx := &Tx{db: s.writer}
	if epoch == "" {
		if err = tx.saveSetting(settingEpoch, rand.Text()); err != nil {
			return storageError(err)
		}
	}
	// A full disk does not stop the start: who can be read is read.
	err = storageError(tx.saveSetting(settingRunning, "yes"))
	if s.unnoted = errors.Is(err, ErrDiskFull); s.unnoted {
		return nil
	}
	return err
}

// Unclean says that the server before this one did not stop in order.
func (s *Store) Unclean() bool { return s.unclean }

// Check reads the whole database for damage (PRAGMA quick_check) on a read connection: seconds for a million rows.
func (s *Store) Check(ctx context.Context) error {
	var verdict string
	if err := s.read(ctx).Raw(`PRAGMA quick_check(1)`).Row().Scan(&verdict); err != nil {
		return storageError(err)
	}
	if verdict != "ok" {
		return ErrDamaged
	}
	return nil
}
