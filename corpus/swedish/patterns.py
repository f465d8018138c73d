"""Patterns of tables that are not tried on texts that lack the letters every match of them has.

Most rows match hardly any line, and most say so by letters: no match of "får i uppdrag" is
without "uppdrag". For each pattern the literals are found of which every match has one (as
ripgrep does for its patterns); one pass over a text (Aho and Corasick 1975) tells which of all
patterns can match it, and only those are run. What is found is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from re import _constants, _parser  # as re itself reads patterns
from typing import Any

import ahocorasick

_SHORTEST = 2
"""Letters below which a literal stands in most lines."""
_OTHERS = {0x130: "i", 0x131: "i", 0x17F: "s"}
"""Letters that `re` takes for another without regard to case, and `str.lower` does not."""


def needed(tree: Any) -> frozenset[str] | None:
    """Lower-case literals of which every match of a parsed pattern has one; None for none known."""
    found: list[frozenset[str]] = []
    run = ""
    for op, value in [*tree, (None, None)]:
        if op is _constants.LITERAL:
            run += _lower(chr(value))
            continue
        if run:
            found.append(frozenset({run}))
            run = ""
        inner = _inner(op, value)
        if inner is not None:
            found.append(inner)
    telling = [each for each in found if min(map(len, each)) >= _SHORTEST]
    return max(telling, key=lambda each: (min(map(len, each)), -len(each)), default=None)


def _inner(op: Any, value: Any) -> frozenset[str] | None:
    """The same for one part of a pattern."""
    if op is _constants.SUBPATTERN:
        return needed(value[3])
    if op is _constants.ATOMIC_GROUP:
        return needed(value)
    if op is _constants.ASSERT:
        return needed(value[1])
    if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
        return needed(value[2]) if value[0] else None
    if op is _constants.BRANCH:
        branches = [needed(branch) for branch in value[1]]
        known = [branch for branch in branches if branch is not None]
        return frozenset().union(*known) if len(known) == len(branches) else None
    return None


def _lower(text: str) -> str:
    if text.isascii():
        return text.lower()
    return text.translate(_OTHERS).lower()


class Pattern:
    """A pattern as `re` has it, compiled when it is first run."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags
        self.bit = 0
        """Stands for the pattern in what a text is known to have; 0 until the pass knows it."""

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern of `re`."""
        return re.compile(self.pattern, self.flags)

    def _can_match(self, text: str) -> bool:
        return not self.bit or bool(_present(text) & self.bit)

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        """The first match; `span` is where to look, as in `re`."""
        return self.compiled.search(text, *span) if self._can_match(text) else None

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        """The match at the start."""
        return self.compiled.match(text, *span) if self._can_match(text) else None

    def fullmatch(self, text: str, *span: int) -> re.Match[str] | None:
        """The match of the whole."""
        return self.compiled.fullmatch(text, *span) if self._can_match(text) else None

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        """All matches."""
        return self.compiled.finditer(text, *span) if self._can_match(text) else iter(())

    def sub(self, replacement: Any, text: str, count: int = 0) -> str:
        """The text with its matches replaced."""
        return self.compiled.sub(replacement, text, count) if self._can_match(text) else text

    def split(self, text: str) -> list[Any]:
        """What stands between the matches."""
        return self.compiled.split(text) if self._can_match(text) else [text]


_automaton: Any = None


def know(patterns: Iterable[Pattern]) -> None:
    """Make the pass for these patterns; from now on they are run only where they can match."""
    global _automaton
    bits: dict[str, int] = {}
    told = []
    for at, each in enumerate(patterns):
        literals = needed(_parser.parse(each.pattern, each.flags))
        if literals:
            told.append((each, 1 << at))
            for literal in literals:
                bits[literal] = bits.get(literal, 0) | 1 << at
    automaton = ahocorasick.Automaton()
    for literal, bit in bits.items():
        automaton.add_word(literal, bit)
    automaton.make_automaton()
    _present.cache_clear()
    _automaton = automaton
    for each, bit in told:
        each.bit = bit


@lru_cache(maxsize=4096)
def _present(text: str) -> int:
    """The bits of the patterns of which a text has a literal."""
    bits = 0
    for _, bit in _automaton.iter(_lower(text)):
        bits |= bit
    return bits
