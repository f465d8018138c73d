"""Ruled tables: pdfium says where lines are drawn, pdfplumber which cells they enclose.

pdfplumber alone would parse every page anew, at a twentieth of pdfium's speed; its table
finder needs only the edges, so it gets them from pdfium.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from corpus.model import Box
from ingest.layout.reading_order import Grid

# A page with fewer paths has no table worth finding; one with more edges is a drawing.
MIN_PATHS = 6
_MAX_EDGES = 1200
# Points: what is narrower lies between the two edges of a thick rule.
_NARROW = 5.0
_MAX_SEGMENTS = 400
_MAX_OBJECTS = 30_000
# Points: how thick a filled bar may be to count as a rule, and how short a rule may be.
_THICK = 2.6
_SHORT = 5.0
# As pdfplumber's default.
_TOLERANCE = 3.0
# Of 255: no colour of a dark area is lighter.
_DARK = 120

Matrix = tuple[float, float, float, float, float, float]
Edge = tuple[float, float, float, float]
"""x0, y0, x1, y1 in the page's own space, either dx or dy being 0."""

_Line = dict[str, Any]
"""A rule as pdfplumber's table finder wants it."""

_KINDS = (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_TEXT)
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page beside its text, in the page's own space."""

    edges: list[Edge]
    """Horizontal and vertical rules; none where there are few paths, or a drawing's many."""
    paths: int
    images: list[tuple[float, float, float, float, int]]
    """Corners of each image, and its width in pixels."""
    rules: list[Edge]
    """Level rules, however few they are."""
    fills: list[tuple[float, float, float, float, int, bool]]
    """Corners of each area that is filled, its place in the order of drawing, and whether it is
    dark."""
    order: dict[int, int]
    """The place of each text object, by its address, in the order of drawing."""
    image_order: list[int]
    """The place of each image."""


def drawn_on(page: pypdfium2.PdfPage) -> Drawn:
    """The rules and images of a page."""
    paths: list[tuple[object, Matrix]] = []
    images: list[tuple[float, float, float, float, int]] = []
    order: dict[int, int] = {}
    image_order: list[int] = []
    places: list[int] = []
    things = _objects(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
    for place, (thing, matrix) in enumerate(islice(things, _MAX_OBJECTS)):
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            order[ctypes.cast(thing, ctypes.c_void_p).value or 0] = place  # type: ignore[arg-type]
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths.append((thing, matrix))
            places.append(place)
        else:
            found = _image(thing, matrix)
            images += found
            image_order += [place] * len(found)
    rules: list[Edge] = []
    fills: list[tuple[float, float, float, float, int, bool]] = []
    for place, (path, matrix) in zip(places[:_MAX_EDGES], paths, strict=False):
        box = _box(path, matrix)
        if box is None:
            continue
        if box[3] - box[1] <= _THICK:
            rules.append((box[0], (box[1] + box[3]) / 2, box[2], (box[1] + box[3]) / 2))
        elif box[2] - box[0] > _THICK and _is_filled(path):
            fills.append((*box, place, _is_dark(path)))
    return Drawn(_all_edges(paths), len(paths), images, rules, fills, order, image_order)


def _is_dark(path: object) -> bool:
    """Whether the colour that fills a path hides black letters on it."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(path, red, green, blue, alpha):
        return False
    return max(red.value, green.value, blue.value) < _DARK and alpha.value > _DARK


def _box(path: object, matrix: Matrix) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of a path."""
    if not pdfium.FPDFPageObj_GetBounds(path, *_bounds):
        return None
    left, bottom, right, top = (b.value for b in _bounds)
    ax, ay = _at(matrix, left, bottom)
    bx, by = _at(matrix, right, top)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _is_filled(path: object) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value)


def _all_edges(paths: list[tuple[object, Matrix]]) -> list[Edge]:
    edges: list[Edge] = []
    for path, matrix in paths if len(paths) >= MIN_PATHS else ():
        edges += _edges(path, matrix)
        if len(edges) > _MAX_EDGES:
            return []
    return edges


def _image(thing: object, matrix: Matrix) -> list[tuple[float, float, float, float, int]]:
    if not pdfium.FPDFPageObj_GetBounds(thing, *_bounds):
        return []
    left, bottom, right, top = (b.value for b in _bounds)
    ax, ay = _at(matrix, left, bottom)
    bx, by = _at(matrix, right, top)
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(thing, width, height)
    return [(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), width.value)]


def _objects(
    holder: object,
    count: Callable[..., int],
    get: Callable[..., object],
    matrix: Matrix = _IDENTITY,
    depth: int = 0,
) -> Iterator[tuple[object, Matrix]]:
    """Paths, images and texts, also those inside forms, with the matrix to the page's space."""
    for index in range(count(holder)):
        thing = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind in _KINDS:
            yield thing, matrix
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 4:
            inner = _times(_matrix(thing), matrix)
            yield from _objects(
                thing,
                pdfium.FPDFFormObj_CountObjects,
                pdfium.FPDFFormObj_GetObject,
                inner,
                depth + 1,
            )


