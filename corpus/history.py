"""What runs over meetings: a case from its first point to its last, and a person's part in them.

A case (ärende) is held together by its case number (diarienummer); points without a number are
held to it when the same body treats them under the same subject. A person is one over meetings
when name and surroundings agree; every such judgement keeps the evidence it was made on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from corpus.archive import Archive
from corpus.cases import case_key
from corpus.entries import Entry, Filters
from corpus.holdings import IS_CURRENT
from corpus.meetings import fold
from corpus.model import (
    ActionItem,
    AgendaItem,
    Decision,
    Outcome,
    Participant,
    Statement,
)
from corpus.rows import BY_TYPE
from corpus.sayings import content, is_standing
from corpus.series import may_be_one
from corpus.swedish.lexicon import one_slip
from corpus.tasks import Task, tasks_of
from corpus.told import told_once

# ------------------------------------------------------------------------------ cases


class Step(msgspec.Struct, frozen=True):
    """A case at one meeting."""

    meeting_id: str
    date: str | None
    organisation: str | None
    body: str | None
    points: tuple[Entry[AgendaItem], ...]
    """The same point in each document of the meeting."""
    decisions: tuple[Entry[Decision], ...]
    """Each decision once, though several documents quote it."""
    evidence: str
    """Why the point is held to be of the case, in words for a person."""


class Move(msgspec.Struct, frozen=True):
    """A case put off (bordlagt) or sent back (återremitterat), and where it came up again."""

    outcome: Outcome
    decision: Entry[Decision]
    from_meeting: str
    to_meeting: str | None
    """None while no later meeting in the archive has treated it."""


class CaseHistory(msgspec.Struct, frozen=True):
    """A case over meetings (ärendets gång), the earliest first."""

    number: str | None
    title: str
    steps: tuple[Step, ...]
    moves: tuple[Move, ...]

    @property
    def document_ids(self) -> set[str]:
        """The documents that tell of it."""
        points = {entry.document_id for step in self.steps for entry in step.points}
        return points.union(entry.document_id for step in self.steps for entry in step.decisions)


PUT_OFF = (Outcome.TABLED, Outcome.REFERRED_BACK)
_TELLING = 3.0
"""Weight of a word that tells a subject by itself."""
ALIKE = 0.6
"""Part of the weight of both titles' words that they must share to be of one subject."""


@lru_cache(maxsize=20_000)
def _subject_of(title: str) -> Mapping[str, float]:
    """The words of a title with their weights; none of a standing item's."""
    return MappingProxyType({} if is_standing(title) else content(title))


def subject_shared(one: str, other: str) -> frozenset[str]:
    """The words that make two titles one subject; none where they are not."""
    words, others = _subject_of(one), _subject_of(other)
    shared = words.keys() & others.keys()
    if not shared or max(words[word] for word in shared) < _TELLING:
        return frozenset()
    weight = sum(words[word] for word in shared)
    both = sum(words.values()) + sum(others.values()) - weight
    return frozenset(shared) if weight >= ALIKE * both else frozenset()


def case_of(
    points: Iterable[Entry[AgendaItem]], decisions: Mapping[str, Sequence[Entry[Decision]]]
) -> CaseHistory | None:
    """The history that points of one case make; `decisions` by the ids of the points.

    The first point, by date, gives the words that points without a number are held to.
    """
    found = sorted(points, key=lambda point: (point.date or "", point.id))
    if not found:
        return None
    numbers = [p.fact.case_number for p in found if p.fact.case_number]
    named = [p for p in found if p.fact.case_number] or found
    meetings: list[list[Entry[AgendaItem]]] = []
    for point in found:
        same = next((m for m in meetings if all(_one_sitting(point, p) for p in m)), None)
        if same is None:
            meetings.append([point])
        else:
            same.append(point)
    steps = tuple(_step(same, decisions, named) for same in meetings)
    return CaseHistory(numbers[-1] if numbers else None, _title(named), steps, _moves(steps))


def _one_sitting(one: Entry[AgendaItem], other: Entry[AgendaItem]) -> bool:
    """Whether points of one case are of one meeting, which a notice may not name the body of."""
    if one.meeting_id == other.meeting_id:
        return True
    same_day = one.date is not None and one.date == other.date
    unnamed = one.body is None or other.body is None
    return same_day and unnamed and may_be_one(one.organisation, other.organisation)


