"""A case as one card: what holds, the way there, the votes, what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from corpus.entries import Entry, Filters
from corpus.history import CaseHistory, Step
from corpus.meetings import fold
from corpus.model import ActionItem, Decision, Outcome, Vote
from corpus.told import told_once
from web.asking import Ask
from web.course import Course, course
from web.tracking import Tracked, tracked

SETTLING = (Outcome.APPROVED, Outcome.REJECTED, Outcome.ELECTED, Outcome.ASSIGNED)
"""Outcomes by which a body decides the matter itself."""


class CaseCard(msgspec.Struct, frozen=True):
    """What is most wanted of a case."""

    case: CaseHistory
    settled: Step | None
    """The latest meeting that decided the matter itself."""
    decisions: tuple[Entry[Decision], ...]
    """What it decided."""
    course: Course | None
    tasks: tuple[Tracked, ...]
    votes: tuple[Entry[Vote], ...]

    @property
    def document_ids(self) -> set[str]:
        """The documents that tell of it."""
        tasks = {id_ for task in self.tasks for id_ in task.document_ids}
        return self.case.document_ids | tasks | {vote.document_id for vote in self.votes}


def case_card(ask: Ask, case: CaseHistory) -> CaseCard:
    """The card of a case, for as long as the archive is as it is."""
    settled = next((step for step in reversed(case.steps) if any(_settling(step))), None)
    noted = ask.archive.noted()
    actions = told_once(_facts(ask, case, ActionItem), noted)
    return CaseCard(
        case=case,
        settled=settled,
        decisions=tuple(_settling(settled)) if settled else (),
        course=course(case),
        tasks=tuple(tracked(ask, actions)),
        votes=tuple(told_once(_facts(ask, case, Vote), noted)),
    )


def _settling(step: Step) -> Iterator[Entry[Decision]]:
    """The decisions of a step that settle the matter, each once."""
    told: set[str] = set()
    for decision in step.decisions:
        said = fold(decision.fact.text)
        if decision.fact.outcome in SETTLING and said not in told:
            told.add(said)
            yield decision


def _facts(ask: Ask, case: CaseHistory, kind: Any) -> Iterator[Entry[Any]]:
    for step in case.steps:
        for point in step.points:
            yield from ask.archive.facts(kind, Filters(point_id=point.id))
