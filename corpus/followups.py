"""What became of promises: action items and what later meetings say of them (uppföljning).

An action item is looked for in the later documents of the same series of meetings: above all in
what is said of the previous minutes (föregående protokoll), but also in the same case and in
decisions. A sentence speaks of the item when it names the owner, or stands where the item is to
be followed up, and shares enough of the words that carry the item's subject. What it says of it
are the rows of `followups.toml`. Where no sentence does, nothing is said but that the day is past.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby

import msgspec

from corpus import sayings as said
from corpus.archive import Archive
from corpus.entries import Entry, Filters
from corpus.errors import ArchiveError
from corpus.meetings import fold
from corpus.model import ActionItem, AgendaItem, Participant, Provenance
from corpus.sayings import WORD, Point, Saying, content, is_standing, of_meaning, stem
from corpus.series import Sitting, later, sittings_of
from corpus.touched import HORIZON, touched


class Standing(StrEnum):
    """How far an action item has come; documents say that it is open, done or dropped."""

    OPEN = "open"
    STARTED = "started"
    OVERDUE = "overdue"
    DONE = "done"
    DROPPED = "dropped"


STANDINGS = {
    "open": "öppet",
    "started": "påbörjat",
    "overdue": "försenat",
    "done": "klart",
    "dropped": "utgår",
}


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


# ------------------------------------------------------------------------------ matching


class Sought(msgspec.Struct, frozen=True):
    """An action item as it is looked for in later documents."""

    entry: Entry[ActionItem]
    words: Mapping[str, float]
    """The stems of what is to be done, without the owner and the deadline."""
    owners: tuple[frozenset[str], ...]
    """For each owner the words, any of which names the owner: names and offices."""
    point: Point | None


def sought(
    entry: Entry[ActionItem], participants: Iterable[Participant], item: AgendaItem | None
) -> Sought:
    """An action item with the names of its owners, which the participants of its meeting tell."""
    fact = entry.fact
    text = fact.text.replace(fact.due_text or "\0", " ")
    for rule in of_meaning("lead"):
        text = rule.pattern.sub("", text, count=1)
    roles = {fold(p.name): p.role for p in participants if p.role}
    owners = tuple(_names(name, roles.get(fold(name))) for name in fact.owner)
    named = frozenset(word for words in owners for word in words)
    words = {word: weight for word, weight in content(text).items() if word not in named}
    return Sought(entry, words, owners, Point.of(item) if item else None)


def _names(name: str, role: str | None) -> frozenset[str]:
    given = [word.casefold() for word in WORD.findall(name)]
    offices = [word.casefold() for word in WORD.findall(role or "") if len(word) > 6]
    return frozenset(form for word in given + offices for form in (word, stem(word)))


def _is_named(owner: frozenset[str], text: str) -> bool:
    said = {word.casefold() for word in WORD.findall(text)}
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


def _says_news(task: Sought, saying: Saying) -> bool:
    """Whether a saying tells an outcome: what the task itself said at the time is none."""
    if not saying.verb:
        return True
    is_verb = stem(saying.verb) != saying.verb
    before = {word.casefold() for word in WORD.findall(task.entry.fact.text)}
    return is_verb and saying.verb not in before and _same_verb(saying.verb, task.words)


def confidence(task: Sought, saying: Saying, at: Sitting) -> float:
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
    placed = saying.follows_up or _in_its_place(task.point, saying.point)
    if any(_is_named(owner, saying.text) for owner in task.owners):
        enough = part >= (0.35 if placed else 0.6)
        return (0.9 if placed else 0.8) if enough else 0.0
    if task.owners and _other_is_named(task, saying, at):
        return 0.0
    telling = saying.follows_up or len(shared) > 1
    return 0.7 if placed and telling and part >= 0.45 else 0.0


def _in_its_place(own: Point | None, point: Point | None) -> bool:
    """Whether a point is of the task's case, or has its title, unless most meetings have it."""
    if point is None:
        return False
    if own and own.case is not None and own.case == point.case:
        return True
    return fold(own.title if own else "") == fold(point.title) and not is_standing(point.title)


def _other_is_named(task: Sought, saying: Saying, at: Sitting) -> bool:
    """Whether somebody of the meeting is named, who is none of the owners."""
    said = {word for word in WORD.findall(saying.text) if word[0].isupper()}
    said |= {word.removesuffix("s") for word in said}
    own = {fold(name) for name in task.entry.fact.owner}
    return any(fold(name) not in own and name.split()[0] in said for name in at.people)


