"""A case as one card: what holds, the way there, the votes, what was promised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from corpus.cases import case_key
from corpus.entries import Entry, Filters
from corpus.history import CaseHistory, Step, cases_named
from corpus.meetings import fold
from corpus.model import ActionItem, Decision, Outcome, Vote
from corpus.tasks import Task, tasks_of
from corpus.told import told_once
from index.search import Hit
from web.asking import Ask
from web.course import Course, course

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
    tasks: tuple[Task, ...]
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
    actions = list(_facts(ask, case, ActionItem))
    return CaseCard(
        case=case,
        settled=settled,
        decisions=tuple(_settling(settled)) if settled else (),
        course=course(case),
        tasks=tuple(tasks_of(ask.archive, actions)),
        votes=tuple(told_once(_facts(ask, case, Vote), noted)),
    )


FIRST = 5
"""Hits among which a case must lead for a question to have found it."""


def found_case(ask: Ask, hits: Sequence[Hit]) -> CaseCard | None:
    """The case that a question names or finds: that of most of the first hits that are of one.

    A case of one or two meetings is told as quickly by its hits.
    """
    numbered = [hit for hit in hits[:FIRST] if hit.unit.case_number]
    if not numbered:
        return None
    number, point = numbered[0].unit.case_number or "", numbered[0].unit.id
    keys = [case_key(hit.unit.case_number or "") for hit in numbered]
    if keys.count(keys[0]) < 2 or 2 * keys.count(keys[0]) <= len(keys):
        return None
    for case in cases_named(ask.archive, number):
        if len(case.steps) > 2 and any(p.id == point for step in case.steps for p in step.points):
            return case_card(ask, case)
    return None


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
