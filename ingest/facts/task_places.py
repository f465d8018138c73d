"""What stands around a task: headings, bullets, labels; and which of several tasks are told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.model import Decision, Outcome
from corpus.swedish.nlp import sentences, syntax
from corpus.swedish.tables import first_match, pattern
from ingest.facts.owners import Known
from ingest.facts.task_sentences import (
    CONFIDENCE,
    Owners,
    Task,
    first_rule,
)
from ingest.layout.blocks import Block, BlockKind
from ingest.layout.passage import Passage

if TYPE_CHECKING:
    from spacy.tokens import Token

_OWN = frozenset({"listed", "infinitive"})
"""What is his whose name stands above it as a heading."""
_OWN_ACT = frozenset({"decisions/own-acts", "decisions/own-resolves"})
"""Rules of decisions by which the body itself does what it decides."""
BOX = re.compile(r"^(?:\[\s?\]|☐|□)\s+")
"""An empty box to tick."""
_MARK = re.compile(rf"^[+>*•→]\s+|{BOX.pattern}")
_STATES = pattern("tasks", "states")
"""Lemmas of verbs that say how something is, and give nobody a task."""
QUESTION = re.compile(r"\?\W*$")


def is_heading(block: Block) -> bool:
    """Whether a block heads others; a long sentence set large is none."""
    if block.kind is BlockKind.HEADING:
        return len(block.text.split()) < 8 or not block.text.endswith(".")
    return heads_list(block.text) or heads(block.text, "goals")


def bracketed(text: str) -> list[tuple[int, int]]:
    """The sentences of a text; one in brackets belongs to the one before it."""
    found: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if found and text[start] == "(":
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def heads_list(text: str) -> bool:
    """Whether a heading or title announces a list of tasks."""
    return heads(text, "list")


def heads(text: str, meaning: str) -> bool:
    """Whether a short text is a heading of a meaning in the table `actions`."""
    return len(text) < 100 and first_rule(text, {meaning}) is not None


def unmarked(sentence: Passage) -> Passage:
    """A sentence without the sign that stands for a bullet ("+ Eva skickar")."""
    mark = _MARK.match(sentence.text)
    return sentence.slice(mark.end(), len(sentence.text)) if mark else sentence


def pieces_of(passage: Passage) -> Iterator[Passage]:
    """The parts of a sentence between commas."""
    start = 0
    for comma in re.finditer(r",\s|$", passage.text):
        if comma.start() > start:
            yield passage.slice(start, comma.start())
        start = comma.end()


def to_do(passage: Passage, decisions: Sequence[Decision]) -> Iterator[Passage]:
    """What a text that somebody answers for leaves to be done.

    That is what is decided in it, what is said in the passive ("Lapparna sätts upp"), or else its
    last sentence, unless that only says how something is.
    """
    inside = {*passage.offsets}
    decided = [d for d in decisions if d.provenance.spans[0][0] in inside]
    if decided:
        chosen = [d for d in decided if d.outcome not in (Outcome.REJECTED, Outcome.NOTED)]
        yield from (Passage.of_spans(passage.document, d.provenance.spans) for d in chosen[-1:])
        return
    said = [passage.slice(start, end) for start, end in bracketed(passage.text)]
    verbs = [
        [word for word in doc if "Fin" in word.morph.get("VerbForm", [])]
        for doc in (syntax(one.text) for one in said)
    ]
    passive = [
        one
        for one, found in zip(said, verbs, strict=True)
        if any({"Pass", "Pres"} <= _features(word) for word in found)
    ]
    states = verbs[-1] and _STATES.match(verbs[-1][0].lemma_)
    yield from passive or ([] if states else said[-1:])


def _features(word: Token) -> set[str]:
    return {*word.morph.get("Voice", []), *word.morph.get("Tense", [])}


def bullet_at(blocks: Sequence[Block], at: int) -> bool:
    """Whether there is a bullet at a place."""
    return at < len(blocks) and blocks[at].kind is BlockKind.BULLET


def is_deeper(parent: Block, child: Block) -> bool:
    """Whether a block is set in below another."""
    return child.level > parent.level or child.lines[0].box.x0 > parent.lines[0].box.x0 + 4


def ends_list(blocks: Sequence[Block], at: int) -> bool:
    """Whether a list of bullets under a heading is over: a paragraph follows it."""
    return blocks[at].kind is BlockKind.PARAGRAPH and bullet_at(blocks, at - 1)


def given_to(found: list[Task], named: Owners | None) -> list[Task]:
    """The tasks listed below a name, those without a doer with that name."""
    if named is None:
        return found
    names, known = named
    return [
        replace(task, owner=names, known=known)
        if not task.owner and (task.asked or (known is Known.PERSON and task.kind in _OWN))
        else task
        for task in found
    ]


def with_label(tasks: list[Task], fresh: bool, topic: Task | None, label: Owners) -> list[Task]:
    """The tasks with what a label adds: a doer to the one right above, or a topic's task."""
    if fresh:
        return [*tasks[:-1], replace(tasks[-1], owner=label[0], known=label[1])]
    return [*tasks, topic] if topic else tasks


def answered_for_below(blocks: Sequence[Block], at: int, label: Owners) -> Task | None:
    """The bullet that a line below it names somebody for, with what stands between them."""
    above = [i for i in range(at) if is_deeper(blocks[i], blocks[at])]
    if blocks[at].kind is not BlockKind.BULLET or not above:
        return None
    top = above[-1]
    if blocks[top].kind is not BlockKind.BULLET or at - top > 4:
        return None
    spans = [span for block in blocks[top : at + 1] for span in block.spans]
    whole = Passage.of_spans(blocks[at].document, spans)
    return Task(whole, "listed", "label-below", *label, doubt=0.9)


def whole_bullet(found: list[Task], passage: Passage) -> list[Task]:
    """A short bullet is quoted whole."""
    short = len(passage.text.split()) <= 14 and not QUESTION.search(passage.text)
    above = passage.text[: passage.text.find(found[0].passage.text)] if found else ""
    short = short and not (above and first_match("outcomes", above))
    ended = bool(found) and found[0].passage.text[-1] in ".!"
    if short and (len(found) == 1 or (len(found) == 2 and ended and not found[0].owner)):
        return [replace(found[-1], passage=unmarked(passage))]
    return found


def confidence(task: Task) -> float:
    """How sure a task is, 0 to 1."""
    return CONFIDENCE[task.kind][int(task.known)] * task.doubt


def distinct(tasks: Sequence[Task]) -> list[Task]:
    """The tasks in reading order, each text told once: the surest of those that overlap."""
    kept: list[Task] = []
    for task in sorted(tasks, key=lambda t: (-confidence(t), t.passage.offsets[0])):
        if not any(overlap(task.passage, other.passage) for other in kept):
            kept.append(task)
    return sorted(kept, key=lambda t: t.passage.offsets[0])


def only_decided(task: Task, decisions: Sequence[Decision]) -> bool:
    """Whether a sentence without a doer, or of the body itself, only decides something."""
    if not task.rule.startswith("says-") or task.known not in (Known.NOBODY, Known.BODY):
        return False
    for decision in decisions:
        whole = Passage.of_spans(task.passage.document, decision.provenance.spans)
        if overlap(task.passage, whole) and (
            not task.owner or decision.provenance.rule in _OWN_ACT
        ):
            return True
    return False


def overlap(left: Passage, right: Passage) -> bool:
    """Whether two texts are mostly the same place of the document."""
    common = len(set(left.offsets) & set(right.offsets))
    return common > 0.3 * min(len(left.offsets), len(right.offsets))
