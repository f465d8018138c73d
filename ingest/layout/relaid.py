"""Pages of a bound file as if they were a file of their own: running lines and headings anew.

What runs over the pages, and which sizes of letters are headings, is settled when a file is
read, over all its pages. Bound minutes have other running heads and other type than what they
are bound with; so both are settled again over the pages of each part.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from corpus.model import Box, Document, Line, LineKind, Page, Reading
from ingest.layout.reading_order import LaidLine, Strip, Style, Token
from ingest.read.geometry import BodyStyle, gap, heading_level
from ingest.read.running import running_kinds

_SETTLED = (LineKind.BODY, LineKind.HEADER, LineKind.FOOTER)
_RANK = {kind: rank for rank, kind in enumerate(LineKind)}


def as_own(document: Document) -> Document:
    """The document with its running lines and headings settled over its own pages alone.

    A document whose lines have no boxes is given back as it is.
    """
    if not all(page.height for page in document.pages):
        return document
    standing = [[line for line in page.lines if line.kind in _SETTLED] for page in document.pages]
    cells: dict[int, list[Box]] = defaultdict(list)
    for cell in (cell for table in document.tables for row in table.rows for cell in row):
        if cell.box is not None:
            cells[cell.page].append(cell.box)
    kinds = running_kinds(
        [
            (page.height, [_laid(document, line) for line in lines], cells[page.number])
            for page, lines in zip(document.pages, standing, strict=True)
        ]
    )
    pages = [
        _ordered(page, dict(zip((line.start for line in lines), of, strict=True)))
        for page, lines, of in zip(document.pages, standing, kinds, strict=True)
    ]
    styles = {way: _style(page for page in pages if page.reading is way) for way in Reading}
    made = (_styled(document, page, styles[page.reading]) for page in pages)
    return replace(document, pages=tuple(made))


def _laid(document: Document, line: Line) -> LaidLine:
    """A line as the reader saw it, for what asks only where it stands and how large."""
    style = Style(line.font, line.size, line.bold, line.italic)
    box = line.box
    token = Token(document.text_of(line), box.x0, box.top, box.x1, box.bottom, box.bottom, style, 0)
    return LaidLine([Strip.of([token])])


def _ordered(page: Page, kinds: dict[int, LineKind]) -> Page:
    """The page with its lines' kinds, those that turned out to be body among the body."""
    lines = [replace(line, kind=kinds.get(line.start, line.kind)) for line in page.lines]
    was_running = {line.start for line in page.lines if line.kind is not LineKind.BODY}
    body = [line for line in lines if line.kind is LineKind.BODY and line.start not in was_running]
    for line in lines:
        if line.kind is LineKind.BODY and line.start in was_running:
            below = (at for at, one in enumerate(body) if one.box.top > line.box.top)
            body.insert(next(below, len(body)), line)
    rest = [line for line in lines if line.kind is not LineKind.BODY]
    return replace(page, lines=(*body, *sorted(rest, key=lambda line: _RANK[line.kind])))


def _style(pages: Iterable[Page]) -> BodyStyle:
    sizes = Counter[float]()
    for page in pages:
        for line in page.lines:
            if line.kind is LineKind.BODY:
                sizes[round(line.size * 2) / 2] += line.end - line.start
    return BodyStyle.of(sizes)


def _styled(document: Document, page: Page, style: BodyStyle) -> Page:
    lines: list[Line] = []
    above = None
    for line in page.lines:
        if line.kind is LineKind.BODY:
            level = heading_level(document.text_of(line), line.size, line.bold, style)
            line = replace(line, heading=level, gap=gap(above, line.box))
            above = line.box
        lines.append(line)
    return replace(page, lines=tuple(lines))
