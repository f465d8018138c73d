"""Every list of tasks: action items with how far they have come, for pages, feeds, files, programs.

What the staff noted goes before what later documents say, and an open one whose day is past is
late. Nothing else lists tasks, so that all lists have the same tasks in the same states.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

import msgspec

from corpus.archive import Archive
from corpus.entries import Entry, Filters
from corpus.followups import Mention, Standing
from corpus.holdings import ENTRY, entry_of
from corpus.model import ActionItem
from corpus.rows import BY_TYPE
from corpus.staff import FollowUp, Status
from corpus.told import told_once


class Task(msgspec.Struct, frozen=True):
    """An action item and how far it has come."""

    action: Entry[ActionItem]
    standing: Standing
    """How far it has come, in one word: OVERDUE where it is open though its day is past."""
    status: Status
    """The same without regard to the day."""
    note: FollowUp | None
    """What the staff noted."""
    mention: Mention | None
    """The later passage that says how far it has come."""

    @property
    def is_open(self) -> bool:
        """Whether something is left to do."""
        return self.status.is_open

    @property
    def late(self) -> bool:
        """Whether it is open though its day is past."""
        return self.standing is Standing.OVERDUE

    @property
    def document_ids(self) -> tuple[str, ...]:
        """The documents that tell of it."""
        said = (self.mention.provenance.document_id,) if self.mention else ()
        return (self.action.document_id, *said)


class Which(StrEnum):
    """Which tasks to list."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    ALL = "all"


def today() -> str:
    """The day on the reader's calendar, as deadlines are."""
    return date.today().isoformat()  # noqa: DTZ011


_STATUS = "coalesce(n.status, CASE WHEN t.said IN ('done', 'dropped') THEN t.said END, 'open')"
_IS_OPEN = f"{_STATUS} IN ('open', 'started')"
_CHOSEN = {
    Which.OPEN: _IS_OPEN,
    Which.OVERDUE: f"t.due < :today AND {_IS_OPEN}",
    Which.DONE: f"NOT {_IS_OPEN}",
    Which.ALL: "1",
}
_FACTS = "JOIN action_item f ON f.id = t.action_id JOIN record r ON r.id = f.record_id"
_NOTES = "LEFT JOIN follow_up n ON n.action_id = t.action_id"
_COLUMNS = f"{ENTRY}, {_STATUS} AS status, t.mention, n.status AS noted, n.note, n.user, n.at"
_MENTION = msgspec.json.Decoder(Mention)


class Tasks:
    """The tasks that filters choose: counted, listed in part or streamed whole."""

    def __init__(
        self, archive: Archive, filters: Filters, which: Which = Which.ALL, day: str | None = None
    ) -> None:
        """`day` is the one that decides what is late (ISO date), without it today.

        Raises UsageError for a body that is not there.
        """
        self.archive = archive
        self.day = day or today()
        known = msgspec.structs.replace(filters, superseded=True)  # what is listed is current
        where, parameters = archive.condition(ActionItem, known)
        self._narrow = where == "1"
        self._where = f"t.listed AND {_CHOSEN[which]} AND {where}"
        self._parameters: dict[str, object] = {**parameters, "today": self.day}

    def _sql(self, columns: str, facts: bool) -> str:
        joins = _FACTS if facts or not self._narrow else ""
        return f"SELECT {columns} FROM task t {joins} {_NOTES} WHERE {self._where}"  # noqa: S608

    def __len__(self) -> int:
        """How many there are."""
        return int(self.archive.ask(self._sql("count(*)", facts=False), self._parameters)[0][0])

    def owners(self) -> list[str]:
        """Who is to do something of it, by name."""
        rows = self.archive.ask(self._sql("DISTINCT f.owner", facts=True), self._parameters)
        return sorted({name for row in rows for name in msgspec.json.decode(row[0])})

    def page(self, limit: int, offset: int = 0) -> list[Task]:
        """Some of them by their deadlines, those without one last."""
        ids = (
            f"{self._sql('t.action_id', facts=False)} ORDER BY t.place LIMIT :limit OFFSET :offset"
        )
        return list(self._read(ids, "t.place", {"limit": limit, "offset": offset}))

    def latest(self, limit: int) -> list[Task]:
        """Those of the latest meetings."""
        order = "coalesce(r.date, '') DESC, t.place"
        ids = f"{self._sql('t.action_id', facts=True)} ORDER BY {order} LIMIT :limit"
        return list(self._read(ids, order, {"limit": limit}))

    def _read(self, ids: str, order: str, parameters: dict[str, object]) -> Iterator[Task]:
        sql = (
            f"SELECT {_COLUMNS} FROM task t {_FACTS} {_NOTES}"  # noqa: S608 - of this module
            f" WHERE t.action_id IN ({ids}) ORDER BY {order}"
        )
        rows = self.archive.each(sql, {**self._parameters, **parameters})
        return (_task(row, self.day) for row in rows)

    def __iter__(self) -> Iterator[Task]:
        """All of them by their deadlines, read as they are asked for."""
        sql = f"{self._sql(_COLUMNS, facts=True)} ORDER BY t.place"
        return (_task(row, self.day) for row in self.archive.each(sql, self._parameters))


def _task(row: sqlite3.Row, day: str) -> Task:
    noted = row["noted"]
    note = FollowUp(Status(noted), row["note"], row["user"], row["at"]) if noted else None
    status = Status(row["status"])
    late = status.is_open and row["due_date"] is not None and row["due_date"] < day
    return Task(
        entry_of(BY_TYPE[ActionItem], row),
        Standing.OVERDUE if late else Standing(status),
        status,
        note,
        _MENTION.decode(row["mention"]) if row["mention"] else None,
    )


def tasks_of(
    archive: Archive, entries: Iterable[Entry[ActionItem]], day: str | None = None
) -> list[Task]:
    """What has become of some action items, each once, in their order."""
    kept = [entry.id for entry in told_once(entries, archive.noted())]
    sql = (
        f"SELECT {_COLUMNS} FROM task t {_FACTS} {_NOTES}"  # noqa: S608 - of this module
        " WHERE t.action_id IN (SELECT value FROM json_each(:ids))"
    )
    rows = archive.ask(sql, {"ids": json.dumps(kept)})
    found = {row["id"]: _task(row, day or today()) for row in rows}
    return [found[id_] for id_ in kept]
