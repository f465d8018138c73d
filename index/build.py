"""Opening an index and keeping it in step with the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import msgspec

from corpus.errors import UsageError
from index.engine import SearchEngine
from index.meaning import Meaning
from index.units import Unit

ENGINES = ("tantivy", "whoosh")
"""The engines there are, the preferred one first."""
BATCH = 200
"""Documents that become searchable at a time while an index is built."""


class Changes(msgspec.Struct, frozen=True):
    """What an index lacks and has too much of, by document."""

    add: tuple[str, ...]
    """Documents that are new or have changed."""
    remove: tuple[str, ...]
    """Documents that are no longer there."""


class Follower(Protocol):
    """What is kept in step with the archive: an engine, or the embeddings beside it."""

    def documents(self) -> dict[str, str]:
        """The documents it holds, with the revision they had."""
        ...

    def update(self, units: Iterable[Unit], remove: Iterable[str] = ()) -> int:
        """Remove the documents in `remove`, take in units, and say how many."""
        ...


def default_engine() -> str:
    """Tantivy where its wheel is installed, otherwise Whoosh."""
    return "tantivy" if find_spec("tantivy") else "whoosh"


def open_engine(folder: Path, name: str | None = None) -> SearchEngine:
    """The index of an engine below the archive's index folder; made empty where there is none.

    An index of another version of the program is made empty too: `changes` then lists every
    document. Raises UsageError for an unknown engine or one that is not installed.
    """
    name = name or default_engine()
    if name not in ENGINES:
        raise UsageError(
            f"Sökmotorn {name} finns inte.", "--engine", f"Välj {' eller '.join(ENGINES)}."
        )
    engine: SearchEngine
    if name == "tantivy":
        if not find_spec("tantivy"):
            raise UsageError("Tantivy är inte installerat.", "--engine", "Välj whoosh.")
        from index.tantivy import TantivyEngine

        engine = TantivyEngine(folder / name)
    else:
        from index.whoosh import WhooshEngine

        engine = WhooshEngine(folder / name)
    if engine.stale():
        engine.clear()
        stamp_of(folder, name).unlink(missing_ok=True)
    return engine


def stamp_of(folder: Path, name: str) -> Path:
    """Where it stands which state of the archive an engine's index was brought in step with."""
    return folder / f"{name}.stamp"


def open_meaning(folder: Path) -> Meaning:
    """The meanings of points in the archive's index folder."""
    return Meaning(folder)


def changes(engine: Follower, wanted: Mapping[str, str]) -> Changes:
    """How an index differs from the documents there should be, given the revision of each."""
    held = engine.documents()
    add = tuple(id_ for id_, revision in wanted.items() if held.get(id_) != revision)
    remove = tuple(id_ for id_ in held if id_ not in wanted)
    return Changes(add, remove)


def update(
    engine: SearchEngine,
    wanted: Mapping[str, str],
    units_of: Callable[[str], Iterable[Unit]],
) -> int:
    """Bring an index in step with the documents there should be; how many units were added.

    `wanted` are the documents' ids with their revisions, `units_of` gives the units of one.
    Each batch of documents is replaced in one commit: a run that is cut off leaves whole
    documents, and the next one goes on.
    """
    todo = changes(engine, wanted)
    count = 0
    remove = todo.remove
    for batch in _batches(todo.add) if todo.add else iter([()]):
        if batch or remove:
            fresh = (unit for id_ in batch for unit in units_of(id_))
            count += engine.update(fresh, (*batch, *remove))
        remove = ()
    return count


def _batches(ids: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
