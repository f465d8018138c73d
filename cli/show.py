"""The commands `show` and `inspect`: a meeting, a point or a file whole, with where it says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from cli import render
from cli.render import heading, paragraph, plain, table
from corpus.archive import Archive
from corpus.entries import DocumentEntry, Entry, Filters, MeetingEntry
from corpus.errors import UsageError
from corpus.labels import ATTENDANCE, OUTCOMES, TYPES
from corpus.model import (
    ActionItem,
    AgendaItem,
    Decision,
    Document,
    DocumentType,
    Ledger,
    Meeting,
    Participant,
    Provenance,
    Record,
    Statement,
    UpcomingDate,
    Vote,
)
from corpus.rows import FACTS, type_of_fact
from index.units import units


class Shown(msgspec.Struct, frozen=True):
    """A meeting, or one point of it, with all that is known."""

    id: str
    meeting: MeetingEntry
    documents: tuple[DocumentEntry, ...]
    facts: tuple[Entry[Any], ...]
    """Agenda items first, then the other types, each in the order of the documents."""
    ledgers: tuple[Ledger, ...]
    text: str | None = None
    """The words of a point, from its heading to the next one's."""


def find(archive: Archive, id_: str) -> Shown:
    """What an id, or the beginning of one, stands for. Raises UsageError when nothing does."""
    full = archive.resolve(id_)
    if full.startswith("m-"):
        return _meeting(archive, full)
    if "-" not in full:
        meetings = archive.meetings(Filters(document_id=full, superseded=True))
        if not meetings:
            raise UsageError(f"handlingen {id_} säger inget om något möte.")
        return _meeting(archive, meetings[0].id)
    point = archive.fact(full).point_id
    if point is None:
        return _meeting(archive, archive.fact(full).meeting_id)
    return _point(archive, point)


def _facts(archive: Archive, filters: Filters) -> Iterable[Entry[Any]]:
    for table_ in FACTS:
        if filters.point_id is None or table_.in_points or table_.type is AgendaItem:
            yield from archive.facts(table_.type, filters)  # type: ignore[type-var]


def _meeting(archive: Archive, id_: str) -> Shown:
    meeting = archive.meeting(id_)
    documents = tuple(archive.document_entry(each) for each in meeting.document_ids)
    superseded = not any(document.current for document in documents)
    facts = tuple(_facts(archive, Filters(meeting_id=id_, superseded=superseded)))
    ledgers = tuple(r.ledger for document in documents for r in archive.records(document.id))
    return Shown(id_, meeting, documents, facts, ledgers)


def _point(archive: Archive, id_: str) -> Shown:
    point = archive.point(id_)
    meeting = archive.meeting(point.meeting_id)
    facts = tuple(_facts(archive, Filters(point_id=id_, superseded=True)))
    document = archive.document(point.document_id)
    made = units(document, archive.records(document.id), archive.meetings_of(document.id))
    text = next((unit.body for unit in made if unit.id == id_), None)
    return Shown(id_, meeting, (archive.document_entry(document.id),), facts, (), text)


def as_json(shown: Shown) -> str:
    """For programs: as the archive has it, with provenance."""
    return render.as_json(shown)


def as_text(shown: Shown) -> str:
    """For people."""
    names = {document.id: document.name for document in shown.documents}

    def source(entry: Entry[Any]) -> str:
        page = entry.fact.provenance.page
        return f"s. {page}" if len(names) == 1 else f"s. {page}, {names[entry.document_id]}"

    lines = _head(shown.meeting.meeting, shown.meeting.document_types)
    lines += [
        f"  {TYPES[kind]}: {document.name}{'' if document.current else ' (ersatt)'}"
        for document, kind in zip(shown.documents, shown.meeting.document_types, strict=False)
    ]
    for table_ in FACTS:
        told = [
            (e.fact, f"{source(e)}  {e.id}") for e in shown.facts if type(e.fact) is table_.type
        ]
        lines += _section(table_.field, told)
    if shown.text:
        lines += [
            "",
            heading("Text"),
            *(paragraph(plain(row), "  ") for row in shown.text.split("\n")),
        ]
    for ledger in shown.ledgers:
        lines += _ledger(ledger)
    return "\n".join(lines)


