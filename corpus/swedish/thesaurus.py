"""Everyday words and what Swedish municipal minutes say for them (ordbok i vardagsspråk).

The table stands in `words/thesaurus.txt`, written for this project from general knowledge of
Swedish administration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


def pairs() -> Iterator[tuple[str, str]]:
    """What people type, and what minutes say for it, in lower case."""
    text = (files(__package__) / "words" / "thesaurus.txt").read_text("utf-8")
    for row in text.splitlines():
        if row and not row.startswith("#"):
            meant, _, said = row.lower().partition("=")
            yield from ((word.strip(), meant.strip()) for word in said.split(","))


@cache
def everyday() -> Mapping[str, tuple[str, ...]]:
    """What minutes say for an everyday word or two."""
    return _both(pairs())


@cache
def official() -> Mapping[str, tuple[str, ...]]:
    """What people say for a word or two of the minutes."""
    return _both((meant, said) for said, meant in pairs())


def _both(found: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for one, other in found:
        table.setdefault(one, []).append(other)
    return MappingProxyType({one: tuple(dict.fromkeys(others)) for one, others in table.items()})
