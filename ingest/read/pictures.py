"""Which pages of a PDF are read from their picture, and why.

A page without usable text is; a page whose text layer is suspect is read both ways, and the
reading that is more Swedish is taken. What was done is said on the page.
"""

from __future__ import annotations

import logging
import math
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import pypdfium2
from PIL import Image, ImageOps

from corpus.model import Box, Reading
from ingest.layout.reading_order import Token, aslant, moved, overlap
from ingest.read import judge, ocr
from ingest.read.geometry import RawPage
from ingest.read.hanging import Stray, strays_in, with_numbers
from ingest.read.pulse import pulse
from ingest.read.rules import grids_of
from ingest.read.sections import Glimpse, restore_sections, with_signs
from ingest.read.strokes import rules_in

_log = logging.getLogger(__name__)

# Dots an inch at which pictures are read: as scanned, within these bounds.
_MIN_DPI, _MAX_DPI = 150.0, 300.0
# More pixels than an A3 page at 300 dpi has are not rendered.
_MAX_PIXELS = 18_000_000
_TOO_COARSE = 60.0
_RULES_DPI = 100.0
# A page is a negative where more than so much of it is darker than this.
_DARK, _MOST_DARK = 100, 0.7
# A page with fewer letters than the first has hardly a text; with fewer than the second and an
# image over most of it, it is a scanned page with a stamp or a running header.
_FEW_LETTERS, _STAMP_LETTERS = 25, 250
# A logotype stands on one of the first pages, in the upper part of an upright one; its width and
# height in points. It is read at this resolution, with white around it.
_LOGO_PAGES, _LOGO_LOWEST = 2, 0.3
_LOGO_WIDTH, _LOGO_HEIGHT = (40.0, 340.0), (10.0, 140.0)
_LOGO_DPI, _LOGO_EDGE = 200.0, 20
# Its words are few and surely read; letters in its emblem are not.
_LOGO_WORDS, _LOGO_LETTERS, _LOGO_SURE = 6, 3, 0.8
# An image over more of the page than this is no crest on it.
_PAGE_WIDE = 0.4
# The picture must be better by this much to take the place of the text layer.
_BETTER, _BETTER_AMONG_GARBLED = 0.03, 0.01


@dataclass(slots=True)
class Found:
    """A page as pdfium found it."""

    page: RawPage
    hidden: int
    """How many of its words are not painted."""
    images: list[tuple[Box, int]]
    """Each image's box on the page, and its width in pixels."""
    paths: int
    unseen: Counter[str] = field(default_factory=Counter)
    """How many words the file holds here that nobody sees, by why."""
    masked: int = 0
    """How many words lie under black boxes."""

    @property
    def cover(self) -> float:
        """The part of the page that images cover, at most 1."""
        area = sum((b.x1 - b.x0) * (b.bottom - b.top) for b, _ in self.images)
        return min(1.0, area / max(self.page.width * self.page.height, 1.0))

    @property
    def is_bare(self) -> bool:
        """Whether nothing at all was found on it."""
        return not (self.page.tokens or self.images or self.paths)

    @property
    def letters(self) -> int:
        """How many characters its text layer has."""
        return sum(len(t.text) for t in self.page.tokens)

    @property
    def is_scan(self) -> bool:
        """Whether the page is a picture over which its words lie unseen."""
        unseen = self.hidden == len(self.page.tokens) > 0
        return self.cover > (0.3 if unseen else 0.8) and self.hidden * 2 >= len(self.page.tokens)

    @property
    def is_picture(self) -> bool:
        """Whether the page shows more than its text layer says."""
        if self.letters < _FEW_LETTERS:
            shown = self.cover > (0.02 if not self.page.tokens else 0.3)
            return shown or self.paths > 40
        stamped = self.cover > 0.8 and self.letters < _STAMP_LETTERS
        return stamped and self.hidden * 2 < len(self.page.tokens)


