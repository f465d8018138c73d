"""Pages of documents for people: their text with places marked, and the boxes of its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from markupsafe import Markup, escape

from corpus.archive import Archive
from corpus.entries import Entry, Filters
from corpus.errors import UsageError
from corpus.model import Box, Document, Line, LineKind, Page, Provenance
from corpus.rows import FACTS
from corpus.swedish.personal import hidden, personal

Spans = tuple[tuple[int, int], ...]
_MOST_SPANS = 200


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


def personal_boxes(document: Document, page: Page) -> tuple[tuple[float, float, float, float], ...]:
    """The boxes of words on a page that tell personal data."""
    text = document.text[page.start : page.end]
    spans = tuple((page.start + a, page.start + b) for a, b in personal(text))
    touched = (w for w in page.words if any(s < w.end and e > w.start for s, e in spans))
    return tuple((w.box.x0, w.box.top, w.box.x1, w.box.bottom) for w in touched)


class Paragraph(msgspec.Struct, frozen=True):
    """Lines of a page that stand together."""

    lines: tuple[Markup, ...]
    kind: str


def paragraphs(document: Document, page: Page, spans: Spans, see_all: bool) -> list[Paragraph]:
    """The text of a page, the words of the spans marked."""
    text = document.text[page.start : page.end]
    text = text if see_all else hidden(text)
    found: list[tuple[str, list[Markup]]] = []
    last: object = None
    for line in page.lines:
        group = (line.kind, line.cell)
        if not found or group != last or (line.kind is LineKind.BODY and line.gap > 0.8):
            found.append(("cell" if line.cell else str(line.kind), []))
        last = group
        found[-1][1].append(_line(text, line, page, spans))
    return [Paragraph(tuple(lines), kind) for kind, lines in found]


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
    return provenance.page, provenance.spans[0][0] if provenance.spans else 0


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
