"""What somebody undertook or was told to do (uppdrag, löften, åtgärder).

Tasks are given in decisions ("får i uppdrag att"), promised in prose ("Eva lovade"), noted as
bullets ("Bo fixar kaffe!", "Boka lokal (Eva)"), listed under a heading ("Att göra"), or set
beside the text in a column of who answers for what. How a sentence gives one is told in
`task_sentences`; what stands around it here. Formal minutes tell of many things that officials
do, and give tasks by decision alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from corpus.model import ActionItem, Decision, Outcome, Provenance
from corpus.swedish.nlp import sentences, syntax
from corpus.swedish.tables import first_match, pattern
from ingest.facts.context import Context
from ingest.facts.current import current_parts, is_formal
from ingest.facts.dates import find_dates
from ingest.facts.deadlines import Deadline, find_deadline
from ingest.facts.decisions import clauses
from ingest.facts.grammar import is_name
from ingest.facts.owners import Known, names_a_thing, owners
from ingest.facts.task_columns import Chunk, TaskTables
from ingest.facts.task_sentences import (
    CONFIDENCE,
    Owners,
    Place,
    Task,
    allowed_at,
    first_rule,
    gives_task,
    read_task,
)
from ingest.facts.upcoming import next_meeting
from ingest.layout.blocks import Block, BlockKind, Part
from ingest.layout.passage import Passage
from ingest.split.sections import Section

if TYPE_CHECKING:
    from spacy.tokens import Token

FLOOR = 0.4
"""Tasks less certain than this are not told."""

_OWN = frozenset({"listed", "infinitive"})
"""What is his whose name stands above it as a heading."""
_ASKED = frozenset({"imposes", "asks"})
"""Rules by which one asks another, so that the column beside them tells better who does it."""

_OWN_ACT = frozenset({"decisions/own-acts", "decisions/own-resolves"})
"""Rules of decisions by which the body itself does what it decides."""

_BARE_DOER = pattern("tasks", "bare-doer")
_CLOCK = pattern("tasks", "clock")
_BOX = re.compile(r"^(?:\[\s?\]|☐|□)\s+")
_TICKED = re.compile(r"^(?:\[[xX✓√]\]|☒|☑|✓|✔)\s+")
_MARK = re.compile(rf"^[+>*•→]\s+|{_BOX.pattern}")
_BARE_NAME = re.compile(r"[A-ZÅÄÖ][a-zåäöéü]+(?:[ -][A-ZÅÄÖ][a-zåäöéü]*\.?){0,2}")
_SIGNED = re.compile(r"^\W*[_.…]{5}")
_STATES = pattern("tasks", "states")
"""Lemmas of verbs that say how something is, and give nobody a task."""
_QUESTION = re.compile(r"\?\W*$")


def find_actions(
    section: Section, context: Context, decisions: tuple[Decision, ...]
) -> tuple[ActionItem, ...]:
    """The tasks of a section in order; in notices, what is to be sent by when.

    `decisions` are those of the section: one that gives a task is an action item as well.
    Owners that are participants have their full names, others stand as written, and nobody
    where the document does not say. Due dates are ISO dates.
    """
    finder = _Finder(section, context)
    tasks = [*finder.decided(decisions), *finder.told(), *finder.columns()]
    tasks += finder.answered_for(tasks, decisions)
    tasks = [task for task in tasks if not _only_decided(task, decisions)]
    tasks = _distinct([task for task in tasks if _confidence(task) >= FLOOR])
    return tuple(finder.fact(task) for task in finder.owned_beside(tasks))


class _Finder:
    """Finds the tasks of one section."""

    def __init__(self, section: Section, context: Context) -> None:
        self.section = section
        self.context = context
        self.formal = is_formal(section)

    # ------------------------------------------------------------------ ways

    def decided(self, decisions: Iterable[Decision]) -> Iterator[Task]:
        """Decisions that give a task."""
        place = Place(self.formal, "decision", False, False, self.context)
        for decision in decisions:
            if decision.outcome in (Outcome.PROPOSED, Outcome.REJECTED):
                continue
            whole = Passage.of_spans(self.section.document, decision.provenance.spans)
            for piece in clauses(whole):
                task = read_task(piece, place, frozenset({"assigned", "handed", "decided"}))
                if task and not (task.kind == "decided" and self.formal):
                    yield replace(task, passage=piece, due=self._deadline(piece.text))

    def told(self) -> Iterator[Task]:
        """Tasks in sentences and bullets."""
        title = self.section.item.title if self.section.item else ""
        for part in current_parts(self.section):
            heading = part.heading.text if part.heading else ""
            listed = _heads_list(title) or _heads_list(heading)
            goals = not listed and _heads(title, "goals")
            named = self._named(heading) or self._named(title)
            yield from self._of_part(part, listed, goals, named)

    def columns(self) -> Iterator[Task]:
        """Tasks in the rows of a table of tasks, and in a column of who answers for what."""
        for row in self._columns.rows():
            if first_rule(row.passage.text, {"not"}):
                continue
            names, known = owners(row.owner, self.context) if row.owner else ((), Known.NOBODY)
            due = self._deadline(row.due) or self._deadline(row.passage.text)
            yield Task(row.passage, "listed", "table-row", names, known, due)
        place = Place(False, "text", True, False, self.context)
        for chunk in self._columns.owner_chunks():
            task = read_task(chunk.passage, place, frozenset({"does", "will", "promised"}))
            if task and len(chunk.passage.text.split()) > 2:
                yield replace(task, passage=chunk.passage, due=self._deadline(chunk.passage.text))

    def answered_for(self, tasks: Sequence[Task], decisions: Sequence[Decision]) -> Iterator[Task]:
        """What a row with a doer and a deadline beside it says is decided or to be done."""
        for row in self._columns.answered_for():
            names, known = owners(row.owner, self.context)
            if known is Known.NOBODY or any(_overlap(row.passage, task.passage) for task in tasks):
                continue
            due = self._deadline(row.due)
            for piece in _to_do(row.passage, decisions):
                yield Task(piece, "listed", "row-owner", names, known, due, doubt=0.9)

    def owned_beside(self, tasks: Sequence[Task]) -> Iterator[Task]:
        """The tasks, those without a doer with the one that the column beside them names."""
        places = [self._columns.place(task.passage) for task in tasks]
        for task, place in zip(tasks, places, strict=True):
            if place is None:
                yield task
                continue
            chunks, due_text = self._columns.beside(place)
            if due_text and task.due is None:
                task = replace(task, due=self._deadline(due_text))
            alone = len(chunks) == 1 and places.count(place) == 1
            for chunk in chunks if not task.owner or task.rule in _ASKED else []:
                if not (alone or self._level(task, chunk)) or gives_task(chunk.passage.text):
                    continue
                names, known = owners(chunk.passage.text, self.context)
                if known and len(chunk.passage.text) < 60:
                    task = replace(task, owner=names, known=known)
            yield task

    def _level(self, task: Task, chunk: Chunk) -> bool:
        """Whether a chunk of the column begins beside the task."""
        page, top, bottom = self._columns.box(task.passage)
        return page == chunk.page and top - 3 <= chunk.top <= bottom

    @cached_property
    def _columns(self) -> TaskTables:
        return TaskTables(self.section)

    # ------------------------------------------------------------------ sentences

    def _of_part(self, part: Part, listed: bool, aims: bool, named: Owners | None) -> list[Task]:
        before: list[Task] = []
        above = ""
        goals, owned, fresh, of_part = aims, False, False, True
        for at, block in enumerate(part.blocks):
            if owned or self._silent(block):
                owned = fresh = False
                continue
            if listed and not of_part and _ends_list(part.blocks, at):
                listed = False
            if _is_heading(block):
                listed, goals, above = _heads_list(block.text), _heads(block.text, "goals"), ""
                named = self._named(block.text) if block.kind is BlockKind.HEADING else named
                fresh = of_part = False
                continue
            if not self.formal and (label := self._label(block)):
                before = _labelled(before, fresh, _answered_for(part.blocks, at, label), label)
                continue
            goals = aims or (goals and block.kind is BlockKind.BULLET)
            leads = block.kind is BlockKind.PARAGRAPH and _bullet_at(part.blocks, at + 1)
            place = replace(self._place(part, block, listed and not leads), goals=goals)
            if task := self._owned_by_next(part.blocks, at):
                found, owned = [task], True
            else:
                found = list(self._of_block(block, place, above, before))
            fresh = bool(found)
            before.extend(_given_to(found, named))
            if block.kind is not BlockKind.BULLET or find_dates(block.text):
                above = block.text
        return before

    def _silent(self, block: Block) -> bool:
        """Whether a block is told of elsewhere, ticked off, a line to sign on, or the title."""
        said = _TICKED.match(block.text) or _SIGNED.match(block.text)
        body = block.document.lines
        titles = block.lines[0] is body[0] and len(body) > 1 and block.kind is BlockKind.PARAGRAPH
        return said is not None or titles or self._columns.holds(block.lines[0])

    def _named(self, heading: str) -> Owners | None:
        """Whom a heading that is nothing but a name names: what is listed below is theirs."""
        name = heading.strip(" :*")
        if not _BARE_NAME.fullmatch(name) or names_a_thing(name):
            return None
        names, known = owners(name, self.context)
        return (names, known) if known in (Known.NAME, Known.PERSON) else None

    def _label(self, block: Block) -> Owners | None:
        """Whom a line names that says nothing but who answers for what stands above it."""
        rule = first_rule(block.text, {"label"}) if len(block.text) < 80 else None
        match = rule.pattern.search(block.text) if rule else None
        if match is None:
            return None
        names, known = owners(match["owner"], self.context)
        return (names, known) if names else None

    def _place(self, part: Part, block: Block, listed: bool) -> Place:
        bullet = block.kind is BlockKind.BULLET
        listed = listed or (bullet and self._open_box(block.text))
        return Place(self.formal, part.meaning, bullet, listed and not self.formal, self.context)

    def _open_box(self, text: str) -> bool:
        """Whether a bullet is an empty box with more than a name beside it: a task to tick off."""
        box = _BOX.match(text)
        rest = text[box.end() :] if box else ""
        return len(rest.split()) > 1 and not _BARE_NAME.fullmatch(rest.strip(" ."))

    def _owned_by_next(self, blocks: Sequence[Block], at: int) -> Task | None:
        """A bullet whose doer is the bullet below it: "We will mail them" - "+ Gustav skickar"."""
        if at + 1 >= len(blocks) or self.formal or blocks[at].kind is not BlockKind.BULLET:
            return None
        below = blocks[at + 1]
        match = _BARE_DOER.match(below.text)
        if match is None or below.kind is not BlockKind.BULLET or len(below.text.split()) > 3:
            return None
        names, known = owners(match["owner"], self.context)
        if known is Known.PERSON and _deeper(blocks[at], below):
            return Task(blocks[at].passage, "does", "bullet-below", names, known)
        return None

    def _of_block(
        self, block: Block, place: Place, above: str, before: list[Task]
    ) -> Iterator[Task]:
        passage = block.passage
        allowed = allowed_at(place)
        found: list[Task] = []
        before_it = 0
        asked = False
        for start, end in _sentences(passage.text):
            sentence = _unmarked(passage.slice(start, end))
            last = found[-1] if found else None
            if start == 0 and end < len(passage.text) and _QUESTION.search(sentence.text):
                asked = _heads_list(sentence.text) and not place.formal
                told = place.bullet and not asked and _heads(sentence.text, "goals")
                place = replace(place, listed=place.listed or asked, goals=place.goals or told)
                allowed = allowed_at(place)
                continue
            follows = place.listed and not asked and (last is not None or start > 0)
            if follows and not gives_task(sentence.text):
                continue
            if last and (joined := self._joined(last, sentence, passage, end)):
                found[-1] = joined
                continue
            if (
                not last
                and before_it < start
                and (taken := self._taken(passage, before_it, start, end))
            ):
                found.append(taken)
                continue
            before_it = start
            pieces = list(clauses(sentence)) if place.formal and place.decided else [sentence]
            for task in (t for one in pieces for t in self._in_sentence(one, place, allowed)):
                found.append(self._completed(task, passage.text[:start] or above, before + found))
        if asked:
            found = [replace(task, asked=True) for task in found]
        yield from _whole_bullet(found, passage) if place.bullet and not asked else found

    def _in_sentence(
        self, sentence: Passage, place: Place, allowed: frozenset[str]
    ) -> Iterator[Task]:
        task = read_task(sentence, place, allowed)
        if task is None:
            return
        cut = task.passage.offsets[0] - sentence.offsets[0] if task.passage.offsets else 0
        head = sentence.slice(0, max(0, len(sentence.text) - len(task.passage.text)))
        if cut and task.kind in ("does", "infinitive") and not place.formal:
            pieces = [p for p in _pieces(head) if self._deadline(p.text)]
            for piece in pieces:
                if (own := read_task(piece, replace(place, bullet=True), allowed)) is not None:
                    yield replace(own, due=self._deadline(own.passage.text))
        yield replace(task, due=self._deadline(task.passage.text) or task.due)

    def _deadline(self, text: str) -> Deadline | None:
        found = find_deadline(text, self.context, None)
        if found and found.rule == "next-meeting":
            found = find_deadline(text, self.context, self._next_meeting)
        return found

    @cached_property
    def _next_meeting(self) -> date | None:
        return next_meeting(self.section.document, self.context.date)

    def _joined(self, last: Task, sentence: Passage, passage: Passage, end: int) -> Task | None:
        """The last task with a sentence added that only gives its doer or its deadline."""
        rule = first_rule(sentence.text, {"addition", "takes"})
        if rule is None:
            return None
        match = rule.pattern.search(sentence.text)
        names, known = last.owner, last.known
        if match and match.groupdict().get("owner"):
            names, known = owners(match["owner"], self.context)
            if rule.meaning == "takes" and last.known is Known.BODY:
                names = tuple(dict.fromkeys((*last.owner, *names)))
        start = passage.offsets.index(last.passage.offsets[0])
        due = self._deadline(sentence.text) or last.due
        return replace(last, passage=passage.slice(start, end), owner=names, known=known, due=due)

    def _taken(self, passage: Passage, above: int, start: int, end: int) -> Task | None:
        """What one sentence tells of and the next says that somebody takes on, as one task."""
        rule = first_rule(passage.text[start:end], {"takes"})
        match = rule.pattern.search(passage.text[start:end]) if rule else None
        if rule is None or match is None:
            return None
        names, known = owners(match["owner"], self.context)
        if known is Known.NOBODY or (known is Known.NAME and not is_name(match["owner"])):
            return None
        return Task(passage.slice(above, end), "promised", rule.id, names, known)

    def _completed(self, task: Task, above: str, before: Sequence[Task]) -> Task:
        """A task with what it takes over from the sentence above: the doer, the day."""
        text = task.passage.text
        if task.kind == "nominal" and before:
            task = replace(task, owner=before[-1].owner, known=before[-1].known)
        takes = task.kind == "weak" or (task.due is None and _CLOCK.search(text))
        if takes and task.due is None and (due := self._deadline(above)) and due.due_date:
            task = replace(task, due=due)
        return task

    # ------------------------------------------------------------------ facts

    def fact(self, task: Task) -> ActionItem:
        """The task as a fact."""
        due = task.due
        return ActionItem(
            agenda_item=self.section.item.label if self.section.item else None,
            text=task.passage.text,
            owner=task.owner,
            due_date=str(due.due_date) if due and due.due_date else None,
            due_text=due.due_text if due else None,
            provenance=self._provenance(task),
        )

    def _provenance(self, task: Task) -> Provenance:
        return task.passage.provenance(f"actions/{task.rule}", round(_confidence(task), 2))


# ---------------------------------------------------------------------- the text around


def _is_heading(block: Block) -> bool:
    """Whether a block heads others; a long sentence set large is none."""
    if block.kind is BlockKind.HEADING:
        return len(block.text.split()) < 8 or not block.text.endswith(".")
    return _heads_list(block.text) or _heads(block.text, "goals")


def _sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text; one in brackets belongs to the one before it."""
    found: list[tuple[int, int]] = []
    for start, end in sentences(text):
        if found and text[start] == "(":
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _heads_list(text: str) -> bool:
    """Whether a heading or title announces a list of tasks."""
    return _heads(text, "list")


