"""Lists of people on the page: a label and the lines that stand beside or under it.

A label ("Beslutande", "Övriga närvarande:", "Sekreterare") is known by the tables `attendance`
and `roles`. What it labels stands in the cell to its right, to its right on the page, below it
in its column, or behind its colon; where the format has no geometry, in the lines that follow.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise

from corpus.model import Box, Document, Line
from corpus.swedish.tables import first_match, pattern
from ingest.facts.names import office
from ingest.facts.persons import is_prose, is_title, names_in, party, read_entries
from ingest.layout.labels import known_heading
from ingest.layout.lines import Lines
from ingest.layout.passage import Passage
from ingest.split.series import bound

_CUT = re.compile(r"\t|\s\|\s|\s{3,}|(?<=\S)\s+(?=\[\s?[xX]?\s?\]\s*[A-ZÅÄÖ])")
_NUMBER = re.compile(
    r"^(?:§\s*)?\d{1,3}(?:\.\d)*\s?[.)§]?\s+(?=[A-ZÅÄÖ])|^[•▪–-]\s+|^[Il|!]\s+(?=[A-ZÅÄÖ])"
)
_APPOINTED = pattern("people", "appointed-to")
_STOPS = pattern("people", "stops-list")
_READS_ON = pattern("people", "reads-on")
_COLUMN_EDGE = 6.0
"""Points by which the left edges of roles set in one column differ."""
_SAME_ROW = 0.5
"""Part of the lower height by which two pieces overlap that stand on one row."""
_COLUMNS = 3
"""The most columns that a line of a list has besides the first."""
_PAGE_TOP = 9.0
"""The gap of a line that begins a page."""
_COVER = 80
"""Pieces of lines within which a list of those present begins."""
_NAMES = 3
"""Names below a label from which it heads a list of people, whatever its word."""
_UNKNOWN = re.compile(r"[A-ZÅÄÖ][^\W\d_]+(?: [^\W\d_]+){0,3}\s*")
_FAR = 1.7
"""White space, in line heights, that ends a list below its label."""


@dataclass(frozen=True)
class Piece:
    """A part of a line that stands by itself: a column's entry, what follows a label."""

    line: Line
    start: int
    end: int
    box: Box
    at: int
    """Index of the line among the body lines."""
    text: str
    heading: bool = False
    """Begins an agenda item, or stands out as a heading does."""

    @property
    def height(self) -> float:
        """Height of the line in points; 0 without geometry."""
        return self.box.bottom - self.box.top


@dataclass(frozen=True)
class Label:
    """A label: `meaning` is that of the table `attendance`, or an office of the table `roles`."""

    kind: str
    """ "attendance", "office", or "stop" for a label of other things."""
    meaning: str
    text: str
    pieces: tuple[Piece, ...]
    rest: int = 0
    """Offset in the document of what follows the label on its line; 0 where nothing does."""

    @cached_property
    def box(self) -> Box:
        """Where the label stands."""
        boxes = [piece.box for piece in self.pieces]
        return Box(
            min(b.x0 for b in boxes),
            min(b.top for b in boxes),
            max(b.x1 for b in boxes),
            max(b.bottom for b in boxes),
        )


@dataclass(frozen=True)
class Roster:
    """A label and what it labels, one logical entry each."""

    label: Label
    entries: tuple[Passage, ...]
    under: str | None = None
    """For an office, the attendance of the list that it stands in."""


def pieces_of(document: Document, heads: frozenset[int]) -> tuple[Piece, ...]:
    """The body lines cut into their columns; `heads` are the offsets where items begin."""
    lines = Lines(document)
    found: list[Piece] = []
    for at, line in enumerate(lines.all):
        text = document.text_of(line)
        cuts = list(_CUT.finditer(text))
        if len(cuts) > _COLUMNS:  # white space within a justified line
            cuts = cuts[:1] if _whole(text[: cuts[0].start()]) else []
        bounds = [0, *(x for m in cuts for x in m.span()), len(text)]
        stands_out = line.start in heads or bool(line.heading and bound("record", text.strip()))
        for start, end in zip(bounds[::2], bounds[1::2], strict=True):
            body = text[start:end].strip()
            if body:
                first = line.start + start + text[start:end].index(body)
                box = _box(document, line, first, first + len(body), len(bounds) > 2)
                found.append(Piece(line, first, first + len(body), box, at, body, stands_out))
    return tuple(_row_by_row(found))


