"""Whether an archive is whole: every original its hash, every fact its words."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from corpus.archive import Archive
from corpus.entries import DocumentEntry
from corpus.errors import ArchiveError
from corpus.model import Document, Provenance, Record
from corpus.originals import sha256_of
from corpus.rows import FACTS


class Problem(msgspec.Struct, frozen=True):
    """Something that is not as it should be: what, where, and how to mend it."""

    what: str
    where: str
    advice: str


def check(archive: Archive) -> Iterator[Problem]:
    """Everything that is wrong with an archive, its index aside; nothing when it is whole."""
    yield from _database(archive)
    for entry in archive.documents(superseded=True):
        yield from _original(archive, entry)
        try:
            document = archive.document(entry.id)
            records = archive.records(entry.id)
        except (ArchiveError, msgspec.DecodeError, ValueError) as error:
            yield Problem(f"det som lästes går inte att öppna ({error}).", entry.name, _AGAIN)
            continue
        for record in records:
            yield from _evidence(document, record, entry.name)


_AGAIN = "Flytta undan originalet ur objects/ och läs in filen igen."


def _database(archive: Archive) -> Iterator[Problem]:
    for message in archive.faults():
        yield Problem(
            f"databasen är skadad: {message}.",
            str(archive.path / "archive.sqlite"),
            "Återställ den från en säkerhetskopia, eller flytta undan den och läs in igen.",
        )


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
