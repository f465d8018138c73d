"""Running text that remembers where each of its characters stands in the document.

Facts are read from sentences, but a page holds lines. A `Passage` joins lines into running
text - white space folded, hyphens at line ends undone where they only broke a word - and can
say of any part of it which characters, words and boxes of the document it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from corpus.model import Document, Line, Provenance
from corpus.swedish.tables import pattern

# A hyphen at a line's end stays before a conjunction ("plats- och marktillsyn"), and after a
# short prefix that is written with one ("e-arkiv", "IT-drift").
_KEPT_BEFORE = pattern("reading_on", "hyphen-kept-before")
_KEPT_AFTER = pattern("reading_on", "hyphen-kept-after")
_NUMBERS = pattern("reading_on", "numbers-joined")
_UNEVEN = re.compile(r"[^\S ]|  ")
_HYPHEN = "-\u2010\u00ad\u0002\ufffe"


def _joins(left: str, right: str) -> str | None:
    """How two lines meet: None when a hyphen only broke a word, else what stands between."""
    if left[-1:] == "–" and left[-2:-1].isdigit() and right[:1].isdigit():
        return ""  # from-to: "13.00–15.10"
    if not left or left[-1] not in _HYPHEN:
        return " "
    if left[-1] in "\u00ad\u0002\ufffe":
        return None
    if not right[:1].islower() or len(left) < 2 or not left[-2].isalnum():
        return "" if left[-2:-1].isalnum() and right[:1].isalnum() else " "
    if _KEPT_BEFORE.match(right):
        return " "
    numbers = _NUMBERS.search(f"{left[-12:]}\n{right[:12]}")  # "två-tre företag"
    return "" if numbers or _KEPT_AFTER.search(left[-12:]) else None


def _by_lines(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pieces, each cut where a line ends in it."""
    for start, end in spans:
        while (cut := text.find("\n", start, end)) >= 0:
            yield start, cut
            start = cut + 1
        yield start, end


class Passage:
    """Normalised text of some lines of a document.

    `offsets[i]` is the offset in `document.text` of character `i` of `text`; a joining space
    has the offset of the line break it stands for.
    """

    __slots__ = ("__dict__", "document", "offsets", "text")

    def __init__(self, document: Document, text: str, offsets: Sequence[int]) -> None:
        self.document = document
        self.text = text
        self.offsets = offsets

    @classmethod
    def of(cls, document: Document, lines: Iterable[Line]) -> Passage:
        """The running text of lines, in the order given."""
        return cls.of_spans(document, ((line.start, line.end) for line in lines))

    @classmethod
    def of_spans(cls, document: Document, spans: Iterable[tuple[int, int]]) -> Passage:
        """The running text of pieces of the document, of one or more lines each."""
        chars: list[str] = []
        offsets: list[int] = []
        for start, end in _by_lines(document.text, spans):
            piece = document.text[start:end]
            stripped = piece.strip()
            if not stripped:
                continue
            start += piece.index(stripped)
            if chars:
                joint = _joins("".join(chars[-12:]), stripped)
                if joint is None:
                    chars.pop()
                    offsets.pop()
                elif joint == " ":
                    chars.append(" ")
                    offsets.append(start - 1)
            if not _UNEVEN.search(stripped):
                chars.extend(stripped)
                offsets.extend(range(start, start + len(stripped)))
                continue
            for at, char in enumerate(stripped):
                char = " " if char.isspace() else char
                if char == " " and chars and chars[-1] == " ":
                    continue
                chars.append(char)
                offsets.append(start + at)
        return cls(document, "".join(chars), offsets)

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"Passage({self.text!r})"

    def slice(self, start: int, end: int) -> Passage:
        """A part of the passage, white space at its ends dropped."""
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        return Passage(self.document, self.text[start:end], self.offsets[start:end])

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The pieces of the document that the passage holds, in reading order."""
        text = self.document.text
        solid = [
            (at, offset) for at, offset in enumerate(self.offsets) if not text[offset].isspace()
        ]
        if not solid:
            return ()
        pieces: list[tuple[int, int]] = []
        first = solid[0][1]
        for (at, left), (after, right) in pairwise(solid):
            gap = text[left + 1 : right] if right > left else "x"
            if gap.strip(" \n\t\u00a0" + _HYPHEN):
                broken = after == at + 1 and text[left + 1 : left + 2] in tuple(_HYPHEN)
                pieces.append((first, left + 1 + broken))  # the hyphen says that the word goes on
                first = right
        pieces.append((first, solid[-1][1] + 1))
        return tuple(pieces)

    @property
    def page(self) -> int:
        """The page on which the passage begins. Raises IndexError for an empty passage."""
        return self.document.page_at(self.offsets[0]).number

    def provenance(self, rule: str, confidence: float) -> Provenance:
        """This passage as the evidence for a fact."""
        return Provenance(
            document_id=self.document.id,
            page=self.page,
            spans=self.spans,
            boxes=tuple(self.document.boxes_at(self.spans)),
            rule=rule,
            confidence=confidence,
        )
