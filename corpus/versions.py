"""Which of several documents of a meeting stands: the minutes for their draft, and each once.

A document that is replaced stays in the archive and is shown as such; what is listed and searched
is that which stands in its place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from corpus.meetings import fold
from corpus.model import Document, DocumentType
from corpus.swedish.tables import first_match

_HEAD = 25
"""Lines of a first page, and as many of what stands beside them, that may say it is a draft."""
_ALIKE = 0.9
"""Part of the decisions that two renditions of the same minutes have in common."""


def is_draft(document: Document) -> bool:
    """Whether minutes say that they are a draft (utkast), in their head or in their name."""
    name = document.source.uri.rstrip("/").rpartition("/")[2]
    lines = document.pages[0].lines if document.pages else ()
    head = [*lines[:_HEAD], *lines[-_HEAD:]] if len(lines) > _HEAD else list(lines)
    told = [name, *(document.text_of(line) for line in head if not line.cell)]
    return any(first_match("drafts", each[:200]) for each in told)


def same_meeting(db: sqlite3.Connection, one: str, other: str) -> bool:
    """Whether two documents tell of a meeting in common, or neither of any that is known."""
    keys = [_meetings(db, id_) for id_ in (one, other)]
    return bool(keys[0] & keys[1]) or not (keys[0] or keys[1])


def _meetings(db: sqlite3.Connection, document_id: str) -> frozenset[str]:
    rows = db.execute(
        "SELECT meeting_key FROM record WHERE document_id = ? AND meeting_key <> id", (document_id,)
    )
    return frozenset(row[0] for row in rows)


def settle(db: sqlite3.Connection, document_id: str) -> None:
    """Let the best of the whole minutes of a document's meetings stand for the others of them.

    A draft gives way to what is none; of two files of different formats with the same decisions
    the PDF stands, as it is the one that is signed.
    """
    for key in _meetings(db, document_id):
        _settle(db, key)


def _settle(db: sqlite3.Connection, meeting_key: str) -> None:
    rows = db.execute(
        "SELECT d.id, d.draft, d.media_type, d.replaced_by FROM document d JOIN record r"
        " ON r.document_id = d.id WHERE r.meeting_key = ? AND r.document_type = ?"
        " AND EXISTS (SELECT 1 FROM source s WHERE s.document_id = d.id AND"
        " (s.current OR d.replaced_by IS NOT NULL)) GROUP BY d.id"
        " ORDER BY d.draft, d.media_type <> 'application/pdf', d.added DESC, d.id",
        (meeting_key, str(DocumentType.MINUTES)),
    ).fetchall()
    standing: list[tuple[str, bool, str]] = []
    for id_, draft, media_type, before in rows:
        better = next(
            (
                other
                for other, is_also_draft, type_ in standing
                if (draft and not is_also_draft)
                or (type_ != media_type and _alike(_said(db, other), _said(db, id_)))
            ),
            None,
        )
        if better is None:
            standing.append((id_, bool(draft), media_type))
        if better != before:
            db.execute("UPDATE document SET replaced_by = ? WHERE id = ?", (better, id_))
            stands = better is None
            db.execute("UPDATE source SET current = ? WHERE document_id = ?", (stands, id_))


def _said(db: sqlite3.Connection, document_id: str) -> frozenset[str]:
    rows = db.execute(
        "SELECT f.agenda_item, f.text FROM decision f JOIN record r ON r.id = f.record_id"
        " WHERE r.document_id = ?",
        (document_id,),
    )
    return frozenset(f"{item} {''.join(fold(text).split())}" for item, text in rows)


def _alike(one: Iterable[str], other: Iterable[str]) -> bool:
    first, second = frozenset(one), frozenset(other)
    return bool(first) and len(first & second) >= _ALIKE * max(len(first), len(second))
