"""Pages of words with boxes, as PDF and OCR yield them, become lines with their looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.model import Box, LineKind, Reading, Word
from ingest.layout.reading_order import (
    Grid,
    LaidLine,
    Row,
    Strip,
    Token,
    aslant,
    bullet_of,
    lines_of,
    rows_of,
    turned,
)
from ingest.layout.sheets import fold_of, without_line_numbers
from ingest.layout.spaced import joined_letters
from ingest.read.build import DraftLine, DraftPage, DraftTable
from ingest.read.running import running_kinds
from ingest.read.signs import is_word
from ingest.read.tables import Tables, join_tables

_BODY = LineKind.BODY
_ENOUGH = 300
"""Letters that tell the size of a page's running text."""
_LETTERS = 4
"""Single letters of which a word may be made that is set apart."""


@dataclass(slots=True)
class RawPage:
    """A page as it was found: its size in points and its words in any order."""

    width: float
    height: float
    tokens: list[Token]
    grids: list[Grid] = field(default_factory=list)
    """Tables drawn with rules."""
    reading: Reading = Reading.TEXT
    reason: str | None = None
    skew: float = 0.0
    """Degrees clockwise by which the page's lines are aslant; the words stand as straightened."""
    scanned: bool = False
    """Whether the words are those of an OCR layer that came with the file."""
    logotype: list[Token] = field(default_factory=list)
    """Words read in the picture of its letterhead, where the text layer has none."""


@dataclass(slots=True)
class _Laid:
    """A page on the way to its lines; `rows` are of words in the page's main direction."""

    raw: RawPage
    angle: int
    rows: list[Row]
    lines: list[LaidLine] = field(default_factory=list)
    kinds: list[LineKind] = field(default_factory=list)
    fold: float | None = None
    """Where two pages meet that stand side by side on the sheet."""

    @property
    def height(self) -> float:
        """The page's height when its main direction of writing runs right."""
        return self.raw.width if self.angle in (90, 270) else self.raw.height

    @property
    def grids(self) -> list[Grid]:
        """Its tables drawn with rules, where its main direction is the page's own."""
        return [] if self.angle else self.raw.grids

    @property
    def cells(self) -> list[Box]:
        """The boxes of all cells of these."""
        return [box for grid in self.grids for box in grid.cells.values()]


def draft(pages: Sequence[RawPage]) -> tuple[list[DraftPage], list[DraftTable]]:
    """The pages with their words in lines, in reading order, and the tables on them."""
    laid = [_rows(page) for page in pages]
    singles = [[LaidLine([strip]) for row in page.rows for strip in row] for page in laid]
    shown = [(page.height, lines, page.cells) for page, lines in zip(laid, singles, strict=True)]
    for page, lines, kinds in zip(laid, singles, running_kinds(shown), strict=True):
        _lay_out(page, lines, kinds)
    tables = join_tables([list(zip(page.lines, page.kinds, strict=True)) for page in laid])
    bodies = _bodies(laid)
    drafts = [_draft_page(page, body, tables) for page, body in zip(laid, bodies, strict=True)]
    return drafts, tables.drafts


def _rows(page: RawPage) -> _Laid:
    weights = Counter[int]()
    for token in page.tokens:
        weights[token.angle] += len(token.text)
    angle = weights.most_common(1)[0][0] if weights else 0
    tokens = _upright([t for t in page.tokens if t.angle == angle], angle, page)
    tokens = without_line_numbers(tokens)
    width, height = page.width, page.height
    fold = fold_of(tokens, *((height, width) if angle in (90, 270) else (width, height)))
    if fold is None:
        return _Laid(page, angle, _rows_of(tokens))
    sides = [t for t in tokens if t.x1 <= fold], [t for t in tokens if t.x1 > fold]
    return _Laid(page, angle, [row for side in sides for row in _rows_of(side)], fold=fold)


def _upright(tokens: list[Token], angle: int, page: RawPage) -> list[Token]:
    if angle not in (90, 180, 270):
        return tokens
    return [turned(token, angle, page.width, page.height) for token in tokens]


def _lay_out(page: _Laid, singles: list[LaidLine], kinds: list[LineKind]) -> None:
    """Lines of a page: the body, then what runs over the pages, then other directions."""
    running = [(x, kind) for x, kind in zip(singles, kinds, strict=True) if kind is not _BODY]
    taken = {id(line.strips[0]) for line, _ in running}
    rows = [[s for s in row if id(s) not in taken] for row in page.rows] if taken else page.rows
    rows = [row for row in rows if row]
    lines = [line for side in _sides(rows, page.fold) for line in lines_of(side, page.grids)]
    page.lines = lines + [line for line, _ in running]
    page.kinds = [_BODY] * len(lines) + [kind for _, kind in running]
    _restore(page.lines, page.angle, page.raw)
    for angle in sorted({t.angle for t in page.raw.tokens} - {page.angle}):
        tokens = [t for t in page.raw.tokens if t.angle == angle]
        beside = lines_of(rows_of(_upright(tokens, angle, page.raw)))
        _restore(beside, angle, page.raw)
        page.lines += beside
        page.kinds += [LineKind.MARGIN] * len(beside)
    letterhead = lines_of(rows_of(page.raw.logotype))
    page.lines += letterhead
    page.kinds += [LineKind.MARGIN] * len(letterhead)


def _rows_of(tokens: list[Token]) -> list[Row]:
    """Rows of words, with letters that are set apart joined."""
    rows = rows_of(tokens)
    if sum(len(t.text) == 1 and t.text.isalpha() for t in tokens) < _LETTERS:
        return rows
    return [[Strip.of(joined_letters(strip.tokens, is_word)) for strip in row] for row in rows]


