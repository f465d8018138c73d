"""Pages of documents for people: their text with places marked, and the boxes of its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec
from markupsafe import Markup, escape

from corpus.archive import Archive
from corpus.entries import Entry, Filters
from corpus.errors import UsageError
from corpus.model import Box, Document, Line, Page, Provenance
from corpus.rows import FACTS
from corpus.swedish.personal import PersonalData, covered

Spans = tuple[tuple[int, int], ...]
_MOST_SPANS = 200
_GAP = 0.45
"""White space above a line, in its heights, that begins another paragraph for the eye."""


def spans_from(text: str) -> Spans:
    """Spans as an address gives them: "12-20,40-60". Raises UsageError."""
    try:
        pairs = [part.split("-") for part in text.split(",") if part]
        spans = tuple((int(start), int(end)) for start, end in pairs[:_MOST_SPANS])
    except ValueError:
        raise UsageError("adressen pekar på ord som inte går att förstå.") from None
    return tuple((start, end) for start, end in spans if 0 <= start < end < 2**31)


def page_of(document: Document, number: int) -> Page:
    """A page by its number. Raises UsageError when the document has none such."""
    for page in document.pages:
        if page.number == number:
            return page
    raise UsageError(f"handlingen har {len(document.pages)} sidor, ingen sida {number}.")


def boxes_of(page: Page, spans: Spans) -> list[Box]:
    """The boxes of the words that the spans touch; words side by side share one."""
    boxes = [
        word.box for word in page.words if any(s < word.end and e > word.start for s, e in spans)
    ]
    return joined(boxes)


def joined(boxes: Iterable[Box]) -> list[Box]:
    """Boxes in reading order, those that stand side by side on a line as one."""
    found: list[Box] = []
    for box in boxes:
        last = found[-1] if found else None
        if last and _side_by_side(last, box):
            found[-1] = Box(
                min(last.x0, box.x0),
                min(last.top, box.top),
                max(last.x1, box.x1),
                max(last.bottom, box.bottom),
            )
        else:
            found.append(box)
    return found


def _side_by_side(one: Box, other: Box) -> bool:
    height = min(one.bottom - one.top, other.bottom - other.top)
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common > height / 2 and -height < other.x0 - one.x1 < 2 * height


def personal_boxes(
    personal: Sequence[PersonalData], page: Page
) -> tuple[tuple[float, float, float, float], ...]:
    """The boxes of words on a page that tell some of a document's personal data."""
    boxes = dict.fromkeys(
        box for found in personal if found.page == page.number for box in found.boxes
    )
    return tuple((box.x0, box.top, box.x1, box.bottom) for box in boxes)


def text_without(document: Document, page: Page, personal: Sequence[PersonalData]) -> str:
    """The text of a page with some of the document's personal data hidden."""
    here = (found for found in personal if found.page == page.number)
    spans = [(found.start - page.start, found.end - page.start) for found in here]
    return covered(document.text[page.start : page.end], spans)


class Paragraph(msgspec.Struct, frozen=True):
    """Lines of a page that stand together, or a table of such."""

    kind: str
    lines: tuple[Markup, ...] = ()
    rows: tuple[tuple[tuple[Markup, ...], ...], ...] = ()
    """Of a table: rows of cells of lines."""


def paragraphs(
    document: Document, page: Page, spans: Spans, hide: Sequence[PersonalData]
) -> list[Paragraph]:
    """The text of a page, the words of the spans marked and some personal data hidden."""
    text = text_without(document, page, hide)
    found: list[Paragraph] = []
    for _, group in groupby(groups(page), key=itemgetter(0)):
        lines = [line for _, line in group]
        told = [_line(text, line, page, spans) for line in lines]
        if lines[0].cell is None:
            kind = f"{lines[0].kind} strong" if lines[0].bold else str(lines[0].kind)
            found.append(Paragraph(kind, tuple(told)))
        else:
            found.append(Paragraph("table", rows=rows(lines, told)))
    return found


def groups(page: Page) -> Iterator[tuple[int, Line]]:
    """Each line of a page with the number of the paragraph or table it stands in."""
    number, last = 0, None
    for line in page.lines:
        if last is not None:
            same_table = last.cell and line.cell and last.cell.table == line.cell.table
            apart = line.gap > _GAP or line.bold != last.bold or line.bullet
            if not same_table and (line.cell or last.cell or line.kind != last.kind or apart):
                number += 1
        last = line
        yield number, line


def rows(lines: Sequence[Line], told: Sequence[Markup]) -> Any:
    """The rows of a table on a page: cells of lines."""
    cells: dict[int, dict[int, list[Markup]]] = {}
    for line, text in zip(lines, told, strict=True):
        if line.cell:
            row = cells.setdefault(line.cell.row, {})
            row.setdefault(line.cell.column, []).append(text)
    columns = sorted({column for row in cells.values() for column in row})
    return tuple(
        tuple(tuple(row.get(column, ())) for column in columns) for _, row in sorted(cells.items())
    )


def _line(text: str, line: Line, page: Page, spans: Spans) -> Markup:
    start, end = line.start - page.start, line.end - page.start
    out, at = [], start
    for low, high in sorted(spans):
        a, b = max(start, low - page.start, at), min(end, high - page.start)
        if a < b:
            out += [escape(text[at:a]), Markup("<mark>"), escape(text[a:b]), Markup("</mark>")]
            at = b
    out.append(escape(text[at:end]))
    return Markup("").join(out)


def facts_on(archive: Archive, document_id: str) -> list[Entry[Any]]:
    """The facts of a document in reading order."""
    filters = Filters(document_id=document_id, superseded=True)
    found: list[Entry[Any]] = []
    for table in FACTS:
        found += archive.facts(table.type, filters)
    return sorted(found, key=lambda entry: _begins(entry.fact.provenance))


def _begins(provenance: Provenance) -> tuple[int, int]:
    return provenance.page, provenance.begins


def pages_of(spans: Spans, document: Document) -> Sequence[int]:
    """The numbers of the pages that spans stand on."""
    return [
        page.number
        for page in document.pages
        if any(start < page.end and end > page.start for start, end in spans)
    ]


def quoted(document: Document, page: Page, words: str) -> Spans:
    """Where on a page some words stand, however they are broken over lines.

    Raises UsageError when they do not stand there: every fact points at words.
    """
    wanted = "".join(words.split()).casefold()
    kept = [(at, c) for at, c in enumerate(document.text[page.start : page.end]) if not c.isspace()]
    text = "".join(c.casefold()[:1] for _, c in kept)
    at = text.find("".join(c[:1] for c in wanted)) if wanted else -1
    if at < 0:
        advice = "Kopiera orden ur sidans text."
        raise UsageError(f"orden står inte på sida {page.number}.", advice=advice)
    first, last = kept[at][0], kept[at + len(wanted) - 1][0]
    spans = []
    for line in sorted(page.lines, key=lambda line: line.start):
        low = max(line.start, page.start + first)
        high = min(line.end, page.start + last + 1)
        if low < high:
            spans.append((low, high))
    return tuple(spans) or ((page.start + first, page.start + last + 1),)
