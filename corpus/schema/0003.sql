-- What reads a document and what looks for personal data in it are noted beside the outcome, so
-- that what an older program made is known for that.

ALTER TABLE document ADD COLUMN extraction TEXT;    -- what made its records; none is an older one
ALTER TABLE document ADD COLUMN recogniser TEXT;    -- what looked for personal data; none: nothing

-- Where personal data (personuppgifter) stands in a document.
CREATE TABLE personal (
    document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    start       INTEGER NOT NULL,           -- characters of the document's text
    "end"       INTEGER NOT NULL,
    page        INTEGER NOT NULL,
    kind        TEXT NOT NULL,              -- personal_number, phone, address
    text        TEXT NOT NULL,
    boxes       TEXT NOT NULL,              -- of its words, in points: JSON
    PRIMARY KEY (document_id, start, "end", kind)
) STRICT, WITHOUT ROWID;
