"""What several documents of a meeting say alike, told once.

Minutes, an extract of one § and a copy in another format say the same decision in the same
words. The archive keeps each where it stands; lists for people have it once, from the document
to believe first.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any, TypeVar

from corpus.entries import Entry
from corpus.meetings import fold
from corpus.model import ActionItem, AgendaItem, Decision, DocumentType, Participant, Vote

RANK: tuple[DocumentType, ...] = (
    DocumentType.MINUTES,
    DocumentType.NOTES,
    DocumentType.EXTRACT,
    DocumentType.SLIDES,
    DocumentType.NOTICE,
    DocumentType.REPORT,
)
"""Which kind of document to believe first where several tell of one meeting."""

_Entry = TypeVar("_Entry", bound=Entry[Any])


def told_once(entries: Iterable[_Entry], noted: Container[str]) -> list[_Entry]:
    """The entries in their order, without what a better document of the meeting says alike.

    The better one is that whose entry is `noted`, by its id, as staff have written about it
    (see `Holdings.noted`), so that lists, pages and files agree; then that of the kind to
    believe first. What one document says twice stays twice.
    """
    alike: dict[tuple[str, str, str], list[_Entry]] = {}
    listed = list(entries)
    for entry in listed:
        key = entry.meeting_id, type(entry.fact).__name__, _said(entry.fact)
        alike.setdefault(key, []).append(entry)
    chosen = {
        entry.id for told in alike.values() for entry in (_best(told, noted) if told[1:] else told)
    }
    return [entry for entry in listed if entry.id in chosen]


def decided_tasks(
    decisions: Iterable[Entry[Decision]], actions: Iterable[Entry[ActionItem]]
) -> dict[str, str]:
    """The decisions that are also something to do: ids of action items by ids of decisions.

    One sentence may be both: "att ge förvaltningen i uppdrag att …". People need it once.
    """
    told = {(e.meeting_id, e.point_id, _said(e.fact)): e.id for e in actions}
    pairs = ((e.id, told.get((e.meeting_id, e.point_id, _said(e.fact)))) for e in decisions)
    return {decision: action for decision, action in pairs if action}


def _best(alike: Sequence[_Entry], noted: Container[str]) -> list[_Entry]:
    best = min(alike, key=lambda e: (e.id not in noted, RANK.index(e.document_type)))
    return [each for each in alike if _teller(each) == _teller(best)]


def _teller(entry: Entry[Any]) -> tuple[str, DocumentType]:
    return entry.document_id, entry.document_type


def _said(fact: Any) -> str:
    """What a fact says, so that two documents that say it are known to."""
    match fact:
        case AgendaItem():
            said: tuple[str, ...] = (fact.title,)  # a notice numbers otherwise than minutes
        case Participant():
            said = (fact.name,)
        case Vote():
            said = (str(fact.yes), str(fact.no), fact.agenda_item or "")
        case _:
            said = (fact.text,)
    return fold(" ".join(said))
