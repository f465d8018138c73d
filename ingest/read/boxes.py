"""The order in which the boxes of a slide are read: by columns where they stand in columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Box = TypeVar("Box")


@dataclass(frozen=True)
class Placed:
    """Where a box stands, in points from the upper left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


# Points: boxes whose tops differ less stand in one row; those that overlap less stand apart.
_ROW, _APART = 36.0, 6.0
_MAX_DEPTH = 20


def in_columns(
    boxes: Sequence[Box], place: Callable[[Box], Placed | None], depth: int = 0
) -> list[Box]:
    """The boxes in reading order. What has no place of its own comes first.

    A slide is cut where white runs right across it, else where white runs down it, as far as that
    goes (the recursive XY cut of Nagy and Seth, 1984); a column of several boxes comes before the
    next, while boxes side by side in one row are read as a row.
    """
    placed = [(box, where) for box in boxes if (where := place(box)) is not None]
    loose = [box for box in boxes if place(box) is None]
    return loose + [box for box, _ in _ordered(placed, depth)]


def _ordered(placed: list[tuple[Box, Placed]], depth: int) -> list[tuple[Box, Placed]]:
    if len(placed) < 2 or depth > _MAX_DEPTH:
        return placed
    columns = _cut(placed, lambda p: (p.x0, p.x1))
    if len(columns) > 1 and _are_columns(columns):
        return [one for column in columns for one in _ordered(column, depth + 1)]
    bands = _cut(placed, lambda p: (p.top, p.bottom))
    if len(bands) > 1:
        merged = _as_columns(bands)
        return [one for band in merged for one in _ordered(band, depth + 1)]
    if len(columns) > 1:
        return [one for column in columns for one in _ordered(column, depth + 1)]
    return sorted(placed, key=lambda one: (one[1].top // _ROW, one[1].x0))


def _as_columns(bands: list[list[tuple[Box, Placed]]]) -> list[list[tuple[Box, Placed]]]:
    """Bands that follow each other and together stand in columns are one."""
    made: list[list[tuple[Box, Placed]]] = []
    for band in bands:
        joined = [*made[-1], *band] if made else []
        if made and len(band) > 1 and len(made[-1]) > 1:
            columns = _cut(joined, lambda p: (p.x0, p.x1))
            if len(columns) > 1 and _are_columns(columns):
                made[-1] = joined
                continue
        made.append(band)
    return made


def _are_columns(columns: list[list[tuple[Box, Placed]]]) -> bool:
    """Whether a column holds more than one box; boxes side by side are a row."""
    return any(len(column) > 1 for column in columns)


def _cut(
    placed: list[tuple[Box, Placed]], span: Callable[[Placed], tuple[float, float]]
) -> list[list[tuple[Box, Placed]]]:
    """Groups of boxes with white between them in one direction, in its order."""
    groups: list[list[tuple[Box, Placed]]] = []
    end = 0.0
    for one in sorted(placed, key=lambda one: span(one[1])):
        low, high = span(one[1])
        if groups and low < end - _APART:
            groups[-1].append(one)
            end = max(end, high)
        else:
            groups.append([one])
            end = high
    return groups
