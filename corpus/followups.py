"""What became of promises: action items and what later meetings say of them (uppföljning).

An action item is looked for in the later documents of the same series of meetings: above all in
what is said of the previous minutes (föregående protokoll), but also in the same case and in
decisions. A sentence speaks of the item when it names the owner, or stands where the item is to
be followed up, and shares enough of the words that carry the item's subject. What it says of it
are the rows of `followups.toml`. Where no sentence does, nothing is said but that the day is past.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

import msgspec

from corpus.archive import Archive
from corpus.cases import case_key
from corpus.entries import Entry, Filters
from corpus.meetings import fold
from corpus.model import (
    ActionItem,
    AgendaItem,
    Document,
    Line,
    Participant,
    Provenance,
    Record,
)
from corpus.series import Sitting, later, sittings_of
from corpus.swedish.lexicon import frequencies, function_words, lemma_of
from corpus.swedish.nlp import sentences
from corpus.swedish.tables import Rule, first_match, rules

HORIZON = 400
"""Days after its meeting in which an action item is looked for; later, topics come again."""


class Standing(StrEnum):
    """How far an action item has come, as the documents say."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    DROPPED = "dropped"


STANDINGS = {"open": "öppet", "overdue": "försenat", "done": "klart", "dropped": "utgår"}


class Mention(msgspec.Struct, frozen=True):
    """A later passage that says how far an action item has come."""

    text: str
    meeting_id: str
    date: str
    body: str | None
    point: str | None
    """The number or title of the agenda item it stands in."""
    standing: Standing
    provenance: Provenance


class FollowedUp(msgspec.Struct, frozen=True):
    """The standing of an action item on a day, and the passage that says so, if there is one."""

    standing: Standing
    mention: Mention | None = None


class Saying(msgspec.Struct, frozen=True):
    """A clause of a document with a cue of how far something has come."""

    text: str
    """The sentence, and the one before where the sentence only refers to it."""
    spans: tuple[tuple[int, int], ...]
    page: int
    rule: Rule
    verb: str
    """The verb that must be the task's own; empty where the cue is enough."""
    words: Mapping[str, float]
    item: AgendaItem | None
    follows_up: bool
    """Whether it stands under a heading of what was said or done before."""


# ------------------------------------------------------------------------------ words

_WORD = re.compile(r"[^\W\d_]{2,}")
_ENDING = re.compile(
    r"(?<=\w{4})(?:ernas|arnas|ornas|erna|arna|orna|ens|ets|en|et|er|ar|or|na|n|s)$"
)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What the forms of a lower-case word have in common; participles are their verb's."""
    lemma = lemma_of(word) or _ENDING.sub("", word)
    is_participle = len(lemma) > 5 and lemma.endswith("ad") and lemma[:-1] in frequencies()
    return lemma[:-1] if is_participle else lemma


@lru_cache(maxsize=100_000)
def _weight(word: str) -> float:
    """How much a word tells: the rarer in Swedish the more, from 0.5 to 4."""
    known = frequencies()
    level = max(known.get(word, 2.5), known.get(stem(word), 2.5))
    return min(4.0, max(0.5, 6.5 - level))


def content(text: str) -> dict[str, float]:
    """The stems that carry a text's subject, with their weights."""
    telling = (word for word in _WORD.findall(text) if len(word) > 2 or word.isupper())
    found = (word.casefold() for word in telling)
    return {stem(word): _weight(word) for word in found if word not in function_words()}


# ------------------------------------------------------------------------------ sayings


def _of(meaning: str) -> Iterator[Rule]:
    return (rule for rule in rules("followups") if rule.meaning == meaning)


def _found(meaning: str, text: str) -> re.Match[str] | None:
    return next((m for rule in _of(meaning) if (m := rule.pattern.search(text))), None)


def is_follow_up(title: str) -> bool:
    """Whether a point of this title follows up what was said or done before."""
    return _found("section", title) is not None


def is_standing(title: str) -> bool:
    """Whether a title returns at most meetings and names no case (stående punkt)."""
    if is_follow_up(title) or first_match("item_titles", title) is not None:
        return True
    return _found("standing", title) is not None


_CUES = ("dropped", "open", "done", "done_verb")


