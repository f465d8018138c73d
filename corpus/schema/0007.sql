-- A sum over each row of what is kept (see corpus/seals.py), so that a bit that has fallen over is
-- found; what every ingest saw; and which documents stand for others.

CREATE TABLE seal (
    kept TEXT NOT NULL,                     -- the name of a table
    key  TEXT NOT NULL,                     -- of the row: its primary key as JSON
    sum  BLOB NOT NULL,
    PRIMARY KEY (kept, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE fixity (
    document_id TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    at          TEXT NOT NULL               -- UTC: when the original was last found whole
) STRICT, WITHOUT ROWID;

-- A name may have several documents that stand: those of other meetings.
DROP INDEX source_current;
CREATE INDEX source_current ON source (uri) WHERE current;

ALTER TABLE document ADD COLUMN draft INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN replaced_by TEXT;   -- the document that stands in its place

-- A run of an ingest: who began it, over what, and what it came to.
CREATE TABLE run (
    id      INTEGER PRIMARY KEY,
    started TEXT NOT NULL,                  -- UTC
    ended   TEXT,                           -- none: it was cut off
    user    TEXT NOT NULL,
    what    TEXT NOT NULL,                  -- ingest, upload, restore
    roots   TEXT NOT NULL,                  -- JSON list of paths
    counts  TEXT NOT NULL                   -- JSON: how many files of each state
) STRICT;

-- Every path that an ingest saw, as it was last seen.
CREATE TABLE seen (
    uri         TEXT PRIMARY KEY,
    state       TEXT NOT NULL,              -- read, duplicate, refused, passed_over, vanished
    document_id TEXT,
    reason      TEXT NOT NULL,
    advice      TEXT NOT NULL,
    at          TEXT NOT NULL,              -- UTC
    run         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_state ON seen (state);

INSERT INTO seen
    SELECT uri, 'read', document_id, '', '', first_seen, 0 FROM source WHERE current
    UNION ALL SELECT uri, 'refused', NULL, reason, advice, at, 0 FROM failure
    WHERE uri NOT IN (SELECT uri FROM source WHERE current);
DROP TABLE failure;

-- What was removed from the archive, so that no ingest brings it back.
CREATE TABLE removed (
    document_id TEXT PRIMARY KEY,
    reason      TEXT NOT NULL,
    user        TEXT NOT NULL,
    at          TEXT NOT NULL               -- UTC
) STRICT, WITHOUT ROWID;
