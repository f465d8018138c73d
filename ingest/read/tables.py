"""Tables of single pages become tables of the document, also over page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.model import CellRef, LineKind
from ingest.layout import Grid, LaidLine
from ingest.read.build import DraftTable

# Points by which the columns of one table may be shifted from page to page.
_SHIFT = 4.0

PageLines = Sequence[tuple[LaidLine, LineKind]]


@dataclass(slots=True)
class Tables:
    """The document's tables, and where the rows of each page's table stand in them."""

    drafts: list[DraftTable] = field(default_factory=list)
    _places: dict[int, tuple[int, int]] = field(default_factory=dict)
    """For each grid, by identity: its table, and the table's row that its first row is."""

    def place(self, line: LaidLine) -> CellRef | None:
        """The cell of the document's tables that a line stands in."""
        if line.cell is None:
            return None
        grid, row, column = line.cell
        table, first = self._places[id(grid)]
        return CellRef(table, first + row, column)

    def start(self, grid: Grid) -> None:
        """A new table begins with this grid."""
        self.drafts.append(DraftTable(grid.rows, len(grid.columns), grid.ruled, dict(grid.cells)))
        self._places[id(grid)] = (len(self.drafts) - 1, 0)

    def go_on(self, above: Grid, grid: Grid, same_row: bool) -> None:
        """A table goes on with this grid on the next page, perhaps in the middle of a row."""
        table = self._places[id(above)][0]
        draft = self.drafts[table]
        first = draft.rows - (1 if same_row else 0)
        for (row, column), box in grid.cells.items():
            draft.boxes.setdefault((first + row, column), box)
        draft.rows = first + grid.rows
        self._places[id(grid)] = (table, first)


def join_tables(pages: Sequence[PageLines]) -> Tables:
    """All tables of the pages; one that ends a page and one that begins the next may be one."""
    tables = Tables()
    last: list[tuple[LaidLine, Grid]] = []
    for page in pages:
        body = [line for line, kind in page if kind is LineKind.BODY]
        first_grid = body[0].cell[0] if body and body[0].cell else None
        known: set[int] = set()
        for line, _ in page:
            if line.cell is None or id(line.cell[0]) in known:
                continue
            grid = line.cell[0]
            known.add(id(grid))
            above = last[-1][1] if last and grid is first_grid else None
            if above is not None and _same_columns(above, grid):
                tables.go_on(above, grid, _splits_a_row(last, body, grid))
            else:
                tables.start(grid)
        ends = body[-1].cell if body else None
        last = [(x, x.cell[0]) for x in body if x.cell and ends and x.cell[0] is ends[0]]
    return tables


def _same_columns(above: Grid, grid: Grid) -> bool:
    return (
        above.ruled == grid.ruled
        and len(above.columns) == len(grid.columns)
        and all(abs(a - b) < _SHIFT for a, b in zip(above.columns, grid.columns, strict=True))
    )


def _splits_a_row(last: Sequence[tuple[LaidLine, Grid]], body: list[LaidLine], grid: Grid) -> bool:
    """Whether the page broke a row: its first cell, filled in other rows, is empty below."""
    above = {line.cell[1:] for line, _ in last if line.cell}
    rows = {row for row, _ in above}
    headed = sum((row, 0) in above for row in rows)
    below = {line.cell[1:] for line in body if line.cell and line.cell[0] is grid}
    return headed > 1 and headed >= 0.6 * len(rows) and (0, 0) not in below