def _title(points: Sequence[Entry[AgendaItem]]) -> str:
    telling = [p.fact.title for p in points if not is_standing(p.fact.title)]
    return (telling or [points[-1].fact.title])[-1]


def _step(
    points: Sequence[Entry[AgendaItem]],
    decisions: Mapping[str, Sequence[Entry[Decision]]],
    named: Sequence[Entry[AgendaItem]],
) -> Step:
    first = min(points, key=lambda p: (p.body is None, not decisions.get(p.id), p.id))
    said = {fold(d.fact.text): d for p in reversed(points) for d in decisions.get(p.id, ())}
    told = tuple(d for p in points for d in decisions.get(p.id, ()) if said[fold(d.fact.text)] is d)
    number = next((p.fact.case_number for p in points if p.fact.case_number), None)
    return Step(
        meeting_id=first.meeting_id,
        date=first.date,
        organisation=first.organisation,
        body=first.body,
        points=(first, *(p for p in points if p is not first)),
        decisions=told,
        evidence=f"diarienummer {number}" if number else _why_subject(first, named),
    )


def _why_subject(point: Entry[AgendaItem], named: Sequence[Entry[AgendaItem]]) -> str:
    for other in named:
        if shared := subject_shared(point.fact.title, other.fact.title):
            return f"samma ämne: {', '.join(sorted(shared))}"
    return f"rubriken {point.fact.title}"


def _moves(steps: Sequence[Step]) -> tuple[Move, ...]:
    found = []
    for at, step in enumerate(steps):
        after = next(
            (s for s in steps[at + 1 :] if s.date and step.date and s.date > step.date), None
        )
        found += [
            Move(d.fact.outcome, d, step.meeting_id, after.meeting_id if after else None)
            for d in step.decisions
            if d.fact.outcome in PUT_OFF
        ]
    return tuple(found)


def cases_named(archive: Archive, number: str) -> tuple[CaseHistory, ...]:
    """The cases of a number; several where organisations use the same one. None for no case."""
    rows = archive.ask(
        "SELECT f.id FROM case_point c JOIN agenda_item f ON f.id = c.point_id"  # noqa: S608
        f" JOIN record r ON r.id = f.record_id WHERE c.case_key = ? AND {IS_CURRENT}"
        " ORDER BY f.rowid",
        (case_key(number),),
    )
    groups = _apart(archive.point(row[0]) for row in rows)
    return tuple(case for group in groups if (case := _whole(archive, group)))


def case_at(archive: Archive, point: Entry[AgendaItem]) -> CaseHistory | None:
    """The case that a point is of; None for a standing item that has no number."""
    if point.fact.case_number:
        cases = cases_named(archive, point.fact.case_number)
        of = (case for case in cases if any(point.id == p.id for s in case.steps for p in s.points))
        return next(of, None)
    return None if is_standing(point.fact.title) else _whole(archive, [point])


def _apart(points: Iterable[Entry[AgendaItem]]) -> list[list[Entry[AgendaItem]]]:
    """Points of one number parted by organisation, unless they are of one body and subject."""
    groups: list[list[Entry[AgendaItem]]] = []
    for point in points:
        near = [g for g in groups if any(_one_case(point, other) for other in g)]
        groups = [g for g in groups if g not in near] + [[point, *(p for g in near for p in g)]]
    return groups


def _one_case(one: Entry[AgendaItem], other: Entry[AgendaItem]) -> bool:
    if may_be_one(one.organisation, other.organisation):
        return True
    same_body = fold(one.body or "") == fold(other.body or "")
    words, others = content(one.fact.title), content(other.fact.title)
    telling = [word for word in words.keys() & others.keys() if words[word] >= _TELLING]
    return same_body and bool(telling)


