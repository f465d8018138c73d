-- Sentences that may be decisions or tasks: offered to who reviews, no facts.

CREATE TABLE possible (
    id          TEXT PRIMARY KEY,
    record_id   TEXT NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    point_id    TEXT REFERENCES agenda_item (id),
    position    INTEGER NOT NULL,
    agenda_item TEXT,
    kind        TEXT NOT NULL,
    text        TEXT NOT NULL,
    rest        TEXT NOT NULL
) STRICT;
CREATE INDEX possible_record ON possible (record_id, position);
CREATE INDEX possible_point ON possible (point_id);
CREATE INDEX possible_sure ON possible (json_extract(rest, '$.provenance.confidence'), id);
