package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/pressly/goose/v3"

	"courtyard/scripts/drive"
)

// migrations are those of this source tree; the server that is tried has its own inside.
const migrations = "models/migrations/sqlite"

// firstOffice fills the tables of version 1: what was said in two channels.
const firstOffice = `PRAGMA application_id = 0x43747964; PRAGMA user_version = 1;
	INSERT INTO accounts (username, username_key, name, password_hash, role, created_at) VALUES ('aiko', 'aiko', 'Aiko', '', 'owner', 1);
	INSERT INTO workspaces (name, description, icon, created_by, created_at) VALUES ('Office', '', '', 1, 1);
	INSERT INTO channels (workspace_id, kind, name, name_key, topic, everyone, created_by, created_at)
		VALUES (1, 'text', 'general', 'general', '', 1, 1, 1), (1, 'text', 'news', 'news', '', 1, 1, 1);
	INSERT INTO channel_counters (channel_id, last_seq, last_stream_seq, last_rev) VALUES (1, 2000, 2000, 2000), (2, 2000, 2000, 2000);
	INSERT INTO channel_members VALUES (1, 1, 0, 0, 0), (2, 1, 0, 0, 0);
	WITH RECURSIVE said (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM said WHERE n < 2000)
	INSERT INTO messages (channel_id, seq, rev, kind, author_id, text, html, renderer, created_at)
		SELECT channels.id, n, n, iif(n = 1, 'joined', ''), 1, iif(n = 1, '', 'what was said, ' || n), '', 0, n FROM channels, said`

// content is what every version tells in the same way.
const content = `SELECT concat_ws('|', 'message', id, channel_id, seq, rev, kind, author_id, text, created_at) FROM messages
	UNION ALL SELECT concat_ws('|', 'channel', id, workspace_id, kind, name, everyone, last_seq, last_rev) FROM channels JOIN channel_counters ON channel_id = id
	UNION ALL SELECT concat_ws('|', 'member', channel_id, account_id) FROM channel_members
	UNION ALL SELECT concat_ws('|', 'account', id, username, name, role) FROM accounts ORDER BY 1`

// inMigration kills a server that opens a database of version 1, after one of the calls that change its files, and starts it anew.
func (c *crash) inMigration(ctx context.Context) error {
	old := filepath.Join(filepath.Dir(c.folder), "old")
	newest, err := makeOld(ctx, old)
	if err != nil {
		return err
	}
	before, err := column(ctx, filepath.Join(old, "courtyard.db"), content)
	if err != nil {
		return err
	}
	points, err := c.changes(ctx, old)
	if err != nil {
		return err
	}
	fmt.Printf("%d calls change files on the way from version 1 to %s\n", points, newest)
	for i := range c.rounds {
		if err := c.migrated(ctx, old, 1+points*i/c.rounds+c.random.IntN(max(1, points/c.rounds))); err != nil {
			return fmt.Errorf("round %d: %w", i+1, err)
		}
		problems, err := c.compareMigrated(ctx, before, newest)
		if err != nil {
			return fmt.Errorf("round %d: %w", i+1, err)
		}
		for _, p := range problems {
			fmt.Println("  difference:", p)
		}
		if c.done, c.differs = c.done+1, c.differs+len(problems); len(problems) > 0 {
			return nil // the folder stays as it is
		}
	}
	return nil
}

// makeOld makes a data folder of version 1 and gives the newest version.
func makeOld(ctx context.Context, folder string) (newest string, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	db, err := sql.Open("sqlite", filepath.Join(folder, "courtyard.db"))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	steps, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS(migrations))
	if err != nil {
		return "", fmt.Errorf("read %s, from the repository's root: %w", migrations, err)
	}
	if _, err := steps.UpTo(ctx, 1); err != nil {
		return "", err
	}
	sources := steps.ListSources()
	_, err = db.ExecContext(ctx, firstOffice)
	return fmt.Sprint(sources[len(sources)-1].Version), err
}

