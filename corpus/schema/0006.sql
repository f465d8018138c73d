-- The document that each logged event tells of, so that what is personal in it is known there too.

ALTER TABLE event ADD COLUMN document_id TEXT;
UPDATE event SET document_id = coalesce(
    (SELECT id FROM document WHERE id = about),
    (SELECT document_id FROM follow_up WHERE action_id = about),
    (SELECT c.document_id FROM correction c WHERE c.user = event.user AND c.verdict = what
        AND abs(julianday(c.at) - julianday(event.at)) * 86400 < 2)
);
