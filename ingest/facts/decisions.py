"""What the meeting itself decided (beslut): each att-sats or decided sentence, quoted.

Formal minutes put decisions under a heading ("Beslut"); what stands there is the decision, and
what stands elsewhere is background, proposals and other bodies' decisions. Where an item has no
such heading, sentences that state a decision are looked for in its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.model import AgendaItem, Amount, Decision, DocumentType, Outcome
from corpus.swedish.lexicon import decision_words, frequencies, one_slip
from corpus.swedish.nlp import sentences, syntax
from corpus.swedish.tables import Rule, first_match, first_meaning, pattern, rules
from ingest.facts.context import Context
from ingest.facts.dates import find_dates
from ingest.layout.blocks import Block, BlockKind, Part, parts
from ingest.layout.passage import Passage
from ingest.split.sections import Section

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TEXT_PARTS = frozenset({"text", "discussion", "background", "procedure"})
# Parts of proposals and reasons: only sentences that say "beslutar" count there.
_TOLD = frozenset({"text", "discussion"})
# Parts that tell what the meeting decided where decisions only stand behind labels.
_OTHER_PARTS = frozenset({"proposal", "motion", "preparation", "cover"})
_UNKNOWN = frozenset({"text", "discussion", "cover", "other"})
# Parts outside the items that may tell of an election.
_CONFIDENCE = {"resolution": 0.9, "lead": 0.9, "formality": 0.85, "open": 0.8}
_OUTRIGHT = frozenset({"own-decides", "inverted-decides", "passive-decided"})

# Where one sentence holds several att-satser: "att anta planen, samt att uppdra åt …". What
# follows "att" is an infinitive; a finite clause ("att mötet var utlyst") is not split off.
_ATT = pattern("resolutions", "next-statement")
_STATEMENT = pattern("resolutions", "statement-carried")
_PROPOSED_STATEMENT = pattern("resolutions", "statement-proposed")
_LIST_LEAD = pattern("resolutions", "leads-list")
_LIST_BEGUN = pattern("resolutions", "list-begun")
_PERSON_PROPOSED = pattern("resolutions", "person-proposed")
_STRAY = pattern("resolutions", "stray-before")
_UNDER_LEAD = pattern("resolutions", "under-lead")
_NUMBERED = re.compile(r"^(?:\d{1,2}|[a-zåäö])[.)]\s")
# What cannot end a paragraph: the next one goes on with its sentence.
_UNENDED = pattern("reading_on", "unended")
_FOLLOWS_NAME = pattern("resolutions", "after-name")
_COMPOSITION = pattern("resolutions", "composition")
_NONE = pattern("resolutions", "none")
_OPENS = pattern("resolutions", "opens")
_OLD_PASSIVE = pattern("resolutions", "old-passive")
_FOR_ITSELF = pattern("resolutions", "for-itself")
_DISSENTS = pattern("resolutions", "dissents")
_ELECTED = frozenset({"elected", "stands-and-elected", "to-office-elected", "named-elected"})
_DESCRIBES = pattern("resolutions", "describes")
_HEADED_BY_BODY = pattern("resolutions", "heading-of-body")
_ANY_BODY = pattern("resolutions", "any-body")
_PROPOSES = pattern("resolutions", "proposes")
_REFERS = pattern("resolutions", "refers")
_ANNEX = pattern("resolutions", "annex")
_FOLLOWING = pattern("resolutions", "following")
_LISTS_FOLLOWING = pattern("resolutions", "lists-following")
_RARE = 1.5
"""Zipf frequency up to which a word is taken for a misspelling."""
_LABEL = pattern("resolutions", "label")
_RULE_LINE = re.compile(r"^[_–—-]{3,}$")
_MAIN_CLAUSE = pattern("resolutions", "main-clause")
_ELECTION = pattern("resolutions", "election")
_PAST = pattern("resolutions", "told-of-past")
_PASSED_ON = pattern("decisions", "passed-on")
_HEADS_DECISIONS = pattern("resolutions", "heads-decisions")


@dataclass(frozen=True)
class _Found:
    """A stretch of text that is a decision, and how it was recognised."""

    passage: Passage
    rule: str
    confidence: float
    proposed: bool = False


def find_decisions(
    section: Section, context: Context, *, alone: bool = False
) -> tuple[Decision, ...]:
    """The decisions of a section in order; outside the items only elections that are told of.

    `alone` says that the document has no items: its text then tells what was decided.
    """
    if context.document_type in (DocumentType.NOTICE, DocumentType.REPORT):
        return ()
    pieces = parts(section.document, section.lines)
    if section.item is None:
        minutes = context.document_type is DocumentType.MINUTES
        found = _outside_items(pieces, alone=alone, minutes=minutes)
        return tuple(_decision(None, one) for one in found)
    pieces = [one for part in pieces for one in _within_label(part)]
    ours = _own_parts(pieces, context)
    if not ours and _HEADS_DECISIONS.match(section.item.title):
        found = [one for part in pieces for one in _listed(part)]
    elif ours:
        beside = [part for part in pieces if part.meaning in _TOLD and _only_labelled(ours)]
        found = [one for part in ours for one in _headed(part, pieces)]
        found += [one for part in beside for one in _stated(part)]
        found.sort(key=lambda one: one.passage.offsets[:1])
    else:
        found = [one for part in pieces for one in _stated(part)]
        if not found:
            found = _titled(section, pieces)
        if not found and (answer := _bare_answer(section.item, pieces)):
            found = [answer]
    return tuple(_decision(section.item, one) for one in found if one.passage.text)


def _decision(item: AgendaItem | None, found: _Found) -> Decision:
    text = found.passage.text
    title = item.title if item else ""
    return Decision(
        agenda_item=item.label if item else None,
        text=text,
        outcome=Outcome.PROPOSED if found.proposed else _outcome(text, title),
        provenance=found.passage.provenance(f"decisions/{found.rule}", found.confidence),
        amounts=find_amounts(text),
    )


# --------------------------------------------------------------------------- under a heading


def _is_label(part: Part) -> bool:
    """Whether a part's heading is a label before its text in one line: "Beslut: Planen antas."."""
    if part.heading is None or not part.blocks:
        return False
    return part.blocks[0].lines[0].start < part.heading.lines[-1].end


