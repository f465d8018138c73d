"""Which words of a PDF page are seen: ink stands where they stand on the page as it is shown.

What a file holds and nobody sees (layers that are switched off, white or tiny letters, words
outside the page, clipped away, struck out or under a box) is no part of the document. Whatever
may hide a word only raises the question; the page's picture answers it.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from corpus.model import Box
from ingest.layout.reading_order import Token

MASK = "███"
"""What stands for a word under a black box."""

# Points: no larger letters are read, they are there to be unseen.
_TINY = 2.0
# Of 255: how light letters are that may be white on white, how see-through any may be, how far
# the lightest and the darkest part of a word differ at least, and how dark a black box is.
_PALE, _CLEAR, _CONTRAST, _BLACK = 215, 40, 14, 110
_SCALE, _MAX_PIXELS = 2.0, 8_000_000
# The part of a word that a box or an image must cover to hide it.
_COVER = 0.5
# Points: how far beside a word another reading of it may have its middle.
_BESIDE = 3.0
# Where a stroke through a word runs above its baseline, in sizes of its letters.
_STRUCK = (0.14, 0.46)
_SLACK = 5.0
_MAX_STROKES = 600
_MAX_SEGMENTS = 16

Place = Callable[[float, float, float, float], tuple[float, float, float, float]]
_Grey = npt.NDArray[np.uint8]


@dataclass(slots=True)
class Look:
    """What may hide the letters of one text object."""

    unpainted: bool = False
    """Drawn without ink, as a scanner's OCR layer is."""
    pale: bool = False
    clip: tuple[float, float, float, float] | None = None
    """Left, bottom, right and top of what it is clipped to, in the page's own space."""

    @classmethod
    def of(cls, thing: int | None) -> Look:
        """The look of a text object of pdfium's."""
        if not thing:
            return cls()
        pointer = ctypes.cast(thing, pdfium.FPDF_PAGEOBJECT)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(pointer)
        unpainted = mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        pale = False
        if pdfium.FPDFPageObj_GetFillColor(pointer, red, green, blue, alpha):
            pale = min(red.value, green.value, blue.value) >= _PALE or alpha.value < _CLEAR
        return cls(unpainted, pale, _clip(pointer))


def _clip(pointer: object) -> tuple[float, float, float, float] | None:
    clip = pdfium.FPDFPageObj_GetClipPath(pointer)
    count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
    if count <= 0:
        return None
    box = (-math.inf, -math.inf, math.inf, math.inf)
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(count):
        segments = pdfium.FPDFClipPath_CountPathSegments(clip, path)
        if not 2 <= segments <= _MAX_SEGMENTS:
            continue
        xs, ys = [], []
        for at in range(segments):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, at)
            if segment and pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                xs.append(x.value)
                ys.append(y.value)
        if xs:
            box = (
                max(box[0], min(xs)),
                max(box[1], min(ys)),
                min(box[2], max(xs)),
                min(box[3], max(ys)),
            )
    return box


@dataclass(slots=True)
class Over:
    """What stands on a page beside its words, as the page is shown."""

    fills: list[Box] = field(default_factory=list)
    """Areas that are filled with a colour."""
    images: list[Box] = field(default_factory=list)
    strokes: list[Box] = field(default_factory=list)
    """Level rules."""
    struck: list[Box] = field(default_factory=list)
    """What annotations strike out."""
    layered: bool = False
    """Whether the file has layers that may be switched off."""


@dataclass(slots=True)
class Seen:
    """The words of a page that are seen, and how many others there are, by why they are not."""

    tokens: list[Token]
    unpainted: int
    """How many of the words have no ink of their own."""
    unseen: Counter[str] = field(default_factory=Counter)
    masked: int = 0
    """How many lie under a black box; `MASK` stands for each."""


def only_seen(
    page: pypdfium2.PdfPage,
    tokens: Sequence[Token],
    looks: Sequence[Look],
    over: Over,
    place: Place,
) -> Seen:
    """The words of a page that are seen; `looks` are those of `tokens`."""
    width, height = page.get_size()
    seen = Seen([], 0)
    painted = [t for t, look in zip(tokens, looks, strict=True) if not look.unpainted]
    struck = _struck(tokens, over)
    picture: _Picture | None = None
    for at, (token, look) in enumerate(zip(tokens, looks, strict=True)):
        x, y = (token.x0 + token.x1) / 2, (token.top + token.bottom) / 2
        if not (-1 <= x <= width + 1 and -1 <= y <= height + 1):
            seen.unseen["utanför sidan"] += 1
            continue
        if look.unpainted and any(_holds(other, x, y) for other in painted):
            continue  # the words of the page once more, as OCR read them
        if at in struck:
            seen.unseen["överstrukna"] += 1
            continue
        if 0 < token.style.size <= _TINY and not look.unpainted:
            seen.unseen["för små för att ses"] += 1
            continue
        if _may_be_hidden(token, look, over, place):
            picture = picture or _Picture(page)
            light = picture.contrast(token)
            if light is not None and light < _BLACK and any(_covers(f, token) for f in over.fills):
                token = token._replace(text=MASK)
                seen.masked += 1
            elif light is not None:
                seen.unseen["dolda"] += 1
                continue
        seen.unpainted += look.unpainted
        seen.tokens.append(token)
    return seen


