"""What a search engine does for Rådslag, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

import msgspec

from index.analysis import VERSION
from index.clauses import Clause, Everything
from index.fields import SCHEMA
from index.units import Unit


class Sort(StrEnum):
    """In which order hits come."""

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

    def unit(self, id_: str) -> Unit | None:
        """The unit of this id, or None."""
        ...

    def frequency(self, term: str, field: str = "body") -> int:
        """In how many units a term stands, removed ones perhaps counted still."""
        ...

    def words(self, prefix: str, limit: int, field: str = "body") -> list[tuple[str, int]]:
        """Terms that begin so, the most frequent first, with their frequency."""
        ...


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