def _row_by_row(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces, those of a cell with what people are beside their names in order of its rows.

    Two lists of names side by side stay as they are.
    """
    for _, group in groupby(pieces, key=lambda piece: piece.line.cell or id(piece)):
        cell = [*group]
        beside = any(a.box.top - b.box.top > 0.5 * a.height for a, b in pairwise(cell))
        left = min(piece.box.x0 for piece in cell)
        lists = any(p.box.x0 > left + _COLUMN_EDGE and names_in(p.text) for p in cell)
        if not beside or lists or cell[0].height <= 0:
            yield from cell
            continue
        tops: list[float] = []
        for piece in sorted(cell, key=lambda piece: piece.box.top):
            if not tops or piece.box.top - tops[-1] > 0.5 * piece.height:
                tops.append(piece.box.top)
        yield from sorted(cell, key=lambda piece: (bisect_right(tops, piece.box.top), piece.box.x0))


def _box(document: Document, line: Line, start: int, end: int, part: bool) -> Box:
    if not part or line.box.x1 <= line.box.x0:
        return line.box
    words = [w.box for w in _page_words(document, line) if start <= w.start < end]
    if not words:
        return line.box
    return Box(words[0].x0, line.box.top, words[-1].x1, line.box.bottom)


def _page_words(document: Document, line: Line):  # type: ignore[no-untyped-def]
    page = next(page for page in document.pages if page.number == line.page)
    return page.words


def label_at(pieces: Sequence[Piece], at: int) -> Label | None:
    """The label that begins with a piece, over up to three wrapped lines."""
    piece = pieces[at]
    for count in (3, 2):
        run = pieces[at : at + count]
        if len(run) == count and all(_wrapped(a, b) for a, b in pairwise(run)):
            text = " ".join(part.text for part in run)
            if (found := _whole(text)) and found[0] != "stop":
                return Label(*found, text, tuple(run))
    text = piece.text
    if text[0] in "([" or re.fullmatch(r"[a-zåäö]+\.", text):
        return None  # the end of a sentence
    if number := _NUMBER.match(text):
        text = text[number.end() :]
    if found := _whole(text):
        return Label(*found, text, (piece,))
    if (begun := first_match("attendance", text)) and begun[1].end() < len(text):
        after = re.match(r"[\s:.;|]*", text[begun[1].end() :])
        skip = begun[1].end() + (after.end() if after else 0)
        rest = piece.end - len(text) + skip
        return Label("attendance", begun[0].meaning, text[: begun[1].end()], (piece,), rest)
    head, colon, rest_text = text.partition(":")
    if colon and rest_text.strip() and (held := office(head)):
        rest = piece.end - len(rest_text.lstrip())
        return Label("office", held, head, (piece,), rest)
    return None


def _whole(text: str) -> tuple[str, str] | None:
    """Kind and meaning of a text that is nothing but a label."""
    bare = text.rstrip(" :.,*").lstrip("*")
    found = first_match("attendance", bare)
    if found and found[1].end() >= len(bare):
        return "attendance", found[0].meaning
    if (held := office(bare)) or (held := office(_APPOINTED.sub("", bare.lower()))):
        return "office", held
    meaning = known_heading(text)
    if meaning is not None or _STOPS.match(text):
        return "stop", meaning or "cover"
    return None


def _is_person(piece: Piece) -> bool:
    """Whether a line is a person, perhaps with what he or she is."""
    return names_in(piece.text) == 1 and not piece.heading and not is_prose(piece.text)


def _wrapped(upper: Piece, lower: Piece) -> bool:
    """Whether a label may go on from one piece to the other."""
    if upper.line.page != lower.line.page or upper.line.cell != lower.line.cell:
        return False
    if upper.box.x1 <= upper.box.x0:
        return False
    return (
        abs(upper.box.x0 - lower.box.x0) < 4
        and 0 <= lower.box.top - upper.box.top < 2.2 * upper.height
    )


class Rosters:
    """The lists of a document, found label by label."""

    def __init__(self, document: Document, heads: frozenset[int]) -> None:
        self.document = document
        self.lines = Lines(document)
        self.pieces = pieces_of(document, heads)
        self.labels: dict[int, Label] = {}
        at = 0
        while at < len(self.pieces):
            label = label_at(self.pieces, at)
            if label is not None:
                self.labels[at] = label
            at += len(label.pieces) if label else 1
        self.labels = dict(sorted({**self._unknown_lists(), **self.labels}.items()))
        for at in self._role_column():
            del self.labels[at]
        self._label_parts = {
            i + k for i, label in self.labels.items() for k in range(len(label.pieces))
        }

    def _unknown_lists(self) -> dict[int, Label]:
        """Labels before the first item that no table knows, over at least three names."""
        until = next((at for at, p in enumerate(self.pieces) if p.heading), len(self.pieces))
        known = any(one.kind == "attendance" for one in self.labels.values())
        found: dict[int, Label] = {}
        for at in range(min(until, _COVER)):
            if at not in self.labels and (rest := self._heads_names(at)) is not None:
                meaning = "other" if known or found else "present"
                piece = self.pieces[at]
                text = piece.text.partition(":")[0]
                found[at] = Label("attendance", meaning, text, (piece,), rest)
        return found

    def _heads_names(self, at: int) -> int | None:
        """Where what a label heads begins on its line, 0 for below it; None where it heads none."""
        piece = self.pieces[at]
        head, colon, told = piece.text.partition(":")
        if not _UNKNOWN.fullmatch(head) or names_in(head) or party(head):
            return None
        if told.strip():
            parts = re.split(r"[,;]| och ", told)
            named = sum(names_in(part) > 0 for part in parts)
            return piece.end - len(told.lstrip()) if named >= max(_NAMES, len(parts) / 2) else None
        below = self.pieces[at + 1 : at + 1 + _NAMES]
        apart = bool(colon) or piece.line.bold or piece.line.heading > 0
        people = apart and len(below) == _NAMES and all(_is_person(one) for one in below)
        return 0 if people else None

    def _role_column(self) -> list[int]:
        """The labels that are roles instead: right of a name, one below the other, nobody after."""
        roles = [at for at, label in self.labels.items() if at and self._is_role(at, label)]
        lefts = [self.labels[at].box.x0 for at in roles]
        return [
            at
            for at, x0 in zip(roles, lefts, strict=True)
            if sum(abs(x0 - other) < _COLUMN_EDGE for other in lefts) > 1
        ]

    def _is_role(self, at: int, label: Label) -> bool:
        name, row = self.pieces[at - 1], label.box
        if label.rest or len(label.pieces) > 1 or row.x1 <= row.x0 or at - 1 in self.labels:
            return False
        level = name.line.page == label.pieces[0].line.page and name.box.x1 <= row.x0
        if not level or _overlap(name.box, row) < _SAME_ROW or names_in(name.text) != 1:
            return False
        before = self.pieces[max(at - 2, 0)]
        if at - 2 in self.labels and _overlap(before.box, name.box) >= _SAME_ROW:
            return self.labels[at - 2].kind == "attendance"
        after = self.pieces[at + 1] if at + 1 < len(self.pieces) else None
        on_row = after is not None and _overlap(row, after.box) >= _SAME_ROW
        return not (after and on_row and after.box.x0 >= row.x1 and names_in(after.text))

    def __iter__(self) -> Iterator[Roster]:
        under: str | None = None
        for at, label in self.labels.items():
            if label.kind == "stop":
                under = None
                continue
            if label.kind == "attendance":
                under = label.meaning
            values = self._values(at, label)
            entries = tuple(self._logical(values))
            if entries:
                yield Roster(label, entries, under if label.kind == "office" else None)

    # ------------------------------------------------------------------ what a label labels

    def _values(self, at: int, label: Label) -> list[Piece]:
        after = at + len(label.pieces)
        inline = []
        if label.rest:
            last = label.pieces[-1]
            text = self.document.text[label.rest : last.end]
            inline = [replace(last, start=label.rest, text=text)]
        if (cell := label.pieces[0].line.cell) is not None:
            below = self._in_table(at, label)
            if below or inline:
                return inline + below
            out = [*self._beside(at, label), *self._below(at, label, inline)]
            return [p for p in out if p.line.cell is None or p.line.cell.table == cell.table]
        if label.box.x1 <= label.box.x0:
            return inline + self._following(after)
        beside = [] if inline else self._beside(at, label)
        if beside:
            return beside
        return inline + self._below(at, label, inline)

    def _in_table(self, at: int, label: Label) -> list[Piece]:
        """The cells to the right, else the rest of the cell, else the cells below."""
        cell = label.pieces[0].line.cell
        if cell is None:
            return []
        same = [
            (i, p)
            for i, p in enumerate(self.pieces)
            if p.line.cell and p.line.cell.table == cell.table
        ]
        own = [(i, p) for i, p in same if p.line.cell == cell and i >= at + len(label.pieces)]
        right = [
            (i, p)
            for i, p in same
            if p.line.cell and p.line.cell.row == cell.row and p.line.cell.column > cell.column
        ]
        if not any(c.isalpha() for _, p in right for c in p.text):
            right = []  # the §§ of the meeting stand beside, not people
        if rows := self._on_rows(label, same, right):
            return rows
        taken = self._until_label(right) or self._until_label(own)
        if taken and self._until_label(right):
            return taken + self._rows_below(same, cell.row, cell.column)
        row = [i for i, p in same if p.line.cell and p.line.cell.row == cell.row]
        if taken or not all(i in self._label_parts for i in row):
            return taken
        column = [
            (i, p)
            for i, p in same
            if p.line.cell and p.line.cell.column == cell.column and p.line.cell.row > cell.row
        ]
        return self._until_label(column)

    def _on_rows(
        self, label: Label, same: Sequence[tuple[int, Piece]], right: Sequence[tuple[int, Piece]]
    ) -> list[Piece]:
        """What stands level with a label that shares its cell with other labels, row by row."""
        cell = label.pieces[0].line.cell
        others = [
            self.labels[i].box.top for i, p in same if p.line.cell == cell and i in self.labels
        ]
        if len(others) < 2 or label.box.x1 <= label.box.x0:
            return []
        floor = min((top for top in others if top > label.box.bottom), default=1e9)
        level = [p for _, p in right if label.box.top - 5 <= p.box.top < floor - 5]
        tops: list[float] = []
        for top in sorted(p.box.top for p in level):
            if not tops or top - tops[-1] > 0.5 * level[0].height:
                tops.append(top)
        row = {id(p): max(i for i, top in enumerate(tops) if top <= p.box.top) for p in level}
        return sorted(level, key=lambda p: (row[id(p)], p.box.x0))

    def _rows_below(self, same: Sequence[tuple[int, Piece]], row: int, column: int) -> list[Piece]:
        """Values of the rows below whose cell at the label's column is empty."""
        found: list[Piece] = []
        rows = sorted({p.line.cell.row for _, p in same if p.line.cell and p.line.cell.row > row})
        for below in rows:
            cells = [(i, p) for i, p in same if p.line.cell and p.line.cell.row == below]
            if any(p.line.cell and p.line.cell.column <= column for _, p in cells):
                break
            found += self._until_label(cells)
        return found

    def _until_label(self, numbered: Sequence[tuple[int, Piece]]) -> list[Piece]:
        found = []
        for i, piece in numbered:
            if i in self._label_parts:
                break
            found.append(piece)
        return found

    def _following(self, after: int) -> list[Piece]:
        """Without geometry: the lines until the next label or heading."""
        found: list[Piece] = []
        for i in range(after, len(self.pieces)):
            piece = self.pieces[i]
            apart = found and 2.5 < piece.line.gap < _PAGE_TOP
            if i in self._label_parts or piece.heading or apart:
                break
            found.append(piece)
        return found

    def _on_page(self, label: Label) -> list[tuple[int, Piece]]:
        page = label.pieces[0].line.page
        return [(i, p) for i, p in enumerate(self.pieces) if p.line.page == page]

    def _beside(self, at: int, label: Label) -> list[Piece]:
        """What stands to the right of a label, down to the next thing in the label's column."""
        first = label.pieces[0]
        around = self._on_page(label)
        row = [
            (i, p)
            for i, p in around
            if p.box.x0 > label.box.x1 - 2 and _overlap(p.box, first.box) >= _SAME_ROW
        ]
        row.sort(key=lambda ip: ip[1].box.x0)
        if not row or row[0][0] in self._label_parts:
            return []
        left = row[0][1].box.x0
        right = min((p.box.x0 for i, p in row if i in self._label_parts), default=1e9)
        floor = min(
            (
                p.box.top
                for i, p in around
                if p.box.top > label.box.bottom - 3
                and p.box.x0 < left - 8
                and not _label_number(i, at, label)
            ),
            default=1e9,
        )
        return [
            p
            for i, p in around
            if left - 8 <= p.box.x0 < right - 4
            and first.box.top - 4 <= p.box.top < floor - 3
            and i not in self._label_parts
        ]

    def _below(self, at: int, label: Label, inline: Sequence[Piece]) -> list[Piece]:
        """What stands under a label in its column, until a label, a heading or white space."""
        heads = [
            self.labels[i].box.x0
            for i in self.labels
            if self.labels[i].pieces[0].line.page == label.pieces[0].line.page
            and _overlap(self.labels[i].box, label.box) >= _SAME_ROW
            and self.labels[i].box.x0 > label.box.x1
        ]
        right = min(heads, default=1e9)
        found: list[Piece] = []
        bottoms: dict[int, float] = {}
        for i, piece in sorted(self._on_page(label), key=lambda ip: (ip[1].box.top, ip[1].box.x0)):
            if piece.box.top < label.box.bottom - 3 or piece.box.x0 >= right - 4:
                continue
            if i in self._label_parts or piece.heading:
                if piece.box.x0 < right:
                    if piece.box.x0 > label.box.x0 + 40 and not piece.heading:
                        right = piece.box.x0
                        continue
                    break
                continue
            if piece.box.x0 < label.box.x0 - 12:
                continue
            column = round(piece.box.x0 / 60)
            above = max(
                (b for c, b in bottoms.items() if abs(c - column) <= 1), default=label.box.bottom
            )
            if piece.box.top - above > _FAR * piece.height and (found or inline):
                if column == round(label.box.x0 / 60):
                    break
                if bottoms and piece.box.top - max(bottoms.values()) > _FAR * piece.height:
                    break
            bottoms[column] = piece.box.bottom
            found.append(piece)
        else:
            found += self._overleaf(found)
        return self._in_columns(found)

    def _overleaf(self, found: Sequence[Piece]) -> list[Piece]:
        """The rest of a list that runs to the foot of its page, at the top of the next."""
        if not found or found[-1].at + 1 >= len(self.lines.all):
            return []
        last = max(found, key=lambda piece: piece.at)
        rest: list[Piece] = []
        for i, piece in enumerate(self.pieces):
            if piece.at <= last.at:
                continue
            apart = rest and piece.line.gap > _FAR
            if (
                piece.line.page != last.line.page + 1
                or i in self._label_parts
                or piece.heading
                or piece.line.heading
                or apart
                or abs(piece.box.x0 - last.box.x0) > 8
            ):
                break
            rest.append(piece)
        return rest

    def _in_columns(self, found: Sequence[Piece]) -> list[Piece]:
        """Reading order of the document, which keeps columns apart."""
        return sorted(found, key=lambda piece: (piece.at, piece.start))

    # ---------------------------------------------------------------------- logical entries

    def _logical(self, values: Sequence[Piece]) -> Iterator[Passage]:
        """The entries that values make up: wrapped lines joined."""
        prose = is_prose([value.text for value in values])
        group: list[Piece] = []
        for value in values:
            if group and not self._goes_on(group, value, prose):
                yield self._passage(group)
                group = []
            group.append(value)
        if group:
            yield self._passage(group)

    def _passage(self, group: Sequence[Piece]) -> Passage:
        return Passage.of_spans(self.document, [(p.start, p.end) for p in group])

    def _goes_on(self, group: Sequence[Piece], value: Piece, prose: bool) -> bool:
        """Whether a line goes on with the entry above it."""
        before = " ".join(piece.text for piece in group)
        last = group[-1]
        far = _FAR if value.height > 0 else 0.9
        on_row = _overlap(last.box, value.box) >= _SAME_ROW and value.box.x0 >= last.box.x1
        titled = is_title(value.text) and not names_in(value.text)
        if on_row and (titled or not value.text[:1].isupper()):
            return True  # the next cell of a row: role, address
        if value.at == last.at or far < value.line.gap < _PAGE_TOP:
            return False
        open_at = before.count("(") > before.count(")")
        if open_at and (value.line.bullet is None or re.match(r"[^\s()]{1,3}\)", value.text)):
            return True  # "(chef, punkt" goes on with "A)", which looks like a bullet
        if value.line.bullet is not None:
            return False
        if re.match(r"[a-zåäö(]|§|,", value.text) and not party_line(value.text):
            return not re.fullmatch(r"[a-z]\w*", value.text) or before.endswith((",", "-"))
        if _READS_ON.search(before):
            return True
        if is_title(before.rpartition(",")[2].strip()) and len(read_entries(before)) > 1:
            return self.lines.wraps(last.at)  # "…, hamnchef" goes on with the name
        if prose:
            return self.lines.wraps(last.at)
        return (
            names_in(value.text) == 0 and self.lines.wraps(last.at) and not read_entries(value.text)
        )


def party_line(text: str) -> bool:
    """Whether a line is nothing but a party: a heading over a group."""
    return not text.startswith("(") and party(text) not in (None, "") and len(text) > 3


def _overlap(a: Box, b: Box) -> float:
    """Part of the lower one's height by which two boxes stand on one row."""
    height = min(a.bottom - a.top, b.bottom - b.top)
    return (min(a.bottom, b.bottom) - max(a.top, b.top)) / height if height > 0 else 0.0


def _label_number(i: int, at: int, label: Label) -> bool:
    return at <= i < at + len(label.pieces)
