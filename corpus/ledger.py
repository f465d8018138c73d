"""The ledger (diariet över inläsningen): every path that an ingest saw, and what became of it.

    found = read + duplicate + refused + passed over

always, for what the last ingest of each folder found. What had been found before and is gone now
has vanished; versions that others stand for are superseded, and stay in the archive.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import msgspec

from corpus.archive import Archive, now_utc
from corpus.entries import name_of


class State(StrEnum):
    """What became of a path."""

    READ = "read"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    PASSED_OVER = "passed_over"
    VANISHED = "vanished"
    SUPERSEDED = "superseded"


STATES = {
    State.READ: "läst",
    State.DUPLICATE: "samma innehåll som en annan",
    State.REFUSED: "inte läst",
    State.PASSED_OVER: "förbigången",
    State.VANISHED: "borta ur mappen",
    State.SUPERSEDED: "ersatt",
}
FOUND = (State.READ, State.DUPLICATE, State.REFUSED, State.PASSED_OVER)
"""The states of what is found; their numbers add up to that of the files."""


class Seen(msgspec.Struct, frozen=True):
    """A path as the ledger has it."""

    path: str
    state: State
    document_id: str | None
    reason: str
    advice: str
    at: str
    run: int


class Run(msgspec.Struct, frozen=True):
    """One ingest: when, by whom, over what, and what it came to."""

    id: int
    started: str
    ended: str | None
    user: str
    what: str
    roots: tuple[str, ...]
    counts: dict[str, int]


class Status(msgspec.Struct, frozen=True):
    """What the archive has seen."""

    found: int
    counts: dict[str, int]
    """By state; those of `FOUND` add up to `found`."""
    runs: tuple[Run, ...]
    """The latest first."""


def begin(archive: Archive, roots: Sequence[Path], user: str, what: str) -> None:
    """Note that an ingest begins: what the archive notes from now on is of it."""
    told = msgspec.json.encode([shown(path.resolve()) for path in roots]).decode()
    sql = "INSERT INTO run (started, user, what, roots, counts) VALUES (?, ?, ?, ?, '{}')"
    with archive.changing() as db:
        archive.run = int(db.execute(sql, (now_utc(), user, what, told)).lastrowid or 0)


def end(archive: Archive, roots: Sequence[Path]) -> None:
    """Note that an ingest is done: what it did not see under its folders has vanished."""
    run = archive.run
    with archive.changing() as db:
        for uri in list(_under(db, roots)):
            gone = db.execute("SELECT run FROM seen WHERE uri = ?", (uri,)).fetchone()[0] != run
            if gone and not _there(uri):
                sql = "UPDATE seen SET state = 'vanished', at = ?, run = ? WHERE uri = ?"
                db.execute(sql, (now_utc(), run, uri))
        rows = db.execute("SELECT state, count(*) FROM seen WHERE run = ? GROUP BY state", (run,))
        counts = msgspec.json.encode({row[0]: row[1] for row in rows}).decode()
        db.execute("UPDATE run SET ended = ?, counts = ? WHERE id = ?", (now_utc(), counts, run))


def _under(db: sqlite3.Connection, roots: Sequence[Path]) -> Iterator[str]:
    """What was seen under some folders before."""
    for root in roots:
        uri = root.resolve().as_uri()
        sql = (
            "SELECT uri FROM seen WHERE state <> 'vanished' AND"
            " (uri = ?1 OR substr(uri, 1, length(?1) + 1) = ?1 || '/')"
        )
        yield from (row[0] for row in db.execute(sql, (uri,)).fetchall())


def _there(uri: str) -> bool:
    """Whether something stands at a path now."""
    return Path(os.fsdecode(unquote_to_bytes(urlsplit(uri).path))).exists()


def note(archive: Archive, uri: str, state: State, reason: str, advice: str = "") -> None:
    """Note what became of a path that was not read, and why."""
    note_all(archive, [(uri, state, reason, advice)])


def note_all(archive: Archive, faults: Iterable[tuple[str, State, str, str]]) -> None:
    """The same of many."""
    with archive.changing() as db:
        db.executemany(
            "INSERT OR REPLACE INTO seen VALUES (?, ?, NULL, ?, ?, ?, ?)",
            [
                (uri, str(state), reason, advice, now_utc(), archive.run)
                for uri, state, reason, advice in faults
            ],
        )


def seen_again(archive: Archive, uris: Iterable[str]) -> None:
    """Note that paths are as they were when they were last seen."""
    with archive.changing() as db:
        db.executemany(
            "UPDATE seen SET run = ?, state = CASE state WHEN 'vanished' THEN 'read' ELSE state END"
            " WHERE uri = ?",
            [(archive.run, uri) for uri in uris],
        )


def rows(archive: Archive) -> Iterator[Seen]:
    """The whole ledger by path: each path once, then the versions that others stand for."""
    sql = "SELECT uri, state, document_id, reason, advice, at, run FROM seen ORDER BY uri"
    for uri, state, document_id, reason, advice, at, run in archive.ask(sql):
        yield Seen(name_of(uri), State(state), document_id, reason, advice, at, run)
    yield from superseded(archive)


def superseded(archive: Archive) -> Iterator[Seen]:
    """The documents that stand under no name: others stand in their place."""
    sql = (
        "SELECT s.uri, d.id, d.draft, d.replaced_by, s.first_seen FROM source s"
        " JOIN document d ON d.id = s.document_id WHERE NOT s.current ORDER BY s.uri, d.id"
    )
    for uri, id_, draft, by, at in archive.ask(sql):
        reason = "en nyare version av filen står i dess ställe."
        if by:
            reason = "ett utkast; protokollet står i dess ställe."
            reason = reason if draft else "samma protokoll i ett annat format."
        yield Seen(name_of(uri), State.SUPERSEDED, id_, reason, "", at, 0)


def status(archive: Archive) -> Status:
    """What the archive has seen, and its latest runs."""
    sql = "SELECT state, count(*) FROM seen GROUP BY state"
    counts = {str(state): 0 for state in State} | {row[0]: row[1] for row in archive.ask(sql)}
    counts[State.SUPERSEDED] = sum(1 for _ in superseded(archive))
    found = sum(counts[state] for state in FOUND)
    return Status(found, counts, tuple(runs(archive)))


def runs(archive: Archive, most: int = 20) -> Iterator[Run]:
    """The latest runs, the last first."""
    sql = "SELECT id, started, ended, user, what, roots, counts FROM run ORDER BY id DESC LIMIT ?"
    for id_, started, ended, user, what, roots, counts in archive.ask(sql, (most,)):
        told = msgspec.json.decode(roots, type=tuple[str, ...])
        yield Run(id_, started, ended, user, what, told, msgspec.json.decode(counts))


def unbalanced(archive: Archive) -> Iterator[tuple[str, str]]:
    """Paths of the ledger that do not agree with the documents: path and what is wrong."""
    sql = (
        "SELECT e.uri, e.state FROM seen e WHERE e.state IN ('read', 'duplicate') AND NOT EXISTS"
        " (SELECT 1 FROM source s WHERE s.uri = e.uri AND s.document_id = e.document_id)"
    )
    for uri, state in archive.ask(sql):
        yield name_of(uri), f"diariet säger ”{STATES[State(state)]}”, men handlingen finns inte."
    sql = "SELECT uri FROM source s WHERE uri NOT IN (SELECT uri FROM seen)"
    for (uri,) in archive.ask(sql):
        yield name_of(uri), "handlingen finns, men diariet nämner den inte."


def not_seen(archive: Archive, paths: Iterable[Path]) -> Iterator[Path]:
    """The paths that the ledger does not know, or knows as gone."""
    known = {row[0] for row in archive.ask("SELECT uri FROM seen WHERE state <> 'vanished'")}
    return (path for path in paths if path.absolute().as_uri() not in known)


def shown(path: Path) -> str:
    """A path as text, also where its name is none: bytes that are no letters are told as such."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
