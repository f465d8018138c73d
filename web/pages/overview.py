"""The lists to look through: meetings, bodies, people, cases, and the history of each."""

from __future__ import annotations

from itertools import chain
from typing import Any

import msgspec
from starlette.responses import Response

from corpus import staff
from corpus.entries import Entry, Filters
from corpus.errors import UsageError
from corpus.history import Person, cases_named, people_named
from corpus.meetings import fold
from corpus.model import Decision, Statement
from corpus.tasks import Task
from web.asking import Ask, Day, PageNumber, Text, pages_for
from web.cards import case_card
from web.looks import page
from web.pages.meeting import bars

PER_PAGE = 100


class MeetingsQuery(msgspec.Struct, frozen=True):
    """The parameters of the list of meetings."""

    body: Text = ""
    first: Day | None = None
    last: Day | None = None
    page: PageNumber = 1


class PartQuery(msgspec.Struct, frozen=True):
    """The parameters of a list that is narrowed by part of a name."""

    q: Text = ""
    page: PageNumber = 1


class _Named(msgspec.Struct):
    namn: Text = ""
    nummer: Text = ""


def meetings(ask: Ask) -> Response:
    """All meetings, the newest first."""
    query = ask.query(MeetingsQuery)
    filters = Filters(body=query.body or None, date_from=query.first, date_to=query.last)
    shown, total = ask.archive.latest_meetings(filters, PER_PAGE, (query.page - 1) * PER_PAGE)
    return page(
        ask,
        "meetings.html",
        query=query,
        meetings=shown,
        total=total,
        pages=pages_for(total, PER_PAGE),
        bodies=ask.archive.bodies(),
    )


def bodies(ask: Ask) -> Response:
    """The bodies."""
    return page(ask, "bodies.html", bodies=staff.bodies(ask.archive))


def people(ask: Ask) -> Response:
    """The people, those of most meetings first."""
    query = ask.query(PartQuery)
    offset = (query.page - 1) * PER_PAGE
    found = staff.people(ask.archive, query.q, PER_PAGE + 1, offset)
    more = len(found) > PER_PAGE
    return page(ask, "people.html", query=query, people=found[:PER_PAGE], more=more)


class PersonShown(msgspec.Struct, frozen=True):
    """A person with what that person took part in and is to do."""

    person: Person
    tasks: tuple[Task, ...]
    decisions: tuple[Entry[Decision], ...]
    """Those that name the person in full, or are on a point the person answers for."""
    statements: tuple[Entry[Statement], ...]

    @property
    def where(self) -> str:
        """The organisations in which the person has met."""
        names = (e.organisation or e.body for e in self.person.taken)
        return ", ".join(dict.fromkeys(name for name in names if name))

    @property
    def document_ids(self) -> tuple[str, ...]:
        """The documents that tell of the person."""
        told: tuple[Entry[Any], ...] = (*self.person.taken, *self.decisions, *self.statements)
        tasks = chain.from_iterable(task.document_ids for task in self.tasks)
        return (*(entry.document_id for entry in told), *tasks)


def people_shown(ask: Ask, name: str) -> list[PersonShown]:
    """The people of a whole name, else those with its words in theirs; nobody for no name."""
    try:
        found = people_named(ask.archive, name) if name.strip() else ()
    except UsageError:
        return []
    whole = [h for h in found if fold(name) in {fold(each) for each in h.person.spellings}]
    return [PersonShown(h.person, h.tasks, h.decisions, h.statements) for h in whole or found]


def person(ask: Ask) -> Response:
    """A person: meetings taken part in, action items, decisions, statements."""
    name = ask.query(_Named).namn
    found = people_shown(ask, name)
    ask.tells_of(id_ for each in found for id_ in each.document_ids)
    return page(ask, "person.html", name=name, people=found)


def cases(ask: Ask) -> Response:
    """The cases, the newest first."""
    query = ask.query(PartQuery)
    offset = (query.page - 1) * PER_PAGE
    found = staff.cases(ask.archive, query.q, PER_PAGE + 1, offset)
    more = len(found) > PER_PAGE
    ask.tells_of(case.document_id for case in found)
    return page(ask, "cases.html", query=query, cases=found[:PER_PAGE], more=more)


def case(ask: Ask) -> Response:
    """A case from its first point to its last."""
    number = ask.query(_Named).nummer
    found = cases_named(ask.archive, number) if number.strip() else ()
    cards = [case_card(ask, case) for case in found]
    ask.tells_of(id_ for card in cards for id_ in card.document_ids)
    return page(ask, "case.html", number=number, cases=found, cards=cards, bars=bars)
