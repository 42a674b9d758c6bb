// Package app holds the rules: who may do what, and what one change consists of.
package app

import (
	"runtime"
	"sync/atomic"
	"time"

	"courtyard/app/filetype"
	"courtyard/app/folder"
	"courtyard/app/markdown"
	"courtyard/app/picture"
	"courtyard/app/scanner"
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
	// Online gives the accounts in a channel that are connected.
	Online func(channel int64) []int64
	// Folder takes the bytes of uploads, and keeps those of files unless Files is set.
	Folder *folder.Folder
	// Files keeps the bytes of files where that is not Folder.
	Files Files
	// FileLimit is the size of the largest file that is taken, in bytes.
	FileLimit int64
	// Quotas bound what files take in all.
	Quotas Quotas
	// FileTypes are what files may be.
	FileTypes filetype.Rules
	// FileLinks lets workspaces share files with people without an account.
	FileLinks bool
	// Scanner must let a file pass before it is handed out; nil: files are not scanned.
	Scanner *scanner.Scanner
	// TestMode makes password hashes cheap and forgets deleted messages at once.
	TestMode bool
}

// App carries out what people ask for.
type App struct {
	store     *models.Store
	options   Options
	markdown  *markdown.Renderer
	passwords *passwords
	transfers *transfers
	darkroom  *picture.Darkroom
	scans     *scans
	visits    *visits
	// readings holds one for each file that is being read for a preview.
	readings chan struct{}
	// unsettled says that uploads may lie here of files that were kept.
	unsettled atomic.Bool
	// removals wakes Remove, deletions does after a while.
	removals, deletions chan struct{}
}

// New gives the rules over a store.
func New(store *models.Store, o Options) *App {
	if o.Files == nil {
		o.Files = o.Folder
	}
	a := &App{
		store: store, options: o, markdown: markdown.New(), passwords: newPasswords(o.TestMode),
		transfers: newTransfers(), darkroom: picture.NewDarkroom(max(1, runtime.NumCPU()/4)),
		scans: newScans(), visits: newVisits(), readings: newReadings(),
		removals: make(chan struct{}, 1), deletions: make(chan struct{}, 1),
	}
	a.unsettled.Store(true)
	return a
}

func (o Options) forgetDelay() time.Duration {
	if o.TestMode {
		return time.Millisecond
	}
	return forgetDelay
}

// pieceDelay lets other writers in between the pieces of long work.
const pieceDelay = 5 * time.Millisecond
