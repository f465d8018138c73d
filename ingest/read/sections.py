"""The § sign in pictures: Tesseract's Swedish model cannot print it, so heads are read again.

Where a line begins with what a § is mistaken for ("$ 12", "8 12", "812", "12 8"), the first
words are cut out, all those of a document are set below each other on one picture, and a model
that knows the sign reads that. Where it too fails, the rising sequence of numbers decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image

from corpus.model import Reading
from ingest.layout.reading_order import Token, rows_of, turned
from ingest.read import ocr
from ingest.read.again import read_again
from ingest.read.geometry import RawPage

# What the Swedish model prints for a §.
_SIGN = "$8&5S3sI1§£"
_HEAD = re.compile(
    rf"(?:[{_SIGN}]{{1,2}}\.?|[{_SIGN}]{{1,2}}\d{{1,4}}[.:]?|\d{{1,4}}\.?[{_SIGN}])\Z"
)
_BEFORE = re.compile(r"[§&$]{1,2}\s*(\d{1,4})(?!\d)")
_AFTER = re.compile(r"(\d{1,4})\s*§")
_NUMBER = re.compile(r"\d{1,4}[.:]?\Z")
# What begins no line of a document in Swedish but for the sign that it looks like.
_LIKELY = "§$&"
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4},\Z")
_MAX_HEADS = 400


@dataclass(slots=True)
class Glimpse:
    """The picture a page was read from, kept small: only what its lines begin with."""

    heads: list[_Head]

    @classmethod
    def of(cls, straight: Image.Image, dpi: float, seen: ocr.Seen) -> Glimpse:
        """The beginnings of lines that may hold a §, of a straightened picture."""
        picture, tokens = seen.upright or (straight, seen.tokens)
        size = picture.width * 72 / dpi, picture.height * 72 / dpi
        placed = dict(zip(map(id, tokens), seen.tokens, strict=True))
        return cls(
            [
                _Head(
                    words,
                    _cut(picture, dpi / 72, words, after),
                    [placed[id(word)] for word in words],
                    (seen.turn, *size),
                )
                for words, after in _held_in(tokens)
            ]
        )

    @classmethod
    def of_layer(cls, tokens: list[Token]) -> Glimpse:
        """The same of an OCR layer that came with the file, which is not read again."""
        return cls([_Head(head, None, head) for head, _ in _held_in(tokens)])

    def forget(self, tokens: list[Token]) -> None:
        """Drops heads whose words have been put right already."""
        there = {id(token) for token in tokens}
        self.heads = [h for h in self.heads if all(id(t) in there for t in h.placed)]


@dataclass(slots=True)
class _Head:
    tokens: list[Token]
    """The sign and the number, or both in one word, as they stand on the upright picture."""
    crop: Image.Image | None
    """Their picture, where they are to be read again."""
    placed: list[Token]
    """The same words as they stand on the page."""
    turn: tuple[int, float, float] = (0, 0.0, 0.0)
    """Degrees clockwise by which the page was turned, and the size of its upright picture."""

    def put(self, token: Token) -> Token:
        """A word of the upright picture, as it stands on the page."""
        turn, width, height = self.turn
        if not turn:
            return token
        return turned(token, (360 - turn) % 360, width, height)._replace(angle=turn)


def _held_in(tokens: list[Token]) -> list[tuple[list[Token], Token | None]]:
    """What lines begin with that may be a § and a number, and the word after it."""
    strips = [strip.tokens for row in rows_of(tokens) for strip in row if strip.tokens]
    found = [(_held(words), words) for words in strips]
    return [
        (held, words[len(held)] if len(words) > len(held) else None)
        for held, words in found
        if held
    ][:60]


def _held(tokens: list[Token]) -> list[Token]:
    """The words that a line begins with if they may be a § and a number; else none."""
    first = tokens[0]
    if not _HEAD.match(first.text):
        return []
    lone = first.text.rstrip(".")
    second = tokens[1] if len(tokens) > 1 else None
    if len(lone) <= 2 and not any(c.isdigit() for c in lone[1:]):
        return [first, second] if second is not None and _NUMBER.match(second.text) else []
    if second is not None and _NUMBER.match(first.text) and second.text in tuple(_SIGN):
        return [first, second]
    return [first]


def _cut(
    picture: Image.Image, scale: float, held: list[Token], after: Token | None
) -> Image.Image | None:
    """The picture of a head, without the word after it."""
    top, bottom = min(t.top for t in held), max(t.bottom for t in held)
    pad = 0.25 * (bottom - top)
    reach = after.x1 if after else held[-1].x1
    box = (held[0].x0 - pad, top - pad, min(reach, held[-1].x1 + 60.0) + pad, bottom + pad)
    x0, y0, x1, y1 = (round(side * scale) for side in box)
    crop = picture.crop((max(x0, 0), max(y0, 0), min(x1, picture.width), min(y1, picture.height)))
    return crop if crop.width > 4 and crop.height > 4 else None


def restore_sections(pages: Sequence[RawPage], glimpses: Mapping[int, Glimpse]) -> list[RawPage]:
    """The pages with the § signs of their heads put right."""
    heads = [
        (index, head)
        for index, glimpse in sorted(glimpses.items())
        if pages[index].reading is Reading.OCR or pages[index].scanned
        for head in glimpse.heads
    ][:_MAX_HEADS]
    readings = read_again([head.crop for _, head in heads])
    marked = [
        _marked(_text(words)) or _marked(_text(head.tokens), _LIKELY)
        for words, (_, head) in zip(readings, heads, strict=True)
    ]
    _settle([head.tokens for _, head in heads], marked)
    fresh = list(pages)
    for (index, head), new in zip(heads, marked, strict=True):
        if new is not None:
            fresh[index].tokens = _replaced(fresh[index].tokens, head, new)
    for page in fresh:
        if page.reading is Reading.OCR or page.scanned:
            page.tokens = _lone_signs(page.tokens)
    return fresh


def _lone_signs(tokens: list[Token]) -> list[Token]:
    """A "$" or "&" beside a number is a § in running text too ("5 kap. 65 $").

    So is an "8" after a meeting's date and a number ("Nämnden 4.3.2031, 39 8").
    """
    made = list(tokens)
    for at, token in enumerate(tokens):
        dated = at > 1 and _DATE.match(tokens[at - 2].text) and tokens[at - 1].text.isdigit()
        if dated and len(token.text) == 1 and token.text in _SIGN:
            made[at] = token._replace(text="§")
        beside = tokens[max(at - 1, 0) : at] + tokens[at + 1 : at + 2]
        if token.text in ("$", "&") and any(
            t.text.rstrip(".,").isdigit() and abs(t.base - token.base) < 3 for t in beside
        ):
            made[at] = token._replace(text="§")
    return made


def _text(words: Sequence[Token]) -> str:
    return " ".join(word.text for word in words)


def _marked(text: str, signs: str = "§") -> tuple[str, str] | None:
    """The head's two words where a reading shows a §: sign and number, or turned."""
    if not any(sign in text for sign in signs):
        return None
    if found := _BEFORE.match(text.strip()):
        return "§", found[1]
    if found := _AFTER.match(text.strip()):
        return found[1], "§"
    return None


