-- The meetings that each record has stood under: addresses of meetings that were corrected, merged
-- or split lead on to where their records stand now.

CREATE TABLE stood (
    meeting_id TEXT NOT NULL,
    record_id  TEXT NOT NULL,
    PRIMARY KEY (meeting_id, record_id)
) STRICT, WITHOUT ROWID;

INSERT INTO stood SELECT meeting_id, id FROM record;

CREATE TRIGGER stood_under AFTER UPDATE OF meeting_id ON record BEGIN
    INSERT INTO stood VALUES (NEW.meeting_id, NEW.id) ON CONFLICT DO NOTHING;
END;
