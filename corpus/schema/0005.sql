-- The points of each case, by what all spellings of its number have in common.
CREATE TABLE case_point (
    case_key TEXT NOT NULL,                 -- corpus.cases.case_key of the number
    point_id TEXT NOT NULL REFERENCES agenda_item (id) ON DELETE CASCADE,
    PRIMARY KEY (case_key, point_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_point_point ON case_point (point_id);
INSERT INTO case_point
    SELECT case_key(case_number), id FROM agenda_item WHERE case_number IS NOT NULL;
