"""Sheets that are more than their text: two pages side by side, numbers of lines in the margin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.layout.reading_order import Token

# Two pages side by side: a sheet so much wider than high, white between them near its middle,
# so many lines on each, most of them beginning as far from the edge of their page.
_WIDE = 1.2
_MIDDLE = (0.4, 0.6)
_GUTTER = 18.0
_FEW_LINES, _FEW_IN_ALL = 4, 10
_ALIKE = 14.0
_MOST = 0.5
# Numbers of lines: so many, on so many of the lines, in letters so much smaller than the text.
_MANY = 12
_SMALL = 0.85
_FEW_NUMBERS = 3
_STEPS = (1, 5, 10)
_SLACK = 4.0


def fold_of(tokens: Sequence[Token], width: float, height: float) -> float | None:
    """Where two pages meet that stand side by side on one sheet; None for a sheet of one page."""
    if width < _WIDE * height:
        return None
    low, high = (part * width for part in _MIDDLE)
    spans = sorted((t.x0, t.x1) for t in tokens)
    end, best = low, (0.0, 0.0)
    for x0, x1 in [*spans, (high, high)]:
        start = min(x0, high)
        if start - end > best[1] - best[0]:
            best = (end, start)
        end = max(end, min(x1, high))
    if best[1] - best[0] < _GUTTER:
        return None
    fold = (best[0] + best[1]) / 2
    left, above = _margin([t for t in tokens if t.x1 <= fold])
    right, beside = _margin([t for t in tokens if t.x0 >= fold])
    if left is None or right is None or abs(right - width / 2 - left) > _ALIKE:
        return None
    return fold if above + beside >= _FEW_IN_ALL else None


def _margin(tokens: Sequence[Token]) -> tuple[float | None, int]:
    """Where most lines of a page begin, None for no such place; and how many lines it has."""
    starts: dict[int, float] = {}
    for token in tokens:
        at = round(token.base / 4)
        at = next((near for near in (at, at - 1, at + 1) if near in starts), at)
        starts[at] = min(starts.get(at, token.x0), token.x0)
    if len(starts) < _FEW_LINES:
        return None, len(starts)
    places = Counter(round(x / 3) for x in starts.values())
    place, _ = places.most_common(1)[0]
    close = [x for x in starts.values() if abs(x / 3 - place) <= 1]
    margin = sum(close) / len(close) if len(close) >= _MOST * len(starts) else None
    return margin, len(starts)


def without_line_numbers(tokens: list[Token]) -> list[Token]:
    """The words of a page without the numbers of its lines, which stand beside all of them."""
    for column in _columns([t for t in tokens if t.text.isdecimal() and len(t.text) < 5]):
        rest = [t for t in tokens if t not in column]
        if rest and _are_line_numbers(column, rest):
            return rest
    return tokens


def _columns(numbers: list[Token]) -> list[set[Token]]:
    """The numbers at the left edge, ending or beginning alike; and those at the right."""
    if len(numbers) < _FEW_NUMBERS:
        return []
    found = []
    for edge in (min(t.x1 for t in numbers), max(t.x0 for t in numbers)):
        near = {t for t in numbers if abs(t.x1 - edge) < 25 or abs(t.x0 - edge) < 25}
        found.append(near)
    return found


def _are_line_numbers(column: set[Token], rest: Sequence[Token]) -> bool:
    """Whether numbers count the lines: by one or five, in their margin, on every such line."""
    ordered = sorted(column, key=lambda t: t.base)
    if len(ordered) < _FEW_NUMBERS:
        return False
    left = max(t.x1 for t in ordered) <= min(t.x0 for t in rest) + _SLACK
    if not left and min(t.x0 for t in ordered) < max(t.x1 for t in rest) - _SLACK:
        return False
    steps = Counter(int(b.text) - int(a.text) for a, b in pairwise(ordered))
    step, times = steps.most_common(1)[0]
    if step not in _STEPS or times < 0.8 * (len(ordered) - 1):
        return False
    lines = {round(t.base / 6) for t in rest}
    size = sorted(t.style.size for t in rest)[len(rest) // 2]
    small = sorted(t.style.size for t in ordered)[len(ordered) // 2] <= _SMALL * size
    apart = sorted(b.base - a.base for a, b in pairwise(ordered))[len(ordered) // 2 - 1]
    if step > 1:
        return small or apart > 2.5 * size
    covered = len(ordered) >= 0.8 * len(lines)
    return covered and (small or len(ordered) >= _MANY) and apart < 3.5 * size


def unnumbered(lines: Sequence[str]) -> list[str] | None:
    """The lines of a text without the numbers before them; None where they do not count them."""
    heads = [line.split(maxsplit=1) for line in lines]
    numbers = [int(h[0]) for h in heads if h and h[0].isdecimal() and len(h[0]) < 5]
    filled = sum(bool(h) for h in heads)
    if len(numbers) < _MANY or len(numbers) < 0.9 * filled:
        return None
    if sum(b - a == 1 for a, b in pairwise(numbers)) < 0.9 * (len(numbers) - 1):
        return None
    return [
        line.replace(h[0], " " * len(h[0]), 1) if h and h[0].isdecimal() else line
        for line, h in zip(lines, heads, strict=True)
    ]
