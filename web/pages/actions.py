"""Action items: the table, what the staff notes of them, and what it can be taken away as."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

import msgspec
from starlette.responses import Response

from corpus.calendars import without_past
from corpus.entries import Filters
from corpus.errors import UsageError
from corpus.export import listed, task_columns
from corpus.followups import STANDINGS, is_settled
from corpus.model import ActionItem
from corpus.staff import Status, follow_up, follow_ups
from corpus.tasks import Task, Tasks, Which
from web.asking import Ask, Day, PageNumber, Text, go, local_path, pages_for
from web.feeds import FeedEntry, atom
from web.files import download, hiding
from web.looks import page
from web.pages.forms import unmasked

PER_PAGE = 100


class Show(StrEnum):
    """Which action items to list."""

    OPEN = "open"
    OVERDUE = "overdue"
    MINE = "mine"
    DONE = "done"
    ALL = "all"


SHOWN = {
    "open": "Öppna",
    "overdue": "Försenade",
    "mine": "Mina",
    "done": "Avslutade",
    "all": "Alla",
}


class ActionsQuery(msgspec.Struct, frozen=True):
    """The parameters of the list of action items."""

    show: Show = Show.OPEN
    owner: Text = ""
    body: Text = ""
    first: Day | None = None
    last: Day | None = None
    page: PageNumber = 1

    def address(self, **changes: object) -> str:
        """The query string of this list, with other values for some parameters."""
        values = {f: getattr(self, f) for f in self.__struct_fields__} | changes
        kept = {k: str(v) for k, v in values.items() if v not in (None, "", 1, Show.OPEN)}
        return urlencode(kept)


def chosen(ask: Ask, query: ActionsQuery) -> Tasks:
    """The action items that a query means, by their deadlines."""
    mine = query.show is Show.MINE
    filters = Filters(
        owner=_mine(ask) if mine else query.owner or None,
        body=query.body or None,
        date_from=query.first,
        date_to=query.last,
    )
    return Tasks(ask.archive, filters, Which.OPEN if mine else Which(query.show))


def _mine(ask: Ask) -> str:
    """The name by which documents know the user. Raises UsageError when it is not known."""
    if not ask.who.full_name:
        raise UsageError(
            "Rådslag vet inte vad du heter i handlingarna.",
            advice="Välj ansvarig i listan, eller lägg till namnet med `radslag user add`.",
        )
    return ask.who.full_name


def table(ask: Ask) -> Response:
    """The table of action items."""
    query = ask.query(ActionsQuery)
    tasks = chosen(ask, query)
    shown = tasks.page(PER_PAGE, (query.page - 1) * PER_PAGE)
    total = len(tasks)
    ask.tells_of(id_ for task in shown for id_ in task.document_ids)
    return page(
        ask,
        "actions.html",
        query=query,
        tasks=shown,
        total=total,
        pages=pages_for(total, PER_PAGE),
        shown=SHOWN,
        owners=tasks.owners(),
        bodies=ask.archive.bodies(),
        waiting=not is_settled(ask.archive),
        today=tasks.day,
    )


class _Noting(msgspec.Struct):
    status: Status
    note: Text = ""
    back: Text = "/uppdrag"


def note(ask: Ask) -> Response:
    """Note how far an action item has come."""
    wanted = ask.posted(_Noting)
    entry = ask.archive.fact(ask.request.path_params["id"])
    if not isinstance(entry.fact, ActionItem):
        raise UsageError("det är inget uppdrag.")
    ask.tells_of((entry.document_id,))
    before = follow_ups(ask.archive).get(entry.id)
    text = unmasked(ask, wanted.note, before.note if before else "")
    follow_up(ask.archive, entry, wanted.status, text, ask.who.name)
    return go(local_path(wanted.back))


def as_file(ask: Ask) -> Response:
    """The list as XLSX, CSV or a calendar."""
    query = ask.query(ActionsQuery)
    tasks = chosen(ask, query)
    columns = task_columns(lambda id_, page: f"{ask.root}/handling/{id_}/sida/{page}")
    listing = listed("actions", tasks, lambda e: f"{ask.root}/bevis/{e.id}", columns, hiding(ask))
    format_ = ask.request.path_params["format"]
    if format_ == "ics" and query.show not in (Show.DONE, Show.ALL):
        listing = without_past(listing, date.today())  # noqa: DTZ011 - the reader's calendar
    return download(listing, format_, "uppdrag")


def feed(ask: Ask) -> Response:
    """The list as an Atom feed, for one owner or all, latest meetings first."""
    query = ask.query(ActionsQuery)
    found = chosen(ask, query).latest(50)
    ask.tells_of(id_ for task in found for id_ in task.document_ids)
    title = f"Uppdrag: {query.owner}" if query.owner else "Uppdrag"
    return atom(ask, title, f"{ask.root}/uppdrag?{query.address()}", _entries(ask, found))


def _entries(ask: Ask, found: list[Task]) -> Iterator[FeedEntry]:
    for task in found:
        entry, fact = task.action, task.action.fact
        due = fact.due_date or fact.due_text or ""
        said = [", ".join(fact.owner), f"senast {due}" if due else "", entry.body, entry.date]
        said += [STANDINGS[task.standing], task.note.note if task.note else ""]
        noted = task.note.at.replace("+00:00", "Z") if task.note else ""
        yield FeedEntry(
            id=f"urn:radslag:{entry.id}",
            title=fact.text,
            address=f"{ask.root}/bevis/{entry.id}",
            updated=noted or f"{entry.date or '1970-01-01'}T00:00:00Z",
            summary=" · ".join(filter(None, said)),
        )