def _whole(archive: Archive, points: Sequence[Entry[AgendaItem]]) -> CaseHistory | None:
    """The case of some points, with the points of the same body and subject without a number."""
    bodies = sorted({p.body for p in points if p.body})
    known = {p.id for p in points}
    found = list(points)
    for row in archive.ask(
        "SELECT f.id, f.title FROM agenda_item f JOIN record r ON r.id = f.record_id"  # noqa: S608
        f" WHERE f.case_number IS NULL AND r.body IN ({', '.join('?' * len(bodies))})"
        f" AND {IS_CURRENT}",
        bodies,
    ):
        if row[0] in known or not any(subject_shared(row[1], p.fact.title) for p in points):
            continue
        other = archive.point(row[0])
        if any(may_be_one(other.organisation, p.organisation) for p in points):
            found.append(other)
    found = _unbroken(found, known)
    decisions = {p.id: tuple(archive.facts(Decision, Filters(point_id=p.id))) for p in found}
    return case_of(found, decisions)


REST = 270
"""Days after which the same subject is another matter: what comes once a year is no case."""


def _unbroken(points: Sequence[Entry[AgendaItem]], known: set[str]) -> list[Entry[AgendaItem]]:
    """The known points, and those with no longer rest between them and a known one."""
    dated = sorted((p for p in points if p.date), key=lambda p: (p.date or "", p.id))
    runs: list[list[Entry[AgendaItem]]] = []
    for point in dated:
        day = date.fromisoformat(point.date or "")
        if runs and (day - date.fromisoformat(runs[-1][-1].date or "")).days <= REST:
            runs[-1].append(point)
        else:
            runs.append([point])
    kept = [point for run in runs if any(p.id in known for p in run) for point in run]
    return [*kept, *(p for p in points if not p.date and p.id in known)]


# ------------------------------------------------------------------------------ people


class Person(msgspec.Struct, frozen=True):
    """One person over meetings."""

    name: str
    """The spelling used most."""
    spellings: tuple[str, ...]
    evidence: tuple[str, ...]
    """Why other spellings are held to be the same person, in words for a person."""
    taken: tuple[Entry[Participant], ...]
    """The meetings taken part in, the earliest first, with the role at the time."""


class PersonHistory(msgspec.Struct, frozen=True):
    """A person's part in meetings: what was decided on, moved and to be done."""

    person: Person
    tasks: tuple[Task, ...]
    statements: tuple[Entry[Statement], ...]
    decisions: tuple[Entry[Decision], ...]
    """Decisions that name the person in full, or on a point the person answers for."""


_LONG = 9
"""Letters of a name below which one letter more or less is another name."""


@lru_cache(maxsize=50_000)
def spelled_alike(one: str, other: str) -> str | None:
    """In what way two names may be spellings of one, in words; None where they may not.

    The same words in another order, a middle name more, or one letter's difference in a name
    long enough that another person seldom is so near.
    """
    words, others = fold(one).replace("-", " ").split(), fold(other).replace("-", " ").split()
    if words == others:
        return "samma namn"
    if sorted(word.strip(",") for word in words) == sorted(word.strip(",") for word in others):
        return "samma namn i annan ordning"
    few, many = sorted((words, others), key=len)
    if len(many) == len(few) + 1 > 2 and few[0] == many[0] and set(few) < set(many):
        return "ett namn mer"
    joined, joined_other = " ".join(words), " ".join(others)
    if len(words) == len(others) and min(len(joined), len(joined_other)) >= _LONG:
        return "en bokstav skiljer" if one_slip(joined, joined_other) else None
    return None


def one_person(one: Entry[Participant], other: Entry[Participant]) -> str | None:
    """On what evidence two participants are one person, in words; None where it is too little.

    The same name needs the same surroundings: body, organisation, affiliation or office.
    Another spelling needs the same body or organisation, and no other affiliation.
    """
    how = spelled_alike(one.fact.name, other.fact.name)
    if how is None:
        return None
    surroundings = list(_agreeing(one, other))
    if fold(one.fact.name) == fold(other.fact.name):
        return f"{how}, {surroundings[0]}" if surroundings else None
    against = _differ(one.fact.affiliation, other.fact.affiliation)
    near = [each for each in surroundings if each.startswith(("samma organ", "samma organisation"))]
    return None if against or not near else f"{how}, {near[0]}"


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other) and not may_be_one(one, other)


