"""What a question is after (avsikt): decisions, promises, a period, a case, a person.

Words that ask for something raise the points they mean. They exclude none, and what was
understood is told, so that a person can see why a point came first.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from enum import StrEnum

import msgspec

from corpus.model import Outcome
from corpus.swedish.calendar import MONTHS
from corpus.swedish.lexicon import function_words
from corpus.swedish.tables import rules
from index.analysis import Token, tokens
from index.query import And, InField, Node, Word

_YEAR = re.compile(r"(?:19|20)\d\d$")
_YEARS = re.compile(r"((?:19|20)\d\d)[-–]((?:19|20)?\d\d)$")
_LETTERS = re.compile(r"[A-ZÅÄÖ]{1,8}$")
_SEASONS = {
    **dict.fromkeys(("vår", "våren", "vårens", "vårterminen"), range(1, 7)),
    **dict.fromkeys(("sommar", "sommaren", "sommarens"), range(6, 9)),
    **dict.fromkeys(("höst", "hösten", "höstens", "höstterminen"), range(7, 13)),
    **dict.fromkeys(("vinter", "vintern", "vinterns"), (12, 1, 2, 3)),
}
"""Seasons of a year that is named after them, by their months."""
_OUTCOMES = frozenset(map(str, Outcome))


class Role(StrEnum):
    """What a word of a question does."""

    SUBJECT = "subject"  # must be found
    ASKING = "asking"  # says what is asked for: raises, need not be found
    PERIOD = "period"  # a year or month: raises
    REFERENCE = "reference"  # a case number or §
    BESIDE = "beside"  # the letters of a case number
    FUNCTION = "function"  # carries no subject


class Asked(msgspec.Struct, frozen=True):
    """A word of the question, its terms, and what it does there."""

    text: str
    terms: tuple[str, ...]
    role: Role
    outcome: str | None = None


class Intent(msgspec.Struct, frozen=True):
    """What the plain words of a question ask for."""

    words: tuple[Asked, ...] = ()
    decision: bool = False
    action: bool = False
    years: tuple[str, ...] = ()
    months: tuple[str, ...] = ()

    @property
    def subjects(self) -> tuple[Asked, ...]:
        """The words that a hit must hold."""
        return tuple(word for word in self.words if word.role is Role.SUBJECT)

    def without(self, places: Container[int]) -> Intent:
        """The same without some of its words."""
        kept = tuple(word for at, word in enumerate(self.words) if at not in places)
        return msgspec.structs.replace(self, words=kept)


def plain_words(node: Node | None) -> tuple[list[str], list[Node]]:
    """The words that stand free at the top of a query, and the rest of it."""
    nodes = node.nodes if isinstance(node, And) else (node,) if node else ()
    free = [part.text for part in nodes if isinstance(part, Word)]
    rest: list[Node] = [part for part in nodes if not isinstance(part, Word)]
    return free, rest


def understand(node: Node | None) -> tuple[Intent, list[Node]]:
    """What the free words of a query ask for, and the nodes that are no free words."""
    free, rest = plain_words(node)
    text = " ".join(free)
    asked = _asked(text)
    found = list(tokens(text))
    words = tuple(_word(text, found, at, asked) for at in range(len(found)))
    alone = not rest or all(isinstance(part, InField) for part in rest)
    if not any(w.role in (Role.SUBJECT, Role.REFERENCE) for w in words) and alone:
        words = tuple(_demanded(word, words) for word in words)
    meanings = {meaning for _, _, meaning in asked}
    return (
        Intent(
            words,
            decision="decision" in meanings,
            action="action" in meanings,
            years=tuple(y for word in words for y in _years(word)),
            months=tuple(f"{month:02}" for word in words for month in _months(word)),
        ),
        rest,
    )


def _asked(text: str) -> list[tuple[int, int, str]]:
    """Where the text has words that ask, and for what."""
    return [
        (found.start(), found.end(), rule.meaning)
        for rule in rules("questions")
        for found in rule.pattern.finditer(text)
    ]


def _word(text: str, found: list[Token], at: int, asked: list[tuple[int, int, str]]) -> Asked:
    token = found[at]
    written = text[token.start : token.end]
    covering = [m for start, end, m in asked if start < token.end and end > token.start]
    outcome = next((meaning for meaning in covering if meaning in _OUTCOMES), None)
    follows = found[at + 1].terms[0] if at + 1 < len(found) else ""
    surface = token.terms[0]
    if "decision" in covering or "action" in covering:
        role = Role.ASKING
    elif _is_period(surface, written, follows):
        role = Role.PERIOD
    elif surface.startswith("#"):
        role = Role.REFERENCE
    elif _LETTERS.match(written) and re.match(r"#\d{4}/", follows):
        role = Role.BESIDE
    elif surface in function_words() or (len(surface) == 1 and not surface.isdigit()):
        role = Role.FUNCTION
    else:
        role = Role.SUBJECT
    return Asked(written, token.terms, role, outcome)


def _is_period(surface: str, written: str, follows: str) -> bool:
    """Whether a word is a year, years, a month, or the season of a year that follows."""
    if surface in _SEASONS:
        return bool(_YEAR.match(follows))
    named = surface in MONTHS and len(surface) > 2
    return named or bool(_YEAR.match(surface) or _YEARS.match(written))


def _demanded(word: Asked, words: tuple[Asked, ...]) -> Asked:
    """In a question of asking words and periods alone, or of function words, they are sought."""
    functional = all(other.role is Role.FUNCTION for other in words)
    if word.role in (Role.ASKING, Role.PERIOD) or functional:
        return msgspec.structs.replace(word, role=Role.SUBJECT)
    return word


def _months(word: Asked) -> Iterable[int]:
    """The months that a word names; a season only where it is a period."""
    name = word.terms[0]
    if name in MONTHS:
        return (MONTHS[name],)
    return _SEASONS.get(name, ()) if word.role is Role.PERIOD else ()


def _years(word: Asked) -> tuple[str, ...]:
    if _YEAR.match(word.terms[0]):
        return (word.terms[0],)
    if found := _YEARS.match(word.text):
        first, last = int(found[1]), int(found[1][: 4 - len(found[2])] + found[2])
        if first < last <= first + 30:
            return tuple(str(year) for year in range(first, last + 1))
    return ()
