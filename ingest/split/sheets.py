"""What a single page (blad) shows of where it belongs: its edges, its number, its titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from corpus.model import Document, Line, LineKind, Page
from corpus.swedish.tables import pattern, rules
from ingest.facts.dates import first_full_date
from ingest.facts.kind import COVER
from ingest.layout.labels import known_heading

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]{4}")
_NUMBER = pattern("pages", "number")
_AT_END = pattern("pages", "number-at-end")
_SECTION = re.compile(
    r"(?:[A-ZÅÄÖ]{1,5}\s)?§\s?(\d{1,4})\b(?!\.?\s+[a-zåäö])|(\d{1,4})\s?§(?!\s+[a-zåäö])"
)
_ITEM = re.compile(r"(?:§\s?)?(\d{1,3})(?:\s?§|[.)]\s|\s+(?=[A-ZÅÄÖ]))")
_EDGE_LINES = 6
"""Lines at the top of a page among which a running line, a title or a mark stands."""
_TOP, _BOTTOM = 0.25, 0.88
"""Parts of the page's height: above and below these its edges are."""


@dataclass(frozen=True)
class Leaf:
    """A page of a document, and what its edges say."""

    document: Document
    page: Page

    @cached_property
    def _lines(self) -> tuple[tuple[Line, str], ...]:
        """The lines of the page from the top down, with their text; none of its margins."""
        told = [
            (line, text)
            for line in self.page.lines
            if line.kind not in (LineKind.MARGIN, LineKind.NOTES)
            and (text := self.document.text_of(line).strip())
        ]
        return tuple(sorted(told, key=lambda pair: (round(pair[0].box.top), pair[0].box.x0)))

    @cached_property
    def _opening(self) -> tuple[tuple[Line, str], ...]:
        """The running head and the first lines, wherever on the page they stand."""
        heads = [pair for pair in self._lines if pair[0].kind is LineKind.HEADER]
        body = [pair for pair in self._lines if pair[0].kind is LineKind.BODY][:_EDGE_LINES]
        return (*heads, *body)

    @cached_property
    def top(self) -> tuple[tuple[Line, str], ...]:
        """Its running head and the first lines below it, as far as they stand high on the page."""
        heads = [pair for pair in self._opening if pair[0].kind is LineKind.HEADER]
        body = self._opening[len(heads) :]
        limit = _TOP * self.page.height
        near = [pair for pair in body if not limit or pair[0].box.top < limit] or body[:1]
        return (*heads, *near)

    @cached_property
    def _bottom(self) -> tuple[tuple[Line, str], ...]:
        limit = _BOTTOM * self.page.height
        return tuple(
            pair
            for pair in self._lines
            if pair[0].kind is LineKind.FOOTER or (limit and pair[0].box.top > limit)
        )

    @cached_property
    def head(self) -> frozenset[str]:
        """The running head word for word, but for numbers that may count pages."""
        cells = (c for line, t in self.top if line.kind is LineKind.HEADER for c in t.split("\t"))
        return frozenset(cell.strip() for cell in cells if not _NUMBER.fullmatch(cell.strip()))

    @cached_property
    def edges(self) -> frozenset[str]:
        """The words at the top and the bottom, figures left out: what may run over pages."""
        cells = (cell for _, text in (*self.top, *self._bottom) for cell in text.split("\t"))
        return frozenset(
            key
            for cell in cells
            if len(cell) < 90 and _LETTERS.search(key := _DIGITS.sub("", cell).casefold().strip())
        )

    @cached_property
    def number(self) -> tuple[int, int | None] | None:
        """The page's own printed number and, where it says so, of how many."""
        plain: tuple[int, int | None] | None = None
        for line, text in (*self.top, *self._bottom):
            for cell in text.split("\t"):
                found = _NUMBER.fullmatch(cell.strip()) or _AT_END.search(cell.strip())
                if found is None:
                    continue
                told = {key: value for key, value in found.groupdict().items() if value}
                number = int(told.get("number") or told.get("c") or 0)
                if total := told.get("a") or told.get("b"):
                    if 0 < number <= int(total):
                        return number, int(total)
                elif plain is None and (line.kind is not LineKind.BODY or self._at_edge(line)):
                    plain = (number, None)
        return plain

    def _at_edge(self, line: Line) -> bool:
        height = self.page.height
        return bool(height) and not 0.12 * height < line.box.top < 0.9 * height

    @property
    def first_page(self) -> bool:
        """Whether the page says that it is the first."""
        return self.number is not None and self.number[0] == 1

    @cached_property
    def titled(self) -> bool:
        """Whether the top of the page has the title of minutes, notes, a notice or an extract."""
        return any(_title(text) for _, text in self._opening)

    @cached_property
    def names_itself(self) -> bool:
        """Whether the page begins with a heading that is such a title and has a day in it."""
        first = self._lines[:1]
        return any(
            line.heading and _title(text) and first_full_date(text) is not None
            for line, text in first
        )

    @cached_property
    def labels(self) -> int:
        """How many of a cover's labels the page has (Plats och tid, Beslutande …)."""
        found: set[str] = set()
        for _, text in self._lines:
            found.update(rule.id for rule in rules("meeting_labels") if rule.pattern.match(text))
            if label := COVER.match(text):
                found.add(label[0].casefold())
        return len(found)

    @cached_property
    def dated(self) -> bool:
        """Whether a day with its year stands in the first lines, in a title or by itself."""
        return any(
            first_full_date(text) is not None
            for _, text in self._opening[:5]
            if len(text) < 90 and not text.endswith(".")
        )

    @cached_property
    def begins_items(self) -> bool:
        """Whether the first number that heads a line of the page is 1."""
        heads = (_ITEM.match(text) for line, text in self._lines if line.kind is LineKind.BODY)
        return next((head[1] == "1" for head in heads if head), False)

    @cached_property
    def sections(self) -> tuple[int, ...]:
        """The § that head items on the page."""
        found = (_SECTION.match(text) for _, text in self._lines)
        return tuple(int(match[1] or match[2]) for match in found if match)

    # ----------------------------------------------------------------------- other papers

    @cached_property
    def _mark(self) -> int | None:
        """Where in the top the page is marked as an annex; None where it is not."""
        marks = [at for at, (_, text) in enumerate(self.top) if _annex(text)]
        return marks[0] if len(marks) == 1 else None

    @property
    def marked(self) -> bool:
        """Whether the page says at its top that it is an annex (bilaga)."""
        if self._mark is not None:
            return True
        return any(
            _annex(title) for title, page in self.document.outline if page == self.page.number
        )

    @property
    def mark_heads(self) -> bool:
        """Whether the mark stands as a heading or in the running head, not among the text."""
        if self._mark is None:
            return True
        line, text = self.top[self._mark]
        body = [pair for pair in self.top if pair[0].kind is LineKind.BODY]
        alone = body[:1] == [(line, text)] and _annex(text.replace("\t", " "))
        return line.kind is LineKind.HEADER or (alone and (bool(line.heading) or line.bold))

    @cached_property
    def votes(self) -> bool:
        """Whether the page lists votes (voteringslista), which the minutes are read with."""
        return any(known_heading(text) == "vote" for _, text in self._lines)

    @cached_property
    def paper(self) -> bool:
        """Whether the top of the page has the title of another kind of paper."""
        return any(
            rule.pattern.match(cell.strip())
            for line, text in self.top
            if len(text) < 100
            for cell in text.split("\t")
            for rule in rules("parts")
            if rule.meaning == "paper"
        )

    def alike(self, other: Leaf) -> bool:
        """Whether two pages are of one size and direction, within 5 %."""
        pairs = ((self.page.width, other.page.width), (self.page.height, other.page.height))
        return all(abs(a - b) <= 0.05 * max(a, b) for a, b in pairs)


def _title(text: str) -> bool:
    """Whether a line is the title of a document about a meeting."""
    return len(text) < 120 and any(
        (found := rule.pattern.search(text)) is not None and found.start() <= 40
        for rule in rules("document_titles")
    )


def _annex(text: str) -> bool:
    """Whether a line, or one of its cells, marks an annex."""
    return any(
        rule.pattern.match(cell.strip())
        for cell in text.split("\t")
        if len(cell) < 90
        for rule in rules("parts")
        if rule.meaning == "annex"
    )