def _agreeing(one: Entry[Participant], other: Entry[Participant]) -> Iterator[str]:
    """What two participants have in common beside the name, in words."""
    homes = _known(one.organisation, one.fact.affiliation)
    others = _known(other.organisation, other.fact.affiliation)
    if (
        one.body
        and fold(one.body) == fold(other.body or "")
        and not _differ(one.organisation, other.organisation)
    ):
        yield f"samma organ ({one.body})"
    if one.organisation and other.organisation and may_be_one(one.organisation, other.organisation):
        yield f"samma organisation ({one.organisation})"
    for home in homes:
        if any(len(home) > 3 and may_be_one(home, each) for each in others):
            yield f"hör till {home}"
    if (
        one.fact.role
        and len(one.fact.role) > 11
        and fold(one.fact.role) == fold(other.fact.role or "")
    ):
        yield f"samma roll ({one.fact.role})"


def _known(*names: str | None) -> list[str]:
    return [name for name in names if name]


def people_of(taken: Iterable[Entry[Participant]]) -> tuple[Person, ...]:
    """The people that participants are, those of most meetings first."""
    entries = list(taken)
    apart = _side_by_side(entries)
    groups: list[_Group] = []
    why: dict[str, str] = {}
    for entry in entries:
        near = []
        for group in groups:
            found = next(_reasons(entry, group.different, apart), None)
            if found is None:
                continue
            near.append(group)
            if fold(found[0].fact.name) != fold(entry.fact.name):
                pair = sorted((found[0].fact.name, entry.fact.name))
                why[entry.id] = f"{' och '.join(pair)}: {found[1]}"
        if len(near) == 1:
            near[0].take(entry)
            continue
        merged = _Group()
        for each in (*(each for group in near for each in group.entries), entry):
            merged.take(each)
        groups = [group for group in groups if group not in near] + [merged]
    people = [_person(group.entries, why) for group in groups]
    return tuple(sorted(people, key=lambda p: (-len({e.meeting_id for e in p.taken}), p.name)))


class _Group:
    """Participants held to be one person."""

    def __init__(self) -> None:
        self.entries: list[Entry[Participant]] = []
        self._alike: dict[tuple[object, ...], Entry[Participant]] = {}

    def take(self, entry: Entry[Participant]) -> None:
        """Put one more in."""
        self.entries.append(entry)
        fact = entry.fact
        said = (fact.name, fact.affiliation, fact.role, entry.body, entry.organisation)
        self._alike.setdefault(said, entry)

    @property
    def different(self) -> Iterable[Entry[Participant]]:
        """The first of each kind: others like it are the same people as it for the same reasons."""
        return self._alike.values()


def _side_by_side(entries: Iterable[Entry[Participant]]) -> set[frozenset[str]]:
    """The pairs of names that stand in one document, and so are of two people."""
    names: dict[str, set[str]] = {}
    for entry in entries:
        names.setdefault(entry.document_id, set()).add(fold(entry.fact.name))
    return {frozenset(pair) for each in names.values() for pair in combinations(each, 2)}


def _reasons(
    entry: Entry[Participant], group: Iterable[Entry[Participant]], apart: set[frozenset[str]]
) -> Iterator[tuple[Entry[Participant], str]]:
    """Those of a group that a participant is one person with, and why."""
    for other in group:
        pair = frozenset((fold(other.fact.name), fold(entry.fact.name)))
        if pair not in apart and (reason := one_person(entry, other)):
            yield other, reason


def _person(group: Sequence[Entry[Participant]], why: Mapping[str, str]) -> Person:
    names = [entry.fact.name for entry in group]
    spellings = sorted(set(names), key=lambda name: (-names.count(name), name))
    taken = tuple(sorted(group, key=lambda e: (e.date or "", e.meeting_id, e.id)))
    evidence = sorted({why[entry.id] for entry in group if entry.id in why})
    return Person(spellings[0], tuple(spellings), tuple(evidence), taken)


def people_named(archive: Archive, name: str) -> tuple[PersonHistory, ...]:
    """The people whose names have these words, with their part in meetings.

    Raises UsageError when there are none.
    """
    asked = archive.persons_named(name)
    listed = [row[0] for row in archive.ask("SELECT DISTINCT name FROM participant")]
    near = _near(listed, asked)
    known_as = {fold(each) for each in near}
    people = people_of(_taken(archive, [each for each in listed if fold(each) in known_as]))
    known = {fold(spelling) for person in people for spelling in person.spellings}
    unseen = [Person(n, (n,), (), ()) for n in asked if not any(_part_of(n, k) for k in known)]
    return tuple(_history(archive, who, people) for who in (*people, *unseen))


