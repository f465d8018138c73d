"""Numbers set out to the left of their text, which Tesseract cuts off from some pages.

Its page segmentation takes a column of short marks for dirt. So ink is looked for left of what
was read: marks as high as the line beside them, with white around, at least two of them below
each other. They are cut out and read a second time; what they say is taken if it is numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from corpus.model import Box, Reading
from ingest.layout.reading_order import Strip, Token, overlap, rows_of
from ingest.read import ocr
from ingest.read.again import MARGIN, read_again
from ingest.read.geometry import RawPage

# The picture is looked at with about this many dots an inch; what is darker than _DARK is ink.
_DPI, _DARK = 150.0, 170
# In sizes of the line's letters: how far left of it a mark may begin, the white that parts marks,
# how wide and how high a mark may be, and how far two that stand below each other may differ.
_REACH, _WHITE, _WIDE, _LOW, _HIGH, _ASIDE = 9.0, 0.6, 3.0, 0.4, 1.4, 0.6
# Points by which the ink of a rule may lie beside it.
_RULE = 1.5
_MOST = 60
# What numbers of one column end with is the same for all; grain makes a stop another sign.
_ENDS = ".):;,"
_NUMBER = re.compile(r"(?:§\s?)?\d{1,3}(?:\.\d{1,2})*[.):;,]?|\d{1,3}\s?§|[a-zåäö]\)")

Mask = NDArray[np.bool_]


class Stray(NamedTuple):
    """A mark left of a line that no word was read for."""

    box: Box
    """Where it stands, in points of the straightened picture."""
    beside: Token
    """The first word of the line."""
    crop: Image.Image
    """The mark and that word, with a space between."""
    width: int
    """Pixels of the crop before the space."""


def strays_in(straight: Image.Image, dpi: float, seen: ocr.Seen) -> list[Stray]:
    """The marks on a grey, straightened picture that stand in a column left of what was read."""
    if seen.turn or not seen.tokens:
        return []
    factor = max(1, round(dpi / _DPI))
    scale = dpi / factor / 72
    ink = _without_rules(np.asarray(straight.reduce(factor)) < _DARK, scale, seen.rules)
    marks: list[tuple[Box, Strip]] = []
    read: list[Box] = []
    for row in rows_of(seen.tokens):
        left = 0.0
        for strip in row:
            first = strip.tokens[0]
            if _NUMBER.fullmatch(first.text):
                read.append(Box(first.x0, first.top, first.x1, first.bottom))
            if box := _mark(ink, scale, strip, left):
                marks.append((box, strip))
            left = strip.x1
    column = [box for box, _ in marks] + read
    return [
        _stray(straight, dpi / 72, box, strip.tokens[0])
        for box, strip in marks
        if sum(_below(box, other, strip.size) for other in column) > 1
    ][:_MOST]


def _without_rules(ink: Mask, scale: float, rules: Sequence[Box]) -> Mask:
    for rule in rules:
        x0, x1 = (max(0, round(x * scale)) for x in (rule.x0 - _RULE, rule.x1 + _RULE))
        y0, y1 = (max(0, round(y * scale)) for y in (rule.top - _RULE, rule.bottom + _RULE))
        ink[y0 : y1 + 1, x0 : x1 + 1] = False
    return ink


def _mark(ink: Mask, scale: float, strip: Strip, left: float) -> Box | None:
    """The mark left of a strip, not further left than `left`; None where there is not just one."""
    size = strip.size or 10.0
    first, end = max(left, strip.x0 - _REACH * size), strip.x0 - 0.3 * size
    if end - first < size:
        return None
    a, b = round(first * scale), round(end * scale)
    mid = slice(*(max(0, round((strip.base + part * size) * scale)) for part in (-0.6, 0.05)))
    spans = _spans(np.asarray(ink[mid, a:b].any(axis=0)), _WHITE * size * scale)
    if not spans or spans[-1][0] == 0 < a:
        return None
    x0, x1 = a + spans[-1][0], a + spans[-1][1]
    top = max(0, round((strip.base - 1.6 * size) * scale))
    foot = round((strip.base + 1.0 * size) * scale)
    tall = np.asarray(ink[top:foot, x0:x1].any(axis=1))
    line = (strip.base - 0.3 * size) * scale - top
    held = [(y0, y1) for y0, y1 in _spans(tall, 0.1 * size * scale) if y0 <= line < y1]
    if not held or held[0][0] == 0 or held[0][1] == len(tall):
        return None
    box = Box(x0 / scale, (top + held[0][0]) / scale, x1 / scale, (top + held[0][1]) / scale)
    low, high = _LOW * size, _HIGH * size
    return box if low < box.bottom - box.top < high and box.x1 - box.x0 < _WIDE * size else None


def _spans(there: Mask, white: float) -> list[tuple[int, int]]:
    """Where there is ink: first place and the one after the last, parted by more white than so."""
    edges = np.flatnonzero(np.diff(np.pad(there.astype(np.int8), 1))).tolist()
    spans: list[tuple[int, int]] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if spans and start - spans[-1][1] <= white:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _below(box: Box, other: Box, size: float) -> bool:
    """Whether two marks begin or end below each other (a mark is below itself)."""
    near = _ASIDE * (size or 10.0)
    return abs(box.x0 - other.x0) < near or abs(box.x1 - other.x1) < near


def _stray(straight: Image.Image, scale: float, box: Box, beside: Token) -> Stray:
    """A mark set next to the word beside it: the engine reads no lone letters well."""
    size = beside.style.size or 10.0
    pad = 0.2 * size
    top, bottom = box.top - pad, box.bottom + pad  # not the rule of a table above or below

    def cut(x0: float, x1: float) -> Image.Image:
        sides = (round(max(0.0, side) * scale) for side in (x0 - pad, top, x1 + pad, bottom))
        left, upper, right, lower = sides
        within = (min(right, straight.width), min(lower, straight.height))
        return straight.crop((min(left, within[0]), min(upper, within[1]), *within))

    mark, word = cut(box.x0, box.x1), cut(beside.x0, beside.x1)
    at = mark.width + round(0.3 * size * scale)
    crop = Image.new("L", (at + word.width, mark.height), 255)
    crop.paste(mark, (0, 0))
    crop.paste(word, (at, 0))
    return Stray(box, beside, crop, mark.width)


def with_numbers(pages: list[RawPage], strays: Mapping[int, Sequence[Stray]]) -> list[RawPage]:
    """The pages with the numbers that their stray marks are read as."""
    held = [
        (index, stray)
        for index, found in sorted(strays.items())
        if pages[index].reading is Reading.OCR or pages[index].scanned
        for stray in found
    ]
    read: dict[int, list[tuple[Stray, list[Token]]]] = {}
    for (index, stray), words in zip(held, read_again([s.crop for _, s in held]), strict=True):
        mark = [word for word in words if word.x0 < MARGIN + stray.width]
        read.setdefault(index, []).append((stray, mark))
    for index, found in read.items():
        page = pages[index]
        new = [
            word
            for word in _numbers(found)
            if not any(overlap(word, other) for other in page.tokens)
        ]
        page.tokens = page.tokens + new
        if new and page.scanned:
            page.reason = f"{len(new)} nummer som textlagret saknar lästes i bilden"
    return pages


def _numbers(read: Sequence[tuple[Stray, list[Token]]]) -> list[Token]:
    """The words of a page's marks; none where most are no numbers, or the numbers do not rise."""
    found = [
        (stray, text, min(word.confidence or 0.0 for word in words))
        for stray, words in read
        if _NUMBER.fullmatch(text := "".join(word.text for word in words))
    ]
    values = [_value(text) for _, text, _ in found]
    rising = sum(a < b for a, b in pairwise(values))
    if len(found) * 2 < len(read) or rising * 2 < len(values) - 1:
        return []
    end = Counter(text[-1] for _, text, _ in found if text[-1] in _ENDS).most_common(1)
    return [
        word
        for stray, text, sure in found
        for word in _words(stray, text[:-1] + end[0][0] if text[-1] in _ENDS else text, sure)
    ]


def _value(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)) or (ord(text[0]),)


def _words(stray: Stray, text: str, sure: float) -> list[Token]:
    """A mark as words of the line that it stands beside; a § is one of its own."""
    words: list[Token] = []
    box, at = stray.box, 0
    width = (box.x1 - box.x0) / len(text)
    for part in re.findall(r"§|[^§]+", text):
        x0, x1 = box.x0 + at * width, box.x0 + (at + len(part)) * width
        at += len(part)
        words.append(
            stray.beside._replace(
                text=part, x0=x0, top=box.top, x1=x1, bottom=box.bottom, confidence=sure
            )
        )
    return words
