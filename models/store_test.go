package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm/schema"

	"courtyard/app/event"
)

// ledger remembers what was announced.
type ledger struct {
	mutex sync.Mutex
	heard []event.Announcement
}

func (l *ledger) publish(a []event.Announcement) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.heard = append(l.heard, a...)
}

// opened is a store in a folder of its own, closed with the test.
func opened(t *testing.T, path string) (*Store, *ledger) {
	t.Helper()
	l := &ledger{}
	s, err := Open(Options{Path: path, Version: "test", Publish: l.publish, Clock: time.Now})
	require.NoError(t, err)
	t.Cleanup(func() {
		_ = s.Close()
	})
	return s, l
}

func fresh(t *testing.T) (*Store, *ledger) {
	t.Helper()
	return opened(t, filepath.Join(t.TempDir(), "courtyard.db"))
}

// note is a small write whose effect can be seen.
func note(name string) func(*Tx) error {
	return func(tx *Tx) error {
		tx.Announce(event.Audience{Account: 1}, name)
		return tx.saveSetting(name, "written")
	}
}

func written(t *testing.T, s *Store, name string) bool {
	t.Helper()
	value, err := setting(s.read(t.Context()), name)
	require.NoError(t, err)
	return value == "written"
}

// held keeps the writer busy until the returned function is called, so that what comes meanwhile shares one commit.
func held(t *testing.T, s *Store) (release func()) {
	t.Helper()
	started, go_on := make(chan struct{}), make(chan struct{})
	go func() {
		_ = s.Write(context.Background(), func(*Tx) error { close(started); <-go_on; return nil })
	}()
	<-started
	return func() { close(go_on) }
}

// together runs writes as one group, in order, and gives their errors.
func together(t *testing.T, s *Store, writes ...func(*Tx) error) []error {
	t.Helper()
	jobs := make([]*job, len(writes))
	for i, w := range writes {
		jobs[i] = &job{ctx: t.Context(), run: w, done: make(chan struct{})}
	}
	require.NoError(t, s.Write(t.Context(), func(*Tx) error { return nil })) // the writer waits now, and the connection is ours
	s.commit(jobs)
	out := make([]error, len(jobs))
	for i, j := range jobs {
		out[i] = j.err
	}
	return out
}

func TestAWriteThatFailsUndoesOnlyItself(t *testing.T) {
	s, l := fresh(t)
	broken := errors.New("no")
	out := together(t, s,
		note("first"),
		func(tx *Tx) error { return errors.Join(note("second")(tx), broken) },
		func(tx *Tx) error { _ = note("third")(tx); panic("oops") },
		note("fourth"))
	require.NoError(t, out[0])
	require.ErrorIs(t, out[1], broken)
	require.ErrorContains(t, out[2], "oops")
	require.NoError(t, out[3])
	require.True(t, written(t, s, "first"))
	require.False(t, written(t, s, "second"))
	require.False(t, written(t, s, "third"))
	require.True(t, written(t, s, "fourth"))
	require.Len(t, l.heard, 2)
	require.Equal(t, "first", l.heard[0].Event)
	require.Equal(t, "fourth", l.heard[1].Event)
}

func TestAFullDiskLosesTheWholeGroupSaysSoAndRecovers(t *testing.T) {
	s, l := fresh(t)
	var pages int
	require.NoError(t, s.writer.Raw("PRAGMA page_count").Row().Scan(&pages))
	require.NoError(t, s.exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+2)))
	big := func(tx *Tx) error { return tx.saveSetting("big", strings.Repeat("x", 1<<20)) }
	out := together(t, s, note("before"), big, note("after"))
	require.ErrorIs(t, out[1], ErrDiskFull)
	for i, name := range []string{"before", "big", "after"} {
		require.Equal(t, out[i] == nil, written(t, s, name), "%s: what was not acknowledged is not there", name)
	}
	for _, a := range l.heard {
		require.True(t, written(t, s, a.Event.(string)))
	}
	require.NoError(t, s.exec("PRAGMA max_page_count = 1000000"))
	require.NoError(t, s.Write(t.Context(), note("later")))
	require.True(t, written(t, s, "later"))
}

func TestAWaitingCallerWhoGaveUpIsSkipped(t *testing.T) {
	s, _ := fresh(t)
	release := held(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	gaveUp := make(chan error)
	go func() { gaveUp <- s.Write(ctx, note("given up")) }()
	cancel()
	require.ErrorIs(t, <-gaveUp, context.Canceled)
	release()
	require.NoError(t, s.Write(t.Context(), note("other")))
	require.False(t, written(t, s, "given up"))
}

func TestManyWritersShareCommitsAndEachIsAnnouncedOnce(t *testing.T) {
	s, l := fresh(t)
	var wait sync.WaitGroup
	for i := range 200 {
		wait.Go(func() { require.NoError(t, s.Write(t.Context(), note(fmt.Sprint("n", i)))) })
	}
	wait.Wait()
	require.Len(t, l.heard, 200)
	for i := range 200 {
		require.True(t, written(t, s, fmt.Sprint("n", i)))
	}
}

func TestAClosedStoreRefusesWrites(t *testing.T) {
	s, _ := fresh(t)
	require.NoError(t, s.Close())
	require.ErrorIs(t, s.Write(t.Context(), note("late")), ErrStopped)
}

func TestASecondServerIsRefusedAndToldWhoHasTheFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "courtyard.db")
	first, _ := opened(t, path)
	_, err := Open(Options{Path: path, Clock: time.Now})
	require.ErrorIs(t, err, ErrLocked)
	require.ErrorContains(t, err, fmt.Sprintf("process %d", os.Getpid()))
	require.NoError(t, first.Write(t.Context(), note("still mine")))
}

