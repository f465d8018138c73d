"""Keeping an archive: taking a copy of it, putting one back, and removing what must not be kept."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from corpus import store
from corpus.archive import Archive, now_utc
from corpus.errors import ArchiveError, UsageError
from corpus.meetings import meeting_ids
from corpus.originals import Originals, flush_folder
from corpus.staff import log
from corpus.touched import touched
from corpus.versions import settle

_MADE = "backup.json"
"""Stands last in a finished copy, and says of what it is."""


class Made(msgspec.Struct, frozen=True):
    """What a copy of an archive holds."""

    at: str
    """UTC; what was acknowledged before is in it."""
    documents: int
    originals: int
    bytes: int


def backup(archive: Archive, target: Path) -> Made:
    """Copy an archive to a folder, also while it is served and ingested into.

    A folder that has an older copy gets what is new, and loses what was removed from the archive.
    The index is not copied: it is made of the rest. Raises ArchiveError for a folder that holds
    something else, or an archive.
    """
    at = now_utc()
    _may_hold_a_copy(archive, target)
    with store.explained(str(target)):
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        (target / _MADE).unlink(missing_ok=True)
        unfinished = target / "archive.sqlite.part"
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        archive.copy_database(unfinished)
        with closing(sqlite3.connect(unfinished)) as copy:
            ids = [row[0] for row in copy.execute("SELECT id FROM document ORDER BY id")]
            gone = [row[0] for row in copy.execute("SELECT document_id FROM removed")]
        for id_ in set(gone) - set(ids):
            Originals(target / "objects").remove(id_)
        size, copied = _copy_originals(archive.originals, Originals(target / "objects"), ids)
        _copy_waiting(archive.path / "inbox", target / "inbox")
        unfinished.replace(target / "archive.sqlite")
        made = Made(at, len(ids), copied, size)
        (target / _MADE).write_bytes(msgspec.json.encode(made))
        flush_folder(target)
    return made


def _may_hold_a_copy(archive: Archive, target: Path) -> None:
    if target.resolve() == archive.path.resolve():
        raise UsageError("en kopia kan inte ligga i arkivet självt.", str(target))
    inside = {path.name for path in target.iterdir()} if target.exists() else set()
    if not inside <= {_MADE, "archive.sqlite", "archive.sqlite.part", "objects", "inbox"}:
        what = "mappen har annat än en säkerhetskopia."
        raise UsageError(what, str(target), "Ange en tom mapp, eller den förra kopian.")


def _copy_originals(source: Originals, target: Originals, ids: list[str]) -> tuple[int, int]:
    """Copy the originals of some documents, whole: bytes and number."""
    target.folder.mkdir(exist_ok=True, mode=0o700)
    size = copied = 0
    for id_ in ids:
        path = source.path(id_)
        if not path.exists():
            continue  # `check` says so, of the archive and of its copy
        size += target.add(path, id_)
        copied += 1
        if told := source.description(id_):
            target.describe(id_, told.media_type, told.names)
    return size, copied


def _copy_waiting(source: Path, target: Path) -> None:
    """Copy uploaded files, which may not have been read yet."""
    shutil.rmtree(target, ignore_errors=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.part"))


def restore(copy: Path, folder: Path) -> Made:
    """Make an archive of a copy, in a folder where there is none. Raises ArchiveError."""
    try:
        made = msgspec.json.decode((copy / _MADE).read_bytes(), type=Made)
    except (OSError, msgspec.DecodeError) as error:
        what = "här finns ingen färdig säkerhetskopia."
        raise ArchiveError(what, str(copy), "Peka ut mappen som `radslag backup` skrev.") from error
    if folder.exists() and any(folder.iterdir()):
        what = "mappen är inte tom; inget skrivs över."
        raise ArchiveError(what, str(folder), "Flytta undan den, eller ange en annan --archive.")
    with store.explained(str(folder)):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copytree(copy / "objects", folder / "objects")
        if (copy / "inbox").is_dir():
            shutil.copytree(copy / "inbox", folder / "inbox")
        unfinished = folder / "archive.sqlite.part"
        shutil.copyfile(copy / "archive.sqlite", unfinished)
        unfinished.chmod(0o600)
        unfinished.replace(folder / "archive.sqlite")
        flush_folder(folder)
    return made


def set_aside(folder: Path) -> Path | None:
    """Move a database that cannot be used out of the way, with its log; where it is now.

    Nothing is deleted: somebody may still read what people wrote in it.
    """
    database = folder / "archive.sqlite"
    if not database.exists():
        return None
    aside = folder / f"archive.sqlite.{now_utc().replace(':', '')}"
    for end in ("", "-wal", "-shm"):
        beside = database.with_name(f"archive.sqlite{end}")
        if beside.exists():
            beside.replace(aside.with_name(aside.name + end))
    return aside


def remove(archive: Archive, document_id: str, reason: str, user: str) -> Iterator[Path]:
    """Remove a document: its original, what was read of it and what people said of it.

    Why and by whom is logged, and no ingest brings it back. Gives the uploaded copies of it, which
    are gone too. The index must be made anew after. Raises UsageError without a reason.
    """
    if not reason.strip():
        raise UsageError("en handling tas inte bort utan skäl.", advice="Ange det med --reason.")
    archive.document_entry(document_id)
    with archive.writing(), archive.changing() as db:
        keys = _meeting_keys(db, document_id)
        _forget(db, document_id, reason, user)
        for key in keys:
            _settle_meetings(db, key)
        freed = "SELECT id FROM document WHERE replaced_by = ?"
        for (id_,) in db.execute(freed, (document_id,)).fetchall():
            db.execute("UPDATE document SET replaced_by = NULL WHERE id = ?", (id_,))
            db.execute("UPDATE source SET current = 1 WHERE document_id = ?", (id_,))
            settle(db, id_)
        touched(db, (), keys)
    archive.originals.remove(document_id)
    log(archive, user, "removed", document_id, reason)
    archive.wipe()
    for path in archive.path.glob(f"pictures/{document_id[:2]}/{document_id[2:]}-*"):
        path.unlink(missing_ok=True)
    for path in archive.path.glob(f"inbox/{document_id[:16]}/*"):
        path.unlink()
        yield path


def _meeting_keys(db: sqlite3.Connection, document_id: str) -> list[str]:
    rows = db.execute("SELECT meeting_key FROM record WHERE document_id = ?", (document_id,))
    return [row[0] for row in rows]


def _forget(db: sqlite3.Connection, document_id: str, reason: str, user: str) -> None:
    for table in ("correction", "follow_up"):
        db.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))  # noqa: S608
    db.execute("UPDATE event SET details = '' WHERE document_id = ?", (document_id,))
    db.execute("DELETE FROM document WHERE id = ?", (document_id,))
    why = f"borttagen ur arkivet: {reason}."
    db.execute(
        "UPDATE seen SET state = 'passed_over', document_id = NULL, reason = ?, at = ?"
        " WHERE document_id = ?",
        (why, now_utc(), document_id),
    )
    row = (document_id, reason, user, now_utc())
    db.execute("INSERT OR REPLACE INTO removed VALUES (?, ?, ?, ?)", row)


def _settle_meetings(db: sqlite3.Connection, key: str) -> None:
    """Tell anew which records are of one meeting, when one of them is gone."""
    sql = "SELECT id, organisation FROM record WHERE meeting_key = ?"
    members = {row[0]: row[1] for row in db.execute(sql, (key,))}
    db.executemany(
        "UPDATE record SET meeting_id = ? WHERE id = ?",
        [(meeting, record) for record, meeting in meeting_ids(key, members).items()],
    )
