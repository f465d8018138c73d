"""The text of a point as it reads on its page: paragraphs, headings, lists and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import msgspec
from markupsafe import Markup

from corpus.meetings import fold
from corpus.model import Document, Line, LineKind, Page
from corpus.swedish.personal import PersonalData
from index.units import Unit, running_text
from web.reading import Spans, groups, rows, text_without


class Block(msgspec.Struct, frozen=True):
    """What stands together in a text."""

    kind: str
    """Text, heading, item (of a list) or table, in these words."""
    text: str = ""
    rows: tuple[tuple[tuple[Markup, ...], ...], ...] = ()
    """Of a table: rows of cells of lines."""


def blocks(
    document: Document, unit: Unit, head: Spans, hide: Sequence[PersonalData]
) -> list[Block]:
    """The text of a point without its head and title, which stand above it on a page; some
    personal data hidden."""
    starts = {piece.start for piece in unit.pieces}
    pages = {piece.page for piece in unit.pieces}
    title = fold(unit.title)
    found: list[Block] = []
    for page in document.pages:
        if page.number in pages:
            text = text_without(document, page, hide)
            for block in _on_page(document, page, text, starts, head):
                if fold(block.text) != title:
                    _put(found, block)
    return found


def _on_page(
    document: Document, page: Page, text: str, starts: set[int], head: Spans
) -> Iterator[Block]:
    hidden = msgspec.structs.replace(
        document, text=document.text[: page.start] + text + document.text[page.end :]
    )
    for _, group in groupby(groups(page), key=itemgetter(0)):
        own = [line for _, line in group if _within(document, line, starts)]
        lines = [x for x in own if not any(a <= x.start and x.end <= b for a, b in head)]
        if not lines:
            continue
        if lines[0].cell is not None:
            told = [Markup.escape(hidden.text[line.start : line.end].strip()) for line in lines]
            yield Block("table", rows=rows(lines, told))
            continue
        running, _ = running_text(hidden, lines)
        if running:
            yield Block(_kind(lines), running.replace("\n", " "))


def _within(document: Document, line: Line, starts: set[int]) -> bool:
    words = document.text[line.start : line.end]
    return line.start + len(words) - len(words.lstrip()) in starts


_LONGEST_HEADING = 90


def _kind(lines: Sequence[Line]) -> str:
    first = lines[0]
    if first.bullet:
        return "item"
    short = lines[-1].end - first.start <= _LONGEST_HEADING
    if short and first.kind is LineKind.BODY and (first.heading or all(x.bold for x in lines)):
        return "heading"
    return "text"


def _put(found: list[Block], block: Block) -> None:
    """Add a block; a paragraph that was cut goes on."""
    last = found[-1] if found else None
    goes_on = last is not None and last.kind in ("text", "item") and block.kind == "text"
    if last and goes_on and (block.text[:1].islower() or last.text[-1:] == ","):
        found[-1] = Block(last.kind, f"{last.text} {block.text}")
    else:
        found.append(block)