def _settle(heads: Sequence[list[Token]], marked: list[tuple[str, str] | None]) -> None:
    """Marks heads whose number fits between those of the heads that were read for sure.

    Before the first and after the last of these, only the very next number fits.
    """
    sure = [i for i, mark in enumerate(marked) if mark]
    if not sure:
        return
    after = sum(marked[i][1] == "§" for i in sure) * 2 > len(sure)  # type: ignore[index]

    def mark(index: int, low: int, high: int) -> int | None:
        number = _rest(heads[index], after)
        if not number or not low <= int(number) <= high:
            return None
        marked[index] = (number, "§") if after else ("§", number)
        return int(number)

    for left, right in pairwise(sure):
        low, high = _value(marked[left]), _value(marked[right])
        for index in range(left + 1, right):
            low = mark(index, low, high) or low
    for step, end in ((-1, -1), (1, len(heads))):
        start = sure[0] if step < 0 else sure[-1]
        last = _value(marked[start])
        for index in range(start + step, end, step):
            last = mark(index, last + step, last + step) or last


def _value(mark: tuple[str, str] | None) -> int:
    return next((int(part) for part in mark or () if part.isdigit()), 0)


def _rest(tokens: list[Token], after: bool) -> str:
    """The number of a head without the sign before or after it."""
    text = "".join(t.text for t in tokens).rstrip(".:")
    sign, number = (text[-1:], text[:-1]) if after else (text[:1], text[1:])
    return number if sign and sign in _SIGN and number.isdigit() else ""


def with_signs(layer: Sequence[Token], seen: Sequence[Token]) -> list[Token]:
    """The words of a picture with each § that the text layer has at the same place."""
    signs = [token for token in layer if token.text == "§"]
    return [piece for token in seen for piece in _with_sign(token, signs)]


def _with_sign(token: Token, signs: Sequence[Token]) -> list[Token]:
    """A word with the § in it made one, if a sign of the layer stands there."""
    for sign in signs:
        middle = (sign.x0 + sign.x1) / 2
        height = (token.top + token.bottom) / 2
        if not (token.x0 - 1 <= middle <= token.x1 + 1 and sign.top <= height <= sign.bottom):
            continue
        text = token.text
        if len(text) == 1 and text in _SIGN:
            return [token._replace(text="§")]
        behind = (middle - token.x0) * 2 > token.x1 - token.x0
        digits = text[:-1].rstrip(".")
        if behind and text[-1] in _SIGN and digits.isdigit():
            number, mark = token._replace(text=digits, x1=sign.x0), token._replace(x0=sign.x0)
            return [number, mark._replace(text="§")]
        if not behind and text[0] in _SIGN and text[1:].isdigit():
            mark, number = token._replace(x1=sign.x1), token._replace(text=text[1:], x0=sign.x1)
            return [mark._replace(text="§"), number]
    return [token]


def _replaced(tokens: list[Token], head: _Head, new: tuple[str, str]) -> list[Token]:
    """The words with those of a head taken out and its two new words put in their place."""
    old = head.tokens
    first, last = old[0], old[-1]
    if new[0] == "§":  # a full stop after the number stays
        new = (new[0], new[1] + last.text[len(last.text.rstrip(".:")) :])
    if len(old) == 2:
        pair = [first._replace(text=new[0]), last._replace(text=new[1])]
    else:
        width = (first.x1 - first.x0) / (len(new[0]) + len(new[1]))
        cut = first.x0 + width * len(new[0])
        pair = [
            first._replace(text=new[0], x1=cut - 0.1 * width),
            first._replace(text=new[1], x0=cut + 0.1 * width),
        ]
    at = next(i for i, token in enumerate(tokens) if token is head.placed[0])
    gone = {id(token) for token in head.placed}
    kept = [token for token in tokens if id(token) not in gone]
    return kept[:at] + [head.put(token) for token in pair] + kept[at:]
