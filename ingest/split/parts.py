"""What one file holds: the documents bound in it, and which of its pages are annexes (bilagor).

A file may bind the minutes of ten years, a notice and the minutes it led to, or minutes whose
annexes have headings, numbers and "beslut" of their own. `parts` says which pages are whose; the
facts of each part are then read from its own pages alone. Cutting one meeting's minutes in two
does more harm than reading two as one, so a part begins only where a page looks like the first
one of a document *and* tells of another meeting than the pages before it; one sign is none. An
annex begins at a page that says so, or where another paper begins a count of pages of its own.
What is left unsure is told as a doubt, for the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from corpus.meetings import fold
from corpus.model import CellRef, Document, DocumentType, Meeting, Page, Table
from ingest.facts.kind import document_type
from ingest.facts.meeting import find_meeting
from ingest.layout.relaid import as_own
from ingest.split.sheets import Leaf

_MEETS = (DocumentType.MINUTES, DocumentType.NOTES, DocumentType.NOTICE, DocumentType.EXTRACT)
_SHARED = 0.7
"""Part of its pages on which a text must stand at the edge to be a document's running line."""


@dataclass(frozen=True)
class Part:
    """One document of a file.

    `document` holds the pages that are the document's own, with the numbers and the offsets
    they have in the file; `whole` its annexes too. `annexes` are first and last page of each
    run of them.
    """

    document: Document
    whole: Document
    annexes: tuple[tuple[int, int], ...] = ()
    doubts: tuple[str, ...] = ()
    """What could not be settled, in words for a person."""


def parts(document: Document) -> tuple[Part, ...]:
    """The documents bound in a file, in order; a file of one document gives itself."""
    return tuple(part for one in _enclosed(document) for part in _bound(one))


def _enclosed(document: Document) -> tuple[Document, ...]:
    """The files that came in one, each with its pages and the kind of file that it is."""
    if not document.enclosed:
        return (document,)
    starts = [one.page for one in document.enclosed]
    ends = [*starts[1:], len(document.pages) + 1]
    return tuple(
        as_own(
            replace(
                pages_of(document, document.pages[start - 1 : end - 1]),
                media_type=one.media_type,
                enclosed=(),
            )
        )
        for one, start, end in zip(document.enclosed, starts, ends, strict=True)
        if end > start
    )


def _bound(document: Document) -> tuple[Part, ...]:
    """The documents bound in what is one file."""
    if len(document.pages) < 2:
        return (Part(document, document),)
    leaves = [Leaf(document, page) for page in document.pages]
    starts, foreign = _starts(document, leaves)
    if len(starts) == 1:
        return (_part(document, leaves, foreign),)
    ends = [*starts[1:], len(leaves)]
    owns = [
        as_own(pages_of(document, document.pages[start:end]))
        for start, end in zip(starts, ends, strict=True)
    ]
    return tuple(_part(own, [Leaf(own, page) for page in own.pages], foreign) for own in owns)


def pages_of(document: Document, pages: Sequence[Page]) -> Document:
    """The document with these of its pages alone; numbers of pages and offsets stay the file's."""
    if len(pages) == len(document.pages):
        return document
    numbers = {page.number for page in pages}
    tables: list[Table] = []
    places: dict[tuple[int, int], CellRef] = {}
    for at, table in enumerate(document.tables):
        kept = [n for n, row in enumerate(table.rows) if any(cell.page in numbers for cell in row)]
        if kept:
            places.update(
                ((at, row), CellRef(len(tables), place, 0)) for place, row in enumerate(kept)
            )
            tables.append(replace(table, rows=tuple(table.rows[row] for row in kept)))
    return replace(
        document,
        pages=tuple(_placed(page, places) for page in pages),
        tables=tuple(tables),
        outline=tuple(mark for mark in document.outline if mark[1] in numbers),
    )