def _near(listed: Iterable[str], asked: Iterable[str]) -> list[str]:
    """The names that may be spellings of those asked for."""
    return [each for each in listed if any(spelled_alike(each, other) for other in asked)]


def _part_of(name: str, known: str) -> bool:
    return set(fold(name).split()) <= set(known.split())


def _taken(archive: Archive, names: Sequence[str]) -> list[Entry[Participant]]:
    """The participants of some names, name by name."""
    rows = archive.ask(
        "SELECT id FROM participant WHERE name IN (SELECT value FROM json_each(?))",
        (msgspec.json.encode(names).decode(),),
    )
    found = archive.facts_of(Participant, [row[0] for row in rows], current=True)
    return sorted(found, key=lambda entry: fold(entry.fact.name))


_T = TypeVar("_T")


def _history(archive: Archive, person: Person, people: Sequence[Person]) -> PersonHistory:
    names = {fold(name) for name in person.spellings}
    namesakes = any(p is not person and names & {fold(s) for s in p.spellings} for p in people)
    noted = archive.noted()

    def mine(entries: Iterable[Entry[_T]]) -> tuple[Entry[_T], ...]:
        """Facts of the person, not of a namesake elsewhere, each once."""
        near = (e for e in entries if not namesakes or _is_near(e, person))
        return tuple(told_once(near, noted))

    owned = _saying(archive, ActionItem, "owner", names)
    tasks = mine(e for e in owned if names & {fold(o) for o in e.fact.owner})
    spoken = _saying(archive, Statement, "rest", names)
    moved = mine(e for e in spoken if names & {fold(p) for p in e.fact.persons})
    whole = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})s?\b")
    near = _saying(archive, Decision, "text", names)
    named = [e for e in near if whole.search(fold(e.fact.text))]
    for point in _answered(archive, person):
        named += archive.facts(Decision, Filters(point_id=point.id))
    found = {e.id: e for e in sorted(named, key=lambda e: (e.date is None, e.date or ""))}
    tasks_now = tuple(tasks_of(archive, tasks))
    return PersonHistory(person, tasks_now, moved, mine(found.values()))


_PLAIN = re.compile(r"[a-z0-9]+")


def _saying(archive: Archive, kind: Any, column: str, names: Iterable[str]) -> list[Entry[Any]]:
    """The facts of a type, in current documents, with one of some names in a column.

    SQLite looks for the longest part of a name that it compares without regard to case, which is
    that without letters beyond ASCII; what it finds is looked at again.
    """
    table = BY_TYPE[kind].table
    parts = {max(_PLAIN.findall(name), key=len, default="") for name in names}
    like = " OR ".join(f"{column} LIKE '%{part}%'" for part in sorted(parts)) or "0"
    rows = archive.ask(f"SELECT id, {column} FROM {table} WHERE {like}")  # noqa: S608 - of this module
    ids = [id_ for id_, text in rows if any(name in fold(text) for name in names)]
    return list(archive.facts_of(kind, ids, current=True))


def _answered(archive: Archive, person: Person) -> Iterator[Entry[AgendaItem]]:
    """The points that a person answers for; by part of the name at the person's own meetings."""
    met = {e.meeting_id for e in person.taken}
    words = {word for name in person.spellings for word in fold(name).split()}
    names = {fold(name) for name in person.spellings}
    for row in archive.ask(
        "SELECT f.id, f.responsible, r.meeting_id FROM agenda_item f"
        " JOIN record r ON r.id = f.record_id WHERE f.responsible IS NOT NULL"
    ):
        said = fold(row[1])
        if said in names or (row[2] in met and set(said.split()) <= words):
            yield archive.point(row[0])


def _is_near(entry: Entry[_T], person: Person) -> bool:
    met = {e.meeting_id for e in person.taken}
    homes = [e.organisation for e in person.taken] + [e.fact.affiliation for e in person.taken]
    known = entry.organisation
    return entry.meeting_id in met or (
        known is not None and any(home and may_be_one(home, known) for home in homes)
    )
