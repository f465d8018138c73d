"""Plain text, also text that was dumped from a PDF."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
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
# Lines at the top of a page that may run over the pages; so many where the page before has them.
_TOP, _MOST_HEAD = 4, 8
# A head that counts pages ends in a number, or has one before a number in brackets.
_COUNTED = re.compile(r"\d\s*$|\d\s*\(\d+\)|\d\s*/\s*\d")
# A page of a dump has more lines than these.
_FEW_LINES = 5


def read(path: Path) -> Document:
    """The document of a text file; form feeds part its pages. Raises UnreadableError."""
    data, text, remarks = text_of(path)
    pages = [_page(page) for page in (text.split("\f") if "\f" in text else _at_heads(text))]
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


def _at_heads(text: str) -> list[str]:
    """The pages of a dump without form feeds: where a head of the first lines counts on."""
    lines = text.split("\n")
    starts = [0]
    top = [at for at in range(min(len(lines), 12)) if lines[at].strip()][:_TOP]
    for head in top:
        if not _COUNTED.search(lines[head]):
            continue
        above = [line.strip() for line in lines[top[0] : head]]
        shown = " ".join(lines[head].split())
        for at in range(head + _FEW_LINES, len(lines)):
            if " ".join(lines[at].split()) in set(stepped(shown, 1)):
                first = at - len(above)
                same = [line.strip() for line in lines[first:at]] == above
                starts.append(first if same else at)
                shown = " ".join(lines[at].split())
        if len(starts) > 1:
            break
    return ["\n".join(lines[a:b]) for a, b in pairwise([*starts, len(lines)])]


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
    edges = [{line.text for line in (*page.lines[:_TOP], *page.lines[-3:])} for page in pages]
    counts = Counter(text for texts in edges for text in texts)
    often = max(2, len(pages) // 2)
    for number, page in enumerate(pages):
        same = _same_head(pages, number, edges)
        for index, line in enumerate(page.lines):
            at_end = index >= len(page.lines) - 3
            if not (index < max(_TOP, same) or at_end):
                continue
            repeated = (len(pages) > 2 and counts[line.text] >= often) or index < same
            if _PAGE_NUMBER.fullmatch(line.text) or repeated or _counts(line.text, number, edges):
                footer = at_end and index >= max(_TOP, same)
                line.kind = LineKind.FOOTER if footer else LineKind.HEADER


def _same_head(pages: list[DraftPage], number: int, edges: list[set[str]]) -> int:
    """How many of a page's first lines are those of the page before, as its running head.

    One of them counts the pages, or the page before breaks off in a sentence.
    """
    if not number:
        return 0
    before, lines = pages[number - 1].lines, pages[number].lines
    same, counted = 0, False
    for above, line in zip(before[:_MOST_HEAD], lines[:_MOST_HEAD], strict=False):
        counts = _counts(line.text, number, edges)
        if line.text != above.text and not counts:
            break
        same, counted = same + 1, counted or counts
    if same == len(lines) or not (counted or (same > 1 and _breaks_off(before[-1].text))):
        return 0
    return same


def _breaks_off(text: str) -> bool:
    """Whether a page's last line is cut in a sentence."""
    return text[-1:] in "-,\u00ad" or text[-1:].islower()


def _counts(text: str, number: int, edges: list[set[str]]) -> bool:
    """Whether the next page or the last has the line with a number one higher or lower."""
    return any(
        other in edges[number + step]
        for step in (1, -1)
        if 0 <= number + step < len(edges)
        for other in stepped(text, step)
    )
