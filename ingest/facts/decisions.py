"""What the meeting itself decided (beslut): each att-sats or decided sentence, quoted.

Formal minutes put decisions under a heading ("Beslut"); what stands there is the decision, and
what stands elsewhere is background, proposals and other bodies' decisions. Where an item has no
such heading, sentences that state a decision are looked for in its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.model import AgendaItem, Amount, Decision, DocumentType, Outcome
from corpus.swedish import nlp
from corpus.swedish.nlp import sentences
from corpus.swedish.tables import Rule, first_match, rules
from ingest.blocks import Block, BlockKind, Part, parts
from ingest.facts.context import Context
from ingest.facts.dates import find_dates
from ingest.passage import Passage
from ingest.segment import Section

_TEXT_PARTS = frozenset({"text", "discussion", "background", "procedure"})
# Parts of proposals and reasons: only sentences that say "beslutar" count there.
_OTHER_PARTS = frozenset({"proposal", "motion", "preparation", "cover"})
_CONFIDENCE = {"resolution": 0.9, "lead": 0.9, "formality": 0.85, "open": 0.8}
_OUTRIGHT = frozenset({"own-decides", "inverted-decides", "passive-decided"})

# Where one sentence holds several att-satser: "att anta planen, samt att uppdra åt …". What
# follows "att" is an infinitive; a finite clause ("att mötet var utlyst") is not split off.
_ATT = re.compile(
    r"(?:,?\s+(?:samt|och|dels)|,)\s+(?:dels\s+)?"
    r"(?=att\s+(?!nästa|denna|alla|samma|dessa|andra|många|båda|nya|flera)(?:\w+\s+){0,1}?(?:[a-zåäö]{2,}a|ge|utse|se|lägga|anslå|avslå|uppdra|ta)\s)",
)
_STATEMENT = re.compile(r"^att[\s-]?sats(?:en|erna)?\s+bif\w+\.?$|^bifalle?s\.?$", re.IGNORECASE)
_PROPOSED_STATEMENT = re.compile(r"^att\s*[:\d.)]*\s*", re.IGNORECASE)
_LIST_LEAD = re.compile(r"[:;]\s*$|\bföljande\s?:\s.{0,40}\d\.?$")
_RULE_LINE = re.compile(r"^[_–—-]{3,}$")
_ELECTION = re.compile(r"^(?:om|ny|fyllnads|kompletterings)?val\b|\bval av\b", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:har|hade)\s+(?:\w+\s+){0,3}?\w+(?:at|it|tt|ts|rt|lt|nt)s?\b"
    r"|\b(?:gick igenom|berättade|informerade|presenterade|diskuterade|redogjorde|redovisade"
    r"|lades ut|deltog|hölls|framfördes|rapporterade|visade|beskrev)\w*\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Found:
    """A stretch of text that is a decision, and how it was recognised."""

    passage: Passage
    rule: str
    confidence: float
    proposed: bool = False


def find_decisions(section: Section, context: Context) -> tuple[Decision, ...]:
    """The decisions of a section in order; none for the parts that belong to no item."""
    if section.item is None or context.document_type is DocumentType.NOTICE:
        return ()
    if context.document_type is DocumentType.REPORT:
        return ()
    pieces = parts(section.document, section.lines)
    ours = _own_parts(pieces, context)
    if ours:
        found = [one for part in ours for one in _headed(part, pieces)]
    else:
        found = [one for part in pieces for one in _stated(part)]
        if not found and (answer := _election_answer(section, pieces)):
            found = [answer]
    return tuple(_decision(section.item, one) for one in found if one.passage.text)


def _decision(item: AgendaItem, found: _Found) -> Decision:
    text = found.passage.text
    return Decision(
        agenda_item=item.label,
        text=text,
        outcome=Outcome.PROPOSED if found.proposed else _outcome(text, item.title),
        provenance=found.passage.provenance(f"decisions/{found.rule}", found.confidence),
        amounts=find_amounts(text),
    )


# --------------------------------------------------------------------------- under a heading


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
    owner = re.match(r"([\wåäö, &-]+?)s\s+(?:beslut|förslag)", text)
    if owner is None or owner[1] in ("mötet", "styrelsen", "nämnden", "stämman", "årsmötet"):
        return False
    body = context.meeting.body.casefold()
    return owner[1] not in body and body not in owner[1] and body[:8] != owner[1][:8]


def _headed(part: Part, pieces: Sequence[Part]) -> Iterator[_Found]:
    """The decisions that a decision part holds."""
    proposed = part.meaning == "proposed"
    blocks = _resolutions(part)
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if block.kind is BlockKind.HEADING and block.text.endswith(":"):
            proposed = proposed or "föreslå" in block.text
            continue
        if _match("lead", block.text):
            proposed = proposed or "föreslå" in block.text.casefold()
            continue
        if _STATEMENT.match(block.text):
            yield from _statement_before(part, pieces)
            continue
        if _LIST_LEAD.search(block.text) and at < len(blocks):
            taken = _list_below(blocks, at)
            passage = Passage.of_spans(
                block.document, [s for one in (block, *blocks[at:taken]) for s in one.spans]
            )
            at = taken
            yield _Found(passage, "heading-list", 0.88, proposed)
            continue
        later = part.heading is not None and block.lines[0].page > part.heading.lines[-1].page
        yield from _sentences_decided(block, proposed, later)


def _resolutions(part: Part) -> list[Block]:
    """The blocks that can hold decisions: up to a rule of underscores, no cells of a table.

    What stands more than a page after the heading is an annex bound in after the decision.
    """
    in_table = part.heading is not None and part.heading.lines[0].cell is not None
    last = part.heading.lines[0].page + 1 if part.heading else 0
    kept: list[Block] = []
    for block in part.blocks:
        if (_RULE_LINE.match(block.text) and kept) or block.lines[0].page > (last or 10**9):
            break
        if any(c.isalpha() for c in block.text) and (in_table or block.lines[0].cell is None):
            kept.append(block)
    return kept


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
        if not sentence.text or _match("lead", sentence.text):
            continue
        told = _resolves(sentence.text)
        if decided and not told and _adds(sentence.text):
            decided[-1] = _with(decided[-1], passage, end)
            continue
        if not told and _no_resolution(sentence.text):
            continue
        if not told and later:
            continue  # on the page after the heading only what says that it is resolved
        confidence = 0.95 if told else 0.7
        decided += [
            _Found(clause, "heading", confidence, proposed) for clause in _clauses(sentence)
        ]
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

    "Ett tält på torget.", "Gärna med personer som visar intresse."; references are none.
    """
    if re.match(r"(?:att|bilagor|bilaga|se)\b", text, re.IGNORECASE) or len(text.split()) < 4:
        return False
    words = nlp.parsed([text])[0]
    if "Inf" in words[0].morph.get("VerbForm", []):
        return False  # a decision of its own, in the list that "beslutar att" begins
    return not any(
        "Fin" in word.morph.get("VerbForm", [])
        and not any(before.text.casefold() == "som" for before in words[max(0, at - 2) : at])
        for at, word in enumerate(words)
    )


