// Package app holds the rules: who may do what, and what one change consists of.
package app

import (
	"time"

	"courtyard/app/markdown"
	"courtyard/models"
)

// Options are what the instance's administrator decides.
type Options struct {
	// AccountCreation is who may create an account: invite, open or closed.
	AccountCreation string
	// WorkspaceCreation lets every account create workspaces.
	WorkspaceCreation bool
	// SetupCode is the code for the first person.
	SetupCode string
	// TestMode makes password hashes cheap.
	TestMode bool
}

// App carries out what people ask for.
type App struct {
	store     *models.Store
	options   Options
	markdown  *markdown.Renderer
	passwords *passwords
	// removals wakes Remove.
	removals chan struct{}
}

// New gives the rules over a store.
func New(store *models.Store, o Options) *App {
	return &App{
		store: store, options: o, markdown: markdown.New(), passwords: newPasswords(o.TestMode), removals: make(chan struct{}, 1),
	}
}

// pieceDelay lets other writers in between the pieces of long work.
const pieceDelay = 5 * time.Millisecond
