"""Where the archive and the search index meet: keeping, checking and rebuilding the index."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from corpus.archive import Archive
from corpus.check import Problem, check
from corpus.errors import ArchiveError
from index.build import BATCH, Changes, changes, open_engine, open_meaning, stamp_of, update
from index.engine import SearchEngine
from index.private import marked_private
from index.units import Unit, UnitKind, units


def units_of(archive: Archive, document_id: str) -> Iterator[Unit]:
    """What of a document is searched."""
    revision = archive.document_entry(document_id).revision
    records, meetings = archive.records(document_id), archive.meetings_of(document_id)
    document, personal = archive.document(document_id), archive.personal(document_id)
    for unit in units(document, records, meetings, revision):
        yield marked_private(unit, document, personal)


def wanted(archive: Archive) -> dict[str, str]:
    """The documents that are to be found, with their revisions: those that are current."""
    return {entry.id: entry.revision for entry in archive.documents()}


def bring_up_to_date(archive: Archive, engine: SearchEngine) -> int:
    """Make what is current in the archive, and nothing else, searchable; how many units came."""
    generation = archive.generation()
    if in_step(archive, engine):
        return 0
    count = update(engine, wanted(archive), lambda id_: units_of(archive, id_))
    if not archive.only_read:
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
    """An engine to ask, first brought up to date if need be and nobody is ingesting.

    Of an archive that is only read it is a copy, which may be brought up to date.
    """
    engine = open_engine(index_of(archive), name)
    if archive.only_read:
        bring_up_to_date(archive, engine)
        return engine
    if not in_step(archive, engine):
        try:
            with archive.writing(wait=0):
                bring_up_to_date(archive, engine)
                meaning = open_meaning(archive.index_folder)
                give_meaning(archive, changes(meaning, wanted(archive)))
        except ArchiveError:
            # Whoever holds the archive is making it searchable just now.
            pass
    return engine


def index_of(archive: Archive) -> Path:
    """The folder of an archive's index; a copy of it where nobody may write there.

    Engines put locks beside an index that they only read.
    """
    if not archive.only_read:
        return archive.index_folder
    copy = Path(tempfile.mkdtemp(prefix="radslag-index-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    if archive.index_folder.is_dir():
        shutil.copytree(archive.index_folder, copy / "index", copy_function=shutil.copyfile)
    return copy / "index"


def rebuild(archive: Archive, name: str | None) -> int:
    """Build the index anew and say how many units it has."""
    with archive.writing():
        engine = open_engine(archive.index_folder, name)
        engine.clear()
        _stamp(archive, engine).unlink(missing_ok=True)
        return bring_up_to_date(archive, engine)


def give_meaning(archive: Archive, todo: Changes) -> None:
    """Take in the points of documents that have no vectors, and let go those that are gone."""
    meaning = open_meaning(archive.index_folder)
    if todo.remove:
        meaning.update((), todo.remove)
    for start in range(0, len(todo.add), BATCH):
        some = todo.add[start : start + BATCH]
        meaning.update((unit for id_ in some for unit in units_of(archive, id_)), some)


def embed(archive: Archive) -> Iterator[tuple[int, int]]:
    """Take in what has no vectors, and say after every few documents how many of how many have.

    A run that is cut off has kept what it reported.
    """
    todo = changes(open_meaning(archive.index_folder), wanted(archive))
    if todo.remove:
        with archive.writing():
            give_meaning(archive, Changes((), todo.remove))
    for start in range(0, len(todo.add), BATCH):
        some = todo.add[start : start + BATCH]
        with archive.writing():
            give_meaning(archive, Changes(some, ()))
        yield start + len(some), len(todo.add)


@contextmanager
def updater(archive: Archive, name: str | None) -> Iterator[Callable[[Sequence[str]], object]]:
    """What makes documents searchable as they are stored.

    First what an interrupted run left behind is made searchable, last what was superseded is
    taken out. What is stored is found by meaning too.
    """
    engine = open_engine(archive.index_folder, name)
    meaning = open_meaning(archive.index_folder)
    bring_up_to_date(archive, engine)

    def stored(documents: Sequence[str]) -> None:
        fresh = [unit for id_ in documents for unit in units_of(archive, id_)]
        engine.update(fresh, documents)
        if documents:
            meaning.update(fresh, documents)

    yield stored
    bring_up_to_date(archive, engine)
    if gone := changes(meaning, wanted(archive)).remove:
        meaning.update((), gone)


def problems(archive: Archive, name: str | None, since: str | None = None) -> Iterator[Problem]:
    """Everything that is wrong with the archive and its index; see `corpus.check.check`."""
    yield from check(archive, since)
    engine = open_engine(index_of(archive), name)
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
    yield from _told_otherwise(archive, engine, todo.add)
    meaning = open_meaning(index_of(archive))
    if lacking := len(wanted(archive).keys() - meaning.documents().keys()):
        what = f"{lacking} handlingar kan inte sökas efter betydelse."
        yield Problem(what, where, "Räkna ut det som saknas med `radslag reindex`.")


def _told_otherwise(
    archive: Archive, engine: SearchEngine, left_out: Sequence[str]
) -> Iterator[Problem]:
    """Documents of which the index, when it is asked, says something else than the archive."""
    for id_ in wanted(archive):
        if id_ in left_out:
            continue
        try:
            same = all(_same(engine.unit(unit.id), unit) for unit in units_of(archive, id_))
        except Exception as error:  # whatever an engine, or what it has stored, raises
            if isinstance(error, ArchiveError):
                continue  # told already
            same = False
        if not same:
            what = "indexet säger något annat än arkivet om handlingen."
            advice = "Bygg om indexet med `radslag reindex`."
            yield Problem(what, archive.document_entry(id_).name, advice)


def _same(held: Unit | None, unit: Unit) -> bool:
    """Whether the index holds a unit as it is; a file may have got another name since."""
    if held is None or unit.kind is UnitKind.POINT:
        return held == unit
    return held == msgspec.structs.replace(unit, title=held.title)
