-- +goose Up
-- A file is a row from the first byte of its upload on; its bytes lie in the upload folder under a random name.
CREATE TABLE files (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    owner_id    INTEGER NOT NULL REFERENCES accounts (id),
    -- The channel of its message, before that the one it is meant for, whose workspace's quota it counts against; NULL: none was named.
    channel_id  INTEGER,
    stored      TEXT    NOT NULL UNIQUE,
    name        TEXT    NOT NULL,
    alt         TEXT    NOT NULL DEFAULT '',
    size        INTEGER NOT NULL,
    -- So many bytes of an upload are on the disk for certain.
    received    INTEGER NOT NULL DEFAULT 0,
    -- Known once all bytes are there.
    type        TEXT    NOT NULL DEFAULT '',
    sha256      TEXT    NOT NULL DEFAULT '',
    width       INTEGER NOT NULL DEFAULT 0,
    height      INTEGER NOT NULL DEFAULT 0,
    placeholder TEXT    NOT NULL DEFAULT '',
    animated    INTEGER NOT NULL DEFAULT 0,
    pictured    INTEGER NOT NULL DEFAULT 0,
    -- Office files that may run something when they are opened.
    macros      INTEGER NOT NULL DEFAULT 0,
    held        TEXT    NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL,
    finished_at INTEGER,
    -- Until then something has to hold it: a message, or an upload that goes on. NULL: something does.
    expires_at  INTEGER,
    -- Nothing holds it any more; its bytes are being taken away.
    deleted_at  INTEGER
) STRICT;
CREATE INDEX files_by_owner ON files (owner_id);
CREATE INDEX files_expiring ON files (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX files_held ON files (held, id) WHERE held <> '';
CREATE INDEX files_deleted ON files (id) WHERE deleted_at IS NOT NULL;

-- The files of a message. No foreign key to it: a deleted channel's messages go in pieces, in any order.
CREATE TABLE message_files (
    message_id INTEGER NOT NULL,
    file_id    INTEGER NOT NULL REFERENCES files (id),
    position   INTEGER NOT NULL,
    PRIMARY KEY (message_id, file_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_files_by_file ON message_files (file_id);

-- The file whose picture stands for a person or a workspace; it hangs on nothing else.
ALTER TABLE accounts ADD COLUMN picture INTEGER REFERENCES files (id);
CREATE UNIQUE INDEX accounts_by_picture ON accounts (picture) WHERE picture IS NOT NULL;
ALTER TABLE workspaces ADD COLUMN picture INTEGER REFERENCES files (id);
CREATE UNIQUE INDEX workspaces_by_picture ON workspaces (picture) WHERE picture IS NOT NULL;

-- The emoji that a workspace has made for itself; an id is never another one's later.
CREATE TABLE emojis (
    file_id      INTEGER PRIMARY KEY REFERENCES files (id),
    workspace_id INTEGER NOT NULL REFERENCES workspaces (id),
    -- As it is compared, which is how it is shown, too.
    name         TEXT    NOT NULL,
    created_by   INTEGER NOT NULL REFERENCES accounts (id),
    created_at   INTEGER NOT NULL,
    UNIQUE (workspace_id, name)
) STRICT;

-- Pictures that this person sends keep what they tell of their place and camera.
ALTER TABLE accounts ADD COLUMN originals INTEGER NOT NULL DEFAULT 0;

-- Whether a message has some, so that most need not be looked for.
ALTER TABLE messages ADD COLUMN filed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX messages_filed ON messages (channel_id, id) WHERE filed;

-- Who in a workspace may share files with people without an account: 'nobody', 'admins', 'moderators' or 'members', and all above.
ALTER TABLE workspaces ADD COLUMN file_links TEXT NOT NULL DEFAULT 'nobody';

-- Links by which people without an account download a file. Of the secret there is only the SHA-256. A link lives with the message
-- that its maker saw the file in; it may be gone before the row.
CREATE TABLE file_links (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    file_id       INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    message_id    INTEGER NOT NULL,
    secret_hash   BLOB    NOT NULL UNIQUE,
    max_downloads INTEGER,
    downloads     INTEGER NOT NULL DEFAULT 0,
    expires_at    INTEGER NOT NULL,
    created_by    INTEGER NOT NULL REFERENCES accounts (id),
    created_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX file_links_by_file ON file_links (file_id);