@lru_cache(maxsize=4096)
def cue(text: str) -> tuple[Rule, str] | None:
    """The cue of how far something has come, with the verb that it depends on, if any."""
    if text.rstrip().endswith("?"):
        return None
    for rule in rules("followups"):
        if rule.meaning in _CUES and (match := rule.pattern.search(text)):
            return rule, str(match.groupdict().get("verb") or "").casefold()
    return None


def _points(records: Sequence[Record]) -> list[tuple[int, AgendaItem]]:
    items = (item for record in records for item in record.agenda_items)
    return sorted(
        ((item.provenance.spans[0][0], item) for item in items if item.provenance.spans),
        key=lambda pair: pair[0],
    )


def _texts(
    document: Document, records: Sequence[Record]
) -> Iterator[tuple[AgendaItem | None, list[Line]]]:
    """The lines of each point, from its head to the next; first those before any point.

    Annexes tell of no point of the meeting; their lines are left out.
    """
    points = _points(records)
    annexes = [run for record in records for run in record.ledger.annexes]
    at = 0
    item: AgendaItem | None = None
    lines: list[Line] = []
    for line in sorted(document.lines, key=lambda line: line.start):
        if any(first <= line.page <= last for first, last in annexes):
            continue
        while at < len(points) and points[at][0] < max(line.end, line.start + 1):
            yield item, lines
            item, lines = points[at][1], []
            at += 1
        lines.append(line)
    yield item, lines


def _joined(document: Document, lines: Sequence[Line]) -> tuple[str, list[int]]:
    """Lines as running text, and for each line where it begins there.

    An empty line stands where a sentence cannot go on: at a list item, a heading, a new cell.
    """
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for before, line in zip([None, *lines], lines, strict=False):
        joint = "" if before is None else "\n\n" if _begins_anew(before, line) else "\n"
        text = document.text_of(line)
        parts.append(joint + text)
        places.append(at + len(joint))
        at += len(joint) + len(text)
    return "".join(parts), places


def _begins_anew(before: Line, line: Line) -> bool:
    other_look = line.bold != before.bold or line.heading != before.heading
    return bool(line.bullet) or other_look or line.cell != before.cell


def _located(
    places: Sequence[int], lines: Sequence[Line], start: int, end: int
) -> tuple[tuple[int, int], ...]:
    """Where in the document a part of the running text stands."""
    found = []
    for at, line in zip(places, lines, strict=True):
        low, high = max(start, at), min(end, at + line.end - line.start)
        if low < high:
            found.append((line.start + low - at, line.start + high - at))
    return tuple(found)


def sayings(document: Document, records: Sequence[Record]) -> Iterator[Saying]:
    """What a document says of how far things have come."""
    for item, lines in _texts(document, records):
        text, places = _joined(document, lines)
        follows_up = item is not None and is_follow_up(item.title)
        before: int | None = None
        for start, end in sentences(text):
            sentence = " ".join(text[start:end].split())
            refers = before is not None and _found("refers", sentence) is not None
            first = before if refers and before is not None else start
            for clause, rule, verb in _clauses(sentence):
                told = " ".join(text[first:end].split())
                where = _located(places, lines, first, end)
                about = content(told if refers else clause)
                page = document.page_at(where[0][0]).number
                yield Saying(told, where, page, rule, verb, about, item, follows_up)
            before = start


def _clauses(sentence: str) -> Iterator[tuple[str, Rule, str]]:
    """The clauses of a sentence that have a cue, with it."""
    parts = [sentence]
    for rule in _of("break"):
        parts = [piece for part in parts for piece in rule.pattern.split(part)]
    for part in parts:
        if found := cue(part):
            yield part, *found


# ------------------------------------------------------------------------------ matching


class Task(msgspec.Struct, frozen=True):
    """An action item as it is looked for in later documents."""

    entry: Entry[ActionItem]
    words: Mapping[str, float]
    """The stems of what is to be done, without the owner and the deadline."""
    owners: tuple[frozenset[str], ...]
    """For each owner the words, any of which names the owner: names and offices."""
    case: str | None
    title: str | None


