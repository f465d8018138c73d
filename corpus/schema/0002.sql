-- What people add to what was read: it stands in tables of its own, so that reading a document
-- anew replaces nothing of it.

-- The records of a document as the program read them; only of documents that have corrections,
-- whose facts stand corrected in the tables of facts.
CREATE TABLE extraction (
    document_id TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    records     BLOB NOT NULL               -- MessagePack
) STRICT, WITHOUT ROWID;

CREATE TABLE correction (
    id          INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL,
    kind        TEXT NOT NULL,              -- what ids of such facts begin with
    verdict     TEXT NOT NULL,              -- accepted, corrected, rejected, added
    was         TEXT,                       -- the fact as it was (JSON); none for an added one
    now         TEXT,                       -- the fact as it is; none for a rejected one
    user        TEXT NOT NULL,
    at          TEXT NOT NULL               -- UTC
) STRICT;
CREATE INDEX correction_document ON correction (document_id, id);

CREATE TABLE follow_up (
    action_id   TEXT PRIMARY KEY,
    document_id TEXT NOT NULL,
    was         TEXT NOT NULL,              -- the action item (JSON), to find it by when it is read anew
    status      TEXT NOT NULL,              -- open, started, done, dropped
    note        TEXT NOT NULL,
    user        TEXT NOT NULL,
    at          TEXT NOT NULL               -- UTC
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_up_document ON follow_up (document_id);

CREATE TABLE user (
    name      TEXT PRIMARY KEY,
    full_name TEXT NOT NULL,                -- as documents name the person
    role      TEXT NOT NULL,                -- reader, editor, archivist
    password  TEXT NOT NULL                 -- Argon2id
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    id      INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,                  -- UTC
    user    TEXT NOT NULL,
    what    TEXT NOT NULL,
    about   TEXT NOT NULL,                  -- id of what it was done to
    details TEXT NOT NULL
) STRICT;

CREATE TABLE saved_search (
    id    INTEGER PRIMARY KEY,
    user  TEXT NOT NULL,
    name  TEXT NOT NULL,
    query TEXT NOT NULL,                    -- the query string of its address
    at    TEXT NOT NULL,                    -- UTC
    UNIQUE (user, name)
) STRICT;
