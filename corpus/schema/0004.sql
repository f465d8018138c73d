-- People review the least certain facts first: those of each type stand in that order.

CREATE INDEX agenda_item_sure ON agenda_item (json_extract(rest, '$.provenance.confidence'), id);
CREATE INDEX participant_sure ON participant (json_extract(rest, '$.provenance.confidence'), id);
CREATE INDEX decision_sure ON decision (json_extract(rest, '$.provenance.confidence'), id);
CREATE INDEX action_item_sure ON action_item (json_extract(rest, '$.provenance.confidence'), id);
CREATE INDEX upcoming_date_sure ON upcoming_date (json_extract(rest, '$.provenance.confidence'), id);
CREATE INDEX vote_sure ON vote (json_extract(rest, '$.provenance.confidence'), id);
CREATE INDEX statement_sure ON statement (json_extract(rest, '$.provenance.confidence'), id);
