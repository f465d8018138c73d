"""Decisions told of in running text, in titles, and by what alone stands under a point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.model import AgendaItem
from corpus.swedish.nlp import sentences
from corpus.swedish.tables import Rule, first_match, pattern
from ingest.facts.resolving import (
    ELECTION,
    LIST_LEAD,
    NONE,
    PAST,
    UNDER_LEAD,
    Found,
    adds,
    clauses,
    decides,
    decision_rule,
    explains,
    extended,
    is_item,
    joined,
    leads_statements,
    names_alone,
    no_resolution,
    opens,
    outright,
    rule_of,
    says,
)
from ingest.layout.blocks import Block, BlockKind, Part
from ingest.layout.passage import Passage
from ingest.split.sections import Section

_TEXT_PARTS = frozenset({"text", "discussion", "background", "procedure"})
# Parts of proposals and reasons: only sentences that say "beslutar" count there.
_OTHER_PARTS = frozenset({"proposal", "motion", "preparation", "cover"})
_UNKNOWN = frozenset({"text", "discussion", "cover", "other"})
# Parts outside the items that may tell of an election.
_CONFIDENCE = {"resolution": 0.9, "lead": 0.9, "formality": 0.85, "open": 0.8}
_LIST_BEGUN = pattern("resolutions", "list-begun")
_STRAY = pattern("resolutions", "stray-before")
# What cannot end a paragraph: the next one goes on with its sentence.
_UNENDED = pattern("reading_on", "unended")
_FOLLOWS_NAME = pattern("resolutions", "after-name")
_COMPOSITION = pattern("resolutions", "composition")
_ELECTED = frozenset({"elected", "stands-and-elected", "to-office-elected", "named-elected"})
_FOLLOWING = pattern("resolutions", "following")
_LISTS_FOLLOWING = pattern("resolutions", "lists-following")
_LABEL = pattern("resolutions", "label")


def stated(part: Part) -> Iterator[Found]:
    """The sentences of a part without a decision heading that state a decision."""
    if part.meaning not in _TEXT_PARTS | _OTHER_PARTS:
        return
    blocks = _unbroken(part.blocks)
    before: Rule | None = None
    opened = False
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        passage = block.passage
        if leads_statements(blocks, at - 1):
            before = decides(block.text)
            continue
        if before and len(passage.text) <= 3:
            continue  # initials at the foot of a page
        if before and (stray := _STRAY.match(passage.text)):
            passage = passage.slice(stray.end(), len(passage.text))
        elif opened and is_item(block):
            yield Found(passage, "lead-item", 0.9)
            continue
        found, before = _in_paragraph(passage, before, part.meaning)
        opened = not found and before is not None and opens(passage.text)
        if found and _leads_list(passage.text) and (below := _items(blocks, at)) > at:
            spans = [span for one in blocks[at:below] for span in one.spans]
            whole = Passage.of_spans(block.document, [*found[-1].passage.spans, *spans])
            found[-1] = replace(found[-1], passage=whole, confidence=0.88)
            at = below
        yield from found


def _in_paragraph(
    passage: Passage, before: Rule | None, meaning: str
) -> tuple[list[Found], Rule | None]:
    """The decisions of a paragraph, and the rule that its last decision or introduction has.

    `before` is that rule of the paragraph above: an att-sats goes on with it.
    """
    found: list[Found] = []
    last: Rule | None = None
    above = since = 0
    for start, end in sentences(passage.text):
        sentence = passage.slice(start, end)
        if lead := rule_of("lead", sentence.text):
            last = lead
            continue
        rule, sureness = decision_rule(sentence.text)
        if rule is None and before and UNDER_LEAD.match(sentence.text):
            rule, sureness = before, 1.0
        if rule is None:
            if found and _lists(found[-1].passage.text) and adds(sentence.text):
                found[-1] = extended(found[-1], passage, end)
            above = start
            continue
        if meaning in _OTHER_PARTS and not outright(rule, sentence.text):
            continue
        last = rule
        if above < start and _FOLLOWS_NAME.match(sentence.text):
            sentence = passage.slice(above, end)
        elif len(sentence.text.split()) == 1 and since < start:
            sentence = passage.slice(since, end)  # what is proposed, and how it went: "Beviljades."
        since = end
        if label := _LABEL.match(sentence.text):
            sentence = sentence.slice(label.end(), len(sentence.text))
        confidence = round(_CONFIDENCE[rule.meaning] * sureness, 2)
        found += [Found(clause, rule.id, confidence) for clause in clauses(sentence)]
        above = end
    return found, last


def titled(section: Section, pieces: Sequence[Part]) -> list[Found]:
    """The decision that stands where a title would: "15. Stämman väljer följande: …"."""
    item = section.item
    if item is None or not decides(item.title) or not says(item.title):
        return []
    blocks = [block for part in pieces for block in part.blocks]
    end = _items(blocks, int(bool(blocks) and blocks[0].text[:1].islower()))
    spans = [*item.provenance.spans, *(span for block in blocks[:end] for span in block.spans)]
    whole = Passage.of_spans(section.document, spans)
    cut = whole.text.find(item.title[:20])
    whole = whole.slice(max(0, cut), len(whole.text))
    found, _ = _in_paragraph(whole, None, "text")
    return [replace(one, confidence=round(one.confidence * 0.9, 2)) for one in found]


def _leads_list(text: str) -> bool:
    """Whether a decision ends in a colon or the first of a list, or says that what it decides
    follows."""
    return bool(LIST_LEAD.search(text) or _FOLLOWING.match(text) or _LIST_BEGUN.search(text))


def _lists(text: str) -> bool:
    """Whether a decision lists what it decides: "beslutade följande: Eva Ek, kassör."."""
    return _LISTS_FOLLOWING.search(text) is not None


def _unbroken(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with paragraphs put together that break off within a sentence."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if last and block.kind is BlockKind.PARAGRAPH and _breaks_off(last, block):
            lines, spans = (*last.lines, *block.lines), (*last.spans, *block.spans)
            found[-1] = Block(last.kind, last.document, lines, spans, last.meaning)
        else:
            found.append(block)
    return found


def _breaks_off(last: Block, block: Block) -> bool:
    """Whether a paragraph ends within a sentence that the next one goes on with."""
    if last.kind is BlockKind.HEADING or last.lines[-1].cell != block.lines[0].cell:
        return False
    if _UNENDED.search(last.text):
        return True
    ended = last.text[-1:] in ".!?:;," or len(last.text) < 60
    return not ended and block.text[:1].islower() and not UNDER_LEAD.match(block.text)


def _items(blocks: Sequence[Block], at: int) -> int:
    """The end of the list that a decision introduces: its items, or short lines without a verb."""
    end = at
    while end < len(blocks) and is_item(blocks[end]) and not UNDER_LEAD.match(blocks[end].text):
        end += 1
    if end > at:
        return end
    while end < len(blocks) and len(blocks[end].text.split()) < 8 and _is_entry(blocks, end):
        end += 1
    return end


def _is_entry(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line can be an entry of a list without marks, or the head over some of them."""
    block = blocks[at]
    if decides(block.text) or says(block.text):
        return False
    if block.kind is not BlockKind.HEADING:
        return True
    below = blocks[at + 1] if at + 1 < len(blocks) else block
    return not block.meaning and below is not block and not says(below.text)


