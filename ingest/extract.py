"""From a document to what it says: the order in which the facts are found."""

from __future__ import annotations

from corpus.model import Document, Record
from corpus.swedish.tables import prepare
from ingest.facts.actions import find_actions
from ingest.facts.context import Context
from ingest.facts.decisions import find_decisions
from ingest.facts.kind import document_type
from ingest.facts.ledger import make_ledger
from ingest.facts.meeting import find_meeting
from ingest.facts.participants import find_participants
from ingest.facts.statements import find_statements
from ingest.facts.upcoming import find_upcoming
from ingest.facts.votes import find_votes
from ingest.split.parts import Part, parts
from ingest.split.sections import segment


def extract(document: Document) -> tuple[Record, ...]:
    """The records of a document, one for each document that is bound in it; usually one."""
    prepare()
    return tuple(_record(part) for part in parts(document))


def _record(part: Part) -> Record:
    """What one part of a file says."""
    document = part.document
    kind = document_type(document)
    sections = segment(document, kind)
    participants = find_participants(document, sections, kind)
    context = Context(kind, find_meeting(document, sections), participants)
    items = tuple(section.item for section in sections if section.item)
    decided = [(one, find_decisions(one, context, alone=not items)) for one in sections]
    return Record(
        document_id=document.id,
        document_type=kind,
        meeting=context.meeting,
        participants=participants,
        agenda_items=items,
        decisions=tuple(one for _, found in decided for one in found),
        action_items=tuple(
            one
            for section, found in decided
            if section.item or not items  # covers and signatures give no tasks
            for one in find_actions(section, context, found)
        ),
        upcoming_dates=find_upcoming(sections, context),
        votes=tuple(one for section in sections for one in find_votes(section, participants)),
        statements=tuple(
            one for section in sections for one in find_statements(section, participants)
        ),
        ledger=make_ledger(part, sections),
        pages=(part.whole.pages[0].number, part.whole.pages[-1].number)
        if part.whole.pages
        else (1, 0),
    )