func TestTheEpochStaysAndAnUncleanStopIsNoticed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "courtyard.db")
	first, _ := opened(t, path)
	epoch, err := first.Epoch(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, epoch)
	require.False(t, first.Unclean())
	first.closing.Do(func() { require.NoError(t, first.release()) }) // as a crash: nothing is noted
	second, _ := opened(t, path)
	require.True(t, second.Unclean())
	require.NoError(t, second.Check(t.Context()))
	again, err := second.Epoch(t.Context())
	require.NoError(t, err)
	require.Equal(t, epoch, again)
	require.NoError(t, second.Close())
	third, _ := opened(t, path)
	require.False(t, third.Unclean())
}

func TestANewerOrForeignDatabaseIsRefusedUntouched(t *testing.T) {
	refused := func(path string, reason error) {
		before, err := os.ReadFile(path)
		require.NoError(t, err)
		_, err = Open(Options{Path: path, Clock: time.Now})
		require.ErrorIs(t, err, reason)
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, before, after)
	}
	newer := filepath.Join(t.TempDir(), "courtyard.db")
	s, _ := opened(t, newer)
	require.NoError(t, s.exec("PRAGMA user_version = 99999"))
	require.NoError(t, s.Close())
	refused(newer, ErrNewerDatabase)

	foreign := filepath.Join(t.TempDir(), "courtyard.db")
	db, err := sql.Open("sqlite", foreign)
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), "CREATE TABLE users (id INTEGER)")
	require.NoError(t, err)
	require.NoError(t, db.Close())
	refused(foreign, ErrForeignDatabase)

	text := filepath.Join(t.TempDir(), "courtyard.db")
	require.NoError(t, os.WriteFile(text, []byte(strings.Repeat("not a database ", 20)), 0o600))
	refused(text, ErrForeignDatabase)
}

func TestALocalChatDatabaseIsKnownAndNothingIsLeftBesideIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "localchat.db")
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	for _, table := range localChatTables {
		_, err = db.ExecContext(t.Context(), fmt.Sprintf("CREATE TABLE %s (id INTEGER)", table))
		require.NoError(t, err)
	}
	require.NoError(t, db.Close())
	before, err := os.ReadFile(path)
	require.NoError(t, err)

	_, err = Open(Options{Path: path, Clock: time.Now})
	require.ErrorIs(t, err, ErrLocalChatDatabase)
	require.ErrorContains(t, err, "was not touched")
	require.ErrorContains(t, err, "another DATA_DIR")

	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after)
	beside, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, beside, 1, "no lock, no write-ahead log")
}

func TestFilesAreForNobodyElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "courtyard.db")
	s, _ := opened(t, path)
	require.NoError(t, s.Write(t.Context(), note("something")))
	for name, mode := range map[string]os.FileMode{"": 0o700, "courtyard.db": 0o600, "courtyard.db-wal": 0o600, "courtyard.lock": 0o600} {
		info, err := os.Stat(filepath.Join(filepath.Dir(path), name))
		require.NoError(t, err)
		require.Equal(t, mode, info.Mode().Perm(), name)
	}
}

func TestEachConnectionHasThePragmasAndSQLiteIsRecent(t *testing.T) {
	s, _ := fresh(t)
	var version string
	require.NoError(t, s.reader.Raw("SELECT sqlite_version()").Row().Scan(&version))
	require.GreaterOrEqual(t, version, "3.53")
	for pragma, value := range map[string]int{"synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "secure_delete": 1, "busy_timeout": 5000, "query_only": 0} {
		var found int
		require.NoError(t, s.writer.Raw("PRAGMA "+pragma).Row().Scan(&found))
		require.Equal(t, value, found, pragma)
	}
	require.Error(t, s.reader.Exec("DELETE FROM settings").Error, "readers cannot write")
}

