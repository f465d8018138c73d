"""What `show` tells of a case or a person over meetings, and of what became of action items."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cli.render import heading, paragraph, plain, table
from cli.show import sentence
from cli.speech import _
from corpus.archive import Archive
from corpus.entries import Entry
from corpus.errors import UsageError
from corpus.followups import STANDINGS, Standing, settle
from corpus.history import (
    CaseHistory,
    Move,
    PersonHistory,
    case_at,
    cases_named,
    people_named,
)
from corpus.labels import ATTENDANCE, OUTCOMES
from corpus.model import ActionItem
from corpus.tasks import Task, tasks_of
from index.whole import Shown

_ID = re.compile(r"[a-z]-[a-z2-7]{1,12}|[0-9a-f]{4,64}", re.IGNORECASE)

Found = tuple[CaseHistory, ...] | tuple[PersonHistory, ...]


def find(archive: Archive, asked: str) -> Found:
    """The cases of a number, else the people of a name; nothing for an id.

    Raises UsageError when the archive has none of that number or name.
    """
    if cases := cases_named(archive, asked):
        return cases
    if _ID.fullmatch(asked):
        return ()
    settle(archive)
    try:
        if len(asked.strip()) < 2:
            raise UsageError(asked)
        return people_named(archive, asked)
    except UsageError as error:
        advice = "Skriv ett id, ett diarienummer eller ett namn, så som `radslag search` visar dem."
        raise UsageError(f"arkivet har inget som heter {asked}.", advice=advice) from error


def as_text(archive: Archive, found: Found) -> str:
    """For people: one case or person after the other.

    Several people of one name are those that nothing but the name holds together.
    """
    told = [
        _case(archive, each) if isinstance(each, CaseHistory) else _person(archive, each)
        for each in found
    ]
    return "\n\n".join("\n".join(lines) for lines in told)


def around(archive: Archive, shown: Shown) -> str:
    """What became of the action items of a meeting or a point, and the point's case."""
    given = (entry for entry in shown.facts if isinstance(entry.fact, ActionItem))
    settle(archive)
    lines = []
    if tasks := tasks_of(archive, given):
        lines += ["", heading(_("Uppföljning")), *_tasks(archive, tasks)]
    if shown.text is not None:
        case = case_at(archive, archive.point(shown.id))
        if case and len(case.steps) > 1:
            lines += ["", *_case(archive, case)]
    return "\n".join(lines)


# ------------------------------------------------------------------------------ cases


def _case(archive: Archive, case: CaseHistory) -> list[str]:
    lines = [heading(" · ".join(filter(None, (case.number, case.title))))]
    days = {step.meeting_id: step.date or _("okänd dag") for step in case.steps}
    for step in case.steps:
        where = ", ".join(filter(None, (step.body, step.organisation)))
        lines.append(f"  {days[step.meeting_id]}  {plain(where)}  {step.meeting_id}")
        for point in step.points[:1]:
            label = sentence(point.fact)
            lines.append(paragraph(plain(label), "      ", "    "))
            lines.append(f"      {_at(archive, point)}  {point.id}  ({step.evidence})")
        for move in case.moves:
            if move.to_meeting == step.meeting_id:
                word = _(OUTCOMES[move.outcome])
                lines.append("    ← " + _("{0} från {1}", word, days[move.from_meeting]))
        for decision in step.decisions:
            text = f"[{_(OUTCOMES[decision.fact.outcome])}] {decision.fact.text}"
            lines.append(paragraph(plain(text), "      ", "    • "))
            lines.append(f"      {_at(archive, decision)}  {decision.id}")
        lines += [
            _onward(move, days) for move in case.moves if move.from_meeting == step.meeting_id
        ]
    return lines


def _onward(move: Move, days: Mapping[str, str]) -> str:
    later = days[move.to_meeting] if move.to_meeting else None
    to = _("till {0}", later) if later else _("inte behandlat igen i arkivet")
    return f"    → {_(OUTCOMES[move.outcome])}, {to}"


def _at(archive: Archive, entry: Entry[Any]) -> str:
    name = archive.document_entry(entry.document_id).name
    return f"{_('s. {0}', entry.fact.provenance.page)}, {plain(name)}"


# ------------------------------------------------------------------------------ people


def _person(archive: Archive, found: PersonHistory) -> list[str]:
    person = found.person
    lines = [heading(person.name)]
    if len(person.spellings) > 1:
        others = ", ".join(map(plain, person.spellings[1:]))
        lines.append("  " + _("Även skrivet: {0}", others))
        lines += [f"    {plain(_(why))}" for why in person.evidence]
    if person.taken:
        lines += ["", heading(f"{_('Möten')} ({len({e.meeting_id for e in person.taken})})")]
        rows = [
            [
                f"  {entry.date or ''}",
                entry.body or entry.organisation or "",
                entry.fact.role or "",
                entry.fact.affiliation or "",
                _(ATTENDANCE[entry.fact.attendance]),
                f"{_('s. {0}', entry.fact.provenance.page)}  {entry.meeting_id}",
            ]
            for entry in person.taken
        ]
        lines.append(table(rows))
    if found.tasks:
        lines += ["", heading(f"{_('Uppdrag')} ({len(found.tasks)})")]
        lines += _tasks(archive, found.tasks)
    lines += _facts(archive, _("Beslut om personen och på personens punkter"), found.decisions)
    lines += _facts(archive, _("Yrkanden, reservationer, jäv"), found.statements)
    return lines


def _facts(archive: Archive, title: str, entries: Sequence[Entry[Any]]) -> list[str]:
    lines = ["", heading(f"{title} ({len(entries)})")] if entries else []
    for entry in entries:
        text = f"{entry.date or ''} {sentence(entry.fact)}"
        lines.append(paragraph(plain(text), "    ", "  • "))
        lines.append(f"    {_at(archive, entry)}  {entry.id}")
    return lines


def _tasks(archive: Archive, tasks: Sequence[Task]) -> list[str]:
    """Tasks with their standing, what the staff noted and the passage that says so."""
    lines = []
    for task in tasks:
        entry = task.action
        text = f"[{_(STANDINGS[task.standing])}] {entry.date or ''} {sentence(entry.fact)}"
        lines.append(paragraph(plain(text), "    ", "  • "))
        lines.append(f"    {_at(archive, entry)}  {entry.id}")
        if task.note and task.note.note:
            lines.append(paragraph(plain(task.note.note), "      ", "    → "))
        lines += _said(archive, task)
    return lines


def _said(archive: Archive, task: Task) -> list[str]:
    said = task.mention
    if said is None and task.note:
        return []
    if said is None:
        overdue = task.standing is Standing.OVERDUE
        past = _("dagen är förbi, och inget senare möte säger något om det")
        return [f"    {past if overdue else _('inget senare möte säger något om det')}"]
    name = archive.document_entry(said.provenance.document_id).name
    sure = f"{said.provenance.confidence:.0%}"
    return [
        paragraph(f"{said.date}: ”{plain(said.text)}”", "      ", "    → "),
        f"      {_('s. {0}', said.provenance.page)}, {plain(name)}  {said.provenance.rule}  {sure}",
    ]