def _heads(text: str, meaning: str) -> bool:
    return len(text) < 100 and first_rule(text, {meaning}) is not None


def _unmarked(sentence: Passage) -> Passage:
    """A sentence without the sign that stands for a bullet ("+ Eva skickar")."""
    mark = _MARK.match(sentence.text)
    return sentence.slice(mark.end(), len(sentence.text)) if mark else sentence


def _pieces(passage: Passage) -> Iterator[Passage]:
    """The parts of a sentence between commas."""
    start = 0
    for comma in re.finditer(r",\s|$", passage.text):
        if comma.start() > start:
            yield passage.slice(start, comma.start())
        start = comma.end()


def _to_do(passage: Passage, decisions: Sequence[Decision]) -> Iterator[Passage]:
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
    said = [passage.slice(start, end) for start, end in _sentences(passage.text)]
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


def _bullet_at(blocks: Sequence[Block], at: int) -> bool:
    return at < len(blocks) and blocks[at].kind is BlockKind.BULLET


def _deeper(parent: Block, child: Block) -> bool:
    return child.level > parent.level or child.lines[0].box.x0 > parent.lines[0].box.x0 + 4


def _ends_list(blocks: Sequence[Block], at: int) -> bool:
    """Whether a list of bullets under a heading is over: a paragraph follows it."""
    return blocks[at].kind is BlockKind.PARAGRAPH and _bullet_at(blocks, at - 1)


