"""Who does what by when, told by the columns of a table (Åtgärd, Ansvar, Klart)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.model import Cell, Document, Line
from corpus.swedish.tables import first_meaning, rules
from ingest.layout.passage import Passage
from ingest.split.sections import Section


@dataclass(frozen=True)
class RowTask:
    """A row of a table of tasks: what is to be done, and what the other columns say of it."""

    passage: Passage
    owner: str
    due: str


@dataclass(frozen=True)
class Chunk:
    """Lines of a cell that stand together, and how far down the page they reach."""

    passage: Passage
    page: int
    top: float
    bottom: float


class TaskTables:
    """The tables of a section whose heads name who answers for the rows."""

    def __init__(self, section: Section) -> None:
        self.document: Document = section.document
        self.lines = section.lines

    @cached_property
    def heads(self) -> dict[int, dict[str, int]]:
        """For each such table of the document, the column of each meaning."""
        found: dict[int, dict[str, int]] = {}
        for number in sorted({line.cell.table for line in self.lines if line.cell}):
            for row in self.document.tables[number].rows[:2]:
                if "owner" in (columns := _columns(row)):
                    found[number] = columns
                    break
        return found

    def rows(self) -> Iterator[RowTask]:
        """The rows of tables of tasks, as far as they stand in this section."""
        for number, columns in self.heads.items():
            if "task" not in columns:
                continue
            rows = self.document.tables[number].rows
            for at in self._rows(number):
                cells = {name: rows[at][column] for name, column in columns.items()}
                if _columns(rows[at]) == columns or not cells["task"].text.strip():
                    continue
                if "status" in cells and _done(cells["status"].text):
                    continue
                yield RowTask(
                    Passage.of_spans(self.document, cells["task"].spans),
                    cells["owner"].text,
                    cells["due"].text if "due" in cells else "",
                )

    def answered_for(self) -> Iterator[RowTask]:
        """The rows of minutes set as a table with columns of doers and deadlines, as far as they
        stand in this section and name a doer: what is said in the column before the doers."""
        for number, columns in self.heads.items():
            said = min(columns["owner"], columns.get("due", 0)) - 1
            if "task" in columns or said < 0:
                continue
            for at in self._rows(number):
                row = self.document.tables[number].rows[at]
                lines = [line for line in self._in(number) if line.cell and line.cell.row == at]
                told = [line for line in lines if line.cell and line.cell.column == said]
                if told and row[columns["owner"]].text.strip() and _columns(row) != columns:
                    yield RowTask(
                        Passage.of(self.document, told),
                        row[columns["owner"]].text,
                        row[columns["due"]].text,
                    )

    def holds(self, line: Line) -> bool:
        """Whether a line stands in a table of tasks, or in a column of doers or deadlines."""
        columns = self.heads.get(line.cell.table) if line.cell else None
        if line.cell is None or columns is None:
            return False
        return "task" in columns or line.cell.column in (columns["owner"], columns.get("due"))

    def place(self, passage: Passage) -> tuple[int, int] | None:
        """The table and row that a passage stands in, where the table names owners."""
        for line in self.lines:
            if line.start <= passage.offsets[0] < line.end and line.cell and not self.holds(line):
                return (line.cell.table, line.cell.row) if line.cell.table in self.heads else None
        return None

    def beside(self, place: tuple[int, int]) -> tuple[list[Chunk], str]:
        """What stands in a row's cell of doers, chunk by chunk, and the text of its due cell."""
        number, row = place
        columns = self.heads[number]
        due = ""
        if "due" in columns:
            due = self.document.tables[number].rows[row][columns["due"]].text
        lines = [
            line
            for line in self._in(number)
            if line.cell and (line.cell.row, line.cell.column) == (row, columns["owner"])
        ]
        return _chunks(self.document, lines), due

    def owner_chunks(self) -> Iterator[Chunk]:
        """Every chunk of the owners' columns in this section."""
        for number in self.heads:
            for row in self._rows(number):
                yield from self.beside((number, row))[0]

    def _rows(self, number: int) -> list[int]:
        """The rows of a table that stand in this section."""
        return sorted({line.cell.row for line in self._in(number) if line.cell})

    def _in(self, number: int) -> list[Line]:
        return [line for line in self.lines if line.cell and line.cell.table == number]

    def box(self, passage: Passage) -> tuple[int, float, float]:
        """Page, top and bottom of the lines that a passage touches on its first page."""
        touched = [
            line
            for line in self.lines
            if line.start <= passage.offsets[-1] and line.end > passage.offsets[0]
        ]
        first = [line for line in touched if line.page == touched[0].page]
        return (
            first[0].page,
            min(line.box.top for line in first),
            max(line.box.bottom for line in first),
        )


def _done(text: str) -> bool:
    """Whether the status of a task says that it is done."""
    return first_meaning("task_columns", {"done"}, " ".join(text.split())) is not None


def _columns(row: tuple[Cell, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        text = " ".join(cell.text.split())
        for rule in rules("task_columns"):
            if len(text) < 40 and rule.meaning != "done" and rule.pattern.search(text):
                found.setdefault(rule.meaning, at)
                break
    return found


def _chunks(document: Document, lines: list[Line]) -> list[Chunk]:
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        height = max(line.box.bottom - line.box.top, 1.0)
        apart = last and (line.page != last.page or line.box.top - last.box.bottom > 0.9 * height)
        if last is None or (apart and not _goes_on(document, last, line)):
            groups.append([])
        groups[-1].append(line)
    return [
        Chunk(Passage.of(document, group), group[0].page, group[0].box.top, group[-1].box.bottom)
        for group in groups
    ]


def _goes_on(document: Document, last: Line, line: Line) -> bool:
    """A name alone begins anew; a sentence that the page breaks goes on in lower case."""
    return document.text_of(line).lstrip()[:1].islower() and last.page != line.page