def task(
    entry: Entry[ActionItem], participants: Iterable[Participant], item: AgendaItem | None
) -> Task:
    """An action item with the names of its owners, which the participants of its meeting tell."""
    fact = entry.fact
    text = fact.text.replace(fact.due_text or "\0", " ")
    for rule in _of("lead"):
        text = rule.pattern.sub("", text, count=1)
    roles = {fold(p.name): p.role for p in participants if p.role}
    owners = tuple(_names(name, roles.get(fold(name))) for name in fact.owner)
    named = frozenset(word for words in owners for word in words)
    words = {word: weight for word, weight in content(text).items() if word not in named}
    case = case_key(item.case_number) if item and item.case_number else None
    return Task(entry, words, owners, case, item.title if item else None)


def _names(name: str, role: str | None) -> frozenset[str]:
    given = [word.casefold() for word in _WORD.findall(name)]
    offices = [word.casefold() for word in _WORD.findall(role or "") if len(word) > 6]
    return frozenset(form for word in given + offices for form in (word, stem(word)))


def _is_named(owner: frozenset[str], text: str) -> bool:
    said = {word.casefold() for word in _WORD.findall(text)}
    return any(w in owner or stem(w) in owner or w.removesuffix("s") in owner for w in said)


def _same_verb(verb: str, words: Iterable[str]) -> bool:
    """Whether a verb in the past is one of a task's words, maybe with a prefix before it."""
    own = stem(verb)
    roots = {own, re.sub(r"(?:ades|[dt]es|ats?|tts?|its?|ts?)$", "", verb)}
    return any(
        word in roots or (len(word) > 5 and any(root.endswith(word[:-1]) for root in roots))
        for word in words
    )


ENOUGH = 3.0
"""Weight of shared words below which a saying is about something else: one telling word."""


def _says_news(task: Task, saying: Saying) -> bool:
    """Whether a saying tells an outcome: what the task itself said at the time is none."""
    if not saying.verb:
        return True
    is_verb = stem(saying.verb) != saying.verb
    before = {word.casefold() for word in _WORD.findall(task.entry.fact.text)}
    return is_verb and saying.verb not in before and _same_verb(saying.verb, task.words)


def confidence(task: Task, saying: Saying, at: Sitting) -> float:
    """How surely a saying is about a task, 0 to 1; 0 where it is not held to be.

    The steps are set by hand: what names the owner and stands in its place is the surest.
    """
    if saying.words.keys().isdisjoint(task.words):
        return 0.0
    shared = task.words.keys() & saying.words.keys()
    weight = sum(task.words[word] for word in shared)
    if weight < ENOUGH or not _says_news(task, saying):
        return 0.0
    part = weight / sum(task.words.values())
    placed = saying.follows_up or _in_its_place(task, saying.item)
    if any(_is_named(owner, saying.text) for owner in task.owners):
        enough = part >= (0.35 if placed else 0.6)
        return (0.9 if placed else 0.8) if enough else 0.0
    if task.owners and _other_is_named(task, saying, at):
        return 0.0
    telling = saying.follows_up or len(shared) > 1
    return 0.7 if placed and telling and part >= 0.45 else 0.0


def _in_its_place(task: Task, item: AgendaItem | None) -> bool:
    """Whether a point is of the task's case, or has its title, unless most meetings have it."""
    if item is None:
        return False
    if task.case is not None and task.case == _case_of(item):
        return True
    return fold(task.title or "") == fold(item.title) and not is_standing(item.title)


def _case_of(item: AgendaItem | None) -> str | None:
    return case_key(item.case_number) if item and item.case_number else None


def _other_is_named(task: Task, saying: Saying, at: Sitting) -> bool:
    """Whether somebody of the meeting is named, who is none of the owners."""
    said = {word for word in _WORD.findall(saying.text) if word[0].isupper()}
    said |= {word.removesuffix("s") for word in said}
    own = {fold(name) for name in task.entry.fact.owner}
    return any(fold(name) not in own and name.split()[0] in said for name in at.people)


# ------------------------------------------------------------------------------ the archive


class Memory:
    """What was found before, which holds as long as the documents are the same."""

    def __init__(self) -> None:
        self.sayings: dict[str, tuple[str, tuple[Saying, ...]]] = {}
        """By the id of the document, with its revision."""
        self.mentions: dict[str, tuple[tuple[str, ...], Mention | None]] = {}
        """By the id of the action item, with the revisions of the documents it came from."""


