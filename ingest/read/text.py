"""Plain text, also text that was dumped from a PDF."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from corpus.errors import UnreadableError
from corpus.model import Document, LineKind
from corpus.swedish.tables import pattern
from ingest.layout.reading_order import bullet_of
from ingest.layout.sheets import unnumbered
from ingest.read.build import DraftLine, DraftPage, Extras, build
from ingest.read.encoding import decoded
from ingest.read.running import stepped
from ingest.read.signs import plain

_ONE_SPACE = re.compile(r" \S")
_PAGE_NUMBER = pattern("pages", "text-number")
_MAX_BYTES = 20_000_000


def read(path: Path) -> Document:
    """The document of a text file; form feeds part its pages. Raises UnreadableError."""
    data, text, remarks = text_of(path)
    pages = [_page(page) for page in text.split("\f")]
    while len(pages) > 1 and not pages[-1].lines:
        pages.pop()
    _mark_running(pages)
    return build(path, data, "text/plain", pages, extras=Extras(remarks=remarks))


def text_of(path: Path) -> tuple[bytes, str, tuple[str, ...]]:
    """The bytes of a text file, the text they stand for, and what to tell of how it was found.

    Raises UnreadableError.
    """
    if path.stat().st_size > _MAX_BYTES:
        what = f"filen är större än de {_MAX_BYTES // 10**6} MB text som läses."
        raise UnreadableError(what, str(path), "Dela den i flera filer.")
    data = path.read_bytes()
    found = decoded(data)
    if found is None:
        what, advice = "det är ingen textfil.", "Ge den det filnamnsslut som den ska ha."
        raise UnreadableError(what, str(path), advice)
    return data, plain(found.text), (found.remark,) if found.remark else ()


def _page(text: str) -> DraftPage:
    lines: list[DraftLine] = []
    indents: list[int] = []
    blank = 9.0
    raws = text.splitlines()
    raws = unnumbered(raws) or raws
    for number, raw in enumerate(raws):
        if number and _begins_page(raws, number):
            blank = 9.0
        shown = raw.expandtabs(4).rstrip()
        if not shown.strip():
            blank += 1.0
            continue
        indent = len(shown) - len(shown.lstrip())
        line = DraftLine(shown.strip(), gap=min(blank, 9.0))
        line.bullet = bullet_of(line.text + " ")
        if line.bullet is not None:
            line.level = _level(indent, indents, fresh=blank > 0 and indent == 0)
        lines.append(line)
        blank = 0.0
    return DraftPage(lines)


def _begins_page(raws: list[str], number: int) -> bool:
    """Whether a dump has a blank for the form feed: one space before this line, none around."""
    around = raws[number - 1 : number] + raws[number + 1 : number + 2]
    return bool(_ONE_SPACE.match(raws[number])) and not any(x.startswith(" ") for x in around)


def _level(indent: int, indents: list[int], *, fresh: bool) -> int:
    """Nesting depth of a list line; `indents` are those of the lists it may stand in."""
    if fresh:
        indents.clear()
    while indents and indent < indents[-1]:
        indents.pop()
    if not indents or indent > indents[-1] + 1:
        indents.append(indent)
    return len(indents) - 1


def _mark_running(pages: list[DraftPage]) -> None:
    """Headers and footers: lines that many pages begin or end with, and what counts the pages."""
    edges = [{line.text for line in (*page.lines[:4], *page.lines[-3:])} for page in pages]
    counts = Counter(text for texts in edges for text in texts)
    often = max(2, len(pages) // 2)
    for number, page in enumerate(pages):
        for index, line in enumerate(page.lines):
            at_end = index >= len(page.lines) - 3
            if not (index < 4 or at_end):
                continue
            repeated = len(pages) > 2 and counts[line.text] >= often
            if _PAGE_NUMBER.fullmatch(line.text) or repeated or _counts(line.text, number, edges):
                line.kind = LineKind.FOOTER if at_end and index >= 4 else LineKind.HEADER


def _counts(text: str, number: int, edges: list[set[str]]) -> bool:
    """Whether the next page or the last has the line with a number one higher or lower."""
    return any(
        other in edges[number + step]
        for step in (1, -1)
        if 0 <= number + step < len(edges)
        for other in stepped(text, step)
    )