# ------------------------------------------------------------------------------ the archive

_BATCH = 50
"""Documents whose sayings are kept in one step."""


def settle(archive: Archive) -> bool:
    """Bring up to date what the archive knows of its action items; whether anything was to do.

    What is known is not asked again: only documents whose sayings an older program found are
    read, and only tasks looked for that documents stored since may speak of. Where nothing can be
    written (an ingest holds the archive, a disk is read only) it is left for the next time.
    """
    with contextlib.suppress(ArchiveError):
        return _find_sayings(archive) | _find_mentions(archive)
    return True


def is_settled(archive: Archive) -> bool:
    """Whether later documents have been looked through for what they say of every task."""
    return not archive.ask("SELECT 1 FROM task WHERE NOT settled LIMIT 1")


def _find_sayings(archive: Archive) -> bool:
    """Find what documents say that no program of today has looked through."""
    sql = (
        "SELECT d.id FROM document d LEFT JOIN saying s ON s.document_id = d.id"
        " WHERE s.teller IS NOT ? ORDER BY d.id"
    )
    ids = [row[0] for row in archive.ask(sql, (said.teller(),))]
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        found = [(i, said.packed(archive.document(i), archive.records(i))) for i in some]
        with archive.changing() as db:
            for id_, kept in found:
                db.execute(
                    "INSERT OR REPLACE INTO saying VALUES (?, ?, ?)", (id_, said.teller(), kept)
                )
            touched(db, some)
    return bool(ids)


def _find_mentions(archive: Archive) -> bool:
    """Find what later meetings say of the tasks that they may say something new of."""
    sql = (
        "SELECT f.id, r.series FROM task t JOIN action_item f ON f.id = t.action_id"
        " JOIN record r ON r.id = f.record_id WHERE NOT t.settled"
        " ORDER BY r.series, r.date, f.id"
    )
    rows = archive.ask(sql)
    for series, some in groupby(rows, key=lambda row: row[1]):
        with archive.at_once():
            found = list(_mentions(archive, series, [row[0] for row in some]))
        with archive.changing() as db:
            db.executemany(
                "UPDATE task SET settled = 1, said = ?, mention = ? WHERE action_id = ?", found
            )
    return bool(rows)


def _mentions(
    archive: Archive, series: str, ids: Sequence[str]
) -> Iterator[tuple[str | None, str | None, str]]:
    """For each of some tasks of a series: what a later meeting says, and that as it is kept."""
    sittings = sittings_of(archive, series)
    read = _Reader(archive)
    for entry in archive.facts_of(ActionItem, ids):
        own = sittings.get(entry.meeting_id)
        after = later(own, sittings.values(), HORIZON) if own else []
        found = _settled(_task_of(archive, entry), after, read) if after else None
        kept = msgspec.json.encode(found).decode() if found else None
        yield (found.standing if found else None), kept, entry.id


def _task_of(archive: Archive, entry: Entry[ActionItem]) -> Sought:
    present = archive.facts(Participant, Filters(meeting_id=entry.meeting_id, superseded=True))
    item = archive.point(entry.point_id).fact if entry.point_id else None
    return sought(entry, [each.fact for each in present], item)


class _Reader:
    """The sayings of the documents of one series, each unpacked once."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._known: dict[str, tuple[Saying, ...]] = {}

    def of(self, document_id: str) -> tuple[Saying, ...]:
        """What a document says of how far things have come."""
        known = self._known.get(document_id)
        if known is None:
            sql = "SELECT said FROM saying WHERE document_id = ?"
            rows = self.archive.ask(sql, (document_id,))
            known = self._known[document_id] = said.unpacked(rows[0][0]) if rows else ()
        return known


def _settled(task: Sought, after: Sequence[Sitting], read: _Reader) -> Mention | None:
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
    rule = f"followups:{saying.rule}"
    return Mention(
        text=saying.text,
        meeting_id=sitting.meeting_id,
        date=sitting.date or "",
        body=sitting.body,
        point=saying.point.label if saying.point else None,
        standing=standing.get(saying.meaning, Standing.DONE),
        provenance=Provenance(document_id, saying.page, saying.spans, (), rule, sure),
    )
