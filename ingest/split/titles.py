"""The head of an item: its number, case number and title, over as many lines as they take."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.model import ItemType
from corpus.swedish.tables import first_match, pattern, rules
from ingest.facts.dates import iso_time
from ingest.layout.labels import known_heading
from ingest.layout.lines import Lines
from ingest.layout.passage import Passage

MAX_LINES = 6
"""Lines that a title may take; the longest seen take four."""

_LEADERS = re.compile(r"(?:\s?[.…_]){4,}\s*\d*\s*$|\t+\d+$")
_LABEL = pattern("pages", "case-label")
_LABEL_BEFORE = pattern("pages", "case-label-before")
_NEXT = re.compile(r"§\s?\d")
"""How a line begins that is the head of another item."""
_DRAWN = re.compile(r"^[-_=–—.*]{4,}$")
# Inner headings that are titles as well ("Information"), when a number stands alone above them.
_AMBIGUOUS = frozenset({None, "background", "preparation", "discussion", "motion", "vote"})
_EDGE = " \t|–-:,."
MARK = re.compile(r"\s*(?:(?P<type>[A-ZÅÄÖ]{4,})\s?:|\[(?P<mark>[A-ZÅÄÖ][\wåäö]*)\])\s+")
"""The kind of a point in front of its title, in capitals with a colon or in square brackets."""
_CLOCK = r"(?:[01]?\d|2[0-3])[.:][0-5]\d"
_SPAN = re.compile(
    rf"\s*[(\[](?:ca\.?\s?)?(?:kl\.?\s?)?(?:(?P<from>{_CLOCK})(?:\s?[-–]\s?(?:{_CLOCK})?)?"
    rf"|[-–]\s?{_CLOCK})[)\]]\s*$"
)


@dataclass(frozen=True)
class Title:
    """What the head of an item says, and where the head ends."""

    passage: Passage | None
    case_number: str | None
    spans: tuple[tuple[int, int], ...]
    """The head's lines that hold title and case number."""
    end: int
    """Index of the first line after the head."""
    leaders: bool
    """Whether dots lead from the title to a page number, as in a table of contents."""


def case_number(text: str) -> tuple[str, int, int] | None:
    """A case number in a text and the stretch it takes with its label, or None."""
    for rule in rules("case_numbers"):
        if found := rule.pattern.search(text):
            label = _LABEL_BEFORE.search(text, 0, found.start())
            start, end = label.start() if label else found.start(), found.end()
            if text[:start].endswith("(") and text[end:].startswith(")"):
                start, end = start - 1, end + 1
            return found["number"].strip(" .,:"), start, end
    return None


@dataclass(frozen=True)
class Marks:
    """A title, and what an agenda sets beside it: kind of point, who answers for it, when."""

    title: Passage
    type: ItemType | None
    responsible: str | None
    time: str | None


def read_marks(passage: Passage) -> Marks:
    """Takes the marks off a title: "BESLUT: Ny taxa [Ada ansvarig] (19:10-19:20)"."""
    start, end, text = 0, len(passage.text), passage.text
    kind = time = responsible = None
    if (found := MARK.match(text)) and (
        known := first_match("item_types", found["type"] or found["mark"])
    ):
        kind, start = ItemType(known[0].meaning), found.end()
    if found := _SPAN.search(text, start, end):
        time, end = found["from"], found.start()
    if (named := first_match("responsible", text[start:end])) and named[0].meaning == "bracketed":
        responsible, end = named[1]["name"].strip(), start + named[1].start()
    if not any(char.isalpha() for char in text[start:end]):
        return Marks(passage, None, None, None)
    return Marks(passage.slice(start, end), kind, responsible, iso_time(time) if time else None)


def read_title(lines: Lines, at: int, rest: int) -> Title:
    """The title that begins `rest` characters into line `at`, or on a line below it."""
    reader = _Reader(lines, at, rest)
    reader.first()
    return reader.title()