def _given_to(found: list[Task], named: Owners | None) -> list[Task]:
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


def _labelled(tasks: list[Task], fresh: bool, topic: Task | None, label: Owners) -> list[Task]:
    """The tasks with what a label adds: a doer to the one right above, or a topic's task."""
    if fresh:
        return [*tasks[:-1], replace(tasks[-1], owner=label[0], known=label[1])]
    return [*tasks, topic] if topic else tasks


def _answered_for(blocks: Sequence[Block], at: int, label: Owners) -> Task | None:
    """The bullet that a line below it names somebody for, with what stands between them."""
    above = [i for i in range(at) if _deeper(blocks[i], blocks[at])]
    if blocks[at].kind is not BlockKind.BULLET or not above:
        return None
    top = above[-1]
    if blocks[top].kind is not BlockKind.BULLET or at - top > 4:
        return None
    spans = [span for block in blocks[top : at + 1] for span in block.spans]
    whole = Passage.of_spans(blocks[at].document, spans)
    return Task(whole, "listed", "label-below", *label, doubt=0.9)


def _whole_bullet(found: list[Task], passage: Passage) -> list[Task]:
    """A short bullet is quoted whole."""
    short = len(passage.text.split()) <= 14 and not _QUESTION.search(passage.text)
    above = passage.text[: passage.text.find(found[0].passage.text)] if found else ""
    short = short and not (above and first_match("outcomes", above))
    ended = bool(found) and found[0].passage.text[-1] in ".!"
    if short and (len(found) == 1 or (len(found) == 2 and ended and not found[0].owner)):
        return [replace(found[-1], passage=_unmarked(passage))]
    return found


