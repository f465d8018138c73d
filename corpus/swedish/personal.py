"""Personal data (personuppgifter) in text: what to hide from those without the right to see it.

`personal_data` finds it when a document is read, and the archive keeps where it stands: what
shows or hands out a document asks `Archive.personal`. A text that is no part of a document, or of
several, is looked through by `hidden` as it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import msgspec

from corpus.model import Box, Document, Page
from corpus.swedish.tables import rules

HIDDEN = "•"
"""Stands for each hidden character, so that offsets into a text stay true."""

_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d[^\n]{2,}\d|\d{4}|(?i:\bbo(?:satt|r|ende)\b|adress|folkbok)")


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

    What the words around it reveal in one place (bosatt på …) is found in the others too, an
    address also where its postcode is left out.
    """
    pages = [(page, document.text[page.start : page.end]) for page in document.pages]
    found = [{place: _piece(page, text, place) for place in personal(text)} for page, text in pages]
    known = {(p.text.partition(",")[0], p.kind) for pieces in found for p in pieces.values()}
    for (page, text), pieces in zip(pages, found, strict=True):
        for words, kind in known:
            for start, end in places(words, text):
                if not any(low <= start and end <= high for low, high, _ in pieces):
                    pieces[start, end, kind] = _piece(page, text, (start, end, kind))
    return tuple(piece for pieces in found for _, piece in sorted(pieces.items()))


def _piece(page: Page, text: str, place: tuple[int, int, str]) -> PersonalData:
    """A piece of a page's text that is personal."""
    low, high, kind = place
    start, end = page.start + low, page.start + high
    boxes = (word.box for word in page.words if word.start < end and word.end > start)
    return PersonalData(page.number, start, end, kind, text[low:high], tuple(boxes))


@cache
def recogniser() -> str:
    """What the rules and the program that look for personal data are; another when they change."""
    folder = files(__package__)
    read = (folder / name for name in ("personal.toml", "personal.py", "patterns.py"))
    return sha256(b"".join(part.read_bytes() for part in read)).hexdigest()[:16]


def personal(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of each piece of a text that is personal, in no order.

    Pieces may overlap.
    """
    if not _DIGITS.search(text):
        return
    for rule in rules("personal"):
        for found in rule.pattern.finditer(text):
            if rule.meaning != "personal_number" or is_personal_number(found["value"]):
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
    """Where some words stand in a text, whole and however they are spaced."""
    first = words.split(maxsplit=1)[0]
    at = text.find(first)
    while at >= 0:
        if found := _spaced(words).match(text, at):
            yield found.span()
        at = text.find(first, at + 1)


@lru_cache(maxsize=1024)
def _spaced(words: str) -> re.Pattern[str]:
    joined = r"\s+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<!\w){joined}(?!\w)")


def hidden_in(value: Any, known: Iterable[str] = ()) -> Any:
    """A value made of plain values, with personal data hidden in every text of it."""
    if isinstance(value, str):
        return hidden(value, known)
    if isinstance(value, dict):
        return {key: hidden_in(each, known) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(hidden_in(each, known) for each in value)
    return value


def covered(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the characters of the spans replaced; it is as long as before."""
    spans = list(spans)
    if not spans:
        return text
    out = list(text)
    for start, end in spans:
        out[start:end] = [c if c.isspace() else HIDDEN for c in text[start:end]]
    return "".join(out)


def is_personal_number(text: str) -> bool:
    """Whether digits are a personal or coordination number (personnummer, samordningsnummer).

    The day must exist in some century (60 is added in coordination numbers), and the last digit
    must be the check digit by Luhn's algorithm over the ten last.
    """
    digits = re.sub(r"\D", "", text)
    if len(digits) not in (10, 12):
        return False
    short = digits[-10:]
    century = (digits[:2],) if len(digits) == 12 else ("18", "19", "20")
    return any(_is_day(c + short[:6]) for c in century) and _luhn(short)


def _is_day(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    try:
        date(year, month, day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (2 - at % 2) for at, d in enumerate(digits))
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0