def outside_items(pieces: Sequence[Part], *, alone: bool, minutes: bool) -> list[Found]:
    """Elections told of outside the items, as before the first one; where none are, resolutions.

    Minutes without items tell of formalities as well; notes tell so of others too.
    """
    told = [replace(part, meaning="text") for part in pieces if part.meaning in _UNKNOWN]
    found = [one for part in told for one in stated(part)]
    return [
        replace(one, confidence=round(one.confidence * 0.8, 2))
        for one in found
        if (one.rule in _ELECTED and one.passage.text[-1:] in ".!")
        or (alone and (minutes or one.confidence > _CONFIDENCE["formality"]))
    ]


def bare_answer(item: AgendaItem, pieces: Sequence[Part]) -> Found | None:
    """What alone stands under a point that asks for it.

    Names under one that elects ("Val av justerare" - "Eva och Bo"), also one a line; a number or
    a short sentence under one that settles it ("Beslut om mandattid" - "Ett år.").
    """
    found = [block for part in pieces for block in part.blocks]
    if not found or any(block.kind is BlockKind.HEADING for block in found):
        return None
    elects = ELECTION.search(item.title) is not None
    if elects and all(names_alone(block.text) for block in found) and len(found) < 16:
        return Found(joined(*found), "election-answer", 0.7)
    text = found[0].text
    short = len(found) == 1 and 1 < len(text.split()) <= 12 and len(sentences(text)) == 1
    if not short or not _COMPOSITION.match(item.title) or PAST.search(text) or "?" in text:
        return None
    if first_match("attendance", text):
        return None
    if NONE.match(text) or (says(text) and (no_resolution(text) or explains(text))):
        return None
    return Found(found[0].passage, "bare-answer", 0.65)
