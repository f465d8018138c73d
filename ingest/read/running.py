"""Running headers, footers and page numbers: what stands at the same place on many pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpus.model import Box, LineKind
from corpus.swedish.tables import pattern
from ingest.layout.reading_order import LaidLine

_DIGITS = re.compile(r"\d+")
# The head of an item with its title.
_ITEM_HEAD = re.compile(r"(?:\w+\s)?(?:§\s?\d+|\d+\s?§)\.?\s+[A-ZÅÄÖ]\w+ \w")
_PAGE_NUMBER = pattern("pages", "running-number")
# Parts of the page's height: where running lines stand, and how far they may wander.
_TOP, _BOTTOM = 0.22, 0.80
_SAME = 0.012

PageLines = tuple[float, Sequence[LaidLine], Sequence[Box]]
"""A page's height, its lines, and the cells of its tables."""
_Seen = dict[str, dict[int, list[float]]]


def running_kinds(pages: Sequence[PageLines]) -> list[list[LineKind]]:
    """For each page, the kind of each of its lines: header, footer or body."""
    # What a page and its copies share does not run over the pages, so copies are passed over.
    first = {tuple(line.text for line in page[1]): at for at, page in enumerate(pages[::-1])}
    distinct = {len(pages) - 1 - at for at in first.values()}
    seen = _places([(p[0], p[1] if at in distinct else []) for at, p in enumerate(pages)])
    sizes = sorted(s.size for _, lines, _ in pages for line in lines for s in line.strips)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    return [_kinds(page, seen, len(distinct), usual, number) for number, page in enumerate(pages)]


def _key(line: LaidLine) -> str:
    """The line with its numbers blotted out, so that page numbers and dates look alike."""
    return _DIGITS.sub("#", line.text.casefold())


def _places(pages: Sequence[tuple[float, Sequence[LaidLine]]]) -> _Seen:
    """For each text near an edge, its pages and its heights there, as a part of the page."""
    seen: _Seen = defaultdict(lambda: defaultdict(list))
    for number, (height, lines) in enumerate(pages):
        for line in lines:
            at = line.box.top / max(height, 1.0)
            if at < _TOP or at > _BOTTOM:
                for key in {_key(line), line.text}:
                    seen[key][number].append(at)
    return seen


def _pages_with(key: str, at: float, seen: _Seen) -> int:
    """On how many pages a text stands at this height."""
    return sum(any(abs(at - y) < _SAME for y in ys) for ys in seen.get(key, {}).values())


def _kinds(page: PageLines, seen: _Seen, count: int, usual: float, number: int) -> list[LineKind]:
    """Running lines reach inwards from the edge; at most one row of body may stand outside them."""
    height, lines, cells = page
    kinds = [LineKind.BODY] * len(lines)
    places = [line.box.top / max(height, 1.0) for line in lines]
    strength = [
        _strength(line, at, seen, count, usual, number)
        for line, at in zip(lines, places, strict=True)
    ]
    down = sorted(range(len(lines)), key=lambda i: places[i])
    for kind, order in ((LineKind.HEADER, down), (LineKind.FOOTER, down[::-1])):
        stops: list[float] = []
        for index in order:
            at = places[index]
            if not (at < _TOP if kind is LineKind.HEADER else at > _BOTTOM):
                break
            beside = [strength[i] for i in order if abs(places[i] - at) < _SAME / 2]
            level = max(beside) if strength[index] == 1 else strength[index]
            outside = [y for y in stops if abs(at - y) >= _SAME]
            if (level == 3 and len(outside) < 2) or (level >= 2 and min(beside) and not outside):
                kinds[index] = kind
            elif not any(abs(at - y) < _SAME for y in stops):
                stops.append(at)
    wrapped = _wrapped(lines, kinds, cells)
    return [
        LineKind.BODY if at in wrapped and strength[at] < 3 else kind
        for at, kind in enumerate(kinds)
    ]


def _wrapped(
    lines: Sequence[LaidLine], kinds: Sequence[LineKind], cells: Sequence[Box]
) -> set[int]:
    """The running lines whose cell of a table holds lines of the body too."""
    running = [at for at, kind in enumerate(kinds) if kind is not LineKind.BODY]
    found: set[int] = set()
    for at in running:
        held = next((cell for cell in cells if _within(lines[at], cell)), None)
        if held and any(
            kind is LineKind.BODY and _within(line, held)
            for line, kind in zip(lines, kinds, strict=True)
        ):
            found.add(at)
    return found


def _within(line: LaidLine, cell: Box) -> bool:
    """Whether the middle of a line stands in a cell."""
    box = line.box
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom


def _strength(line: LaidLine, at: float, seen: _Seen, count: int, usual: float, number: int) -> int:
    """How surely a line runs over the pages.

    3: the same words on most pages; 2: on some, or a number that counts the pages; 1: the same
    but for numbers, which may be a running § beside a running title, or the head of an item.
    """
    if not (at < _TOP or at > _BOTTOM):
        return 0
    same = _pages_with(line.text, at, seen)
    if same == 2 and _ITEM_HEAD.match(line.text):  # listed on one page, treated on the next
        return 0
    if same >= max(3, 0.6 * count):
        return 3
    if same >= max(2, min(0.4 * count, 4 + 0.1 * count)):
        return 2
    if usual and max(s.size for s in line.strips) > 1.3 * usual:  # titles that only count on
        return 0
    if (at < 0.08 or at > 0.90) and _PAGE_NUMBER.match(line.text.strip()):
        return 2
    if _pages_with(_key(line), at, seen) < 2:
        return 0
    return 2 if _counts_pages(line, at, seen, number) else 1


def _counts_pages(line: LaidLine, at: float, seen: _Seen, number: int) -> bool:
    """Whether a neighbouring page has the same line with one of its numbers one higher or lower."""
    return any(
        abs(at - y) < _SAME
        for step in (1, -1)
        for other in stepped(line.text, step)
        for y in seen.get(other, {}).get(number + step, ())
    )


def stepped(text: str, step: int) -> Iterator[str]:
    """The text with each of its numbers in turn changed by `step`; a § does not count pages."""
    if "§" in text:
        return
    for found in _DIGITS.finditer(text):
        yield f"{text[: found.start()]}{int(found[0]) + step}{text[found.end() :]}"
