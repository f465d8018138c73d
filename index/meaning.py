"""Nearness in meaning (betydelse), for questions in other words than the points use.

A point's title is one vector and its decisions another, means of word vectors (`index.vectors`),
kept in a file beside the index. What is found so alone is a guess, and each such hit says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.embeddings import Embeddings, Row, Update
from index.private import without_private
from index.units import Unit, UnitKind
from index.vectors import MODEL, of_texts

LONGEST = 600
"""Characters of a title, of decisions and of a question that count."""
SLICE = 16_384
"""Rows compared at a time, so that few are in memory at full precision."""
FLOOR = 0.3
"""Nearness below which nothing is near: nonsense and other subjects stay under it."""


class Meaning:
    """The vectors of an archive's points, kept in step as an engine is."""

    def __init__(self, folder: Path) -> None:
        self._kept = Embeddings(folder / "meaning.bin", MODEL)

    def documents(self) -> dict[str, str]:
        """The documents whose points have vectors, with the revision they had."""
        return self._kept.held().documents

    def update(self, units: Iterable[Unit], remove: Iterable[str] = ()) -> int:
        """Remove the documents in `remove`, take in the points among units, and say how many."""
        held = self._kept.held(now=True)  # another process may have written just now
        documents: dict[str, str] = {}
        rows: list[Row] = []
        texts: dict[str, str] = {}
        for unit in map(without_private, units):
            documents[unit.document_id] = unit.revision
            for text in _texts(unit):
                mark = sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
                rows.append(Row(unit.id, unit.document_id, mark))
                texts[mark] = text
        known = held.vectors_of(texts)
        new = [mark for mark in texts if mark not in known]
        made = of_texts([texts[mark] for mark in new]).astype(np.float16)
        known.update(zip(new, made, strict=True))
        vectors = b"".join(known[row.text].tobytes() for row in rows)
        self._kept.add(Update(tuple(remove), documents, rows, vectors))
        return len(rows)

    def near(self, question: str, most: int) -> list[tuple[str, float]]:
        """The ids of the points nearest to a question and how near: the cosine, nearest first."""
        held = self._kept.held()
        asked = of_texts([question[:LONGEST]])[0]
        if not (held.used.any() and asked.any()):
            return []
        slices = (b[at : at + SLICE] for b in held.blocks for at in range(0, len(b), SLICE))
        nearness = np.concatenate([part.astype(np.float32) @ asked for part in slices])
        nearness[~held.used] = -np.inf
        above = np.flatnonzero(nearness >= FLOOR)
        found: dict[str, float] = {}
        for at in above[np.argsort(-nearness[above], kind="stable")][: 2 * most]:
            found.setdefault(held.rows[at].id, float(nearness[at]))
        return list(found.items())[:most]


def _texts(unit: Unit) -> Iterator[str]:
    """What of a unit has a vector: a point's title, and its decisions."""
    if unit.kind is UnitKind.POINT:
        yield unit.title[:LONGEST]
        if unit.decisions:
            yield "\n".join(fact.text for fact in unit.decisions)[:LONGEST]
