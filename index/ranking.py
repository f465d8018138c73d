"""One ranked answer: points with all words, then with most of them, and what is near in meaning.

Words and meaning each rank their first points. A point's score by words, as a share of the best
one's, and its nearness in meaning are added up; the other points that have the words follow. Where
words find few, what is near in meaning alone fills the answer, and is marked as a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

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
MEANING = 0.35
"""What nearness in meaning is worth beside the best score of words."""
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
    engine: SearchEngine,
    plan: Plan,
    request: Callable[[Clause], Request],
    near: Sequence[tuple[str, float]],
) -> Ranked:
    """The clause of a plan's one ranked answer.

    `request` makes a question of a clause, with the filters; `near` are the ids of points near in
    meaning, the nearest first, and how near.
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
    nearest = _nearest(engine, plan, request, near, found)
    if not nearest:
        return Ranked(clause, remarks)
    order = added(found[1], nearest)
    steps = tuple(Constant(_these([id_]), ABOVE * n) for n, id_ in enumerate(reversed(order), 1))
    guessed = [id_ for id_ in nearest if id_ not in dict(found[1])]
    either = Boolean(should=(clause, Constant(_these(guessed), 0.0)))
    return Ranked(Boolean((either,), steps), remarks, frozenset(guessed))


Best = tuple[int, list[tuple[str, float]]]
"""How many units there are, and of the best the ids and scores."""


def _nearest(
    engine: SearchEngine,
    plan: Plan,
    request: Callable[[Clause], Request],
    near: Sequence[tuple[str, float]],
    found: Best,
) -> dict[str, float]:
    """Points near in meaning that words found too, and others where words found too few."""
    by_words = dict(found[1])
    nearest = {id_: nearness for id_, nearness in near if id_ in by_words}
    others = [id_ for id_, _ in near if id_ not in by_words]
    lacking = ENOUGH - found[0]
    if lacking > 0 and others:
        narrowed = Boolean((_these(others), *plan.narrow), never=tuple(plan.never))
        left = dict(_first(engine, request(narrowed), len(others))[1])
        kept = [pair for pair in near if pair[0] in left]
        nearest.update(kept[:lacking])
    return nearest


def added(by_words: Sequence[tuple[str, float]], near: Mapping[str, float]) -> list[str]:
    """Ids by their score of words, as a share of the best, and their nearness in meaning."""
    best = max((score for _, score in by_words), default=1.0) or 1.0
    scores = {id_: score / best for id_, score in by_words}
    for id_, nearness in near.items():
        scores[id_] = scores.get(id_, 0.0) + MEANING * nearness
    return sorted(scores, key=lambda id_: -scores[id_])


def _these(ids: Sequence[str]) -> Clause:
    return AnyTerm(tuple(Term("id", id_) for id_ in ids)) if ids else Nothing()


def _first(engine: SearchEngine, request: Request, most: int = LOOKED_AT) -> Best:
    return engine.best(msgspec.structs.replace(request, limit=most))
