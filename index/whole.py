"""A meeting or a point whole: all that the archive knows of it, for pages and commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from corpus.archive import Archive
from corpus.entries import DocumentEntry, Entry, Filters, MeetingEntry
from corpus.errors import UsageError
from corpus.model import AgendaItem, Ledger, Record
from corpus.rows import FACTS


class Shown(msgspec.Struct, frozen=True):
    """A meeting, or one point of it, with all that is known."""

    id: str
    meeting: MeetingEntry
    documents: tuple[DocumentEntry, ...]
    facts: tuple[Entry[Any], ...]
    """Agenda items first, then the other types, each in the order of the documents."""
    ledgers: tuple[Ledger, ...]
    pages: tuple[tuple[int, int], ...] = ()
    """Of each document, first and last page of what tells of the meeting."""
    text: str | None = None
    """The words of a point, from its heading to the next one's."""


def find(archive: Archive, id_: str) -> Shown:
    """What an id, or the beginning of one, stands for. Raises UsageError when nothing does."""
    full = archive.resolve(id_)
    if full.startswith("m-"):
        return whole_meeting(archive, full)
    if "-" not in full:
        meetings = archive.meetings(Filters(document_id=full, superseded=True))
        if not meetings:
            raise UsageError(f"handlingen {id_} säger inget om något möte.")
        if len(meetings) > 1:
            named = (" ".join((m.id, m.meeting.date or "", m.meeting.body or "")) for m in meetings)
            advice = f"Ange ett av dem: {', '.join(each.strip() for each in named)}."
            raise UsageError(f"handlingen {id_} rymmer flera möten.", advice=advice)
        return whole_meeting(archive, meetings[0].id)
    fact = archive.fact(full)
    if fact.point_id is None:
        return whole_meeting(archive, fact.meeting_id)
    return whole_point(archive, fact.point_id)


def _facts(archive: Archive, filters: Filters) -> Iterable[Entry[Any]]:
    for table in FACTS:
        if filters.point_id is None or table.in_points or table.type is AgendaItem:
            yield from archive.facts(table.type, filters)  # type: ignore[type-var]


def whole_meeting(archive: Archive, id_: str) -> Shown:
    """A meeting with the facts of all its documents. Raises ArchiveError when it is not here."""
    with archive.at_once():
        meeting = archive.meeting(id_)
        documents = tuple(archive.document_entry(each) for each in meeting.document_ids)
        superseded = not any(document.current for document in documents)
        facts = tuple(_facts(archive, Filters(meeting_id=id_, superseded=superseded)))
        parts = [_parts(archive, document.id, id_) for document in documents]
    ledgers = tuple(_filled(record.ledger, facts) for part in parts for record in part)
    pages = tuple((part[0].pages[0], part[-1].pages[1]) for part in parts)
    return Shown(id_, meeting, documents, facts, ledgers, pages)


def _parts(archive: Archive, document_id: str, meeting_id: str) -> list[Record]:
    """The records of a document that tell of a meeting."""
    pairs = zip(archive.records(document_id), archive.meetings_of(document_id), strict=True)
    return [record for record, meeting in pairs if meeting == meeting_id]


def _filled(ledger: Ledger, facts: Iterable[Entry[Any]]) -> Ledger:
    """The ledger without the gaps in its numbers that other documents of the meeting fill: §§
    that were adjusted at once stand in a document of their own."""
    numbers = {entry.fact.number for entry in facts if isinstance(entry.fact, AgendaItem)}
    missing = tuple(number for number in ledger.missing_numbers if number not in numbers)
    return msgspec.structs.replace(ledger, missing_numbers=missing)


def whole_point(archive: Archive, id_: str, text: str | None = None) -> Shown:
    """An agenda item with its facts and its text, which is read anew unless it is given.

    Raises ArchiveError when it is not here.
    """
    with archive.at_once():
        point = archive.point(id_)
        meeting = archive.meeting(point.meeting_id)
        facts = tuple(_facts(archive, Filters(point_id=id_, superseded=True)))
    if text is None:
        document = archive.document(point.document_id)
        from index.units import units  # only texts of points need them

        made = units(document, archive.records(document.id), archive.meetings_of(document.id))
        text = next((unit.body for unit in made if unit.id == id_), None)
    return Shown(id_, meeting, (archive.document_entry(point.document_id),), facts, (), text=text)
