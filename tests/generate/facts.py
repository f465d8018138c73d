"""Small documents and records for tests of what comes after reading."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

from corpus.model import (
    ActionItem,
    AgendaItem,
    Attendance,
    Box,
    Decision,
    Document,
    DocumentType,
    Ledger,
    Line,
    Meeting,
    Outcome,
    Page,
    Participant,
    Provenance,
    Reading,
    Record,
    Source,
    Word,
)

TEXT = "§ 4 Gång- och cykelväg till Björkåsen\nNämnden godkänner förslaget.\nMaj Ek kollar priset."


def a_document(path: Path) -> Document:
    """What a reader would give for a text file; each line of it is one page."""
    data = path.read_bytes()
    text = data.decode()
    pages, at = [], 0
    for number, line in enumerate(text.splitlines(), 1):
        box = Box(50, 50, 300, 60)
        words, end = [], at
        for word in line.split():
            start = text.index(word, end)
            end = start + len(word)
            words.append(Word(start, end, box))
        stop = at + len(line)
        lines = (Line(at, stop, number, box),)
        pages.append(Page(number, at, stop, 595, 842, Reading.TEXT, tuple(words), lines))
        at = stop + 1
    sha = hashlib.sha256(data).hexdigest()
    return Document(sha, Source(path.absolute().as_uri(), sha), "text/plain", text, tuple(pages))


def quote(document: Document, text: str) -> Provenance:
    start = document.text.index(text)
    spans = ((start, start + len(text)),)
    page = document.page_at(start).number
    return Provenance(document.id, page, spans, tuple(document.boxes_at(spans)), "test-rule", 0.9)


def a_record(
    document: Document,
    body: str | None = "Tekniska nämnden",
    date: str | None = "2024-03-12",
    organisation: str | None = "Granlunda kommun",
    kind: DocumentType = DocumentType.MINUTES,
) -> Record:
    title = quote(document, "Gång- och cykelväg till Björkåsen")
    return Record(
        document_id=document.id,
        document_type=kind,
        meeting=Meeting(organisation, body, date, start="13:00", evidence={"date": title}),
        participants=(
            Participant("Maj Ek", "C", None, Attendance.MEMBER, None, quote(document, "Maj Ek")),
        ),
        agenda_items=(AgendaItem("4", document.text_at(title), None, None, None, None, title),),
        decisions=(
            Decision(
                "4",
                "Nämnden godkänner förslaget.",
                Outcome.APPROVED,
                quote(document, "Nämnden godkänner förslaget."),
            ),
        ),
        action_items=(
            ActionItem(
                "4",
                "Maj Ek kollar priset.",
                ("Maj Ek",),
                "2024-04-30",
                "april",
                quote(document, "Maj Ek kollar priset."),
            ),
        ),
        upcoming_dates=(),
        votes=(),
        statements=(),
        ledger=Ledger(3, 0, 0, ()),
        pages=(1, 3),
    )


def a_file(folder: Path, name: str = "protokoll.txt", text: str = TEXT) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def without_tasks(db: sqlite3.Connection) -> None:
    """Take from an archive's database what 0008.sql of its layouts adds."""
    rows = db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for row in rows:
        db.execute(f"DROP TRIGGER {row[0]}")
    db.execute("DROP TABLE generation")
    db.execute("DROP TABLE saying")
    db.execute("DROP TABLE task")
    db.execute("DROP INDEX record_series")
    db.execute("DROP INDEX participant_name")
    db.execute("ALTER TABLE record DROP COLUMN series")
