"""What is searched: one unit for each agenda point, and for the text outside points.

A unit is made from the model alone. Its body is running text that knows where each of its
characters stands in the document, so that a hit leads to a page and to the words on it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum
from urllib.parse import unquote

import msgspec

from corpus.meetings import meeting_ids, meeting_key
from corpus.model import (
    ActionItem,
    AgendaItem,
    Decision,
    Document,
    DocumentType,
    ItemType,
    Line,
    LineKind,
    Record,
    Statement,
    Vote,
)
from corpus.rows import fact_rows, short_id
from index.analysis import terms, words

LONGEST_BODY = 30_000
"""Characters of text outside points in one unit; longer text is cut between pages."""


Span = tuple[int, int]


class UnitKind(StrEnum):
    """What a unit is."""

    POINT = "point"  # punkt, ärende
    DOCUMENT = "document"  # text outside points: cover, attachments (bilagor)


class Piece(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A run of a unit's body that stands unbroken in the document."""

    at: int
    """Offset in the body."""
    start: int
    """Offset in `Document.text`."""
    length: int
    page: int


class UnitFact(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A decision (beslut) or an action item (åtgärd) of a unit, in its own words."""

    text: str
    page: int
    spans: tuple[tuple[int, int], ...]
    outcome: str | None = None
    owner: tuple[str, ...] = ()
    due_date: str | None = None


class Unit(msgspec.Struct, frozen=True):
    """What the index holds of a point or of the text outside points."""

    id: str
    """The id of the point in the archive (`p-…`); of other text, one made from the document's."""
    document_id: str
    revision: str
    """The archive's revision of the document when the unit was made."""
    meeting_id: str | None
    kind: UnitKind
    title: str
    number: str | None
    case_number: str | None
    body: str
    pieces: tuple[Piece, ...]
    page: int
    organisation: str | None
    meeting_body: str | None
    date: str | None
    document_type: DocumentType
    item_type: ItemType | None
    decisions: tuple[UnitFact, ...]
    actions: tuple[UnitFact, ...]
    persons: tuple[str, ...]
    """Who the point is about: owners, responsible, movers, voters, participants it names."""
    votes: int
    private_spans: tuple[Span, ...] = ()
    """Where in the body personal data stands."""
    private: tuple[str, ...] = ()
    """What is personal in the document, and parts of it that facts begin or end in."""

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes of the unit's decisions, each once."""
        return tuple(dict.fromkeys(fact.outcome for fact in self.decisions if fact.outcome))

    @property
    def owners(self) -> tuple[str, ...]:
        """Who has something to do after the unit, each once."""
        return tuple(dict.fromkeys(name for fact in self.actions for name in fact.owner))

    def locate(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The spans of `Document.text` that a part of the body stands on."""
        spans = []
        first = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.at) - 1)
        for piece in self.pieces[first:]:
            if piece.at >= end:
                break
            low, high = max(start, piece.at), min(end, piece.at + piece.length)
            if low < high:
                spans.append((piece.start + low - piece.at, piece.start + high - piece.at))
        return tuple(spans)

    def page_at(self, offset: int) -> int:
        """The page on which a character of the body stands."""
        at = bisect_right(self.pieces, offset, key=lambda piece: piece.at) - 1
        return self.pieces[at].page if at >= 0 else self.page


def running_text(document: Document, lines: Sequence[Line]) -> tuple[str, tuple[Piece, ...]]:
    """Lines as running text, words broken at a line's end made whole, and where it stands."""
    parts: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for line in lines:
        text = document.text[line.start : line.end]
        stripped = text.strip()
        if not stripped:
            continue
        if parts:
            if _breaks_a_word(parts[-1], stripped):
                parts[-1] = parts[-1][:-1]
                at -= 1
                last = pieces[-1]
                pieces[-1] = Piece(last.at, last.start, last.length - 1, last.page)
            else:
                parts.append("\n")
                at += 1
        start = line.start + text.index(stripped[0])
        parts.append(stripped)
        pieces.append(Piece(at, start, len(stripped), line.page))
        at += len(stripped)
    return "".join(parts), tuple(pieces)


def _breaks_a_word(left: str, right: str) -> bool:
    if left[-1] in "\u00ad\u0002\ufffe":
        return True
    word = right.split(" ", 1)[0]
    return (
        left[-1] in "-\u2010"
        and left[-2:-1].islower()
        and len(left.split()[-1]) > 2
        and right[0].islower()
        and word not in ("och", "eller", "samt", "respektive", "resp", "resp.", "till")
    )


class _Draft(msgspec.Struct):
    """A unit in the making."""

    record: Record | None
    id: str = ""
    item: AgendaItem | None = None
    start: int = 0
    lines: list[Line] = msgspec.field(default_factory=list)
    decisions: list[UnitFact] = msgspec.field(default_factory=list)
    actions: list[UnitFact] = msgspec.field(default_factory=list)
    persons: list[str] = msgspec.field(default_factory=list)
    votes: int = 0
    facts_at: list[int] = msgspec.field(default_factory=list)
    """Where the facts of the unit were read."""

    def add(self, fact: object) -> None:
        """Take in a fact that belongs to the unit."""
        if isinstance(fact, Decision | ActionItem | Vote | Statement) and fact.provenance.spans:
            self.facts_at.append(fact.provenance.spans[0][0])
        if isinstance(fact, Decision):
            where = fact.provenance
            self.decisions.append(UnitFact(fact.text, where.page, where.spans, str(fact.outcome)))
        elif isinstance(fact, ActionItem):
            where, owner = fact.provenance, fact.owner
            self.actions.append(
                UnitFact(fact.text, where.page, where.spans, None, owner, fact.due_date)
            )
            self.persons += owner
        elif isinstance(fact, Statement):
            self.persons += fact.persons
        elif isinstance(fact, Vote):
            self.votes += 1
            self.persons += (ballot.name for ballot in fact.ballots)


def _drafts(document_id: str, part: int, record: Record) -> Iterator[_Draft]:
    """First the draft for what stands outside the record's points, then one for each point."""
    outside = _Draft(record, persons=[person.name for person in record.participants])
    yield outside
    points: dict[str, _Draft] = {}
    for table, row in fact_rows(record, short_id("r", document_id, part)):
        fact = getattr(record, table.field)[row["position"]]
        if isinstance(fact, AgendaItem):
            points[row["id"]] = _Draft(record, row["id"], fact, fact.provenance.begins)
            if fact.responsible:
                points[row["id"]].persons.append(fact.responsible)
        else:
            points.get(row.get("point_id") or "", outside).add(fact)
    yield from points.values()


def _share_out(document: Document, points: Sequence[_Draft], outside: Sequence[_Draft]) -> None:
    """Give each line to the point it stands in, from its head to the next one's.

    A line before the first point of its record, or in its annexes, stands outside; one on a page
    of no record goes with the next record, or the last.
    """
    notes = [line for page in document.pages for line in page.lines if line.kind is LineKind.NOTES]
    lines = sorted((*document.lines, *notes), key=lambda line: line.start)
    for draft in outside:
        last = draft.record.pages[1] if draft.record and draft is not outside[-1] else None
        end = next((at for at, x in enumerate(lines) if last and x.page > last), len(lines))
        _share_record(document, [p for p in points if p.record is draft.record], draft, lines[:end])
        lines = lines[end:]


def _share_record(
    document: Document, points: Sequence[_Draft], outside: _Draft, lines: Sequence[Line]
) -> None:
    """Give each line of a record's pages to one of its points, or to what stands outside."""
    record = outside.record
    annexes = record.ledger.annexes if record else ()
    own = [line for line in lines if not any(a <= line.page <= b for a, b in annexes)]
    begins = [(point.start, point) for point in points]
    if _listed_first(points, own):
        begins += _treated(document, points, own)
        begins.sort(key=lambda pair: pair[0])
    starts = [start for start, _ in begins]
    inside = {line.start for line in own}
    for line in lines:
        at = bisect_right(starts, max(line.start, line.end - 1)) - 1
        (begins[at][1] if at >= 0 and line.start in inside else outside).lines.append(line)


LISTED = 0.25
"""Points whose heads stand in less of the text than this are an agenda before the text."""


def _listed_first(points: Sequence[_Draft], lines: Sequence[Line]) -> bool:
    """Whether the points' heads are an agenda, and what was said of them follows below it."""
    if len(points) < 2 or not lines:
        return False
    end = lines[-1].end
    return points[-1].start - points[0].start < LISTED * (end - points[0].start)


def _treated(
    document: Document, points: Sequence[_Draft], lines: Sequence[Line]
) -> Iterator[tuple[int, _Draft]]:
    """Where below the agenda each point is taken up: at its title, or where a fact of it is."""
    last = points[-1].start
    titles = [(_content(point.item.title), point) for point in points if point.item]
    below = [line for line in lines if line.start > last]
    for line in below:
        said = _content(document.text_of(line))
        if not said or len(said) > LONGEST_HEAD:
            continue
        title, point = max(titles, key=lambda pair: _alike(said, pair[0]))
        if len(said & title) >= ALIKE * len(said) and (len(said) > 1 or said == title):
            yield line.start, point
    for point in points:
        for at in point.facts_at:
            if at > last:
                yield at, point


def _alike(line: frozenset[str], title: frozenset[str]) -> tuple[float, float]:
    """How much of a line the title holds, and how much of both they share."""
    shared = len(line & title)
    return shared / len(line), shared / len(line | title)


ALIKE = 0.75
"""How much of a line's words a title must hold for the line to be the title said again."""
LONGEST_HEAD = 12
"""Words of content in a line that may be a title."""


def _content(text: str) -> frozenset[str]:
    """The words of a title that carry its subject, in their common form."""
    found = (terms(word) for word in words(text) if len(word) > 1)
    return frozenset(term for given in found for term in given if term[0] == "~")


def _portions(lines: list[Line]) -> Iterator[list[Line]]:
    """Lines in portions of whole pages that are short enough to be a unit.

    What stands some pages apart is parted too: the cover and the annexes.
    """
    portion: list[Line] = []
    length = 0
    for line in lines:
        far = bool(portion) and line.page > portion[-1].page + 1
        if far or (length > LONGEST_BODY and line.page != portion[-1].page):
            yield portion
            portion, length = [], 0
        portion.append(line)
        length += line.end - line.start
    yield portion


def _unit(
    document: Document, draft: _Draft, lines: list[Line], meeting_id: str | None, revision: str
) -> Unit:
    record, item = draft.record, draft.item
    meeting = record.meeting if record else None
    body, pieces = running_text(document, lines)
    present = [person.name for person in record.participants] if record and item else []
    persons = (*draft.persons, *(name for name in present if name in body))
    first = lines[0].page if lines else 1
    return Unit(
        id=draft.id,
        document_id=document.id,
        revision=revision,
        meeting_id=meeting_id,
        kind=UnitKind.POINT if item else UnitKind.DOCUMENT,
        title=item.title if item else _title(document),
        number=item.number if item else None,
        case_number=item.case_number if item else None,
        body=body,
        pieces=pieces,
        page=item.provenance.page if item else first,
        organisation=meeting.organisation if meeting else None,
        meeting_body=meeting.body if meeting else None,
        date=meeting.date if meeting else None,
        document_type=record.document_type if record else DocumentType.REPORT,
        item_type=item.type if item else None,
        decisions=tuple(draft.decisions),
        actions=tuple(draft.actions),
        persons=tuple(dict.fromkeys(name for name in persons if name)),
        votes=draft.votes,
    )


def _title(document: Document) -> str:
    """What to call the text outside points: the file's name."""
    return unquote(document.source.uri.rstrip("/").rpartition("/")[2]) or document.id[:12]


def units(
    document: Document,
    records: Sequence[Record],
    meetings: Sequence[str | None] = (),
    revision: str = "",
) -> Iterator[Unit]:
    """The units of a document, points first.

    `meetings` are the archive's ids of the records' meetings, in order; without them, each is
    what the record alone tells. `revision` is the archive's revision of the document.
    """
    known = list(meetings) or [_meeting_id(document.id, at, r) for at, r in enumerate(records)]
    points: list[tuple[_Draft, str | None]] = []
    outside: list[tuple[_Draft, str | None]] = []
    for part, record in enumerate(records):
        first, *rest = _drafts(document.id, part, record)
        outside.append((first, known[part]))
        points += ((draft, known[part]) for draft in rest)
    points.sort(key=lambda pair: pair[0].start)
    outside = outside or [(_Draft(None), None)]
    _share_out(document, [draft for draft, _ in points], [draft for draft, _ in outside])
    for draft, meeting in points:
        yield _unit(document, draft, draft.lines, meeting, revision)
    number = 0
    for draft, meeting in outside:
        for lines in _portions(draft.lines):
            draft.id = short_id("t", document.id, number)
            number += 1
            yield _unit(document, draft, lines, meeting, revision)


def _meeting_id(document_id: str, part: int, record: Record) -> str:
    id_ = short_id("r", document_id, part)
    return meeting_ids(meeting_key(record.meeting, id_), {id_: record.meeting.organisation})[id_]
