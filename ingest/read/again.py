"""Small parts of pictures read a second time, all those of a document on one sheet."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from PIL import Image

from ingest.layout.reading_order import Token
from ingest.read import ocr

MARGIN = 12
"""Pixels of white around each crop on the sheet."""


def read_again(crops: Sequence[Image.Image | None]) -> list[list[Token]]:
    """The words that a model that knows the § reads on each crop, from left to right.

    They stand where they stand on the sheet, in its pixels; a crop begins at x `MARGIN`. Nothing
    is read where there is no crop, or no such model.
    """
    words: list[list[Token]] = [[] for _ in crops]
    places = [place for place, crop in enumerate(crops) if crop is not None]
    held = [crop for crop in crops if crop is not None]
    if not held:
        return words
    sheet, middles = _set(held)
    for token in sorted(_second_reading(sheet), key=lambda t: t.x0):
        at = (token.top + token.bottom) / 2
        nearest = min(range(len(held)), key=lambda i: abs(middles[i] - at))
        words[places[nearest]].append(token)
    return words


def _set(crops: Sequence[Image.Image]) -> tuple[Image.Image, list[float]]:
    """The crops below each other on one picture, and the middle of each, in its pixels."""
    width = max(crop.width for crop in crops) + 2 * MARGIN
    height = sum(crop.height + MARGIN for crop in crops) + MARGIN
    sheet = Image.new("L", (width, height), 255)
    middles: list[float] = []
    y = MARGIN
    for crop in crops:
        sheet.paste(crop, (MARGIN, y))
        middles.append(y + crop.height / 2)
        y += crop.height + MARGIN
    return sheet, middles


def _second_reading(sheet: Image.Image) -> list[Token]:
    """Words of the sheet, in its pixels."""
    engine = ocr.engine()
    if not isinstance(engine, ocr.Tesseract) or not ocr.knows_sections():
        return []
    try:
        return ocr.Tesseract("eng").words(sheet, 72.0, mode=6)
    except subprocess.TimeoutExpired:
        return []