func TestMigrationsLeadToTheTablesOfTheModels(t *testing.T) {
	s, _ := fresh(t)
	for _, model := range []any{
		Setting{}, Account{}, Session{}, Workspace{}, WorkspaceMember{}, WorkspaceDeparture{}, Invite{},
		Category{}, Channel{}, ChannelCounter{}, ChannelMember{}, ChannelDeparture{}, Message{},
		MessageVersion{}, Reaction{}, Mention{}, ThreadMember{}, Draft{}, File{}, MessageFile{}, FileLink{}, Emoji{},
	} {
		parsed, err := schema.Parse(model, &sync.Map{}, schema.NamingStrategy{})
		require.NoError(t, err)
		var inTable []string
		require.NoError(t, s.reader.Raw("SELECT name FROM pragma_table_info(?)", parsed.Table).Scan(&inTable).Error)
		require.ElementsMatch(t, parsed.DBNames, inTable, parsed.Table)
	}
	var tables int
	require.NoError(t, s.reader.Raw(`SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'`).Row().Scan(&tables))
	require.Equal(t, 22, tables, "a new table needs its model here")
}

func TestAnOldDatabaseIsBroughtToTheTablesOfToday(t *testing.T) {
	path := filepath.Join(t.TempDir(), "courtyard.db")
	first, err := fs.Sub(migrations, "migrations/sqlite")
	require.NoError(t, err)
	db, err := sql.Open("sqlite", path)
	require.NoError(t, err)
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, first)
	require.NoError(t, err)
	_, err = provider.UpTo(t.Context(), 1)
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), `PRAGMA application_id = `+strconv.Itoa(applicationID)+`; PRAGMA user_version = 1;
		INSERT INTO accounts (username, username_key, name, password_hash, role, created_at) VALUES ('aiko', 'aiko', 'Aiko', '', 'owner', 1);
		INSERT INTO workspaces (name, description, icon, created_by, created_at) VALUES ('Office', '', '', 1, 1);
		INSERT INTO channels (workspace_id, kind, name, name_key, topic, everyone, created_by, created_at)
			VALUES (1, 'text', 'news', 'news', '', 1, 1, 1), (1, 'text', 'general', 'general', '', 1, 1, 1), (1, 'text', 'gone', 'gone', '', 1, 1, 1);
		DELETE FROM channels WHERE id = 3;
		INSERT INTO channel_counters (channel_id, last_seq, last_stream_seq, last_rev) VALUES (1, 2, 2, 2), (2, 0, 0, 0);
		INSERT INTO channel_members VALUES (1, 1, 0, 0, 0), (2, 1, 0, 0, 0);
		INSERT INTO messages (channel_id, seq, rev, kind, author_id, text, html, renderer, created_at)
			VALUES (1, 1, 1, 'joined', 1, '', '', 0, 1), (1, 2, 2, '', 1, 'kept', '', 0, 1)`)
	require.NoError(t, err)
	require.NoError(t, db.Close())
	s, _ := opened(t, path)
	h, err := s.Messages(t.Context(), 1, 1, Page{Limit: 10})
	require.NoError(t, err)
	require.Equal(t, []string{"joined", ""}, []string{h.Items[0].Kind, h.Items[1].Kind})
	require.Equal(t, "kept", h.Items[1].Text)
	channels, err := s.Channels(t.Context(), 1)
	require.NoError(t, err)
	require.Less(t, channels[1].Position, channels[0].Position, "by name at first")
	require.Equal(t, HistoryAll, channels[0].History)
	copies, err := filepath.Glob(filepath.Join(filepath.Dir(path), "snapshots", "*.db"))
	require.NoError(t, err)
	require.Len(t, copies, 1)
	require.NoError(t, s.Check(t.Context()))
	var last, broken int
	require.NoError(t, s.reader.Raw(`SELECT seq FROM sqlite_sequence WHERE name = 'channels'`).Row().Scan(&last))
	require.Equal(t, 3, last, "an id is never used twice")
	require.NoError(t, s.reader.Raw(`SELECT count(*) FROM pragma_foreign_key_check`).Row().Scan(&broken))
	require.Zero(t, broken)
}

func TestASnapshotIsACopyForNobodyElse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "courtyard.db")
	s, _ := opened(t, path)
	require.NoError(t, s.Write(t.Context(), note("kept")))
	require.NoError(t, s.snapshot(path, 1, "9.9.9"))
	copies, err := filepath.Glob(filepath.Join(filepath.Dir(path), "snapshots", "before-9.9.9-from-1-*.db"))
	require.NoError(t, err)
	require.Len(t, copies, 1)
	info, err := os.Stat(copies[0])
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	db, err := sql.Open("sqlite", copies[0])
	require.NoError(t, err)
	defer func() { _ = db.Close() }()
	var value string
	require.NoError(t, db.QueryRowContext(t.Context(), "SELECT value FROM settings WHERE name = 'kept'").Scan(&value))
	require.Equal(t, "written", value)
}

func TestAVersionThatAStopHasLeftOutOfTheHeaderIsMadeGood(t *testing.T) {
	path := filepath.Join(t.TempDir(), "courtyard.db")
	s, _ := opened(t, path)
	require.NoError(t, s.exec("PRAGMA user_version = 1"))
	require.NoError(t, s.Close())
	again, _ := opened(t, path)
	var version int64
	require.NoError(t, again.writer.Raw("PRAGMA user_version").Row().Scan(&version))
	require.Equal(t, newestMigration(), version)
}
