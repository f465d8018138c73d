"""Lines and tables of formats that have no geometry, gathered in reading order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.model import CellRef, LineKind
from ingest.layout.reading_order import bullet_of
from ingest.read.build import DraftLine, DraftPage, DraftTable
from ingest.read.signs import plain


@dataclass(slots=True)
class Paragraph:
    """A paragraph of a format with styles, before its lines stand on a page."""

    text: str
    heading: int = 0
    bullet: str | None = None
    """The marker of a list as it is shown; None outside lists."""
    level: int = 0
    bold: bool = False
    italic: bool = False
    size: float = 0.0
    font: str | None = None
    gap: float = 0.0
    is_note: bool = False
    """A footnote or endnote, which stands after the words that it is to."""
    breaks: bool = False
    """Whether it begins a page; without words, what comes after it does."""


def unseen_remarks(unseen: Mapping[str, int]) -> tuple[str, ...]:
    """What to say of words in a file that nobody who opens it sees; they are not read."""
    if not unseen:
        return ()
    told = ", ".join(f"{count} {why}" for why, count in sorted(unseen.items()))
    return (f"{sum(unseen.values())} ord som inte syns lästes inte ({told})",)


@dataclass(slots=True)
class Gathered:
    """The pages and tables of a document while it is being read."""

    pages: list[DraftPage] = field(default_factory=lambda: [DraftPage([])])
    tables: list[DraftTable] = field(default_factory=list)

    def add(
        self, paragraph: Paragraph, kind: LineKind = LineKind.BODY, cell: CellRef | None = None
    ) -> None:
        """A paragraph's lines at the end of the last page; its marker stands in its text."""
        if paragraph.breaks:
            self.break_page()
        kind = LineKind.NOTES if paragraph.is_note else kind
        pieces = [piece.strip() for piece in plain(paragraph.text).split("\n")]
        pieces = [piece for piece in pieces if piece]
        for number, piece in enumerate(pieces):
            marked = paragraph.bullet is not None and number == 0
            text = f"{paragraph.bullet} {piece}" if marked else piece
            self.pages[-1].lines.append(
                DraftLine(
                    text,
                    kind=kind,
                    font=paragraph.font,
                    size=paragraph.size,
                    bold=paragraph.bold,
                    italic=paragraph.italic,
                    heading=paragraph.heading,
                    bullet=bullet_of(text + " "),
                    level=paragraph.level,
                    gap=paragraph.gap if number == 0 else 0.0,
                    cell=cell,
                )
            )

    def add_table(
        self,
        rows: Sequence[Sequence[Sequence[Paragraph]]],
        going: Collection[tuple[int, int]] = (),
    ) -> None:
        """A table, given the paragraphs of each cell of each row; short rows are filled up.

        `going` are the row and column of cells that are one with the cell above: they say what
        that says.
        """
        if not any(any(cell) for row in rows for cell in row):
            return
        index = len(self.tables)
        self.tables.append(DraftTable(len(rows), max(map(len, rows)), ruled=True))
        self.tables[-1].merged |= set(going)
        for row, cells in enumerate(rows):
            for column, paragraphs in enumerate(cells):
                for paragraph in paragraphs:
                    self.add(paragraph, cell=CellRef(index, row, column))

    def break_page(self) -> None:
        """The next line begins a new page, unless the last page is still empty."""
        if self.pages[-1].lines:
            self.pages.append(DraftPage([]))
