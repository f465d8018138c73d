"""The last step of every reader: lines of pages become a Document with one text."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.model import (
    Box,
    Cell,
    CellRef,
    Document,
    Line,
    LineKind,
    Page,
    Reading,
    Source,
    Table,
    Word,
)

NOWHERE = Box(0.0, 0.0, 0.0, 0.0)
"""The box of a line in a format without geometry."""


@dataclass(slots=True)
class DraftLine:
    """A line before it has its place in the document's text; words count from its start."""

    text: str
    words: list[Word] = field(default_factory=list)
    box: Box = NOWHERE
    kind: LineKind = LineKind.BODY
    font: str | None = None
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    heading: int = 0
    bullet: str | None = None
    level: int = 0
    gap: float = 0.0
    cell: CellRef | None = None


@dataclass(slots=True)
class DraftPage:
    """A page before it has its place in the document's text."""

    lines: list[DraftLine]
    width: float = 0.0
    height: float = 0.0
    reading: Reading = Reading.TEXT
    reason: str | None = None
    title: str | None = None


@dataclass(slots=True)
class DraftTable:
    """The shape of a table; its text is that of the lines whose `cell` names it."""

    rows: int
    columns: int
    ruled: bool
    boxes: dict[tuple[int, int], Box] = field(default_factory=dict)
    merged: set[tuple[int, int]] = field(default_factory=set)
    """Row and column of cells without words that are one with the cell above."""


@dataclass(slots=True)
class Extras:
    """What a file holds beside its pages."""

    outline: tuple[tuple[str, int], ...] = ()
    attachments: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()


# Notes stand where they were put: a footnote after the words that it is to.
_RANK = {kind: rank for rank, kind in enumerate(LineKind)} | {LineKind.NOTES: 0}
_Cells = dict[tuple[int, int, int], list[tuple[int, int, int]]]


def build(
    path: Path,
    data: bytes,
    media_type: str,
    pages: Sequence[DraftPage],
    tables: Sequence[DraftTable] = (),
    extras: Extras | None = None,
) -> Document:
    """The document that the pages make; `data` are the bytes of the file at `path`."""
    extras = extras or Extras()
    texts: list[str] = []
    made: list[Page] = []
    offset = 0
    for number, draft in enumerate(pages, 1):
        text, page = _page(draft, number, offset)
        texts.append(text)
        made.append(page)
        offset += len(text) + 1
    text = "\n".join(texts)
    sha = hashlib.sha256(data).hexdigest()
    return Document(
        id=sha,
        source=Source(path.absolute().as_uri(), sha),
        media_type=media_type,
        text=text,
        pages=tuple(made),
        tables=_tables(text, made, tables),
        outline=extras.outline,
        attachments=extras.attachments,
        properties=extras.properties,
        remarks=extras.remarks,
    )


def _page(draft: DraftPage, number: int, start: int) -> tuple[str, Page]:
    offset = start
    words: list[Word] = []
    lines: list[Line] = []
    ordered = sorted(draft.lines, key=lambda line: _RANK[line.kind])
    for line in ordered:
        words += [Word(offset + w.start, offset + w.end, w.box, w.confidence) for w in line.words]
        lines.append(_line(line, number, offset))
        offset += len(line.text) + 1
    text = "\n".join(line.text for line in ordered)
    empty = draft.reading is Reading.TEXT and not text.strip()
    page = Page(
        number=number,
        start=start,
        end=start + len(text),
        width=draft.width,
        height=draft.height,
        reading=Reading.EMPTY if empty else draft.reading,
        words=tuple(words),
        lines=tuple(lines),
        reason=draft.reason,
        title=draft.title,
    )
    return text, page


def _line(line: DraftLine, page: int, offset: int) -> Line:
    return Line(
        start=offset,
        end=offset + len(line.text),
        page=page,
        box=line.box,
        kind=line.kind,
        font=line.font,
        size=line.size,
        bold=line.bold,
        italic=line.italic,
        heading=line.heading,
        bullet=line.bullet,
        level=line.level,
        gap=line.gap,
        cell=line.cell,
    )


def _tables(text: str, pages: Sequence[Page], drafts: Sequence[DraftTable]) -> tuple[Table, ...]:
    if not drafts:
        return ()
    held: _Cells = defaultdict(list)
    for page in pages:
        for line in page.lines:
            if line.cell is not None:
                key = (line.cell.table, line.cell.row, line.cell.column)
                held[key].append((line.start, line.end, line.page))
    return tuple(_table(text, index, draft, held) for index, draft in enumerate(drafts))


def _table(text: str, index: int, draft: DraftTable, held: _Cells) -> Table:
    rows: list[tuple[Cell, ...]] = []
    page = min((spans[0][2] for key, spans in held.items() if key[0] == index), default=1)
    for row in range(draft.rows):
        pages = [held[index, row, c][0][2] for c in range(draft.columns) if (index, row, c) in held]
        page = pages[0] if pages else page
        cells: list[Cell] = []
        for column in range(draft.columns):
            spans = held.get((index, row, column), [])
            if not spans and (row, column) in draft.merged:
                spans = held[index, row, column] = held.get((index, row - 1, column), [])
            cells.append(
                Cell(
                    text=" ".join(text[start:end].strip() for start, end, _ in spans),
                    spans=tuple((start, end) for start, end, _ in spans),
                    page=spans[0][2] if spans else page,
                    box=draft.boxes.get((row, column)),
                )
            )
        rows.append(tuple(cells))
    return Table(tuple(rows), draft.ruled)
