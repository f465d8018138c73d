"""Whether an archive is whole: every original its hash, every row its sum, every fact its words."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import msgspec

from corpus import ledger
from corpus.archive import Archive, now_utc
from corpus.entries import DocumentEntry
from corpus.errors import ArchiveError
from corpus.model import Document, Provenance, Record
from corpus.originals import sha256_of
from corpus.rows import FACTS

_BROKEN = (ArchiveError, msgspec.DecodeError, ValueError, zlib.error, EOFError, RecursionError)
"""What bytes that have changed may raise when they are unpacked."""
_AGAIN = (
    "Återställ arkivet från en säkerhetskopia, eller bygg upp det ur originalen med "
    "`radslag restore --originals`."
)


class Problem(msgspec.Struct, frozen=True):
    """Something that is not as it should be: what, where, and how to mend it."""

    what: str
    where: str
    advice: str


def check(archive: Archive, since: str | None = None) -> Iterator[Problem]:
    """Everything that is wrong with an archive, its index aside; nothing when it is whole.

    Originals that were found whole on the day `since` (ISO) or later are not read again.
    """
    yield from _database(archive)
    try:
        entries = archive.documents(superseded=True)
    except _BROKEN as error:
        yield Problem(f"databasen går inte att läsa ({error}).", str(archive.path), _AGAIN)
        return
    verified = _verified(archive, since)
    whole: list[str] = []
    for entry in entries:
        if entry.id not in verified:
            found = list(_original(archive, entry))
            yield from found
            whole += [] if found else [entry.id]
        try:
            document = archive.document(entry.id)
            records = archive.records(entry.id)
        except _BROKEN as error:
            yield Problem(f"det som lästes går inte att öppna ({error}).", entry.name, _AGAIN)
            continue
        for record in records:
            yield from _evidence(document, record, entry.name)
    _note(archive, whole)
    yield from _loose(archive, {entry.id for entry in entries})
    for path, what in ledger.unbalanced(archive):
        yield Problem(what, path, "Läs in mappen igen.")


def _database(archive: Archive) -> Iterator[Problem]:
    where = str(archive.path / "archive.sqlite")
    try:
        for message in archive.faults():
            yield Problem(f"databasen är skadad: {message}.", where, _AGAIN)
        for table, key in archive.broken():
            what = f"en rad i databasen har ändrats på disken ({table} {key})."
            yield Problem(what, where, _AGAIN)
    except ArchiveError as error:
        yield Problem(error.what, where, _AGAIN)


def _verified(archive: Archive, since: str | None) -> frozenset[str]:
    """The documents whose originals were found whole since a day."""
    if since is None:
        return frozenset()
    rows = archive.ask("SELECT document_id FROM fixity WHERE at >= ?", (since,))
    return frozenset(row[0] for row in rows)


def _note(archive: Archive, whole: list[str]) -> None:
    """Note which originals are whole today, where it can be noted."""
    if archive.only_read:
        return
    try:
        with archive.changing() as db:
            at = now_utc()
            rows = [(id_, at) for id_ in whole]
            db.executemany("INSERT OR REPLACE INTO fixity VALUES (?, ?)", rows)
    except ArchiveError:  # it is being written in, or is damaged: what was found is told anyhow
        return


def _original(archive: Archive, entry: DocumentEntry) -> Iterator[Problem]:
    path = archive.originals.path(entry.id)
    try:
        if sha256_of(path) == entry.id:
            return
        what = f"originalet {path} har ändrats sedan det lades in."
        advice = "Ta bort det och läs in filen igen, eller hämta det från en säkerhetskopia."
    except FileNotFoundError:
        what = f"originalet {path} saknas."
        advice = "Läs in filen igen, eller hämta originalet från en säkerhetskopia."
    except OSError as error:
        what = f"originalet {path} går inte att läsa ({error.strerror})."
        advice = "Kontrollera disken och mappens rättigheter."
    yield Problem(what, entry.name, advice)


def _loose(archive: Archive, known: set[str]) -> Iterator[Problem]:
    """Originals that no document is of."""
    for sha256 in archive.originals:
        if sha256 not in known:
            told = archive.originals.description(sha256)
            where = told.names[0][0] if told and told.names else str(archive.originals.path(sha256))
            what = "ett original hör inte till någon handling i databasen."
            yield Problem(what, where, "Läs in det med `radslag restore --originals`.")


def _evidence(document: Document, record: Record, where: str) -> Iterator[Problem]:
    """Facts whose evidence is not where they say."""
    named = [(name, provenance) for name, provenance in record.meeting.evidence.items()]
    for table in FACTS:
        named += [(table.table, fact.provenance) for fact in getattr(record, table.field)]
    for name, provenance in named:
        if not _stands(document, provenance):
            what = f"belägget för en uppgift ({name}) pekar utanför dokumentets text."
            yield Problem(what, where, _AGAIN)


def _stands(document: Document, provenance: Provenance) -> bool:
    inside = all(0 <= a < b <= len(document.text) for a, b in provenance.spans)
    return (
        inside
        and provenance.document_id == document.id
        and 1 <= provenance.page <= max(len(document.pages), 1)
    )