@dataclass(slots=True)
class _Work:
    """The pages of one document while some of them are read from their pictures."""

    pdf: pypdfium2.PdfDocument
    found: Sequence[Found]
    seen: dict[int, ocr.Seen] = field(default_factory=dict)
    glimpses: dict[int, Glimpse] = field(default_factory=dict)
    strays: dict[int, list[Stray]] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)

    def look(self, index: int) -> ocr.Seen | None:
        """What OCR sees on a page; None, and a reason in `failed`, where it cannot look."""
        if index in self.seen:
            return self.seen[index]
        engine = ocr.engine()
        if engine is None:
            self.failed[index] = ocr.MISSING
            return None
        rendered = self._render(index)
        if rendered is None:
            self.failed[index] = "sidan är för stor för att läsas som bild"
            return None
        picture, dpi = rendered
        try:
            seen = ocr.see(picture, dpi, engine)
        except subprocess.TimeoutExpired:
            self.failed[index] = f"{engine.name} blev inte klar med sidan i tid"
            return None
        pulse()
        straight = ocr.rotated(picture, seen.skew)
        self.glimpses[index] = Glimpse.of(straight, dpi, seen)
        self.strays[index] = strays_in(straight, dpi, seen)
        self.seen[index] = seen = seen._replace(upright=None)
        return seen

    def straightened(self, index: int) -> RawPage:
        """A scanned page with an OCR layer of its own, its lines level and its tables found.

        Marks in the margin that the layer says nothing of are cut out of a sharper picture.
        """
        page = self.found[index].page
        rendered = self._render(index, _RULES_DPI)
        if rendered is None:
            return page
        picture, dpi = rendered
        skew = ocr.skew_of(picture)
        tokens = [t for t in page.tokens if not ocr.is_rule(t.text)]
        if skew:
            tokens = [aslant(t, -skew, page.width, page.height) for t in tokens]
        straight = ocr.rotated(picture, skew)
        seen = ocr.Seen(tokens, 0, skew, tuple(rules_in(straight, dpi)))
        if strays_in(straight, dpi, seen) and (sharp := self._render(index)):
            self.strays[index] = strays_in(ocr.rotated(sharp[0], skew), sharp[1], seen)
        grids = grids_of(list(seen.rules))
        return replace(page, tokens=tokens, grids=grids, skew=skew, scanned=True)

    def logotype(self, index: int, box: Box) -> list[Token]:
        """The words of a picture on a page, where it has a few that are surely read."""
        found, page = self.found[index], self.pdf[index]
        cut = (box.x0, found.page.height - box.bottom, found.page.width - box.x1, box.top)
        try:
            bitmap = page.render(scale=_LOGO_DPI / 72, grayscale=True, crop=cut)
            picture = ImageOps.expand(bitmap.to_pil().convert("L"), _LOGO_EDGE, 255)
        finally:
            page.close()
        try:
            seen = _scattered(picture.size, picture.tobytes())
        except subprocess.TimeoutExpired:
            return []
        x, y = (side - _LOGO_EDGE * 72 / _LOGO_DPI for side in (box.x0, box.top))
        words = [t for t in seen if sum(map(str.isalpha, t.text)) >= _LOGO_LETTERS]
        sure = [t for t in words if (t.confidence or 0.0) >= _LOGO_SURE]
        return [moved(t, x, y) for t in sure] if len(sure) <= _LOGO_WORDS else []

    def _render(self, index: int, at: float | None = None) -> tuple[Image.Image, float] | None:
        found = self.found[index]
        dpi = at or _scan_dpi(found)
        pixels = found.page.width * found.page.height * (dpi / 72) ** 2
        if pixels > _MAX_PIXELS:
            dpi *= math.sqrt(_MAX_PIXELS / pixels)
        if dpi < _TOO_COARSE:
            return None
        page = self.pdf[index]
        try:
            bitmap = page.render(scale=dpi / 72, grayscale=True)
            return _black_on_white(bitmap.to_pil().convert("L")), dpi
        finally:
            page.close()


def _black_on_white(picture: Image.Image) -> Image.Image:
    """A picture of a page; of a negative, as on microfilm, its positive."""
    shades = picture.reduce(8).histogram()
    dark = sum(shades[:_DARK]) > _MOST_DARK * sum(shades)
    return ImageOps.invert(picture) if dark else picture