def record_text(document: Document, record: Record) -> str:
    """What one record of a file says, for people."""
    lines = _head(record.meeting, (record.document_type,))
    for table_ in FACTS:
        facts: Sequence[type_of_fact] = getattr(record, table_.field)
        lines += _section(table_.field, [(f, _evidence(document, f.provenance)) for f in facts])
    return "\n".join(lines + _ledger(record.ledger))


def _evidence(document: Document, provenance: Provenance) -> str:
    sure = f"{provenance.confidence:.0%}"
    return f"s. {provenance.page}  {provenance.rule}  {sure}" if document.pages else ""


_HEADS = {
    "agenda_items": "Punkter",
    "participants": "Deltagare",
    "decisions": "Beslut",
    "action_items": "Uppdrag",
    "upcoming_dates": "Kommande datum",
    "votes": "Omröstningar",
    "statements": "Yrkanden, reservationer, jäv",
}


def _head(meeting: Meeting, types: Sequence[DocumentType]) -> list[str]:
    named = [meeting.organisation, meeting.body, meeting.date]
    title = " · ".join(each for each in named if each) or "Okänt möte"
    times = "–".join(each for each in (meeting.start, meeting.end) if each)
    where = ", ".join(each for each in (times, meeting.place) if each)
    kinds = ", ".join(TYPES[kind] for kind in types)
    return [heading(f"{title} ({kinds})"), *([f"  {where}"] if where else [])]


def _section(field: str, told: Sequence[tuple[type_of_fact, str]]) -> list[str]:
    if not told:
        return []
    lines = ["", heading(f"{_HEADS[field]} ({len(told)})")]
    if field == "participants":
        rows = [_participant(fact, at) for fact, at in told if isinstance(fact, Participant)]
        return [*lines, table(rows)]
    for fact, at in told:
        lines.append(paragraph(plain(sentence(fact)), "    ", "  • "))
        lines.append(f"    {at}")
    return lines


def _participant(person: Participant, at: str) -> list[str]:
    role = person.role or ""
    if person.substitutes_for:
        role = f"{role} för {person.substitutes_for}".strip()
    attendance = ATTENDANCE[person.attendance]
    return [f"  {person.name}", person.affiliation or "", attendance, role, at]


def sentence(fact: type_of_fact) -> str:
    """A fact in a line for people."""
    match fact:
        case AgendaItem():
            extras = [fact.case_number, fact.responsible, fact.time]
            named = f"{fact.number} {fact.title}" if fact.number else fact.title
            return " · ".join([named, *(each for each in extras if each)])
        case Decision():
            return f"[{OUTCOMES[fact.outcome]}] {_in_item(fact.agenda_item)}{fact.text}"
        case ActionItem():
            owner = ", ".join(fact.owner) or "ingen namngiven"
            due = fact.due_date or fact.due_text
            return f"{owner}{f', senast {due}' if due else ''}: {fact.text}"
        case UpcomingDate():
            return f"{fact.date} {fact.text}"
        case Vote():
            counts = f"{fact.yes} ja, {fact.no} nej, {fact.abstain} avstår"
            return f"{_in_item(fact.agenda_item)}{counts}"
        case Statement():
            who = ", ".join((*fact.persons, *fact.parties))
            return f"{_in_item(fact.agenda_item)}{f'{who}: ' if who else ''}{fact.text}"
        case Participant():
            return fact.name


def _in_item(label: str | None) -> str:
    if not label:
        return ""
    return f"§ {label}: " if label[:1].isdigit() else f"{label}: "


def _ledger(ledger: Ledger) -> list[str]:
    said = [f"sida {page} kunde inte läsas: {why}" for page, why in ledger.pages_unread]
    if ledger.pages_ocr:
        said.append(f"{ledger.pages_ocr} sidor är lästa som bild")
    said += [f"§ {number} saknas i följden" for number in ledger.missing_numbers]
    said += [f"utlyst men inte funnen: {title}" for title in ledger.announced_not_found]
    said += [f"bifogad fil: {name}" for name in ledger.attachments]
    said += ledger.remarks
    return (
        ["", heading("Att veta"), *(paragraph(plain(each), "    ", "  • ") for each in said)]
        if said
        else []
    )
