"""The command `search`: from what a person typed to points with the words marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

import click

from cli.render import as_json, heading, paragraph, plain
from cli.speech import _, counted
from corpus.archive import Archive
from corpus.labels import OUTCOMES, TYPES
from index.build import open_meaning
from index.care import ready_engine
from index.engine import Sort
from index.search import Filters, Group, GroupBy, Hit, MarkedFact, SearchResult, grouped
from index.search import search as ask
from index.units import UnitFact, UnitKind


def search(
    archive: Archive,
    engine: str | None,
    text: str,
    *,
    body: str | None = None,
    year: str | None = None,
    type_: str | None = None,
    outcome: str | None = None,
    person: str | None = None,
    first: str | None = None,
    last: str | None = None,
    limit: int = 10,
    sort: str = "relevance",
) -> SearchResult:
    """Ask the archive's index. Raises UsageError for a body or a person that is not there."""
    filters = Filters(
        body=archive.bodies_named(body) if body else (),
        year=(year,) if year else (),
        type=(type_,) if type_ else (),
        outcome=(outcome,) if outcome else (),
        person=archive.persons_named(person) if person else (),
        first=first,
        last=last,
    )
    ready, meaning = ready_engine(archive, engine), open_meaning(archive.index_folder)
    return ask(ready, text, filters, limit, sort=Sort(sort), meaning=meaning)


def answer_text(result: SearchResult, group: str | None = None) -> str:
    """The answer for people: decisions first, then the passages that were found.

    Grouped by "case" or "meeting" if asked, in the order of each group's best hit.
    """
    lines = [f"({_(remark)})" for remark in result.remarks]
    numbers = count(1)
    for part in grouped(result, GroupBy(group)) if group else [Group("", result.hits)]:
        if title := _group_title(part, group):
            lines += ["", heading(title)]
        for hit in part.hits:
            lines += ["", *_hit(next(numbers), hit)]
    if result.suggestion:
        lines += ["", _("Menade du: {0}", result.suggestion)]
    told = _("{0} av {1} träffar.", len(result.hits), result.total)
    lines += ["", told if result.total else _("Inga träffar.")]
    lines += [
        "  " + _("{0} ({1}) ger {2}.", offer.query, _(offer.reason), offer.hits)
        for offer in result.offers
    ]
    return "\n".join(lines).lstrip("\n")


def _group_title(part: Group, group: str | None) -> str:
    """What the hits of a group have in common; nothing for a point without a case number."""
    unit = part.hits[0].unit if part.hits else None
    if unit is None or group is None:
        return ""
    if group == GroupBy.CASE:
        named = [unit.case_number]
    else:
        named = [unit.meeting_body or unit.organisation, unit.date, unit.meeting_id]
    title = " · ".join(each for each in named if each)
    number = counted("%(num)s träff", "%(num)s träffar", len(part.hits))
    return f"━━ {title} · {number}" if title else ""


def _hit(number: int, hit: Hit) -> list[str]:
    unit = hit.unit
    label = f"§ {unit.number} " if unit.number and unit.number[0].isdigit() else ""
    outcomes = ", ".join(_(OUTCOMES[each]) for each in unit.outcomes)
    title = click.style(f"{number}. {label}", bold=True) + _marked(unit.title, hit.title_marks)
    where = [
        plain(unit.meeting_body or unit.organisation or ""),
        unit.date,
        _(TYPES[unit.document_type]),
    ]
    place = " · ".join([*(each for each in where if each), _("s. {0}", unit.page), unit.id])
    if unit.kind is UnitKind.DOCUMENT:
        place += f" · {_('text utanför punkterna')}"
    if hit.by_meaning:
        place += f" · {_('liknande i betydelse')}"
    lines = [f"{title}{f'  [{outcomes}]' if outcomes else ''}", paragraph(place, "     ", "   ")]
    decided = {marked.fact.text for marked in hit.decisions}
    tasks = {marked.fact.text: marked.fact for marked in hit.actions}
    told = [("Beslut", marked) for marked in hit.decisions]
    told += [("Uppdrag", marked) for marked in hit.actions if marked.fact.text not in decided]
    lines += [_fact(word, each, tasks) for word, each in _worth_telling(told)]
    said = {marked.fact.text for word, marked in told}
    for passage in hit.passages:
        if not any(plain(passage.text) in plain(text) for text in said):
            text = _marked(passage.text, passage.marks)
            lines.append(paragraph(f"{_('s. {0}', passage.page)}: {text}", "     ", "   "))
    return lines