def _only_labelled(ours: Sequence[Part]) -> bool:
    """Whether decisions only stand behind labels, so that the text beside them may hold others."""
    return all(_is_label(part) for part in ours)


def _within_label(part: Part) -> Iterator[Part]:
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
    if _UNDER_LEAD.match(text) or _is_item(blocks[at]):
        return True
    return not ended and text[:1].islower()


def _own_parts(pieces: Sequence[Part], context: Context) -> list[Part]:
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
    headed = [at for at, part in enumerate(pieces) if part.meaning == "decision"]
    if len(headed) < 2:
        return pieces
    earlier = any(part.meaning == "earlier" for part in pieces[: headed[-1]])
    dated = any(
        _is_dated_block(block) for part in pieces[headed[0] : headed[-1]] for block in part.blocks
    )
    if not (earlier or dated):
        return pieces
    last = headed[-1]
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


def _headed(part: Part, pieces: Sequence[Part]) -> Iterator[_Found]:
    """The decisions that a decision part holds."""
    proposed = part.meaning == "proposed"
    opened = part.heading is not None and _opens(part.heading.text)
    blocks = _resolutions(part)
    page = part.heading.lines[-1].page if part.heading else 0
    decided: list[_Found] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if _introduces(block) or _leads_statements(blocks, at - 1):
            own = _FOR_ITSELF.search(block.text) is not None
            proposed = not own and (proposed or _PROPOSES.search(block.text) is not None)
            opened = _opens(block.text)
            continue
        if _STATEMENT.match(block.text):
            decided += _statement_before(part, pieces)
            continue
        if _LIST_LEAD.search(block.text) and at < len(blocks):
            taken = _list_below(blocks, at)
            decided.append(
                _Found(_joined(block, *blocks[at:taken]), "heading-list", 0.88, proposed)
            )
            at = taken
            continue
        opened = opened and _is_item(block)
        if opened or (block.kind is BlockKind.BULLET and _decides_or_acts(block.text)):
            confidence = 0.9 if opened else 0.75
            decided.append(_Found(_unruled(block.passage), "heading-item", confidence, proposed))
            continue
        if decided and decided[-1].confidence > 0.9 and _describes(block):
            continue
        later = block.lines[0].page > page and not _follows(block, decided)
        decided += _sentences_decided(block, proposed, later)
    yield from decided