class _Reader:
    """Collects the pieces of a title, line by line."""

    def __init__(self, lines: Lines, at: int, rest: int) -> None:
        self.lines = lines
        self.at = at
        self.rest = rest
        self.case: str | None = None
        self.pieces: list[tuple[int, int]] = []
        self.spans: list[tuple[int, int]] = []
        self.leaders = False

    def first(self) -> None:
        """Reads the head's own line, and the title's lines below it."""
        last = self.at
        self._take(self.at, self.rest)
        while not self.pieces and (below := self._below(last)) is not None:
            last = below
            self._take(last, 0)
        while self.pieces and not self.leaders and self._goes_on(last):
            last += 1
            self._take(last, 0)
        self.end = self._case_below(last) + 1

    def _case_below(self, last: int) -> int:
        """Takes a case number that stands alone below the title, and rules drawn between."""
        for below in range(last + 1, min(last + 4, len(self.lines.all))):
            text = self.lines.texts[below]
            if _DRAWN.match(text):
                continue
            found = case_number(text)
            if self.case is None and found and len(text) - (found[2] - found[1]) < 3:
                line = self.lines.all[below]
                self.case = found[0]
                self.spans.append((line.start, line.end))
                return below
            break
        return last

    def _take(self, at: int, rest: int) -> None:
        """Takes a line into the head: its case number apart, the rest as title."""
        line = self.lines.all[at]
        text = self.lines.document.text[line.start : line.end]
        if rest:  # measured on the stripped text
            rest += len(text) - len(text.lstrip())
        start, end = rest, len(text)
        if found := _LEADERS.search(text, start):
            self.leaders = True
            end = found.start()
        pieces = [(start, end)]
        if self.case is None and (number := case_number(text[start:end])):
            self.case = number[0]
            pieces = [(start, start + number[1]), (start + number[2], end)]
        self.spans.append((line.start + rest, line.start + len(text)))
        for left, right in pieces:
            piece = text[left:right]
            if piece.strip(_EDGE) and not _LABEL.match(piece):
                left += len(piece) - len(piece.lstrip(_EDGE))
                right -= len(piece) - len(piece.rstrip(" \t|:"))
                self.pieces.append((line.start + left, line.start + right))

    def _below(self, last: int) -> int | None:
        """The line below that begins the title, if it can."""
        below = last + 1
        if below >= len(self.lines.all) or below - self.at > 3:
            return None
        text = self.lines.texts[below]
        meaning = known_heading(text)
        titled = below == self.at + 1 and not self.rest_text() and self.lines.styled(below)
        if meaning not in _AMBIGUOUS and not (meaning == "signatures" and titled):
            return None
        if len(text) > 200 or not text:
            return None
        near = self.lines.all[below].page == self.lines.all[last].page
        return below if near or below == self.at + 1 else None

    def rest_text(self) -> str:
        """What stands behind the number on the head's own line."""
        return self.lines.texts[self.at][self.rest :].strip(_EDGE)

    def _goes_on(self, last: int) -> bool:
        """Whether the title wraps to the line below."""
        lines, below = self.lines, last + 1
        if below >= len(lines.all) or len(self.pieces) >= MAX_LINES:
            return False
        line, text = lines.all[below], lines.texts[below]
        if line.page != lines.all[last].page or line.cell != lines.all[last].cell:
            return False
        if line.bullet is not None or line.gap > 0.9 or known_heading(text):
            return False
        if _NEXT.match(text):
            return False
        if not lines.same_style(last, below):
            return False
        before = lines.texts[last]
        broken = before[-1:] in "-,–" or text[:1].islower()
        styled = lines.styled(last)
        return lines.wraps(last) or (broken and (styled or before[-1:] == "-"))

    def title(self) -> Title:
        """What was read."""
        passage = Passage.of_spans(self.lines.document, self.pieces) if self.pieces else None
        if passage and not passage.text.strip(_EDGE):
            passage = None
        return Title(passage, self.case, tuple(self.spans), self.end, self.leaders)
