"""The lists to look through: meetings, bodies, people, cases, and the history of each."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from corpus import staff
from corpus.entries import Filters
from corpus.history import cases_named
from corpus.meetings import fold
from corpus.model import Participant
from index.clauses import AnyTerm, Term
from index.engine import Request, Sort
from index.fields import case_key
from index.search import search
from index.units import Unit
from web.asking import Ask, Day, PageNumber, Text
from web.looks import page

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
    found = ask.archive.meetings(filters)[::-1]
    first = (query.page - 1) * PER_PAGE
    return page(
        ask,
        "meetings.html",
        query=query,
        meetings=found[first : first + PER_PAGE],
        total=len(found),
        pages=max(1, -(-len(found) // PER_PAGE)),
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


def person(ask: Ask) -> Response:
    """A person: meetings taken part in, points, action items."""
    name = ask.query(_Named).namn
    taken = list(ask.archive.facts(Participant, Filters(name=name))) if name else []
    clause = AnyTerm((Term("person", name),))
    found = ask.site.engine.search(Request(clause, limit=50, sort=Sort.NEWEST))
    return page(
        ask,
        "person.html",
        name=taken[0].fact.name if taken else name,
        taken=taken[::-1],
        points=[unit for unit, _ in found.units if unit.id.startswith("p-")],
        total=found.total,
    )


def cases(ask: Ask) -> Response:
    """The cases, the newest first."""
    query = ask.query(PartQuery)
    offset = (query.page - 1) * PER_PAGE
    found = staff.cases(ask.archive, query.q, PER_PAGE + 1, offset)
    more = len(found) > PER_PAGE
    return page(ask, "cases.html", query=query, cases=found[:PER_PAGE], more=more)


def case_points(ask: Ask, number: str) -> list[Unit]:
    """The points of a case, oldest first."""
    quoted = number.replace('"', " ")
    result = search(ask.site.engine, f'dnr:"{quoted}"', limit=100, sort=Sort.OLDEST, facets=())
    units = [hit.unit for hit in result.hits if hit.unit.case_number]
    keys = {case_key(u) for u in units if fold(str(u.case_number)) == fold(number)}
    return [unit for unit in units if case_key(unit) in keys]


def case(ask: Ask) -> Response:
    """A case through its points."""
    number = ask.query(_Named).nummer
    histories = cases_named(ask.archive, number) if number else ()
    days = {step.meeting_id: step.date for known in histories for step in known.steps}
    onward = [move for known in histories for move in known.moves]
    return page(
        ask,
        "case.html",
        number=number,
        points=case_points(ask, number),
        onward=onward,
        days=days,
    )
