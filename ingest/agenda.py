"""Agenda tables (föredragningslista, mötesplan): one row an item."""

from __future__ import annotations

from ingest.heads import Head
from ingest.lines import Lines


def agenda_heads(lines: Lines) -> list[Head]:
    """Items that stand as rows of an agenda table."""
    del lines
    return []