@lru_cache(maxsize=16)
def _scattered(size: tuple[int, int], grey: bytes) -> list[Token]:
    """Tesseract's words scattered over a grey picture; a logotype stands on many documents."""
    engine = ocr.engine()
    if not isinstance(engine, ocr.Tesseract):
        return []
    return engine.words(Image.frombytes("L", size, grey), _LOGO_DPI, ocr.SCATTERED)


def _scan_dpi(found: Found) -> float:
    """The resolution of the page's largest image, within bounds; the upper one for a drawing."""
    large = [
        pixels * 72 / (box.x1 - box.x0)
        for box, pixels in found.images
        if box.x1 - box.x0 > 0.5 * found.page.width
    ]
    return min(_MAX_DPI, max(_MIN_DPI, *large)) if large else _MAX_DPI


def complete(pdf: pypdfium2.PdfDocument, found: Sequence[Found]) -> list[RawPage]:
    """The pages with words for all that they show, or the reason why there are none."""
    work = _Work(pdf, found)
    pages = [f.page for f in found]
    texts: list[int] = []
    for index, each in enumerate(found):
        if each.page.reading is Reading.UNREAD:
            continue
        if each.is_picture:
            pages[index] = _from_picture(work, index)
        elif each.page.tokens:
            texts.append(index)
    garbled = _garbled(work, texts)
    for index in texts:
        if index in garbled:
            pages[index] = garbled[index]
        elif found[index].is_scan:
            pages[index] = work.straightened(index)
            work.glimpses[index] = Glimpse.of_layer(pages[index].tokens)
    pages = with_numbers(restore_sections(pages, work.glimpses), work.strays)
    _read_logotype(work, pages)
    return pages


def _read_logotype(work: _Work, pages: Sequence[RawPage]) -> None:
    """Gives the first page that has a logotype with words those words."""
    for index, found in enumerate(work.found[:_LOGO_PAGES]):
        if pages[index].reading is not Reading.TEXT or found.is_scan or not found.page.tokens:
            continue
        box = next((box for box, _ in found.images if _is_logotype(box, found.page)), None)
        if box is not None:
            pages[index].logotype = work.logotype(index, box)
            if pages[index].logotype:
                return


def _is_logotype(box: Box, page: RawPage) -> bool:
    """Whether an image has the size and place of a logotype, and no words over it."""
    high = box.bottom < _LOGO_LOWEST * page.height or page.width > page.height
    fits = _LOGO_WIDTH[0] < box.x1 - box.x0 < _LOGO_WIDTH[1]
    fits = fits and _LOGO_HEIGHT[0] < box.bottom - box.top < _LOGO_HEIGHT[1]
    return high and fits and not any(_inside(token, box) for token in page.tokens)


