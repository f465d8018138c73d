"""From words with boxes to lines in reading order.

No reader's own order is safe on pages with columns, so the order is made here from geometry
alone. Words on one baseline make a row; a gap much wider than a space parts a row into strips;
gaps that stand above each other over several rows are gutters. What lies on both sides of a
gutter is read as labels with their values, as columns, or as a table, whichever it looks like.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from corpus.model import Box
from corpus.swedish.tables import first_match

# A gap wider than this many font sizes is no space between words (justified text stays below).
WIDE_GAP = 1.1
# In type whose letters are all as wide, a space is wider, and justified lines have double ones.
_TYPED, _MIN_TYPED = 1.7, 12
# Where rows nearby have a wide gap, a gap this wide parts a row too.
_GUTTER_GAP, _NEARBY = 0.6, 3
# A list marker stands at most this many font sizes before its text; a § may stand further off.
_MARKER_GAP, _SECTION_GAP = 5.0, 14.0

_LABELS = ("meeting_labels", "attendance", "roles")
"""The tables whose rows are labels on covers."""

_BULLETS = "•·∙●○◦▪■□❑❒➢➤►‣⁃–—*\uf0b7\uf0a7\uf0d8\uf02d\uf071\uf076\uf06f"
_NUMBERED = (
    r"§+\s?\d+(?:\s?[a-z])?\.?|\d{1,4}(?:\s?[a-z])?\s?§|\d{1,3}(?:\.\d{1,2}){0,3}\s?[.)]?"
    r"|[a-zA-ZåäöÅÄÖ][.)/]|\(?[ivx]{1,4}\)"
)
_MARKER = re.compile(rf"(?:[{re.escape(_BULLETS)}o-]|{_NUMBERED})\Z")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[.:][0-5]\d")
_MARK = re.compile(r"[\[(]\w{1,3}[\])]")
_BULLET = re.compile(
    rf"\s*(?:([{re.escape(_BULLETS)}])\s*(?=\S)|([-o])\s+(?=\S)|(\d{{1,3}}[.)]|[a-zA-ZåäöÅÄÖ][.)])\s+(?=\S))"
)
_NORMAL = {"o": "o", "○": "o", "◦": "o", "-": "-", "–": "-", "—": "-", "⁃": "-", "\uf02d": "-"}


class Style(NamedTuple):
    """How words are set: font family, size in points as drawn, weight and slant."""

    font: str | None
    size: float
    bold: bool
    italic: bool


PLAIN = Style(None, 0.0, False, False)


class Token(NamedTuple):
    """A word on a page: its text, box (points, from the top left), baseline and style."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    style: Style
    angle: int = 0
    """Direction of writing in degrees clockwise from left-to-right, as the page is shown."""
    confidence: float | None = None


@dataclass(slots=True, eq=False)
class Grid:
    """A table on one page: its box, and its cells' boxes by row and column where it has rules."""

    box: Box
    rows: int
    columns: list[float]
    """Left edges of the columns."""
    cells: dict[tuple[int, int], Box] = field(default_factory=dict)
    ruled: bool = True


@dataclass(slots=True)
class Strip:
    """Words on one baseline with no wide gap between them."""

    tokens: list[Token]
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float

    @classmethod
    def of(cls, tokens: list[Token]) -> Strip:
        """The strip that tokens, sorted from left to right, make."""
        _, x0, top, x1, bottom, base, style, _, _ = tokens[0]
        size = style.size
        for token in tokens[1:]:
            if token.x1 > x1:
                x1 = token.x1
            if token.style is not style or token.base != base:
                top, bottom = min(top, token.top), max(bottom, token.bottom)
                size = max(size, token.style.size)
        return cls(tokens, x0, x1, top, bottom, base, size)

    def restore(self, tokens: list[Token]) -> None:
        """Puts the same words back where they stood before the page was turned."""
        self.tokens = tokens
        self.x0, self.x1 = min(t.x0 for t in tokens), max(t.x1 for t in tokens)
        self.top, self.bottom = min(t.top for t in tokens), max(t.bottom for t in tokens)

    @property
    def text(self) -> str:
        """Its words with a space between."""
        return " ".join(t.text for t in self.tokens)

    @property
    def bold(self) -> bool:
        """Whether most of its letters are bold."""
        heavy = sum(len(t.text) for t in self.tokens if t.style.bold)
        return heavy * 2 > sum(len(t.text) for t in self.tokens)


