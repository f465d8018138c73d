"""Running headers, footers and page numbers: what stands at the same place on many pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.model import LineKind
from ingest.layout import LaidLine

_DIGITS = re.compile(r"\d+")
# The head of an item: its number tells it from the next one at the same place of another page.
_ITEM_HEAD = re.compile(r"(?:\w+\s)?§\s?\d|\d+\s?§", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"(?:sida|sid\.?|sidan|page|s\.)?\s*\d{1,4}\s*(?:(?:av|of|/|\()\s*\d{1,4}\s*\)?)?\Z|[-–]\s*\d{1,4}\s*[-–]\Z",
    re.IGNORECASE,
)
# Parts of the page's height in which running lines stand.
_TOP, _BOTTOM = 0.22, 0.80

PageLines = tuple[float, Sequence[LaidLine]]


def running_kinds(pages: Sequence[PageLines]) -> list[list[LineKind]]:
    """For each page, the kind of each of its lines: header, footer or body."""
    seen = _places(pages)
    return [_kinds(height, lines, seen, len(pages)) for height, lines in pages]


def _key(line: LaidLine) -> str:
    """The line with its numbers blotted out, so that page numbers and dates look alike."""
    text = line.text.casefold().strip()
    return text if _ITEM_HEAD.match(text) else _DIGITS.sub("#", text)


def _places(pages: Sequence[PageLines]) -> dict[str, dict[int, list[float]]]:
    """For each text near an edge, its pages and its heights there, as a part of the page."""
    seen: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for number, (height, lines) in enumerate(pages):
        for line in lines:
            at = line.box.top / max(height, 1.0)
            if at < _TOP or at > _BOTTOM:
                seen[_key(line)][number].append(at)
    return seen


def _repeats(
    line: LaidLine, at: float, seen: dict[str, dict[int, list[float]]], count: int
) -> bool:
    places = seen.get(_key(line), {})
    same = sum(any(abs(at - y) < 0.012 for y in ys) for ys in places.values())
    return same >= 2 and same >= min(0.4 * count, 4 + 0.1 * count)


def _kinds(
    height: float,
    lines: Sequence[LaidLine],
    seen: dict[str, dict[int, list[float]]],
    count: int,
) -> list[LineKind]:
    """Running lines reach inwards from the edge without a gap of body text between them."""
    kinds = [LineKind.BODY] * len(lines)
    places = [line.box.top / max(height, 1.0) for line in lines]
    running = [
        _repeats(line, at, seen, count) or _is_page_number(line, at)
        for line, at in zip(lines, places, strict=True)
    ]
    down = sorted(range(len(lines)), key=lambda i: places[i])
    for kind, order in ((LineKind.HEADER, down), (LineKind.FOOTER, down[::-1])):
        stopped: float | None = None
        for index in order:
            at = places[index]
            inside = at < _TOP if kind is LineKind.HEADER else at > _BOTTOM
            if not inside:
                break
            if not running[index]:
                stopped = at if stopped is None else stopped
                if abs(at - stopped) > 0.012:
                    break
            elif stopped is None or abs(at - stopped) < 0.012:
                kinds[index] = kind
    return kinds


def _is_page_number(line: LaidLine, at: float) -> bool:
    """A number alone at the very edge of a page."""
    return (at < 0.08 or at > 0.90) and bool(_PAGE_NUMBER.match(line.text.strip()))