def _placed(page: Page, places: dict[tuple[int, int], CellRef]) -> Page:
    """The page with the cells of its lines counted anew."""
    if not any(line.cell for line in page.lines):
        return page
    lines = []
    for line in page.lines:
        if cell := line.cell:
            place = places.get((cell.table, cell.row))
            line = replace(line, cell=place and replace(place, column=cell.column))
        lines.append(line)
    return replace(page, lines=tuple(lines))


# --------------------------------------------------------------------------- documents


def _starts(document: Document, leaves: Sequence[Leaf]) -> tuple[list[int], frozenset[int]]:
    """Where documents of their own begin, as indexes of leaves, the first always; and the pages
    where an extract begins that is among the papers of another meeting."""
    opening = [
        at
        for at in range(1, len(leaves))
        if not leaves[at].marked and _opens(leaves[at - 1], leaves[at])
    ]
    starts, foreign = [0], set[int]()
    known: _Told | None = None
    for place, at in enumerate(opening):
        end = opening[place + 1] if place + 1 < len(opening) else len(leaves)
        known = known or _told(document, leaves[starts[-1] : at])
        new = _told(document, leaves[at:end])
        if not known.another(new, leaves[at]):
            continue
        if new.kind is DocumentType.EXTRACT and known.kind in _MEETS and known.kind is not new.kind:
            foreign.add(leaves[at].page.number)
            continue
        starts.append(at)
        known = new
    return starts, frozenset(foreign)


def _opens(before: Leaf, leaf: Leaf) -> bool:
    """Whether a page looks like the first one of a document about a meeting."""
    same_head = leaf.head == before.head and any(char.isdigit() for char in "".join(leaf.head))
    if not leaf.titled or same_head or _goes_on(before, leaf):
        return False
    restarts = leaf.first_page and before.number is not None
    told = leaf.dated and (leaf.labels > 0 or leaf.begins_items)
    return leaf.labels > 1 or restarts or told or leaf.names_itself


def _goes_on(before: Leaf, leaf: Leaf) -> bool:
    """Whether a page counts on from the page before it, under the same running lines."""
    if before.number is None or leaf.number is None or leaf.number[0] != before.number[0] + 1:
        return False
    return before.number[1] == leaf.number[1] and bool(before.edges & leaf.edges)


@dataclass(frozen=True)
class _Told:
    """What a stretch of pages says it is."""

    kind: DocumentType
    meeting: Meeting
    date: str | None
    """The day of the meeting where the first of the pages names it; other days may be others'."""

    def another(self, new: _Told, leaf: Leaf) -> bool:
        """Whether pages that begin with `leaf` tell of another meeting, or are another document
        of the same one."""
        if new.kind not in _MEETS or new.date is None:
            return False
        if self.date is None:
            return leaf.first_page and (leaf.labels > 1 or self.kind not in _MEETS)
        return (
            new.date != self.date
            or not _same(self.meeting.body, new.meeting.body)
            or (leaf.first_page and new.kind is not self.kind)
            or (leaf.first_page and not _same(self.meeting.organisation, new.meeting.organisation))
        )


def _same(left: str | None, right: str | None) -> bool:
    """Whether two names may be one: one of them is not told, or is the other's end."""
    if not left or not right:
        return True
    a, b = fold(left), fold(right)
    return a.endswith(b) or b.endswith(a)


def _told(document: Document, leaves: Sequence[Leaf]) -> _Told:
    own = [leaf.page for leaf in leaves if not leaf.marked][:6]
    part = pages_of(document, own or [leaf.page for leaf in leaves])
    first = pages_of(document, part.pages[:1])
    return _Told(document_type(part), find_meeting(part, ()), find_meeting(first, ()).date)


# --------------------------------------------------------------------------- annexes