@dataclass(slots=True)
class LaidLine:
    """A line of the page: one strip, or several with wide gaps between them."""

    strips: list[Strip]
    cell: tuple[Grid, int, int] | None = None
    """Table, row and column, where the line stands in one."""

    @property
    def box(self) -> Box:
        """The box around its words."""
        if len(self.strips) == 1:
            strip = self.strips[0]
            return Box(strip.x0, strip.top, strip.x1, strip.bottom)
        return Box(
            min(s.x0 for s in self.strips),
            min(s.top for s in self.strips),
            max(s.x1 for s in self.strips),
            max(s.bottom for s in self.strips),
        )

    @property
    def text(self) -> str:
        """Its words; a tab stands for a wide gap."""
        return "\t".join(s.text for s in self.strips)


Row = list[Strip]
Groups = list[tuple[list[Row], ...]]
"""Rows of a table; each has the rows of words of each of its columns."""


@dataclass(slots=True)
class _Region:
    """Consecutive rows that share a gutter from x `left` to x `right`."""

    rows: list[Row]
    left: float
    right: float
    both: int = field(default=0)
    """How many rows have text on both sides."""


def rows_of(tokens: Iterable[Token]) -> list[Row]:
    """Tokens by baseline, from the top down; each row parted into strips at wide gaps."""
    rows: list[list[Token]] = []
    base = size = float("-inf")
    tokens = sorted(tokens, key=lambda t: t.base)
    wide = _TYPED if _is_typed(tokens) else 1.0
    for token in tokens:
        if rows and token.base - base <= 0.4 * min(size, token.style.size or size):
            rows[-1].append(token)
            if token.style.size > size * 1.3:  # a raised footnote mark came first
                base, size = token.base, token.style.size
        else:
            rows.append([token])
            base, size = token.base, token.style.size or token.bottom - token.top
    strips = [_strips(row, wide * WIDE_GAP) for row in rows]
    return [_join_markers(row) for row in _part_at_gutters(strips, wide * _GUTTER_GAP)]


