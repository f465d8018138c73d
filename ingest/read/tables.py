"""Tables of single pages become tables of the document, also over page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.model import CellRef, LineKind
from ingest.layout.reading_order import Grid, LaidLine
from ingest.read.build import DraftTable

# Points by which the columns of one table may differ from page to page, and by which a scanner
# may have moved all of them.
_SHIFT, _MOVED = 4.0, 30.0

Filled = set[tuple[int, int]]
PageLines = Sequence[tuple[LaidLine, LineKind]]


@dataclass(slots=True)
class Tables:
    """The document's tables, and where the rows of each page's table stand in them."""

    drafts: list[DraftTable] = field(default_factory=list)
    _heads: list[set[int]] = field(default_factory=list)
    """For each table, the rows whose first cell has words."""
    _places: dict[int, tuple[int, int]] = field(default_factory=dict)
    """For each grid, by identity: its table, and the table's row that its first row is."""

    def place(self, line: LaidLine) -> CellRef | None:
        """The cell of the document's tables that a line stands in."""
        if line.cell is None:
            return None
        grid, row, column = line.cell
        table, first = self._places[id(grid)]
        return CellRef(table, first + row, column)

    def start(self, grid: Grid, filled: Filled) -> None:
        """A new table begins with this grid; `filled` are its rows and columns with words."""
        self.drafts.append(DraftTable(grid.rows, len(grid.columns), grid.ruled, dict(grid.cells)))
        self._heads.append({row for row, column in filled if column == 0})
        self._places[id(grid)] = (len(self.drafts) - 1, 0)

    def go_on(self, above: Grid, grid: Grid, filled: Filled) -> None:
        """A table goes on with this grid on the next page, perhaps in the middle of a row."""
        table = self._places[id(above)][0]
        draft = self.drafts[table]
        first = draft.rows - (1 if self._splits_a_row(table, filled) else 0)
        for (row, column), box in grid.cells.items():
            draft.boxes.setdefault((first + row, column), box)
        draft.rows = first + grid.rows
        self._heads[table] |= {first + row for row, column in filled if column == 0}
        self._places[id(grid)] = (table, first)

    def _splits_a_row(self, table: int, filled: Filled) -> bool:
        """Whether the page broke a row: its first cell, filled in other rows, is empty below."""
        headed = len(self._heads[table])
        return headed > 1 and headed >= 0.6 * self.drafts[table].rows and (0, 0) not in filled


def join_tables(pages: Sequence[PageLines]) -> Tables:
    """All tables of the pages; one that ends a page and one that begins the next may be one."""
    tables = Tables()
    last: Grid | None = None
    for page in pages:
        body = [line for line, kind in page if kind is LineKind.BODY and not _is_speck(line)]
        first = body[0].cell[0] if body and body[0].cell else None
        grids = {id(line.cell[0]): line.cell[0] for line, _ in page if line.cell}
        for grid in grids.values():
            filled = {line.cell[1:] for line, _ in page if line.cell and line.cell[0] is grid}
            if last is not None and grid is first and _same_columns(last, grid):
                tables.go_on(last, grid, filled)
            else:
                tables.start(grid, filled)
        last = body[-1].cell[0] if body and body[-1].cell else None
    return tables


def _is_speck(line: LaidLine) -> bool:
    """Whether a line is what dirt on a scan is taken for."""
    tokens = [token for strip in line.strips for token in strip.tokens]
    letters = sum(len(token.text) for token in tokens)
    return line.cell is None and letters < 3 and all(t.confidence is not None for t in tokens)


def _same_columns(above: Grid, grid: Grid) -> bool:
    """Whether columns stand as far from each other on both pages."""
    if above.ruled != grid.ruled or len(above.columns) != len(grid.columns):
        return False
    moves = sorted(b - a for a, b in zip(above.columns, grid.columns, strict=True))
    move = moves[len(moves) // 2]
    return abs(move) < _MOVED and all(abs(m - move) < _SHIFT for m in moves)
