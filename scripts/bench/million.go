package main

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"

	_ "github.com/glebarez/go-sqlite" // the driver "sqlite"

	"courtyard/app/markdown"
	"courtyard/scripts/drive"
)

// sampleTexts is how many different texts the seeded messages have, seedPiece how many rows one transaction inserts.
const (
	sampleTexts = 900
	seedPiece   = 50_000
)

// millionOffice makes, once, an office whose first channel has a million messages.
func (b *bench) millionOffice(ctx context.Context) (*office, error) {
	o, err := b.office(ctx, officeSize{101, 1})
	if err != nil {
		return nil, err
	}
	count := pick(b.quick, 50_000, 1_000_000)
	if err := b.seed(ctx, o, o.Channels[:1], count); err != nil {
		return nil, err
	}
	return o, nil
}

// seed writes messages past the server, which does not run, evenly to channels, and sets their counters; an office is seeded once.
func (b *bench) seed(ctx context.Context, o *office, channels []int64, count int) (err error) {
	if o.seeded {
		return nil
	}
	b.note("seeding %d messages in %d channels", count, len(channels))
	db, err := sql.Open("sqlite", "file:"+filepath.Join(o.folder, "courtyard.db")+
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=cache_size(-200000)&_pragma=temp_store(MEMORY)")
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1) // the temporary table belongs to its connection
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := seedTexts(ctx, db); err != nil {
		return err
	}
	for i, channel := range channels {
		from, to := count*i/len(channels), count*(i+1)/len(channels)
		for done := from; done < to; done += seedPiece {
			rows := seedRows{channel: channel, from: done, to: min(done+seedPiece, to)}
			if err := rows.insert(ctx, db, o.People); err != nil {
				return err
			}
		}
	}
	_, err = db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`)
	o.seeded = err == nil
	return err
}

// seedRows are the seeded messages from one number to before another, in one channel.
type seedRows struct {
	channel  int64
	from, to int
}

// insert adds them to their channel's end.
func (r seedRows) insert(ctx context.Context, db *sql.DB, authors []drive.Account) error {
	_, err := db.ExecContext(ctx, `WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
		INSERT INTO messages (channel_id, seq, rev, kind, author_id, nonce, text, html, renderer, created_at)
		SELECT ?3, last_seq + 1 + i - ?1, last_rev + 1 + i - ?1, '', ?4 + i % ?5, printf('seed-%08d', i), t.text, t.html, ?6, 1767225600000 + 7000 * i
		FROM n JOIN temp.texts t ON t.id = i % ?7 JOIN channel_counters ON channel_id = ?3`,
		r.from, r.to, r.channel, authors[0].ID, len(authors), markdown.Version, sampleTexts)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `UPDATE channel_counters SET (last_seq, last_stream_seq, last_rev) =
		(SELECT max(seq), max(seq), max(rev) FROM messages WHERE channel_id = ?1) WHERE channel_id = ?1`, r.channel)
	return err
}

// seedTexts renders the sample texts as the server does.
func seedTexts(ctx context.Context, db *sql.DB) error {
	if _, err := db.ExecContext(ctx, `CREATE TEMP TABLE texts (id INTEGER PRIMARY KEY, text TEXT, html TEXT)`); err != nil {
		return err
	}
	renderer := markdown.New()
	for i := range sampleTexts {
		text := drive.Text(i)
		if _, err := db.ExecContext(ctx, `INSERT INTO texts VALUES (?, ?, ?)`, i, text, renderer.Render(text)); err != nil {
			return err
		}
	}
	return nil
}
