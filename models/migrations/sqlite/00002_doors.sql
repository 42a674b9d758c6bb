-- +goose Up
-- Which kinds of channels and lines there are is checked by the program from here on: SQLite changes a CHECK only by copying a table.

ALTER TABLE messages ADD COLUMN line TEXT NOT NULL DEFAULT '';
UPDATE messages SET line = kind WHERE kind <> '';
ALTER TABLE messages DROP COLUMN kind;
ALTER TABLE messages RENAME COLUMN line TO kind;
-- What counts as unread; without it counting walks over the lines of everybody who has joined since.
CREATE INDEX messages_said ON messages (channel_id, seq, author_id) WHERE kind = '';

CREATE TABLE categories (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    name         TEXT    NOT NULL,
    position     INTEGER NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX categories_workspace ON categories (workspace_id);

ALTER TABLE channels ADD COLUMN form TEXT NOT NULL DEFAULT 'text';
ALTER TABLE channels DROP COLUMN kind;
ALTER TABLE channels RENAME COLUMN form TO kind;
ALTER TABLE channels ADD COLUMN private INTEGER NOT NULL DEFAULT 0;
-- Who made the channel as a private one manages it.
ALTER TABLE channels ADD COLUMN manager_id INTEGER REFERENCES accounts (id);
ALTER TABLE channels ADD COLUMN history TEXT NOT NULL DEFAULT 'all';
ALTER TABLE channels ADD COLUMN category_id INTEGER REFERENCES categories (id);
-- Channels and categories stand in the order of their positions, with room between them for one that is moved there.
ALTER TABLE channels ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
UPDATE channels SET position = 1048576 * (SELECT count(*) FROM channels c WHERE c.workspace_id = channels.workspace_id AND c.name_key <= channels.name_key);
ALTER TABLE channels ADD COLUMN archived_at INTEGER;
-- Deleted: nobody is in it any more, and what it held is being taken away.
ALTER TABLE channels ADD COLUMN deleted_at INTEGER;
ALTER TABLE workspaces ADD COLUMN deleted_at INTEGER;

ALTER TABLE workspace_members ADD COLUMN invited_by INTEGER REFERENCES accounts (id);

ALTER TABLE accounts ADD COLUMN reading TEXT NOT NULL DEFAULT '';
ALTER TABLE accounts ADD COLUMN status TEXT NOT NULL DEFAULT '';
-- Deleted: the row stays for what the person said, without name, username and password.
ALTER TABLE accounts ADD COLUMN deleted_at INTEGER;

-- Of a shared computer: ends with the browser, and sooner.
ALTER TABLE sessions ADD COLUMN shared INTEGER NOT NULL DEFAULT 0;
