"""What the lines of a document look like against each other: body style, headings, wrapping."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from corpus.model import Document, Line
from corpus.swedish.tables import first_match

WRAP_SLACK = 1.5
"""Characters by which a line may end before the margin and still count as full."""
MIN_COLUMNS = 50
"""Characters that the longest line of a plain text has where its lines were wrapped."""


_PAGES = ("application/pdf", "text/plain", "text/markdown", "message/rfc822")


def wraps_lines(document: Document) -> bool:
    """Whether lines are lines of a page; in word processors' files each is a paragraph."""
    return document.media_type in _PAGES or document.media_type.startswith("image/")


@dataclass(frozen=True)
class Lines:
    """The body lines of a document, with what can be said of each beside the others."""

    document: Document
    until: int | None = None
    """The body line before which to stop; None for all."""

    @cached_property
    def all(self) -> tuple[Line, ...]:
        """The body lines in reading order."""
        return self.document.lines[: self.until]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The text of each line, white space at its ends dropped."""
        return tuple(self.document.text_of(line).strip() for line in self.all)

    @cached_property
    def rows(self) -> Mapping[tuple[int, int], list[int]]:
        """Where the lines of each row of a table stand, by the numbers of the table and the row."""
        found: dict[tuple[int, int], list[int]] = {}
        for at, line in enumerate(self.all):
            if line.cell:
                found.setdefault((line.cell.table, line.cell.row), []).append(at)
        return found

    @cached_property
    def task_tables(self) -> frozenset[int]:
        """The tables whose heads say that their rows are things to do (Åtgärd, Ansvarig)."""
        return frozenset(
            number
            for number, table in enumerate(self.document.tables)
            for cell in (cell for row in table.rows[:2] for cell in row)
            if (found := first_match("columns", cell.text.strip(" |:/")))
            and found[0].meaning == "task"
        )

    @cached_property
    def body_size(self) -> float:
        """The size most characters are set in, in points; 0 where sizes are unknown."""
        return self._most(lambda line: round(line.size * 2) / 2)

    @cached_property
    def body_bold(self) -> bool:
        """Whether most of the text is bold (then bold marks nothing)."""
        return bool(self._most(lambda line: float(line.bold)))

    def _most(self, key: Callable[[Line], float]) -> float:
        counts: Counter[float] = Counter()
        for line in self.all:
            counts[key(line)] += line.end - line.start
        return counts.most_common(1)[0][0] if counts else 0.0

    def styled(self, at: int) -> bool:
        """Whether a line stands out from the body: a heading, bold, or larger."""
        line = self.all[at]
        return bool(
            line.heading
            or (line.bold and not self.body_bold)
            or (self.body_size and line.size > self.body_size + 0.7)
        )

    def same_style(self, left: int, right: int) -> bool:
        """Whether two lines are set alike."""
        a, b = self.all[left], self.all[right]
        return (a.bold, a.heading) == (b.bold, b.heading) and abs(a.size - b.size) <= 0.6

    def _right(self, at: int) -> tuple[float, float]:
        """Right edge and width of a character of a line: in points, else in characters."""
        line, text = self.all[at], self.texts[at]
        if line.box.x1 > line.box.x0:
            return line.box.x1, (line.box.x1 - line.box.x0) / max(len(text), 1)
        return float(line.level * 3 + len(text)), 1.0

    @cached_property
    def _edges(self) -> dict[tuple[int, int], float]:
        """Where lines wrap: the right edge of the text on each page, in each column of cells."""
        edges: dict[tuple[int, int], float] = {}
        for at, line in enumerate(self.all):
            key = (line.page, line.cell.column if line.cell else -1)
            edges[key] = max(edges.get(key, 0.0), self._right(at)[0])
        return edges

    def wraps(self, at: int) -> bool:
        """Whether line `at` ends where it does because the next word found no room."""
        if at + 1 >= len(self.all):
            return False
        line, after = self.all[at], self.all[at + 1]
        if line.page != after.page or line.cell != after.cell or not self.texts[at + 1]:
            return False
        right, _ = self._right(at)
        _, width = self._right(at + 1)
        word = len(self.texts[at + 1].split(" ", 1)[0]) + 1
        edge = self._edges[line.page, line.cell.column if line.cell else -1]
        if width == 1.0 and (edge < MIN_COLUMNS or not wraps_lines(self.document)):
            return False  # plain text whose lines are all short was not wrapped
        return right + (word + WRAP_SLACK) * width > edge

    def at_start(self, at: int) -> bool:
        """Whether a line has room above it: the first of its page, or after white space."""
        line = self.all[at]
        return at == 0 or self.all[at - 1].page != line.page or line.gap > 0.7
