-- What became of tasks is found once and kept: what each document says of how far things have come,
-- and what of that each action item is held to be spoken of by.

CREATE TABLE saying (
    document_id TEXT PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    teller      TEXT NOT NULL,              -- what found them: another when its rules change
    said        BLOB NOT NULL               -- the sayings: MessagePack
) STRICT;

-- An action item as it is listed. What staff noted of it stands in follow_up.
CREATE TABLE task (
    action_id   TEXT PRIMARY KEY REFERENCES action_item (id) ON DELETE CASCADE,
    listed      INTEGER NOT NULL,           -- of those that tell it alike, the one to believe first
    place       TEXT NOT NULL,              -- in lists: by deadline, then by day
    due         TEXT,
    settled     INTEGER NOT NULL DEFAULT 0, -- whether all later documents were looked through
    said        TEXT,                       -- what a later one says: open, done, dropped
    mention     TEXT                        -- the passage that says so: JSON
) STRICT, WITHOUT ROWID;
CREATE INDEX task_place ON task (place) WHERE listed;
CREATE INDEX task_unsettled ON task (action_id) WHERE NOT settled;

-- The body that a record's meeting is of, as far as its name tells; the rest of the key is the day.
ALTER TABLE record ADD COLUMN series TEXT
    GENERATED ALWAYS AS (substr(meeting_key, instr(meeting_key, char(10)) + 1)) VIRTUAL;
CREATE INDEX record_series ON record (series, date);
CREATE INDEX participant_name ON participant (name);

-- Lists are right but for what is told twice until the documents have been looked through.
INSERT INTO task (action_id, listed, place, due)
    SELECT f.id, EXISTS (SELECT 1 FROM source s WHERE s.document_id = r.document_id AND s.current),
           coalesce(f.due_date, r.date, ''), f.due_date
    FROM action_item f JOIN record r ON r.id = f.record_id;

-- Another whenever the documents that are to be found change, or what of them is: an index that
-- was brought in step with it need not be compared with the archive.
CREATE TABLE generation (stamp TEXT NOT NULL) STRICT;
INSERT INTO generation VALUES (hex(randomblob(8)));
CREATE TRIGGER document_insert AFTER INSERT ON document BEGIN
    UPDATE generation SET stamp = hex(randomblob(8));
END;
CREATE TRIGGER document_update AFTER UPDATE OF revision ON document BEGIN
    UPDATE generation SET stamp = hex(randomblob(8));
END;
CREATE TRIGGER document_delete AFTER DELETE ON document BEGIN
    UPDATE generation SET stamp = hex(randomblob(8));
END;
CREATE TRIGGER source_insert AFTER INSERT ON source BEGIN
    UPDATE generation SET stamp = hex(randomblob(8));
END;
CREATE TRIGGER source_update AFTER UPDATE OF current, uri ON source BEGIN
    UPDATE generation SET stamp = hex(randomblob(8));
END;
CREATE TRIGGER source_delete AFTER DELETE ON source BEGIN
    UPDATE generation SET stamp = hex(randomblob(8));
END;
CREATE TRIGGER record_update AFTER UPDATE OF meeting_id ON record BEGIN
    UPDATE generation SET stamp = hex(randomblob(8));
END;
CREATE TRIGGER record_delete AFTER DELETE ON record BEGIN
    UPDATE generation SET stamp = hex(randomblob(8));
END;