def _sides(rows: list[Row], fold: float | None) -> Sequence[list[Row]]:
    """The rows of each of the pages that stand side by side."""
    if fold is None:
        return [rows]
    return [r for r in rows if r[0].x0 <= fold], [r for r in rows if r[0].x0 > fold]


def _restore(lines: list[LaidLine], angle: int, page: RawPage) -> None:
    """Puts words that were turned upright or straightened back where they stand on the page."""
    width, height = page.width, page.height
    if page.skew and angle == 0:
        for line in lines:
            for strip in line.strips:
                strip.restore([aslant(t, page.skew, width, height) for t in strip.tokens])
    if angle not in (90, 180, 270):
        return
    back = {90: 270, 270: 90, 180: 180}[angle]
    turned_size = (height, width) if angle in (90, 270) else (width, height)
    for line in lines:
        for strip in line.strips:
            strip.restore([turned(t, back, *turned_size) for t in strip.tokens])


@dataclass(slots=True)
class BodyStyle:
    """The commonest size of letters, and the sizes of headings from the largest down."""

    size: float
    larger: list[float]

    @classmethod
    def of(cls, sizes: Counter[float]) -> BodyStyle:
        """The style of text, given how many letters are of each size."""
        if not sizes:
            return cls(0.0, [])
        common = sizes.most_common(1)[0][0]
        return cls(common, sorted((s for s in sizes if s > common * 1.08), reverse=True))


def _bodies(laid: Sequence[_Laid]) -> list[BodyStyle]:
    """What is body on each page.

    OCR measures letters otherwise than a font says, and every page of a scan a little otherwise:
    each way of reading has its own sizes, and a scanned page with enough text those of its own.
    """
    ways = {way: _body_style(p for p in laid if p.raw.reading is way) for way in Reading}
    bodies: list[BodyStyle] = []
    for page in laid:
        body = ways[page.raw.reading]
        letters = sum(len(t.text) for t in page.raw.tokens)
        if page.raw.reading is Reading.OCR and letters > _ENOUGH:
            own = _body_style([page])
            body = own if abs(own.size - body.size) < 0.25 * body.size else body
        bodies.append(body)
    return bodies


def _body_style(pages: Iterable[_Laid]) -> BodyStyle:
    sizes = Counter[float]()
    for page in pages:
        for line, kind in zip(page.lines, page.kinds, strict=True):
            if kind is LineKind.BODY:
                for strip in line.strips:
                    sizes[round(strip.size * 2) / 2] += sum(len(t.text) for t in strip.tokens)
    return BodyStyle.of(sizes)


def _draft_page(page: _Laid, body: BodyStyle, tables: Tables) -> DraftPage:
    drafts: list[DraftLine] = []
    indents = _indents(page, body)
    above: Box | None = None
    for laid, kind in zip(page.lines, page.kinds, strict=True):
        line = _draft_line(laid, kind, body, indents)
        line.gap = gap(above, line.box)
        line.cell = tables.place(laid)
        above = line.box if kind is LineKind.BODY else above
        drafts.append(line)
    raw = page.raw
    return DraftPage(drafts, raw.width, raw.height, raw.reading, raw.reason)


def _draft_line(laid: LaidLine, kind: LineKind, body: BodyStyle, indents: list[float]) -> DraftLine:
    text, words = _write(laid)
    style = laid.strips[0].tokens[0].style
    line = DraftLine(
        text,
        words,
        laid.box,
        kind,
        font=style.font,
        size=max(s.size for s in laid.strips),
        bold=all(s.bold for s in laid.strips),
        italic=all(t.style.italic for s in laid.strips for t in s.tokens),
    )
    if kind is LineKind.BODY:
        line.bullet = bullet_of(text)
        line.heading = heading_level(text, line.size, line.bold, body)
        if line.bullet is not None:
            line.level = max(0, sum(x <= line.box.x0 + 0.5 for x in indents) - 1)
    return line


def heading_level(text: str, size: float, bold: bool, body: BodyStyle) -> int:
    """Heading level by size, then by weight; 0 for running text."""
    if len(text) > 150 or not any(c.isalpha() for c in text) or not body.size:
        return 0
    size = round(size * 2) / 2
    if size in body.larger:
        return body.larger.index(size) + 1
    return len(body.larger) + 1 if bold and size >= body.size * 0.95 else 0


def _write(line: LaidLine) -> tuple[str, list[Word]]:
    """The line's text, a tab for each wide gap, and its words."""
    parts: list[str] = []
    words: list[Word] = []
    at = 0
    for strip in line.strips:
        for index, token in enumerate(strip.tokens):
            if parts:
                parts.append(" " if index else "\t")
                at += 1
            parts.append(token.text)
            box = Box(token.x0, token.top, token.x1, token.bottom)
            words.append(Word(at, at + len(token.text), box, token.confidence))
            at += len(token.text)
    return "".join(parts), words


def gap(above: Box | None, box: Box) -> float:
    """White space above a line in line heights; 9 where nothing stands above it."""
    if above is None or box.bottom <= above.top:
        return 9.0
    return round(max(0.0, box.top - above.bottom) / max(box.bottom - box.top, 1.0), 2)


def _indents(page: _Laid, body: BodyStyle) -> list[float]:
    """Where lines of the body begin, from the left, in steps of more than half a letter."""
    starts = sorted(
        line.box.x0
        for line, kind in zip(page.lines, page.kinds, strict=True)
        if kind is LineKind.BODY
    )
    steps: list[float] = []
    for x in starts:
        if not steps or x - steps[-1] > 0.6 * (body.size or 10.0):
            steps.append(x)
    return steps
