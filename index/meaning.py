"""Nearness in meaning (betydelse), for questions in other words than the points use.

A point's title is a vector, the mean of its words' vectors (`index.vectors`), kept in a file beside
the index. Its decisions had one too, and found no more (docs/search.md). What is found so alone is
a guess, and each such hit says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.embeddings import Embeddings, Held, Row, Update
from index.private import without_private
from index.units import Unit, UnitKind
from index.vectors import MODEL, Vector, of_texts

LONGEST = 600
"""Characters of a title and of a question that count."""
SLICE = 16_384
"""Rows compared at a time, so that few are in memory at full precision."""
IN_FULL = 200_000
"""Rows up to which all are held at full precision, a thousand bytes each."""
FLOOR = 0.33
"""Nearness below which nothing is near: nonsense and other subjects stay under it."""


class Meaning:
    """The vectors of an archive's points, kept in step as an engine is."""

    def __init__(self, folder: Path) -> None:
        self._seen: _Seen | None = None
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
            if unit.kind is UnitKind.POINT:
                text = unit.title[:LONGEST]
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

    def about(self, question: str) -> Question | None:
        """What is near to a question; None where nothing is, or no word of it has a vector."""
        held = self._kept.held()
        asked = of_texts([question[:LONGEST]])[0]
        if not (held.used.any() and asked.any()):
            return None
        if self._seen is None or self._seen.held is not held:
            self._seen = _Seen(held)
        return Question(self._seen, asked)

    def near(self, question: str, most: int) -> list[tuple[str, float]]:
        """The ids of the points nearest to a question and how near: the cosine, nearest first."""
        about = self.about(question)
        return about.nearest(most) if about else []


class _Seen:
    """What the file held a moment ago, as it is asked: rows by id, and few enough in full."""

    def __init__(self, held: Held) -> None:
        self.held = held
        self.rows = {row.id: at for at, row in enumerate(held.rows) if held.used[at]}
        few = len(held.rows) <= IN_FULL
        blocks = [block.astype(np.float32) if few else block for block in held.blocks]
        self.blocks = [np.concatenate(blocks)] if few else blocks
        self.starts = np.cumsum([0, *map(len, self.blocks)])

    def vectors(self, places: Sequence[int]) -> Vector:
        """The vectors of some rows."""
        blocks = np.searchsorted(self.starts, places, side="right") - 1
        rows = [self.blocks[b][at - self.starts[b]] for b, at in zip(blocks, places, strict=True)]
        return np.stack(rows).astype(np.float32)


class Question:
    """A question's meaning beside those of an archive's points."""

    def __init__(self, seen: _Seen, asked: Vector) -> None:
        self._seen, self._asked = seen, asked

    def of(self, ids: Iterable[str]) -> dict[str, float]:
        """How near some points are, those that are near at all."""
        places = {id_: self._seen.rows[id_] for id_ in ids if id_ in self._seen.rows}
        if not places:
            return {}
        found = self._seen.vectors(list(places.values())) @ self._asked
        pairs = zip(places, map(float, found), strict=True)
        return {id_: nearness for id_, nearness in pairs if nearness >= FLOOR}

    def nearest(self, most: int) -> list[tuple[str, float]]:
        """The nearest points and how near they are, the nearest first."""
        held = self._seen.held
        blocks = self._seen.blocks
        slices = (b[at : at + SLICE] for b in blocks for at in range(0, len(b), SLICE))
        near = np.concatenate(
            [part.astype(np.float32, copy=False) @ self._asked for part in slices]
        )
        near[~held.used] = -np.inf
        above = np.flatnonzero(near >= FLOOR)
        order = above[np.argsort(-near[above], kind="stable")][:most]
        return [(held.rows[at].id, float(near[at])) for at in order]