def _is_typed(tokens: Sequence[Token]) -> bool:
    """Whether nearly all letters are as wide as each other, as a typewriter's are."""
    words = [t for t in tokens if len(t.text) > 2 and t.confidence is None and t.style.size]
    widths = sorted((t.x1 - t.x0) / len(t.text) / t.style.size for t in words)
    if len(widths) < _MIN_TYPED:
        return False
    usual = widths[len(widths) // 2]
    return sum(abs(w - usual) < 0.02 * usual for w in widths) > 0.9 * len(widths)


def _strips(row: list[Token], wide: float) -> Row:
    """The strips of a row, parted where a gap is more than `wide` font sizes."""
    row.sort(key=lambda t: t.x0)
    return _cut(_healed(row), lambda a, b: b.x0 - a.x1 > wide * _size_of(a, b))


def _healed(row: list[Token]) -> list[Token]:
    """Words that were torn apart put together again; pdfium sets single letters far from theirs."""
    made = [row[0]]
    for token in row[1:]:
        last = made[-1]
        short = len(token.text) <= 2 or len(last.text) <= 2
        if short and token.confidence is None and last.style == token.style:
            touch = abs(token.x0 - last.x1) < 0.04 * last.style.size
            if touch and last.text.isalpha() and token.text[0].isalpha():
                made[-1] = last._replace(text=last.text + token.text, x1=token.x1)
                continue
        made.append(token)
    return made


def _size_of(left: Token, right: Token) -> float:
    if left.style is right.style and left.style.size:
        return left.style.size
    return max(left.style.size, right.style.size) or right.bottom - right.top


def _cut(tokens: list[Token], parts: Callable[[Token, Token], bool]) -> Row:
    """Tokens from left to right as strips, cut where `parts` says so of two neighbours."""
    pieces = [[tokens[0]]]
    for left, right in pairwise(tokens):
        if parts(left, right):
            pieces.append([right])
        else:
            pieces[-1].append(right)
    return [Strip.of(piece) for piece in pieces]


def _part_at_gutters(rows: list[Row], gutter: float) -> list[Row]:
    """Rows whose text nearly reaches over a gutter are parted at it too, by that many sizes."""
    gaps = [[(a.x1, b.x0) for a, b in pairwise(row)] for row in rows]
    made: list[Row] = []
    for at, row in enumerate(rows):
        near = [gap for other in gaps[max(0, at - _NEARBY) : at + _NEARBY + 1] for gap in other]
        made.append(_part_row(row, near, gutter) if near else row)
    return made


def _part_row(row: Row, near: list[tuple[float, float]], gutter: float) -> Row:
    def parts(left: Token, right: Token) -> bool:
        wide = gutter * _size_of(left, right)
        if right.x0 - left.x1 < wide:
            return False
        return sum(min(right.x0, b) - max(left.x1, a) >= wide for a, b in near) > 1

    return [piece for strip in row for piece in _cut(strip.tokens, parts)]


def _join_markers(strips: Row) -> Row:
    """A list marker belongs to the text right of it, however wide the tab between them."""
    joined: Row = []
    for strip in strips:
        if joined and _is_marker_of(joined[-1], strip):
            joined[-1] = Strip.of(joined[-1].tokens + strip.tokens)
        else:
            joined.append(strip)
    return joined


def _is_marker_of(before: Strip, strip: Strip) -> bool:
    if len(before.tokens) > 2 or len(strip.text) <= 2 or not _MARKER.match(before.text):
        return False
    if _MARK.fullmatch(strip.text):
        return False  # a column of its own: what kind of point it is
    reach = _SECTION_GAP if "§" in before.text else _MARKER_GAP
    return strip.x0 - before.x1 < reach * (strip.size or 10.0)


def lines_of(rows: list[Row], grids: Sequence[Grid] = ()) -> list[LaidLine]:
    """All lines of a page of horizontal words, in reading order; tables cell by cell."""
    if not grids:
        return _read_rows(rows, 0)
    loose = [token for row in rows for strip in row for token in strip.tokens]
    lines: list[LaidLine] = []
    for grid in sorted(grids, key=lambda g: g.box.top):
        inside, outside = _part(loose, grid.box)
        cells = _cells(inside, grid)
        if sum(map(bool, cells.values())) < 2 and len(rows_of(inside)) < 3:
            continue  # a frame, or a row of boxes to sign in
        above = [t for t in outside if _before(t, grid.box)]
        loose = [t for t in outside if not _before(t, grid.box)]
        lines += _read_rows(rows_of(above), 0)
        for (row, column), held in sorted(cells.items()):
            for line in _read_rows(rows_of(held), 0):
                lines.append(LaidLine(line.strips, (grid, row, column)))
    return lines + _read_rows(rows_of(loose), 0)


def _middle(token: Token) -> tuple[float, float]:
    return (token.x0 + token.x1) / 2, (token.top + token.bottom) / 2


def overlap(one: Token, other: Token) -> bool:
    """Whether the middle of one word stands in the box of the other."""
    x, y = _middle(one)
    return other.x0 - 1 <= x <= other.x1 + 1 and other.top - 1 <= y <= other.bottom + 1


def _part(tokens: list[Token], box: Box) -> tuple[list[Token], list[Token]]:
    """Tokens inside a box, and the others."""
    inside: list[Token] = []
    outside: list[Token] = []
    for token in tokens:
        x, y = _middle(token)
        within = box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
        (inside if within else outside).append(token)
    return inside, outside


def _before(token: Token, box: Box) -> bool:
    """Whether a word outside a table is read before it: above, or left of its rows."""
    x, y = _middle(token)
    return y < box.top or (y <= box.bottom and x < box.x0)


def _cells(tokens: list[Token], grid: Grid) -> dict[tuple[int, int], list[Token]]:
    """The words of each cell; a word between the cells goes to the nearest of its row."""
    held: dict[tuple[int, int], list[Token]] = {key: [] for key in grid.cells}
    for token in tokens:
        held[min(grid.cells, key=lambda key: _distance(token, grid.cells[key]))].append(token)
    return held


def _distance(token: Token, box: Box) -> float:
    x, y = _middle(token)
    aside = max(box.x0 - x, 0.0, x - box.x1)
    return aside + 3 * max(box.top - y, 0.0, y - box.bottom)


def _read_rows(rows: list[Row], depth: int) -> list[LaidLine]:
    lines: list[LaidLine] = []
    at = 0
    while at < len(rows):
        region = None
        if depth < 6:
            region = _region(rows, at) if len(rows[at]) > 1 else _centred(rows, at)
        if region is None or len(region.rows) < 2:
            lines.append(LaidLine(rows[at]))
            at += 1
        else:
            lines.extend(_read_region(region, depth))
            at += len(region.rows)
    return lines


def _region(rows: list[Row], at: int) -> _Region | None:
    """The longest run of rows from `at` on that shares one of its first row's gaps."""
    best: _Region | None = None
    for before, after in pairwise(rows[at]):
        region = _grow(rows, at, before.x1, after.x0)
        if best is None or (len(region.rows), region.both) > (len(best.rows), best.both):
            best = region
    return best


def _centred(rows: list[Row], at: int) -> _Region | None:
    """The rows from `at` on where a value's first line stands higher than its label."""
    if at + 1 >= len(rows) or not _overlaps(rows[at], rows[at + 1]):
        return None
    value, label = rows[at][0], rows[at + 1][0]
    if value.x0 - label.x1 < _GUTTER_GAP * (value.size or 10.0):
        return None
    region = _grow(rows, at, label.x1, value.x0)
    return region if len(region.rows) > 2 else None


def _overlaps(above: Row, row: Row) -> bool:
    """Whether a row begins well above the lower edge of the one before it."""
    return max(s.bottom for s in above) - min(s.top for s in row) > 0.35 * (row[0].size or 10.0)


def _grow(rows: list[Row], at: int, left: float, right: float) -> _Region:
    region = _Region([], left, right)
    for index in range(at, len(rows)):
        row = rows[index]
        if index > at and _far_below(rows[index - 1], row):
            break
        narrowed = _narrow(row, region.left, region.right)
        if narrowed is None or (index > at and _starts_anew(region, row)):
            break
        region.left, region.right = narrowed
        region.rows.append(row)
        region.both += row[0].x1 <= region.left and row[-1].x0 >= region.right
    del region.rows[_end(region) :]
    return region


def _far_below(above: Row, row: Row) -> bool:
    """Whether so much white lies between two rows that they hardly belong together."""
    return min(s.top for s in row) - max(s.bottom for s in above) > 4.0 * (row[0].size or 10.0)


def _starts_anew(region: _Region, row: Row) -> bool:
    """Whether a row, parted by white from those above, has its right column elsewhere."""
    if len(region.rows) < 2 or len(row) < 2 or not _parted(region.rows[-1], row):
        return False
    right = next((s for s in row if s.x0 >= region.right - 0.1), None)
    if right is None:
        return False
    edges = [s for above in region.rows for s in above if s.x0 >= region.right - 0.1]
    near = 1.5 * (right.size or 10.0)
    return not any(abs(s.x0 - right.x0) < near or abs(s.x1 - right.x1) < near for s in edges)


def _narrow(row: Row, left: float, right: float) -> tuple[float, float] | None:
    """The gutter after a row, or None if the row's words stand in it."""
    middle = (left + right) / 2
    for strip in row:
        if strip.x1 <= middle or (strip.x1 < right and strip.x0 < left):
            left = max(left, strip.x1)
        elif strip.x0 >= middle or (strip.x0 > left and strip.x1 > right):
            right = min(right, strip.x0)
        else:
            return None
        if right - left < _GUTTER_GAP * (strip.size or 10.0):
            return None
    return left, right


def _end(region: _Region) -> int:
    """How many rows there are before the text that stands below the columns, if any does."""
    end = len(region.rows)
    while end > 1 and len(region.rows[end - 1]) == 1 and region.rows[end - 1][0].x1 <= region.left:
        end -= 1
    while end < len(region.rows) and not _parted(region.rows[end - 1], region.rows[end]):
        end += 1
    return end


def _parted(above: Row, row: Row) -> bool:
    """Whether white space as between paragraphs lies between two rows."""
    size = row[0].size or 10.0
    return min(s.top for s in row) - max(s.bottom for s in above[:1]) > 0.7 * size


def _sides(row: Row, region: _Region) -> tuple[Row, Row]:
    return [s for s in row if s.x1 <= region.left], [s for s in row if s.x1 > region.left]


def _read_region(region: _Region, depth: int) -> list[LaidLine]:
    spans = _columns(region.rows)
    if len(spans) > 2 and _is_table(region.rows, spans):
        return _as_table(_table_rows(region.rows, spans), depth)
    parted = [_sides(row, region) for row in region.rows]
    lefts = [left for left, _ in parted if left]
    rights = [right for _, right in parted if right]
    if _are_labels(lefts, rights):
        return _as_table(_label_groups(parted), depth)
    if _alike(lefts, rights):
        return _read_groups(_bands(parted), depth)
    return _as_table(_row_groups(parted), depth)


def _columns(rows: list[Row]) -> list[tuple[float, float]]:
    """Where the columns of a block lie that white parts from top to bottom."""
    spans: list[tuple[float, float]] = []
    for strip in sorted((s for row in rows for s in row), key=lambda s: s.x0):
        if spans and strip.x0 - spans[-1][1] < 0.6 * (strip.size or 10.0):
            spans[-1] = (spans[-1][0], max(spans[-1][1], strip.x1))
        else:
            spans.append((strip.x0, strip.x1))
    return spans


def _is_table(rows: list[Row], spans: list[tuple[float, float]]) -> bool:
    """Whether three or more columns of short pieces stand beside each other."""
    strips = [s for row in rows for s in row]
    full = sum(len(row) >= min(3, len(spans)) for row in rows)
    letters = sum(len(s.text) for s in strips)
    return len(rows) >= 3 and full >= max(2, len(rows) // 3) and letters <= 40 * len(strips)


def _table_rows(rows: list[Row], spans: list[tuple[float, float]]) -> Groups:
    """Rows of a table without rules; white parts them, or else their first column does.

    Where most lines fill their columns, cells do not wrap, and each such line is a row.
    """
    full = [len(row) * 2 > len(spans) and row[0].x0 <= spans[0][1] for row in rows]
    single = sum(full) > 0.6 * len(rows)
    gaps = [
        (min(s.top for s in row) - max(s.bottom for s in above)) / (row[0].size or 10.0)
        for above, row in pairwise(rows)
    ]
    tight, loose = min(gaps), max(gaps)
    limit = (tight + loose) / 2 if tight < 0.35 and loose > 0.6 else None
    groups: Groups = []
    for row, gap, whole in zip(rows, [9.0, *gaps], full, strict=True):
        starts = row[0].x0 <= spans[0][1] or len(row) * 2 > len(spans)
        starts = starts or any(_CLOCK.fullmatch(s.text) for s in row)  # no cell wraps to a time
        if not groups or (single and whole) or (gap > limit if limit is not None else starts):
            groups.append(tuple([] for _ in spans))
        for index, (_, end) in enumerate(spans):
            start = spans[index - 1][1] if index else float("-inf")
            if held := [s for s in row if start < s.x1 <= end]:
                groups[-1][index].append(held)
    return groups


def _are_labels(lefts: list[Row], rights: list[Row]) -> bool:
    """Whether the left column names what the right one says ("Plats och tid")."""
    if any(len(row) > 1 or len(row[0].text) > 45 for row in lefts):
        return False
    strips = [row[0] for row in lefts]
    bold = sum(s.bold for s in strips) >= 0.8 * len(strips)
    if bold and sum(row[0].bold for row in rights) <= 0.5 * len(rights):
        return True
    if sum(s.text.endswith(":") for s in strips) >= 0.5 * len(strips):
        return True
    known = sum(map(_is_label, strips))
    if known > 1 and known >= 0.5 * len(strips) and not any(_is_label(row[0]) for row in rights):
        return True
    return len(lefts) * 2 <= len(rights) and max(s.x1 - s.x0 for s in strips) < 0.6 * _width(rights)


def _is_label(strip: Strip) -> bool:
    """Whether a strip says by its words that a value follows ("Plats", "Sekreterare")."""
    text = strip.text
    return len(text) <= 45 and any(
        (found := first_match(table, text)) and not text[found[1].end() :].strip(" :.")
        for table in _LABELS
    )


def _width(rows: list[Row]) -> float:
    return max(row[-1].x1 for row in rows) - min(row[0].x0 for row in rows)


def _alike(lefts: list[Row], rights: list[Row]) -> bool:
    """Whether two columns hold the same kind of text, so that each is read for itself."""
    if any(sum(len(row) > 1 for row in side) * 2 > len(side) for side in (lefts, rights)):
        return False  # rows of several pieces are those of a table
    left = sum(len(s.text) for row in lefts for s in row) / len(lefts)
    right = sum(len(s.text) for row in rights for s in row) / len(rights)
    return 0.45 <= left / right <= 2.2


def _label_groups(parted: list[tuple[Row, Row]]) -> Groups:
    """Each label with the rows right of it and below, as far as the next label."""
    groups: Groups = []
    last: Strip | None = None
    for at, (left, right) in enumerate(parted):
        below = parted[at + 1][0] if at + 1 < len(parted) else []
        if not left and below and _overlaps(right, below):
            groups.append(([], []))  # the first line of a value whose label stands lower
        elif left and groups and not groups[-1][0] and _overlaps(groups[-1][1][-1], left):
            last = left[0]
        elif left:
            goes_on = (
                last is not None
                and not last.text.endswith(":")
                and left[0].text[:1].islower()
                and left[0].top - last.bottom < 0.9 * (left[0].size or 10.0)
            )
            if not goes_on:
                groups.append(([], []))
            last = left[0]
        elif not groups:
            groups.append(([], []))
        if left:
            groups[-1][0].append(left)
        if right:
            groups[-1][1].append(right)
    return groups


def _bands(parted: list[tuple[Row, Row]]) -> Groups:
    """Columns, one after the other; lists of short lines stop where paragraphs part."""
    letters = sum(len(strip.text) for sides in parted for side in sides for strip in side)
    prose = len(parted) > 5 and letters > 50 * len(parted)
    groups: Groups = [([], [])]
    above: Row | None = None
    for left, right in parted:
        if above is not None and not prose and _parted(above, left + right):
            groups.append(([], []))
        above = left + right
        if left:
            groups[-1][0].append(left)
        if right:
            groups[-1][1].append(right)
    return groups


def _row_groups(parted: list[tuple[Row, Row]]) -> Groups:
    """Each row with those below it that only carry one of its cells on."""
    groups: Groups = []
    bottom = 0.0
    for left, right in parted:
        strips = left + right
        gap = min(s.top for s in strips) - bottom
        if not groups or (left and right) or gap > 0.9 * (strips[0].size or 10.0):
            groups.append(([], []))
        bottom = max(s.bottom for s in strips)
        if left:
            groups[-1][0].append(left)
        if right:
            groups[-1][1].append(right)
    return groups


def _read_groups(groups: Groups, depth: int) -> list[LaidLine]:
    return [line for group in groups for column in group for line in _read_rows(column, depth + 1)]


def _as_table(groups: Groups, depth: int) -> list[LaidLine]:
    """The lines of a table found by alignment, each with its cell; one row is no table.

    A line has one cell, so a table inside a cell or a column is read row by row instead.
    """
    if len(groups) < 2:
        return _read_groups(groups, depth)
    if depth:
        return [line for group in groups for line in _as_row(group, depth)]
    strips = [s for group in groups for column in group for row in column for s in row]
    columns = [
        min((row[0].x0 for group in groups for row in group[index]), default=0.0)
        for index in range(len(groups[0]))
    ]
    box = Box(
        min(columns),
        min(s.top for s in strips),
        max(s.x1 for s in strips),
        max(s.bottom for s in strips),
    )
    grid = Grid(box, len(groups), columns, ruled=False)
    return [
        LaidLine(line.strips, (grid, row, column))
        for row, group in enumerate(groups)
        for column, held in enumerate(group)
        for line in _read_rows(held, depth + 1)
    ]


def _as_row(group: tuple[list[Row], ...], depth: int) -> list[LaidLine]:
    """A row of an inner table as one line, if no cell of it wraps."""
    if all(len(column) <= 1 for column in group):
        return [LaidLine([strip for column in group for row in column for strip in row])]
    return _read_groups([group], depth)


def bullet_of(text: str) -> str | None:
    """The list marker a line begins with, normalised: "•", "o", "-", or a number as written."""
    found = _BULLET.match(text)
    if found is None:
        return None
    marker = found[1] or found[2] or found[3]
    return marker if found[3] else _NORMAL.get(marker, "•")


def turned(token: Token, angle: int, width: float, height: float) -> Token:
    """The token on the page turned back by `angle`, so that writing at that angle runs right."""
    x0, top, x1, bottom = token.x0, token.top, token.x1, token.bottom
    if angle == 90:  # written downwards: the page is turned anticlockwise
        box = (top, width - x1, bottom, width - x0)
    elif angle == 270:
        box = (height - bottom, x0, height - top, x1)
    else:
        box = (width - x1, height - bottom, width - x0, height - top)
    base = box[3] - 0.2 * (box[3] - box[1])
    return token._replace(x0=box[0], top=box[1], x1=box[2], bottom=box[3], base=base, angle=0)


def aslant(token: Token, skew: float, width: float, height: float) -> Token:
    """The token moved to where it stands on a page whose lines are `skew` degrees aslant."""
    sine, cosine = math.sin(math.radians(skew)), math.cos(math.radians(skew))
    x, y = _middle(token)
    dx, dy = x - width / 2, y - height / 2
    right = width / 2 + dx * cosine - dy * sine - x
    down = height / 2 + dx * sine + dy * cosine - y
    return moved(token, right, down)


def moved(token: Token, right: float, down: float) -> Token:
    """The token so many points to the right and down."""
    return token._replace(
        x0=token.x0 + right,
        x1=token.x1 + right,
        top=token.top + down,
        bottom=token.bottom + down,
        base=token.base + down,
    )
