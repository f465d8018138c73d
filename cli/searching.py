"""The command `search`: from what a person typed to points with the words marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from cli.render import as_json, paragraph, plain
from corpus.archive import Archive
from corpus.labels import OUTCOMES, TYPES
from index.care import ready_engine
from index.engine import Sort
from index.search import Filters, Hit, MarkedFact, SearchResult
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
    return ask(ready_engine(archive, engine), text, filters, limit, sort=Sort(sort))


def answer_text(result: SearchResult) -> str:
    """The answer for people: decisions first, then the passages that were found."""
    lines = [f"({remark})" for remark in result.remarks]
    for number, hit in enumerate(result.hits, 1):
        lines += ["", *_hit(number, hit)]
    if result.suggestion:
        lines += ["", f"Menade du: {result.suggestion}"]
    shown = len(result.hits)
    lines += ["", f"{shown} av {result.total} träffar." if result.total else "Inga träffar."]
    lines += [f"  {offer.query} ({offer.reason}) ger {offer.hits}." for offer in result.offers]
    return "\n".join(lines).lstrip("\n")


def _hit(number: int, hit: Hit) -> list[str]:
    unit = hit.unit
    label = f"§ {unit.number} " if unit.number and unit.number[0].isdigit() else ""
    outcomes = ", ".join(OUTCOMES[each] for each in unit.outcomes)
    title = click.style(f"{number}. {label}", bold=True) + _marked(unit.title, hit.title_marks)
    where = [
        plain(unit.meeting_body or unit.organisation or ""),
        unit.date,
        TYPES[unit.document_type],
    ]
    place = " · ".join([*(each for each in where if each), f"s. {unit.page}", unit.id])
    lines = [f"{title}{f'  [{outcomes}]' if outcomes else ''}", f"   {place}"]
    if unit.kind is UnitKind.DOCUMENT:
        lines[1] += "  (text utanför punkterna)"
    decided = {marked.fact.text for marked in hit.decisions}
    told = [("Beslut", marked) for marked in hit.decisions]
    told += [("Uppdrag", marked) for marked in hit.actions]
    lines += [_fact(word, each, decided) for word, each in _worth_telling(told)]
    said = {marked.fact.text for _, marked in told}
    for passage in hit.passages:
        if not any(plain(passage.text) in plain(text) for text in said):
            text = _marked(passage.text, passage.marks)
            lines.append(paragraph(f"s. {passage.page}: {text}", "     ", "   "))
    return lines


_MOST_FACTS = 3


def _worth_telling(told: Sequence[tuple[str, MarkedFact]]) -> list[tuple[str, MarkedFact]]:
    """The facts with the words that were asked for, else the first decisions."""
    marked = [each for each in told if each[1].marks]
    return (marked or [each for each in told if each[0] == "Beslut"])[:_MOST_FACTS]


def _fact(word: str, marked: MarkedFact, decided: set[str]) -> str:
    """A decision or an action item; one that a decision holds is told by who and when alone."""
    fact = marked.fact
    extras = [", ".join(fact.owner), f"senast {fact.due_date}" if fact.due_date else ""]
    extra = " · ".join(each for each in extras if each)
    text = _marked(fact.text, marked.marks)
    return paragraph(
        f"{word} (s. {fact.page}): {text}{f' [{extra}]' if extra else ''}", "     ", "   "
    )


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


def answer_json(archive: Archive, result: SearchResult) -> str:
    """The answer for programs."""
    names = {entry.id: entry.name for entry in archive.documents()}
    return as_json(
        {
            "total": result.total,
            "hits": [_plain_hit(hit, names) for hit in result.hits],
            "facets": result.facets,
            "remarks": result.remarks,
            "suggestion": result.suggestion,
            "offers": result.offers,
        }
    )


def _plain_hit(hit: Hit, names: dict[str, str]) -> dict[str, Any]:
    unit = hit.unit
    return {
        "id": unit.id,
        "kind": unit.kind,
        "meeting_id": unit.meeting_id,
        "document_id": unit.document_id,
        "source": names.get(unit.document_id),
        "score": hit.score,
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
