"""Building an archive from its originals alone: they have their names and types beside them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from corpus import ledger
from corpus.archive import Archive
from corpus.entries import FileState, name_of
from corpus.originals import sha256_of
from ingest.run.pipeline import Report, Stored, Watch, fault_of
from ingest.run.reading import Older, Reader, read_again
from ingest.run.revision import extraction
from ingest.run.walk import Fault
from ingest.run.workers import spread

_IN_ZIP = {"word/": ".docx", "ppt/": ".pptx"}
_MIMETYPES = {b"text": ".odt", b"presentation": ".odp"}


def rebuild(
    archive: Archive,
    workers: int,
    watch: Watch = lambda report: None,
    stored: Stored = lambda documents: None,
    user: str = "",
) -> Report:
    """Read every original that the database does not know; what was not read is in the report."""
    report = Report()
    with archive.writing():
        ledger.begin(archive, [archive.path / "objects"], user, "restore")
        lost = list(_lost(archive, report))
        report.total = len(lost) + len(report.failed)
        report.bytes_left = sum(each.size for each in lost)
        for older, answer in spread(read_again, lost, workers):
            report.bytes_left -= older.size
            if isinstance(answer, Reader):
                _store(archive, older, answer)
                report.new.append(older.path)
                report.counts.update(answer.counts)
                stored([older.id])
            else:
                report.failed.append(fault_of(older.path, answer))
            watch(report)
        ledger.end(archive, [])
    return report


def _lost(archive: Archive, report: Report) -> Iterator[Older]:
    for id_ in archive.originals:
        if archive.has(id_) or archive.removed(id_):
            continue
        path = archive.originals.path(id_)
        if sha256_of(path) != id_:
            what = f"originalet {path} har ändrats sedan det lades in."
            report.failed.append(Fault(path, what, "Hämta det från en säkerhetskopia."))
            continue
        told = archive.originals.description(id_)
        named = name_of(told.names[0][0]) if told and told.names else f"{path}{suffix_of(path)}"
        yield Older(archive.path, id_, Path(named), path.stat().st_size, False)


def _store(archive: Archive, older: Older, reader: Reader) -> None:
    """Store what was read of an original, under all the names it had."""
    original = archive.originals.path(older.id)
    told = archive.originals.description(older.id)
    uris = [uri for uri, _ in told.names] if told else []
    for uri in uris or [older.path.absolute().as_uri()]:
        state = FileState(uri, older.size, 0)  # its time is not known: the file is looked at again
        archive.store(original, reader.parcel, state, extraction())


def suffix_of(path: Path) -> str:
    """The suffix that a file without a name would have, by its first bytes."""
    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        return ".pdf"
    if not head.startswith(b"PK\x03\x04"):
        return ".txt"
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            for folder, suffix in _IN_ZIP.items():
                if any(name.startswith(folder) for name in names):
                    return suffix
            kind = archive.read("mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return ".docx"
    return next((suffix for word, suffix in _MIMETYPES.items() if word in kind), ".docx")