def _holds(token: Token, x: float, y: float) -> bool:
    return token.x0 - _BESIDE <= x <= token.x1 + _BESIDE and token.top <= y <= token.bottom


def _may_be_hidden(token: Token, look: Look, over: Over, place: Place) -> bool:
    """Whether anything speaks for it that a word is not seen."""
    if any(_covers(fill, token) for fill in over.fills):
        return True
    pictured = any(_covers(image, token) for image in over.images)
    if look.unpainted:
        return not pictured
    if look.pale or over.layered or pictured:
        return True
    if look.clip is None:
        return False
    x0, top, x1, bottom = place(*look.clip)
    x, y = (token.x0 + token.x1) / 2, (token.top + token.bottom) / 2
    return not (x0 <= x <= x1 and top <= y <= bottom)


def _covers(box: Box, token: Token) -> bool:
    width = min(box.x1, token.x1) - max(box.x0, token.x0)
    height = min(box.bottom, token.bottom) - max(box.top, token.top)
    area = (token.x1 - token.x0) * (token.bottom - token.top)
    return width > 0 and height > 0 and width * height >= _COVER * area


class _Picture:
    """The page as it is shown, in grey."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        width, height = page.get_size()
        self.scale = min(_SCALE, math.sqrt(_MAX_PIXELS / max(width * height, 1.0)))
        self.grey: _Grey = page.render(scale=self.scale, grayscale=True).to_numpy()

    def contrast(self, token: Token) -> float | None:
        """How light it is where a word stands, where nothing is seen of it; else None.

        The middle of the word is looked at: the edges of a box over it may show beside it.
        """
        high = (token.bottom - token.top) * 0.25
        wide = min((token.x1 - token.x0) * 0.1, 1.5)
        x0, x1 = (int(x * self.scale) for x in (token.x0 + wide, token.x1 - wide))
        y0, y1 = (int(y * self.scale) for y in (token.top + high, token.bottom - high))
        part = self.grey[max(y0, 0) : y1 + 1, max(x0, 0) : x1 + 1]
        if not part.size or int(part.max()) - int(part.min()) >= _CONTRAST:
            return None
        return float(part.mean())


def _struck(tokens: Sequence[Token], over: Over) -> set[int]:
    """The words that a rule runs through which is as long as they are, or an annotation's."""
    found: set[int] = set()
    for at, token in enumerate(tokens):
        if any(_covers(box, token) for box in over.struck):
            found.add(at)
    if len(over.strokes) > _MAX_STROKES:
        return found
    for stroke in over.strokes:
        y = (stroke.top + stroke.bottom) / 2
        through = [at for at, t in enumerate(tokens) if t.angle == 0 and _through(stroke, y, t)]
        if through:
            ends = min(tokens[at].x0 for at in through), max(tokens[at].x1 for at in through)
            if abs(ends[0] - stroke.x0) < _SLACK and abs(ends[1] - stroke.x1) < _SLACK:
                found.update(through)
    return found


def _through(stroke: Box, y: float, token: Token) -> bool:
    low, high = (token.base - part * token.style.size for part in _STRUCK)
    middle = (token.x0 + token.x1) / 2
    return high <= y <= low and stroke.x0 - 1 <= middle <= stroke.x1 + 1


def struck_out(page: pypdfium2.PdfPage, place: Place) -> list[Box]:
    """The areas that annotations of a page strike out."""
    boxes: list[Box] = []
    quad = pdfium.FS_QUADPOINTSF()
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not note:
            continue
        if pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_STRIKEOUT:
            for part in range(pdfium.FPDFAnnot_CountAttachmentPoints(note)):
                if pdfium.FPDFAnnot_GetAttachmentPoints(note, part, quad):
                    xs, ys = (
                        (quad.x1, quad.x2, quad.x3, quad.x4),
                        (quad.y1, quad.y2, quad.y3, quad.y4),
                    )
                    boxes.append(Box(*place(min(xs), min(ys), max(xs), max(ys))))
        pdfium.FPDFPage_CloseAnnot(note)
    return boxes
