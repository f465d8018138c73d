"""Which action items are listed, and which must be followed up anew when a document changes.

The archive calls `touched` in the transaction that changes a document, so that what it lists is
right at once; `corpus.followups` looks for what is said of the tasks that were touched.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from corpus.told import RANK

HORIZON = 400
"""Days after its meeting in which an action item is looked for; later, topics come again."""

_RANK = " ".join(f"WHEN '{kind}' THEN {rank}" for rank, kind in enumerate(RANK))
_PLACE = """
    CASE WHEN f.due_date IS NULL THEN '1' ELSE '0' END || coalesce(f.due_date, r.date, '')
    || char(10) || coalesce(r.date, '~') || char(10) || coalesce(r.body, '') || char(10)
    || r.document_id || printf('%04d%06d', r.part, f.position)
"""
_CURRENT = "EXISTS (SELECT 1 FROM source s WHERE s.document_id = r.document_id AND s.current)"
_LIST = f"""
    WITH told AS (
        SELECT f.id, f.due_date, {_PLACE} AS place, {_CURRENT} AS current,
               r.meeting_id, fold(f.text) AS text, r.document_id || r.document_type AS teller,
               n.action_id IS NULL AS unnoted,
               CASE r.document_type {_RANK} END AS rank
        FROM record r JOIN action_item f ON f.record_id = r.id
        LEFT JOIN follow_up n ON n.action_id = f.id
        WHERE r.meeting_key IN (SELECT value FROM json_each(:keys))
    ), best AS (
        SELECT id, first_value(teller) OVER (
            PARTITION BY meeting_id, text
            ORDER BY unnoted, rank, substr(place, instr(place, char(10)))
        ) = teller AS listed
        FROM told WHERE current
    )
    INSERT INTO task (action_id, listed, place, due)
    SELECT t.id, coalesce(b.listed, 0), t.place, t.due_date
    FROM told t LEFT JOIN best b ON b.id = t.id WHERE true
    ON CONFLICT (action_id) DO UPDATE
    SET listed = excluded.listed, place = excluded.place, due = excluded.due
"""  # noqa: S608 - names of this module
_UNSETTLE = f"""
    UPDATE task SET settled = 0 WHERE settled AND action_id IN (
        SELECT f.id FROM (
            SELECT DISTINCT series, date FROM record
            WHERE date IS NOT NULL AND meeting_key IN (SELECT value FROM json_each(:keys))
            UNION SELECT substr(value, 12), substr(value, 1, 10) FROM json_each(:keys)
            WHERE substr(value, 11, 1) = char(10)
        ) m
        JOIN record r ON r.series = m.series AND r.date <= m.date
            AND r.date >= date(m.date, '-{HORIZON} days')
        JOIN action_item f ON f.record_id = r.id
    )
"""  # noqa: S608


def touched(db: sqlite3.Connection, documents: Iterable[str], keys: Iterable[str] = ()) -> None:
    """List anew the tasks of the documents' meetings, and have followed up what they may tell of.

    `keys` are those of meetings (`corpus.meetings.meeting_key`) that documents told of before.
    """
    ids = json.dumps(sorted(documents))
    sql = "SELECT meeting_key FROM record WHERE document_id IN (SELECT value FROM json_each(?))"
    all_ = {row[0] for row in db.execute(sql, (ids,))} | set(keys)
    relist(db, all_)
    db.execute(_UNSETTLE, {"keys": json.dumps(sorted(all_))})


def relist(db: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Choose anew, of the action items that documents of a meeting tell alike, whom to believe."""
    db.execute(_LIST, {"keys": json.dumps(sorted(keys))})


def relist_with(db: sqlite3.Connection, action_id: str) -> None:
    """The same for the meeting of an action item, of which staff have noted something."""
    sql = (
        "SELECT r.meeting_key FROM action_item f JOIN record r ON r.id = f.record_id WHERE f.id = ?"
    )
    relist(db, [row[0] for row in db.execute(sql, (action_id,))])
