"""Decisions under a heading of their own: att-satser, numbered sentences, and lists.

Where earlier handling is repeated with its decisions, or another body's stand beside, only this
meeting's count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.swedish.nlp import sentences
from corpus.swedish.tables import pattern
from ingest.facts.context import Context
from ingest.facts.dates import find_dates
from ingest.facts.resolving import (
    LIST_LEAD,
    PAST,
    UNDER_LEAD,
    Found,
    adds,
    clauses,
    explains,
    extended,
    is_item,
    joined,
    leads_statements,
    no_resolution,
    opens,
    resolves,
    rule_of,
    states,
)
from ingest.layout.blocks import Block, BlockKind, Part
from ingest.layout.passage import Passage

_STATEMENT = pattern("resolutions", "statement-carried")
_PROPOSED_STATEMENT = pattern("resolutions", "statement-proposed")
_PERSON_PROPOSED = pattern("resolutions", "person-proposed")
_FOR_ITSELF = pattern("resolutions", "for-itself")
_DISSENTS = pattern("resolutions", "dissents")
_HEADED_BY_BODY = pattern("resolutions", "heading-of-body")
_ANY_BODY = pattern("resolutions", "any-body")
_PROPOSES = pattern("resolutions", "proposes")
_RULE_LINE = re.compile(r"^[_–—-]{3,}$")
_PASSED_ON = pattern("decisions", "passed-on")


def _is_label(part: Part) -> bool:
    """Whether a part's heading is a label before its text in one line: "Beslut: Planen antas."."""
    if part.heading is None or not part.blocks:
        return False
    return part.blocks[0].lines[0].start < part.heading.lines[-1].end


def only_labelled(ours: Sequence[Part]) -> bool:
    """Whether decisions only stand behind labels, so that the text beside them may hold others."""
    return all(_is_label(part) for part in ours)


def within_label(part: Part) -> Iterator[Part]:
    """A part; one behind a label ends where what the label introduces does."""
    if part.meaning != "decision" or not _is_label(part):
        yield part
        return
    end = 1
    while end < len(part.blocks) and _goes_on(part.blocks, end):
        end += 1
    yield replace(part, blocks=part.blocks[:end])
    if end < len(part.blocks):
        yield Part("text", None, part.blocks[end:])


def _goes_on(blocks: Sequence[Block], at: int) -> bool:
    """Whether a block belongs to the resolution above it: an att-sats, an item, its end."""
    text = blocks[at].text
    ended = blocks[at - 1].text[-1:] in tuple(".!?")
    if UNDER_LEAD.match(text) or is_item(blocks[at]):
        return True
    return not ended and text[:1].islower()


def own_parts(pieces: Sequence[Part], context: Context) -> list[Part]:
    """The parts that hold this meeting's decisions.

    Where earlier handling is repeated with its own decisions, only those after the last dated
    block are this meeting's. A proposal to another body counts where it stands under a decision
    heading, or where the item has no other decision.
    """
    pieces = _after_earlier(pieces)
    decided = [at for at, part in enumerate(pieces) if part.meaning == "decision"]
    own: list[Part] = []
    if decided:
        first = decided[0]
        for at, part in enumerate(pieces[first:], first):
            follows = pieces[at - 1].meaning in ("decision", "proposed") if at else False
            decides = part.meaning == "decision" and not _of_other_body(part, context)
            if decides or (part.meaning == "proposed" and follows):
                own.append(part)
        if any(part.blocks for part in own):
            return own
    return [part for part in pieces if part.meaning == "proposed" and part.blocks][-1:]


def _after_earlier(pieces: Sequence[Part]) -> Sequence[Part]:
    """The parts after repeated earlier handling, where the item has any."""
    places = [at for at, part in enumerate(pieces) if part.meaning == "decision"]
    if len(places) < 2:
        return pieces
    earlier = any(part.meaning == "earlier" for part in pieces[: places[-1]])
    dated = any(
        _is_dated_block(block) for part in pieces[places[0] : places[-1]] for block in part.blocks
    )
    if not (earlier or dated):
        return pieces
    last = places[-1]
    while last > 0 and pieces[last - 1].meaning == "decision" and not pieces[last - 1].blocks:
        last -= 1
    return pieces[last:]


def _is_dated_block(block: Block) -> bool:
    """A line that heads one body's handling: "Miljönämnden 20.2.2024, 13 §"."""
    text = block.text
    return len(text) < 90 and "§" in text and bool(find_dates(text))


def _of_other_body(part: Part, context: Context) -> bool:
    """Whether a decision heading names a body that is not the meeting's."""
    if part.heading is None or not context.meeting.body:
        return False
    text = part.heading.text.casefold()
    owner = _HEADED_BY_BODY.match(text)
    if owner is None or _ANY_BODY.match(owner["body"]):
        return False
    body = context.meeting.body.casefold()
    indefinite = re.sub(r"(?:et|(?<=[dt])en|n)$", "", owner[1])
    return indefinite not in body and body not in owner[1] and body[:8] != owner[1][:8]


