"""Everyday words and what Swedish municipal minutes say for them (ordbok i vardagsspråk).

The table stands in `words/thesaurus.txt`, written for this project from general knowledge of
Swedish administration.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def pairs() -> Iterator[tuple[str, str]]:
    """What people type, and what minutes say for it, in lower case."""
    text = (files(__package__) / "words" / "thesaurus.txt").read_text("utf-8")
    for row in text.splitlines():
        if row and not row.startswith("#"):
            meant, _, said = row.lower().partition("=")
            yield from ((word.strip(), meant.strip()) for word in said.split(","))