@dataclass
class _Host:
    """The pages seen so far of the document that annexes belong to."""

    leaves: list[Leaf] = field(default_factory=list)

    @property
    def last(self) -> Leaf:
        return self.leaves[-1]

    @property
    def edges(self) -> frozenset[str]:
        """What runs at the edges of most of its pages, but for the cover; empty for one page."""
        seen: Counter[str] = Counter()
        for leaf in self.leaves:
            seen.update(leaf.edges)
        count = len(self.leaves)
        least = max(2.0, _SHARED * (count - 1 if count > 2 else count))
        return frozenset(edge for edge, times in seen.items() if times >= least)

    def bears(self, leaf: Leaf) -> bool:
        """Whether a page has the document's running lines: more than half of them."""
        edges = self.edges
        return bool(edges) and 2 * len(edges & leaf.edges) > len(edges)

    def counts_on(self, leaf: Leaf) -> bool:
        """Whether the number of a page and of all pages are those the document would go on with."""
        number, last = leaf.number, self.last.number
        if number is None or last is None or number[1] != last[1] or number[0] <= last[0]:
            return False
        return number[1] is not None or number[0] == last[0] + 1

    def resumes(self, leaf: Leaf) -> bool:
        """Whether the document goes on at this page, after annexes."""
        return self.bears(leaf) or self.counts_on(leaf) or self._next_item(leaf)

    def _next_item(self, leaf: Leaf) -> bool:
        """Whether the page begins with the § after the document's last one."""
        last = max((key for one in self.leaves for key in one.sections), default=0)
        return bool(last and leaf.sections and leaf.sections[0] == last + 1)

    def complete(self) -> bool:
        """Whether the last page says that it is the last: "12 (12)"."""
        number = self.last.number
        return bool(number and number[1] and number[0] == number[1])


def _part(document: Document, leaves: Sequence[Leaf], foreign: frozenset[int]) -> Part:
    """The part of these pages, its annexes told apart; an extract begins at a foreign page."""
    host = _Host([leaves[0]])
    annex: list[Leaf] = []
    inside = False
    for at, leaf in enumerate(leaves[1:], start=1):
        if leaf.page.number in foreign or _marked(host, leaf):
            inside = True
        elif inside:
            inside = not host.resumes(leaf)
        else:
            inside = _begins_other(host, leaves, at)
        (annex if inside else host.leaves).append(leaf)
    if not annex:
        return Part(document, document, doubts=_doubts(host))
    return Part(
        document=as_own(pages_of(document, [leaf.page for leaf in host.leaves])),
        whole=document,
        annexes=_runs(leaf.page.number for leaf in annex),
        doubts=_doubts(host),
    )


def _marked(host: _Host, leaf: Leaf) -> bool:
    """Whether a page is marked as an annex; on the document's own paper a list of votes is none,
    and a mark among the text no more than a line of it."""
    if not leaf.marked:
        return False
    return not (host.bears(leaf) and (leaf.votes or not leaf.mark_heads))


def _begins_other(host: _Host, leaves: Sequence[Leaf], at: int) -> bool:
    """Whether an unmarked page begins a paper that is not the document's own."""
    leaf = leaves[at]
    if leaf.titled or host.edges & leaf.edges or host.counts_on(leaf):
        return False
    restarts = leaf.first_page
    if leaf.paper and (restarts or not leaf.alike(host.last)):
        return True
    if not host.edges or any(host.bears(later) for later in leaves[at + 1 :]):
        return False
    return host.complete() or restarts or not leaf.alike(host.last)


def _doubts(host: _Host) -> tuple[str, ...]:
    """What may be an annex too: pages at the end that lack the document's running lines."""
    if len(host.leaves) < 4 or not host.edges:
        return ()
    tail: list[int] = []
    for leaf in reversed(host.leaves):
        if leaf.edges & host.edges or leaf.page.number == host.leaves[0].page.number:
            break
        if leaf.top:
            tail.append(leaf.page.number)
    if not tail:
        return ()
    return (f"osäkert om {_said(tail[-1], tail[0])} hör till handlingen eller är bilagor",)


def _said(first: int, last: int) -> str:
    return f"s. {first}" if first == last else f"s. {first}–{last}"


def _runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Numbers in order as runs without a gap."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(runs)
