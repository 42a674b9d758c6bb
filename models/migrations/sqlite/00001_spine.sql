-- +goose Up
-- Times are UTC milliseconds. Ids are never used twice (AUTOINCREMENT).

CREATE TABLE settings (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    username      TEXT    NOT NULL,
    username_key  TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    role          TEXT    NOT NULL CHECK (role IN ('owner', 'administrator', 'user')),
    language      TEXT    NOT NULL DEFAULT '',
    theme         TEXT    NOT NULL DEFAULT 'system',
    time_zone     TEXT    NOT NULL DEFAULT '',
    enter_sends   INTEGER NOT NULL DEFAULT 1,
    rev           INTEGER NOT NULL DEFAULT 0,
    created_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    token_hash BLOB    NOT NULL UNIQUE,
    program    INTEGER NOT NULL,
    device     TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE workspaces (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT    NOT NULL,
    description TEXT    NOT NULL,
    icon        TEXT    NOT NULL,
    rev         INTEGER NOT NULL DEFAULT 0,
    created_by  INTEGER NOT NULL REFERENCES accounts (id),
    created_at  INTEGER NOT NULL
) STRICT;

-- rev is the number in the workspace's log that last changed the row.
CREATE TABLE workspace_members (
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    account_id   INTEGER NOT NULL REFERENCES accounts (id),
    role         TEXT    NOT NULL CHECK (role IN ('owner', 'admin', 'moderator', 'member', 'guest')),
    rev          INTEGER NOT NULL,
    joined_at    INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX workspace_members_account ON workspace_members (account_id);

-- Who has left, so that somebody who was away learns it from the log.
CREATE TABLE workspace_departures (
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    account_id   INTEGER NOT NULL REFERENCES accounts (id),
    rev          INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE invites (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    code         TEXT    NOT NULL UNIQUE,
    max_uses     INTEGER,
    uses         INTEGER NOT NULL DEFAULT 0,
    expires_at   INTEGER,
    revoked_at   INTEGER,
    created_by   INTEGER NOT NULL REFERENCES accounts (id),
    created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX invites_workspace ON invites (workspace_id);

-- rev is the number in the channel's log that last changed the row.
CREATE TABLE channels (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    kind         TEXT    NOT NULL CHECK (kind IN ('text')),
    name         TEXT    NOT NULL,
    name_key     TEXT    NOT NULL,
    topic        TEXT    NOT NULL,
    everyone     INTEGER NOT NULL,
    rev          INTEGER NOT NULL DEFAULT 0,
    created_by   INTEGER NOT NULL REFERENCES accounts (id),
    created_at   INTEGER NOT NULL,
    UNIQUE (workspace_id, name_key)
) STRICT;

-- Narrow and apart from channels, because every message rewrites it.
CREATE TABLE channel_counters (
    channel_id      INTEGER PRIMARY KEY REFERENCES channels (id),
    last_seq        INTEGER NOT NULL DEFAULT 0,
    last_stream_seq INTEGER NOT NULL DEFAULT 0,
    last_rev        INTEGER NOT NULL DEFAULT 0
) STRICT;

-- rev is the number in the account's log that last changed the row.
CREATE TABLE channel_members (
    channel_id INTEGER NOT NULL REFERENCES channels (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    joined_seq INTEGER NOT NULL,
    read_seq   INTEGER NOT NULL,
    rev        INTEGER NOT NULL,
    PRIMARY KEY (channel_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX channel_members_account ON channel_members (account_id, rev);

-- Who has left a channel by himself is not added to it again by "everyone".
CREATE TABLE channel_departures (
    channel_id INTEGER NOT NULL REFERENCES channels (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    PRIMARY KEY (channel_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    channel_id INTEGER NOT NULL REFERENCES channels (id),
    seq        INTEGER NOT NULL,
    rev        INTEGER NOT NULL,
    kind       TEXT    NOT NULL CHECK (kind IN ('', 'joined', 'left', 'removed', 'renamed', 'topic')),
    author_id  INTEGER NOT NULL REFERENCES accounts (id),
    nonce      TEXT,
    text       TEXT    NOT NULL,
    html       TEXT    NOT NULL,
    renderer   INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX messages_seq ON messages (channel_id, seq);
CREATE UNIQUE INDEX messages_rev ON messages (channel_id, rev);
CREATE UNIQUE INDEX messages_nonce ON messages (author_id, nonce) WHERE nonce IS NOT NULL;
