"""Points near in meaning among the hits of words: guesses, where no point has all the words."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from index.clauses import AnyTerm, Boolean, Clause, Constant, Nothing, Term
from index.engine import Request, SearchEngine, Sort
from index.intent import Intent, Role

CANDIDATES = 200
"""Points near in meaning that are looked at, of which the filters may leave few."""
NEAREST = 20
"""Points near in meaning that an answer may have."""
SMOOTHING = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)."""
ABOVE = 1000.0
"""A step of score greater than any score of words."""
GUESSED = "”Liknande i betydelse” är gissningar: punkter som inte har orden i frågan."


def in_words(intent: Intent) -> bool:
    """Whether a question asks in words, not for a case number or §, which are there or are not."""
    return bool(intent.subjects) and not any(w.role is Role.REFERENCE for w in intent.words)


def with_near(
    engine: SearchEngine, asked: Request, near: Sequence[str], narrowed: Boolean
) -> tuple[Request, frozenset[str]]:
    """A question with points near in meaning in it, and which of them do not have its words.

    The first of both are put together by reciprocal rank fusion; the other hits of words follow.
    `near` are ids, the nearest first; of them those count that `narrowed` and the filters leave.
    """
    by_id = replace(narrowed, must=(_these(near), *narrowed.must))
    left = set(_ids(engine, asked, by_id, len(near)))
    nearest = [id_ for id_ in near if id_ in left][:NEAREST]
    by_words = _ids(engine, asked, asked.clause, NEAREST)
    having = _ids(engine, asked, Boolean((asked.clause, _these(nearest))), NEAREST)
    ranks = enumerate(reversed(fused(by_words, nearest)), 1)
    order = tuple(Constant(_these([id_]), ABOVE * rank) for rank, id_ in ranks)
    either = Boolean(should=(asked.clause, Constant(_these(nearest), 0.0)))
    clause = Boolean((either,), order)
    return replace(asked, clause=clause), frozenset(nearest) - set(having)


def fused(*rankings: Sequence[str]) -> list[str]:
    """Rankings of ids as one, by reciprocal rank fusion."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, id_ in enumerate(ranking, 1):
            scores[id_] = scores.get(id_, 0.0) + 1 / (SMOOTHING + rank)
    return sorted(scores, key=lambda id_: -scores[id_])


def _these(ids: Sequence[str]) -> Clause:
    return AnyTerm(tuple(Term("id", id_) for id_ in ids)) if ids else Nothing()


def _ids(engine: SearchEngine, asked: Request, clause: Clause, most: int) -> list[str]:
    """The best units for a clause, whatever page and order are asked for."""
    if not most:
        return []
    first = Request(clause, asked.filters, limit=most, sort=Sort.RELEVANCE)
    return [unit.id for unit, _ in engine.search(first).units]
