"""Personal data (personuppgifter) in text: what to hide from those without the right to see it.

`personal_data` finds it when a document is read, and the archive keeps where it stands: what
shows or hands out a document asks `Archive.personal`. A text that is no part of a document, or of
several, is looked through by `hidden` as it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

import msgspec

from corpus.model import Box, Document
from corpus.swedish.digits import numbers
from corpus.swedish.tables import rules
from corpus.swedish.written import written

_PARTS = ("personal.toml", "personal.py", "digits.py", "written.py", "tables.py", "patterns.py")

HIDDEN = "•"
"""Stands for each hidden character, so that offsets into a text stay true."""

_DIGIT = re.compile(r"\d")
_TELLING = re.compile(r"[^\W\d_]|(?:\d\D{0,9}){5}")
_BETWEEN = r"[\s\u00ad\u200b-\u200f\u2060]{0,40}+(?:-\s{1,40}+)?+"
"""What may stand between two signs of what is written otherwise: a line's end, above all."""


class PersonalData(msgspec.Struct, frozen=True):
    """A piece of a document's text that is personal."""

    page: int
    start: int
    end: int
    """It is `Document.text[start:end]`."""
    kind: str
    """personal_number, phone or address."""
    text: str
    boxes: tuple[Box, ...]
    """Of its words, on its page; none in formats without geometry."""


def personal_data(document: Document) -> tuple[PersonalData, ...]:
    """What is personal in a document, in the order of its text.

    The text is looked through as it stands, and once more without what stands between the lines
    of the body (running heads, page numbers), so that what goes on over a page is found. What the
    words around it reveal in one place (bosatt på …) is found in the others too, an address also
    where its postcode is left out.
    """
    text = document.text
    found = {*personal(text), *_over_pages(document)}
    known = {(text[low:high].partition(",")[0].strip(), kind) for low, high, kind in found}
    seen = bytearray(len(text))
    for low, high, _ in found:
        seen[low:high] = b"\1" * (high - low)
    seen = bytearray(len(text))
    for low, high, _ in found:
        seen[low:high] = b"\1" * (high - low)
    for words, kind in known:
        for start, end in places(words, text):
            if not all(seen[start:end]):
                found.add((start, end, kind))
    return tuple(
        sorted(
            (piece for place in found for piece in _pieces(document, place)),
            key=lambda piece: (piece.start, piece.end, piece.kind),
        )
    )


def _over_pages(document: Document) -> Iterator[tuple[int, int, str]]:
    """What is personal in the body alone, where it is parted by something else in the text."""
    signs: list[str] = []
    at: list[int] = []
    for line in document.lines:
        signs += document.text[line.start : line.end], "\n"
        at += range(line.start, line.end + 1)
    for low, high, kind in personal("".join(signs)):
        start, end = at[low], at[high - 1] + 1
        if end - start == high - low:
            continue
        begins = low
        for place in range(low + 1, high + 1):
            if place == high or at[place] != at[place - 1] + 1:
                if text := document.text[at[begins] : at[place - 1] + 1].rstrip():
                    yield at[begins], at[begins] + len(text), kind
                begins = place


def _pieces(document: Document, place: tuple[int, int, str]) -> Iterator[PersonalData]:
    """What is personal, page by page."""
    low, high, kind = place
    for page in document.pages:
        start, end = max(low, page.start), min(high, page.end)
        if start < end and document.text[start:end].strip():
            boxes = (word.box for word in page.words if word.start < end and word.end > start)
            text = document.text[start:end]
            yield PersonalData(page.number, start, end, kind, text, tuple(boxes))


@cache
def recogniser() -> str:
    """What the rules and the program that look for personal data are; another when they change."""
    folder = files(__package__)
    read = (folder / name for name in _PARTS)
    return sha256(b"".join(part.read_bytes() for part in read)).hexdigest()[:16]


def personal(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of each piece of a text that is personal, in no order.

    Pieces may overlap.
    """
    if not _DIGIT.search(text):
        return
    plain, at = written(text)
    for start, end, kind in (*numbers(plain), *_homes(plain)):
        yield at[start], at[end - 1] + 1, kind


def _homes(text: str) -> Iterator[tuple[int, int, str]]:
    """Where in a text of plain signs somebody's address stands."""
    for rule in rules("personal"):
        if rule.meaning == "address":
            for found in rule.pattern.finditer(text):
                yield (*found.span("value"), rule.meaning)


def hidden(text: str, known: Iterable[str] = ()) -> str:
    """The text with every personal character replaced; it is as long as before.

    `known` is what is known to be personal where the text was taken from: it is hidden too, also
    where nothing in the text itself tells that it is.
    """
    spans = [(start, end) for start, end, _ in personal(text)]
    if _DIGIT.search(text):  # as all that is personal has
        for each in known:
            spans += places(each, text)
    return covered(text, spans)


def places(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Where some words stand in a text, whole and however they are spaced.

    A few digits alone, as the end of a number on another page, are no words to look for.
    """
    if not _TELLING.search(words):
        return
    first = words.lstrip()[:3].rstrip()
    at = text.find(first)
    while at >= 0:
        if found := _spaced(words).match(text, at):
            yield found.span()
        at = text.find(first, at + 1)


@lru_cache(maxsize=1024)
def _spaced(words: str) -> re.Pattern[str]:
    joined = _BETWEEN.join(re.escape(sign) for sign in words if not sign.isspace())
    return re.compile(rf"(?<![^\W_]){joined}(?![^\W_])")


def clipped(
    text: str, pieces: Iterable[PersonalData], spans: Iterable[tuple[int, int]]
) -> Iterator[str]:
    """What spans of a document's text hold of pieces that do not stand whole in them."""
    for piece in pieces:
        for low, high in spans:
            start, end = max(low, piece.start), min(high, piece.end)
            if start < end and (start, end) != (piece.start, piece.end):
                yield text[start:end]


def hidden_in(value: Any, known: Iterable[str] = ()) -> Any:
    """A value made of plain values, with personal data hidden in every text of it.

    An address of a file is its name alone: where it lies on the disk tells of people too.
    """
    if isinstance(value, str):
        return file_name(value, known) if value.startswith("file:") else hidden(value, known)
    if isinstance(value, dict):
        return {key: hidden_in(each, known) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(hidden_in(each, known) for each in value)
    return value


def file_name(uri: str, known: Iterable[str] = ()) -> str:
    """What may be told of the address of a file: its name, with personal data hidden."""
    path, mark, page = uri.partition("#")
    name = unquote(path.rstrip("/").rpartition("/")[2], errors="replace")
    return f"{hidden(name, known)}{mark}{page}"


def covered(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the characters of the spans replaced; it is as long as before."""
    spans = list(spans)
    if not spans:
        return text
    out = list(text)
    for start, end in spans:
        out[start:end] = [c if c.isspace() else HIDDEN for c in text[start:end]]
    return "".join(out)
