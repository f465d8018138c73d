"""Archives as older programs left them."""

from __future__ import annotations

from pathlib import Path

from corpus import store


def made_older(folder: Path, layout: int) -> None:
    """Give the database of a closed archive an older layout, with what that has room for."""
    new, old = folder / "archive.sqlite", folder / "older.sqlite"
    older = store.connect(old)
    store.migrate(older, store.schema()[:layout], "older")
    older.execute("PRAGMA foreign_keys = OFF")
    older.execute("ATTACH ? AS new", (str(new),))
    there = "SELECT name FROM {}.sqlite_master WHERE type = 'table'"
    for (table,) in older.execute(f"{there.format('main')} INTERSECT {there.format('new')}"):
        columns = ", ".join(f'"{row[1]}"' for row in older.execute(f"PRAGMA table_info({table})"))
        older.execute(f"INSERT INTO main.{table} SELECT {columns} FROM new.{table}")  # noqa: S608
    older.execute("DETACH new")
    older.close()
    for beside in folder.glob("archive.sqlite-*"):
        beside.unlink()
    old.replace(new)