// fresh puts a copy of the old data folder in the place of the present one.
func (c *crash) fresh(old string) error {
	if err := os.RemoveAll(c.folder); err != nil {
		return err
	}
	return os.CopyFS(c.folder, os.DirFS(old))
}

// follow starts a server with a follower from its first moment on. Only a server that was not killed while starting is given.
func (c *crash) follow(ctx context.Context, number int) (s *drive.Server, f *follower, err error) {
	// The database, its log and the snapshot.
	at := point{calls: `.`, files: "^" + regexp.QuoteMeta(c.folder) + `/.*\.db`, number: number}
	var refused error
	s, err = drive.Start(ctx, drive.Options{Binary: c.binary, DataDir: c.folder, Begun: func(pid int) { f, refused = follow(ctx, pid, at) }})
	if refused != nil && s != nil {
		refused = errors.Join(refused, s.Kill())
	}
	if refused != nil || f == nil {
		return nil, nil, errors.Join(refused, err)
	}
	return s, f, nil
}

// changes counts the calls of one whole migration, up to the checkpoint that ends it.
func (c *crash) changes(ctx context.Context, old string) (last int, err error) {
	if err := c.fresh(old); err != nil {
		return 0, err
	}
	s, f, err := c.follow(ctx, 0)
	if err != nil {
		return 0, err
	}
	if s != nil {
		err = s.Kill()
	}
	calls, _, endErr := f.end()
	for i, done := range calls {
		if filepath.Base(done.file) == "courtyard.db" {
			last = i + 1
		}
	}
	if last == 0 {
		endErr = errors.Join(endErr, errors.New("the server changed no file"))
	}
	return last, errors.Join(err, endErr)
}

// migrated kills a server after the call with a number, and lets another one come up and stop in order.
func (c *crash) migrated(ctx context.Context, old string, number int) error {
	if err := c.fresh(old); err != nil {
		return err
	}
	s, f, err := c.follow(ctx, number)
	if err != nil {
		return err
	}
	if s != nil { // healthy a moment before the point
		err = s.Kill()
	}
	calls, killed, endErr := f.end()
	if err = errors.Join(err, endErr); err != nil {
		return err
	}
	if !killed {
		return errors.New("the server did not come to the point")
	}
	fmt.Printf("round %2d: killed after call %d, %s\n", c.done+1, number, calls[len(calls)-1].short())
	s, client, err := c.start(ctx)
	if err != nil {
		return err
	}
	client.Close()
	return s.Stop()
}

// compareMigrated compares the database, and the newest snapshot, with what was there before.
func (c *crash) compareMigrated(ctx context.Context, before []string, newest string) (problems []string, err error) {
	path := filepath.Join(c.folder, "courtyard.db")
	snapshots, err := filepath.Glob(filepath.Join(c.folder, "snapshots", "*.db"))
	if err != nil {
		return nil, err
	}
	if len(snapshots) == 0 {
		return []string{"there is no snapshot"}, nil
	}
	slices.Sort(snapshots) // their names end with the time
	for _, state := range []struct{ path, version string }{{path, newest}, {snapshots[len(snapshots)-1], "1"}} {
		name := filepath.Base(state.path)
		if err := whole(ctx, state.path); err != nil {
			problems = append(problems, err.Error())
			continue
		}
		present, err := column(ctx, state.path, content)
		if err != nil {
			return problems, err
		}
		if !slices.Equal(present, before) {
			problems = append(problems, fmt.Sprintf("%s holds other rows: %d, and there were %d", name, len(present), len(before)))
		}
		for _, query := range []string{"SELECT max(version_id) FROM goose_db_version", "PRAGMA user_version"} {
			found, err := column(ctx, state.path, query)
			if err != nil {
				return problems, err
			}
			if !slices.Equal(found, []string{state.version}) {
				problems = append(problems, fmt.Sprintf("%s: %s gives %s instead of %s", name, query, found, state.version))
			}
		}
	}
	return problems, nil
}
