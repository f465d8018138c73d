"""From lines to what a reader sees: headings, paragraphs, bullets - and the parts of an item.

An item's text falls into parts by its inner headings: background, preparation, proposals,
votes, the decision (ärendebeskrivning, beredning, förslag, omröstning, beslut). Which heading
means what stands in the table `headings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from corpus.model import Document, Line
from corpus.swedish.tables import first_match, pattern
from ingest.layout.labels import known_heading, label_of
from ingest.layout.lines import wraps_lines
from ingest.layout.passage import Passage

GAP = 0.3
"""White space beyond the document's leading, in line heights, that parts two paragraphs."""


_ENDS_CLAUSE = pattern("reading_on", "clause-ends")


_DECIDES = pattern("reading_on", "decides")
_GOES_ON = pattern("reading_on", "goes-on")


class BlockKind(StrEnum):
    """What a block of lines is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"


@dataclass(frozen=True)
class Block:
    """Lines that belong together."""

    kind: BlockKind
    document: Document
    lines: tuple[Line, ...]
    spans: tuple[tuple[int, int], ...]
    """The characters of the lines, without a heading's label or a bullet's marker."""
    meaning: str | None = None
    """For a known heading, what the text below it is (see the table `headings`)."""

    @cached_property
    def passage(self) -> Passage:
        """The running text of the block."""
        return Passage.of_spans(self.document, self.spans)

    @property
    def text(self) -> str:
        """The text of the block, normalised."""
        return self.passage.text

    @property
    def level(self) -> int:
        """Nesting depth of a bullet."""
        return self.lines[0].level


@dataclass(frozen=True)
class Part:
    """A stretch of an item under one inner heading.

    `meaning` is that of the heading in the table `headings`, "other" under an unknown heading,
    or "text" before the first one.
    """

    meaning: str
    heading: Block | None
    blocks: tuple[Block, ...]

    @property
    def passage(self) -> Passage | None:
        """The running text of the part; None where it has none."""
        spans = [span for block in self.blocks for span in block.spans]
        return Passage.of_spans(self.blocks[0].document, spans) if spans else None


def blocks(document: Document, lines: Sequence[Line]) -> tuple[Block, ...]:
    """The headings, paragraphs and bullets that some lines make up, in order."""
    found: list[Block] = []
    for group in _groups(document, lines):
        for own in _ended(document, group):
            found.extend(_as_blocks(document, own))
    return tuple(found)


def parts(document: Document, lines: Sequence[Line]) -> tuple[Part, ...]:
    """The parts that the lines of an item fall into, in order; empty ones too."""
    found: list[Part] = []
    heading: Block | None = None
    body: list[Block] = []
    for block in blocks(document, lines):
        if heading and not body and _decides_to_propose(heading, block):
            heading = replace(heading, meaning="proposed")
            continue
        if block.kind is BlockKind.HEADING and (block.meaning or _rivals(block, heading)):
            if heading or body:
                found.append(_part(heading, body))
            heading, body = block, []
        else:
            body.append(block)
    if heading or body:
        found.append(_part(heading, body))
    return tuple(found)


def _decides_to_propose(heading: Block, block: Block) -> bool:
    """Whether plain text right below "Beslut" says that what is decided is a proposal."""
    return (
        (heading.meaning, block.meaning) == ("decision", "proposal")
        and heading.lines[0].heading > 0 == block.lines[0].heading
        and block.lines[0].cell == heading.lines[0].cell
    )


def _part(heading: Block | None, body: list[Block]) -> Part:
    meaning = "text" if heading is None else heading.meaning or "other"
    return Part(meaning, heading, tuple(body))


def _rivals(block: Block, heading: Block | None) -> bool:
    """Whether an unknown heading is set like the known one above it, and so ends its part."""
    if heading is None:
        return False
    above, below = heading.lines[0], block.lines[0]
    return 0 < below.heading <= above.heading and below.cell == above.cell


def _groups(document: Document, lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines that read on: split at white space, bullets, headings and changes of style."""
    group: list[Line] = []
    for line in lines:
        if group and _parts(document, group, line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _parts(document: Document, group: list[Line], line: Line) -> bool:
    """Whether a new block begins with this line."""
    last = group[-1]
    if line.bullet is not None or line.cell != last.cell or not wraps_lines(document):
        return True
    if line.page != last.page:
        return not _reads_on(document.text_of(last), document.text_of(line))
    before, after = document.text_of(last).rstrip(), document.text_of(line).lstrip()
    leading = document.leading(line)
    if before.endswith("-") and after[:1].islower() and line.gap < 2 * GAP + leading:
        return False  # a broken word
    if line.gap > leading + GAP or (line.bold, line.heading) != (last.bold, last.heading):
        return True
    inline = ":" in before.rstrip(": ")  # a heading that its text follows on the line
    if label_of(document, after) or (label_of(document, before) and not inline):
        return True
    if after.startswith("att ") and _ENDS_CLAUSE.search(before):
        return True  # the next att-sats of a decision
    if _DECIDES.match(after) and not _GOES_ON.search(before):
        return True
    return group[0].bullet is None and abs(line.size - last.size) > 0.6


def _ended(document: Document, group: list[Line]) -> Iterator[list[Line]]:
    """Lines that read on, split where one was ended before it was full."""
    each = _one_a_line(document, group)
    start = 0
    for at in range(1, len(group)):
        last, line = group[at - 1], group[at]
        if last.page == line.page and (each or _broken_off(document, last, line)):
            yield group[start:at]
            start = at
    yield group[start:]


def _broken_off(document: Document, last: Line, line: Line) -> bool:
    """Whether a line was ended though the next one's first word had room on it.

    Twice the room that the word needs, so that a ragged margin is not taken for an end.
    """
    before, after = document.text_of(last).rstrip(), document.text_of(line)
    if line.cell or not after[:1].isupper() or _GOES_ON.search(before):
        return False
    room, word, length = _room(document, last, line)
    return room > max(2 * word, length / 3)


def _room(document: Document, last: Line, line: Line) -> tuple[float, float, float]:
    """The room behind a line, what the next one's first word needs, and the line's length.

    In points; in characters where the format has no geometry.
    """
    letters = len(document.text_of(line).split(" ", 1)[0]) + 1
    if not line.size:
        length = float(last.end - last.start)
        ends = document.media_type == "text/plain"  # Markdown parts paragraphs by empty lines
        return document.margin - length if ends else 0.0, letters, length
    room = document.right_edges[line.page] - last.box.x1
    return room, 0.6 * line.size * letters, last.box.x1 - last.box.x0


def _one_a_line(document: Document, group: list[Line]) -> bool:
    """Whether lines that read on are a list without marks: three or more, none goes on.

    All begin with a capital, and behind one at least the next word had room.
    """
    texts = [document.text_of(line).strip() for line in group]
    if len(group) < 3 or group[0].bullet is not None or group[0].cell or group[0].heading:
        return False
    if not all(text[:1].isupper() for text in texts):
        return False
    if any(_GOES_ON.search(text) or text.endswith("-") for text in texts[:-1]):
        return False
    rooms = (_room(document, *pair)[:2] for pair in pairwise(group))
    return any(room > word for room, word in rooms)


def _reads_on(before: str, after: str) -> bool:
    """Whether a text that a page break interrupts goes on."""
    before, after = before.rstrip(), after.lstrip()
    if not before or not after or before[-1] in ".!?:":
        return False
    return after[0].islower() or after[0].isdigit() or before[-1] in ",-–" or len(before) > 70


def _as_blocks(document: Document, group: list[Line]) -> Iterable[Block]:
    first = group[0]
    text = document.text_of(first)
    meaning = label_of(document, text) if first.bullet is None else known_heading(text)
    if meaning and ":" in text.rstrip(": "):
        return _inline_heading(document, group, meaning, first.start + text.index(":") + 1)
    spans = tuple((line.start, line.end) for line in group)
    if meaning or (first.heading and first.bullet is None):
        return [Block(BlockKind.HEADING, document, tuple(group), spans, meaning)]
    if first.bullet is not None:
        skip = text.find(first.bullet)
        start = first.start + (
            skip + len(first.bullet) if skip >= 0 and not text[:skip].strip() else _marker(text)
        )
        return [Block(BlockKind.BULLET, document, tuple(group), ((start, first.end), *spans[1:]))]
    return [Block(BlockKind.PARAGRAPH, document, tuple(group), spans)]


def _marker(text: str) -> int:
    """Length of a bullet that stands in the text in another form than its normalised one."""
    stripped = text.lstrip()
    return len(text) - len(stripped) + len(stripped.split(" ", 1)[0])


def _inline_heading(document: Document, group: list[Line], meaning: str, colon: int) -> list[Block]:
    """A heading with text behind its colon: "Beslut: Rapporten godkänns."."""
    first = group[0]
    head = Block(BlockKind.HEADING, document, (first,), ((first.start, colon),), meaning)
    rest = ((colon, first.end), *((line.start, line.end) for line in group[1:]))
    return [head, Block(BlockKind.PARAGRAPH, document, tuple(group), rest)]