_MOST_FACTS = 3


def _worth_telling(told: Sequence[tuple[str, MarkedFact]]) -> list[tuple[str, MarkedFact]]:
    """The facts with the words that were asked for, else the first decisions."""
    marked = [each for each in told if each[1].marks]
    return (marked or [each for each in told if each[0] == "Beslut"])[:_MOST_FACTS]


def _fact(word: str, marked: MarkedFact, tasks: Mapping[str, UnitFact]) -> str:
    """A decision or an action item; a decision that is a task too has its who and when."""
    fact = marked.fact
    task = tasks.get(fact.text, fact)
    extras = [", ".join(task.owner), _("senast {0}", task.due_date) if task.due_date else ""]
    extra = " · ".join(each for each in extras if each)
    text = _marked(fact.text, marked.marks)
    head = f"{_(word)} ({_('s. {0}', fact.page)})"
    return paragraph(f"{head}: {text}{f' [{extra}]' if extra else ''}", "     ", "   ")


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """A text with its marked words in bold."""
    out, at = [], 0
    for start, end in marks:
        out += [plain_part(text[at:start]), click.style(plain_part(text[start:end]), bold=True)]
        at = end
    return "".join([*out, plain_part(text[at:])])


def plain_part(text: str) -> str:
    """Part of a text without characters that steer a terminal; its spaces stay."""
    return "".join(char if char.isprintable() else " " for char in text)


def answer_json(archive: Archive, result: SearchResult, group: str | None = None) -> str:
    """The answer for programs; hits stand in `groups` instead of `hits` when they are grouped."""
    names = {entry.id: entry.name for entry in archive.documents()}
    if group:
        parts = grouped(result, GroupBy(group))
        hits: dict[str, Any] = {"groups": [_plain_group(part, names) for part in parts]}
    else:
        hits = {"hits": [_plain_hit(hit, names) for hit in result.hits]}
    return as_json(
        {
            "total": result.total,
            **hits,
            "facets": result.facets,
            "remarks": result.remarks,
            "suggestion": result.suggestion,
            "offers": result.offers,
        }
    )


def _plain_group(part: Group, names: dict[str, str]) -> dict[str, Any]:
    return {"key": part.key, "hits": [_plain_hit(hit, names) for hit in part.hits]}


def _plain_hit(hit: Hit, names: dict[str, str]) -> dict[str, Any]:
    unit = hit.unit
    return {
        "id": unit.id,
        "kind": unit.kind,
        "meeting_id": unit.meeting_id,
        "document_id": unit.document_id,
        "source": names.get(unit.document_id),
        "score": hit.score,
        "by_meaning": hit.by_meaning,
        "number": unit.number,
        "title": unit.title,
        "case_number": unit.case_number,
        "organisation": unit.organisation,
        "body": unit.meeting_body,
        "date": unit.date,
        "document_type": unit.document_type,
        "type": unit.item_type,
        "page": unit.page,
        "decisions": [_plain_fact(each.fact) for each in hit.decisions],
        "action_items": [_plain_fact(each.fact) for each in hit.actions],
        "passages": hit.passages,
    }


def _plain_fact(fact: UnitFact) -> dict[str, Any]:
    return {
        "text": fact.text,
        "page": fact.page,
        "outcome": fact.outcome,
        "owner": fact.owner,
        "due_date": fact.due_date,
    }
