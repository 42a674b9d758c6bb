-- +goose Up
-- A channel without a workspace is direct. SQLite takes a NOT NULL away only by copying the table.

PRAGMA defer_foreign_keys = ON;
CREATE TABLE channels_before AS SELECT * FROM channels;
-- Goes with the table, and ids are never used twice.
CREATE TABLE channels_sequence AS SELECT name, seq FROM sqlite_sequence WHERE name = 'channels';
DROP TABLE channels;
CREATE TABLE channels (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER REFERENCES workspaces (id),
    kind         TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    name_key     TEXT    NOT NULL,
    topic        TEXT    NOT NULL,
    everyone     INTEGER NOT NULL,
    private      INTEGER NOT NULL DEFAULT 0,
    -- Who made the channel as a private one manages it.
    manager_id   INTEGER REFERENCES accounts (id),
    history      TEXT    NOT NULL DEFAULT 'all',
    category_id  INTEGER REFERENCES categories (id),
    -- Channels and categories stand in the order of their positions, with room between them for one that is moved there.
    position     INTEGER NOT NULL DEFAULT 0,
    -- Of a direct channel: the ids of its people, ascending, so that the same people find it again.
    direct_key   TEXT    UNIQUE,
    -- Who may write and who may pin: 'everyone' or 'moderators'.
    posting      TEXT    NOT NULL DEFAULT 'everyone',
    pinning      TEXT    NOT NULL DEFAULT 'moderators',
    archived_at  INTEGER,
    -- Deleted: nobody is in it any more, and what it held is being taken away.
    deleted_at   INTEGER,
    rev          INTEGER NOT NULL DEFAULT 0,
    created_by   INTEGER NOT NULL REFERENCES accounts (id),
    created_at   INTEGER NOT NULL,
    UNIQUE (workspace_id, name_key)
) STRICT;
INSERT INTO channels (id, workspace_id, kind, name, name_key, topic, everyone, private, manager_id, history, category_id, position,
        archived_at, deleted_at, rev, created_by, created_at)
    SELECT id, workspace_id, kind, name, name_key, topic, everyone, private, manager_id, history, category_id, position,
        archived_at, deleted_at, rev, created_by, created_at FROM channels_before;
DELETE FROM sqlite_sequence WHERE name = 'channels';
INSERT INTO sqlite_sequence (name, seq) SELECT name, seq FROM channels_sequence;
DROP TABLE channels_before;
DROP TABLE channels_sequence;

-- A reply is in the thread of a root message, and in the channel's stream only where that was wanted.
-- None of the three is a foreign key: a deleted channel's messages go in pieces, in any order.
ALTER TABLE messages ADD COLUMN thread INTEGER;
ALTER TABLE messages ADD COLUMN parent INTEGER;
ALTER TABLE messages ADD COLUMN quote INTEGER;
ALTER TABLE messages ADD COLUMN in_stream INTEGER NOT NULL DEFAULT 1;
-- Of a root: how many replies stand in its thread, and when the last came.
ALTER TABLE messages ADD COLUMN replies INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN replied_at INTEGER;
ALTER TABLE messages ADD COLUMN edited_at INTEGER;
-- Deleted: the row stays as a tombstone without text.
ALTER TABLE messages ADD COLUMN deleted_at INTEGER;
ALTER TABLE messages ADD COLUMN deleted_by INTEGER REFERENCES accounts (id);
ALTER TABLE messages ADD COLUMN pinned_at INTEGER;
ALTER TABLE messages ADD COLUMN pinned_by INTEGER REFERENCES accounts (id);
-- Whether anybody has reacted, so that nobody asks where there is nothing.
ALTER TABLE messages ADD COLUMN reacted INTEGER NOT NULL DEFAULT 0;
-- 'here' or 'channel': whom it calls besides the people it names.
ALTER TABLE messages ADD COLUMN calls TEXT NOT NULL DEFAULT '';

DROP INDEX messages_seq;
CREATE UNIQUE INDEX messages_seq ON messages (channel_id, seq, in_stream);
DROP INDEX messages_said;
CREATE INDEX messages_said ON messages (channel_id, seq, author_id) WHERE kind = '' AND in_stream AND deleted_at IS NULL;
CREATE INDEX messages_thread ON messages (thread, seq) WHERE thread IS NOT NULL;
CREATE INDEX messages_pinned ON messages (channel_id, pinned_at) WHERE pinned_at IS NOT NULL;

-- What a message said before it was edited.
CREATE TABLE message_versions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id INTEGER NOT NULL REFERENCES messages (id),
    text       TEXT    NOT NULL,
    -- When this text was written.
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX message_versions_message ON message_versions (message_id);

CREATE TABLE reactions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id INTEGER NOT NULL REFERENCES messages (id),
    emoji      TEXT    NOT NULL,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    created_at INTEGER NOT NULL,
    UNIQUE (message_id, emoji, account_id)
) STRICT;

-- Whom a message names or calls. Account 0 stands for everybody in the channel; thread is 0 for what is in the stream.
CREATE TABLE mentions (
    channel_id INTEGER NOT NULL REFERENCES channels (id),
    account_id INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    thread     INTEGER NOT NULL,
    -- By name, not by a call of who is online.
    named      INTEGER NOT NULL,
    PRIMARY KEY (channel_id, account_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_message ON mentions (channel_id, seq, account_id, named);
CREATE INDEX mentions_thread ON mentions (thread, account_id, seq) WHERE thread <> 0;

-- Who follows a thread, or has ceased to, and how far he has read it; rev is the number in the account's log.
CREATE TABLE thread_members (
    thread     INTEGER NOT NULL REFERENCES messages (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    channel_id INTEGER NOT NULL,
    following  INTEGER NOT NULL,
    read_seq   INTEGER NOT NULL,
    rev        INTEGER NOT NULL,
    PRIMARY KEY (thread, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_members_account ON thread_members (account_id, channel_id);

-- What somebody has begun to write; thread 0 is the channel itself.
CREATE TABLE drafts (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    channel_id INTEGER NOT NULL REFERENCES channels (id),
    thread     INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    rev        INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, channel_id, thread)
) STRICT, WITHOUT ROWID;
CREATE INDEX drafts_channel ON drafts (channel_id, thread);

-- '' is as the workspace has it, and there 'all' for direct channels and 'mentions' else.
ALTER TABLE channel_members ADD COLUMN notify TEXT NOT NULL DEFAULT '';
ALTER TABLE channel_members ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
-- Where it stands among the favourites; NULL is none.
ALTER TABLE channel_members ADD COLUMN favourite INTEGER;
-- A direct channel that is not shown until somebody writes: the last seq at hiding.
ALTER TABLE channel_members ADD COLUMN hidden_seq INTEGER;
ALTER TABLE workspace_members ADD COLUMN notify TEXT NOT NULL DEFAULT '';

-- Whether members may see who has seen a message.
ALTER TABLE workspaces ADD COLUMN seen_by INTEGER NOT NULL DEFAULT 0;

ALTER TABLE accounts ADD COLUMN sound INTEGER NOT NULL DEFAULT 1;
ALTER TABLE accounts ADD COLUMN hide_text INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN keywords TEXT NOT NULL DEFAULT '';
-- Minutes of the day in the person's zone; equal: none.
ALTER TABLE accounts ADD COLUMN quiet_from INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN quiet_to INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN dnd_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN undo_send INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN collapsed TEXT NOT NULL DEFAULT '';
