"""One ranked answer: points with all words, then with most of them, and what is near in meaning.

Words and meaning each rank their first points; reciprocal rank fusion puts them together, and the
other points that have the words follow. What has all words, or most of them where few have all,
counts as a hit of words; what no word found is marked as a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from index.clauses import AnyTerm, Boolean, Clause, Constant, Nothing, Term
from index.engine import Request, SearchEngine
from index.intent import Intent, Role
from index.wording import Plan

ENOUGH = 20
"""Points with all words above which points with most of them are left out."""
LOOKED_AT = 60
"""Points of each ranking that are put together."""
CANDIDATES = 200
"""Points near in meaning that are looked at, of which the filters may leave few."""
NEAREST = 20
"""Points near in meaning that an answer may have."""
SMOOTHING = 10
"""The constant of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)."""
WORDS, MEANING = 3.0, 1.0
"""What a rank by words and a rank by meaning are worth beside each other."""
ABOVE = 1000.0
"""A step of score greater than any score of words."""
GUESSED = "”Liknande i betydelse” är gissningar: punkter som inte har orden i frågan."
SHARES = (
    (0.6, "Ingen punkt har alla orden; punkter med de flesta av dem visas."),
    (0.0, "Ingen punkt har de flesta av orden; punkter med något av dem visas."),
)
"""What share of the words a hit must have, where fewer than `ENOUGH` have more."""
FIRST_ALL = "Få punkter har alla orden; efter dem kommer punkter med några av dem."


class Ranked(msgspec.Struct, frozen=True):
    """A clause that ranks the answer, and what is to be said of it."""

    clause: Clause
    remarks: tuple[str, ...] = ()
    guesses: frozenset[str] = frozenset()
    """Points that were found by meaning."""


def in_words(intent: Intent) -> bool:
    """Whether a question asks in words, not for a case number or §, which are there or are not."""
    return bool(intent.subjects) and not any(w.role is Role.REFERENCE for w in intent.words)


def ranked(
    engine: SearchEngine, plan: Plan, request: Callable[[Clause], Request], near: Sequence[str]
) -> Ranked:
    """The clause of a plan's one ranked answer.

    `request` makes a question of a clause, with the filters; `near` are the ids of points near in
    meaning, the nearest first.
    """
    clause = plan.all_words()
    remarks: tuple[str, ...] = ()
    found = _first(engine, request(clause))
    for share, said in SHARES if len(plan.must) > 1 else ():
        if found[0] >= ENOUGH:
            break
        wider = plan.some_words(share)
        more = _first(engine, request(wider))
        if more[0] > found[0]:
            remarks = remarks or ((FIRST_ALL if found[0] else said),)
            clause, found = wider, more
    if not near:
        return Ranked(clause, remarks)
    narrowed = Boolean((_these(near), *plan.narrow), never=tuple(plan.never))
    left = set(_first(engine, request(narrowed), len(near))[1])
    nearest = [id_ for id_ in near if id_ in left][:NEAREST]
    if not nearest:
        return Ranked(clause, remarks)
    order = fused((WORDS, found[1]), (MEANING, nearest))
    steps = tuple(Constant(_these([id_]), ABOVE * n) for n, id_ in enumerate(reversed(order), 1))
    either = Boolean(should=(clause, Constant(_these(nearest), 0.0)))
    return Ranked(Boolean((either,), steps), remarks, frozenset(nearest))


def fused(*rankings: tuple[float, Sequence[str]]) -> list[str]:
    """Rankings of ids, each with its weight, as one, by reciprocal rank fusion."""
    scores: dict[str, float] = {}
    for weight, ranking in rankings:
        for rank, id_ in enumerate(ranking, 1):
            scores[id_] = scores.get(id_, 0.0) + weight / (SMOOTHING + rank)
    return sorted(scores, key=lambda id_: -scores[id_])


def _these(ids: Sequence[str]) -> Clause:
    return AnyTerm(tuple(Term("id", id_) for id_ in ids)) if ids else Nothing()


def _first(engine: SearchEngine, request: Request, most: int = LOOKED_AT) -> tuple[int, list[str]]:
    """How many units there are, and the ids of the best."""
    found = engine.search(msgspec.structs.replace(request, limit=most))
    return found.total, [unit.id for unit, _ in found.units]
