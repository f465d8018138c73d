"""Facts as rows of the archive's tables, and back.

Each type of fact has a table. A field that listings filter or sort by is a column of its own;
the other fields of the same fact stand together as JSON in the column `rest`.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import msgspec

from corpus.model import (
    ActionItem,
    AgendaItem,
    Decision,
    Participant,
    Possible,
    Record,
    Statement,
    UpcomingDate,
    Vote,
)

type_of_fact = (
    AgendaItem | Participant | Decision | ActionItem | UpcomingDate | Vote | Statement | Possible
)


def short_id(prefix: str, *parts: object) -> str:
    """A name of 60 bits for something that `parts` tell apart, such as `m-k3m9qz7w2xab`.

    The same parts give the same id in every archive.
    """
    digest = hashlib.sha256(msgspec.json.encode(parts)).digest()
    return f"{prefix}-{base64.b32encode(digest).decode()[:12].lower()}"


class FactTable(msgspec.Struct, frozen=True, dict=True):
    """How one type of fact is stored."""

    field: str
    """The field of `Record` that holds the facts."""
    table: str
    prefix: str
    """What ids of these facts begin with."""
    type: type[type_of_fact]
    columns: tuple[str, ...]
    lists: tuple[str, ...] = ()
    """Columns that hold a JSON list."""

    @cached_property
    def in_points(self) -> bool:
        """Whether these facts belong to agenda items."""
        return "agenda_item" in self.columns

    @cached_property
    def rest(self) -> tuple[str, ...]:
        """The fields that stand in `rest`."""
        return tuple(f for f in self.type.__struct_fields__ if f not in self.columns)

    @cached_property
    def insert(self) -> str:
        """The SQL that stores a fact, with named parameters."""
        point = ("point_id",) if self.in_points else ()
        names = ("id", "record_id", "position", *point, *self.columns, "rest")
        return (
            f"INSERT INTO {self.table} ({', '.join(names)})"  # noqa: S608 - names of this module
            f" VALUES ({', '.join(':' + name for name in names)})"
        )

    def to_row(self, fact: type_of_fact) -> dict[str, Any]:
        """The columns of a fact."""
        plain = msgspec.to_builtins(fact)
        row = {name: plain[name] for name in self.columns}
        row.update((name, msgspec.json.encode(row[name]).decode()) for name in self.lists)
        row["rest"] = msgspec.json.encode({name: plain[name] for name in self.rest}).decode()
        return row

    def from_row(self, row: Mapping[str, Any]) -> type_of_fact:
        """The fact that a row holds."""
        fields = {name: row[name] for name in self.columns}
        fields.update((name, msgspec.json.decode(row[name])) for name in self.lists)
        fields.update(msgspec.json.decode(row["rest"]))
        return msgspec.convert(fields, self.type)


FACTS = (
    FactTable(
        "agenda_items",
        "agenda_item",
        "p",
        AgendaItem,
        ("number", "title", "case_number", "type", "responsible", "time"),
    ),
    FactTable(
        "participants",
        "participant",
        "n",
        Participant,
        ("name", "affiliation", "role", "attendance", "substitutes_for", "items"),
    ),
    FactTable("decisions", "decision", "d", Decision, ("agenda_item", "text", "outcome")),
    FactTable(
        "action_items",
        "action_item",
        "a",
        ActionItem,
        ("agenda_item", "text", "owner", "due_date", "due_text"),
        ("owner",),
    ),
    FactTable("upcoming_dates", "upcoming_date", "u", UpcomingDate, ("date", "text", "what")),
    FactTable("votes", "vote", "v", Vote, ("agenda_item", "yes", "no", "abstain")),
    FactTable("statements", "statement", "s", Statement, ("agenda_item", "kind", "text")),
)

POSSIBLE = FactTable("possible", "possible", "o", Possible, ("agenda_item", "kind", "text"))
"""What may be a fact: stored and reviewed as facts are, and left out where facts are told."""
STORED = (*FACTS, POSSIBLE)

BY_TYPE = {table.type: table for table in STORED}
BY_PREFIX = {table.prefix: table for table in STORED}


def _point_of(fact: Any, items: list[tuple[str, AgendaItem]]) -> str | None:
    """The id of the item that a fact names: the last one of that label above the fact."""
    named = [(id_, item) for id_, item in items if item.label == fact.agenda_item]
    at = fact.provenance.begins
    above = [id_ for id_, item in named if item.provenance.begins <= at]
    if above:
        return above[-1]
    return named[0][0] if named else None


def fact_rows(record: Record, record_id: str) -> Iterator[tuple[FactTable, dict[str, Any]]]:
    """The rows of all facts of a record, agenda items first.

    An id depends on the document and on what the fact says, so it stays the same when other
    facts of the document are read anew.
    """
    items: list[tuple[str, AgendaItem]] = []
    for table in STORED:
        seen: Counter[str] = Counter()
        for position, fact in enumerate(getattr(record, table.field)):
            row = table.to_row(fact)
            says = "\n".join(str(row[name]) for name in table.columns)
            seen[says] += 1
            row["id"] = short_id(table.prefix, record_id, says, seen[says])
            row["record_id"] = record_id
            row["position"] = position
            if isinstance(fact, AgendaItem):
                items.append((row["id"], fact))
            elif table.in_points:
                row["point_id"] = _point_of(fact, items)
            yield table, row
