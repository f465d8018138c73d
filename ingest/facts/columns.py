"""Lists of people as tables with headed columns: who is there, and who voted what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Attendance, Cell, Document, Table
from corpus.swedish.tables import first_match, pattern
from ingest.facts.persons import read_entries
from ingest.facts.rosters import party_line
from ingest.facts.seats import OF_LABEL, Seat
from ingest.layout.passage import Passage

_MARK = pattern("people", "mark")
_NOT_THERE = pattern("people", "not-there")
_HELD = {meaning: OF_LABEL[meaning] for meaning in ("serving", "deputies", "substitute")}
_PEOPLE = frozenset(("name", "member", "deputies"))
_SAYS_MORE = frozenset(("party", "role", "present", "absent", "serving", "replaces"))
VOTES = ("yes", "no", "abstain")


@dataclass(frozen=True)
class Columns:
    """The headed columns of a table: index by meaning, and the row below the heads."""

    index: dict[str, int]
    first_row: int
    people: str
    """What the heads call the people: member, deputies or name."""

    @property
    def attendance(self) -> bool:
        """Whether the table says who is there."""
        return bool(_SAYS_MORE & self.index.keys())

    @property
    def votes(self) -> bool:
        """Whether the table says who voted what."""
        return "yes" in self.index and "no" in self.index


def columns(table: Table) -> Columns | None:
    """The columns of a table of people; None for other tables."""
    for at, row in enumerate(table.rows[:3]):
        index: dict[str, int] = {}
        for column, cell in enumerate(row):
            if found := first_match("attendance_columns", cell.text.strip(" :.*")):
                index.setdefault(found[0].meaning, column)
        people = next((name for name in ("name", "member", "deputies") if name in index), None)
        if people and len(index) > 1 and (index.keys() - _PEOPLE):
            return Columns(index, at + 1, people)
    return None


def marked(cell: Cell) -> bool:
    """Whether a cell has a cross or says yes."""
    return bool(_MARK.match(cell.text))


def table_seats(document: Document, number: int) -> Iterator[Seat]:
    """The people of an attendance table; nothing for other tables."""
    table = document.tables[number]
    heads = columns(table)
    if heads is None or not heads.attendance:
        return
    label, group = heads.people, None
    for row in table.rows[heads.first_row :]:
        filled = [cell for cell in row if cell.text.strip()]
        named = row[heads.index[heads.people]]
        if len(filled) == 1 and party_line(named.text.strip()):
            group = named.text.strip()
        elif len(filled) == 1 and (found := first_match("attendance", named.text.strip())):
            label = found[0].meaning
        elif seat := _seat(document, row, heads, label):
            seat.affiliation = seat.affiliation or group
            yield seat


def _seat(document: Document, row: tuple[Cell, ...], heads: Columns, label: str) -> Seat | None:
    evidence = Passage.of_spans(document, row[heads.index[heads.people]].spans)
    entries = read_entries(evidence.text)
    if len(entries) != 1:
        return None
    seat = Seat.of(entries[0], label, evidence, "table-row")
    cells = {meaning: row[column] for meaning, column in heads.index.items()}
    if (cell := cells.get("party")) and cell.text.strip(" -–()"):
        seat.affiliation = seat.affiliation or cell.text.strip(" ()")
    if (cell := cells.get("role")) and cell.text.strip(" -–"):
        seat.roles.append(cell.text.strip())
        if held := first_match("attendance", cell.text.strip()):
            seat.attendance = _HELD.get(held[0].meaning, seat.attendance)
    _attend(seat, cells)
    return seat


def _attend(seat: Seat, cells: dict[str, Cell]) -> None:
    """What the crosses of a row say of attendance."""
    there = cells.get("present")
    if there is not None and (not there.text.strip(" -–") or _NOT_THERE.match(there.text)):
        seat.attendance = Attendance.ABSENT
    if "absent" in cells and marked(cells["absent"]):
        seat.attendance = Attendance.ABSENT
    serving = cells.get("serving")
    if serving is not None and marked(serving):
        deputy = seat.label != "member"
        seat.attendance = Attendance.SERVING_SUBSTITUTE if deputy else OF_LABEL["member"]
    if there is not None and re.match(r"tj", there.text.strip(), re.IGNORECASE):
        seat.attendance = Attendance.SERVING_SUBSTITUTE
    if there is not None and (said := read_entries(f"{seat.name}, {there.text.strip()}")):
        seat.substitutes_for = said[0].substitutes_for
        if said[0].substitutes_for:
            seat.attendance = Attendance.SERVING_SUBSTITUTE
    replaced = cells.get("replaces")
    if replaced is not None and (found := read_entries(replaced.text)):
        seat.substitutes_for = found[0].name
        seat.attendance = Attendance.SERVING_SUBSTITUTE
    items = cells.get("items")
    if items is not None and "§" in items.text:
        seat.items = items.text.strip()
