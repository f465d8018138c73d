"""What a search engine does for Rådslag, and what it answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Generic, Protocol, TypeVar, runtime_checkable

import msgspec

from corpus.errors import ArchiveError
from index.analysis import VERSION
from index.clauses import Clause, Everything
from index.fields import SCHEMA
from index.units import Unit

PATIENCE = 10.0
"""Seconds to wait for another writer."""
FRESH = 0.1
"""Seconds for which a view of the index is used without looking for a newer commit."""

Opened = TypeVar("Opened")


class Sort(StrEnum):
    """In which order hits come; by day, those without a date come last either way."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Request(msgspec.Struct, frozen=True):
    """One question to an engine."""

    clause: Clause = Everything()
    filters: Mapping[str, tuple[str, ...]] = {}
    """For each facet, the values of which a hit must have one."""
    facets: tuple[str, ...] = ()
    facet_size: int = 20
    limit: int = 20
    offset: int = 0
    sort: Sort = Sort.RELEVANCE


Facets = dict[str, tuple[tuple[str, int], ...]]
"""For each facet its values with the number of hits, most first.

A facet that is filtered by is counted as if it were not, so that another value can be added.
"""


class Found(msgspec.Struct, frozen=True):
    """An engine's answer: units with their scores, best first."""

    total: int
    units: tuple[tuple[Unit, float], ...]
    facets: Facets


@runtime_checkable
class SearchEngine(Protocol):
    """An index on disk that can be written and asked.

    Readers see the last whole commit, also while a write goes on. A write that is cut off
    leaves the index as it was.
    """

    name: str

    def stale(self) -> bool:
        """Whether the index was made by another version and must be made anew."""
        ...

    def update(self, units: Iterable[Unit], remove: Iterable[str] = ()) -> int:
        """Remove all units of the documents in `remove`, add units, and say how many.

        Both become visible at once. Raises ArchiveError when another process is writing.
        """
        ...

    def clear(self) -> None:
        """Make the index empty and of this version."""
        ...

    def documents(self) -> dict[str, str]:
        """The documents that have units, with the revision they had."""
        ...

    def search(self, request: Request) -> Found:
        """The units that match."""
        ...

    def best(self, request: Request) -> tuple[int, list[tuple[str, float]]]:
        """How many units match, and of the best the ids and scores: `search`, sooner."""
        ...

    def unit(self, id_: str) -> Unit | None:
        """The unit of this id, or None."""
        ...

    def frequency(self, term: str, field: str = "body") -> int:
        """In how many units a term stands, removed ones perhaps counted still."""
        ...

    def words(self, prefix: str, limit: int, field: str = "body") -> list[tuple[str, int]]:
        """Terms that begin so, the most frequent first, with their frequency."""
        ...


class LastCommit(Generic[Opened]):
    """A view of an index as of its last commit, opened anew only when there is a newer one."""

    def __init__(self, commit: Callable[[], object], view: Callable[[], Opened]) -> None:
        """`commit` tells one commit from another, `view` opens the last."""
        self._commit, self._view = commit, view
        self._held: tuple[object, Opened] | None = None
        self._looked = 0.0

    def __call__(self) -> Opened:
        """The view, perhaps of a commit a moment ago."""
        now = time.monotonic()
        if self._held is None or now - self._looked > FRESH:
            self._looked = now
            commit = self._commit()
            if self._held is None or self._held[0] != commit:
                self._held = (commit, self._view())
        return self._held[1]

    def forget(self) -> None:
        """Open anew next time: there is a new commit."""
        self._held = None


def when_free(
    writer: Callable[[], Opened], taken: Callable[[Exception], bool], folder: Path
) -> Opened:
    """A writer, once no other process has one. Raises ArchiveError when that takes long."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return writer()
        except Exception as error:
            if not taken(error):
                raise
            if time.monotonic() > until:
                raise ArchiveError(
                    "Sökindexet skrivs av en annan process.",
                    str(folder),
                    "Vänta tills den är klar och försök igen.",
                ) from error
        time.sleep(0.05)


def stamp(engine: str) -> dict[str, object]:
    """What an index notes of how it was made."""
    return {"engine": engine, "analysis": VERSION, "schema": SCHEMA}


def write_stamp(folder: Path, engine: str) -> None:
    """Note in the index's folder how it was made."""
    (folder / "radslag.json").write_bytes(msgspec.json.encode(stamp(engine)))


def stamped(folder: Path, engine: str) -> bool:
    """Whether the index in the folder was made as this program makes it."""
    try:
        found = msgspec.json.decode((folder / "radslag.json").read_bytes())
    except (OSError, msgspec.DecodeError):
        return False
    return bool(found == stamp(engine))
