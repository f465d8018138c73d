"""Where the archive and the search index meet: keeping, checking and rebuilding the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from corpus.archive import Archive
from corpus.check import Problem, check
from index.engine import SearchEngine
from index.units import Unit, units

_BATCH = 50
"""Documents that become searchable at a time."""


def engine_of(archive: Archive, name: str | None) -> SearchEngine:
    """The engine that was asked for, else Tantivy where it is installed, else Whoosh."""
    if name != "whoosh":
        try:
            from index.tantivy import TantivyEngine
        except ImportError:
            if name:
                raise
        else:
            return TantivyEngine(archive.index_folder / "tantivy")
    from index.whoosh import WhooshEngine

    return WhooshEngine(archive.index_folder / "whoosh")


def _units(archive: Archive, documents: Iterable[str]) -> Iterator[Unit]:
    for id_ in documents:
        entry = archive.document_entry(id_)
        records = archive.records(id_)
        meetings = archive.meetings_of(id_)
        yield from units(archive.document(id_), records, meetings, entry.revision)


def bring_up_to_date(archive: Archive, engine: SearchEngine) -> int:
    """Make what is current in the archive, and nothing else, searchable; how many had changed."""
    if engine.stale():
        engine.clear()
    wanted = {entry.id: entry.revision for entry in archive.documents()}
    held = engine.documents()
    changed = [id_ for id_, revision in wanted.items() if held.get(id_) != revision]
    gone = [id_ for id_ in held if id_ not in wanted]
    for start in range(0, len(changed), _BATCH):
        batch = changed[start : start + _BATCH]
        engine.update(_units(archive, batch), remove=batch)
    if gone:
        engine.update((), remove=gone)
    return len(changed) + len(gone)


def rebuild(archive: Archive, name: str | None) -> int:
    """Build the index anew and say of how many documents."""
    with archive.writing():
        engine = engine_of(archive, name)
        engine.clear()
        return bring_up_to_date(archive, engine)


@contextmanager
def updater(archive: Archive, name: str | None) -> Iterator[Callable[[Sequence[str]], object]]:
    """What makes documents searchable as they are stored.

    First what an interrupted run left behind is made searchable, last what was superseded is
    taken out.
    """
    engine = engine_of(archive, name)
    bring_up_to_date(archive, engine)
    yield lambda documents: engine.update(_units(archive, documents), remove=documents)
    bring_up_to_date(archive, engine)


def problems(archive: Archive, name: str | None) -> Iterator[Problem]:
    """Everything that is wrong with the archive and its index."""
    yield from check(archive)
    engine = engine_of(archive, name)
    where = str(archive.index_folder)
    advice = "Bygg om indexet med `radslag reindex`."
    if engine.stale():
        yield Problem("indexet är byggt av en annan version.", where, advice)
        return
    wanted = {entry.id: entry.revision for entry in archive.documents()}
    held = engine.documents()
    for id_ in sorted(wanted.keys() | held.keys()):
        if id_ not in held:
            yield Problem(f"handlingen {id_[:12]} saknas i indexet.", where, advice)
        elif id_ not in wanted:
            yield Problem(f"indexet har en handling som inte gäller, {id_[:12]}.", where, advice)
        elif held[id_] != wanted[id_]:
            yield Problem(f"indexet har en äldre läsning av {id_[:12]}.", where, advice)