def _resolves(text: str) -> bool:
    """Whether a sentence says outright that something is resolved, or how it went."""
    if _match("resolution", text) or _match("formality", text):
        return True
    return first_match("outcomes", text) is not None


def _no_resolution(text: str) -> bool:
    """Whether a sentence only tells what happened, or is a scrap without a verb."""
    if _PAST.search(text) or re.match(r"(?:bilaga|se bilaga)\b", text, re.IGNORECASE):
        return True
    words = nlp.parsed([text])[0]
    if text.startswith("att ") or words[0].morph.get("VerbForm", []) == ["Inf"]:
        return False  # an att-sats, or a task under "beslutar att"
    verbs = [w for w in words if w.morph.get("VerbForm", []) == ["Fin"]]
    return all(verb.morph.get("Tense", []) == ["Past"] for verb in verbs)


def _clauses(sentence: Passage) -> Iterator[Passage]:
    """The att-satser of a sentence."""
    start = 0
    for cut in _ATT.finditer(sentence.text):
        if "att " in sentence.text[start : cut.start()]:
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
    decided: Rule | None = None
    for block in part.blocks:
        passage = block.passage
        before, decided = decided, None
        for start, end in sentences(passage.text):
            sentence = passage.slice(start, end)
            goes_on = before if sentence.text.startswith("att ") else None
            if lead := _match("lead", sentence.text):
                decided = lead
                continue
            rule = _decides(sentence.text) or goes_on
            if rule is None:
                continue
            if part.meaning in _OTHER_PARTS and not _outright(rule, sentence.text):
                continue
            decided = rule
            confidence = _CONFIDENCE[rule.meaning]
            for clause in _clauses(sentence):
                yield _Found(clause, rule.id, confidence)


def _outright(rule: Rule, text: str) -> bool:
    """Whether a sentence says so plainly that it counts even among proposals."""
    begins = rule.pattern.match(text) is not None
    return rule.id in _OUTRIGHT or (rule.id == "own-resolves" and begins)


def _decides(text: str) -> Rule | None:
    """The rule by which a sentence states a decision, if it does."""
    found = first_match("decisions", text)
    return found[0] if found and found[0].meaning not in ("not", "lead") else None


def _match(meaning: str, text: str) -> Rule | None:
    for rule in rules("decisions"):
        if rule.meaning == meaning and rule.pattern.search(text):
            return rule
    return None


def _election_answer(section: Section, pieces: Sequence[Part]) -> _Found | None:
    """Names alone under a point that elects: "Val av justerare" - "Eva och Bo"."""
    blocks = [block for part in pieces for block in part.blocks]
    if section.item is None or len(blocks) != 1 or not _ELECTION.search(section.item.title):
        return None
    text = blocks[0].text
    if not any(char.isalpha() for char in text):
        return None
    words = text.split()
    plain = sum(word.islower() and word not in ("och", "samt", "+", "&") for word in words)
    if len(words) > 8 or plain > 2 or re.match(r"(?:inga|ingen|inget|ej)\b", text, re.IGNORECASE):
        return None
    return _Found(blocks[0].passage, "election-answer", 0.7)


# --------------------------------------------------------------------------- attributes


def _outcome(text: str, title: str) -> Outcome:
    found = first_match("outcomes", text)
    if found is None:
        return Outcome.ELECTED if _ELECTION.match(title) else Outcome.APPROVED
    if found[0].id == "by-proposal" and _ELECTION.search(title):
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
