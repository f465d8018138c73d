"""The one way to ask: `search` takes what a person typed and answers with marked hits."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from math import log
from typing import TYPE_CHECKING

import msgspec

from corpus.cases import case_key
from corpus.swedish.lexicon import lemma_of
from index.analysis import tokens
from index.clauses import AnyTerm, Between, Boolean, Clause, Constant, Term
from index.engine import Facets, Request, SearchEngine, Sort
from index.fields import FACETS, day_number
from index.highlight import Highlighter, Mark, Passage
from index.intent import Intent, understand
from index.plan import Planner
from index.private import without_private
from index.query import parse
from index.ranking import GUESSED, in_words, ranked
from index.references import spelt_out
from index.spelling import near
from index.units import Unit, UnitFact
from index.wording import Plan

if TYPE_CHECKING:
    from index.meaning import Meaning

RARE = 2
"""A word in no more units than this may be a slip of the pen …"""
COMMON = 20
"""… when one a letter away is in so many times more."""


class Filters(msgspec.Struct, frozen=True):
    """What hits are narrowed to; within a facet any of the values will do."""

    body: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    first: str | None = None
    """ISO date of the earliest meeting."""
    last: str | None = None

    def facets(self) -> dict[str, tuple[str, ...]]:
        """The values chosen in each facet of the index."""
        chosen = {name: getattr(self, _FILTER_OF.get(name, name)) for name in FACETS}
        return {name: values for name, values in chosen.items() if values}


_FILTER_OF = {"body_name": "body"}


class MarkedFact(msgspec.Struct, frozen=True):
    """A decision or an action item of a hit, with the words that were found."""

    fact: UnitFact
    marks: tuple[Mark, ...]


class Hit(msgspec.Struct, frozen=True):
    """A unit that answers, and the words in it that do."""

    unit: Unit
    score: float
    title_marks: tuple[Mark, ...]
    passages: tuple[Passage, ...]
    decisions: tuple[MarkedFact, ...]
    actions: tuple[MarkedFact, ...]
    by_meaning: bool = False
    """Found because its meaning is near, not by its words: a guess."""


class Offer(msgspec.Struct, frozen=True):
    """Another question that would give hits."""

    query: str
    reason: str
    hits: int


class SearchResult(msgspec.Struct, frozen=True):
    """The answer to a question."""

    hits: tuple[Hit, ...]
    total: int
    facets: Facets
    intent: Intent
    remarks: tuple[str, ...]
    """What was not understood or was searched otherwise, in words for a person."""
    suggestion: str | None
    """The question as it was perhaps meant (Menade du …?)."""
    offers: tuple[Offer, ...]
    """Only when no words are found: what would give hits."""


class GroupBy(StrEnum):
    """What hits are put together by."""

    CASE = "case"
    MEETING = "meeting"


class Group(msgspec.Struct, frozen=True):
    """Hits of one case or meeting; its first hit is the best."""

    key: str
    hits: tuple[Hit, ...]


def search(
    engine: SearchEngine,
    text: str,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    limit: int = 20,
    page: int = 1,
    sort: Sort = Sort.RELEVANCE,
    facets: tuple[str, ...] = FACETS,
    meaning: Meaning | None = None,
    hide: bool = False,
) -> SearchResult:
    """Answer a question. Never raises for any text.

    With `hide` the hits are without personal data, for those who may not see it.

    `page` counts from 1. An empty question matches everything that the filters leave. With
    `meaning`, a question whose words no point has all of finds what is near in meaning too.
    """
    parsed = parse(spelt_out(text))
    intent, rest = understand(parsed.node)
    plan = Planner(engine).make(intent, rest)
    if not (plan.must or plan.narrow or plan.never) and text.strip() and not intent.words:
        plan.remarks.append("Frågan innehåller inga ord att söka; allt visas.")
    by_meaning = meaning and in_words(intent) and sort is Sort.RELEVANCE
    near = meaning.about(text) if meaning and by_meaning else None
    answer = ranked(engine, plan, lambda clause: _first(clause, filters), near)
    found = engine.search(_request(answer.clause, filters, limit, page, sort, facets))
    remarks = [*parsed.remarks, *plan.remarks]
    remarks += [f"”{w}” finns inte; ”{other}” söktes." for w, other in plan.replaced.items()]
    remarks += answer.remarks if found.total else ()
    offers = () if found.total else tuple(_offers(engine, plan, intent, filters))
    marker = Highlighter(plan.wanted, plan.phrases)
    hits = tuple(
        _hit(without_private(unit) if hide else unit, score, marker, answer.guesses)
        for unit, score in found.units
    )
    remarks += [GUESSED] if any(hit.by_meaning for hit in hits) else []
    return SearchResult(
        hits=hits,
        total=found.total,
        facets=found.facets,
        intent=intent,
        remarks=tuple(remarks),
        suggestion=_suggestion(engine, text, plan, intent),
        offers=offers,
    )


def _request(
    clause: Clause, filters: Filters, limit: int, page: int, sort: Sort, facets: tuple[str, ...]
) -> Request:
    if days := _days(filters):
        clause = Boolean((clause, *days))
    offset = max(0, page - 1) * limit
    return Request(clause, filters.facets(), facets, 20, limit, offset, sort)


def _days(filters: Filters) -> tuple[Clause, ...]:
    """The range of days that hits are narrowed to, if any."""
    if not (filters.first or filters.last):
        return ()
    first = day_number(filters.first) or 1  # what has no date is day 0
    return (Constant(Between(first, day_number(filters.last) or 99991231), 0.0),)


def _first(clause: Clause, filters: Filters) -> Request:
    """A question for the best units alone."""
    return _request(clause, filters, 1, 1, Sort.RELEVANCE, ())


def _hit(unit: Unit, score: float, marker: Highlighter, guesses: frozenset[str]) -> Hit:
    title, passages = tuple(marker.marks(unit.title)), marker.passages(unit)
    decisions = tuple(MarkedFact(fact, tuple(marker.marks(fact.text))) for fact in unit.decisions)
    actions = tuple(MarkedFact(fact, tuple(marker.marks(fact.text))) for fact in unit.actions)
    marked = title or any(passage.marks for passage in passages)
    marked = marked or any(each.marks for each in (*decisions, *actions))
    guessed = unit.id in guesses and not marked
    return Hit(unit, score, title, passages, decisions, actions, guessed)


def _suggestion(engine: SearchEngine, text: str, plan: Plan, intent: Intent) -> str | None:
    """The question with unknown words replaced, or rare ones by much more common neighbours."""
    changes = dict(plan.replaced)
    for word in intent.subjects:
        surface = word.terms[0]
        if word.outcome or word.text in changes or len(surface) < 5 or not surface.isalpha():
            continue  # a word that names an outcome is no slip
        if lemma_of(surface):
            continue  # nor is one that the lexicon knows
        if max(engine.frequency(term) for term in word.terms) > RARE:
            continue
        for other, count in near(surface, engine, 1)[:1]:
            if count >= COMMON * max(1, engine.frequency(surface)):
                changes[word.text] = other
    suggested = text
    for word_text, other in changes.items():
        suggested = suggested.replace(word_text, other)
    return suggested if changes and suggested != text else None


def _offers(engine: SearchEngine, plan: Plan, intent: Intent, filters: Filters) -> list[Offer]:
    """Without the filters, and each word alone: what would give hits."""
    offers: list[Offer] = []
    said = " ".join(word.text for word in intent.words)
    if filters != Filters():
        count = engine.search(Request(plan.all_words(), limit=1)).total
        if count:
            offers.append(Offer(said, "utan filter", count))
    if len(intent.subjects) > 1:
        for word in intent.subjects:
            clause = AnyTerm(tuple(Term("body", term) for term in word.terms[:2]))
            count = engine.search(Request(clause, limit=1)).total
            if count:
                offers.append(Offer(word.text, "ett av orden", count))
    return offers


def grouped(result: SearchResult, by: GroupBy) -> tuple[Group, ...]:
    """The hits of an answer put together by case or meeting, in the order of their best hit."""
    groups: dict[str, list[Hit]] = {}
    for hit in result.hits:
        unit = hit.unit
        number = unit.case_number
        key = (case_key(number) if number else None) if by is GroupBy.CASE else unit.meeting_id
        groups.setdefault(key or unit.id, []).append(hit)
    return tuple(Group(key, tuple(hits)) for key, hits in groups.items())


def similar(engine: SearchEngine, id_: str, limit: int = 5) -> tuple[Unit, ...]:
    """Units that say much the same as one, itself and its twins left out."""
    unit = engine.unit(id_)
    if unit is None:
        return ()
    clause = Boolean((_like(engine, unit),), never=(AnyTerm((Term("id", id_),)),))
    return tuple(found for found, _ in engine.search(Request(clause, limit=limit)).units)


MOST_TELLING = 20
"""Words of a unit that are looked for in others."""


def _like(engine: SearchEngine, unit: Unit) -> Clause:
    """The unit's most telling words: often in it, seldom elsewhere."""
    counts: Counter[str] = Counter()
    for weight, text in ((3, unit.title), (1, unit.body)):
        for token in tokens(text):
            counts.update(dict.fromkeys((t for t in token.terms if t[0] == "~"), weight))
    total = max(2, engine.frequency("och") * 2)
    telling = sorted(
        ((n * log(1 + total / max(1, engine.frequency(term))), term) for term, n in counts.items()),
        reverse=True,
    )
    terms = [
        Term(field, term, w)
        for _, term in telling[:MOST_TELLING]
        for field, w in (("title", 2.0), ("body", 1.0))
    ]
    return AnyTerm(tuple(terms))
