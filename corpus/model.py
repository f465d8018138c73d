"""What Rådslag knows: immutable, typed records, each pointing at the words it was read from.

Two families of types stand here. A `Document` is what was *read*: pages of text whose words
have boxes. A `Record` is what one document *says* of one meeting: the facts, each with a
`Provenance`. Field names of the facts are those of the gold records (the JSON that
`radslag inspect --json` prints).

All offsets are characters of `Document.text`. All boxes are in points (1/72 inch) with the
origin at the top left corner of the page as it is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Literal

import msgspec

from corpus.terms import DocumentType as DocumentType
from corpus.terms import Outcome as Outcome

# --------------------------------------------------------------------------- documents


class Box(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A rectangle on a page, in points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


class Word(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One word as it stands on the page; `Document.text[start:end]` is its text."""

    start: int
    end: int
    box: Box
    confidence: float | None = None
    """The OCR engine's confidence, 0 to 1; None where the word was read from text."""


class LineKind(StrEnum):
    """Where on a page a line belongs."""

    BODY = "body"
    HEADER = "header"  # running header (sidhuvud)
    FOOTER = "footer"  # running footer, page number (sidfot)
    MARGIN = "margin"  # signature strips and other text beside the page (signaturremsa)
    NOTES = "notes"  # a slide's speaker notes (anteckningar), footnotes of a text (fotnoter)


