"""From a document to what it says: the order in which the facts are found.

A recogniser that fails loses its own facts and no others: the ledger says which were not read,
where, and what to do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from traceback import extract_tb
from typing import ParamSpec, TypeVar

from msgspec.structs import replace

from corpus.model import (
    ActionItem,
    Decision,
    Document,
    DocumentType,
    Meeting,
    Possible,
    Record,
    Statement,
    Vote,
)
from corpus.swedish.tables import prepare
from ingest.facts.actions import find_actions
from ingest.facts.context import Context
from ingest.facts.decisions import find_decisions
from ingest.facts.filename import UNNAMED, Named, named
from ingest.facts.kind import document_type
from ingest.facts.ledger import make_ledger, page_ledger
from ingest.facts.meeting import find_meeting
from ingest.facts.participants import find_participants
from ingest.facts.possible import find_possible
from ingest.facts.statements import find_statements
from ingest.facts.upcoming import find_upcoming
from ingest.facts.votes import find_votes
from ingest.read.pulse import pulse
from ingest.split.parts import Part, parts
from ingest.split.sections import Section, segment

_log = logging.getLogger(__name__)
_Found = TypeVar("_Found")
_Given = ParamSpec("_Given")


class _Attempts:
    """Calls recognisers, and keeps in words for a person what those that failed did not read."""

    def __init__(self) -> None:
        self.remarks: list[str] = []

    def __call__(
        self,
        what: str,
        otherwise: _Found,
        find: Callable[_Given, _Found],
        *args: _Given.args,
        **named: _Given.kwargs,
    ) -> _Found:
        """What `find` finds; `otherwise`, with a remark, where it raises an exception."""
        try:
            return find(*args, **named)
        except Exception as error:
            _log.warning("%s kunde inte läsas", what, exc_info=True)
            last = extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} i {Path(last.filename).name}:{last.lineno}"
            self.remarks.append(f"{what} kunde inte läsas: fel i programmet ({place}). Anmäl det.")
            return otherwise


def extract(document: Document) -> tuple[Record, ...]:
    """The records of a document, one for each document that is bound in it; usually one."""
    prepare()
    attempt = _Attempts()
    whole = (Part(document, document),)
    found = attempt("Gränserna mellan filens handlingar", whole, parts, document)
    name = named(document.source.uri) if len(found) == 1 else UNNAMED
    records = (_record(part, name) for part in found)
    return tuple(_with_remarks(record, attempt.remarks) for record in records)


def _record(part: Part, name: Named) -> Record:
    """What one part of a file says."""
    document, attempt = part.document, _Attempts()
    kind = attempt("Handlingens typ", DocumentType.REPORT, document_type, document, name)
    undivided = (Section(document, None, document.lines),)
    sections = attempt("Punkterna", undivided, segment, document, kind)
    items = tuple(section.item for section in sections if section.item)
    people = attempt("Deltagarna", (), find_participants, document, sections, kind)
    if kind is DocumentType.REPORT and not items:
        name = UNNAMED  # no meeting's paper
    meeting = attempt("Mötet", Meeting(), find_meeting, document, sections, name)
    context = Context(kind, meeting, people)

    decisions: list[Decision] = []
    actions: list[ActionItem] = []
    votes: list[Vote] = []
    statements: list[Statement] = []
    possible: list[Possible] = []
    for one in sections:
        pulse()  # a sign of life: long minutes have many sections
        at = f" under ”{one.item.label}”" if one.item else ""
        alone = not items
        decided = attempt(f"Besluten{at}", (), find_decisions, one, context, alone=alone)
        decisions += decided
        if one.item or alone:  # covers and signatures give no tasks
            tasks = attempt(f"Uppdragen{at}", (), find_actions, one, context, decided)
            actions += tasks
            taken = [of.provenance for of in decided] + [of.provenance for of in tasks]
            possible += attempt(f"Det möjliga{at}", (), find_possible, one, taken)
        votes += attempt(f"Omröstningarna{at}", (), find_votes, one, people)
        statements += attempt(f"Yrkandena{at}", (), find_statements, one, people)
    upcoming = attempt("Kommande datum", (), find_upcoming, sections, context)
    ledger = attempt("Luckor i numreringen", page_ledger(part), make_ledger, part, sections)
    record = Record(
        document_id=document.id,
        document_type=kind,
        meeting=meeting,
        participants=people,
        agenda_items=items,
        decisions=tuple(decisions),
        action_items=tuple(actions),
        upcoming_dates=upcoming,
        votes=tuple(votes),
        statements=tuple(statements),
        ledger=ledger,
        pages=_first_and_last(part),
        possible=tuple(possible),
    )
    return _with_remarks(record, (*attempt.remarks, *_disagreement(meeting, name)))


def _first_and_last(part: Part) -> tuple[int, int]:
    pages = part.whole.pages
    return (pages[0].number, pages[-1].number) if pages else (1, 0)


def _with_remarks(record: Record, remarks: Sequence[str]) -> Record:
    ledger = record.ledger
    return replace(record, ledger=replace(ledger, remarks=(*ledger.remarks, *remarks)))


def _disagreement(meeting: Meeting, name: Named) -> tuple[str, ...]:
    """What the ledger says where the file's name tells another day than the paper."""
    if not name.date or meeting.date in (None, name.date):
        return ()
    return (f"Filnamnet säger {name.date}, handlingen {meeting.date}; handlingens dag gäller.",)
