"""Rules as rows of tables.

A table is a TOML file beside this module. Each row has a pattern, what it means, one sentence
that it matches and one that it must not match; both sentences are run as tests. `{name}` in a
pattern stands for a fragment of the table's own `[fragments]`, so that long lists of words
stand once.

    [fragments]
    body = "nämnden|styrelsen"

    [[rule]]
    id = "task-given"
    meaning = "assigned"
    pattern = '''(?P<owner>{body}) får i uppdrag att'''
    matches = "Nämnden får i uppdrag att utreda frågan."
    rejects = "Nämnden fick 2017 i uppdrag att utreda frågan."
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path

import msgspec

_FOLDER = Path(__file__).parent


class Rule(msgspec.Struct, frozen=True):
    """One row: `pattern` is searched without regard to case unless the row says otherwise."""

    id: str
    meaning: str
    pattern: re.Pattern[str]
    matches: str
    rejects: str


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    meaning: str
    pattern: str
    matches: str
    rejects: str
    case: bool = False
    """Whether upper and lower case differ."""


class _Table(msgspec.Struct, forbid_unknown_fields=True):
    rule: list[_Row]
    fragments: dict[str, str] = {}  # msgspec copies mutable defaults


def _compile(row: _Row, fragments: dict[str, str]) -> re.Pattern[str]:
    pattern = row.pattern
    for name, fragment in fragments.items():
        pattern = pattern.replace("{" + name + "}", f"(?:{fragment})")
    return re.compile(pattern, 0 if row.case else re.IGNORECASE)


@cache
def rules(name: str) -> tuple[Rule, ...]:
    """The rows of table `name` in order. Rows are tried in that order; the first match wins."""
    import tomllib  # a command may need no table

    raw = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    table = msgspec.convert(raw, _Table)
    return tuple(
        Rule(row.id, row.meaning, _compile(row, table.fragments), row.matches, row.rejects)
        for row in table.rule
    )


@cache
def pattern(name: str, row: str) -> re.Pattern[str]:
    """The pattern of one row of table `name`, by its id; KeyError where there is none."""
    return {rule.id: rule.pattern for rule in rules(name)}[row]


@cache
def table_names() -> tuple[str, ...]:
    """The tables there are."""
    entries = (entry.name for entry in _FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in entries if name.endswith(".toml")))


def first_meaning(name: str, meanings: Collection[str], text: str) -> Rule | None:
    """The first rule of table `name` with one of these meanings that is found in the text."""
    for rule in rules(name):
        if rule.meaning in meanings and rule.pattern.search(text):
            return rule
    return None


@lru_cache(maxsize=1024)
def first_match(name: str, text: str) -> tuple[Rule, re.Match[str]] | None:
    """The first rule of table `name` that is found in the text, with its match.

    Several stages ask the same of the same line, so the latest answers are kept.
    """
    for rule in rules(name):
        if found := rule.pattern.search(text):
            return rule, found
    return None
