"""The pages of a meeting and of a point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from itertools import chain, combinations
from typing import Any

import msgspec
from starlette.responses import Response

from corpus.cells import as_date
from corpus.entries import Entry, Filters, MeetingEntry
from corpus.export import Event, Listing, hidden_event
from corpus.history import case_at
from corpus.model import (
    ActionItem,
    AgendaItem,
    Decision,
    Participant,
    Statement,
    UpcomingDate,
    Vote,
)
from corpus.series import may_be_one
from corpus.tasks import tasks_of
from corpus.told import decided_tasks, told_once
from index.search import similar
from index.units import units
from index.whole import Shown, whole_meeting, whole_point
from web.asking import Ask, go
from web.files import download, hiding
from web.looks import page
from web.running import Block, blocks


class Facts(msgspec.Struct):
    """The facts of a meeting or a point, by their types."""

    items: list[Entry[AgendaItem]]
    participants: list[Entry[Participant]]
    decisions: list[Entry[Decision]]
    actions: list[Entry[ActionItem]]
    dates: list[Entry[UpcomingDate]]
    votes: list[Entry[Vote]]
    statements: list[Entry[Statement]]


def by_type(shown: Shown, noted: Container[str]) -> Facts:
    """The facts of what is shown, by their types, each once; those of the document to believe
    first come first. `noted` are the action items that staff have written about."""
    rank = {document.id: at for at, document in enumerate(shown.documents)}
    facts = sorted(told_once(shown.facts, noted), key=lambda entry: rank[entry.document_id])

    def of(type_: type) -> list[Any]:
        return [entry for entry in facts if type(entry.fact) is type_]

    types = (AgendaItem, Participant, Decision, ActionItem, UpcomingDate, Vote, Statement)
    return Facts(*map(of, types))


class Bar(msgspec.Struct, frozen=True):
    """How one party voted."""

    party: str
    yes: int
    no: int
    abstain: int


def bars(vote: Vote) -> list[Bar]:
    """A vote party by party, the largest first; nothing when no ballots are known."""
    counted = Counter((b.affiliation or "–", b.option) for b in vote.ballots)
    found = [
        Bar(party, *(counted[party, option] for option in ("yes", "no", "abstain")))
        for party in sorted({party for party, _ in counted})
    ]
    return sorted(found, key=lambda bar: -(bar.yes + bar.no + bar.abstain))


def meeting(ask: Ask) -> Response:
    """A meeting, or for the id of a point the way to its meeting.

    Hits name points: which meeting a point belongs to may have changed since it was indexed.
    """
    if ask.request.path_params["id"].startswith("p-"):
        return go(f"/mote/{ask.archive.point(ask.request.path_params['id']).meeting_id}")
    shown = whole_meeting(ask.archive, ask.request.path_params["id"])
    before, after = _neighbours(ask, shown.meeting)
    facts = by_type(shown, ask.archive.noted())
    tasks = tasks_of(ask.archive, facts.actions)
    ask.tells_of(chain(shown.meeting.document_ids, *(task.document_ids for task in tasks)))
    return page(
        ask,
        "meeting.html",
        shown=shown,
        meeting=shown.meeting.meeting,
        facts=facts,
        outcomes=_by_point(shown),
        others=_others(shown, facts),
        before=before,
        after=after,
        bars=bars,
        documents=list(
            zip(shown.documents, shown.meeting.document_types, shown.pages, strict=True)
        ),
        tasks=tasks,
        decided=decided_tasks(facts.decisions, facts.actions),
    )


def _by_point(shown: Shown) -> dict[str, list[Entry[Decision]]]:
    found: dict[str, list[Entry[Decision]]] = {}
    for entry in shown.facts:
        if type(entry.fact) is Decision:
            found.setdefault(entry.point_id or "", []).append(entry)
    return found


def _others(shown: Shown, facts: Facts) -> list[Entry[AgendaItem]]:
    """Points that another document of the meeting tells in the same words."""
    told = {entry.id for entry in facts.items}
    return [e for e in shown.facts if type(e.fact) is AgendaItem and e.id not in told]


def _neighbours(ask: Ask, entry: MeetingEntry) -> tuple[MeetingEntry | None, MeetingEntry | None]:
    """The meetings of the same body before and after.

    Where several organisations have a body of that name, a meeting that tells none is of no one's.
    """
    home, day = entry.meeting.organisation, entry.meeting.date
    if entry.meeting.body is None or day is None:
        return None, None
    dated = [m for m in ask.archive.meetings(Filters(body=entry.meeting.body)) if m.meeting.date]
    named = {m.meeting.organisation for m in dated}
    if not all(may_be_one(one, other) for one, other in combinations(named, 2)):
        dated = [m for m in dated if home and m.meeting.organisation]
    near = [m for m in dated if may_be_one(m.meeting.organisation, home)]
    at = next((n for n, other in enumerate(near) if other.id == entry.id), None)
    if at is None:
        return None, None
    return near[at - 1] if at else None, near[at + 1] if at + 1 < len(near) else None


def calendar(ask: Ask) -> Response:
    """A meeting, its deadlines and the dates it announces as a calendar."""
    shown = whole_meeting(ask.archive, ask.request.path_params["id"])
    meeting, facts = shown.meeting.meeting, by_type(shown, ask.archive.noted())
    address = f"{ask.root}/mote/{shown.id}"
    name = meeting.body or meeting.organisation or "Möte"
    events = [Event(shown.id, meeting.date or "", name, meeting.place or "", address)]
    for entry in facts.actions:
        link = f"{ask.root}/bevis/{entry.id}"
        events.append(Event(entry.id, entry.fact.due_date or "", entry.fact.text, name, link))
    for each in facts.dates:
        link = f"{ask.root}/bevis/{each.id}"
        what = name if each.fact.what == "meeting" else each.fact.what
        events.append(Event(each.id, each.fact.date, what, each.fact.text, link))
    hide = hiding(ask)
    dated = tuple(hidden_event(e, shown.meeting, hide) for e in events if as_date(e.day))
    return download(Listing(name, (), (), dated), "ics", "meetings")


# ------------------------------------------------------------------------------ a point


def point(ask: Ask) -> Response:
    """A point of an agenda."""
    id_ = ask.request.path_params["id"]
    unit = ask.unit(id_)
    shown = whole_point(ask.archive, id_, unit.body if unit else None)
    facts = by_type(shown, ask.archive.noted())
    entry = facts.items[0]
    listed = list(ask.archive.facts(AgendaItem, Filters(document_id=entry.document_id)))
    at = next((n for n, other in enumerate(listed) if other.id == id_), 0)
    tasks, case = tasks_of(ask.archive, facts.actions), case_at(ask.archive, entry)
    newer = newer_point(ask, entry)
    alike = [u for u in similar(ask.site.engine, id_) if u.id.startswith("p-")]
    ask.tells_of(
        chain(
            [entry.document_id, *(unit.document_id for unit in alike)],
            case.document_ids if case else (),
            *(task.document_ids for task in tasks),
        )
    )
    return page(
        ask,
        "point.html",
        shown=shown,
        entry=entry,
        newer=newer,
        item=entry.fact,
        meeting=shown.meeting.meeting,
        facts=facts,
        blocks=_blocks(ask, entry),
        case=case,
        similar=alike,
        before=listed[at - 1] if at else None,
        after=listed[at + 1] if at + 1 < len(listed) else None,
        bars=bars,
        tasks=tasks,
        decided=decided_tasks(facts.decisions, facts.actions),
    )


def newer_point(ask: Ask, entry: Entry[AgendaItem]) -> str | None:
    """Where the same point is told by the document that stands for a superseded one."""
    newer = ask.archive.newer(entry.document_id)
    if newer is None:
        return None
    points = ask.archive.facts(AgendaItem, Filters(document_id=newer, superseded=True))
    same = (each.id for each in points if each.fact.number == entry.fact.number)
    point = next(same, None)
    return f"/punkt/{point}" if point else f"/handling/{newer}/sida/1"


def _blocks(ask: Ask, entry: Entry[AgendaItem]) -> list[Block]:
    """The text of a point as it reads in its document."""
    document = ask.site.document(entry.document_id)
    unit = ask.site.engine.unit(entry.id)
    if unit is None:
        archive = ask.archive
        made = units(document, archive.records(document.id), archive.meetings_of(document.id))
        unit = next((each for each in made if each.id == entry.id), None)
    hide = () if ask.sees_personal_data else ask.archive.personal(document.id)
    return blocks(document, unit, entry.fact.provenance.spans, hide) if unit else []