def _listed(part: Part) -> Iterator[_Found]:
    """The first sentence of each bullet of a list of nothing but decisions."""
    for block in part.blocks:
        told = _PAST.search(block.text) or "?" in block.text
        if block.kind is BlockKind.BULLET and not told:
            first = block.passage.slice(*sentences(block.text)[0])
            yield _Found(first, "list-of-decisions", 0.75)


def _introduces(block: Block) -> bool:
    """Whether a block only introduces the decisions below it."""
    if block.kind is BlockKind.HEADING and block.text.endswith(":"):
        return True
    return _match("lead", block.text) is not None


def _leads_statements(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line says by whom or how the att-satser below it are decided, and no more."""
    text = blocks[at].text
    below = blocks[at + 1].text if at + 1 < len(blocks) else ""
    if not _UNDER_LEAD.match(below) or text[-1:] in ".!?" or re.search(r"\batt\b", text):
        return False
    return _decides(text) is not None


def _opens(text: str) -> bool:
    """Whether an introduction ends in its verb or "att": the list below it is of decisions."""
    return _OPENS.search(text) is not None


def _is_item(block: Block) -> bool:
    """Whether a block is an item of a list."""
    return block.kind is BlockKind.BULLET or _NUMBERED.match(block.text) is not None


def _decides_or_acts(text: str) -> bool:
    """Whether an item of a list under a decision heading can be a decision, as a whole."""
    return _resolves(text) or not _no_resolution(text)


def _joined(*found: Block) -> Passage:
    """The text of several blocks as one."""
    return Passage.of_spans(found[0].document, [span for one in found for span in one.spans])


def _follows(block: Block, decided: Sequence[_Found]) -> bool:
    """Whether a block is the first on the page after the one where a decision ended."""
    if not decided:
        return False
    last = block.document.page_at(decided[-1].passage.offsets[-1]).number
    return block.lines[0].page == last + 1


def _describes(block: Block) -> bool:
    """Whether a paragraph explains the resolution above it: "Planen innebär inte att …"."""
    first = block.text[: sentences(block.text)[0][1]]
    if block.kind is BlockKind.BULLET or _match("resolution", first) or _match("formality", first):
        return False
    return _explains(first)


def _explains(sentence: str) -> bool:
    """Whether the main verb of a sentence describes: "Anmälan är en redovisning av …"."""
    words = syntax(sentence)
    roots = [word for word in words if word.head == word]
    main = [w for w in words if w in roots or (w.head in roots and w.dep_ in ("aux", "cop"))]
    early = words[:3]  # in second place stands the main verb, whatever the parser makes of it
    finite = [w for w in (*early, *main) if "Fin" in w.morph.get("VerbForm", [])]
    return bool(finite) and _DESCRIBES.match(finite[0].lemma_) is not None


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


def _sentences_decided(block: Block, proposed: bool, later: bool) -> Iterator[_Found]:
    """The decisions of a block; `later` says that it stands on another page than the heading."""
    passage = _unruled(block.passage)
    decided: list[_Found] = []
    for start, end in sentences(passage.text):
        sentence = passage.slice(start, end)
        if not sentence.text or _match("lead", sentence.text) or _PASSED_ON.match(sentence.text):
            continue
        if _PERSON_PROPOSED.match(sentence.text):
            continue
        told = _resolves(sentence.text)
        if decided and told and not _states(sentence.text) and _explains(sentence.text):
            told = False  # an outcome's word, but in what explains the decision
        if decided and not told and _adds(sentence.text):
            decided[-1] = _with(decided[-1], passage, end)
            continue
        if not told and _no_resolution(sentence.text):
            continue
        if not told and later:
            continue  # on the page after the heading only what says that it is resolved
        confidence = 0.95 if told else 0.7
        decided += [_Found(clause, "heading", confidence, proposed) for clause in clauses(sentence)]
    if not decided and len(passage.text) < 40 and _resolves(passage.text):
        decided.append(_Found(passage, "heading", 0.8, proposed))
    yield from decided


def _unruled(passage: Passage) -> Passage:
    """A text without the rule that is drawn below it."""
    return passage.slice(0, len(passage.text.rstrip("_ ")))


def _with(found: _Found, passage: Passage, end: int) -> _Found:
    """A decision and what follows it in its passage."""
    start = passage.offsets.index(found.passage.offsets[0])
    return replace(found, passage=passage.slice(start, end))


def _adds(text: str) -> bool:
    """Whether a sentence only adds to the one before it: it has no finite main verb.

    "Ett tält på torget.", "Gärna med plats för barn som fiskar."; references are none.
    """
    if _REFERS.match(text) or len(text.split()) < 4:
        return False
    words = syntax(text)
    if "Inf" in words[0].morph.get("VerbForm", []):
        return False  # a decision of its own, in the list that "beslutar att" begins
    return not any(
        "Fin" in word.morph.get("VerbForm", [])
        and not any(before.text.casefold() == "som" for before in words[max(0, at - 2) : at])
        for at, word in enumerate(words)
    )


def _resolves(text: str) -> bool:
    """Whether a sentence says outright that something is resolved, or how it went."""
    return _states(text) or first_match("outcomes", text) is not None


def _states(text: str) -> bool:
    """Whether a sentence says outright that something is resolved."""
    return bool(_match("resolution", text) or _match("formality", text))


def _no_resolution(text: str) -> bool:
    """Whether a sentence only tells what happened, or is a scrap without a verb."""
    if _PAST.search(text) or _ANNEX.match(text):
        return True
    words = syntax(text)
    if text.startswith("att ") or _infinitive(words) or _infinitive(_uncapped(text)):
        return False  # an att-sats, or a task under "beslutar att"
    verbs = [w for w in words if w.morph.get("VerbForm", []) == ["Fin"]]
    if not verbs and _OLD_PASSIVE.search(text):
        return False
    return all(verb.morph.get("Tense", []) == ["Past"] for verb in verbs)


def _uncapped(text: str) -> Doc:
    """A text read without its first capital, which makes names of verbs."""
    return syntax(text[:1].lower() + text[1:])


def _infinitive(words: Doc) -> bool:
    """Whether a text begins with an infinitive."""
    return words[0].morph.get("VerbForm", []) == ["Inf"]


def clauses(sentence: Passage) -> Iterator[Passage]:
    """The att-satser of a sentence ("att anta planen, samt att uppdra åt …"), else it whole."""
    start = 0
    for cut in _ATT.finditer(sentence.text):
        before = sentence.text[start : cut.start()]
        if "att " in before and before.count("(") <= before.count(")"):
            yield sentence.slice(start, cut.start())
            start = cut.end()
    yield sentence.slice(start, len(sentence.text))


def _statement_before(part: Part, pieces: Sequence[Part]) -> Iterator[_Found]:
    """The att-sats that "Attsatsen bifalles" adopts: the last one that stands before it."""
    before = pieces[: pieces.index(part)] if part in pieces else []
    for earlier in reversed(before):
        for block in reversed(earlier.blocks):
            if found := _PROPOSED_STATEMENT.match(block.text):
                yield _Found(block.passage.slice(found.end(), len(block.text)), "att-sats", 0.9)
                return


# --------------------------------------------------------------------------- in the text


def _stated(part: Part) -> Iterator[_Found]:
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
        if _leads_statements(blocks, at - 1):
            before = _decides(block.text)
            continue
        if before and len(passage.text) <= 3:
            continue  # initials at the foot of a page
        if before and (stray := _STRAY.match(passage.text)):
            passage = passage.slice(stray.end(), len(passage.text))
        elif opened and _is_item(block):
            yield _Found(passage, "lead-item", 0.9)
            continue
        found, before = _in_paragraph(passage, before, part.meaning)
        opened = not found and before is not None and _opens(passage.text)
        if found and _leads_list(passage.text) and (below := _items(blocks, at)) > at:
            spans = [span for one in blocks[at:below] for span in one.spans]
            whole = Passage.of_spans(block.document, [*found[-1].passage.spans, *spans])
            found[-1] = replace(found[-1], passage=whole, confidence=0.88)
            at = below
        yield from found


def _in_paragraph(
    passage: Passage, before: Rule | None, meaning: str
) -> tuple[list[_Found], Rule | None]:
    """The decisions of a paragraph, and the rule that its last decision or introduction has.

    `before` is that rule of the paragraph above: an att-sats goes on with it.
    """
    found: list[_Found] = []
    last: Rule | None = None
    above = since = 0
    for start, end in sentences(passage.text):
        sentence = passage.slice(start, end)
        if lead := _match("lead", sentence.text):
            last = lead
            continue
        rule, sureness = _decision_rule(sentence.text)
        if rule is None and before and _UNDER_LEAD.match(sentence.text):
            rule, sureness = before, 1.0
        if rule is None:
            if found and _lists(found[-1].passage.text) and _adds(sentence.text):
                found[-1] = _with(found[-1], passage, end)
            above = start
            continue
        if meaning in _OTHER_PARTS and not _outright(rule, sentence.text):
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
        found += [_Found(clause, rule.id, confidence) for clause in clauses(sentence)]
        above = end
    return found, last


def _titled(section: Section, pieces: Sequence[Part]) -> list[_Found]:
    """The decision that stands where a title would: "15. Stämman väljer följande: …"."""
    item = section.item
    if item is None or not _decides(item.title) or not _says(item.title):
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
    return bool(_LIST_LEAD.search(text) or _FOLLOWING.match(text) or _LIST_BEGUN.search(text))


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
    return not ended and block.text[:1].islower() and not _UNDER_LEAD.match(block.text)


def _items(blocks: Sequence[Block], at: int) -> int:
    """The end of the list that a decision introduces: its items, or short lines without a verb."""
    end = at
    while end < len(blocks) and _is_item(blocks[end]) and not _UNDER_LEAD.match(blocks[end].text):
        end += 1
    if end > at:
        return end
    while end < len(blocks) and len(blocks[end].text.split()) < 8 and _is_entry(blocks, end):
        end += 1
    return end


def _is_entry(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line can be an entry of a list without marks, or the head over some of them."""
    block = blocks[at]
    if _decides(block.text) or _says(block.text):
        return False
    if block.kind is not BlockKind.HEADING:
        return True
    below = blocks[at + 1] if at + 1 < len(blocks) else block
    return not block.meaning and below is not block and not _says(below.text)


def _says(text: str) -> bool:
    """Whether a text has a finite verb."""
    return any("Fin" in word.morph.get("VerbForm", []) for word in syntax(text))


def _decision_rule(text: str) -> tuple[Rule | None, float]:
    """The rule by which a sentence states a decision, and how sure its spelling lets one be."""
    if rule := _decides(text):
        return rule, 1.0
    mended = _mended(text)
    return (_decides(mended), 0.8) if mended else (None, 0.0)


def _mended(text: str) -> str | None:
    """A sentence with a slip in its decision verb put right ("Mötet belutar att"), if it has one.

    A word that nobody uses, one letter away from a word of decisions, is taken for that word.
    """
    for match in list(re.finditer(r"[^\W\d_]{5,}", text))[:5]:
        verb = _meant(match[0].casefold())
        if verb and not (match.start() and match[0][0].isupper()):
            return text[: match.start()] + verb + text[match.end() :]
    return None


@lru_cache(maxsize=4096)
def _meant(word: str) -> str | None:
    """The word of decisions for which a word that nobody uses is a slip, if it is one."""
    if frequencies().get(word, 0.0) > _RARE:
        return None
    return next((known for known in decision_words() if one_slip(word, known)), None)


def _outright(rule: Rule, text: str) -> bool:
    """Whether a sentence says so plainly that it counts even among proposals."""
    begins = rule.pattern.match(text) is not None
    return rule.id in _OUTRIGHT or (rule.id == "own-resolves" and begins)


def _decides(text: str) -> Rule | None:
    """The rule by which a sentence states a decision, if it does."""
    found = first_match("decisions", text)
    return found[0] if found and found[0].meaning not in ("not", "lead") else None


def _match(meaning: str, text: str) -> Rule | None:
    return first_meaning("decisions", {meaning}, text)


def _outside_items(pieces: Sequence[Part], *, alone: bool, minutes: bool) -> list[_Found]:
    """Elections told of outside the items, as before the first one; where none are, resolutions.

    Minutes without items tell of formalities as well; notes tell so of others too.
    """
    told = [replace(part, meaning="text") for part in pieces if part.meaning in _UNKNOWN]
    stated = [one for part in told for one in _stated(part)]
    if alone:
        headed = [_beside(part) for part in pieces if part.meaning == "decision"]
        stated += [one for part in headed for one in _headed(part, pieces)]
        stated.sort(key=lambda one: one.passage.offsets[0])
    return [
        replace(one, confidence=round(one.confidence * 0.8, 2))
        for one in stated
        if (one.rule in _ELECTED and one.passage.text[-1:] in ".!")
        or (alone and (minutes or one.confidence > _CONFIDENCE["formality"]))
    ]


def _beside(part: Part) -> Part:
    """The part, or what stands on the line of its heading where that is not alone on it."""
    head, blocks = part.heading, part.blocks
    if head and blocks and head.lines[0].start == blocks[0].lines[0].start:
        return replace(part, blocks=blocks[:1])
    return part


def _bare_answer(item: AgendaItem, pieces: Sequence[Part]) -> _Found | None:
    """What alone stands under a point that asks for it.

    Names under one that elects ("Val av justerare" - "Eva och Bo"), also one a line; a number or
    a short sentence under one that settles it ("Beslut om mandattid" - "Ett år.").
    """
    found = [block for part in pieces for block in part.blocks]
    if not found or any(block.kind is BlockKind.HEADING for block in found):
        return None
    elects = _ELECTION.search(item.title) is not None
    if elects and all(_names_alone(block.text) for block in found) and len(found) < 16:
        return _Found(_joined(*found), "election-answer", 0.7)
    text = found[0].text
    short = len(found) == 1 and 1 < len(text.split()) <= 12 and len(sentences(text)) == 1
    if not short or not _COMPOSITION.match(item.title) or _PAST.search(text) or "?" in text:
        return None
    if first_match("attendance", text):
        return None
    if _NONE.match(text) or (_says(text) and (_no_resolution(text) or _explains(text))):
        return None
    return _Found(found[0].passage, "bare-answer", 0.65)


def _names_alone(text: str) -> bool:
    """Whether a line holds names and hardly anything else."""
    words = text.split()
    plain = sum(word.islower() and word not in ("och", "samt", "+", "&") for word in words)
    letters = any(char.isalpha() for char in text)
    return letters and len(words) <= 8 and plain <= 2 and not _NONE.match(text)


# --------------------------------------------------------------------------- attributes


def _outcome(text: str, title: str) -> Outcome:
    """How a decision went, told by the main verb of its att-sats before anything deeper in it."""
    main = _MAIN_CLAUSE.search(text)
    found = first_match("outcomes", main[1]) if main else None
    found = found or first_match("outcomes", text)
    if found is None:
        return Outcome.ELECTED if _ELECTION.match(title) else Outcome.APPROVED
    if found[0].id == "by-proposal" and _ELECTION.search(title) and "enligt" in text.casefold():
        return Outcome.ELECTED
    return Outcome(found[0].meaning)


def find_amounts(text: str) -> tuple[Amount, ...]:
    """The amounts of money that a text names, in whole units of their currency."""
    found: list[tuple[int, int, Amount]] = []
    for rule in rules("amounts"):
        currency, unit = rule.meaning.split()
        for match in rule.pattern.finditer(text):
            if any(match.start() < end and match.end() > start for start, end, _ in found):
                continue
            raw = next(value for value in match.groups() if value)
            number = re.sub(r"[\s\u00a0]", "", raw).replace("−", "-")
            if re.search(r"\.\d{3}(?!\d)", number):
                number = number.replace(".", "")
            value = float(number.replace(",", ".")) * int(unit)
            found.append((*match.span(), Amount(value, currency, match[0].strip())))
    return tuple(amount for *_, amount in sorted(found, key=lambda one: one[0]))