def _matrix(thing: object) -> Matrix:
    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, m)
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _at(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


_bounds = tuple(ctypes.c_float() for _ in range(4))


def _edges(path: object, matrix: Matrix) -> list[Edge]:
    """The rules that a path draws: a thin bar is one, a stroked line or frame one a side."""
    box = _box(path, matrix)
    if box is None:
        return []
    x0, y0, x1, y1 = box
    if y1 - y0 <= _THICK:
        middle = (y0 + y1) / 2
        return [(x0, middle, x1, middle)] if x1 - x0 >= _SHORT else []
    if x1 - x0 <= _THICK:
        middle = (x0 + x1) / 2
        return [(middle, y0, middle, y1)] if y1 - y0 >= _SHORT else []
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value and not fill.value:
        return []
    return list(_sides(path, _times(_matrix(path), matrix), bool(stroke.value)))


def _sides(path: object, matrix: Matrix, stroked: bool) -> Iterator[Edge]:
    """Upright segments of a path; of a filled one only where its shape is a thin bar."""
    count = pdfium.FPDFPath_CountSegments(path)
    if count > _MAX_SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    shape: list[tuple[float, float]] = []
    for index in range(count + 1):
        segment = pdfium.FPDFPath_GetPathSegment(path, index) if index < count else None
        kind = pdfium.FPDFPathSegment_GetType(segment) if segment else None
        if kind in (None, pdfium.FPDF_SEGMENT_MOVETO) and shape:
            yield from _shape_edges(shape, stroked)
            shape = []
        if segment is None:
            return
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        shape.append(_at(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            shape.append(shape[0])


def _shape_edges(shape: list[tuple[float, float]], stroked: bool) -> Iterator[Edge]:
    xs, ys = [p[0] for p in shape], [p[1] for p in shape]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if height <= _THICK < width:
        yield min(xs), sum(ys) / len(ys), max(xs), sum(ys) / len(ys)
    elif width <= _THICK < height:
        yield sum(xs) / len(xs), min(ys), sum(xs) / len(xs), max(ys)
    elif stroked:
        for (ax, ay), (bx, by) in pairwise(shape):
            if abs(ay - by) <= 0.5 < abs(ax - bx):
                yield min(ax, bx), ay, max(ax, bx), ay
            elif abs(ax - bx) <= 0.5 < abs(ay - by):
                yield ax, min(ay, by), ax, max(ay, by)


def grids_of(boxes: list[Box]) -> list[Grid]:
    """The tables that rules enclose; `boxes` are the rules as they stand on the page."""
    if len(boxes) < MIN_PATHS:
        return []
    edges = merge_edges([_edge(b) for b in boxes], *[_TOLERANCE] * 4)
    if len(edges) > _MAX_EDGES // 4:
        return []
    edges = merge_edges(edges + _closing(edges), *[_TOLERANCE] * 4)
    points = edges_to_intersections(edges, _TOLERANCE, _TOLERANCE)
    cells = [c for c in intersections_to_cells(points) if c[2] - c[0] >= _NARROW]
    grids = [_grid(cells) for cells in cells_to_tables(cells)]
    return [grid for grid in grids if len(grid.columns) > 1]


def _closing(edges: list[_Line]) -> list[_Line]:
    """Rules that tables go without: above or below a page break, and at their left and right.

    Where upright rules end at the same height, the table ends there; where the level rules that
    one upright rule touches end at the same side, it does so too.
    """
    uprights = [e for e in edges if e["orientation"] == "v"]
    levels = [e for e in edges if e["orientation"] == "h"]
    made: list[_Line] = []
    for end in ("top", "bottom"):
        for group in _alike(uprights, end):
            y = group[0][end]
            made.append(_edge(Box(min(e["x0"] for e in group), y, max(e["x0"] for e in group), y)))
    for upright in uprights:
        touched = [e for e in levels if _touch(upright, e)]
        for side in ("x0", "x1"):
            for group in _alike(touched, side):
                x, tops = group[0][side], [e["top"] for e in group]
                if abs(x - upright["x0"]) > _TOLERANCE:
                    made.append(_edge(Box(x, min(tops), x, max(tops))))
    return made


def _alike(edges: list[_Line], end: str) -> list[list[_Line]]:
    """Groups of two or more rules that end alike."""
    groups: dict[int, list[_Line]] = {}
    for edge in edges:
        groups.setdefault(round(edge[end] / (2 * _TOLERANCE)), []).append(edge)
    return [group for group in groups.values() if len(group) > 1]


def _touch(upright: _Line, level: _Line) -> bool:
    return bool(
        level["x0"] - _TOLERANCE <= upright["x0"] <= level["x1"] + _TOLERANCE
        and upright["top"] - _TOLERANCE <= level["top"] <= upright["bottom"] + _TOLERANCE
    )


def _edge(b: Box) -> _Line:
    flat = b.bottom - b.top < b.x1 - b.x0
    return {
        "x0": b.x0,
        "x1": b.x1,
        "top": b.top,
        "bottom": b.bottom,
        "width": b.x1 - b.x0,
        "height": b.bottom - b.top,
        "orientation": "h" if flat else "v",
        "object_type": "line",
    }


def _grid(cells: list[tuple[float, float, float, float]]) -> Grid:
    lefts = sorted({c[0] for c in cells})
    tops = sorted({c[1] for c in cells})
    column = {x: index for index, x in enumerate(lefts)}
    row = {y: index for index, y in enumerate(tops)}
    return Grid(
        Box(lefts[0], tops[0], max(c[2] for c in cells), max(c[3] for c in cells)),
        len(tops),
        lefts,
        {(row[c[1]], column[c[0]]): Box(*c) for c in cells},
    )
