-- The first layout of an archive. Scripts are applied in the order of their numbers, each once.
-- Typed columns are what listings filter and sort by; `rest` is JSON with the other fields of the
-- same fact. Nothing stands in both.

CREATE TABLE document (
    id          TEXT PRIMARY KEY,           -- SHA-256 of the bytes, in hexadecimal
    media_type  TEXT NOT NULL,
    size        INTEGER NOT NULL,           -- bytes of the original
    pages       INTEGER NOT NULL,
    body        BLOB NOT NULL,              -- the Document: MessagePack, deflated
    revision    TEXT NOT NULL,              -- changes when the text or the records change
    added       TEXT NOT NULL               -- UTC
) STRICT;

-- A name that the bytes were found under. A name has one current document at a time; the
-- others were superseded by it.
CREATE TABLE source (
    uri         TEXT NOT NULL,
    document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    size        INTEGER NOT NULL,
    modified    INTEGER NOT NULL,           -- of the file, in nanoseconds since 1970
    current     INTEGER NOT NULL,
    first_seen  TEXT NOT NULL,              -- UTC
    PRIMARY KEY (uri, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_document ON source (document_id, current);
CREATE UNIQUE INDEX source_current ON source (uri) WHERE current;

CREATE TABLE failure (
    uri         TEXT PRIMARY KEY,
    reason      TEXT NOT NULL,
    advice      TEXT NOT NULL,
    at          TEXT NOT NULL               -- UTC
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
    id            TEXT PRIMARY KEY,
    document_id   TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    part          INTEGER NOT NULL,         -- 0 for the first record of the document
    document_type TEXT NOT NULL,
    organisation  TEXT,
    body          TEXT,
    date          TEXT,
    start         TEXT,
    "end"         TEXT,
    place         TEXT,
    meeting_key   TEXT NOT NULL,            -- records that may be of one meeting share it
    meeting_id    TEXT NOT NULL,            -- settled among the records of the same key
    rest          TEXT NOT NULL,
    UNIQUE (document_id, part)
) STRICT;
CREATE INDEX record_meeting ON record (meeting_id);
CREATE INDEX record_meeting_key ON record (meeting_key);
CREATE INDEX record_date ON record (date);

CREATE TABLE agenda_item (
    id          TEXT PRIMARY KEY,
    record_id   TEXT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    number      TEXT,
    title       TEXT NOT NULL,
    case_number TEXT,
    type        TEXT,
    responsible TEXT,
    time        TEXT,
    rest        TEXT NOT NULL
) STRICT;
CREATE INDEX agenda_item_record ON agenda_item (record_id, position);

CREATE TABLE participant (
    id              TEXT PRIMARY KEY,
    record_id       TEXT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    position        INTEGER NOT NULL,
    name            TEXT NOT NULL,
    affiliation     TEXT,
    role            TEXT,
    attendance      TEXT NOT NULL,
    substitutes_for TEXT,
    items           TEXT,
    rest            TEXT NOT NULL
) STRICT;
CREATE INDEX participant_record ON participant (record_id, position);

CREATE TABLE decision (
    id          TEXT PRIMARY KEY,
    record_id   TEXT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    point_id    TEXT REFERENCES agenda_item (id),
    position    INTEGER NOT NULL,
    agenda_item TEXT,
    text        TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    rest        TEXT NOT NULL
) STRICT;
CREATE INDEX decision_record ON decision (record_id, position);
CREATE INDEX decision_point ON decision (point_id);

CREATE TABLE action_item (
    id          TEXT PRIMARY KEY,
    record_id   TEXT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    point_id    TEXT REFERENCES agenda_item (id),
    position    INTEGER NOT NULL,
    agenda_item TEXT,
    text        TEXT NOT NULL,
    owner       TEXT NOT NULL,              -- JSON list of names
    due_date    TEXT,
    due_text    TEXT,
    rest        TEXT NOT NULL
) STRICT;
CREATE INDEX action_item_record ON action_item (record_id, position);
CREATE INDEX action_item_point ON action_item (point_id);
CREATE INDEX action_item_due ON action_item (due_date);

CREATE TABLE upcoming_date (
    id        TEXT PRIMARY KEY,
    record_id TEXT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    date      TEXT NOT NULL,
    text      TEXT NOT NULL,
    what      TEXT NOT NULL,
    rest      TEXT NOT NULL
) STRICT;
CREATE INDEX upcoming_date_record ON upcoming_date (record_id, position);

CREATE TABLE vote (
    id          TEXT PRIMARY KEY,
    record_id   TEXT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    point_id    TEXT REFERENCES agenda_item (id),
    position    INTEGER NOT NULL,
    agenda_item TEXT,
    yes         INTEGER NOT NULL,
    no          INTEGER NOT NULL,
    abstain     INTEGER NOT NULL,
    rest        TEXT NOT NULL
) STRICT;
CREATE INDEX vote_record ON vote (record_id, position);
CREATE INDEX vote_point ON vote (point_id);

CREATE TABLE statement (
    id          TEXT PRIMARY KEY,
    record_id   TEXT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    point_id    TEXT REFERENCES agenda_item (id),
    position    INTEGER NOT NULL,
    agenda_item TEXT,
    kind        TEXT NOT NULL,
    text        TEXT NOT NULL,
    rest        TEXT NOT NULL
) STRICT;
CREATE INDEX statement_record ON statement (record_id, position);
CREATE INDEX statement_point ON statement (point_id);