def followed(
    archive: Archive,
    entries: Iterable[Entry[ActionItem]],
    today: str | None = None,
    memory: Memory | None = None,
) -> dict[str, FollowedUp]:
    """The standing of action items by their ids, on a day (ISO date).

    Without `today` it is the day of the latest meeting in the archive. Who asks again and again
    gives a memory.
    """
    wanted = list(entries)
    sittings = sittings_of(archive)
    day = today or max((s.date for s in sittings.values() if s.date), default="")
    of_body: dict[str, list[Sitting]] = {}
    for sitting in sittings.values():
        of_body.setdefault(fold(sitting.body or ""), []).append(sitting)
    read = _Reader(archive, memory or Memory())
    found = {}
    for entry in wanted:
        own = sittings.get(entry.meeting_id)
        after = later(own, of_body[fold(own.body or "")], HORIZON) if own else []
        mention = read.mention(entry, after) if after else None
        found[entry.id] = standing_on(day, entry.fact, mention)
    return found


def standing_on(day: str, fact: ActionItem, mention: Mention | None) -> FollowedUp:
    """The standing of an action item on a day, given what later passage tells of it."""
    if mention and mention.standing is not Standing.OPEN:
        return FollowedUp(mention.standing, mention)
    late = bool(fact.due_date) and str(fact.due_date) < day
    return FollowedUp(Standing.OVERDUE if late else Standing.OPEN, mention)


def _task_of(archive: Archive, entry: Entry[ActionItem]) -> Task:
    present = archive.facts(Participant, Filters(meeting_id=entry.meeting_id, superseded=True))
    item = archive.point(entry.point_id).fact if entry.point_id else None
    return task(entry, [each.fact for each in present], item)


class _Reader:
    """The sayings of documents, each read once."""

    def __init__(self, archive: Archive, memory: Memory) -> None:
        self.archive = archive
        self.memory = memory
        self._revisions = {d.id: d.revision for d in archive.documents()}

    def of(self, document_id: str) -> tuple[Saying, ...]:
        """What a document says of how far things have come."""
        revision = self._revisions[document_id]
        known = self.memory.sayings.get(document_id)
        if known is None or known[0] != revision:
            document = self.archive.document(document_id)
            records = self.archive.records(document_id)
            known = (revision, tuple(sayings(document, records)))
            self.memory.sayings[document_id] = known
        return known[1]

    def mention(self, entry: Entry[ActionItem], after: Sequence[Sitting]) -> Mention | None:
        """What later meetings say of an action item."""
        ids = (entry.document_id, *(id_ for sitting in after for id_ in sitting.document_ids))
        from_ = tuple(self._revisions.get(id_, "") for id_ in ids)
        known = self.memory.mentions.get(entry.id)
        if known is None or known[0] != from_:
            known = (from_, _settled(_task_of(self.archive, entry), after, self))
            self.memory.mentions[entry.id] = known
        return known[1]


def _settled(task: Task, after: Sequence[Sitting], read: _Reader) -> Mention | None:
    """The first later passage that ends a task, else the latest that says it is left."""
    latest: Mention | None = None
    for sitting in after:
        told = [
            (confidence(task, saying, sitting), -number, saying, document_id)
            for document_id in sitting.document_ids
            for number, saying in enumerate(read.of(document_id))
        ]
        sure, _, saying, document_id = max(told, key=lambda t: t[:2], default=(0.0, 0, None, ""))
        if saying is None or sure == 0:
            continue
        latest = _mention(saying, sitting, document_id, sure)
        if latest.standing is not Standing.OPEN:
            break
    return latest


def _mention(saying: Saying, sitting: Sitting, document_id: str, sure: float) -> Mention:
    standing = {"open": Standing.OPEN, "dropped": Standing.DROPPED}
    rule = f"followups:{saying.rule.id}"
    return Mention(
        text=saying.text,
        meeting_id=sitting.meeting_id,
        date=sitting.date or "",
        body=sitting.body,
        point=saying.item.label if saying.item else None,
        standing=standing.get(saying.rule.meaning, Standing.DONE),
        provenance=Provenance(document_id, saying.page, saying.spans, (), rule, sure),
    )
