"""Sums over what is kept: a bit that has fallen over on the disk is found, wherever it fell.

SQLite has no sums of its own. Triggers keep one for each row of the tables that nothing else could
give back; `broken` reads all rows and their sums and names those that do not agree.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from hashlib import blake2b

import msgspec

KEPT = (
    "document",
    "source",
    "record",
    "stood",
    "agenda_item",
    "participant",
    "decision",
    "action_item",
    "upcoming_date",
    "vote",
    "statement",
    "extraction",
    "correction",
    "follow_up",
    "user",
    "event",
    "saved_search",
    "personal",
    "run",
    "seen",
    "removed",
)
"""The tables whose rows have sums; the others are made of these."""


def sum_of(*values: object) -> bytes:
    """The sum of a row's values, 16 bytes."""
    return blake2b(msgspec.msgpack.encode(values), digest_size=16).digest()


def provide(connection: sqlite3.Connection) -> None:
    """Let the triggers of a connection reckon sums."""
    connection.create_function("sum_of", -1, sum_of, deterministic=True)


def stand(connection: sqlite3.Connection) -> bool:
    """Whether the triggers are there."""
    sql = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'seal_%'"
    return bool(connection.execute(sql).fetchone()[0])


def lift(connection: sqlite3.Connection) -> None:
    """Remove the triggers, so that the layout can be changed; `establish` makes them again."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'seal_%'"
    for (name,) in connection.execute(sql).fetchall():
        connection.execute(f"DROP TRIGGER {name}")


def establish(connection: sqlite3.Connection) -> None:
    """Make the triggers for the tables as they are laid out now, and the sums that are missing."""
    for table in KEPT:
        columns, key = _columns(connection, table)
        if not columns:
            continue
        for action in ("INSERT", "UPDATE"):
            connection.execute(
                f"CREATE TRIGGER seal_{table}_{action.lower()} AFTER {action} ON {table} BEGIN"
                f" {_put(table, columns, key)}; END"
            )
        connection.execute(
            f"CREATE TRIGGER seal_{table}_delete AFTER DELETE ON {table} BEGIN"  # noqa: S608
            f" DELETE FROM seal WHERE kept = '{table}' AND key = {_key(key, 'OLD.')}; END"
        )
        connection.execute(
            f"INSERT OR REPLACE INTO seal SELECT '{table}', {_key(key)},"  # noqa: S608
            f" sum_of({', '.join(columns)}) FROM {table}"
        )


def broken(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Table and key of each row that does not agree with its sum, or that lacks one of them."""
    for table in KEPT:
        columns, key = _columns(connection, table)
        if not columns:
            continue
        rows = connection.execute(
            f"SELECT {_key(key)}, s.sum, {', '.join(columns)} FROM {table}"  # noqa: S608
            f" LEFT JOIN seal s ON s.kept = '{table}' AND s.key = {_key(key)}"
        )
        count = 0
        for row in rows:
            count += 1
            if row[1] != sum_of(*row[2:]):
                yield table, str(row[0])
        sums = connection.execute("SELECT count(*) FROM seal WHERE kept = ?", (table,))
        if count < sums.fetchone()[0]:
            yield table, ""


def _columns(connection: sqlite3.Connection, table: str) -> tuple[list[str], list[str]]:
    """The columns of a table, and those of its primary key, quoted."""
    rows = connection.execute(f"PRAGMA table_info({table})").fetchall()
    quoted = [(f'"{row[1]}"', row[5]) for row in rows]
    key = [name for name, place in sorted(quoted, key=lambda each: each[1]) if place]
    return [name for name, _ in quoted], key


def _key(key: list[str], of: str = "") -> str:
    return f"json_array({', '.join(of + name for name in key)})"


def _put(table: str, columns: list[str], key: list[str]) -> str:
    """Statements that keep the sum of a new row.

    The old one is deleted first: a trigger's own "or replace" yields to that of the statement
    which set it off.
    """
    values, place = ", ".join(f"NEW.{name}" for name in columns), _key(key, "NEW.")
    return (
        f"DELETE FROM seal WHERE kept = '{table}' AND key = {place};"  # noqa: S608
        f" INSERT INTO seal VALUES ('{table}', {place}, sum_of({values}))"
    )