# ---------------------------------------------------------------------- many to few


def _confidence(task: Task) -> float:
    return CONFIDENCE[task.kind][int(task.known)] * task.doubt


def _distinct(tasks: Sequence[Task]) -> list[Task]:
    """The tasks in reading order, each text told once: the surest of those that overlap."""
    kept: list[Task] = []
    for task in sorted(tasks, key=lambda t: (-_confidence(t), t.passage.offsets[0])):
        if not any(_overlap(task.passage, other.passage) for other in kept):
            kept.append(task)
    return sorted(kept, key=lambda t: t.passage.offsets[0])


def _only_decided(task: Task, decisions: Sequence[Decision]) -> bool:
    """Whether a sentence without a doer, or of the body itself, only decides something."""
    if not task.rule.startswith("says-") or task.known not in (Known.NOBODY, Known.BODY):
        return False
    for decision in decisions:
        whole = Passage.of_spans(task.passage.document, decision.provenance.spans)
        if _overlap(task.passage, whole) and (
            not task.owner or decision.provenance.rule in _OWN_ACT
        ):
            return True
    return False


def _overlap(left: Passage, right: Passage) -> bool:
    common = len(set(left.offsets) & set(right.offsets))
    return common > 0.3 * min(len(left.offsets), len(right.offsets))
