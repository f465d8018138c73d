"""Pages of words with boxes, as PDF and OCR yield them, become lines with their looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from corpus.model import Box, LineKind, Reading, Word
from ingest.layout import Grid, LaidLine, Token, bullet_of, lines_of, turned
from ingest.read.build import DraftLine, DraftPage, DraftTable
from ingest.read.running import running_kinds
from ingest.read.tables import Tables, join_tables


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


@dataclass(slots=True)
class _Laid:
    raw: RawPage
    lines: list[LaidLine] = field(default_factory=list)
    kinds: list[LineKind] = field(default_factory=list)


def draft(pages: Sequence[RawPage]) -> tuple[list[DraftPage], list[DraftTable]]:
    """The pages with their words in lines, in reading order, and the tables on them."""
    laid = [_lay_out(page) for page in pages]
    bodies = [
        (
            page.raw.height,
            [x for x, kind in zip(page.lines, page.kinds, strict=True) if kind is LineKind.BODY],
        )
        for page in laid
    ]
    for page, kinds in zip(laid, running_kinds(bodies), strict=True):
        page.kinds[: len(kinds)] = kinds
    body = _body_style(laid)
    tables = join_tables([list(zip(page.lines, page.kinds, strict=True)) for page in laid])
    return [_draft_page(page, body, tables) for page in laid], tables.drafts


def _lay_out(page: RawPage) -> _Laid:
    """Lines of a page: those in its main direction first, all others as its margin."""
    weights = Counter[int]()
    for token in page.tokens:
        weights[token.angle] += len(token.text)
    laid = _Laid(page)
    for rank, (angle, _) in enumerate(weights.most_common()):
        tokens = [t for t in page.tokens if t.angle == angle]
        lines = lines_of(tokens, page.grids) if angle == 0 else _lines_at(tokens, angle, page)
        laid.lines += lines
        laid.kinds += [LineKind.MARGIN if rank else LineKind.BODY] * len(lines)
    return laid


def _lines_at(tokens: list[Token], angle: int, page: RawPage) -> list[LaidLine]:
    """Lines of words that are written at an angle; the words keep their places on the page."""
    if angle not in (90, 180, 270):
        return lines_of(tokens)
    upright = [turned(token, angle, page.width, page.height) for token in tokens]
    back = {id(new): old for new, old in zip(upright, tokens, strict=True)}
    lines = lines_of(upright)
    for line in lines:
        for strip in line.strips:
            strip.restore([back[id(t)] for t in strip.tokens])
    return lines


@dataclass(slots=True)
class _Body:
    """The commonest size of letters, and the sizes of headings from the largest down."""

    size: float
    larger: list[float]


def _body_style(pages: Iterable[_Laid]) -> _Body:
    sizes = Counter[float]()
    for page in pages:
        for line, kind in zip(page.lines, page.kinds, strict=True):
            if kind is LineKind.BODY:
                for strip in line.strips:
                    sizes[round(strip.size * 2) / 2] += sum(len(t.text) for t in strip.tokens)
    if not sizes:
        return _Body(0.0, [])
    common = sizes.most_common(1)[0][0]
    return _Body(common, sorted((s for s in sizes if s > common * 1.08), reverse=True))


def _draft_page(page: _Laid, body: _Body, tables: Tables) -> DraftPage:
    drafts: list[DraftLine] = []
    indents = _indents(page, body)
    above: Box | None = None
    for laid, kind in zip(page.lines, page.kinds, strict=True):
        line = _draft_line(laid, kind, body, indents)
        line.gap = _gap(above, line.box)
        line.cell = tables.place(laid)
        above = line.box if kind is LineKind.BODY else above
        drafts.append(line)
    raw = page.raw
    return DraftPage(drafts, raw.width, raw.height, raw.reading, raw.reason)


def _draft_line(laid: LaidLine, kind: LineKind, body: _Body, indents: list[float]) -> DraftLine:
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
        line.heading = _heading(line, body)
        if line.bullet is not None:
            line.level = max(0, sum(x <= line.box.x0 + 0.5 for x in indents) - 1)
    return line


def _heading(line: DraftLine, body: _Body) -> int:
    """Heading level by size, then by weight; 0 for running text."""
    if len(line.text) > 150 or not any(c.isalpha() for c in line.text) or not body.size:
        return 0
    size = round(line.size * 2) / 2
    if size in body.larger:
        return body.larger.index(size) + 1
    return len(body.larger) + 1 if line.bold and size >= body.size * 0.95 else 0


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


def _gap(above: Box | None, box: Box) -> float:
    """White space above a line in line heights; 9 where nothing stands above it."""
    if above is None or box.bottom <= above.top:
        return 9.0
    return round(max(0.0, box.top - above.bottom) / max(box.bottom - box.top, 1.0), 2)


def _indents(page: _Laid, body: _Body) -> list[float]:
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