class CellRef(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The table cell that a line stands in: indexes into `Document.tables`."""

    table: int
    row: int
    column: int


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line of a page in reading order; `Document.text[start:end]` is its text.

    A line never holds the line break that ends it. In a table, each cell's lines follow each
    other, so a cell that wraps reads on.
    """

    start: int
    end: int
    page: int
    box: Box
    kind: LineKind = LineKind.BODY
    font: str | None = None
    size: float = 0.0
    """Font size in points, as drawn; 0 where the format has none (plain text)."""
    bold: bool = False
    italic: bool = False
    heading: int = 0
    """Heading level where the format or the layout marks one (1 is the highest), else 0."""
    bullet: str | None = None
    """The bullet or list marker the line begins with, normalised ("•", "-", "o", "1.")."""
    level: int = 0
    """Nesting depth of a list or an indented block, 0 for the margin."""
    gap: float = 0.0
    """White space above the line, in heights of the line; large at the top of a page."""
    cell: CellRef | None = None


class Cell(msgspec.Struct, frozen=True):
    """A table cell; `spans` are the pieces of `Document.text` it holds, one per line."""

    text: str
    spans: tuple[tuple[int, int], ...]
    page: int
    box: Box | None = None


class Table(msgspec.Struct, frozen=True):
    """A table (tabell), also one that runs over a page break; every row has the same length."""

    rows: tuple[tuple[Cell, ...], ...]
    ruled: bool
    """Drawn with rules, or native to the format; False when found by alignment alone."""


class Reading(StrEnum):
    """How the text of a page was had."""

    TEXT = "text"  # from the file's own text layer or markup
    OCR = "ocr"  # from the picture of the page
    UNREAD = "unread"  # not read; Page.reason says why
    EMPTY = "empty"  # the page shows nothing to read


class Page(msgspec.Struct, frozen=True):
    """One page, slide or sheet; its text is `Document.text[start:end]`."""

    number: int
    start: int
    end: int
    width: float
    height: float
    reading: Reading
    words: tuple[Word, ...]
    lines: tuple[Line, ...]
    """All lines of the page: the body in reading order, then headers, footers, margins."""
    reason: str | None = None
    """Why the page was read by OCR or not at all, in words for a person."""
    title: str | None = None
    """A slide's title, where the format has one."""


class Enclosed(msgspec.Struct, frozen=True):
    """A file that came within another, as an attachment or in a packed folder."""

    page: int
    """The first of its pages in the document of the whole."""
    name: str
    """Its name there; empty for the letter or cover itself."""
    media_type: str


class Source(msgspec.Struct, frozen=True):
    """The file as it was received."""

    uri: str
    sha256: str


_FULL = 0.9
"""Part of the way to the right edge from which a line is full: what follows it reads on."""
_LEADING = 0.75
"""White space, in line heights, from which two lines are never of one paragraph."""
_ENOUGH = 5
"""Full lines from which they alone tell the leading."""


class Document(msgspec.Struct, frozen=True, dict=True):
    """A file that was read: its text, pages and tables."""

    id: str
    """The SHA-256 of the file's bytes, in hexadecimal."""
    source: Source
    media_type: str
    text: str
    pages: tuple[Page, ...]
    tables: tuple[Table, ...] = ()
    outline: tuple[tuple[str, int], ...] = ()
    """Bookmarks of the file: title and page."""
    attachments: tuple[str, ...] = ()
    """Names of files embedded in this one."""
    properties: tuple[tuple[str, str], ...] = ()
    """What the file says of itself (title, author, created): evidence, never proof."""
    remarks: tuple[str, ...] = ()
    """What was done to read it, such as a repair, in words for a person."""
    enclosed: tuple[Enclosed, ...] = ()
    """The files whose pages these are, where the file holds others, in order."""

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every body line of the document in reading order."""
        return tuple(
            line for page in self.pages for line in page.lines if line.kind is LineKind.BODY
        )

    def leading(self, line: Line) -> float:
        """White space between most lines of running text (radavstånd), in heights of a line.

        Of the pages read in the same way as the line's: OCR measures ink, text layers the font.
        """
        return self._leading.get(self._readings[line.page], 0.0)

    @cached_property
    def _readings(self) -> dict[int, Reading]:
        return {page.number: page.reading for page in self.pages}

    @cached_property
    def _leading(self) -> dict[Reading, float]:
        """The gap that is most common below full lines, where a text reads on; else below any."""
        full: dict[Reading, list[float]] = {}
        every: dict[Reading, list[float]] = {}
        for page in self.pages:
            body = [line for line in page.lines if line.kind is LineKind.BODY]
            edge = _FULL * self.right_edges.get(page.number, 0.0)
            for above, line in pairwise([None, *body]):
                if line is None or line.heading or not 0 <= line.gap < _LEADING:
                    continue
                every.setdefault(page.reading, []).append(round(line.gap, 1))
                if above and above.cell == line.cell and 0 < edge <= above.box.x1:
                    full.setdefault(page.reading, []).append(round(line.gap, 1))
        known = {way: of if len(of) >= _ENOUGH else every[way] for way, of in full.items()}
        return {way: max(set(of), key=of.count) for way, of in {**every, **known}.items()}

    @cached_property
    def right_edges(self) -> dict[int, float]:
        """How far to the right the body's lines reach on each page, in points."""
        edges: dict[int, float] = {}
        for line in self.lines:
            if line.cell is None:
                edges[line.page] = max(edges.get(line.page, 0.0), line.box.x1)
        return edges

    @cached_property
    def margin(self) -> float:
        """Characters at which the lines of a plain text were wrapped; infinite where none were.

        A line was, if the next one goes on with a small letter.
        """
        wrapped = sorted(
            line.end - line.start
            for line, after in pairwise(self.lines)
            if after.gap == 0 and after.bullet is None and self.text[after.start].islower()
        )
        return float(wrapped[len(wrapped) // 2]) if wrapped else math.inf

    def text_of(self, line: Line) -> str:
        """The text of a line."""
        return self.text[line.start : line.end]

    def page_at(self, offset: int) -> Page:
        """The page that a character stands on. Raises IndexError outside the text."""
        for page in self.pages:
            if page.start <= offset <= page.end:
                return page
        raise IndexError(offset)

    def text_at(self, provenance: Provenance) -> str:
        """The evidence: the text a fact was read from, its pieces joined by a space."""
        return " ".join(self.text[start:end] for start, end in provenance.spans)

    def boxes_at(self, spans: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, Box]]:
        """Page number and box of each word that the spans touch, in reading order."""
        for page in self.pages:
            touching = [s for s in spans if s[0] < page.end and s[1] > page.start]
            if not touching:
                continue
            for word in page.words:
                if any(word.start < end and word.end > start for start, end in touching):
                    yield page.number, word.box


# --------------------------------------------------------------------------- facts


class Provenance(msgspec.Struct, frozen=True):
    """Where a fact was read, and what read it (härkomst)."""

    document_id: str
    page: int
    """1-based page where the fact begins."""
    spans: tuple[tuple[int, int], ...]
    """The pieces of `Document.text` that state the fact, in order."""
    boxes: tuple[tuple[int, Box], ...]
    """Page number and box of each word of those pieces; empty for formats without geometry."""
    rule: str
    """The row of a Swedish table, the layout rule or the model that read it."""
    confidence: float
    """How likely the fact is right, 0 to 1, as calibrated on the gold records."""

    @property
    def begins(self) -> int:
        """Where in `Document.text` the fact begins; 0 where nothing of the text states it."""
        return self.spans[0][0] if self.spans else 0


class Attendance(StrEnum):
    """How somebody took part in a meeting (närvaro)."""

    MEMBER = "member"  # beslutande, ledamot; deltagare i anteckningar
    SERVING_SUBSTITUTE = "serving_substitute"  # tjänstgörande ersättare
    SUBSTITUTE = "substitute"  # ej tjänstgörande ersättare
    OTHER = "other"  # övriga närvarande
    ABSENT = "absent"  # frånvarande, ej närvarande


class ItemType(StrEnum):
    """What the agenda says an item is for (ärendetyp)."""

    INFORMATION = "information"
    DISCUSSION = "discussion"
    DECISION = "decision"
    WORK = "work"


class StatementKind(StrEnum):
    """What a person or party put on record in an item."""

    MOTION = "motion"  # yrkande
    RESERVATION = "reservation"  # reservation
    SPECIAL_OPINION = "special_opinion"  # särskilt yttrande
    RECUSAL = "recusal"  # jäv
    NOTE = "note"  # protokollsanteckning


class Meeting(msgspec.Struct, frozen=True):
    """A meeting (sammanträde) of a body on a day, as far as one document tells."""

    organisation: str | None = None
    body: str | None = None
    date: str | None = None
    start: str | None = None
    end: str | None = None
    place: str | None = None
    evidence: dict[str, Provenance] = {}
    """For each field that is known, where it was read."""


class Participant(msgspec.Struct, frozen=True):
    """Somebody whom the document lists as taking part or as absent (deltagare)."""

    name: str
    affiliation: str | None
    role: str | None
    attendance: Attendance
    substitutes_for: str | None
    provenance: Provenance
    items: str | None = None
    """The §§ the person took part in, as written ("§§ 115–122"), where the list says."""


class AgendaItem(msgspec.Struct, frozen=True):
    """A matter on the agenda as it was treated (ärende, punkt, §)."""

    number: str | None
    title: str
    case_number: str | None
    type: ItemType | None
    responsible: str | None
    time: str | None
    provenance: Provenance

    @property
    def label(self) -> str:
        """What facts call the item: its number, or its title where it has none."""
        return self.number or self.title


class Amount(msgspec.Struct, frozen=True):
    """An amount of money named in a decision (belopp)."""

    value: float
    """In whole units of the currency."""
    currency: str
    text: str


class Decision(msgspec.Struct, frozen=True):
    """What the meeting itself resolved (beslut), one att-sats or sentence, in its own words."""

    agenda_item: str | None
    text: str
    outcome: Outcome
    provenance: Provenance
    amounts: tuple[Amount, ...] = ()


class ActionItem(msgspec.Struct, frozen=True):
    """What somebody undertook or was asked to do (uppdrag, åtgärd)."""

    agenda_item: str | None
    text: str
    owner: tuple[str, ...]
    due_date: str | None
    due_text: str | None
    provenance: Provenance


class UpcomingDate(msgspec.Struct, frozen=True):
    """A later meeting or event that the document announces."""

    date: str
    text: str
    what: str
    provenance: Provenance


class Ballot(msgspec.Struct, frozen=True):
    """How one person voted (röst)."""

    name: str
    affiliation: str | None
    option: Literal["yes", "no", "abstain"]


class Vote(msgspec.Struct, frozen=True):
    """A counted vote (omröstning, votering)."""

    agenda_item: str | None
    yes: int
    no: int
    abstain: int
    provenance: Provenance
    ballots: tuple[Ballot, ...] = ()


class Statement(msgspec.Struct, frozen=True):
    """A motion, reservation, special opinion, recusal or note (yrkande, reservation, jäv …)."""

    agenda_item: str | None
    kind: StatementKind
    text: str
    persons: tuple[str, ...]
    parties: tuple[str, ...]
    provenance: Provenance


class PossibleKind(StrEnum):
    """What a sentence may be that no rule took."""

    TASK = "task"  # möjligt uppdrag
    DECISION = "decision"  # möjligt beslut


class Possible(msgspec.Struct, frozen=True):
    """A sentence that may be a decision or a task: offered to people, no fact (möjlig uppgift)."""

    agenda_item: str | None
    kind: PossibleKind
    text: str
    provenance: Provenance


class Ledger(msgspec.Struct, frozen=True):
    """What was read of a document and what was not, so that nothing is left out silently."""

    pages_text: int
    pages_ocr: int
    pages_empty: int
    pages_unread: tuple[tuple[int, str], ...]
    """Number of each unread page, and why."""
    missing_numbers: tuple[str, ...] = ()
    """Gaps in the rising sequence of the points' numbers."""
    announced_not_found: tuple[str, ...] = ()
    """Points that the contents or the agenda announce and the document does not treat."""
    attachments: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    annexes: tuple[tuple[int, int], ...] = ()
    """First and last page of each run of annexes (bilagor), whose text gives no facts."""


class Record(msgspec.Struct, frozen=True):
    """What one document, or one part of it, says of one meeting."""

    document_id: str
    document_type: DocumentType
    meeting: Meeting
    participants: tuple[Participant, ...]
    agenda_items: tuple[AgendaItem, ...]
    decisions: tuple[Decision, ...]
    action_items: tuple[ActionItem, ...]
    upcoming_dates: tuple[UpcomingDate, ...]
    votes: tuple[Vote, ...]
    statements: tuple[Statement, ...]
    ledger: Ledger
    pages: tuple[int, int]
    """First and last page of the part that this record is about."""
    possible: tuple[Possible, ...] = ()
    """What may be a decision or a task; no fact until a person says so."""
