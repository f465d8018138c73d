"""The archive's database: opening, layouts and their migrations, locks, errors explained."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from corpus import seals
from corpus.cases import case_key
from corpus.errors import ArchiveError, BusyError
from corpus.meetings import fold

APPLICATION_ID = 0x52C5_4453
"""Marks a SQLite file as an archive of this program ("RÅDS" in Latin-1)."""
_BUSY_SECONDS = 10.0


@cache
def schema() -> tuple[str, ...]:
    """The SQL scripts that lead from an empty database to today's layout, in order."""
    folder = Path(__file__).parent / "schema"
    scripts = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    return tuple(script.read_text("utf-8") for script in scripts)


def opened(folder: Path, create: bool, beside_originals: bool) -> tuple[sqlite3.Connection, bool]:
    """A connection to an archive's database, up to date, and whether it is only read.

    Raises ArchiveError when there is none and none is to be made: also when one has been lost or
    emptied beside its originals, which must not be taken for a new archive.
    """
    database, where = folder / "archive.sqlite", str(folder)
    size = database.stat().st_size if database.exists() else 0
    waiting = database.with_name("archive.sqlite-wal")
    if not size and not (waiting.exists() and waiting.stat().st_size):
        _may_be_made(folder, database.exists(), create, beside_originals)
    with explained(where):
        try:
            only_read = bool(size) and not os.access(folder, os.W_OK | os.X_OK)
            if not only_read:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                (folder / "objects").mkdir(exist_ok=True, mode=0o700)
                database.touch(mode=0o600)
            connection = connect(database, only_read)
        except (PermissionError, FileExistsError, NotADirectoryError) as error:
            what = "mappen går inte att använda som arkiv."
            advice = "Kontrollera dess rättigheter, eller välj en annan med --archive."
            raise ArchiveError(what, where, advice) from error
        try:
            _bring_up_to_date(folder, connection, only_read)
        except BaseException:
            connection.close()
            raise
    return connection, only_read


def _may_be_made(folder: Path, emptied: bool, create: bool, beside_originals: bool) -> None:
    """Raises ArchiveError unless a new archive is to be made here, and nothing is lost by it."""
    where = str(folder)
    if beside_originals and create:
        return
    if emptied or next(folder.glob("objects/??/*"), None):
        raise ArchiveError(
            "databasen är tom eller borta, men mappen har varit ett arkiv.",
            where,
            "Hämta archive.sqlite ur en säkerhetskopia, eller bygg upp arkivet ur originalen med "
            "`radslag restore --originals`.",
        )
    if not create:
        raise ArchiveError(
            "här finns inget arkiv.",
            where,
            "Skapa ett med `radslag ingest MAPP`, eller peka ut ett med --archive.",
        )


def _bring_up_to_date(folder: Path, connection: sqlite3.Connection, only_read: bool) -> None:
    if layout_of(connection) == len(schema()) and seals.stand(connection):
        return
    if only_read:
        what = "arkivet har en äldre layout och går inte att skriva i."
        raise ArchiveError(what, str(folder), "Öppna det en gång där det går att skriva.")
    with locked(folder / "lock.sqlite", wait=10):
        seals.lift(connection)
        migrate(connection, schema(), str(folder))
        connection.execute("BEGIN IMMEDIATE")
        seals.establish(connection)
        connection.execute("COMMIT")


def connect(path: Path, only_read: bool = False) -> sqlite3.Connection:
    """A connection to the database, which is made if it is not there. Autocommits."""
    if only_read:
        # Beside a log of what is being written there is somebody who writes.
        still = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
        name = f"{path.absolute().as_uri()}?mode=ro{still}"
        connection = sqlite3.connect(name, timeout=_BUSY_SECONDS, isolation_level=None, uri=True)
    else:
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.create_function("fold", 1, lambda t: t and fold(t), deterministic=True)
    connection.create_function("case_key", 1, case_key, deterministic=True)
    connection.execute("PRAGMA foreign_keys = ON")
    seals.provide(connection)
    # What is acknowledged is on the disk: a login, a correction, a document.
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def layout_of(connection: sqlite3.Connection) -> int:
    """The number of the layout the database has; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, scripts: Sequence[str], where: str) -> None:
    """Bring the database to the layout that the scripts lead to; each script is all or nothing.

    Raises ArchiveError for a newer layout and for a database that is no archive.
    """
    have = layout_of(connection)
    marked = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    if not marked and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise ArchiveError("mappen har en databas som inte är ett Rådslagsarkiv.", where)
    if have > len(scripts):
        raise ArchiveError(
            f"arkivet är skrivet av en nyare version av Rådslag (layout {have}, den här "
            f"versionen kan {len(scripts)}).",
            where,
            "Uppgradera Rådslag, eller ange ett annat arkiv med --archive.",
        )
    connection.execute("PRAGMA journal_mode = WAL")
    for number, script in enumerate(scripts[have:], have + 1):
        connection.executescript(
            f"BEGIN IMMEDIATE;\n{script}\nPRAGMA application_id = {APPLICATION_ID};\n"
            f"PRAGMA user_version = {number};\nCOMMIT;"
        )


@contextmanager
def locked(path: Path, wait: float) -> Iterator[None]:
    """Hold the right to write, which one process at a time can have.

    The lock is SQLite's own on an empty database, so the system drops it when a process dies,
    on every platform. Raises ArchiveError when another holds it for `wait` seconds.
    """
    path.touch(mode=0o600)
    lock = sqlite3.connect(path, timeout=wait, isolation_level=None)
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise BusyError(
                "en annan inläsning skriver i arkivet just nu.",
                str(path.parent),
                "Vänta tills den är klar och kör igen. Sökning fungerar under tiden.",
            ) from error
        yield
    finally:
        lock.close()


@contextmanager
def explained(where: str) -> Iterator[None]:
    """Turn what the database or the disk complains of into words for a person."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise ArchiveError(*_reason(str(error), where)) from error
    except UnicodeDecodeError as error:  # of a message that quotes what is damaged
        raise ArchiveError(*_reason(f"malformed, {error}", where)) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            raise
        full = "disk is full" if error.errno != errno.EROFS else "readonly"
        raise ArchiveError(*_reason(full, where)) from error


def _reason(text: str, where: str) -> tuple[str, str, str]:
    if "full" in text:
        return ("disken är full.", where, "Frigör plats och kör igen; inget är halvskrivet.")
    if "readonly" in text:
        return ("arkivet går inte att skriva i.", where, "Kontrollera mappens rättigheter.")
    if "locked" in text:
        return ("arkivet är upptaget.", where, "Försök igen om en stund.")
    if "malformed" in text or "not a database" in text:
        return (
            f"databasen är skadad ({text}).",
            where,
            "Återställ den från en säkerhetskopia, eller bygg upp arkivet ur originalen, som är "
            "orörda, med `radslag restore --originals`.",
        )
    return (f"databasen svarar: {text}.", where, "Kör `radslag check`.")