def headed(part: Part, pieces: Sequence[Part]) -> Iterator[Found]:
    """The decisions that a decision part holds."""
    proposed = part.meaning == "proposed"
    opened = part.heading is not None and opens(part.heading.text)
    blocks = _resolutions(part)
    page = part.heading.lines[-1].page if part.heading else 0
    decided: list[Found] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if _introduces(block) or leads_statements(blocks, at - 1):
            own = _FOR_ITSELF.search(block.text) is not None
            proposed = not own and (proposed or _PROPOSES.search(block.text) is not None)
            opened = opens(block.text)
            continue
        if _STATEMENT.match(block.text):
            decided += _statement_before(part, pieces)
            continue
        if LIST_LEAD.search(block.text) and at < len(blocks):
            taken = _list_below(blocks, at)
            decided.append(Found(joined(block, *blocks[at:taken]), "heading-list", 0.88, proposed))
            at = taken
            continue
        opened = opened and is_item(block)
        if opened or (block.kind is BlockKind.BULLET and _decides_or_acts(block.text)):
            confidence = 0.9 if opened else 0.75
            decided.append(Found(_unruled(block.passage), "heading-item", confidence, proposed))
            continue
        if decided and decided[-1].confidence > 0.9 and _describes(block):
            continue
        later = block.lines[0].page > page and not _follows(block, decided)
        decided += _sentences_decided(block, proposed, later)
    yield from decided


def listed(part: Part) -> Iterator[Found]:
    """The first sentence of each bullet of a list of nothing but decisions."""
    for block in part.blocks:
        told = PAST.search(block.text) or "?" in block.text
        if block.kind is BlockKind.BULLET and not told:
            first = block.passage.slice(*sentences(block.text)[0])
            yield Found(first, "list-of-decisions", 0.75)


def _introduces(block: Block) -> bool:
    """Whether a block only introduces the decisions below it."""
    if block.kind is BlockKind.HEADING and block.text.endswith(":"):
        return True
    return rule_of("lead", block.text) is not None


def _decides_or_acts(text: str) -> bool:
    """Whether an item of a list under a decision heading can be a decision, as a whole."""
    return resolves(text) or not no_resolution(text)


def _follows(block: Block, decided: Sequence[Found]) -> bool:
    """Whether a block is the first on the page after the one where a decision ended."""
    if not decided:
        return False
    last = block.document.page_at(decided[-1].passage.offsets[-1]).number
    return block.lines[0].page == last + 1


def _describes(block: Block) -> bool:
    """Whether a paragraph explains the resolution above it: "Planen innebär inte att …"."""
    first = block.text[: sentences(block.text)[0][1]]
    if (
        block.kind is BlockKind.BULLET
        or rule_of("resolution", first)
        or rule_of("formality", first)
    ):
        return False
    return explains(first)


def _resolutions(part: Part) -> list[Block]:
    """The blocks that can hold decisions: up to a rule of underscores, no cells of a table.

    What stands more than a page after the heading is an annex bound in after the decision.
    """
    if part.heading is not None and _heads_column(part.heading):
        return []
    in_table = part.heading is not None and part.heading.lines[0].cell is not None
    last = part.heading.lines[0].page + 1 if part.heading else 0
    kept: list[Block] = []
    for block in part.blocks:
        if (_RULE_LINE.match(block.text) and kept) or block.lines[0].page > (last or 10**9):
            break
        if _DISSENTS.search(block.text[: sentences(block.text)[0][1]]):
            continue
        if any(c.isalpha() for c in block.text) and (in_table or block.lines[0].cell is None):
            kept.append(block)
    return kept


def _heads_column(heading: Block) -> bool:
    """Whether a heading is the head of one column among several, as in a list of decisions."""
    cell = heading.lines[0].cell
    if cell is None:
        return False
    row = heading.document.tables[cell.table].rows[cell.row]
    before = row[cell.column].text.partition(heading.text)[0].rstrip()
    if before[-1:] in tuple(".!?") or heading.text.endswith(":"):
        return False  # a word within the text of a cell: "Offert finns. Beslut: Antas."
    return sum(bool(other.text.strip()) for other in row) > 2


def _list_below(blocks: Sequence[Block], at: int) -> int:
    """The end of what belongs to a decision that ends in a colon."""
    while at < len(blocks) and not re.match(r"att\b", blocks[at].text):
        at += 1
    return at


def _sentences_decided(block: Block, proposed: bool, later: bool) -> Iterator[Found]:
    """The decisions of a block; `later` says that it stands on another page than the heading."""
    passage = _unruled(block.passage)
    decided: list[Found] = []
    for start, end in sentences(passage.text):
        sentence = passage.slice(start, end)
        if not sentence.text or rule_of("lead", sentence.text) or _PASSED_ON.match(sentence.text):
            continue
        if _PERSON_PROPOSED.match(sentence.text):
            continue
        told = resolves(sentence.text)
        if decided and told and not states(sentence.text) and explains(sentence.text):
            told = False  # an outcome's word, but in what explains the decision
        if decided and not told and adds(sentence.text):
            decided[-1] = extended(decided[-1], passage, end)
            continue
        if not told and no_resolution(sentence.text):
            continue
        if not told and later:
            continue  # on the page after the heading only what says that it is resolved
        confidence = 0.95 if told else 0.7
        decided += [Found(clause, "heading", confidence, proposed) for clause in clauses(sentence)]
    if not decided and len(passage.text) < 40 and resolves(passage.text):
        decided.append(Found(passage, "heading", 0.8, proposed))
    yield from decided


def _unruled(passage: Passage) -> Passage:
    """A text without the rule that is drawn below it."""
    return passage.slice(0, len(passage.text.rstrip("_ ")))


def _statement_before(part: Part, pieces: Sequence[Part]) -> Iterator[Found]:
    """The att-sats that "Attsatsen bifalles" adopts: the last one that stands before it."""
    before = pieces[: pieces.index(part)] if part in pieces else []
    for earlier in reversed(before):
        for block in reversed(earlier.blocks):
            if found := _PROPOSED_STATEMENT.match(block.text):
                yield Found(block.passage.slice(found.end(), len(block.text)), "att-sats", 0.9)
                return
