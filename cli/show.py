"""The commands `show` and `inspect`: a meeting, a point or a file whole, with where it says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from typing import Any

import msgspec

from cli import render
from cli.render import heading, paragraph, plain, table
from cli.speech import _
from corpus.archive import Archive
from corpus.entries import Entry
from corpus.labels import ATTENDANCE, OUTCOMES, PERSONAL, TYPES
from corpus.model import (
    ActionItem,
    AgendaItem,
    Decision,
    Document,
    DocumentType,
    Ledger,
    Meeting,
    Participant,
    Possible,
    Provenance,
    Record,
    Statement,
    UpcomingDate,
    Vote,
)
from corpus.rows import FACTS, type_of_fact
from corpus.told import told_once
from index.whole import Shown

Personal = dict[str, dict[str, int]]
"""How much personal data each document has, by kind."""


def personal_of(archive: Archive, shown: Shown) -> Personal:
    """How much personal data was recognised in the documents of what is shown."""
    return {
        document.id: dict(Counter(found.kind for found in archive.personal(document.id)))
        for document in shown.documents
    }


def as_json(shown: Shown, personal: Personal) -> str:
    """For programs: as the archive has it, with provenance."""
    return render.as_json({**msgspec.to_builtins(shown), "personal": personal})


def as_text(shown: Shown, personal: Personal, noted: Container[str]) -> str:
    """For people; `noted` are the action items that staff have written about."""
    names = {document.id: document.name for document in shown.documents}

    def source(entry: Entry[Any]) -> str:
        page = entry.fact.provenance.page
        place = _("s. {0}", page)
        return place if len(names) == 1 else f"{place}, {names[entry.document_id]}"

    lines = _head(shown.meeting.meeting, shown.meeting.document_types)
    types = shown.meeting.document_types
    for document, kind, part in zip(shown.documents, types, _parts(shown), strict=False):
        superseded = "" if document.current else f" ({_('ersatt')})"
        lines.append(f"  {_(TYPES[kind])}: {plain(document.name)}{part}{superseded}")
        if held := personal[document.id]:
            kinds = (f"{number} {_(PERSONAL[kind])}" for kind, number in sorted(held.items()))
            lines.append(f"    {_('personuppgifter: {0}', ', '.join(kinds))}")
    facts = told_once(shown.facts, noted)
    for table_ in FACTS:
        told = [(e.fact, f"{source(e)}  {e.id}") for e in facts if type(e.fact) is table_.type]
        lines += _section(table_.field, told)
    if shown.text:
        lines += [
            "",
            heading(_("Text")),
            *(paragraph(plain(row), "  ") for row in shown.text.split("\n")),
        ]
    for ledger in shown.ledgers:
        lines += _ledger(ledger)
    return "\n".join(lines)


def _parts(shown: Shown) -> list[str]:
    """Of each document that holds more than the meeting, which pages of it tell of that."""
    if not shown.pages:
        return ["" for _ in shown.documents]
    return [
        "" if pages == (1, max(document.pages, 1)) else f", {pages_text(*pages)}"
        for document, pages in zip(shown.documents, shown.pages, strict=True)
    ]


def record_text(document: Document, record: Record) -> str:
    """What one record of a file says, for people."""
    lines = _head(record.meeting, (record.document_type,))
    if record.pages != (1, len(document.pages)):
        lines.append(f"  {_('{0} i filen', pages_text(*record.pages))}")
    for table_ in FACTS:
        facts: Sequence[type_of_fact] = getattr(record, table_.field)
        lines += _section(table_.field, [(f, _evidence(document, f.provenance)) for f in facts])
    return "\n".join(lines + _ledger(record.ledger))


def _evidence(document: Document, provenance: Provenance) -> str:
    sure = f"{provenance.confidence:.0%}"
    place = _("s. {0}", provenance.page)
    return f"{place}  {provenance.rule}  {sure}" if document.pages else ""


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
    title = " · ".join(each for each in named if each) or _("Okänt möte")
    times = "–".join(each for each in (meeting.start, meeting.end) if each)
    where = ", ".join(each for each in (times, meeting.place) if each)
    kinds = ", ".join(_(TYPES[kind]) for kind in types)
    return [heading(f"{title} ({kinds})"), *([f"  {where}"] if where else [])]


def _section(field: str, told: Sequence[tuple[type_of_fact, str]]) -> list[str]:
    if not told:
        return []
    lines = ["", heading(f"{_(_HEADS[field])} ({len(told)})")]
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
        role = _("{0} för {1}", role, person.substitutes_for).strip()
    attendance = _(ATTENDANCE[person.attendance])
    return [f"  {person.name}", person.affiliation or "", attendance, role, at]


def sentence(fact: type_of_fact) -> str:
    """A fact in a line for people."""
    match fact:
        case AgendaItem():
            extras = [fact.case_number, fact.responsible, fact.time]
            named = f"{fact.number} {fact.title}" if fact.number else fact.title
            return " · ".join([named, *(each for each in extras if each)])
        case Decision():
            return f"[{_(OUTCOMES[fact.outcome])}] {_in_item(fact.agenda_item)}{fact.text}"
        case ActionItem():
            owner = ", ".join(fact.owner) or _("ingen namngiven")
            due = fact.due_date or fact.due_text
            return f"{owner}{_(', senast {0}', due) if due else ''}: {fact.text}"
        case UpcomingDate():
            return f"{fact.date} {fact.text}"
        case Vote():
            counts = _("{0} ja, {1} nej, {2} avstår", fact.yes, fact.no, fact.abstain)
            return f"{_in_item(fact.agenda_item)}{counts}"
        case Statement():
            who = ", ".join((*fact.persons, *fact.parties))
            return f"{_in_item(fact.agenda_item)}{f'{who}: ' if who else ''}{fact.text}"
        case Participant():
            return fact.name
        case Possible():
            return f"{_in_item(fact.agenda_item)}{fact.text}"


def _in_item(label: str | None) -> str:
    if not label:
        return ""
    return f"§ {label}: " if label[:1].isdigit() else f"{label}: "


def pages_text(first: int, last: int) -> str:
    """Pages as people write them: "s. 14–31"."""
    return _("s. {0}", first) if first == last else _("s. {0}–{1}", first, last)


def _ledger(ledger: Ledger) -> list[str]:
    said = [_("sida {0} kunde inte läsas: {1}", page, _(why)) for page, why in ledger.pages_unread]
    if ledger.pages_ocr:
        said.append(_("{0} sidor är lästa som bild", ledger.pages_ocr))
    said += [_("nummer {0} saknas i följden", number) for number in ledger.missing_numbers]
    said += [_("utlyst men inte funnen: {0}", title) for title in ledger.announced_not_found]
    said += [_("bifogad fil: {0}", name) for name in ledger.attachments]
    said += [_("bilaga: {0}", pages_text(first, last)) for first, last in ledger.annexes]
    said += map(_, ledger.remarks)
    return (
        ["", heading(_("Att veta")), *(paragraph(plain(each), "    ", "  • ") for each in said)]
        if said
        else []
    )