def _inside(token: Token, box: Box) -> bool:
    x, y = (token.x0 + token.x1) / 2, (token.top + token.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _from_picture(work: _Work, index: int) -> RawPage:
    page = work.found[index].page
    seen = work.look(index)
    if seen is None:
        return RawPage(page.width, page.height, page.tokens, [], Reading.UNREAD, work.failed[index])
    kept = page.tokens
    new = [t for t in seen.tokens if not any(overlap(t, k) for k in kept)]
    if not new and not kept:
        why = "sidan är en bild utan ord"
        return RawPage(page.width, page.height, [], [], Reading.EMPTY, why)
    why = "sidan är en bild utan egen text" if not kept else ("sidan är en bild med lite egen text")
    why += _by_engine()
    if kept:
        return RawPage(page.width, page.height, kept + new, [], Reading.OCR, why)
    grids = grids_of(list(seen.rules))
    return RawPage(page.width, page.height, new, grids, Reading.OCR, why, seen.skew)


def _by_engine() -> str:
    """What to say of the engine that read a page."""
    if isinstance(ocr.engine(), ocr.RapidOcr):
        return "; läst med RapidOCR, som saknar å, ä och ö: de är satta efter ordlista"
    return ""


def _words(tokens: Sequence[Token]) -> list[str]:
    return [t.text for t in tokens]


def _garbled(work: _Work, texts: Sequence[int]) -> dict[int, RawPage]:
    """The pages with a text layer that lies; where one does, the others are mistrusted too."""
    replaced: dict[int, RawPage] = {}
    compared: set[int] = set()
    for limit, gain in ((judge.SUSPECT, _BETTER), (judge.WARY, _BETTER_AMONG_GARBLED)):
        if limit == judge.WARY and not replaced:
            break
        for index in texts:
            tokens = work.found[index].page.tokens
            if index in compared or not judge.is_suspect(_words(tokens), limit):
                continue
            compared.add(index)
            page = _compared(work, index, gain)
            if page is not None:
                replaced[index] = page
    return replaced


def _compared(work: _Work, index: int, gain: float) -> RawPage | None:
    """The page as it must be taken in place of its suspect text layer; None to keep that."""
    page = work.found[index].page
    layer = page.tokens
    share, _ = judge.swedish_share(_words(layer))
    seen = work.look(index)
    lying = "textlagret är förvanskat"
    if seen is None:
        if share >= judge.UNBELIEVABLE:
            return None
        why = f"{lying}, och {work.failed[index]}"
        return RawPage(page.width, page.height, [], [], Reading.UNREAD, why)
    better, count = judge.swedish_share(_words(seen.tokens))
    unspaced = judge.is_suspect(_words(layer), 0.0)
    if count < judge.FEW_WORDS or better < judge.FOREIGN:
        return None
    if better < share + gain and not unspaced:
        return None
    if share >= judge.MENDABLE and not unspaced:
        return _mended(page, seen)
    why = f"{lying}: {share:.0%} av orden är svenska, i bilden {better:.0%}"
    if differing := _differing_numbers(layer, seen.tokens):
        why += f"; siffror skiljer: {differing}"
    why += _by_engine()
    tokens = with_signs(layer, [t for t in seen.tokens if not _in_image(t, work.found[index])])
    work.glimpses[index].forget(tokens)
    return RawPage(page.width, page.height, tokens, page.grids, Reading.OCR, why, seen.skew)


def _in_image(token: Token, found: Found) -> bool:
    """Whether a word stands in a picture on the page, such as a crest, and not in its text.

    A dash that the text layer has nothing of is a speck.
    """
    if token.text in ("-", "–", "'", "."):
        return not any(overlap(token, other) for other in found.page.tokens)
    small = [box for box, _ in found.images if not _fills(box, found.page)]
    inside = any(_inside(token, box) for box in small)
    return inside and not any(overlap(token, other) for other in found.page.tokens)


def _fills(box: Box, page: RawPage) -> bool:
    """Whether an image is the page itself, as a scanner made it."""
    area = (box.x1 - box.x0) * (box.bottom - box.top)
    return area > _PAGE_WIDE * page.width * page.height


def _mended(page: RawPage, seen: ocr.Seen) -> RawPage | None:
    """The page with the few words that its text layer garbles taken from the picture."""
    tokens = list(page.tokens)
    count = 0
    for at, token in enumerate(tokens):
        if not judge.is_garbled(token.text):
            continue
        other = next((t for t in seen.tokens if overlap(t, token) and overlap(token, t)), None)
        if other is not None and judge.is_swedish(other.text):
            tokens[at] = token._replace(text=other.text, confidence=other.confidence)
            count += 1
    if not count:
        return None
    why = f"{count} ord som textlagret förvanskar lästes i bilden"
    return RawPage(page.width, page.height, tokens, page.grids, Reading.TEXT, why)


def _plain(token: Token) -> str:
    return token.text.strip(".,;:()")


def _differing_numbers(layer: Sequence[Token], picture: Sequence[Token]) -> str:
    """Up to three words with digits that the text layer and the picture read differently."""
    pairs: list[str] = []
    for token in layer:
        if not any(c.isdigit() for c in token.text):
            continue
        other = next((t for t in picture if overlap(t, token) and overlap(token, t)), None)
        ours, theirs = _plain(token), _plain(other) if other else ""
        # A sign after the number is a § that the engine cannot print, not another number.
        if other is not None and theirs != ours and theirs[:-1] != ours:
            pairs.append(f"{token.text} i lagret är {other.text} i bilden")
    return ", ".join(pairs[:3]) + (" …" if len(pairs) > 3 else "")
